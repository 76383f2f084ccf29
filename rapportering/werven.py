"""Goals in the order and under the heads of their werven."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def groepeer(
    leden: Iterable[T], *, doelstelling: Callable[[T], Doelstelling]
) -> list[WerfGroep[T]]:
    """Group anything that hangs on a goal by werf; both in their own order."""

    def volgorde(lid: T) -> tuple[int, int]:
        doel = doelstelling(lid)
        return doel.werf.volgorde, doel.volgorde

    groepen = groupby(sorted(leden, key=volgorde), key=lambda lid: doelstelling(lid).werf)
    return [WerfGroep(werf=werf, leden=tuple(groep)) for werf, groep in groepen]


def per_werf(doelstellingen: Iterable[Doelstelling]) -> list[WerfGroep[Doelstelling]]:
    """Group goals by werf; both in their own order."""
    return groepeer(doelstellingen, doelstelling=lambda d: d)
