// Calculators beside the amounts: spacing → trees, packages → metres, litres → m³, l × b × d → m³.

const lees = (veld) => {
  const tekst = veld?.value.trim().replace(/\s/g, "") ?? "";
  if (!tekst) return null;
  if (/^[1-9]\d{0,2}(\.\d{3})+$/.test(tekst)) return Number(tekst.replaceAll(".", "")); // 1.500 is 1500
  const getal = Number(tekst.includes(",") ? tekst.replaceAll(".", "").replace(",", ".") : tekst);
  return Number.isFinite(getal) && getal >= 0 ? getal : null;
};

export const REKEN = {
  plantafstand: (a, b) => (a && b ? Math.floor(a / b) + 1 : null),
  pakketten: (a, b) => (a !== null && b !== null ? a * b : null),
  liters: (a, b) => (a !== null && b !== null ? (a * b) / 1000 : null),
  inhoud: (a, b, c) => {
    if (a === null || c === null) return null;
    return b === null ? (a * c) / 1000 : a * b * c; // m² × mm of a green roof, else l × b × d
  },
};
const EENHEID = { plantafstand: "bomen", pakketten: "m haag", liters: "m³", inhoud: "m³" };
const toon = (x) => String(Math.round(x * 1000) / 1000).replace(".", ",");

export function startRekenhulp(blok) {
  const soort = blok.dataset.rekenhulp;
  const uitkomst = blok.querySelector("[data-uitkomst]");
  const velden = ["a", "b", "c"].map((naam) => blok.querySelector(`[data-${naam}]`));
  const reken = () => REKEN[soort](...velden.map(lees));
  blok.addEventListener("input", () => {
    const waarde = reken();
    uitkomst.textContent = waarde === null ? "" : `= ${toon(waarde)} ${EENHEID[soort]}`;
  });
  blok.querySelector("[data-overnemen]").addEventListener("click", () => {
    const waarde = reken();
    if (waarde === null) return;
    const doel = document.getElementById(blok.dataset.doel);
    doel.value = toon(waarde);
    doel.dispatchEvent(new Event("input", { bubbles: true }));
    doel.focus();
  });
}
