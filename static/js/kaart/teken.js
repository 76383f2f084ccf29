// The drawing block of the form: one list of points, many hands (mouse, crosshair, text, file).

import { bindAdres } from "./adres.js";
import { vraag } from "./dienst.js";
import { cirkel } from "./geodesie.js";
import { startKaart, toonPunt } from "./kaart.js";
import { Puntenlijst } from "./puntenlijst.js";
import { Tekenlaag } from "./tekenlaag.js";
import { Vorm, leesCoordinaten } from "./vorm.js";

const CONTROLE_NA_MS = 700;

function zetKruis(el) {
  const kruis = document.createElement("div");
  kruis.className = "kaart-kruis";
  kruis.setAttribute("aria-hidden", "true");
  el.append(kruis);
}

/** Start the drawing block `blok`; gives its Vorm. */
export function startTekening(blok) {
  const el = blok.querySelector("[data-kaart]");
  const veld = blok.querySelector("[name=geometrie]");
  const spreek = blok.querySelector("[data-spreek]");
  let straks;
  const zeg = (tekst) => {
    clearTimeout(straks);
    spreek.textContent = tekst;
  };
  // Said when nothing else is within `ms`: news of the map never cuts off an answer to the user.
  const zegStraks = (tekst, ms) => {
    clearTimeout(straks);
    straks = setTimeout(() => zeg(tekst()), ms);
  };
  const vorm = new Vorm();
  if (veld.value) vorm.laad(JSON.parse(veld.value), { stil: true });
  const { kaart } = startKaart(el);
  const laag = new Tekenlaag(kaart, vorm);
  zetKruis(el);
  const midden = () => [kaart.getCenter().lng, kaart.getCenter().lat];
  const lijst = blok.querySelector("[data-punten]");
  new Puntenlijst(lijst, vorm, { midden, zeg, naar: (p) => kaart.panTo([p[1], p[0]]) });
  if (!vorm.leeg) laag.toonAlles();

  bindKnoppen(blok, { kaart, laag, midden, vorm, zeg });
  bindSoort(blok, vorm);
  bindToetsen(el, kaart, { midden, vorm, zegStraks });
  bindCoordinaten(blok, { kaart, vorm, zeg });
  bindBestand(blok, { laag, vorm, zeg });
  const adres = blok.querySelector("[data-adres]");
  if (adres?.dataset.adres) {
    bindAdres(adres, {
      url: adres.dataset.adres,
      zeg,
      kies: (punt, naam) => {
        kaart.setView([punt[1], punt[0]], Math.max(kaart.getZoom(), 18));
        zeg(`De kaart staat nu op ${naam}. Kies “Punt hier” om daar een punt te zetten.`);
        blok.dispatchEvent(new CustomEvent("adres", { detail: naam, bubbles: true }));
      },
    });
  }
  bindStand(blok, { veld, vorm, zeg, toonAlles: () => laag.toonAlles() });
  // A draft that is put back changes the field from outside.
  veld.addEventListener("change", () => {
    const nu = JSON.stringify(vorm.naarGeoJSON());
    if (!veld.value || veld.value === nu) return;
    vorm.laad(JSON.parse(veld.value), { wat: "Tekening teruggezet." });
    laag.toonAlles();
  });
  return vorm;
}

function bindKnoppen(blok, { kaart, laag, midden, vorm, zeg }) {
  const doe = {
    punt: () => vorm.voegToe(midden()),
    terug: () => vorm.terug(),
    vooruit: () => vorm.vooruit(),
    deel: () => vorm.nieuwDeel(),
    wis: () => vorm.wis(),
    alles: () => laag.toonAlles(),
    muis: () => {
      laag.wissel();
      zetMuis();
    },
    locatie: () => mijnLocatie(kaart, zeg),
  };
  const muis = blok.querySelector("[data-doe=muis]");
  const zetMuis = () => {
    muis.setAttribute("aria-pressed", String(laag.tekent));
    if (laag.tekent) zeg("Teken met de muis op de kaart. Escape stopt.");
  };
  laag.naStoppen = () => muis.setAttribute("aria-pressed", "false");
  for (const knop of blok.querySelectorAll("[data-doe]")) {
    knop.addEventListener("click", () => doe[knop.dataset.doe]());
  }
}

function mijnLocatie(kaart, zeg) {
  if (!navigator.geolocation) {
    zeg("Dit toestel geeft geen locatie door.");
    return;
  }
  zeg("Locatie opvragen…");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      kaart.setView([coords.latitude, coords.longitude], 19);
      zeg(`De kaart staat op uw locatie, op ongeveer ${Math.round(coords.accuracy)} meter juist.`);
    },
    ({ code }) =>
      zeg(
        code === 1
          ? "U gaf geen toestemming voor uw locatie. Zoek een adres of verschuif de kaart."
          : "Uw locatie is nu niet te bepalen. Zoek een adres of verschuif de kaart.",
      ),
    { enableHighAccuracy: true, timeout: 10000 },
  );
}

function bindSoort(blok, vorm) {
  const keuzes = [...blok.querySelectorAll("[name=vormsoort]")];
  for (const keuze of keuzes) {
    keuze.addEventListener("change", () => keuze.checked && vorm.kiesSoort(keuze.value));
  }
  const gekozen = keuzes.find((k) => k.checked);
  if (vorm.leeg && gekozen) vorm.kiesSoort(gekozen.value);
  vorm.addEventListener("gewijzigd", () => {
    for (const keuze of keuzes) keuze.checked = keuze.value === vorm.soort;
  });
  for (const keuze of keuzes) keuze.checked = keuze.value === vorm.soort;
}

function bindToetsen(el, kaart, { midden, vorm, zegStraks }) {
  el.addEventListener("keydown", (e) => {
    if (e.target !== el) return;
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      vorm.voegToe(midden());
    } else if ((e.ctrlKey || e.metaKey) && e.key === "z") {
      e.preventDefault();
      vorm.terug();
    }
  });
  kaart.on("moveend", () => {
    if (document.activeElement !== el) return;
    zegStraks(() => `Kruis op ${toonPunt(kaart.getCenter())}.`, 400);
  });
}

function bindCoordinaten(blok, { kaart, vorm, zeg }) {
  const deel = blok.querySelector("[data-coordinaten]");
  const tekst = deel.querySelector("[name=coordinaten]");
  const straal = deel.querySelector("[name=straal_m]");
  const breedte = deel.querySelector("[name=breedte_m]");
  const plaatselijk = () => {
    const regels = tekst.value.split("\n").filter((r) => r.trim());
    const gelezen = regels.map(leesCoordinaten);
    return gelezen.length && gelezen.every(Boolean) && !breedte.value ? gelezen : null;
  };
  deel.querySelector("button").addEventListener("click", async () => {
    if (!tekst.value.trim()) {
      zeg("Geef minstens één coördinaat in.");
      return;
    }
    const punten = plaatselijk();
    if (punten && straal.value) {
      const r = Number(straal.value.replace(",", "."));
      if (vorm.soort !== "vlak") vorm.kiesSoort("vlak");
      punten.forEach(({ punt }) => vorm.voegDeelToe(cirkel(punt, r)));
    } else if (punten) {
      punten.forEach(({ punt }) => vorm.voegToe(punt));
    } else {
      try {
        const velden = { coordinaten: tekst.value, soort: vorm.soort, straal_m: straal.value, breedte_m: breedte.value };
        const { geometrie } = await vraag(blok.dataset.vorm, velden);
        vorm.laad(geometrie);
      } catch (fout) {
        zeg(fout.message);
        return;
      }
    }
    tekst.value = "";
    if (punten?.some((p) => p.omgewisseld)) zeg("Lengte en breedte stonden omgekeerd; we hebben ze gewisseld.");
    const eerste = vorm.delen.at(-1)?.punten[0];
    if (eerste) kaart.setView([eerste[1], eerste[0]], 18);
  });
}

function bindBestand(blok, { laag, vorm, zeg }) {
  const veld = blok.querySelector("[name=vormbestand]");
  veld.addEventListener("change", async () => {
    const [bestand] = veld.files;
    if (!bestand) return;
    zeg(`${bestand.name} wordt gelezen…`);
    try {
      const { geometrie, waarschuwingen } = await vraag(blok.dataset.vorm, { bestand });
      vorm.laad(geometrie);
      laag.toonAlles();
      if (waarschuwingen.length) zeg(waarschuwingen.join(" "));
      veld.value = ""; // the shape is in the form now; the file itself is not sent again
    } catch (fout) {
      zeg(fout.message);
    }
  });
}

function bindStand(blok, { veld, vorm, zeg, toonAlles }) {
  const samenvatting = blok.querySelector("[data-samenvatting]");
  const plaats = blok.querySelector("[data-plaats]");
  let wacht;
  const controleer = async () => {
    const geometrie = vorm.naarGeoJSON();
    if (!geometrie) {
      plaats.textContent = "";
      return;
    }
    try {
      const antwoord = await vraag(blok.dataset.vorm, { geometrie: JSON.stringify(geometrie) });
      plaats.textContent = [antwoord.plaats, ...antwoord.waarschuwingen].filter(Boolean).join(" ");
      blok.dispatchEvent(new CustomEvent("plaats", { detail: antwoord, bubbles: true }));
    } catch (fout) {
      plaats.textContent = fout.message;
      if (fout.inhoud?.gewisseld) {
        plaats.append(" ", wisselknop(fout.inhoud.gewisseld));
        zeg(`${fout.message} Kies “Lengte en breedte wisselen” om dat recht te zetten.`);
      }
    }
  };
  const wisselknop = (geometrie) => {
    const knop = document.createElement("button");
    knop.type = "button";
    knop.className = "knop tweede smal";
    knop.textContent = "Lengte en breedte wisselen";
    knop.addEventListener("click", () => {
      vorm.laad(geometrie, { wat: "Lengte en breedte gewisseld." });
      toonAlles();
    });
    return knop;
  };
  const toon = (wat) => {
    const geometrie = vorm.naarGeoJSON();
    veld.value = geometrie ? JSON.stringify(geometrie) : "";
    samenvatting.textContent = vorm.samenvatting;
    if (wat) zeg(`${wat} ${vorm.samenvatting}`);
    for (const [naam, kan] of [["terug", vorm.kanTerug], ["vooruit", vorm.kanVooruit]]) {
      blok.querySelector(`[data-doe=${naam}]`).disabled = !kan;
    }
    blok.querySelector("[data-doe=deel]").hidden = vorm.soort === "punt";
    clearTimeout(wacht);
    wacht = setTimeout(controleer, CONTROLE_NA_MS);
  };
  vorm.addEventListener("gewijzigd", ({ detail }) => {
    toon(detail);
    veld.dispatchEvent(new Event("input", { bubbles: true }));
  });
  toon("");
}

