/* Sorting a table in place. Without JavaScript the heads are links that the server answers. */

function sleutel(rij, kolom) {
  const cel = rij.cells[kolom];
  const waarde = cel.dataset.waarde;
  return waarde === undefined ? cel.textContent.trim() : Number(waarde);
}

function vergelijk(a, b) {
  // A missing figure (empty data-waarde gives 0 otherwise) always comes last; see the caller.
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "nl");
}

function start(tabel) {
  const melder = document.createElement("div");
  melder.className = "enkel-voorlezen";
  melder.setAttribute("role", "status");
  tabel.after(melder);
  const koppen = [...tabel.tHead.rows[0].cells];

  koppen.forEach((kop, kolom) => {
    const schakel = kop.querySelector("a");
    if (!schakel) return;
    schakel.addEventListener("click", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      const af = kop.getAttribute("aria-sort") === "ascending";
      koppen.forEach((andere) => andere.removeAttribute("aria-sort"));
      kop.setAttribute("aria-sort", af ? "descending" : "ascending");
      const rijen = [...tabel.tBodies[0].rows];
      const leeg = (rij) => rij.cells[kolom].dataset.waarde === "";
      const vol = rijen.filter((rij) => !leeg(rij));
      vol.sort((a, b) => vergelijk(sleutel(a, kolom), sleutel(b, kolom)) * (af ? -1 : 1));
      tabel.tBodies[0].append(...vol, ...rijen.filter(leeg));
      const naam = schakel.textContent.trim();
      melder.textContent = `Gesorteerd op ${naam}, ${af ? "aflopend" : "oplopend"}.`;
    });
  });
}

document.querySelectorAll("table[data-sorteerbaar]").forEach(start);
