// Keeps what one typed and drew: in this browser, so that an expired session loses nothing, and for
// who is signed in on the server, where a colleague can go on with it.

import { vraag } from "./dienst.js";

const BEWAAR_DAGEN = 7;
// Photos are of the draft on the server; its number is enough to find them again.
const NIET = new Set(["csrfmiddlewaretoken", "versie", "bewaarde_foto"]);

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
    // The number of the draft on the server says nothing of what was typed.
    const kern = (velden) => JSON.stringify(velden.filter(([naam]) => !naam.startsWith("concept")));
    return kern(concept.velden) === kern(this.#inhoud()) ? null : concept;
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

  /** Keep the draft on the server; gives the sentence to show. Refused or offline: an Error. */
  async naarServer() {
    const { conceptAdres, conceptVan } = this.formulier.dataset;
    const velden = {};
    for (const el of this.#velden()) {
      const keuze = el.type === "checkbox" || el.type === "radio";
      if (!keuze || el.checked) velden[el.name] = el.value;
    }
    if (conceptVan) velden.verbetering = conceptVan;
    velden.versie = this.formulier.elements.versie.value;
    const { concept, versie, tekst } = await vraag(conceptAdres, velden);
    this.formulier.elements.concept.value = concept;
    this.formulier.elements.conceptversie.value = versie;
    this.bewaar(); // with the number, so that what is put back later is the same draft
    return tekst;
  }
}
