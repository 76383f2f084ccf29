// A Leaflet map from <div data-kaart>: base layers by settings, boundaries, Dutch controls.
// Without tiles (no address configured or no network) boundaries and shapes still show.

const L = globalThis.L;
const VLAANDEREN = [
  [50.67, 2.53],
  [51.51, 5.93],
];

export const lees = (el, naam, anders) => {
  const tekst = el.dataset[naam];
  return tekst ? JSON.parse(tekst) : anders;
};

function maakMelding(el, soort = "") {
  const melding = document.createElement("p");
  melding.className = `kaart-melding ${soort}`.trim();
  melding.setAttribute("role", "status");
  el.after(melding);
  return (tekst) => {
    if (melding.textContent !== tekst) melding.textContent = tekst;
  };
}

// A message of its own: what the map says about its shapes must not wipe it away.
function grondlagen(el, meld) {
  const lagen = {};
  for (const { naam, url, bron, zoom } of lees(el, "lagen", [])) {
    let mislukt = false;
    const laag = L.tileLayer(url, {
      attribution: bron,
      maxNativeZoom: zoom ?? 20,
      maxZoom: 21,
      minZoom: 7,
      crossOrigin: false,
    });
    laag.on("loading", () => {
      mislukt = false;
    });
    laag.on("tileerror", () => {
      mislukt = true;
      meld("De achtergrondkaart is niet bereikbaar. Grenzen en vormen blijven zichtbaar.");
    });
    laag.on("load", () => {
      if (!mislukt) meld("");
    });
    lagen[naam] = laag;
  }
  return lagen;
}

async function toonGrenzen(kaart, url) {
  try {
    const antwoord = await fetch(url);
    if (!antwoord.ok) return;
    const grenzen = L.geoJSON(await antwoord.json(), {
      interactive: false,
      style: { className: "kaart-grens", weight: 1, fill: false },
    });
    grenzen.addTo(kaart).bringToBack();
  } catch (fout) {
    if (!(fout instanceof TypeError)) throw fout; // TypeError: no network
  }
}

const RUST = { zoomAnimation: false, fadeAnimation: false, inertia: false };

/** Let the map step instead of glide; Leaflet has no option for that with the arrow keys. */
function stapVoorStap(kaart) {
  const { panBy } = kaart;
  kaart.panBy = (stap, opties) => panBy.call(kaart, stap, { ...opties, animate: false });
}

/** Start the map of `el`; gives { kaart, meld }. */
export function startKaart(el, opties = {}) {
  const meld = maakMelding(el);
  const rustig = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const kaart = L.map(el, {
    zoomControl: false,
    attributionControl: true,
    keyboard: true,
    maxBounds: [
      [49.8, 1.2],
      [52.3, 7.3],
    ],
    minZoom: 7,
    maxZoom: 21,
    zoomSnap: 0.5,
    ...(rustig ? RUST : {}),
    ...opties,
  });
  if (rustig) stapVoorStap(kaart);
  kaart.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(kaart);
  L.control.scale({ imperial: false }).addTo(kaart);
  const lagen = grondlagen(el, maakMelding(el, "tegels"));
  const [eerste] = Object.values(lagen);
  if (eerste) {
    eerste.addTo(kaart);
    L.control.layers(lagen, null, { collapsed: el.clientWidth < 600 }).addTo(kaart);
    const knop = el.querySelector(".leaflet-control-layers-toggle");
    if (knop) {
      knop.title = "Achtergrond kiezen";
      knop.setAttribute("aria-label", "Achtergrond kiezen");
    }
  } else {
    kaart.attributionControl.addAttribution("Geen achtergrondkaart ingesteld");
  }
  const uitsnede = lees(el, "uitsnede", null);
  kaart.fitBounds(uitsnede ?? VLAANDEREN);
  el.setAttribute("role", "application");
  el.tabIndex = 0;
  if (el.dataset.grenzen) toonGrenzen(kaart, el.dataset.grenzen);
  return { kaart, meld };
}

/** Text for the middle of the map, spoken after the arrow keys move it. */
export const toonPunt = ({ lat, lng }) =>
  `${lat.toFixed(5).replace(".", ",")} noord, ${lng.toFixed(5).replace(".", ",")} oost`;
