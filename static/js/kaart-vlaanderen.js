/* The map of Flanders: name and figure under the pointer, and a click leads to the gemeente. With the
   keyboard it is one stop: arrows go from gemeente to gemeente, Enter opens one. The table beside it
   holds the same. */

const RICHTING = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function midden(pad) {
  const vak = pad.getBBox();
  return [vak.x + vak.width / 2, vak.y + vak.height / 2];
}

// The nearest gemeente that lies more that way than aside.
function buur(paden, van, [rx, ry]) {
  const [x, y] = midden(van);
  let beste = null;
  let kortst = Infinity;
  for (const pad of paden) {
    const [px, py] = midden(pad);
    const langs = (px - x) * rx + (py - y) * ry;
    const dwars = Math.abs((px - x) * ry) + Math.abs((py - y) * rx);
    if (pad === van || langs <= 0 || dwars > langs) continue;
    const afstand = langs + dwars;
    if (afstand < kortst) [beste, kortst] = [pad, afstand];
  }
  return beste;
}

function toetsen(kaart, toon) {
  const paden = [...kaart.querySelectorAll("path[data-nis]")];
  let huidig = null;
  const kies = (pad) => {
    huidig?.classList.remove("aangewezen");
    huidig = pad;
    huidig?.classList.add("aangewezen");
    toon(huidig);
  };
  kaart.setAttribute("tabindex", "0");
  kaart.setAttribute("role", "application");
  kaart.setAttribute("aria-roledescription", "kaart");
  const uitleg = "Pijltjes gaan van gemeente naar gemeente, Enter opent haar pagina.";
  kaart.setAttribute("aria-label", `${kaart.getAttribute("aria-label")} ${uitleg}`);
  kaart.addEventListener("keydown", (gebeurtenis) => {
    const richting = RICHTING[gebeurtenis.key];
    if (richting) {
      gebeurtenis.preventDefault();
      kies(huidig ? buur(paden, huidig, richting) ?? huidig : paden[0]);
    } else if (gebeurtenis.key === "Enter" && huidig) {
      window.location.assign(`/gemeenten/${huidig.dataset.nis}/`);
    } else if (gebeurtenis.key === "Escape") {
      kies(null);
    }
  });
  kaart.addEventListener("blur", () => kies(null));
}

function start(figuur) {
  const kaart = figuur.querySelector("svg.kaart");
  const aanwijzing = figuur.querySelector("[data-aanwijzing]");
  if (!kaart || !aanwijzing) return;
  aanwijzing.hidden = false;
  const uitleg = aanwijzing.textContent;
  kaart.dataset.kaartKlikbaar = "";

  toetsen(kaart, (pad) => {
    aanwijzing.textContent = pad ? pad.querySelector("title").textContent : uitleg;
  });

  const vorm = (gebeurtenis) => gebeurtenis.target.closest("path[data-nis]");

  kaart.addEventListener("pointerover", (gebeurtenis) => {
    const pad = vorm(gebeurtenis);
    aanwijzing.textContent = pad ? pad.querySelector("title").textContent : uitleg;
  });
  kaart.addEventListener("pointerleave", () => {
    aanwijzing.textContent = uitleg;
  });
  kaart.addEventListener("click", (gebeurtenis) => {
    const pad = vorm(gebeurtenis);
    if (pad) window.location.assign(`/gemeenten/${pad.dataset.nis}/`);
  });

  document.querySelectorAll("tr[data-nis]").forEach((rij) => {
    const pad = () => kaart.querySelector(`path[data-nis="${rij.dataset.nis}"]`);
    const zet = (aan) => () => pad()?.classList.toggle("aangewezen", aan);
    rij.addEventListener("pointerenter", zet(true));
    rij.addEventListener("pointerleave", zet(false));
    rij.addEventListener("focusin", zet(true));
    rij.addEventListener("focusout", zet(false));
  });
}

document.querySelectorAll("[data-kaart-vlaanderen]").forEach(start);
