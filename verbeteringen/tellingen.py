"""Kept counts: per gemeente × status and per map tile, so that no page counts a million rows.

A registration adjusts the counts it touches inside its own transaction; after a delivery or an undo
all are rebuilt set-based, once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Manager, Q, Sum

from gereedschap.massaschrijver import Massaschrijver
from verbeteringen.geometrie import ZOOM
from verbeteringen.models import Celtelling, Telling, Verbetering
from verbeteringen.querysets import OPENBAAR

# Zooms of the grid: a view at zoom z shows tiles of z + 2, so that a screen has a few hundred.
RASTERZOOMS = (10, 11, 12, 13, 14, 15)


def _statussleutel(v: Verbetering) -> tuple[int, str, str]:
    return v.gemeente_id, v.goedkeuring, v.uitvoering


def _celsleutels(v: Verbetering) -> list[tuple[int, int]]:
    if v.cel is None or v.goedkeuring not in OPENBAAR:
        return []
    return [(zoom, v.cel >> (2 * (ZOOM - zoom))) for zoom in RASTERZOOMS]


class Telverschil:
    """Collects what leaves and what comes; `schrijf` adjusts the kept counts in one go.

    Call inside the publishing transaction, whose row lock keeps two registrations from counting at
    the same time.
    """

    def __init__(self) -> None:
        self._status: Counter[tuple[int, str, str]] = Counter()
        self._cel: Counter[tuple[int, int]] = Counter()

    def _tel(self, v: Verbetering, stap: int) -> None:
        if v.vervallen_in_id is None:
            self._status[_statussleutel(v)] += stap
            for sleutel in _celsleutels(v):
                self._cel[sleutel] += stap

    def weg(self, v: Verbetering) -> None:
        self._tel(v, -1)

    def erbij(self, v: Verbetering) -> None:
        self._tel(v, 1)

    def schrijf(self) -> None:
        for (gemeente, goedkeuring, uitvoering), verschil in self._status.items():
            if verschil:
                _pas_aan(
                    Telling.objects,
                    verschil,
                    gemeente_id=gemeente,
                    goedkeuring=goedkeuring,
                    uitvoering=uitvoering,
                )
        for (zoom, cel), verschil in self._cel.items():
            if verschil:
                _pas_aan(Celtelling.objects, verschil, zoom=zoom, cel=cel)
        self._status.clear()
        self._cel.clear()


def _pas_aan(rijen: Manager[Any], verschil: int, **sleutel: Any) -> None:
    if rijen.filter(**sleutel).update(aantal=F("aantal") + verschil):
        return
    rijen.create(**sleutel, aantal=max(0, verschil))


@transaction.atomic
def herbereken() -> None:
    """Rebuild all kept counts; three aggregates over covering indexes."""
    Telling.objects.all().delete()
    Telling.objects.bulk_create(
        Telling(**rij)
        for rij in Verbetering.objects.levend()
        .order_by()
        .values("gemeente_id", "goedkeuring", "uitvoering")
        .annotate(aantal=Count("pk"))
    )
    Celtelling.objects.all().delete()
    fijnste: Counter[int] = Counter(
        dict(
            Verbetering.objects.openbaar()
            .filter(cel__isnull=False)
            .order_by()
            .values_list("cel")
            .annotate(aantal=Count("pk"))
        )
    )
    for zoom in RASTERZOOMS:
        grof: Counter[int] = Counter()
        for cel, aantal in fijnste.items():
            grof[cel >> (2 * (ZOOM - zoom))] += aantal
        Massaschrijver(Celtelling, ("zoom", "cel", "aantal")).schrijf(
            (zoom, cel, aantal) for cel, aantal in grof.items()
        )


def aantallen(gemeenten: Iterable[int] | None = None) -> dict[tuple[str, str], int]:
    """Give the number of living verbeteringen per (goedkeuring, uitvoering). One query."""
    filter_ = Q() if gemeenten is None else Q(gemeente__in=list(gemeenten))
    return {
        (rij["goedkeuring"], rij["uitvoering"]): rij["n"]
        for rij in Telling.objects.filter(filter_)
        .order_by()
        .values("goedkeuring", "uitvoering")
        .annotate(n=Sum("aantal"))
    }
