"""What the map shows of a selection in a view: counts far out, shapes close by, by `cel`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from django.db.models import Count, Q, Sum
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
    morton,
    tegels,
)
from verbeteringen.models import Celtelling, Telling, Verbetering
from verbeteringen.openbaarheid import celvak, getoond
from verbeteringen.querysets import OPENBAAR, VerbeteringQuerySet
from verbeteringen.selectors import Selectie, datumzin, kies, niet_geheim, regels_van

MAX_VORMEN = 400
MAX_BYTES = 190_000
MAX_BURGERCELLEN = 60
MAX_VOORBEELDEN = 100
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


def _celfilter(beeld: Beeld, *, marge: int = 1) -> Q:
    """Give the filter on `cel` for a view: a list of cells, or far out the span of their keys.

    A shape reaches into the view from a cell beside it: hence a margin of one cell. What is shown as
    its cell needs none.
    """
    x, y = tegels(np.array([beeld.minx, beeld.maxx]), np.array([beeld.maxy, beeld.miny]))
    kolommen = np.arange(int(x[0]) - marge, int(x[1]) + marge + 1)
    rijen = np.arange(int(y[0]) - marge, int(y[1]) + marge + 1)
    if len(kolommen) * len(rijen) <= MAX_CELLEN:
        raster_x, raster_y = np.meshgrid(kolommen, rijen)
        return Q(cel__in=np.sort(morton(raster_x.ravel(), raster_y.ravel())).tolist())
    # Keys grow with x and with y: those of a rectangle lie between the keys of two of its corners.
    eerste, laatste = morton(kolommen[[0, -1]], rijen[[0, -1]])
    return Q(cel__range=(int(eerste), int(laatste)))


def _in_beeld(
    rijen: VerbeteringQuerySet, beeld: Beeld, toegang: Toegang
) -> tuple[VerbeteringQuerySet, VerbeteringQuerySet, VerbeteringQuerySet]:
    """Give the rows in view by cell, apart the large shapes, and apart what burgers did.

    Apart, because one query with OR uses no index.
    """
    in_cel = _celfilter(beeld)
    raakt = Q(
        minx__lte=beeld.maxx, maxx__gte=beeld.minx, miny__lte=beeld.maxy, maxy__gte=beeld.miny
    )
    open_ = niet_geheim(toegang)
    return (
        rijen.filter(in_cel).filter(open_ & raakt),
        # A large shape whose centre lies in one of the cells is in the first already.
        rijen.filter(groot=True).filter(open_ & raakt).exclude(in_cel),
        # The bounds of what a burger did stay out of it: a view could be narrowed down to the house.
        rijen.filter(_celfilter(beeld, marge=0)).exclude(open_),
    )


def vormen(
    rijen: VerbeteringQuerySet, beeld: Beeld, toegang: Toegang
) -> tuple[list[dict[str, Any]], bool]:
    """Give the shapes in view, coarse as the screen, within the byte limit; and whether all fit."""
    gevonden: list[Verbetering] = []
    *delen, van_burgers = _in_beeld(rijen, beeld, toegang)
    for deel in delen:
        gevonden += deel.select_related("gemeente").prefetch_related("maatregelen")[
            : MAX_VORMEN + 1 - len(gevonden)
        ]
    punt = 360 / (256 * 2**beeld.zoom)
    features: list[dict[str, Any]] = []
    grootte = 0
    for v in gevonden[:MAX_VORMEN]:
        zicht = getoond(v, toegang)
        feature = _vormfeature(v, zicht.naam, zicht.vorm, punt, grof=grootte > MAX_BYTES * 0.6)
        grootte += len(orjson.dumps(feature))
        features.append(feature)
    return features + _burgercellen(van_burgers), len(gevonden) <= MAX_VORMEN


def _burgercellen(rijen: VerbeteringQuerySet) -> list[dict[str, Any]]:
    """Give one square per cell with what burgers did there: counted, and a few of them in words."""
    aantallen = dict(
        rijen.order_by()
        .values_list("cel")
        .annotate(n=Count("pk"))
        .order_by("-n", "cel")[:MAX_BURGERCELLEN]
    )
    voorbeelden: dict[int, list[Verbetering]] = {cel: [] for cel in aantallen}
    if aantallen:
        enkele = rijen.filter(cel__in=list(aantallen)).defer("geometrie")
        for v in enkele.prefetch_related("maatregelen")[:MAX_VOORBEELDEN]:
            voorbeelden[v.cel].append(v)
    return [_celfeature(cel, n, voorbeelden[cel][:5]) for cel, n in aantallen.items()]


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


def _celfeature(cel: int, aantal: int, rijen: list[Verbetering]) -> dict[str, Any]:
    naam = (
        "1 verbetering door een burger" if aantal == 1 else f"{aantal} verbeteringen door burgers"
    )
    regels = [f"{'; '.join(regels_van(v))}, {datumzin(v)}" for v in rijen]
    if aantal > len(rijen):
        regels.append(f"en nog {aantal - len(rijen)}")
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(celvak(cel)),
        "properties": {
            "soort": "cel",
            "aantal": aantal,
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
        nabij, _, burgers = _in_beeld(rijen, beeld, toegang)
        cellen = list(nabij.values_list("cel", flat=True)[: MAX_TELLEN + 1])
        cellen += burgers.values_list("cel", flat=True)[: MAX_TELLEN + 1 - len(cellen)]
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
