"""Pure: what the path asks on a date, and how a figure stands against it.

A path is a list of break points (date, share of the target); between them it runs straight, by day.
Before the first point it asks nothing, after the last it keeps asking the whole. The tussendoel is
taken on the date of the figure, so that an old figure is not held against today. "Gehaald" and "op
schema" use exact values. Words of effort, not of fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

STARTDAG = dt.date(2020, 12, 31)
_STARTVENSTER = (dt.date(2019, 12, 31), dt.date(2021, 12, 31))
_RUIM = 40


class Status(StrEnum):
    """How a figure stands; the value is the key, `woorden` what a page says."""

    GEHAALD = "gehaald"
    OP_SCHEMA = "op_schema"
    ACHTER = "achter"
    NOG_NIETS = "nog_niets"
    NOG_NIET = "nog_niet"
    ONTBREEKT = "ontbreekt"
    AFGESLOTEN = "afgesloten"
    NIET_VAN_TOEPASSING = "niet_van_toepassing"
    PACT_ONBEKEND = "pact_onbekend"

    @property
    def woorden(self) -> str:
        return _WOORDEN[self]


_WOORDEN = {
    Status.GEHAALD: "gehaald",
    Status.OP_SCHEMA: "op schema",
    Status.ACHTER: "achter op het lineaire pad",
    Status.NOG_NIETS: "nog niets geregistreerd",
    Status.NOG_NIET: "nog niet gehaald",
    Status.ONTBREEKT: "ontbreekt",
    Status.AFGESLOTEN: "afgesloten",
    Status.NIET_VAN_TOEPASSING: "niet van toepassing",
    Status.PACT_ONBEKEND: "pact onbekend",
}


@dataclass(frozen=True)
class Pad:
    """The break points of a path, in order; empty: the norm has no path."""

    punten: tuple[tuple[dt.date, Fraction], ...] = ()

    def deel_op(self, datum: dt.date) -> Fraction | None:
        """Give which share of the target is asked on `datum`; None without a path."""
        if not self.punten:
            return None
        eerder = [punt for punt in self.punten if punt[0] <= datum]
        if not eerder:
            return Fraction(0)
        begin, deel = eerder[-1]
        if len(eerder) == len(self.punten):
            return deel
        einde, volgend = self.punten[len(eerder)]
        return deel + (volgend - deel) * Fraction((datum - begin).days, (einde - begin).days)


def _decimaal(waarde: Fraction) -> Decimal:
    with localcontext() as rekenwijze:
        rekenwijze.prec = _RUIM
        return Decimal(waarde.numerator) / Decimal(waarde.denominator)


def tussendoel(
    pad: Pad, *, doel: Decimal, op: dt.date, start: Decimal = Decimal(0)
) -> Decimal | None:
    """Give what the path asks on `op`, from `start` to `doel`; None without a path."""
    deel = pad.deel_op(op)
    if deel is None:
        return None
    return _decimaal(Fraction(start) + (Fraction(doel) - Fraction(start)) * deel)


def lijn(pad: Pad, *, doel: Decimal, start: Decimal = Decimal(0)) -> list[tuple[dt.date, Decimal]]:
    """Give the path as points to draw; empty without a path."""
    with localcontext() as rekenwijze:
        rekenwijze.prec = _RUIM
        # One division a point, of whole numbers where the target is whole: as exact as `tussendoel`.
        return [
            (
                datum,
                (start * deel.denominator + (doel - start) * deel.numerator) / deel.denominator,
            )
            for datum, deel in pad.punten
        ]


def startcijfer(
    punten: Iterable[tuple[dt.date, Decimal]],
) -> tuple[dt.date, Decimal] | None:
    """Give the figure nearest to 31-12-2020, at most twelve months away; the earlier on a tie.

    Stocks and the share of led start from it; without one they start from 0.
    """
    van, tot = _STARTVENSTER
    binnen = [punt for punt in punten if van <= punt[0] <= tot]
    return min(binnen, key=lambda p: (abs((p[0] - STARTDAG).days), p[0]), default=None)


def is_gehaald(waarde: Decimal, doel: Decimal) -> bool:
    """Whether the target is reached; a reduction (a negative target) is reached from below."""
    return waarde <= doel if doel < 0 else waarde >= doel


@dataclass(frozen=True, kw_only=True)
class Vraag:
    """All that the status of one figure depends on.

    `pact`: does a pact that this gemeente signed ask it (True), did it not sign (False), or is that
    unknown (None). `volledig` is False for a partial sum, which is never held against the target.
    """

    waarde: Decimal | None
    doel: Decimal | None
    tussendoel: Decimal | None = None
    pact: bool | None = True
    toepasselijk: bool = True
    afgesloten: bool = False
    volledig: bool = True
    cumulatief: bool = False


def beoordeel(vraag: Vraag) -> Status:
    """Give the status; unknown is never "achter"."""
    waarde, doel = vraag.waarde, vraag.doel
    if vraag.pact is False or not vraag.toepasselijk:
        return Status.NIET_VAN_TOEPASSING
    if vraag.pact is None:
        return Status.PACT_ONBEKEND
    if waarde is not None and doel is not None and vraag.volledig and is_gehaald(waarde, doel):
        return Status.GEHAALD
    if vraag.afgesloten:
        return Status.AFGESLOTEN
    if waarde is None or not vraag.volledig:
        return Status.ONTBREEKT
    if waarde == 0 and vraag.cumulatief:
        return Status.NOG_NIETS
    if doel is None:
        return Status.ONTBREEKT
    if vraag.tussendoel is None:
        # An answer "nee", or an amount without a path: there is a figure, so it isn't "niets".
        return Status.NOG_NIET
    return _tegen_het_pad(waarde, doel, vraag.tussendoel)


def _tegen_het_pad(waarde: Decimal, doel: Decimal, tussen: Decimal) -> Status:
    bij = waarde <= tussen if doel < 0 else waarde >= tussen
    return Status.OP_SCHEMA if bij else Status.ACHTER


def pad_van(punten: Sequence[tuple[dt.date, Decimal, Decimal]]) -> Pad:
    """Make a path of stored break points (date, numerator, denominator)."""
    return Pad(tuple(sorted((d, Fraction(t) / Fraction(n)) for d, t, n in punten)))
