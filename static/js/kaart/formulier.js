// The form of a verbetering: drawing, calculators, proposed name, kept draft.

import { Concept } from "./concept.js";
import { Fotos } from "./fotos.js";
import { startRekenhulp } from "./rekenhulp.js";
import { startTekening } from "./teken.js";

const formulier = document.querySelector("form[data-verbetering]");
for (const el of document.querySelectorAll("[data-alleen-js]")) el.hidden = false;

const blok = formulier.querySelector("[data-tekening]");
startTekening(blok);
for (const hulp of formulier.querySelectorAll("[data-rekenhulp]")) startRekenhulp(hulp);
document.querySelector("[data-focus]")?.focus();

// --- whole territory hides the drawing; executed or planned shows its own date
const grondgebied = formulier.elements.heel_grondgebied;
const uitgevoerd = formulier.elements.uitgevoerd;
function zetZicht() {
  blok.querySelector("[data-zonder-grondgebied]").hidden = grondgebied.checked;
  if (!uitgevoerd) return;
  formulier.querySelector("[data-als-uitgevoerd]").hidden = !uitgevoerd.checked;
  formulier.querySelector("[data-als-gepland]").hidden = uitgevoerd.checked;
}
formulier.addEventListener("change", zetZicht);
zetZicht();
// Leaflet measured nothing while it was hidden.
grondgebied.addEventListener("change", () => window.dispatchEvent(new Event("resize")));

// --- what is filled in shows on the closed line of a maatregel
for (const maatregel of formulier.querySelectorAll("[data-maatregel]")) {
  const stand = maatregel.querySelector("[data-maatregel-stand]");
  const velden = maatregel.querySelectorAll("input[name$=_plus], input[name$=_min]");
  const toon = () => {
    stand.textContent = [...velden]
      .filter((v) => v.value.trim())
      .map((v) => `${v.name.endsWith("_min") ? "−" : "+"}${v.value.trim()}`)
      .join(" ");
  };
  maatregel.addEventListener("input", toon);
  toon();
}

// --- proposed name from maatregel and street
const naam = formulier.elements.projectnaam;
const straat = formulier.elements.straat;
const NAMEN = new Map(
  [...formulier.querySelectorAll("[data-maatregel]")].map((m) => [m.dataset.maatregel, m.dataset.maatregel]),
);
function stelNaamVoor() {
  const gekozen = [...NAMEN.keys()].filter((sleutel) => formulier.elements[`${sleutel}_plus`].value.trim() || formulier.elements[`${sleutel}_min`].value.trim());
  if (!gekozen.length) {
    naam.placeholder = "";
    return;
  }
  const wat = gekozen.length === 1 ? gekozen[0] : `${gekozen.slice(0, -1).join(", ")} en ${gekozen.at(-1)}`;
  const gemeente = formulier.elements.gemeente.selectedOptions[0];
  const waar = straat.value.split(",")[0] || (gemeente?.value ? gemeente.textContent : "");
  naam.placeholder = `Voorstel: ${wat[0].toUpperCase()}${wat.slice(1)}${waar ? `, ${waar}` : ""}`;
}
formulier.addEventListener("adres", ({ detail }) => {
  straat.value = detail;
  stelNaamVoor();
});
if (naam) {
  formulier.addEventListener("input", stelNaamVoor);
  stelNaamVoor();
}

// --- the draft of this browser
const concept = new Concept(formulier, formulier.dataset.concept);
const melding = document.querySelector("[data-concept-melding]");
const stand = formulier.querySelector("[data-concept-stand]");
// What comes back from the server with a question or a mistake is newer than what was kept.
const gevonden = "ingevuld" in formulier.dataset ? null : concept.gevonden();
if (gevonden && melding) {
  melding.hidden = false;
  melding.querySelector("[data-concept-tijd]").textContent = new Date(gevonden.op).toLocaleString("nl-BE", {
    dateStyle: "short",
    timeStyle: "short",
  });
  melding.querySelector("[data-concept-terug]").addEventListener("click", () => {
    concept.zetTerug(gevonden);
    melding.hidden = true;
    zetZicht();
    stelNaamVoor();
    fotos.haal();
    for (const m of formulier.querySelectorAll("[data-maatregel]")) m.dispatchEvent(new Event("input"));
  });
  melding.querySelector("[data-concept-weg]").addEventListener("click", () => {
    concept.weg();
    melding.hidden = true;
  });
}
let wacht;
let wachtServer;
let bezig = Promise.resolve();
const zegStand = (tekst) => {
  if (stand.textContent !== tekst) stand.textContent = tekst;
};
const naarServer = async () => {
  try {
    zegStand(await concept.naarServer());
  } catch (fout) {
    zegStand(`${fout.message} Uw invoer is bewaard in deze browser.`);
  }
};
formulier.addEventListener("input", () => {
  clearTimeout(wacht);
  clearTimeout(wachtServer);
  wacht = setTimeout(() => {
    if (melding && !melding.hidden) return; // an older draft still waits for an answer
    if (!concept.bewaar()) return;
    if (!formulier.dataset.conceptAdres) {
      zegStand("Invoer bewaard in deze browser.");
      return;
    }
    wachtServer = setTimeout(() => {
      bezig = bezig.then(naarServer); // one after the other: each names the version before it
    }, 1500);
  }, 500);
});
// After `naarServer` in the chain: a photo needs the number of the draft.
const fotos = new Fotos(formulier, () => (bezig = bezig.then(naarServer)));
formulier.addEventListener("submit", () => {
  clearTimeout(wacht);
  clearTimeout(wachtServer);
  concept.bewaar();
  sessionStorage.setItem("pactportaal:verstuurd", concept.sleutel);
});
