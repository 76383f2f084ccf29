"""What of a verbetering who may see: one rule for page, map, export and API.

Of a verbetering by a burger (also one that a supplier delivered) the public sees amount, date,
gemeente and the map cell; the exact shape, name, remark and photos only its submitter and the
gemeente. A z15 tile is about 770 m wide in Flanders: never under 500 m.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen.geometrie import ZOOM
from verbeteringen.models import Aanvrager, Verbetering

NAAM_BURGER = "Verbetering door een burger"


def ziet_alles(verbetering: Verbetering, toegang: Toegang) -> bool:
    """Tell whether `toegang` sees name, remark, photos and the exact shape."""
    if verbetering.aanvrager != Aanvrager.BURGER:
        return True
    if toegang.account and verbetering.indiener_id == toegang.account.pk:
        return True
    return toegang.aangemeld and mag(toegang, Handeling.INTERN_LEZEN, verbetering.gemeente_id)


def _ontspreid(sleutel: int) -> int:
    uit = 0
    for bit in range(ZOOM + 1):
        uit |= ((sleutel >> (2 * bit)) & 1) << bit
    return uit


def celvak(cel: int, zoom: int = ZOOM) -> BaseGeometry:
    """Give the rectangle (WGS84) of the tile with this Morton key on `zoom`."""
    x, y = _ontspreid(cel), _ontspreid(cel >> 1)
    aantal = 1 << zoom

    def lon(kolom: int) -> float:
        return round(kolom / aantal * 360.0 - 180.0, 7)

    def lat(rij: int) -> float:
        return round(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * rij / aantal)))), 7)

    return shapely.box(lon(x), lat(y + 1), lon(x + 1), lat(y))


class Getoond(NamedTuple):
    """A verbetering as somebody may see it; every output is built from this."""

    pk: int
    naam: str
    opmerking: str
    links: tuple[str, ...]
    vorm: BaseGeometry | None
    vergroofd: bool


def getoond(verbetering: Verbetering, toegang: Toegang, *, met_vorm: bool = True) -> Getoond:
    """Give what `toegang` may see of `verbetering`; set `met_vorm=False` where the shape is deferred."""
    if ziet_alles(verbetering, toegang):
        return Getoond(
            pk=verbetering.pk,
            naam=verbetering.projectnaam,
            opmerking=verbetering.opmerking,
            links=tuple(verbetering.links),
            vorm=verbetering.geometrie if met_vorm else None,
            vergroofd=False,
        )
    return Getoond(
        pk=verbetering.pk,
        naam=NAAM_BURGER,
        opmerking="",
        links=(),
        vorm=celvak(verbetering.cel) if met_vorm and verbetering.cel is not None else None,
        vergroofd=True,
    )


def als_feature(
    verbetering: Verbetering, toegang: Toegang, eigenschappen: dict[str, Any]
) -> dict[str, Any]:
    """Give a GeoJSON feature of what `toegang` may see; `eigenschappen` must hold nothing personal."""
    zicht = getoond(verbetering, toegang)
    return {
        "type": "Feature",
        "id": zicht.pk,
        "geometry": None if zicht.vorm is None else shapely.geometry.mapping(zicht.vorm),
        "properties": {"naam": zicht.naam, **eigenschappen},
    }
