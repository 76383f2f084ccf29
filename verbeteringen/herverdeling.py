"""Assign verbeteringen again whose gemeente was estimated, once better boundaries are in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from doelstellingen.models import Publicatie
from gemeenten.grenzen import GEEN, gemeenten_van, huidige_grenzen, voorgangers_van
from gemeenten.models import Fusie, Gemeente
from verbeteringen.models import GemeenteUit, Verbetering
from verbeteringen.overname import bewaar_oude_versies
from verbeteringen.toename import schrijf_toename

STUK = 5_000


@dataclass(frozen=True)
class Verhuizing:
    """One verbetering that turned out to lie in another gemeente; `gelukt` is False on a collision."""

    verbetering_id: int
    projectnaam: str
    bron_id: int
    van_id: int
    naar_id: int
    uitgevoerd_op: dt.date | None
    gelukt: bool = True


def _stukken() -> Iterator[list[Verbetering]]:
    """Give the estimated verbeteringen with a shape, in pieces, by key."""
    vanaf = 0
    geschat = Verbetering.objects.filter(
        gemeente_uit=GemeenteUit.VORM_GESCHAT,
        geometrie__isnull=False,
        vervallen_in__isnull=True,
    ).order_by("pk")
    while stuk := list(geschat.filter(pk__gt=vanaf)[:STUK]):
        vanaf = stuk[-1].pk
        yield stuk


def _tijdvak(datum: dt.date, fusies: Sequence[dt.date]) -> dt.date | None:
    """Give the last day before the first fusie after `datum`; None for today's indeling."""
    later = [f for f in fusies if f > datum]
    return min(later) - dt.timedelta(days=1) if later else None


def _plaats(stuk: Sequence[Verbetering]) -> tuple[np.ndarray, np.ndarray]:
    """Give per verbetering its gemeente id by the boundaries in use, and whether it is sure."""
    vormen = np.array([v.geometrie for v in stuk], dtype=object)
    ids, buiten_m = gemeenten_van(vormen)
    zeker = (buiten_m == 0) & (ids != GEEN)
    if huidige_grenzen().benaderend:
        zeker[:] = False
    fusies = sorted(set(Fusie.objects.values_list("datum", flat=True)))
    vandaag = timezone.localdate()
    vakken = [_tijdvak(v.uitgevoerd_op or v.gepland_op or vandaag, fusies) for v in stuk]
    for vak in {v for v in vakken if v is not None}:
        hier = np.array([v == vak for v in vakken])
        toen = voorgangers_van(vormen[hier], ids[hier], op=vak)
        # Older shapes don't ship: which predecessor it was stays an estimate.
        zeker[hier] &= toen == ids[hier]
        ids[hier] = toen
    return ids, zeker


def _bewaar_oud(sleutels: Sequence[int], publicatie: Publicatie) -> None:
    for begin in range(0, len(sleutels), 500):
        deel = list(sleutels[begin : begin + 500])
        bewaar_oude_versies(
            selectie=f"v.id IN ({', '.join(['%s'] * len(deel))})",
            parameters=deel,
            publicatie=publicatie,
        )


def _bezet(stuk: Sequence[Verbetering], doelen: np.ndarray) -> set[tuple[int, str, int]]:
    """Give the keys that siblings of a split registration already hold."""
    sleutels = {v.externe_sleutel for v in stuk}
    return set(
        Verbetering.objects.filter(
            externe_sleutel__in=sleutels, gemeente__in={int(pk) for pk in doelen}
        ).values_list("bron_id", "externe_sleutel", "gemeente_id")
    )


def _verhuis(
    stuk: Sequence[Verbetering], ids: np.ndarray, publicatie: Publicatie
) -> list[Verhuizing]:
    bezet = _bezet(stuk, ids)
    uit, weg = [], []
    for v, naar in zip(stuk, ids.tolist(), strict=True):
        sleutel = (v.bron_id, v.externe_sleutel, naar)
        gelukt = sleutel not in bezet
        uit.append(
            Verhuizing(
                verbetering_id=v.pk,
                projectnaam=v.projectnaam,
                bron_id=v.bron_id,
                van_id=v.gemeente_id,
                naar_id=naar,
                uitgevoerd_op=v.uitgevoerd_op,
                gelukt=gelukt,
            )
        )
        if gelukt:
            bezet.add(sleutel)
            weg.append((v, naar))
    _bewaar_oud([v.pk for v, _ in weg], publicatie)
    for v, naar in weg:
        v.gemeente_id, v.versie, v.publicatie = naar, v.versie + 1, publicatie
    Verbetering.objects.bulk_update(
        [v for v, _ in weg], ["gemeente", "versie", "publicatie"], batch_size=200
    )
    return uit


def herverdeel_geschatte(*, publicatie: Publicatie) -> list[Verhuizing]:
    """Give every estimated verbetering the gemeente of the boundaries now in use.

    Runs inside the transaction of `publicatie`. What moves keeps its old version in VerbeteringOud
    and the monthly figures of both gemeenten follow; what stays and is now sure loses its mark.
    Gives what moved, and what could not because a part of the same registration is there already
    (`gelukt` False).
    """
    uit: list[Verhuizing] = []
    for stuk in _stukken():
        ids, zeker = _plaats(stuk)
        nu = np.array([v.gemeente_id for v in stuk])
        anders = np.flatnonzero((ids != nu) & (ids != GEEN))
        uit += _verhuis([stuk[i] for i in anders], ids[anders], publicatie)
        sleutels = [stuk[i].pk for i in np.flatnonzero(zeker)]
        for begin in range(0, len(sleutels), 500):
            Verbetering.objects.filter(pk__in=sleutels[begin : begin + 500]).update(
                gemeente_uit=GemeenteUit.VORM
            )
    schrijf_toename(publicatie=publicatie, maanden=geraakte_maanden(uit))
    return uit


def geraakte_maanden(verhuizingen: Sequence[Verhuizing]) -> set[tuple[int, int, dt.date]]:
    """Give the (gemeente, bron, first day of the month) whose monthly figure changes."""
    return {
        (gemeente, v.bron_id, v.uitgevoerd_op.replace(day=1))
        for v in verhuizingen
        if v.gelukt and v.uitgevoerd_op
        for gemeente in (v.van_id, v.naar_id)
    }


def beschrijf(verhuizingen: Sequence[Verhuizing]) -> list[str]:
    """Give one Dutch line per verbetering that moved or could not."""
    ids = {pk for v in verhuizingen for pk in (v.van_id, v.naar_id)}
    namen = dict(Gemeente.objects.filter(pk__in=ids).values_list("pk", "naam"))
    return [
        f"{v.projectnaam} ({v.verbetering_id}): {namen[v.van_id]} → {namen[v.naar_id]}"
        + ("" if v.gelukt else ", niet verplaatst: daar ligt al een deel van deze registratie")
        for v in verhuizingen
    ]
