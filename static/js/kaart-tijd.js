/* The map and the table of Flanders over the years. A slider takes the place of the list of days; the
   figures come once, when it is first touched. Without this module the form asks the server. */

const TEMPO = { "klasse-ontbreekt": "ontbreekt", "klasse-5": "gehaald", "klasse-zonder-doel": "n.v.t." };

function getal(tekst) {
  const waarde = Number(tekst.replaceAll(".", "").replace(",", ".").replace("\u2212", "-").replace(" %", ""));
  return tekst === "" || Number.isNaN(waarde) ? "" : String(waarde);
}

function zetRij(rij, [, cijfer, deel, toestand], klasse, eerste) {
  const cellen = rij.cells;
  if (eerste) {
    eerste.forEach(([inhoud, waarde], plaats) => {
      cellen[plaats].innerHTML = inhoud;
      if (waarde !== undefined) cellen[plaats].dataset.waarde = waarde;
    });
    return;
  }
  cellen[1].textContent = toestand ? `${cijfer} ${toestand}` : cijfer;
  cellen[1].dataset.waarde = getal(cijfer);
  cellen[3].textContent = deel || "\u2013";
  cellen[3].dataset.waarde = getal(deel);
  cellen[4].textContent = TEMPO[klasse] ?? "nog niet";
}

function start(formulier) {
  const keuze = formulier.querySelector("select");
  const kaart = document.querySelector("[data-kaart-vlaanderen]");
  const rijen = new Map([...document.querySelectorAll("tr[data-nis]")].map((rij) => [rij.dataset.nis, rij]));
  const begin = keuze.selectedIndex;
  const nu = new Map([...rijen].map(([nis, rij]) => [nis, [...rij.cells].map((cel) => [cel.innerHTML, cel.dataset.waarde])]));
  const schuif = document.createElement("input");
  Object.assign(schuif, { type: "range", min: 0, max: keuze.options.length - 1, step: 1, value: begin, id: "schuif-jaar" });
  const uit = document.createElement("output");
  uit.htmlFor = "schuif-jaar";
  uit.textContent = keuze.options[begin].text;
  formulier.querySelector("label").htmlFor = "schuif-jaar";
  keuze.hidden = true;
  formulier.querySelector("button").hidden = true;
  keuze.after(schuif, uit);
  const zegDag = (plaats) => schuif.setAttribute("aria-valuetext", keuze.options[plaats].text);
  zegDag(begin);

  let gegevens = null;
  const laad = () => (gegevens ??= fetch(formulier.dataset.kaartTijd).then((antwoord) => {
    if (!antwoord.ok) throw new Error(antwoord.status);
    return antwoord.json();
  }));

  function teken({ klassen, eenheid, nis, dagen }, plaats) {
    const dag = dagen[plaats];
    uit.textContent = dag.zin;
    nis.forEach((code, nummer) => {
      const rij = dag.rijen[nummer];
      const klasse = klassen[rij[0]];
      const tabelrij = rijen.get(code);
      if (tabelrij) zetRij(tabelrij, rij, klasse, plaats === begin ? nu.get(code) : null);
      const pad = kaart?.querySelector(`path[data-nis="${code}"]`);
      if (!pad) return;
      pad.setAttribute("class", klasse);
      const titel = pad.querySelector("title");
      const maat = eenheid && getal(rij[1]) ? ` ${eenheid}` : "";
      titel.textContent = `${titel.textContent.split(":")[0]}: ${rij[1]}${maat}${rij[3] ? ` (${rij[3]})` : ""}${rij[2] ? `, ${rij[2]} van het doel` : ""}`;
    });
    klassen.forEach((klasse, nummer) => {
      const telling = kaart?.querySelector(`[data-klasse="${klasse}"]`);
      if (telling) telling.textContent = `(${dag.aantallen[nummer]})`;
    });
  }

  schuif.addEventListener("input", async () => {
    const plaats = Number(schuif.value);
    keuze.selectedIndex = plaats;
    zegDag(plaats);
    try {
      teken(await laad(), plaats);
    } catch {
      formulier.submit();
    }
  });
}

document.querySelectorAll("[data-kaart-tijd]").forEach(start);
