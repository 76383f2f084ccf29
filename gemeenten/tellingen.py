"""Inwoners and wooneenheden of every gemeente of a date, fusies added up; use through `selectors`.

A figure is stored on the gemeente of its time. For a successor an earlier year is the sum of its
predecessors, with the worst quality mark and the margins added up. A gemeente of which a part has no
figure is left out: missing is a state, not a smaller number.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gemeenten.afstamming import afstamming
from gemeenten.models import Gemeente, Herkomst, Inwoners, Wooneenheden

_VELDEN = ("aantal", "jaar", "herkomst", "marge", "bronvermelding")
_SLECHTER = [Herkomst.EXACT, Herkomst.AFGELEID, Herkomst.RAMING]


@dataclass(frozen=True)
class Telling:
    """A count on 1 January of `jaar`; `herkomst` is exact, afgeleid or raming, `marge` in units."""

    aantal: int
    jaar: int
    herkomst: str
    marge: int
    bronvermelding: str


def veel_tweede_verblijven(wooneenheden: int, huishoudens: int | None) -> bool:
    """Whether there are more than 1.5 dwellings per household: second homes weigh in."""
    return huishoudens is not None and 2 * wooneenheden > 3 * huishoudens


@dataclass(frozen=True)
class TellingWooneenheden(Telling):
    """Dwellings with the households beside them."""

    huishoudens: int | None
    huishoudens_jaar: int | None

    @property
    def tweede_verblijven(self) -> bool:
        """Whether there are more than 1.5 dwellings per household: second homes weigh in."""
        return veel_tweede_verblijven(self.aantal, self.huishoudens)


def _van_jaar(gekend: Any, *, op: dt.date, jaar: int | None) -> list[Any]:
    """Give the rows of `jaar`, else of the latest known 1 January ≤ `op`, else of the earliest."""
    velden = (v.attname for v in gekend.model._meta.concrete_fields)
    return list(gekend.van_jaar(jaar, op=op).values_list(*velden, named=True))


def _slechtste(herkomsten: set[str]) -> str:
    return str(max(herkomsten, key=lambda h: _SLECHTER.index(Herkomst(h))))


def _groepen(
    model: type[Inwoners | Wooneenheden],
    *,
    op: dt.date,
    jaar: int | None,
    publicatie: int | None,
) -> dict[int, list[Any]]:
    """Give per gemeente of `op` the rows that make up its figure; four queries at most."""
    gevonden = _van_jaar(model.objects.gekend_op(publicatie), op=op, jaar=jaar)
    if not gevonden:
        return {}
    gekozen = gevonden[0].jaar
    rijen = {rij.gemeente_id: rij for rij in gevonden}
    doelen = afstamming(op)
    groepen: dict[int, list[Any]] = {}
    onvolledig = set()
    for pk in Gemeente.objects.op_datum(dt.date(gekozen, 1, 1)).values_list("pk", flat=True):
        doel = doelen.get(pk)
        if doel is None:
            continue
        if pk in rijen:
            groepen.setdefault(doel, []).append(rijen[pk])
        else:
            onvolledig.add(doel)
    return {doel: deel for doel, deel in groepen.items() if doel not in onvolledig}


def _opgeteld(deel: list[Any]) -> dict[str, Any]:
    if len(deel) == 1:
        [rij] = deel
        return {naam: getattr(rij, naam) for naam in _VELDEN}
    return {
        "aantal": sum(rij.aantal for rij in deel),
        "jaar": deel[0].jaar,
        "herkomst": _slechtste({rij.herkomst for rij in deel}),
        "marge": sum(rij.marge for rij in deel),
        "bronvermelding": "; ".join(sorted({rij.bronvermelding for rij in deel})),
    }


def inwoners(
    *, op: dt.date, jaar: int | None = None, publicatie: int | None = None
) -> dict[int, Telling]:
    """Give the inhabitants of every gemeente of `op`, by gemeente id, in a fixed number of queries.

    `jaar` is the year of 1 January; by default the latest known one ≤ `op`. With `publicatie` the
    figures as known at that number. A gemeente without (all of) its figures is left out.
    """
    groepen = _groepen(Inwoners, op=op, jaar=jaar, publicatie=publicatie)
    return {pk: Telling(**_opgeteld(deel)) for pk, deel in groepen.items()}


def wooneenheden(
    *, op: dt.date, jaar: int | None = None, publicatie: int | None = None
) -> dict[int, TellingWooneenheden]:
    """Give the dwellings likewise.

    There is one vintage (1-1-2025), used for every date: an ended gemeente has no figure.
    """
    groepen = _groepen(Wooneenheden, op=op, jaar=jaar, publicatie=publicatie)
    uit = {}
    for pk, deel in groepen.items():
        tellingen = [rij.huishoudens for rij in deel]
        uit[pk] = TellingWooneenheden(
            **_opgeteld(deel),
            huishoudens=None if None in tellingen else sum(tellingen),
            huishoudens_jaar=deel[0].huishoudens_jaar,
        )
    return uit


def inwonersjaren(*, publicatie: int | None = None) -> list[int]:
    """Give the years with inhabitants, the latest first: the choices of a population year."""
    return list(
        Inwoners.objects.gekend_op(publicatie)
        .order_by("-jaar")
        .values_list("jaar", flat=True)
        .distinct()
    )
