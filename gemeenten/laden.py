"""Bring the territory tables in step with the fixtures; called through `services`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from gemeenten.models import Arrondissement, Fusie, Gemeente, Postcode, Provincie
from gemeenten.namen import sorteernaam
from gereedschap.referentietabel import Verloop, lees_tabel, synchroniseer

Sleutel = tuple[str, dt.date]


def _datum(tekst: str) -> dt.date | None:
    return dt.date.fromisoformat(tekst) if tekst else None


def _getal(tekst: str) -> float | None:
    return float(tekst) if tekst else None


def _gemeenterij(
    rij: Mapping[str, str], provincies: dict[str, int], arrondissementen: dict[str, int]
) -> dict[str, Any]:
    return {
        "nis": rij["nis"],
        "van": dt.date.fromisoformat(rij["van"]),
        "tot": _datum(rij["tot"]),
        "naam": rij["naam"],
        "sorteernaam": sorteernaam(rij["naam"]),
        "provincie_id": provincies[rij["provincie"]],
        "arrondissement_id": arrondissementen[rij["arrondissement"]],
        "referentieregio": rij["referentieregio"],
        "vervoerregio": rij["vervoerregio"],
        "lon": _getal(rij["lon"]),
        "lat": _getal(rij["lat"]),
        "oppervlakte_km2": Decimal(rij["km2"]) if rij["km2"] else None,
        "uri_bestuurseenheid": rij["uri_bestuurseenheid"],
        "uri_werkingsgebied": rij["uri_werkingsgebied"],
    }


def _ids(model: type[Provincie] | type[Arrondissement]) -> dict[str, int]:
    return dict(model._default_manager.values_list("nis", "pk"))


def gemeente_ids() -> dict[Sleutel, int]:
    """Give the id of every gemeente row by its natural key (nis, van)."""
    return {(n, v): pk for n, v, pk in Gemeente.objects.values_list("nis", "van", "pk")}


def gemeente_id_op() -> dict[tuple[str, int], int]:
    """Give the id of the gemeente with a NIS on 1 January of each year from 2015 to 2040."""
    uit: dict[tuple[str, int], int] = {}
    for nis, van, tot, pk in Gemeente.objects.values_list("nis", "van", "tot", "pk"):
        for jaar in range(2015, 2041):
            dag = dt.date(jaar, 1, 1)
            if van <= dag and (tot is None or dag < tot):
                uit[nis, jaar] = pk
    return uit


def _postcodes(rijen: list[dict[str, str]], ids: dict[Sleutel, int]) -> Verloop:
    gewenst = {
        (ids[r["nis"], dt.date.fromisoformat(r["van"])], code)
        for r in rijen
        for code in r["postcodes"].split()
    }
    bestaand = {
        (gemeente, code): pk
        for pk, gemeente, code in Postcode.objects.values_list("pk", "gemeente_id", "code")
    }
    weg = [pk for sleutel, pk in bestaand.items() if sleutel not in gewenst]
    Postcode.objects.filter(pk__in=weg).delete()
    erbij = sorted(gewenst - bestaand.keys())
    Postcode.objects.bulk_create(
        [Postcode(gemeente_id=g, code=c) for g, c in erbij], batch_size=500
    )
    return Verloop(len(erbij), len(weg), len(gewenst) - len(erbij))


def _fusies(rijen: list[dict[str, str]], ids: dict[Sleutel, int]) -> Verloop:
    # The row that ends on the day of the fusie is `oud`, the one that starts that day `nieuw`:
    # Antwerpen's NIS is on both sides.
    eind = {
        (g.nis, g.tot): g.pk for g in Gemeente.objects.filter(tot__isnull=False).only("nis", "tot")
    }
    return synchroniseer(
        model=Fusie,
        rijen=[
            {
                "oud_id": eind[r["oud"], dt.date.fromisoformat(r["datum"])],
                "nieuw_id": ids[r["nieuw"], dt.date.fromisoformat(r["datum"])],
                "datum": dt.date.fromisoformat(r["datum"]),
            }
            for r in rijen
        ],
        sleutel=["oud_id"],
    )


@transaction.atomic
def laad_tabellen(folder: Path) -> dict[str, Verloop]:
    """Load provincies, arrondissementen, gemeenten, postcodes and fusies from `folder`.

    One transaction; a second call changes nothing.
    """
    verloop = {
        "provincies": synchroniseer(
            model=Provincie,
            rijen=lees_tabel(folder / "provincies.csv"),
            sleutel=["nis"],
        ),
        "arrondissementen": synchroniseer(
            model=Arrondissement,
            rijen=lees_tabel(folder / "arrondissementen.csv"),
            sleutel=["nis"],
        ),
    }
    provincies, arrondissementen = _ids(Provincie), _ids(Arrondissement)
    rijen = lees_tabel(folder / "gemeenten.csv")
    # Closed rows first: one valid row per NIS is a constraint of the table.
    verloop["gemeenten"] = synchroniseer(
        model=Gemeente,
        rijen=[_gemeenterij(r, provincies, arrondissementen) for r in rijen],
        sleutel=["nis", "van"],
    )
    ids = gemeente_ids()
    verloop["postcodes"] = _postcodes(rijen, ids)
    verloop["fusies"] = _fusies(lees_tabel(folder / "fusies.csv"), ids)
    return verloop
