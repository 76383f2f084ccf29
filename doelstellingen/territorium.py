"""The gemeenten of every date and who ended in whom, light; read once a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gemeenten.models import Gemeente

GEBIED = ("pk", "nis", "naam", "van", "tot", "provincie_id")


@dataclass(frozen=True, slots=True)
class Gebied:
    """A gemeente row, light."""

    pk: int
    nis: str
    naam: str
    van: dt.date
    tot: dt.date | None
    provincie_id: int

    def bestond_op(self, datum: dt.date) -> bool:
        return self.van <= datum and (self.tot is None or datum < self.tot)


@dataclass(frozen=True)
class Territorium:
    """All gemeente rows and who ended in whom."""

    gebieden: dict[int, Gebied]
    voorgangers: dict[int, list[int]]

    def op(self, datum: dt.date) -> list[Gebied]:
        """The gemeenten of `datum`, by name."""
        return [g for g in self.gebieden.values() if g.bestond_op(datum)]

    def afkomst(self, pk: int) -> list[int]:
        """A gemeente with everything that ended in it, all levels."""
        uit, wachtrij = [pk], [pk]
        while wachtrij:
            ouden = self.voorgangers.get(wachtrij.pop(), [])
            uit += ouden
            wachtrij += ouden
        return uit

    def delen_op(self, pk: int, datum: dt.date) -> list[int]:
        """The gemeenten of `datum` that make up `pk`: itself, or its predecessors of then."""
        if self.gebieden[pk].bestond_op(datum):
            return [pk]
        return [deel for oud in self.voorgangers.get(pk, []) for deel in self.delen_op(oud, datum)]


def territorium_van(rijen: Iterable[Sequence[Any]]) -> Territorium:
    """From `GEBIED` and the successor; a gemeente may come in more rows than one."""
    gebieden: dict[int, Gebied] = {}
    voorgangers: dict[int, list[int]] = {}
    for *velden, nieuw in rijen:
        gebied = Gebied(*velden)
        if gebied.pk not in gebieden and nieuw is not None:
            voorgangers.setdefault(nieuw, []).append(gebied.pk)
        gebieden.setdefault(gebied.pk, gebied)
    return Territorium(gebieden, voorgangers)


def lees_territorium() -> Territorium:
    """Read all gemeenten with their fusie: one query."""
    return territorium_van(Gemeente.objects.values_list(*GEBIED, "fusie_naar__nieuw_id"))
