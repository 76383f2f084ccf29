"""What the map shows of a selection in a view: counts far out, shapes close by, by `cel`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone

from gemeenten.models import Gemeente
from gemeenten.selectors import afstamming
from gereedschap.opmaak import toon_getal
from toegang.wie import Toegang
from verbeteringen.geometrie import (
    MAXX,
    MAXY,
    MINX,
    MINY,
    ZOOM,
    cellen_in_beeld,
    morton,
    tegels,
)
from verbeteringen.models import Celtelling, Telling, Verbetering
from verbeteringen.openbaarheid import celvak, getoond
from verbeteringen.querysets import OPENBAAR, VerbeteringQuerySet
from verbeteringen.selectors import Selectie, datumzin, kies, niet_geheim, regels_van

MAX_VORMEN = 400
MAX_BYTES = 190_000
MAX_CELLEN = 2_000
# Up to this zoom a selection with more than TONEN_TOT rows in view is counted per tile.
VER_WEG = 13
TONEN_TOT = 60
MAX_TELLEN = 5_000


@dataclass(frozen=True)
class Beeld:
    """The view of a map: bounds in degrees, clipped to Flanders, and its zoom."""

    minx: float
    miny: float
    maxx: float
    maxy: float
    zoom: int

    @classmethod
    def lees(cls, bbox: str, zoom: str) -> Beeld:
        """Read the query of the map; raises ValueError for nonsense."""
        minx, miny, maxx, maxy = (float(deel) for deel in bbox.split(","))
        if not (minx < maxx and miny < maxy):
            raise ValueError(bbox)
        niveau = max(0, min(22, int(zoom)))
        return cls(max(minx, MINX), max(miny, MINY), min(maxx, MAXX), min(maxy, MAXY), niveau)


def _telling(lon: float, lat: float, aantal: int, naam: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]},
        "properties": {"soort": "telling", "aantal": aantal, "naam": naam},
    }


def per_gemeente() -> list[dict[str, Any]]:
    """Give one count per gemeente of today, at its centre."""
    erfgenaam = afstamming(timezone.localdate())
    som: dict[int, int] = {}
    for pk, aantal in (
        Telling.objects.filter(goedkeuring__in=OPENBAAR)
        .order_by()
        .values_list("gemeente")
        .annotate(n=Sum("aantal"))
    ):
        doel = erfgenaam.get(pk, pk)
        som[doel] = som.get(doel, 0) + aantal
    return [
        _telling(g.lon, g.lat, som[g.pk], g.naam)
        for g in Gemeente.objects.filter(pk__in=som).order_by("pk")
        if som[g.pk] and g.lon is not None and g.lat is not None
    ]


def per_cel(beeld: Beeld, zoom: int) -> list[dict[str, Any]]:
    """Give the kept counts of the tiles of `zoom` in view."""
    schaal = 2 ** (15 - zoom)
    x, y = tegels(np.array([beeld.minx, beeld.maxx]), np.array([beeld.maxy, beeld.miny]))
    kolommen = np.arange(int(x[0] // schaal), int(x[1] // schaal) + 1)
    rijen = np.arange(int(y[0] // schaal), int(y[1] // schaal) + 1)
    raster_x, raster_y = np.meshgrid(kolommen, rijen)
    sleutels = [int(s) for s in morton(raster_x.ravel(), raster_y.ravel())]
    uit = []
    for cel, aantal in Celtelling.objects.filter(
        zoom=zoom, cel__in=sleutels, aantal__gt=0
    ).values_list("cel", "aantal"):
        midden = celvak(cel, zoom).centroid
        uit.append(_telling(midden.x, midden.y, aantal))
    return uit


def _celfilter(beeld: Beeld) -> Q:
    """Give the filter on `cel` for a view: a list of cells, or far out the span of their keys."""
    x, y = tegels(np.array([beeld.minx, beeld.maxx]), np.array([beeld.maxy, beeld.miny]))
    aantal = (x[1] - x[0] + 3) * (y[1] - y[0] + 3)
    if aantal <= MAX_CELLEN:
        return Q(cel__in=cellen_in_beeld(beeld.minx, beeld.miny, beeld.maxx, beeld.maxy))
    # Keys grow with x and with y: those of a rectangle lie between the keys of two of its corners.
    eerste, laatste = morton(np.floor(x) + (-1, 1), np.floor(y) + (-1, 1))
    return Q(cel__range=(int(eerste), int(laatste)))


def _in_beeld(
    rijen: VerbeteringQuerySet, beeld: Beeld, toegang: Toegang
) -> tuple[VerbeteringQuerySet, VerbeteringQuerySet]:
    """Give the rows in view by cell, and apart the large shapes; one query with OR uses no index."""
    in_cel = _celfilter(beeld)
    raakt = Q(
        minx__lte=beeld.maxx, maxx__gte=beeld.minx, miny__lte=beeld.maxy, maxy__gte=beeld.miny
    )
    # The bounds of what a burger did stay out of it: a view could be narrowed down to the house.
    open_ = niet_geheim(toegang)
    return (
        rijen.filter(in_cel).filter((open_ & raakt) | ~open_),
        # A large shape whose centre lies in one of the cells is in the first already.
        rijen.filter(groot=True).filter(open_ & raakt).exclude(in_cel),
    )


def vormen(
    rijen: VerbeteringQuerySet, beeld: Beeld, toegang: Toegang
) -> tuple[list[dict[str, Any]], bool]:
    """Give the shapes in view, coarse as the screen, within the byte limit; and whether all fit."""
    gevonden: list[Verbetering] = []
    for deel in _in_beeld(rijen, beeld, toegang):
        gevonden += deel.select_related("gemeente").prefetch_related("maatregelen")[
            : MAX_VORMEN + 1 - len(gevonden)
        ]
    punt = 360 / (256 * 2**beeld.zoom)
    features: list[dict[str, Any]] = []
    burgers: dict[int, list[Verbetering]] = {}
    grootte = 0
    for v in gevonden[:MAX_VORMEN]:
        zicht = getoond(v, toegang)
        if zicht.vergroofd:
            burgers.setdefault(v.cel or 0, []).append(v)
            continue
        feature = _vormfeature(v, zicht.naam, zicht.vorm, punt, grof=grootte > MAX_BYTES * 0.7)
        grootte += len(orjson.dumps(feature))
        features.append(feature)
    features += [_celfeature(cel, rij) for cel, rij in burgers.items()]
    return features, len(gevonden) <= MAX_VORMEN


def _vormfeature(
    v: Verbetering, naam: str, vorm: Any, punt: float, *, grof: bool
) -> dict[str, Any]:
    if grof or shapely.get_num_coordinates(vorm) > 5_000:
        klein = vorm.centroid
    else:
        klein = shapely.set_precision(vorm.simplify(punt), 1e-6)
        if klein.is_empty or (punt * 6 > max(v.maxx - v.minx, v.maxy - v.miny)):  # type: ignore[operator]
            klein = vorm.centroid
    eerste = next(iter(v.maatregelen.all()), None)
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(klein),
        "properties": {
            "soort": "gepland" if v.uitvoering == "gepland" else "vorm",
            "naam": naam[:80],
            "parameter": eerste.parameter if eerste else "",
            "regels": [*regels_van(v)[:4], datumzin(v)],
            "url": reverse("verbeteringen:detail", args=[v.pk]),
        },
    }


def _celfeature(cel: int, rijen: list[Verbetering]) -> dict[str, Any]:
    aantal = len(rijen)
    naam = (
        "1 verbetering door een burger" if aantal == 1 else f"{aantal} verbeteringen door burgers"
    )
    regels = [f"{'; '.join(regels_van(v))}, {datumzin(v)}" for v in rijen[:5]]
    if aantal > 5:
        regels.append(f"en nog {aantal - 5}")
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(celvak(cel)),
        "properties": {
            "soort": "cel",
            "naam": naam,
            "regels": [*regels, "De juiste plaats blijft privé; dit vak is ongeveer 770 m breed."],
        },
    }


def per_vak(cellen: Iterable[int], zoom: int) -> list[dict[str, Any]]:
    """Count cells of z15 per tile of `zoom`."""
    aantallen = Counter(cel >> (2 * (ZOOM - zoom)) for cel in cellen)
    uit = []
    for cel, aantal in aantallen.items():
        midden = celvak(cel, zoom).centroid
        uit.append(_telling(midden.x, midden.y, aantal))
    return uit


def _vakzoom(beeld: Beeld) -> int:
    return max(10, min(ZOOM, beeld.zoom + 2))


def kaartbeeld(selectie: Selectie, beeld: Beeld, toegang: Toegang) -> dict[str, Any]:
    """Give what the map shows of the selection in this view: counts far out, shapes close by."""
    if selectie.alleen_gemeente and selectie.gemeente is None:
        if beeld.zoom == 10:
            return _antwoord(per_gemeente(), "Aantal verbeteringen per gemeente.")
        if beeld.zoom <= 13:
            return _antwoord(per_cel(beeld, _vakzoom(beeld)), "Aantal verbeteringen per vak.")
    rijen = kies(selectie, toegang)
    if beeld.zoom <= VER_WEG:
        nabij, _ = _in_beeld(rijen, beeld, toegang)
        cellen = list(nabij.values_list("cel", flat=True)[: MAX_TELLEN + 1])
        if len(cellen) > TONEN_TOT:
            meer = " Meer dan 5.000: zoom in." if len(cellen) > MAX_TELLEN else ""
            features = per_vak(cellen[:MAX_TELLEN], _vakzoom(beeld))
            return _antwoord(features, f"Aantal per vak.{meer}")
    features, alles = vormen(rijen, beeld, toegang)
    if not alles and selectie.alleen_gemeente and selectie.gemeente is None and beeld.zoom <= 16:
        features = per_cel(beeld, ZOOM)
        return _antwoord(features, "Aantal verbeteringen per vak. Zoom in voor de vormen.")
    if not alles:
        return _antwoord(features, f"De eerste {MAX_VORMEN} in dit beeld. Zoom in voor meer.")
    return _antwoord(features, "")


def _antwoord(features: list[dict[str, Any]], uitleg: str) -> dict[str, Any]:
    aantal = sum(f["properties"].get("aantal", 1) for f in features)
    melding = (
        f"{toon_getal(aantal)} {'verbetering' if aantal == 1 else 'verbeteringen'} in beeld. {uitleg}".strip()
        if aantal
        else "Geen verbeteringen in dit beeld."
    )
    return {"type": "FeatureCollection", "features": features, "melding": melding}
