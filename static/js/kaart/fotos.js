// Photos go to the draft on the server as soon as they are chosen, so that they are there after an
// expired session, and for a colleague. What cannot be sent now stays chosen and goes along on saving.

import { vraag } from "./dienst.js";

export class Fotos {
  #bezig = Promise.resolve();
  #wachtend = 0;

  /** `bewaarConcept` makes the draft when there is none yet. */
  constructor(formulier, bewaarConcept) {
    this.formulier = formulier;
    this.blok = formulier.querySelector("[data-fotos]");
    if (!this.blok?.dataset.adres) return;
    this.bewaarConcept = bewaarConcept;
    this.lijst = this.blok.querySelector("[data-fotos-lijst]");
    this.kiezer = this.blok.querySelector("input[type=file]");
    for (const li of this.lijst.children) this.#geefKnop(li);
    this.kiezer.addEventListener("change", () => this.#naElkaar(() => this.#stuur()));
    formulier.addEventListener("submit", (gebeurtenis) => {
      if (!this.#wachtend) return;
      gebeurtenis.preventDefault(); // else the same photo would come twice
      const knop = gebeurtenis.submitter;
      this.#bezig.then(() => formulier.requestSubmit(knop));
    });
  }

  /** Show the photos of the draft that was put back. */
  haal() {
    if (this.lijst && this.#concept()) this.#naElkaar(() => this.#doe({}));
  }

  #concept() {
    return this.formulier.elements.concept.value;
  }

  #naElkaar(werk) {
    this.#wachtend += 1;
    this.#bezig = this.#bezig.then(werk).finally(() => (this.#wachtend -= 1));
  }

  #zeg(tekst) {
    this.blok.querySelector("[data-fotos-stand]").textContent = tekst;
  }

  /** Ask the server; null when it went well, else the error. */
  async #doe(velden) {
    try {
      const { fotos } = await vraag(this.blok.dataset.adres.replace("/0/", `/${this.#concept()}/`), velden);
      this.#toon(fotos);
      return null;
    } catch (fout) {
      this.#zeg(fout.message);
      return fout;
    }
  }

  async #stuur() {
    const gekozen = [...this.kiezer.files];
    const over = new DataTransfer();
    const zinnen = [];
    let bewaard = 0;
    for (const [nummer, foto] of gekozen.entries()) {
      this.#zeg(`Foto ${nummer + 1} van ${gekozen.length} wordt bewaard…`);
      if (!this.#concept()) await this.bewaarConcept();
      const fout = this.#concept() ? await this.#doe({ foto }) : new Error();
      if (!fout) bewaard += 1;
      else if (fout.inhoud) zinnen.push(fout.message); // refused with a reason: again would not help
      else over.items.add(foto);
    }
    this.kiezer.files = over.files;
    if (bewaard) zinnen.unshift(bewaard === 1 ? "1 foto bewaard bij uw concept." : `${bewaard} foto's bewaard bij uw concept.`);
    if (over.files.length) zinnen.push("Geen verbinding: de gekozen foto's gaan mee als u bewaart.");
    this.#zeg(zinnen.join(" "));
  }

  #toon(fotos) {
    const weg = new Set(this.#nummers());
    for (const { pk, adres, bewijs } of fotos) {
      if (weg.delete(String(pk))) continue;
      const li = document.createElement("li");
      li.dataset.foto = pk;
      const beeld = Object.assign(document.createElement("img"), { src: adres, alt: "" });
      const veld = Object.assign(document.createElement("input"), { type: "hidden", name: "bewaarde_foto", value: bewijs });
      li.append(beeld, veld);
      this.lijst.append(li);
      this.#geefKnop(li);
    }
    for (const pk of weg) this.lijst.querySelector(`[data-foto="${pk}"]`).remove();
    [...this.lijst.querySelectorAll("button")].forEach((knop, i) => knop.setAttribute("aria-label", `Foto ${i + 1} verwijderen`));
  }

  #nummers() {
    return [...this.lijst.children].map((li) => li.dataset.foto);
  }

  /** Instead of the tick box there is a button that removes the photo for good. */
  #geefKnop(li) {
    const keuze = li.querySelector(".keuze");
    if (keuze) keuze.hidden = true;
    const knop = Object.assign(document.createElement("button"), { type: "button", className: "knop stille smal", textContent: "Verwijderen" });
    knop.setAttribute("aria-label", `Foto ${[...this.lijst.children].indexOf(li) + 1} verwijderen`);
    knop.addEventListener("click", () => this.#naElkaar(() => this.#verwijder(li)));
    li.append(knop);
  }

  async #verwijder(li) {
    this.#zeg("");
    if (this.#concept() && (await this.#doe({ weg: li.dataset.foto }))) return;
    li.remove();
    this.#zeg("Foto verwijderd.");
    this.kiezer.focus();
  }
}
