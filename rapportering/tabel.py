"""The big table: goals × gemeenten or groups × dates, as a stream of rows.

It answers the question of a member of parliament without a developer; `indeling` says whether a row
stands for the gemeenten of that date ("toen") or of the last date ("nu").
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from doelstellingen.models import Indicator
from doelstellingen.selectors import Tijdtabel
from gemeenten.models import Gemeente
from gereedschap import rekenblad
from gereedschap.opmaak import toon_datum, toon_getal, toon_ja_nee
from rapportering.basisjaren import (
    Wissel,
    gemengd,
    merken,
    wissel_voor,
    wissels_van,
    wisselzinnen,
)
from rapportering.uitvoer import veilig

KOLOMMEN = (
    "Werf", "Doelstelling", "Indicator", "Eenheid", "Gebied", "Code", "Datum", "Cijfer",
    "Cijfer (exact)", "Toestand", "Gemeenten met cijfer", "Gemeenten", "Gemeenten met doel gehaald",
    "Methodebreuk",
)  # fmt: skip
GROEPEREN = {
    "gemeente": "gemeente",
    "provincie": "provincie",
    "arrondissement": "arrondissement",
    "referentieregio": "referentieregio",
    "gewest": "Vlaams Gewest",
}


@dataclass(frozen=True, slots=True)
class Gebiedsrij:
    """A gemeente or a group; `leden` by date, because the division may differ."""

    code: str
    naam: str
    leden: dict[dt.date, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cel:
    """One figure of one gebied on one date; `gehaald` counts gemeenten, None without a target."""

    toon: str
    exact: Decimal | None
    toestand: str
    n: int
    van_n: int
    gehaald: int | None
    basisjaar: int | None = None


@dataclass(frozen=True, slots=True)
class Regel:
    indicator: Indicator
    gebied: Gebiedsrij
    datum: dt.date
    cel: Cel
    breuk: str = ""


def _sleutel(gemeente: Gemeente, per: str) -> tuple[str, str]:
    match per:
        case "provincie":
            return gemeente.provincie.nis, gemeente.provincie.naam
        case "arrondissement":
            return gemeente.arrondissement.nis, gemeente.arrondissement.naam
        case "referentieregio":
            return gemeente.referentieregio or "–", gemeente.referentieregio or "geen regio"
        case "gewest":
            return "02000", "Vlaams Gewest"
    return gemeente.nis, gemeente.naam


def gebieden_van(
    tabel: Tijdtabel, rijen: dict[int, Gemeente], *, per: str, toen: bool
) -> list[Gebiedsrij]:
    """Give the rows by name; `rijen` holds every gemeente row by id, with provincie."""
    leden: dict[tuple[str, str], dict[dt.date, list[int]]] = {}
    for datum in tabel.datums:
        for gebied in tabel.gemeenten(datum, indeling_van_toen=toen):
            sleutel = _sleutel(rijen[gebied.pk], per)
            leden.setdefault(sleutel, {}).setdefault(datum, []).append(gebied.pk)
    return [
        Gebiedsrij(code, naam, {d: tuple(pks) for d, pks in per_datum.items()})
        for (code, naam), per_datum in sorted(leden.items(), key=lambda x: x[0][1])
    ]


def cel_van(tabel: Tijdtabel, indicator: Indicator, leden: Sequence[int], datum: dt.date) -> Cel:
    """The figure of one gebied on one date."""
    figuur, woord = tabel.gebied(indicator, leden, datum)
    oordelen = [tabel.gehaald(indicator, pk, datum) for pk in leden]
    bekend = [o for o in oordelen if o is not None]
    gehaald = sum(bekend) if bekend else None
    if figuur is None:
        return Cel("ontbreekt", None, "ontbreekt", 0, len(leden), gehaald)
    exact = figuur.exact
    toestand = figuur.kwaliteit.replace("_", " ")
    if exact is None:
        toon = toestand
    elif indicator.soort == Indicator.Soort.JA_NEE:
        toon = woord or toon_ja_nee(exact)
    else:
        toon = toon_getal(exact, indicator.decimalen)
    enkel = len(leden) == 1
    n = (1 if enkel else figuur.n) if exact is not None else 0
    return Cel(toon, exact, toestand, n, len(leden), gehaald, figuur.basisjaar)


def regels(
    tabel: Tijdtabel, indicatoren: Iterable[Indicator], gebieden: Sequence[Gebiedsrij]
) -> Iterator[Regel]:
    """Walk the table goal by goal, gebied by gebied; a gebied that did not exist has no row."""
    for indicator in indicatoren:
        breuken = tabel.breuken(indicator)
        # The newest break up to each date: rows with the same text here may be compared.
        per_datum = {
            datum: next((b.zin for b in reversed(breuken) if b.datum <= datum), "")
            for datum in tabel.datums
        }
        for gebied in gebieden:
            cellen = {d: cel_van(tabel, indicator, leden, d) for d, leden in gebied.leden.items()}
            wissels = wissels_van((d, cel.basisjaar) for d, cel in cellen.items())
            for datum, cel in cellen.items():
                breuk = f"{per_datum[datum]} {wissel_voor(wissels, datum)}".strip()
                yield Regel(indicator, gebied, datum, cel, breuk)


def _cellen(regel: Regel) -> list[rekenblad.Cel]:
    i, cel = regel.indicator, regel.cel
    return [
        i.doelstelling.werf.naam,
        i.doelstelling.naam,
        i.naam,
        i.eenheid,
        regel.gebied.naam,
        regel.gebied.code,
        toon_datum(regel.datum),
        cel.toon,
        cel.exact,
        cel.toestand,
        cel.n,
        cel.van_n,
        cel.gehaald,
        regel.breuk,
    ]


def _tekst(cel: rekenblad.Cel) -> str:
    """A cell of the CSV: numbers with a decimal comma, and nothing that runs."""
    if isinstance(cel, Decimal):
        return f"{cel.normalize():f}".replace(".", ",")
    return "" if cel is None else veilig(cel)


class _Echo:
    """What csv.writer writes to: it gives the line back instead of keeping it."""

    def write(self, regel: str) -> str:
        return regel


def als_csv(rijen: Iterable[Regel], *, per_stuk: int = 500) -> Iterator[bytes]:
    """Stream a CSV for a Dutch Excel in pieces of some rows."""
    schrijver = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    stuk = ["\ufeff", str(schrijver.writerow(KOLOMMEN))]
    for regel in rijen:
        stuk.append(str(schrijver.writerow([_tekst(c) for c in _cellen(regel)])))
        if len(stuk) >= per_stuk:
            yield "".join(stuk).encode()
            stuk = []
    yield "".join(stuk).encode()


def als_xlsx(rijen: Iterable[Regel]) -> Iterator[bytes]:
    """Stream the same rows as a book; amounts and counts are numbers, the rest text."""
    return rekenblad.stroom_xlsx(KOLOMMEN, map(_cellen, rijen), bladnaam="Tabel")


@dataclass(frozen=True, slots=True)
class Lijn:
    """One gebied on the screen: a cell per date (None: did not exist), where its base year changes."""

    gebied: Gebiedsrij
    cellen: list[Cel | None]
    datums: Sequence[dt.date]
    wissels: tuple[Wissel, ...]

    def met_breuk(self) -> list[tuple[Cel | None, str]]:
        """The cells, each with the break that it comes after."""
        return list(zip(self.cellen, merken(self.wissels, self.datums), strict=True))


def matrix(rijen: Iterable[Regel], datums: Sequence[dt.date]) -> list[Lijn]:
    """Put the rows of one indicator as one line per gebied."""
    uit: dict[str, tuple[Gebiedsrij, dict[dt.date, Cel]]] = {}
    for regel in rijen:
        sleutel = f"{regel.gebied.code}|{regel.gebied.naam}"
        uit.setdefault(sleutel, (regel.gebied, {}))[1][regel.datum] = regel.cel
    return [
        Lijn(
            gebied,
            [cellen.get(d) for d in datums],
            datums,
            wissels_van((d, cellen[d].basisjaar) for d in datums if d in cellen),
        )
        for gebied, cellen in uit.values()
    ]


def breukzinnen(lijnen: Sequence[Lijn]) -> tuple[str, ...]:
    """What the screen says of the changes of base year in these lines."""
    naast = gemengd(cel.basisjaar for lijn in lijnen if (cel := lijn.cellen[-1]) is not None)
    zinnen = wisselzinnen([(lijn.gebied.naam, lijn.wissels) for lijn in lijnen])
    return (*zinnen, naast) if naast else zinnen
