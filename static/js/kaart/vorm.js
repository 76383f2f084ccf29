// The drawing: one list of points in parts, with undo. Mouse, touch, keyboard, address and file all
// change this one list; the map, the list on the page and the form field only show it.

import { lengte, oppervlakte, toonMaat } from "./geodesie.js";

export const SOORTEN = { punt: "punt", lijn: "lijn", vlak: "vlak" };
const MINIMUM = { punt: 1, lijn: 2, vlak: 3 };
const rond = (x) => Math.round(x * 1e7) / 1e7;

const kopie = (stand) => structuredClone(stand);

export class Vorm extends EventTarget {
  #stand = { soort: "vlak", delen: [], huidig: -1 };
  #terug = [];
  #vooruit = [];

  get soort() {
    return this.#stand.soort;
  }

  get delen() {
    return this.#stand.delen;
  }

  get huidig() {
    return this.#stand.huidig;
  }

  get leeg() {
    return !this.#stand.delen.some((deel) => deel.punten.length);
  }

  get kanTerug() {
    return this.#terug.length > 0;
  }

  get kanVooruit() {
    return this.#vooruit.length > 0;
  }

  #doe(wat, wijzig) {
    this.#terug.push(kopie(this.#stand));
    if (this.#terug.length > 100) this.#terug.shift();
    this.#vooruit = [];
    wijzig(this.#stand);
    this.#stand.delen = this.#stand.delen.filter(
      (deel, i) => deel.punten.length || i === this.#stand.huidig,
    );
    this.#stand.huidig = Math.min(this.#stand.huidig, this.#stand.delen.length - 1);
    this.#meld(wat);
  }

  #meld(wat) {
    this.dispatchEvent(new CustomEvent("gewijzigd", { detail: wat }));
  }

  terug() {
    if (!this.kanTerug) return;
    this.#vooruit.push(kopie(this.#stand));
    this.#stand = this.#terug.pop();
    this.#meld("Ongedaan gemaakt.");
  }

  vooruit() {
    if (!this.kanVooruit) return;
    this.#terug.push(kopie(this.#stand));
    this.#stand = this.#vooruit.pop();
    this.#meld("Opnieuw gedaan.");
  }

  kiesSoort(soort) {
    if (soort === this.soort) return;
    this.#doe(`U tekent nu een ${SOORTEN[soort]}.`, (stand) => {
      const punten = stand.delen.flatMap((deel) => deel.punten);
      if (soort === "punt") stand.delen = punten.map((p) => ({ punten: [p], gaten: [] }));
      else if (stand.soort === "punt") stand.delen = [{ punten, gaten: [] }];
      else stand.delen.forEach((deel) => Object.assign(deel, { gaten: [] }));
      stand.soort = soort;
      stand.huidig = stand.delen.length - 1;
    });
  }

  voegToe([lon, lat]) {
    const punt = [rond(lon), rond(lat)];
    const nieuwDeel = this.soort === "punt" || this.huidig < 0;
    const nummer = nieuwDeel ? 1 : this.delen[this.huidig].punten.length + 1;
    const tekst = this.soort === "punt" ? this.delen.length + 1 : nummer;
    this.#doe(`Punt ${tekst} toegevoegd.`, (stand) => {
      if (nieuwDeel) {
        stand.delen.push({ punten: [], gaten: [] });
        stand.huidig = stand.delen.length - 1;
      }
      stand.delen[stand.huidig].punten.push(punt);
    });
  }

  verplaats(deel, index, [lon, lat]) {
    this.#doe(`Punt ${index + 1} verplaatst.`, (stand) => {
      stand.delen[deel].punten[index] = [rond(lon), rond(lat)];
      stand.huidig = deel;
    });
  }

  wissel(deel, index, stap) {
    this.#doe(`Punt ${index + 1} staat nu op plaats ${index + 1 + stap}.`, (stand) => {
      const { punten } = stand.delen[deel];
      const [punt] = punten.splice(index, 1);
      punten.splice(index + stap, 0, punt);
    });
  }

  verwijder(deel, index) {
    this.#doe(`Punt ${index + 1} verwijderd.`, (stand) => {
      stand.delen[deel].punten.splice(index, 1);
    });
  }

  nieuwDeel() {
    if (this.soort === "punt" || this.huidig < 0 || !this.delen[this.huidig].punten.length) return;
    this.#doe(`Deel ${this.delen.length + 1} begonnen.`, (stand) => {
      stand.delen.push({ punten: [], gaten: [] });
      stand.huidig = stand.delen.length - 1;
    });
  }

  voegDeelToe(punten, gaten = []) {
    this.#doe(`Deel met ${punten.length} punten toegevoegd.`, (stand) => {
      stand.delen.push({ punten: punten.map(([x, y]) => [rond(x), rond(y)]), gaten });
      stand.huidig = stand.delen.length - 1;
    });
  }

  zetDeel(deel, punten) {
    this.#doe("Vorm aangepast.", (stand) => {
      stand.delen[deel].punten = punten.map(([x, y]) => [rond(x), rond(y)]);
      stand.huidig = deel;
    });
  }

  verwijderDeel(deel) {
    this.#doe(`Deel ${deel + 1} verwijderd.`, (stand) => {
      stand.delen.splice(deel, 1);
      stand.huidig = stand.delen.length - 1;
    });
  }

  wis() {
    if (this.leeg) return;
    this.#doe("Alles gewist.", (stand) => {
      stand.delen = [];
      stand.huidig = -1;
    });
  }

  /** Take over a GeoJSON geometry; `stil` for the first load, which nobody wants to undo. */
  laad(geometrie, { stil = false, wat = "Vorm geladen." } = {}) {
    const nieuw = uitGeoJSON(geometrie);
    if (!nieuw) return false;
    if (stil) {
      this.#stand = nieuw;
      this.#meld("");
    } else {
      this.#doe(wat, (stand) => Object.assign(stand, nieuw));
    }
    return true;
  }

  get volledig() {
    return !this.leeg && this.delen.every((d) => !d.punten.length || d.punten.length >= MINIMUM[this.soort]);
  }

  get tekort() {
    const deel = this.delen.findIndex((d) => d.punten.length && d.punten.length < MINIMUM[this.soort]);
    return deel < 0 ? 0 : MINIMUM[this.soort] - this.delen[deel].punten.length;
  }

  naarGeoJSON() {
    const delen = this.delen.filter((deel) => deel.punten.length >= MINIMUM[this.soort]);
    if (!delen.length) return null;
    const sluit = (ring) => [...ring, ring[0]];
    const een = {
      punt: (d) => d.punten[0],
      lijn: (d) => d.punten,
      vlak: (d) => [sluit(d.punten), ...d.gaten.map(sluit)],
    }[this.soort];
    const type = { punt: "Point", lijn: "LineString", vlak: "Polygon" }[this.soort];
    return delen.length === 1
      ? { type, coordinates: een(delen[0]) }
      : { type: `Multi${type}`, coordinates: delen.map(een) };
  }

  maten() {
    if (this.soort === "lijn") return { lengte_m: this.delen.reduce((s, d) => s + lengte(d.punten), 0) };
    if (this.soort === "vlak")
      return { oppervlakte_m2: this.delen.reduce((s, d) => s + oppervlakte(d.punten, d.gaten), 0) };
    return {};
  }

  get samenvatting() {
    if (this.leeg) return "Nog niets getekend.";
    const delen = this.delen.filter((d) => d.punten.length).length;
    const wat = { punt: ["punt", "punten"], lijn: ["lijn", "lijnen"], vlak: ["vlak", "vlakken"] }[this.soort];
    const { lengte_m: lang, oppervlakte_m2: groot } = this.maten();
    const maat = lang ? `, ${toonMaat(lang, "m")}` : groot ? `, ${toonMaat(groot, "m²")}` : "";
    const nog = this.tekort ? ` Nog ${this.tekort} ${this.tekort === 1 ? "punt" : "punten"} nodig.` : "";
    return `${delen} ${wat[delen === 1 ? 0 : 1]}${maat}.${nog}`;
  }
}

function uitGeoJSON(geometrie) {
  const soort = { Point: "punt", LineString: "lijn", Polygon: "vlak" }[
    (geometrie?.type ?? "").replace("Multi", "")
  ];
  if (!soort) return null;
  const lijst = geometrie.type.startsWith("Multi") ? geometrie.coordinates : [geometrie.coordinates];
  const xy = ([x, y]) => [x, y];
  const open = (ring) => ring.slice(0, -1).map(xy);
  const delen = lijst.map((deel) => {
    if (soort === "punt") return { punten: [xy(deel)], gaten: [] };
    if (soort === "lijn") return { punten: deel.map(xy), gaten: [] };
    return { punten: open(deel[0]), gaten: deel.slice(1).map(open) };
  });
  return { soort, delen, huidig: delen.length - 1 };
}

/** Read "51.05, 3.72", "51,05 3,72" or the other way round; null when it is no place in Flanders. */
export function leesCoordinaten(tekst) {
  const delen = tekst.trim().split(/\s*[;\s]\s*|,\s+/).filter(Boolean);
  let getallen = delen.map((deel) => Number(deel.replace(",", ".")));
  if (delen.length === 1) getallen = tekst.split(",").map(Number);
  if (getallen.length !== 2 || getallen.some((g) => !Number.isFinite(g))) return null;
  const [a, b] = getallen;
  const isLat = (x) => x > 50.4 && x < 51.8;
  const isLon = (x) => x > 2.3 && x < 6.2;
  if (isLat(a) && isLon(b)) return { punt: [b, a], omgewisseld: false };
  if (isLon(a) && isLat(b)) return { punt: [a, b], omgewisseld: true };
  return null;
}
