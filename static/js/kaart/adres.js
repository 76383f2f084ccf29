// Address search with the geolocation service of Digitaal Vlaanderen; without it, one says so.

const WACHT_MS = 4000;

/** Places for `tekst`: [{ naam, punt: [lon, lat] }]. Throws when the service cannot be reached. */
export async function zoekAdres(url, tekst) {
  const adres = new URL(url, document.baseURI);
  adres.searchParams.set("q", tekst);
  adres.searchParams.set("c", "5");
  const antwoord = await fetch(adres, { signal: AbortSignal.timeout(WACHT_MS) });
  if (!antwoord.ok) throw new Error(`status ${antwoord.status}`);
  const { LocationResult: plaatsen = [] } = await antwoord.json();
  return plaatsen.map((p) => ({
    naam: p.FormattedAddress,
    punt: [p.Location.Lon_WGS84, p.Location.Lat_WGS84],
  }));
}

/** Bind the search field, its button and its list of results. */
export function bindAdres(blok, { url, kies, zeg }) {
  const veld = blok.querySelector("input");
  const lijst = blok.querySelector("[data-adres-lijst]");
  const zoek = async () => {
    const tekst = veld.value.trim();
    if (tekst.length < 3) {
      zeg("Typ minstens drie tekens van een adres.");
      return;
    }
    zeg("Adres zoeken…");
    try {
      const plaatsen = await zoekAdres(url, tekst);
      toon(plaatsen);
      zeg(plaatsen.length ? (plaatsen.length === 1 ? "1 adres gevonden." : `${plaatsen.length} adressen gevonden.`) : "Geen adres gevonden. Schrijf straat, nummer en gemeente.");
    } catch {
      lijst.replaceChildren();
      zeg("De adreszoeker is nu niet bereikbaar. Geef coördinaten in of verschuif de kaart.");
    }
  };
  const toon = (plaatsen) => {
    lijst.replaceChildren(
      ...plaatsen.map(({ naam, punt }) => {
        const li = document.createElement("li");
        const knop = document.createElement("button");
        knop.type = "button";
        knop.className = "knop stille smal";
        knop.textContent = naam;
        knop.addEventListener("click", () => {
          lijst.replaceChildren();
          kies(punt, naam);
        });
        li.append(knop);
        return li;
      }),
    );
  };
  blok.querySelector("button").addEventListener("click", zoek);
  veld.addEventListener("keydown", (e) => {
    if (e.key !== "Enter") return;
    e.preventDefault();
    zoek();
  });
}
