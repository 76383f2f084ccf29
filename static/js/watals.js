/* The what-if slider: what another pace gives, said at once and drawn in the chart above. The server
   says the same sentence when the form is sent, so nothing is lost without this module. */

const EINDE = Date.UTC(2030, 11, 31);
const DAG = 86_400_000;
const JAAR = 365.2425;
const SVG = "http://www.w3.org/2000/svg";
const MIN = "\u2212";

// Cut, never rounded up: as the server shows every figure.
function toon(bedrag, decimalen) {
  const macht = 10 ** decimalen;
  const gekapt = Math.trunc(Number((bedrag * macht).toFixed(6))) / macht;
  const tekst = new Intl.NumberFormat("nl-BE", { maximumFractionDigits: decimalen }).format(Math.abs(gekapt));
  return gekapt < 0 ? MIN + tekst : tekst;
}

function hoeveel(bedrag, { decimalen, eenheid, enkelvoud }) {
  const getal = toon(bedrag, Number(decimalen));
  return `${getal} ${getal === "1" || getal === `${MIN}1` ? enkelvoud : eenheid}`;
}

function jaarGehaald(waarde, tempo, op, doel) {
  const rest = doel - waarde;
  if (rest === 0 || rest > 0 === doel < 0) return new Date(op).getUTCFullYear();
  if (tempo === 0 || tempo > 0 !== rest > 0) return null;
  const jaar = new Date(op + Math.ceil((rest / tempo) * JAAR) * DAG).getUTCFullYear();
  return jaar > 2100 ? null : jaar;
}

function reken(formulier, tempo) {
  const g = formulier.dataset;
  const waarde = Number(g.waarde);
  const doel = Number(g.doel);
  const op = Date.parse(g.op);
  const einde = waarde + (tempo * (EINDE - op)) / DAG / JAAR;
  const jaar = jaarGehaald(waarde, tempo, op, doel);
  const procent = (einde / doel) * 100;
  const deel = toon(procent, Math.abs(procent) < 10 ? 2 : 1);
  const slot = jaar === null ? "Het doel wordt zo niet gehaald." : `Het doel wordt gehaald in ${jaar}.`;
  const zin = `Met ${hoeveel(tempo, g)} per jaar: ${hoeveel(einde, g)} op 31-12-2030, ${deel} % van het doel. ${slot}`;
  return { einde, zin };
}

function tekenaar(formulier) {
  const svg = formulier.closest("section").querySelector("svg.grafiek");
  const g = formulier.dataset;
  if (!svg || !g.ydoel) return () => {};
  const lijn = document.createElementNS(SVG, "polyline");
  lijn.setAttribute("class", "watalslijn");
  svg.append(lijn);
  const nul = Number(g.nul);
  const schaal = (Number(g.ydoel) - nul) / Number(g.doel);
  return (einde) => {
    const y = Math.min(Math.max(nul + schaal * einde, 4), svg.viewBox.baseVal.height - 4);
    lijn.setAttribute("points", `${g.x0},${g.y0} ${g.x1},${y.toFixed(1)}`);
  };
}

for (const formulier of document.querySelectorAll("[data-watals]")) {
  const schuif = formulier.querySelector("input[type=range]");
  const uit = formulier.querySelector("output");
  const teken = tekenaar(formulier);
  formulier.querySelector("button").hidden = true;
  formulier.addEventListener("submit", (gebeurtenis) => gebeurtenis.preventDefault());
  const zet = () => {
    const { einde, zin } = reken(formulier, Number(schuif.value));
    // `output` is a live region: the sentence is announced when it changes.
    if (uit.textContent !== zin) uit.textContent = zin;
    schuif.setAttribute("aria-valuetext", `${hoeveel(Number(schuif.value), formulier.dataset)} per jaar`);
    return einde;
  };
  // The drawing gets its extra line once somebody asks for another pace.
  schuif.addEventListener("input", () => teken(zet()));
  zet();
}
