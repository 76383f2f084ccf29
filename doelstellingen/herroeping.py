"""Undo one publicatie under a new one (model.md, last lines); used through `services`.

Living rows of P close in U; rows that P had closed come back under U where nothing newer took their
place. Rooms above with rows of their own join in with `publicaties.bij_herroeping`.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from doelstellingen.models import Methodebreuk, Meting, Norm, Ondertekening, Pad, Publicatie
from gemeenten.models import Inwoners, Wooneenheden


class HerroepingKanNiet(ValueError):
    """This publicatie cannot be undone; the message says why, in Dutch."""


Sleutels = tuple[tuple[type[models.Model], tuple[str, ...]], ...]
TABELLEN: Sleutels = (
    (Meting, ("gemeente_id", "indicator_id", "bron_id", "vorm", "van", "tot")),
    (Ondertekening, ("gemeente_id", "pact")),
    (Methodebreuk, ("indicator_id", "datum")),
    (Inwoners, ("gemeente_id", "jaar")),
    (Wooneenheden, ("gemeente_id", "jaar")),
)


def controleer(publicatie: Publicatie) -> None:
    """Raise HerroepingKanNiet when this publicatie has been undone before."""
    eerder = Publicatie.objects.filter(herroept=publicatie).first()
    if eerder is not None:
        raise HerroepingKanNiet(
            f"Editie {publicatie.pk} is al herroepen, in editie {eerder.pk}. "
            f"Herroep editie {eerder.pk} om ze terug te zetten."
        )


def voer_uit(*, oud: Publicatie, nieuw: Publicatie) -> None:
    """Close the rows of `oud` and bring back what it had replaced, under `nieuw`."""
    for model, sleutel in TABELLEN:
        zet_terug(model, sleutel=sleutel, oud=oud.pk, nieuw=nieuw.pk)
    _zet_normen_terug(oud=oud, nieuw=nieuw)


def zet_terug(model: type[models.Model], *, sleutel: tuple[str, ...], oud: int, nieuw: int) -> None:
    """Undo `oud` in one table with `publicatie` and `vervallen_in`, in two statements."""
    tabel = model._meta.db_table
    velden: dict[str, str] = {
        str(veld.attname): str(veld.column) for veld in model._meta.concrete_fields
    }
    vervallen = _kolom(velden, "vervallen_in")
    publicatie = _kolom(velden, "publicatie")
    gekopieerd = [kolom for kolom in velden.values() if kolom not in ("id", vervallen, publicatie)]
    lijst = ", ".join(gekopieerd)
    bron = ", ".join(f"o.{kolom}" for kolom in gekopieerd)
    gelijk = " AND ".join(f"m.{velden[k]} = o.{velden[k]}" for k in sleutel)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {tabel} SET {vervallen} = %s WHERE {publicatie} = %s AND {vervallen} IS NULL",
            [nieuw, oud],
        )
        cursor.execute(
            f"INSERT INTO {tabel} ({lijst}, {publicatie}) SELECT {bron}, %s FROM {tabel} o"
            f" WHERE o.{vervallen} = %s AND o.{publicatie} <> %s AND NOT EXISTS"
            f" (SELECT 1 FROM {tabel} m WHERE {gelijk} AND m.{vervallen} IS NULL)",
            [nieuw, oud, oud],
        )


def _kolom(velden: dict[str, str], naam: str) -> str:
    """The column of a number (`publicatie`) or of a foreign key (`publicatie_id`)."""
    return velden.get(f"{naam}_id") or velden[naam]


def _zet_normen_terug(*, oud: Publicatie, nieuw: Publicatie) -> None:
    Norm.objects.levend().filter(publicatie=oud).update(vervallen_in=nieuw)
    levend = {(n.indicator_id, n.pact, n.basisjaar, n.van): n.pk for n in Norm.objects.levend()}
    for norm in Norm.objects.filter(vervallen_in=oud).exclude(publicatie=oud):
        if (norm.indicator_id, norm.pact, norm.basisjaar, norm.van) in levend:
            continue
        punten: list[dict[str, Any]] = [
            dict(punt) for punt in norm.pad.values("datum", "teller", "noemer")
        ]
        norm.pk, norm.publicatie, norm.vervallen_in = None, nieuw, None
        norm._state.adding = True
        norm.save()
        Pad.objects.bulk_create([Pad(norm=norm, **punt) for punt in punten])
