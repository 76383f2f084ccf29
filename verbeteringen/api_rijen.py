"""How a verbetering leaves through the API: one line, made of a tuple or of a loaded row.

A collection reads tuples, because an object per row and per maatregel costs the most of a page.
Privacy stays with `getoond`, which reads the same names on both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import shapely
from django.db import connection
from django.db.models import F

from gemeenten.api import verwijs_naar
from gereedschap.api.exact import Exact, duizendsten, exact
from gereedschap.api.views import identificator, versie_van
from gereedschap.platte_sql import een_van
from toegang.wie import Toegang
from verbeteringen.models import Maatregel
from verbeteringen.openbaarheid import getoond
from verbeteringen.parameters import PER_SLEUTEL

# What a line needs beside the columns of the row itself.
_ERBIJ = {
    "bronslug": F("bron__slug"),
    "nis": F("gemeente__nis"),
    "gemeentenaam": F("gemeente__naam"),
    "oppervlakte_d": duizendsten("oppervlakte_m2"),
    "lengte_d": duizendsten("lengte_m"),
}
_KOLOMMEN = (
    "pk",
    "versie",
    "externe_sleutel",
    "projectnaam",
    "gemeente_id",
    "aanvrager",
    "indiener_id",
    "uitvoering",
    "uitgevoerd_op",
    "gepland_op",
    "goedkeuring",
    "opmerking",
    "links",
    "gewijzigd_op",
    "publicatie_id",
    "cel",
    *_ERBIJ,
)


def met_kenmerken(rijen: Any) -> Any:
    """Have these verbeteringen carry what `verbetering_item` reads of their bron and gemeente."""
    return rijen.annotate(**_ERBIJ)


def als_rijen(rijen: Any, *, met_vorm: bool) -> Any:
    """Give these verbeteringen as tuples with just what `verbetering_item` reads."""
    vorm = ("geometrie",) if met_vorm else ()
    return met_kenmerken(rijen).values_list(*_KOLOMMEN, *vorm, named=True)


class Maatregelrij(NamedTuple):
    """One maatregel; amounts in whole thousandths."""

    parameter: str
    richting: str
    hoeveelheid: int
    oppervlakte_m2: int | None
    telt_mee: bool
    reden: str


_MAATREGELVELDEN = (
    *("verbetering_id", "parameter", "richting", "hoeveelheid", "oppervlakte_m2"),
    *("telt_mee", "reden"),
)
_MAATREGELEN = (
    f"SELECT {', '.join(_MAATREGELVELDEN)} FROM {Maatregel._meta.db_table} "
    "WHERE verbetering_id {} ORDER BY id"
)


def maatregelen_van(pks: Collection[int]) -> dict[int, list[Maatregelrij]]:
    """Read the maatregelen of these verbeteringen at once, in order of registration."""
    uit: dict[int, list[Maatregelrij]] = {pk: [] for pk in pks}
    if not uit:
        return uit
    with connection.cursor() as cursor:
        cursor.execute(_MAATREGELEN.format(een_van(uit)))
        for pk, *velden, telt_mee, reden in cursor.fetchall():
            uit[pk].append(Maatregelrij._make((*velden, bool(telt_mee), reden)))
    return uit


def _maatregel(m: Maatregelrij, *, open_: bool) -> dict[str, Any]:
    return {
        "parameter": m.parameter,
        "richting": m.richting,
        "hoeveelheid": exact(m.hoeveelheid),
        "eenheid": PER_SLEUTEL[m.parameter].eenheid,
        "oppervlakteM2": exact(m.oppervlakte_m2),
        "teltMee": m.telt_mee,
        # What somebody typed may name a garden or a person.
        "reden": m.reden if open_ or not m.telt_mee else "",
    }


def netto_van(maatregelen: Iterable[Maatregelrij]) -> dict[str, Exact | None]:
    """Give per parameter what counts: what came minus what went."""
    uit: dict[str, int] = {}
    for m in maatregelen:
        if m.telt_mee:
            bedrag = m.hoeveelheid if m.richting == "plus" else -m.hoeveelheid
            uit[m.parameter] = uit.get(m.parameter, 0) + bedrag
    return {parameter: exact(bedrag) for parameter, bedrag in uit.items()}


def verbetering_item(
    rij: Any, maatregelen: Sequence[Maatregelrij], toegang: Toegang, basis: str
) -> dict[str, Any]:
    """Give a row with its kenmerken as `toegang` may see it, without its shape."""
    zicht = getoond(rij, toegang, met_vorm=False)
    open_ = not zicht.vergroofd
    ruimte, versie = f"{basis}/id/verbetering", versie_van(rij.gewijzigd_op)
    return {
        "@type": "Verbetering",
        "@id": f"{ruimte}/{rij.pk}",
        "identificator": identificator(ruimte, rij.pk, versie),
        "id": rij.pk,
        "versie": rij.versie,
        "externeSleutel": rij.externe_sleutel if open_ else None,
        "bron": rij.bronslug,
        "projectnaam": zicht.naam,
        "gemeente": verwijs_naar(rij.nis, rij.gemeentenaam, basis),
        "aanvrager": rij.aanvrager,
        "uitvoering": rij.uitvoering,
        "uitgevoerdOp": rij.uitgevoerd_op,
        "geplandOp": rij.gepland_op,
        "goedkeuring": rij.goedkeuring,
        "afgeschermd": zicht.vergroofd,
        "oppervlakteM2": exact(rij.oppervlakte_d) if open_ else None,
        "lengteM": exact(rij.lengte_d) if open_ else None,
        "maatregelen": [_maatregel(m, open_=open_) for m in maatregelen],
        "netto": netto_van(maatregelen),
        "opmerking": zicht.opmerking,
        "links": list(zicht.links),
        "gewijzigdOp": versie,
        "editie": rij.publicatie_id,
        "detail": f"{basis}/api/v1/verbeteringen/{rij.pk}",
    }


def verbetering_data(rij: Any, toegang: Toegang, basis: str) -> dict[str, Any]:
    """Give one loaded verbetering, read with `met_kenmerken`, shape included."""
    data = verbetering_item(rij, maatregelen_van([rij.pk])[rij.pk], toegang, basis)
    return data | {"geometrie": vorm_van(rij, toegang)}


def vorm_van(rij: Any, toegang: Toegang) -> Any:
    vorm = getoond(rij, toegang).vorm
    return None if vorm is None else shapely.geometry.mapping(vorm)


def verbetering_features(
    rijen: Sequence[Any], toegang: Toegang, basis: str
) -> list[dict[str, Any]]:
    """Give rows with their kenmerken and shapes as GeoJSON features."""
    maatregelen = maatregelen_van([rij.pk for rij in rijen])
    return [verbetering_feature(rij, maatregelen[rij.pk], toegang, basis) for rij in rijen]


def verbetering_feature(
    rij: Any, maatregelen: Sequence[Maatregelrij], toegang: Toegang, basis: str
) -> dict[str, Any]:
    """Make a GeoJSON feature; its properties are flat where a GIS wants them flat."""
    regel = verbetering_item(rij, maatregelen, toegang, basis)
    weg = ("@type", "identificator", "maatregelen", "netto", "gemeente", "links")
    eigen = {naam: waarde for naam, waarde in regel.items() if naam not in weg}
    eigen |= {"nis": regel["gemeente"]["nis"], "gemeente": regel["gemeente"]["naam"]}
    eigen |= {f"netto_{naam}": float(n) for naam, n in regel["netto"].items()}
    return {
        "type": "Feature",
        "id": rij.pk,
        "geometry": vorm_van(rij, toegang),
        "properties": eigen,
    }
