/* The chart of a comparison. Plotly is only fetched when the chart comes into view; the table below
   says the same and needs no script. */

const KLEUREN = ["#0055cc", "#a83b00", "#00634a", "#7b1fa2", "#8a6500", "#004b63", "#b3005e", "#3d5a00", "#5b3a1e", "#333332", "#00695c", "#6a1b1b"];
const TEKENS = ["circle", "square", "diamond", "cross", "triangle-up", "star"];
const LANDSTAAL = {
  moduleType: "locale",
  name: "nl",
  dictionary: { "Autoscale": "Passend maken", "Reset axes": "Assen herstellen", "Zoom in": "Inzoomen", "Zoom out": "Uitzoomen", "Pan": "Schuiven" },
  format: {
    days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
    months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    date: "%d-%m-%Y",
    decimal: ",",
    thousands: ".",
  },
};

function laad(adres) {
  return new Promise((klaar, mislukt) => {
    const script = document.createElement("script");
    script.src = adres;
    script.addEventListener("load", klaar);
    script.addEventListener("error", mislukt);
    document.head.append(script);
  });
}

function reeks(gegevens, r, nummer) {
  const kleur = KLEUREN[nummer % KLEUREN.length];
  const basis = {
    name: r.naam,
    x: gegevens.datums,
    y: r.y,
    text: r.tekst,
    hovertemplate: "%{text}<extra>%{fullData.name}</extra>",
  };
  if (gegevens.vorm === "staaf") {
    return { ...basis, type: "bar", marker: { color: kleur, opacity: r.onzeker.map((o) => (o ? 0.5 : 1)) } };
  }
  const symbool = TEKENS[nummer % TEKENS.length];
  return {
    ...basis,
    type: "scatter",
    mode: gegevens.vorm === "punt" ? "markers" : "lines+markers",
    connectgaps: false,
    line: { color: kleur, width: 2.5 },
    marker: { color: kleur, size: 9, symbol: r.onzeker.map((o) => (o ? `${symbool}-open` : symbool)) },
  };
}

/* A dashed line, with its name, on each day that the method changed. */
function breuken(gegevens) {
  return {
    shapes: gegevens.breuken.map((dag) => ({
      type: "line", x0: dag, x1: dag, y0: 0, y1: 1, yref: "paper", line: { color: "#333332", width: 1.5, dash: "dot" },
    })),
    annotations: gegevens.breuken.map((dag) => ({
      x: dag, y: 1, yref: "paper", yanchor: "bottom", text: "breuk in de methode", showarrow: false, font: { size: 12 },
    })),
  };
}

async function teken(figuur, gegevens) {
  await laad(figuur.dataset.plotly);
  const { Plotly } = window;
  Plotly.register(LANDSTAAL);
  const vlak = figuur.querySelector(".plotvlak");
  const smal = window.matchMedia("(max-width: 40rem)").matches;
  await Plotly.newPlot(
    vlak,
    gegevens.reeksen.map((r, nummer) => reeks(gegevens, r, nummer)),
    {
      ...breuken(gegevens),
      barmode: "group",
      font: { family: getComputedStyle(document.body).fontFamily, size: 14 },
      margin: { l: 60, r: 16, t: gegevens.breuken.length ? 28 : 16, b: 48 },
      separators: ",.",
      legend: { orientation: "h", y: -0.18 },
      yaxis: { rangemode: "tozero", title: smal ? undefined : { text: gegevens.eenheid }, zeroline: true },
      // A figure of 31 December belongs to the year that ends: Plotly itself would write the next.
      xaxis: { type: "date", tickvals: gegevens.datums, ticktext: gegevens.datums.map((dag) => dag.slice(0, 4)) },
    },
    { locale: "nl", responsive: true, displayModeBar: false },
  );
  for (const knop of figuur.querySelectorAll("[data-download]")) {
    knop.addEventListener("click", () => {
      Plotly.downloadImage(vlak, { format: knop.dataset.download, width: 1200, height: 700, filename: "vergelijking" });
    });
  }
}

for (const figuur of document.querySelectorAll("[data-vergelijking]")) {
  const bron = document.getElementById("vergelijking-gegevens");
  const gegevens = JSON.parse(bron.textContent);
  figuur.hidden = false;
  const kijker = new IntersectionObserver((treffers) => {
    if (!treffers.some((treffer) => treffer.isIntersecting)) return;
    kijker.disconnect();
    teken(figuur, gegevens).catch(() => { figuur.hidden = true; });
  }, { rootMargin: "200px" });
  kijker.observe(figuur);
}
