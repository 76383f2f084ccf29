"""Undo of a publicatie for verbeteringen: the versions it replaced come back, what it added closes.

Registered with `doelstellingen.publicaties.bij_herroeping`; runs inside the undoing transaction,
after the metingen were put back, and rewrites the monthly figures of what it touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from doelstellingen.models import Publicatie
from gereedschap.massaschrijver import RIJEN_PER_BLOK, Massaschrijver, blokken
from verbeteringen import tellingen
from verbeteringen.models import Goedkeuring, Maatregel, Verbetering, VerbeteringOud
from verbeteringen.overname import (
    BASISKOLOMMEN,
    bewaar_oude_versies,
    maanden_van,
    tabelnaam,
)
from verbeteringen.toename import schrijf_toename

_MAATREGEL = (
    "verbetering_id",
    "parameter",
    "richting",
    "hoeveelheid",
    "oppervlakte_m2",
    "telt_mee",
    "reden",
)


def zet_terug(oud: Publicatie, nieuw: Publicatie) -> None:
    """Give the verbeteringen that `oud` wrote their earlier version back, under `nieuw`."""
    geschreven, gesloten = (
        "v.publicatie_id = %s",
        "v.vervallen_in_id = %s AND v.publicatie_id <> %s",
    )
    maanden = maanden_van(geschreven, [oud.pk]) | maanden_van(gesloten, [oud.pk, oud.pk])
    bewaar_oude_versies(
        selectie=f"{geschreven} AND EXISTS (SELECT 1 FROM {tabelnaam(VerbeteringOud)} o "
        "WHERE o.verbetering = v.id AND o.vervallen_in_id = %s)",
        parameters=[oud.pk, oud.pk],
        publicatie=nieuw,
    )
    _heropen(oud, nieuw)
    terug = _zet_versies_terug(oud, nieuw)
    _sluit_nieuwe(oud, nieuw)
    if terug:
        maanden |= maanden_van(geschreven, [nieuw.pk])
    schrijf_toename(publicatie=nieuw, maanden=maanden)
    tellingen.herbereken()


def _heropen(oud: Publicatie, nieuw: Publicatie) -> None:
    """When `oud` was itself an undo: what it closed lives again."""
    Verbetering.objects.filter(vervallen_in=oud).exclude(publicatie=oud).update(
        vervallen_in=None, publicatie=nieuw
    )


def _zet_versies_terug(oud: Publicatie, nieuw: Publicatie) -> int:
    tabel, oude = tabelnaam(Verbetering), tabelnaam(VerbeteringOud)
    eigen = ("publicatie_id", "vervallen_in_id", "versie", "goedkeuring")
    zet = ", ".join(f"{k} = o.{k}" for k in BASISKOLOMMEN if k not in eigen)
    vervallen = f"o.goedkeuring = '{Goedkeuring.VERVALLEN}' AND {tabel}.goedkeuring = '{Goedkeuring.LEVERANCIER}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {tabelnaam(Maatregel)} WHERE verbetering_id IN (SELECT o.verbetering "
            f"FROM {oude} o JOIN {tabel} v ON v.id = o.verbetering "
            "WHERE o.vervallen_in_id = %s AND v.publicatie_id = %s)",
            [oud.pk, oud.pk],
        )
        cursor.execute(
            f"UPDATE {tabel} SET {zet}, versie = {tabel}.versie + 1, publicatie_id = %s, "
            f"goedkeuring = CASE WHEN {vervallen} THEN {tabel}.goedkeuring ELSE o.goedkeuring END, "
            f"vervallen_in_id = CASE WHEN {vervallen} THEN %s ELSE NULL END "
            f"FROM {oude} o WHERE o.verbetering = {tabel}.id AND o.vervallen_in_id = %s "
            f"AND {tabel}.publicatie_id = %s",
            [nieuw.pk, nieuw.pk, oud.pk, oud.pk],
        )
        aantal: int = cursor.rowcount
    if aantal:
        schrijver = Massaschrijver(Maatregel, _MAATREGEL)
        # In blocks: PostgreSQL answers no query while a COPY runs.
        for blok in blokken(_oude_maatregelen(oud, nieuw), RIJEN_PER_BLOK):
            schrijver.schrijf(blok)
    return aantal


def _oude_maatregelen(oud: Publicatie, nieuw: Publicatie) -> Iterator[tuple[Any, ...]]:
    terug = Verbetering.objects.filter(publicatie=nieuw).values("pk")
    for pk, maatregelen in (
        VerbeteringOud.objects.filter(vervallen_in=oud, verbetering__in=terug)
        .values_list("verbetering", "maatregelen")
        .iterator()
    ):
        for m in maatregelen:
            vlak = m["oppervlakte_m2"]
            yield (
                pk,
                m["parameter"],
                m["richting"],
                Decimal(m["hoeveelheid"]),
                None if vlak is None else Decimal(vlak),
                m["telt_mee"],
                "" if m["telt_mee"] and m["richting"] == "plus" else m["reden"],
            )


def _sluit_nieuwe(oud: Publicatie, nieuw: Publicatie) -> None:
    """Close what `oud` added. Without its hash the same row, delivered again, is new content."""
    Verbetering.objects.filter(publicatie=oud, vervallen_in__isnull=True).update(
        vervallen_in=nieuw, hash=b""
    )
