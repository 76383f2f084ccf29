"""Every stand that ever counted, to say what a figure was at each edition; used by the herkomsten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from doelstellingen.cijfers import Cijfers
from doelstellingen.models import Publicatie, Stand
from doelstellingen.samenvoeging import Figuur

# So many changes are told, out of so many editions looked at, the newest first.
HOOGSTENS = 25
TERUG = 200
# Of a group: every registration anywhere is an edition, so look at more of them.
TERUG_GROEP = 2_000


@dataclass(frozen=True, slots=True)
class Deelwijziging:
    """What one gemeente had to do with the change of a group."""

    naam: str
    voor: Figuur | None
    na: Figuur | None


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One edition that changed a figure: what it was and became; None is no figure.

    Of a group also in words (yes/no: how many say yes), and what changed in which gemeente; there
    the registrations of one day are one change of `edities` editions, named after the newest.
    """

    publicatie: int
    voor: Figuur | None
    na: Figuur | None
    voor_woorden: str = ""
    na_woorden: str = ""
    gemeenten: tuple[Deelwijziging, ...] = ()
    edities: int = 1


@dataclass(frozen=True, slots=True)
class Rij:
    gemeente: int
    indicator: int
    publicatie: int
    vervallen: int | None
    figuur: Figuur

    def gekend(self, editie: int) -> bool:
        return self.publicatie <= editie and (self.vervallen is None or self.vervallen > editie)


def lees_rijen(
    gemeenten: Collection[int], indicatoren: Collection[int], *, peildatum: dt.date, publicatie: int
) -> list[Rij]:
    """Every stand that ever counted, closed ones included: one query."""
    velden: Any
    rijen = (
        Stand.objects.filter(
            gemeente__in=gemeenten,
            indicator__in=indicatoren,
            peildatum__lte=peildatum,
            publicatie__lte=publicatie,
        )
        .order_by("peildatum", "pk")
        .values_list(
            "gemeente_id", "indicator_id", "publicatie_id", "vervallen_in_id",
            "waarde", "kwaliteit", "peildatum", "teller", "noemer", "basisjaar",
            "delen", "van_delen",
        )
    )  # fmt: skip
    uit = []
    for gemeente, indicator, van, tot, *velden in rijen:
        uit.append(Rij(gemeente, indicator, van, tot, Figuur(*velden)))
    return uit


def nieuwste(rijen: Iterable[Rij], editie: int) -> dict[tuple[int, int], Rij]:
    """The newest stand per gemeente and indicator as known at `editie` (rows by peildatum)."""
    return {(r.gemeente, r.indicator): r for r in rijen if r.gekend(editie)}


def kaal(standen: Mapping[tuple[int, int], Rij]) -> Cijfers:
    """Figures without the rule that silence is 0: what was truly delivered."""
    return Cijfers({sleutel: rij.figuur for sleutel, rij in standen.items()}, {}, {}, {}, {})


def zelfde(a: Figuur | None, b: Figuur | None) -> bool:
    if a is None or b is None:
        return a is b
    return (a.exact, a.kwaliteit, a.n, a.van_n) == (b.exact, b.kwaliteit, b.n, b.van_n)


def edities_van(rijen: Iterable[Rij], *, publicatie: int, hoogstens: int = TERUG) -> list[int]:
    """The editions up to `publicatie` that opened or closed one of these rows, the newest first."""
    edities: set[int] = set()
    for rij in rijen:
        edities.add(rij.publicatie)
        if rij.vervallen and rij.vervallen <= publicatie:
            edities.add(rij.vervallen)
    return sorted(edities, reverse=True)[:hoogstens]


def registratiedagen(edities: Collection[int]) -> dict[int, dt.date]:
    """On which day (ours) these editions registered a verbetering; others are left out: one query."""
    rijen = Publicatie.objects.filter(
        pk__in=edities, soort=Publicatie.Soort.REGISTRATIE, herroept=None
    ).values_list("pk", "op")
    return {pk: timezone.localdate(op) for pk, op in rijen}


def in_stappen(edities: Sequence[int], dagen: Mapping[int, dt.date]) -> list[tuple[int, ...]]:
    """Put editions that follow each other and registered on the same day together, in their order.

    Else a busy day of registrations pushes every delivery of a supplier off the page.
    """
    uit: list[tuple[int, ...]] = []
    for editie in edities:
        dag = dagen.get(editie)
        if uit and dag is not None and dagen.get(uit[-1][-1]) == dag:
            uit[-1] = (*uit[-1], editie)
        else:
            uit.append((editie,))
    return uit[:TERUG]
