"""Inwoners and wooneenheden: what a delivery would change, and writing just that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from gemeenten.laden import gemeente_id_op
from gemeenten.models import Inwoners, Wooneenheden
from gereedschap.referentietabel import lees_tabel


@dataclass(frozen=True)
class InwonersRij:
    """Inhabitants of one gemeente of its time on 1 January of `jaar`."""

    gemeente_id: int
    jaar: int
    aantal: int
    herkomst: str
    marge: int
    bronvermelding: str


@dataclass(frozen=True)
class WooneenhedenRij(InwonersRij):
    """Dwellings likewise, with the households of the latest observed year beside them."""

    huishoudens: int | None
    huishoudens_jaar: int | None


@dataclass(frozen=True)
class Geschreven:
    """How many figures came in for the first time and how many replaced another."""

    nieuw: int
    vervangen: int


def _lees(folder: Path, naam: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Give each row of a yearly fixture with the columns that both tables share."""
    teksten = {r["sleutel"]: r["tekst"] for r in lees_tabel(folder / "bronvermeldingen.csv")}
    ids = gemeente_id_op()
    uit = []
    for rij in lees_tabel(folder / naam):
        jaar = int(rij["jaar"])
        if (rij["nis"], jaar) not in ids:
            raise ValueError(f"{naam}: NIS-code {rij['nis']} bestond niet op 1 januari {jaar}.")
        gedeeld = {
            "gemeente_id": ids[rij["nis"], jaar],
            "jaar": jaar,
            "aantal": int(rij["aantal"]),
            "herkomst": rij["herkomst"],
            "marge": int(rij["marge"]),
            "bronvermelding": teksten[rij["bron"]].format(jaar=jaar),
        }
        uit.append((rij, gedeeld))
    return uit


def lees_inwoners(folder: Path) -> list[InwonersRij]:
    """Give the rows of `inwoners.csv`; ValueError for a NIS that didn't exist that year."""
    return [InwonersRij(**gedeeld) for _, gedeeld in _lees(folder, "inwoners.csv")]


def lees_wooneenheden(folder: Path) -> list[WooneenhedenRij]:
    """Give the rows of `wooneenheden.csv`; ValueError for a NIS that didn't exist that year."""
    return [
        WooneenhedenRij(
            **gedeeld,
            huishoudens=int(rij["huishoudens"]) if rij["huishoudens"] else None,
            huishoudens_jaar=int(rij["huishoudens_jaar"]) if rij["huishoudens"] else None,
        )
        for rij, gedeeld in _lees(folder, "wooneenheden.csv")
    ]


def verschil_met_tabel(
    model: type[Inwoners | Wooneenheden], rijen: Iterable[InwonersRij]
) -> list[Any]:
    """Give the rows that the living rows of `model` lack or tell otherwise."""
    lijst = list(rijen)
    velden = list(lijst[0].__dataclass_fields__) if lijst else []
    levend = {
        (waarden["gemeente_id"], waarden["jaar"]): waarden
        for waarden in model.objects.levend().values(*velden)
    }
    return [
        rij
        for rij in lijst
        if levend.get((rij.gemeente_id, rij.jaar)) != {v: getattr(rij, v) for v in velden}
    ]


@transaction.atomic
def schrijf(
    model: Any,
    verschil: Sequence[InwonersRij],
    publicatie: int,
) -> Geschreven:
    """Write `verschil` to `model` (Inwoners or Wooneenheden) under `publicatie`.

    The living rows that it replaces are closed, never changed.
    """
    sleutels = {(rij.gemeente_id, rij.jaar) for rij in verschil}
    oud = [
        pk
        for pk, gemeente, jaar in model.objects.levend()
        .filter(jaar__in={jaar for _, jaar in sleutels})
        .values_list("pk", "gemeente_id", "jaar")
        if (gemeente, jaar) in sleutels
    ]
    for begin in range(0, len(oud), 500):
        model.objects.filter(pk__in=oud[begin : begin + 500]).update(vervallen_in=publicatie)
    model.objects.bulk_create(
        [
            model(
                **{veld: getattr(rij, veld) for veld in rij.__dataclass_fields__},
                publicatie=publicatie,
            )
            for rij in verschil
        ],
        batch_size=500,
    )
    return Geschreven(nieuw=len(verschil) - len(oud), vervangen=len(oud))
