// The visible list of points: the same drawing as text, to read, move, reorder and remove.

import { leesCoordinaten } from "./vorm.js";

const TE_VEEL = 100;
const toon = ([x, y]) => `${y.toFixed(6)}, ${x.toFixed(6)}`;

function knop(tekst, label, doe) {
  const el = document.createElement("button");
  el.type = "button";
  el.className = "knop tweede smal";
  el.textContent = tekst;
  el.setAttribute("aria-label", label);
  el.addEventListener("click", doe);
  return el;
}

export class Puntenlijst {
  constructor(el, vorm, { midden, naar, zeg }) {
    Object.assign(this, { el, vorm, midden, naar, zeg });
    vorm.addEventListener("gewijzigd", () => this.teken());
    this.teken();
  }

  teken() {
    const bewaard = this.el.contains(document.activeElement)
      ? document.activeElement.dataset.plek
      : null;
    const aantal = this.vorm.delen.reduce((s, d) => s + d.punten.length, 0);
    if (!aantal) {
      this.el.replaceChildren(Object.assign(document.createElement("p"), {
        className: "stil",
        textContent: "Nog geen punten.",
      }));
    } else if (aantal > TE_VEEL) {
      this.el.replaceChildren(Object.assign(document.createElement("p"), {
        textContent: `Deze vorm heeft ${aantal} punten. Dat is te veel om ze hier één voor één te tonen; pas de vorm aan op de kaart of in het bestand.`,
      }), ...this.vorm.delen.map((_, i) => this.#deelkop(i)));
    } else {
      this.el.replaceChildren(...this.vorm.delen.map((deel, i) => this.#deel(deel, i)));
    }
    if (bewaard) {
      const doel = this.el.querySelector(`[data-plek="${bewaard}"]`) ?? this.el.querySelector("input");
      (doel ?? this.el).focus();
    }
  }

  #deelkop(i) {
    const kop = document.createElement("div");
    kop.className = "rij puntenlijst-kop";
    const titel = document.createElement("h4");
    titel.textContent = `Deel ${i + 1}`;
    kop.append(titel, knop("Deel wissen", `Deel ${i + 1} wissen`, () => this.vorm.verwijderDeel(i)));
    return kop;
  }

  #deel(deel, i) {
    const blok = document.createElement("div");
    if (this.vorm.soort !== "punt" && this.vorm.delen.length > 1) blok.append(this.#deelkop(i));
    const lijst = document.createElement("ol");
    lijst.className = "punten";
    lijst.append(...deel.punten.map((punt, j) => this.#punt(punt, i, j, deel.punten.length)));
    blok.append(lijst);
    return blok;
  }

  #punt(punt, i, j, aantal) {
    const naam = this.vorm.soort === "punt" ? `Punt ${i + 1}` : `Punt ${j + 1}`;
    const vol = this.vorm.delen.length > 1 && this.vorm.soort !== "punt" ? `${naam} van deel ${i + 1}` : naam;
    const li = document.createElement("li");
    const veld = document.createElement("input");
    veld.value = toon(punt);
    veld.inputMode = "decimal";
    veld.autocomplete = "off";
    veld.dataset.plek = `${i}-${j}-veld`;
    veld.setAttribute("aria-label", `${vol}: breedte en lengte`);
    veld.addEventListener("focus", () => this.naar(punt));
    veld.addEventListener("change", () => this.#zet(veld, punt, i, j));
    // In a form, Enter would submit it.
    veld.addEventListener("keydown", (e) => {
      if (e.key !== "Enter") return;
      e.preventDefault();
      veld.blur();
      veld.focus();
    });
    const knoppen = document.createElement("span");
    knoppen.className = "punten-knoppen";
    const naarKruis = knop("Naar kruis", `${vol} naar het kruis verplaatsen`, () =>
      this.vorm.verplaats(i, j, this.midden()));
    naarKruis.dataset.plek = `${i}-${j}-kruis`;
    knoppen.append(naarKruis);
    if (this.vorm.soort !== "punt" && aantal > 1) {
      if (j > 0) knoppen.append(knop("↑", `${vol} naar voren`, () => this.vorm.wissel(i, j, -1)));
      if (j < aantal - 1) knoppen.append(knop("↓", `${vol} naar achteren`, () => this.vorm.wissel(i, j, 1)));
    }
    const weg = knop("Wissen", `${vol} wissen`, () => this.vorm.verwijder(i, j));
    weg.dataset.plek = `${i}-${j}-weg`;
    knoppen.append(weg);
    li.append(Object.assign(document.createElement("span"), { textContent: naam, className: "punten-naam" }), veld, knoppen);
    return li;
  }

  #zet(veld, punt, i, j) {
    const gelezen = leesCoordinaten(veld.value);
    if (!gelezen) {
      veld.value = toon(punt);
      this.zeg("Dat is geen plaats in Vlaanderen. Schrijf bijvoorbeeld 51.0543, 3.7174.");
      return;
    }
    this.vorm.verplaats(i, j, gelezen.punt);
    if (gelezen.omgewisseld) this.zeg("Lengte en breedte stonden omgekeerd; we hebben ze gewisseld.");
  }
}
