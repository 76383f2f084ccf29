"""Pure: where figures start to be held against another base year, in tables of many rows.

One line in a chart says it of itself (`tegels.breuken_van`); a table has a base year in each cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gereedschap.opmaak import toon_datum

NAMEN_HOOGSTENS = 3


@dataclass(frozen=True, slots=True)
class Wissel:
    """Between two columns, `na` and `datum`, the figures moved from base year `oud` to `nieuw`."""

    na: dt.date
    datum: dt.date
    oud: int
    nieuw: int

    @property
    def woorden(self) -> str:
        return f"ten opzichte van {self.nieuw} en niet meer van {self.oud}"


def wissels_van(cellen: Iterable[tuple[dt.date, int | None]]) -> tuple[Wissel, ...]:
    """Give the changes of base year along one row; a cell without a base year says nothing."""
    bekend = [(datum, jaar) for datum, jaar in cellen if jaar is not None]
    return tuple(
        Wissel(na, datum, oud, nieuw)
        for (na, oud), (datum, nieuw) in pairwise(bekend)
        if oud != nieuw
    )


def wissel_voor(wissels: Sequence[Wissel], datum: dt.date) -> str:
    """What a file says beside the figure of a date: cells with the same words may be compared."""
    laatste = next((w for w in reversed(wissels) if w.datum <= datum), None)
    return f"Breuk in de methode: {laatste.woorden}." if laatste else ""


def wisselzinnen(rijen: Sequence[tuple[str, Sequence[Wissel]]]) -> tuple[str, ...]:
    """Say each change once, with the rows it touches; `rijen` as (name, changes)."""
    namen: dict[Wissel, list[str]] = {}
    for naam, wissels in rijen:
        for wissel in wissels:
            namen.setdefault(wissel, []).append(naam)
    return tuple(
        f"Breuk in de methode tussen {toon_datum(w.na)} en {toon_datum(w.datum)}"
        f"{_bij(wie, len(rijen))}: {w.woorden}. Cijfers van ervoor en erna zijn niet te vergelijken."
        for w, wie in sorted(namen.items(), key=lambda x: (x[0].datum, x[0].na, x[0].oud))
    )


def _bij(namen: Sequence[str], van: int) -> str:
    """Whose figures, nothing where it is all of several rows."""
    if len(namen) == van > 1:
        return ""
    if len(namen) > NAMEN_HOOGSTENS:
        rest = len(namen) - NAMEN_HOOGSTENS + 1
        return f" bij {', '.join(namen[: NAMEN_HOOGSTENS - 1])} en {rest} andere"
    *eerste, laatste = namen
    return f" bij {', '.join(eerste)} en {laatste}" if eerste else f" bij {laatste}"


def gemengd(jaren: Iterable[int | None]) -> str:
    """Warn that figures beside each other are held against different base years; empty if not."""
    uniek = sorted({jaar for jaar in jaren if jaar is not None})
    if len(uniek) < 2:
        return ""
    *eerste, laatste = (str(jaar) for jaar in uniek)
    return (
        f"Niet elk cijfer is berekend ten opzichte van hetzelfde jaar ({', '.join(eerste)} en "
        f"{laatste}); zulke cijfers zijn niet te vergelijken."
    )


def merken(wissels: Sequence[Wissel], datums: Sequence[dt.date]) -> list[str]:
    """What stands under the figure of each date: empty where it goes on as before."""
    per_datum = {w.datum: f"na breuk, ten opzichte van {w.nieuw}" for w in wissels}
    return [per_datum.get(datum, "") for datum in datums]
