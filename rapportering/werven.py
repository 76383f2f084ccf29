"""Goals in the order and under the heads of their werven."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from doelstellingen.models import Doelstelling, Werf

T = TypeVar("T")
ICONEN = {1: "boom", 2: "huis", 3: "fiets", 4: "druppel", None: "gebouw"}


@dataclass(frozen=True)
class WerfGroep(Generic[T]):
    """A werf with what hangs under it."""

    werf: Werf
    leden: tuple[T, ...]

    @property
    def icoon(self) -> str:
        return ICONEN[self.werf.nummer]

    @property
    def css(self) -> str:
        return f"werf-{self.werf.nummer or 'algemeen'}"


def per_werf(doelstellingen: Iterable[Doelstelling]) -> list[WerfGroep[Doelstelling]]:
    """Group goals by werf; both in their own order."""
    op_rij = sorted(doelstellingen, key=lambda d: (d.werf.volgorde, d.volgorde))
    return [
        WerfGroep(werf=leden[0].werf, leden=tuple(leden))
        for _, groep in groupby(op_rij, key=lambda d: d.werf_id)
        if (leden := list(groep))
    ]
