/* Suggestions while typing a gemeente: the combobox pattern of ARIA over a form that works without. */

const WACHT_MS = 120;

function maakLijst(invoer) {
  const lijst = document.createElement("ul");
  lijst.className = "keuzelijst";
  lijst.id = `${invoer.id}-lijst`;
  lijst.setAttribute("role", "listbox");
  lijst.setAttribute("aria-label", "Gemeenten");
  lijst.hidden = true;
  return lijst;
}

function maakOptie(gemeente, id) {
  const optie = document.createElement("li");
  optie.id = id;
  optie.setAttribute("role", "option");
  optie.setAttribute("aria-selected", "false");
  optie.dataset.adres = gemeente.adres;
  const naam = document.createElement("span");
  naam.textContent = gemeente.naam;
  const bij = document.createElement("small");
  bij.textContent = gemeente.bij;
  optie.append(naam, " ", bij);
  return optie;
}

function start(vak) {
  const invoer = vak.querySelector("input");
  const melder = vak.querySelector("[role=status]");
  const lijst = maakLijst(invoer);
  invoer.parentElement.after(lijst);
  invoer.setAttribute("role", "combobox");
  invoer.setAttribute("aria-autocomplete", "list");
  invoer.setAttribute("aria-expanded", "false");
  invoer.setAttribute("aria-controls", lijst.id);
  invoer.autocomplete = "off";

  let gekozen = -1;
  let wachter = 0;
  let vraag = null;

  const opties = () => [...lijst.children];

  function sluit() {
    lijst.hidden = true;
    gekozen = -1;
    invoer.setAttribute("aria-expanded", "false");
    invoer.removeAttribute("aria-activedescendant");
  }

  function wijsAan(nummer) {
    const alle = opties();
    if (!alle.length) return;
    gekozen = (nummer + alle.length) % alle.length;
    alle.forEach((optie, i) => optie.setAttribute("aria-selected", String(i === gekozen)));
    invoer.setAttribute("aria-activedescendant", alle[gekozen].id);
    alle[gekozen].scrollIntoView({ block: "nearest" });
  }

  function toon(gemeenten) {
    lijst.replaceChildren(...gemeenten.map((g, i) => maakOptie(g, `${lijst.id}-${i}`)));
    gekozen = -1;
    invoer.removeAttribute("aria-activedescendant");
    lijst.hidden = gemeenten.length === 0;
    invoer.setAttribute("aria-expanded", String(!lijst.hidden));
    if (!gemeenten.length) melder.textContent = "Geen gemeente gevonden.";
    else if (gemeenten.length === 1) melder.textContent = "1 gemeente gevonden.";
    else melder.textContent = `${gemeenten.length} gemeenten. Kies met de pijltoetsen.`;
  }

  async function haal() {
    const tekst = invoer.value.trim();
    vraag?.abort();
    if (!tekst) {
      sluit();
      melder.textContent = "";
      return;
    }
    vraag = new AbortController();
    const adres = `${vak.dataset.voorstellen}?zoek=${encodeURIComponent(tekst)}`;
    try {
      const antwoord = await fetch(adres, { signal: vraag.signal });
      if (antwoord.ok) toon((await antwoord.json()).gemeenten);
    } catch (fout) {
      // Typing on, or no network: the form itself still works.
      if (fout.name !== "AbortError" && !(fout instanceof TypeError)) throw fout;
    }
  }

  invoer.addEventListener("input", () => {
    clearTimeout(wachter);
    wachter = setTimeout(haal, WACHT_MS);
  });

  invoer.addEventListener("keydown", (gebeurtenis) => {
    const open = !lijst.hidden;
    if (gebeurtenis.key === "ArrowDown" || gebeurtenis.key === "ArrowUp") {
      gebeurtenis.preventDefault();
      if (!open) haal();
      else if (gebeurtenis.key === "ArrowDown") wijsAan(gekozen + 1);
      else wijsAan(gekozen < 0 ? -1 : gekozen - 1);
    } else if (gebeurtenis.key === "Escape" && open) {
      gebeurtenis.preventDefault();
      sluit();
    } else if (gebeurtenis.key === "Enter" && open && gekozen >= 0) {
      gebeurtenis.preventDefault();
      window.location.assign(opties()[gekozen].dataset.adres);
    } else if (gebeurtenis.key === "Tab") {
      sluit();
    }
  });

  // mousedown comes before blur: the list must still be there when the click lands.
  lijst.addEventListener("mousedown", (gebeurtenis) => {
    const optie = gebeurtenis.target.closest("[role=option]");
    if (!optie) return;
    gebeurtenis.preventDefault();
    window.location.assign(optie.dataset.adres);
  });

  invoer.addEventListener("blur", sluit);
}

document.querySelectorAll("[data-zoek-gemeente]").forEach(start);
