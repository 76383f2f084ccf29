"""Pure: where a figure goes at its present pace, in words that an official can repeat.

Method: the least squares line through the figures of the last three years, at least three of them
on different dates and at least a year apart. The band is twice the spread of the points around the
line, and never narrower than a tenth of what is still to come. It is an estimate, not a promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

EINDE = dt.date(2030, 12, 31)
VENSTER_DAGEN = 3 * 366
MINSTENS_PUNTEN, MINSTENS_DAGEN = 3, 365
JAAR = Fraction(365_2425, 10_000)
VER = 2100
METHODE = (
    "De vooruitblik trekt de rechte lijn door de cijfers van de laatste drie jaar door tot eind 2030. "
    "De band toont hoe ver de cijfers rond die lijn liggen. Het is een schatting en geen belofte."
)

Punten = Sequence[tuple[dt.date, Decimal]]


@dataclass(frozen=True)
class Vooruitblik:
    """Pace in units a year; value, and band around it, on 31-12-2030.

    `jaar_gehaald` is the year in which the line reaches the target; None when it never does or
    lies beyond 2100, or without a target.
    """

    van: dt.date
    tempo: Decimal
    waarde: Decimal
    laag: Decimal
    hoog: Decimal
    jaar_gehaald: int | None
    gehaald: bool


def _decimaal(waarde: Fraction) -> Decimal:
    return Decimal(round(waarde * 1000)) / 1000


def _wortel(waarde: Fraction) -> Fraction:
    """Square root to six places, exact arithmetic (Newton)."""
    if waarde <= 0:
        return Fraction(0)
    r = Fraction(Decimal(waarde.numerator).sqrt() / Decimal(waarde.denominator).sqrt())
    return r.limit_denominator(10**9)


def nodig_per_jaar(*, waarde: Decimal, op: dt.date, doel: Decimal) -> Decimal | None:
    """How much a year is needed from `op` to reach `doel` by the end of 2030; None when it is past."""
    dagen = (EINDE - op).days
    if dagen <= 0:
        return None
    rest = Fraction(doel) - Fraction(waarde)
    klaar = rest >= 0 if doel < 0 else rest <= 0
    return Decimal(0) if klaar else _decimaal(rest * JAAR / dagen)


def kijk_vooruit(punten: Punten, *, doel: Decimal | None) -> Vooruitblik | None:
    """Give the forecast of figures in order of date; None where there are too few to say anything."""
    if not punten:
        return None
    laatste_dag, laatste = punten[-1]
    recent = [(d, Fraction(w)) for d, w in punten if (laatste_dag - d).days <= VENSTER_DAGEN]
    uniek = dict(recent)
    if len(uniek) < MINSTENS_PUNTEN or (laatste_dag - min(uniek)).days < MINSTENS_DAGEN:
        return None
    xs = [Fraction((d - laatste_dag).days) for d in uniek]
    ys = list(uniek.values())
    nul = Fraction(0)
    mx, my = sum(xs, nul) / len(xs), sum(ys, nul) / len(ys)
    sxx = sum(((x - mx) * (x - mx) for x in xs), nul)
    helling = sum(((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)), nul) / sxx
    resten = [y - (my + helling * (x - mx)) for x, y in zip(xs, ys, strict=True)]
    spreiding = _wortel(sum((r * r for r in resten), nul) / max(1, len(resten) - 2))
    # From the newest figure on, so that the line starts where the figure is.
    dagen = max(0, (EINDE - laatste_dag).days)
    einde = Fraction(laatste) + helling * dagen
    marge = max(2 * spreiding, abs(helling * dagen) / 10)
    return Vooruitblik(
        van=laatste_dag,
        tempo=_decimaal(helling * JAAR),
        waarde=_decimaal(einde),
        laag=_decimaal(einde - marge),
        hoog=_decimaal(einde + marge),
        jaar_gehaald=_jaar(Fraction(laatste), helling, laatste_dag, doel),
        gehaald=doel is not None and (laatste <= doel if doel < 0 else laatste >= doel),
    )


@dataclass(frozen=True)
class WatAls:
    """What another pace would give: amount on 31-12-2030, year of the target (None: not by 2100)."""

    waarde: Decimal
    jaar_gehaald: int | None


def wat_als(*, waarde: Decimal, op: dt.date, doel: Decimal, tempo: Decimal) -> WatAls:
    """Go on from `waarde` with `tempo` a year: a straight line, nothing else."""
    per_dag = Fraction(tempo) / JAAR
    dagen = max(0, (EINDE - op).days)
    return WatAls(
        waarde=_decimaal(Fraction(waarde) + per_dag * dagen),
        jaar_gehaald=_jaar(Fraction(waarde), per_dag, op, doel),
    )


def _jaar(laatste: Fraction, helling: Fraction, op: dt.date, doel: Decimal | None) -> int | None:
    if doel is None:
        return None
    rest = Fraction(doel) - laatste
    if rest == 0 or (rest > 0) == (doel < 0):
        return op.year
    if helling == 0 or (helling > 0) != (rest > 0):
        return None
    dagen = rest / helling
    if dagen > (VER - op.year) * JAAR:
        return None
    return (op + dt.timedelta(days=-(-dagen.numerator // dagen.denominator))).year
