/* The map of Flanders: name and figure under the pointer, and a click leads to the gemeente.
   Keyboard and screen reader use the table beside it, which holds the same. */

function start(figuur) {
  const kaart = figuur.querySelector("svg.kaart");
  const aanwijzing = figuur.querySelector("[data-aanwijzing]");
  if (!kaart || !aanwijzing) return;
  aanwijzing.hidden = false;
  const uitleg = aanwijzing.textContent;
  kaart.dataset.kaartKlikbaar = "";

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
