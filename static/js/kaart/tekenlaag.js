// Shows the drawing on the map and turns mouse work (Leaflet.draw) into changes of the one list.

import { zetNederlands } from "./nederlands.js";

const L = globalThis.L;
const naarLatLng = ([x, y]) => [y, x];
const vanLatLng = ({ lat, lng }) => [lng, lat];

export class Tekenlaag {
  #groep = L.featureGroup();
  #tekenaar = null;

  constructor(kaart, vorm) {
    zetNederlands(L);
    this.kaart = kaart;
    this.vorm = vorm;
    this.#groep.addTo(kaart);
    vorm.addEventListener("gewijzigd", () => this.teken());
    kaart.on(L.Draw.Event.CREATED, ({ layer }) => this.#overgenomen(layer));
    kaart.on(L.Draw.Event.DRAWSTOP, () => {
      this.#tekenaar = null;
      this.naStoppen?.();
    });
    this.teken();
  }

  get tekent() {
    return this.#tekenaar !== null;
  }

  /** Start drawing with the mouse, or stop. */
  wissel() {
    if (this.#tekenaar) {
      this.#tekenaar.disable();
      return;
    }
    const stijl = { className: "kaart-bezig", weight: 3 };
    const maak = {
      punt: () => new L.Draw.Marker(this.kaart, { icon: L.divIcon({ className: "kaart-punt" }) }),
      lijn: () => new L.Draw.Polyline(this.kaart, { shapeOptions: stijl, showLength: false }),
      vlak: () =>
        new L.Draw.Polygon(this.kaart, {
          shapeOptions: stijl,
          allowIntersection: false,
          showArea: false,
          showLength: false,
        }),
    }[this.vorm.soort];
    this.#tekenaar = maak();
    this.#tekenaar.enable();
  }

  #overgenomen(laag) {
    if (this.vorm.soort === "punt") this.vorm.voegToe(vanLatLng(laag.getLatLng()));
    else {
      const punten = laag.getLatLngs();
      this.vorm.voegDeelToe((this.vorm.soort === "vlak" ? punten[0] : punten).map(vanLatLng));
    }
  }

  teken() {
    this.#groep.clearLayers();
    this.vorm.delen.forEach((deel, i) => {
      if (!deel.punten.length) return;
      this.#tekenDeel(deel, i);
      if (deel.punten.length <= 200) deel.punten.forEach((punt, j) => this.#tekenHoek(punt, i, j));
    });
  }

  #tekenDeel(deel, i) {
    const klasse = i === this.vorm.huidig ? "kaart-vorm huidig" : "kaart-vorm";
    const punten = deel.punten.map(naarLatLng);
    const opties = { className: klasse, weight: 3, interactive: false };
    if (this.vorm.soort === "vlak" && punten.length > 2)
      L.polygon([punten, ...deel.gaten.map((g) => g.map(naarLatLng))], opties).addTo(this.#groep);
    else if (this.vorm.soort !== "punt" && punten.length > 1)
      L.polyline(punten, opties).addTo(this.#groep);
  }

  #tekenHoek(punt, deel, index) {
    const hoek = L.marker(naarLatLng(punt), {
      draggable: true,
      keyboard: false, // the list of points is the way without a mouse
      icon: L.divIcon({ className: "kaart-punt", iconSize: [18, 18] }),
      title: `Punt ${index + 1}: sleep om te verplaatsen`,
    });
    hoek.on("dragend", () => this.vorm.verplaats(deel, index, vanLatLng(hoek.getLatLng())));
    hoek.addTo(this.#groep);
  }

  toonAlles() {
    const grenzen = this.#groep.getBounds();
    if (grenzen.isValid()) this.kaart.fitBounds(grenzen, { maxZoom: 19, padding: [30, 30] });
  }
}
