// The map beside the list: counts far out, shapes close by, always the selection of the list.

import { startKaart } from "./kaart.js";

const L = globalThis.L;
const getal = new Intl.NumberFormat("nl-BE");

function tekstVan(eigenschappen) {
  const doos = document.createElement("div");
  const titel = document.createElement("p");
  titel.className = "kaart-titel";
  if (eigenschappen.url) {
    titel.append(
      Object.assign(document.createElement("a"), {
        href: eigenschappen.url,
        textContent: eigenschappen.naam,
      }),
    );
  } else titel.textContent = eigenschappen.naam;
  doos.append(titel);
  for (const regel of eigenschappen.regels ?? []) {
    doos.append(Object.assign(document.createElement("p"), { textContent: regel }));
  }
  return doos;
}

function maakTelling(kaart, feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const { aantal, naam } = feature.properties;
  const maat = Math.min(54, 30 + 3 * Math.log2(1 + aantal));
  const teken = L.marker([lat, lon], {
    icon: L.divIcon({
      className: "kaart-telling",
      iconSize: [maat, maat],
      html: Object.assign(document.createElement("span"), { textContent: getal.format(aantal) }),
    }),
    title: `${naam ? `${naam}: ` : ""}${getal.format(aantal)} verbeteringen. Inzoomen.`,
    alt: `${naam ?? "Gebied"}: ${getal.format(aantal)} verbeteringen, inzoomen`,
  });
  teken.on("click", () => kaart.setView([lat, lon], Math.min(18, kaart.getZoom() + 2)));
  return teken;
}

function maakVorm(feature) {
  const { soort, parameter } = feature.properties;
  return L.geoJSON(feature, {
    style: { className: `kaart-verbetering ${soort} ${parameter ?? ""}`, weight: 3 },
    pointToLayer: (f, latlng) =>
      L.marker(latlng, {
        icon: L.divIcon({ className: `kaart-stip ${soort}`, iconSize: [18, 18] }),
        title: f.properties.naam,
        alt: f.properties.naam,
      }),
  }).bindPopup(() => tekstVan(feature.properties), { maxWidth: 280 });
}

/** Start the overview map `el`; it asks `data-bron` for what lies in view. */
export function startOverzicht(el) {
  const { kaart, meld } = startKaart(el);
  const groep = L.featureGroup().addTo(kaart);
  let lopend;
  const haal = async () => {
    lopend?.abort();
    lopend = new AbortController();
    const url = new URL(el.dataset.bron, document.baseURI);
    const b = kaart.getBounds();
    url.searchParams.set(
      "bbox",
      [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((x) => x.toFixed(5)).join(","),
    );
    url.searchParams.set("zoom", String(Math.round(kaart.getZoom())));
    try {
      const antwoord = await fetch(url, { signal: lopend.signal });
      if (!antwoord.ok) throw new TypeError(`status ${antwoord.status}`);
      const { features, melding } = await antwoord.json();
      groep.clearLayers();
      for (const f of features) {
        groep.addLayer(f.properties.soort === "telling" ? maakTelling(kaart, f) : maakVorm(f));
      }
      meld(melding);
    } catch (fout) {
      if (fout.name !== "AbortError") meld("De verbeteringen op de kaart zijn nu niet te laden. De lijst hieronder werkt wel.");
    }
  };
  kaart.on("moveend", haal);
  haal();
}
