// Starts every overview and every plain map of a page; the form has its own start.

import { startOverzicht } from "./overzicht.js";
import { startKaart } from "./kaart.js";

const L = globalThis.L;

for (const el of document.querySelectorAll("[data-kaart][data-bron]")) startOverzicht(el);
for (const el of document.querySelectorAll("[data-kaart][data-toon]")) {
  const { kaart } = startKaart(el, { scrollWheelZoom: false });
  const laag = L.geoJSON(JSON.parse(el.dataset.toon), {
    style: { className: "kaart-verbetering vorm", weight: 3 },
    pointToLayer: (f, latlng) =>
      L.marker(latlng, { icon: L.divIcon({ className: "kaart-stip vorm", iconSize: [18, 18] }), interactive: false, keyboard: false, alt: "" }),
  }).addTo(kaart);
  if (laag.getBounds().isValid()) kaart.fitBounds(laag.getBounds(), { maxZoom: 18, padding: [20, 20] });
}
