// Keeps what one typed and drew in this browser, so that an expired session loses nothing.

const BEWAAR_DAGEN = 7;
const NIET = new Set(["csrfmiddlewaretoken", "versie"]);

export class Concept {
  constructor(formulier, sleutel) {
    this.formulier = formulier;
    this.sleutel = `pactportaal:concept:${sleutel}`;
  }

  static wis(sleutel) {
    localStorage.removeItem(`pactportaal:concept:${sleutel}`);
  }

  #velden() {
    return [...this.formulier.elements].filter(
      (el) => el.name && !NIET.has(el.name) && !["file", "submit", "button"].includes(el.type),
    );
  }

  #inhoud() {
    return this.#velden().map((el) => [
      el.name,
      el.type === "checkbox" || el.type === "radio" ? el.value : "",
      el.type === "checkbox" || el.type === "radio" ? el.checked : el.value,
    ]);
  }

  bewaar() {
    try {
      localStorage.setItem(this.sleutel, JSON.stringify({ op: Date.now(), velden: this.#inhoud() }));
      return true;
    } catch {
      return false; // storage full or switched off: the form itself still works
    }
  }

  /** The kept draft when there is one that differs from the form now. */
  gevonden() {
    const tekst = localStorage.getItem(this.sleutel);
    if (!tekst) return null;
    const concept = JSON.parse(tekst);
    if (Date.now() - concept.op > BEWAAR_DAGEN * 864e5) {
      localStorage.removeItem(this.sleutel);
      return null;
    }
    return JSON.stringify(concept.velden) === JSON.stringify(this.#inhoud()) ? null : concept;
  }

  zetTerug(concept) {
    const waarden = new Map(concept.velden.map(([naam, optie, waarde]) => [`${naam}|${optie}`, waarde]));
    for (const el of this.#velden()) {
      const keuze = el.type === "checkbox" || el.type === "radio";
      const waarde = waarden.get(`${el.name}|${keuze ? el.value : ""}`);
      if (waarde === undefined) continue;
      if (keuze) el.checked = waarde;
      else el.value = waarde;
      el.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  weg() {
    localStorage.removeItem(this.sleutel);
  }
}
