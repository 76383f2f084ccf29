"""Pure: the target of a gemeente, with the sum that made it.

Reading A of the pact's formula (domein.md §1.3): target = norm × inhabitants, or × dwellings, the
Gewest's factor being fixed at 6.600.000 inhabitants. Everything is exact `Decimal`; cutting happens
once, when text is made. A group's target is the norm × the group's own total, cut once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from gereedschap.opmaak import eenheid_bij, toon_datum, toon_getal, toon_ja_nee

PACTEN = ("1.0", "2.0", "2.1")
INWONER, WOONEENHEID, VAST = "inwoner", "wooneenheid", "vast"
MEERVOUD = {INWONER: "inwoners", WOONEENHEID: "wooneenheden"}
JA_NEE = "ja_nee"
ONTBREEKT = "ontbreekt"
_RUIM = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Maat:
    """How an indicator is written: its unit, number of decimals and kind."""

    eenheid: str
    decimalen: int
    soort: str

    def toon(self, waarde: Decimal) -> str:
        """Write an amount of this indicator, without its unit."""
        if self.soort == JA_NEE:
            return toon_ja_nee(waarde)
        return toon_getal(waarde, self.decimalen)


@dataclass(frozen=True, slots=True)
class Normgegevens:
    """`teller / noemer` per inhabitant or dwelling, or a fixed amount, in one pact version."""

    pact: str
    per: str
    teller: Decimal
    noemer: Decimal
    bron: str
    van: dt.date
    tot: dt.date | None = None
    basisjaar: int | None = None
    publicatie: int | None = None

    def __post_init__(self) -> None:
        if self.noemer <= 0:
            raise ValueError(f"De noemer van een norm is groter dan nul, niet {self.noemer}.")


@dataclass(frozen=True, slots=True)
class Grondtal:
    """The count that a norm is multiplied by: how many on 1 January of which year, says who."""

    aantal: int
    jaar: int
    herkomst: str = "exact"
    marge: int = 0
    bron: str = ""


@dataclass(frozen=True, slots=True)
class Doel:
    """A target: exact, as shown, and everything that made it."""

    exact: Decimal
    toon: str
    norm: Normgegevens
    grondtal: Grondtal | None
    maat: Maat

    @property
    def zin(self) -> str:
        """The sum that anyone can redo: "12.345 inwoners (1-1-2026) × 0,5 m = 6.172,5 m"."""
        if self.grondtal is None:
            return self._zin_vast()
        zin = self.som
        if toon_getal(self.exact, 6) != self.toon:
            zin += f", afgekapt tot {self.toon}"
        return f"{zin} {eenheid_bij(self.toon, self.maat.eenheid)}"

    @property
    def som(self) -> str:
        """The sum alone, uncut and without its unit: "12.345 inwoners (1-1-2026) × 0,5 m = 6.172,5"."""
        if self.grondtal is None:
            return self._zin_vast()
        maatwoord = f" {self.maat.eenheid}" if self.maat.decimalen else ""
        factor = f"{toon_getal(self.norm.teller, 3)}{maatwoord}"
        if self.norm.noemer != 1:
            factor += f" / {toon_getal(self.norm.noemer, 3)}"
        return (
            f"{toon_getal(self.grondtal.aantal)} {MEERVOUD[self.norm.per]} "
            f"({toon_datum(dt.date(self.grondtal.jaar, 1, 1))}) × {factor} = "
            f"{toon_getal(self.exact, 6)}"
        )

    def _zin_vast(self) -> str:
        if self.maat.soort == JA_NEE:
            return f"Elke gemeente die LEKP {self.norm.pact} ondertekende."
        zin = f"{self.toon} {eenheid_bij(self.toon, self.maat.eenheid)} voor elke gemeente"
        if self.norm.basisjaar is not None:
            zin += f", ten opzichte van {self.norm.basisjaar}"
        return zin + "."

    def als_gegevens(self) -> dict[str, Any]:
        """The derivation as plain data, for JSON and the API."""
        grondslag = None
        if self.grondtal is not None:
            grondslag = {
                "soort": MEERVOUD[self.norm.per],
                "aantal": self.grondtal.aantal,
                "datum": dt.date(self.grondtal.jaar, 1, 1).isoformat(),
                "herkomst": self.grondtal.herkomst,
                "marge": self.grondtal.marge,
                "bron": self.grondtal.bron,
            }
        return {
            "norm": {
                "pact": self.norm.pact,
                "per": self.norm.per,
                "teller": als_tekst(self.norm.teller),
                "noemer": als_tekst(self.norm.noemer),
                "basisjaar": self.norm.basisjaar,
                "bron": self.norm.bron,
                "versie": self.norm.publicatie,
            },
            "grondslag": grondslag,
            "zin": self.zin,
        }


def als_tekst(waarde: Decimal) -> str:
    """Write a Decimal plainly, without exponent or needless zeros: for data, not for people."""
    tekst = f"{waarde:f}"
    return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst


def geldende_norm(
    normen: Iterable[Normgegevens], *, pact: str, op: dt.date, basisjaar: int | None = None
) -> Normgegevens | None:
    """Give the norm that `pact` asks on `op`, or None where it asks nothing.

    A pact builds on the one before: what 2.0 doesn't sharpen stays as 1.0 set it. Of norms with
    several base years the one of `basisjaar` counts, else the oldest: the year the pact names. A
    norm whose period has ended still answers, so that a closed goal keeps its target.
    """
    grens = PACTEN.index(pact)
    kandidaten = [n for n in normen if PACTEN.index(n.pact) <= grens and n.van <= op]
    if not kandidaten:
        return None
    hoogste = max(PACTEN.index(n.pact) for n in kandidaten)
    kandidaten = [n for n in kandidaten if PACTEN.index(n.pact) == hoogste]
    passend = [n for n in kandidaten if n.basisjaar == basisjaar] or kandidaten
    oudste = min(n.basisjaar or 0 for n in passend)
    return max((n for n in passend if (n.basisjaar or 0) == oudste), key=lambda n: n.van)


def bereken_doel(norm: Normgegevens, *, grondtal: Grondtal | None, maat: Maat) -> Doel | None:
    """Give the target of one gemeente or one group; None where the count it needs is missing.

    `grondtal` counts inhabitants or dwellings, as `norm.per` says; a fixed norm needs none.
    """
    if norm.per == VAST:
        exact = _RUIM.divide(norm.teller, norm.noemer)
        return Doel(exact, maat.toon(exact), norm, None, maat)
    if grondtal is None:
        return None
    exact = _RUIM.divide(_RUIM.multiply(Decimal(grondtal.aantal), norm.teller), norm.noemer)
    return Doel(exact, maat.toon(exact), norm, grondtal, maat)


def aandeel(waarde: Decimal, doel: Decimal) -> Decimal | None:
    """Give which share of the target was reached, uncut (0,5 is half); None for a target of 0."""
    if doel == 0:
        return None
    return _RUIM.divide(waarde, doel)
