"""Build the territory fixtures from a folder with reference data (development only).

    python scripts/bouw_fixtures.py MAP

MAP holds the joined public tables that `fixtures/BRONNEN.md` names. Only facts go over, in our own
columns: a gemeente is one row for as long as its NIS and territory stayed the same, so the 300 of
2019-2024 and the 285 since 2025 come out of one table by their period.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

DOEL = Path(__file__).resolve().parent.parent / "fixtures"
# The last fusie before 2019 was Antwerpen on 1-1-1983: all 308 gemeenten of 2018 stood since then.
BEGIN = "1983-01-01"
FUSIE_2019 = "2019-01-01"
FUSIE_2025 = "2025-01-01"

Rij = dict[str, str]
# Names of the 15 that ended in 2019 come from the fusie table; their legal persons are not tracked.
LEVERANCIERS = [
    ("groenblauwpeil", "vereniging", "Groenblauwpeil (VLARIO)", "", ""),
    ("fluvius", "bedrijf", "Fluvius", "", ""),
    ("veka", "vlaamse_administratie", "Vlaams Energie- en Klimaatagentschap", "", ""),
    (
        "mow",
        "vlaamse_administratie",
        "Departement Mobiliteit en Openbare Werken",
        "",
        "",
    ),
    ("autodelen", "vereniging", "Autodelen.net", "", ""),
    ("eco-movement", "bedrijf", "Eco-Movement", "", ""),
    (
        "vvsg",
        "vereniging",
        "Vereniging van Vlaamse Steden en Gemeenten",
        "",
        "",
    ),
    (
        "abb",
        "vlaamse_administratie",
        "Agentschap Binnenlands Bestuur",
        "",
        "OVO001835",
    ),
    ("statbel", "andere", "Statbel", "", ""),
    ("pactportaal", "vlaamse_administratie", "PactPortaal", "", ""),
]

BRONVERMELDINGEN = [
    ("inwoners-exact", "Statbel, bevolking op 1 januari {jaar}"),
    (
        "inwoners-afgeleid",
        "Afgeleid uit bedragen per inwoner in de investeringstabellen van ABB (BBC-DR {jaar}); "
        "getoetst aan gepubliceerde cijfers van Statbel",
    ),
    (
        "inwoners-raming",
        "Raming: inwoners van de latere fusiegemeente op 1 januari {jaar}, verdeeld volgens de "
        "waargenomen huishoudens van Statistiek Vlaanderen",
    ),
    (
        "wooneenheden-exact",
        "Statbel, kadastrale statistiek van het gebouwenpark, woongelegenheden op 1 januari {jaar}",
    ),
]


def lees(pad: Path) -> list[Rij]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return list(csv.DictReader(bestand))


def schrijf(naam: str, kop: Sequence[str], rijen: Iterable[Sequence[str]]) -> None:
    lijst = list(rijen)
    with (DOEL / naam).open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=";", lineterminator="\n")
        schrijver.writerow(kop)
        schrijver.writerows(lijst)
    print(f"{naam}: {len(lijst)} rijen")


def slug(naam: str) -> str:
    kaal = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", kaal.lower()).strip("-")


class Bron:
    """The source tables, keyed for joining."""

    def __init__(self, folder: Path) -> None:
        self.g300 = {r["nis"]: r for r in lees(folder / "gemeenten_300.csv")}
        self.g285 = {r["nis"]: r for r in lees(folder / "gemeenten_285.csv")}
        self.c300 = {r["nis"]: r for r in lees(folder / "centra_300.csv")}
        self.c285 = {r["nis"]: r for r in lees(folder / "centra_285.csv")}
        self.fusies = lees(folder / "fusies.csv")
        self.besturen = {r["nis"]: r for r in lees(folder / "besturen.csv")}
        self.bevolking_300 = lees(folder / "bevolking_300.csv")
        self.bevolking_285 = lees(folder / "bevolking_285.csv")
        self.huishoudens = {
            r["nis"]: r["huishoudens"]
            for r in lees(folder / "huishoudens_285.csv")
            if r["jaar"] == "2023" and r["soort"] == "waarneming"
        }
        self.wooneenheden = lees(folder / "wooneenheden_285.csv")
        self.naar_2025 = {
            r["oude_nis"]: r["nieuwe_nis"] for r in self.fusies if r["datum"] == FUSIE_2025
        }
        self.naar_2019 = {
            r["oude_nis"]: r["nieuwe_nis"] for r in self.fusies if r["datum"] == FUSIE_2019
        }
        self.nieuw_2025 = set(self.naar_2025.values())
        self.nieuw_2019 = set(self.naar_2019.values())

    def van(self, nis: str) -> str:
        """Give the first day of the row that ran on 31-12-2024."""
        return FUSIE_2019 if nis in self.nieuw_2019 else BEGIN


def gemeenterijen(bron: Bron) -> Iterable[Sequence[str]]:
    def rij(nis: str, van: str, tot: str, g: Rij, c: Rij | None, vandaag: Rij) -> Sequence[str]:
        bestuur = bron.besturen.get(nis, {})
        return (
            nis,
            van,
            tot,
            g["naam"],
            g["provincie_nis"],
            g["arrondissement_nis"],
            vandaag["referentieregio"],
            vandaag["vervoerregio"],
            c["lon"] if c else "",
            c["lat"] if c else "",
            c["opp_km2"] if c else "",
            g["postcodes"],
            bestuur.get("uri_bestuurseenheid", ""),
            bestuur.get("uri_werkingsgebied", ""),
        )

    for oud, nieuw in bron.naar_2019.items():
        f = next(r for r in bron.fusies if r["oude_nis"] == oud)
        kort = {
            "naam": f["oude_naam"],
            "provincie_nis": f["oude_provincie_nis"],
            "arrondissement_nis": f["oud_arrondissement_nis"],
            "postcodes": "",
        }
        vandaag = bron.g285[bron.naar_2025.get(nieuw, nieuw)]
        yield rij(oud, BEGIN, FUSIE_2019, kort, None, vandaag)
    for nis, g in bron.g300.items():
        if nis in bron.naar_2025:
            vandaag = bron.g285[bron.naar_2025[nis]]
            yield rij(nis, bron.van(nis), FUSIE_2025, g, bron.c300[nis], vandaag)
    for nis, g in bron.g285.items():
        van = FUSIE_2025 if nis in bron.nieuw_2025 else bron.van(nis)
        yield rij(nis, van, "", g, bron.c285[nis], g)


def inwonersrij(r: Rij) -> Sequence[str]:
    herkomst = r["kwaliteit"]
    bron = f"inwoners-{herkomst}"
    return r["nis"], r["jaar"], r["inwoners"], herkomst, r["marge"], bron


def inwonersrijen(bron: Bron) -> Iterable[Sequence[str]]:
    for r in bron.bevolking_300:
        yield inwonersrij(r)
    for r in bron.bevolking_285:
        if int(r["jaar"]) >= 2025:
            yield inwonersrij(r)


def organisaties(bron: Bron) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """Give the rows of organisaties and of besturen: a legal person is known by its KBO number."""
    slug_van_kbo: dict[str, str] = {}
    rijen: list[Sequence[str]] = [(*r, "") for r in LEVERANCIERS]
    for r in bron.besturen.values():
        if r["type"] == "provincie":
            naam = f"Provincie {r['naam'].removeprefix('Provincie ')}"
            rijen.append((slug(naam), "provincie", naam, r["kbo"], r["ovo"], r["provincie_nis"]))
    gemeenten = [r for r in bron.besturen.values() if r["type"] == "gemeente"]
    # Active rows first: the legal person that goes on is named after the gemeente of today.
    for r in sorted(gemeenten, key=lambda r: (r["status"] != "actief", r["nis"])):
        if r["kbo"] not in slug_van_kbo:
            slug_van_kbo[r["kbo"]] = f"gemeente-{r['nis']}"
            naam = bron.g285.get(r["nis"], bron.g300.get(r["nis"], r))["naam"]
            rijen.append(
                (
                    f"gemeente-{r['nis']}",
                    "gemeente",
                    f"Gemeente {naam}",
                    r["kbo"],
                    r["ovo"],
                    "",
                )
            )
    besturen: list[Sequence[str]] = []
    for nis in bron.g300:
        if nis in bron.naar_2025:
            sleutel = slug_van_kbo[bron.besturen[nis]["kbo"]]
            besturen.append((nis, bron.van(nis), sleutel))
    for nis in bron.g285:
        van = FUSIE_2025 if nis in bron.nieuw_2025 else bron.van(nis)
        besturen.append((nis, van, slug_van_kbo[bron.besturen[nis]["kbo"]]))
    return rijen, besturen


def main(folder: Path) -> None:
    bron = Bron(folder)
    DOEL.mkdir(exist_ok=True)
    provincies = [r for r in bron.besturen.values() if r["type"] == "provincie"]
    namen = {r["provincie_nis"]: r["provincie"] for r in bron.g285.values()}
    schrijf(
        "provincies.csv",
        ["nis", "naam", "slug", "uri_bestuurseenheid", "uri_werkingsgebied"],
        (
            (
                r["provincie_nis"],
                namen[r["provincie_nis"]],
                slug(namen[r["provincie_nis"]]),
                r["uri_bestuurseenheid"],
                r["uri_werkingsgebied"],
            )
            for r in provincies
        ),
    )
    arr = {
        g["arrondissement_nis"]: g["arrondissement"]
        for g in (*bron.g300.values(), *bron.g285.values())
    }
    schrijf("arrondissementen.csv", ["nis", "naam"], sorted(arr.items()))
    schrijf(
        "gemeenten.csv",
        [
            "nis",
            "van",
            "tot",
            "naam",
            "provincie",
            "arrondissement",
            "referentieregio",
            "vervoerregio",
            "lon",
            "lat",
            "km2",
            "postcodes",
            "uri_bestuurseenheid",
            "uri_werkingsgebied",
        ],
        sorted(gemeenterijen(bron), key=list),
    )
    schrijf(
        "fusies.csv",
        ["datum", "oud", "nieuw"],
        ((r["datum"], r["oude_nis"], r["nieuwe_nis"]) for r in bron.fusies),
    )
    schrijf(
        "inwoners.csv",
        ["nis", "jaar", "aantal", "herkomst", "marge", "bron"],
        inwonersrijen(bron),
    )
    schrijf(
        "wooneenheden.csv",
        [
            "nis",
            "jaar",
            "aantal",
            "herkomst",
            "marge",
            "bron",
            "huishoudens",
            "huishoudens_jaar",
        ],
        (
            (
                r["nis"],
                r["jaar"],
                r["wooneenheden"],
                "exact",
                "0",
                "wooneenheden-exact",
                bron.huishoudens[r["nis"]],
                "2023",
            )
            for r in bron.wooneenheden
        ),
    )
    schrijf("bronvermeldingen.csv", ["sleutel", "tekst"], BRONVERMELDINGEN)
    rijen, besturen = organisaties(bron)
    schrijf(
        "organisaties.csv",
        ["slug", "soort", "naam", "kbo", "ovo", "provincie"],
        rijen,
    )
    schrijf("besturen.csv", ["nis", "van", "organisatie"], besturen)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
