"""What a comparison shows: rows of figures over the years, made comparable and told fairly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from doelstellingen.doelberekening import INWONER, WOONEENHEID
from doelstellingen.models import Indicator
from doelstellingen.selectors import Breuk, Figuur, Tijdtabel, elke_registratie_komt_binnen
from gereedschap.opmaak import toon_datum, toon_getal, toon_hoeveelheid, toon_ja_nee
from rapportering.basisjaren import Wissel, gemengd, merken, wissel_voor, wissels_van, wisselzinnen

HOOGSTENS = 12
PER_DUIZEND = Decimal(1000)
# Closer than this share of the larger figure is "ongeveer gelijk": counting is not that exact.
GELIJK_BINNEN = Decimal("0.05")
_RUIM = Context(prec=40)


@dataclass(frozen=True)
class Deelnemer:
    """A gemeente (one id) or a group in a comparison."""

    code: str
    naam: str
    leden: tuple[int, ...]
    adres: str = ""


@dataclass(frozen=True)
class Cel:
    """One figure: as shown, as a number for the chart, its state, the sum behind it."""

    toon: str
    waarde: Decimal | None
    toestand: str
    uitleg: str = ""

    @property
    def onzeker(self) -> bool:
        return self.toestand in {"voorlopig", "geschat"} or "van" in self.toestand


@dataclass(frozen=True)
class Rij:
    """A line of the comparison; `wissels`: where its base year changes, `basisjaar`: the newest."""

    deelnemer: Deelnemer
    cellen: tuple[Cel, ...]
    wissels: tuple[Wissel, ...] = ()
    basisjaar: int | None = None


@dataclass(frozen=True)
class Vergelijking:
    """`eenheid` in words; `zin` says what is about equal and never who is last.

    `kolommen`: the dates, each with whether the method broke since the one before; `wisselzinnen`:
    the changes of base year in words.
    """

    datums: tuple[dt.date, ...]
    rijen: tuple[Rij, ...]
    eenheid: str
    zin: str
    kolommen: tuple[tuple[dt.date, bool], ...] = ()
    breuken: tuple[Breuk, ...] = ()
    wisselzinnen: tuple[str, ...] = ()

    def breuk_bij(self, rij: Rij, datum: dt.date) -> str:
        """The newest breaks up to a date, in words; figures of a row under the same ones compare."""
        gemeld = next((b.zin for b in reversed(self.breuken) if b.datum <= datum), "")
        return f"{gemeld} {wissel_voor(rij.wissels, datum)}".strip()

    def tabelrijen(self) -> list[tuple[Deelnemer, list[tuple[Cel, str]]]]:
        """The rows, each cell with the break that it comes after."""
        return [
            (rij.deelnemer, list(zip(rij.cellen, merken(rij.wissels, self.datums), strict=True)))
            for rij in self.rijen
        ]

    def breukdatums(self) -> list[dt.date]:
        """Every day on which the method of a line breaks, for the chart."""
        dagen = {b.datum for b in self.breuken}
        return sorted(dagen.union(w.datum for rij in self.rijen for w in rij.wissels))


def noemer_van(indicator: Indicator, per: str) -> str:
    """Per what this indicator compares: inhabitants, dwellings or, for shares, nothing."""
    som = indicator.samenvoeging == Indicator.Samenvoeging.SOM
    if not som or indicator.soort == Indicator.Soort.JA_NEE:
        return ""
    return WOONEENHEID if per == WOONEENHEID else INWONER


def eenheid_in_woorden(indicator: Indicator, noemer: str) -> str:
    woorden = {INWONER: " per 1.000 inwoners", WOONEENHEID: " per 1.000 wooneenheden"}
    if indicator.soort == Indicator.Soort.JA_NEE:
        return "ja of nee"
    return f"{indicator.eenheid}{woorden.get(noemer, '')}"


def _cel(
    tabel: Tijdtabel,
    indicator: Indicator,
    deelnemer: Deelnemer,
    noemer: str,
    datum: dt.date,
    figuur: Figuur | None,
    woord: str,
) -> Cel:
    enkel = len(deelnemer.leden) == 1
    if figuur is None:
        return Cel("ontbreekt", None, "ontbreekt")
    exact = figuur.exact
    if exact is None:
        return Cel(figuur.kwaliteit.replace("_", " "), None, figuur.kwaliteit.replace("_", " "))
    toestand = figuur.kwaliteit
    if figuur.n != figuur.van_n:
        toestand = f"{toestand}, {toon_getal(figuur.n)} van {toon_getal(figuur.van_n)}"
    elif (
        enkel and figuur.peildatum.year < datum.year and not elke_registratie_komt_binnen(indicator)
    ):
        van = f"cijfer van {toon_datum(figuur.peildatum)}"
        toestand = van if toestand == "gemeten" else f"{toestand}, {van}"
    if indicator.soort == Indicator.Soort.JA_NEE:
        return Cel(woord or toon_ja_nee(exact), exact, toestand)
    if not noemer:
        return Cel(toon_getal(exact, indicator.decimalen), exact, toestand)
    grondtal = tabel.grondtal(noemer, deelnemer.leden, datum.year)
    if grondtal is None or not grondtal.aantal:
        return Cel("ontbreekt", None, "ontbreekt", "Het aantal om door te delen ontbreekt.")
    per = _RUIM.divide(exact * PER_DUIZEND, Decimal(grondtal.aantal))
    woorden = "inwoners" if noemer == INWONER else "wooneenheden"
    uitleg = (
        f"{toon_hoeveelheid(exact, indicator.eenheid, indicator.decimalen)}, "
        f"{toon_getal(grondtal.aantal)} {woorden} (1-1-{grondtal.jaar})"
    )
    return Cel(toon_getal(per, 2), per, toestand, uitleg)


def ongeveer_gelijk(a: Decimal, b: Decimal) -> bool:
    """Whether two figures differ by less than what counting can tell."""
    return abs(a - b) <= GELIJK_BINNEN * max(abs(a), abs(b))


def _zin(rijen: Sequence[Rij]) -> str:
    """Which have about the same newest figure; no order of merit."""
    laatste = [
        (rij.deelnemer.naam, cel.waarde)
        for rij in rijen
        if (cel := rij.cellen[-1]).waarde is not None and "van" not in cel.toestand
    ]
    groepen: list[list[tuple[str, Decimal]]] = []
    for naam, waarde in sorted(laatste, key=lambda x: x[1] or Decimal(0)):
        assert waarde is not None
        if groepen and ongeveer_gelijk(groepen[-1][0][1], waarde):
            groepen[-1].append((naam, waarde))
        else:
            groepen.append([(naam, waarde)])
    samen = [sorted(naam for naam, _ in groep) for groep in groepen if len(groep) > 1]
    return " ".join(f"Ongeveer gelijk: {', '.join(g[:-1])} en {g[-1]}." for g in samen)


def vergelijk(
    tabel: Tijdtabel, indicator: Indicator, deelnemers: Sequence[Deelnemer], *, noemer: str
) -> Vergelijking:
    """Compare in the order that was asked, never by result."""
    rijen = tuple(_rij(tabel, indicator, d, noemer) for d in deelnemers)
    return Vergelijking(
        tabel.datums,
        rijen,
        eenheid_in_woorden(indicator, noemer),
        gemengd(rij.basisjaar for rij in rijen) or _zin(rijen),
        tuple(tabel.kolommen(indicator)),
        tuple(tabel.breuken(indicator)),
        wisselzinnen([(rij.deelnemer.naam, rij.wissels) for rij in rijen]),
    )


def _rij(tabel: Tijdtabel, indicator: Indicator, deelnemer: Deelnemer, noemer: str) -> Rij:
    figuren = [(d, *tabel.gebied(indicator, deelnemer.leden, d)) for d in tabel.datums]
    jaren = [figuur.basisjaar if figuur else None for _, figuur, _ in figuren]
    return Rij(
        deelnemer,
        tuple(_cel(tabel, indicator, deelnemer, noemer, *figuur) for figuur in figuren),
        wissels_van(zip(tabel.datums, jaren, strict=True)),
        jaren[-1],
    )
