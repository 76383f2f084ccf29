"""What a shape of a verbetering must be and what follows from it; no Django here.

Shapes are WGS84 (lon, lat), 2-D and valid. Everything works on whole arrays, because a delivery has
hundreds of thousands of shapes; `maak_vorm` is the same for one. Measures are on the ellipsoid:
areas in Lambert azimuthal equal area (EPSG:3035), lengths by pyproj's geodesic functions.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
import shapely
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

# More points than any real project has; drawing and comparing them would slow down every map.
MAX_PUNTEN = 50_000
ZOOM = 15
# Flemish Region with some margin; the boundaries judge precisely, this says what is plainly wrong.
MINX, MINY, MAXX, MAXY = 2.45, 50.60, 6.00, 51.60
GETAL = np.ndarray

_SOORTEN = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint"} | {
    5: "MultiLineString",
    6: "MultiPolygon",
}
HERSTELD = "de vorm sneed zichzelf en is hersteld"
VLAK_GEMAAKT = "de hoogte (derde coördinaat) is weggelaten"


class GeometrieFout(ValueError):
    """The shape can't be used; the message says why and what to do."""


@dataclass(frozen=True)
class Vorm:
    """One shape with what the map needs; measures in m² and m, unrounded."""

    geometrie: BaseGeometry
    minx: float
    miny: float
    maxx: float
    maxy: float
    cel: int
    groot: bool
    oppervlakte_m2: float
    lengte_m: float
    meldingen: tuple[str, ...] = ()


@dataclass
class Vormen:
    """Checked shapes in the order they came; at an index in `fouten` the shape is None."""

    geometrieen: GETAL
    fouten: dict[int, str]
    meldingen: dict[int, list[str]] = field(default_factory=dict)
    grenzen: GETAL = field(default_factory=lambda: np.empty((0, 4)))
    cellen: GETAL = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    groot: GETAL = field(default_factory=lambda: np.empty(0, dtype=bool))
    oppervlakte_m2: GETAL = field(default_factory=lambda: np.empty(0))
    lengte_m: GETAL = field(default_factory=lambda: np.empty(0))


@functools.cache
def _geod() -> Geod:
    return Geod(ellps="WGS84")


@functools.cache
def _vlakteprojectie() -> Transformer:
    return Transformer.from_crs(4326, 3035, always_xy=True)


def _spreid(waarden: GETAL) -> GETAL:
    """Put a zero bit between the 16 lowest bits of each number."""
    uit = waarden.astype(np.int64) & 0xFFFF
    for schuif, masker in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        uit = (uit | (uit << schuif)) & masker
    return uit


def morton(x: GETAL, y: GETAL) -> GETAL:
    """Give the Morton key of tiles (x, y): neighbours on the map are mostly neighbours in the key."""
    return _spreid(np.asarray(x)) | (_spreid(np.asarray(y)) << 1)


def tegels(lon: GETAL, lat: GETAL) -> tuple[GETAL, GETAL]:
    """Give the Web Mercator tile coordinates at z15, with their fraction."""
    aantal = float(1 << ZOOM)
    x = (np.asarray(lon, dtype=np.float64) + 180.0) / 360.0 * aantal
    y = (1.0 - np.arcsinh(np.tan(np.radians(lat))) / math.pi) / 2.0 * aantal
    return x, y


def cellen(lon: GETAL, lat: GETAL) -> GETAL:
    """Give the `cel` of each point: the Morton key of its z15 tile."""
    x, y = tegels(lon, lat)
    return morton(np.floor(x), np.floor(y))


def cel(lon: float, lat: float) -> int:
    """Give the `cel` of one point."""
    return int(cellen(np.array([lon]), np.array([lat]))[0])


def cellen_in_beeld(minx: float, miny: float, maxx: float, maxy: float) -> list[int]:
    """Give the cells that can hold the centre of a shape, no larger than a tile, seen in this view."""
    x, y = tegels(np.array([minx, maxx]), np.array([maxy, miny]))
    kolommen = np.arange(math.floor(x[0]) - 1, math.floor(x[1]) + 2)
    rijen = np.arange(math.floor(y[0]) - 1, math.floor(y[1]) + 2)
    raster_x, raster_y = np.meshgrid(kolommen, rijen)
    return [int(c) for c in np.sort(morton(raster_x.ravel(), raster_y.ravel()))]


def lees_geojson(ruwe: Sequence[Any]) -> tuple[GETAL, dict[int, str]]:
    """Make shapes of GeoJSON geometry members; None stays None, unreadable ones come as an error."""
    teksten = np.array([None if r is None else orjson.dumps(r) for r in ruwe], dtype=object)
    vormen = shapely.from_geojson(teksten, on_invalid="ignore")
    vormen = np.atleast_1d(vormen)
    fouten = {
        i: "geen geldige GeoJSON-geometrie"
        for i in np.flatnonzero(shapely.is_missing(vormen)).tolist()
        if ruwe[i] is not None
    }
    return vormen, fouten


def lees_wkt(teksten: Sequence[str | None]) -> tuple[GETAL, dict[int, str]]:
    """Make shapes of WKT; empty text stays None, unreadable text comes as an error."""
    kolom = np.array([tekst or None for tekst in teksten], dtype=object)
    vormen = np.atleast_1d(shapely.from_wkt(kolom, on_invalid="ignore"))
    fouten = {
        i: "geen geldige WKT, bijvoorbeeld POINT (3.72 51.05)"
        for i in np.flatnonzero(shapely.is_missing(vormen)).tolist()
        if teksten[i]
    }
    return vormen, fouten


def omgewisseld(grenzen: GETAL) -> Any:
    """Tell of bounds (the last axis) whether they lie in Flanders when x and y change places."""
    minx, miny, maxx, maxy = (grenzen[..., i] for i in range(4))
    with np.errstate(invalid="ignore"):
        return (minx >= MINY) & (maxx <= MAXY) & (miny >= MINX) & (maxy <= MAXX)


def _waar(grenzen: GETAL) -> str:
    """Say what is probably wrong with coordinates outside Flanders."""
    minx, miny, _, maxy = (float(g) for g in grenzen)
    if omgewisseld(grenzen):
        return (
            "lengte- en breedtegraad lijken omgewisseld; lever eerst de lengtegraad (lon), "
            "dan de breedtegraad (lat)"
        )
    if 20_000 <= minx <= 300_000 and 140_000 <= miny <= maxy <= 260_000:
        return "de coördinaten lijken Lambert 72; lever WGS84 (lon, lat)"
    return "de vorm ligt buiten het Vlaamse Gewest"


def _herstel(vorm: BaseGeometry) -> BaseGeometry | None:
    """Give the valid shape of the same dimension, None when nothing of it is left."""
    dimensie = shapely.get_dimensions(vorm)
    geldig = shapely.make_valid(vorm)
    delen = [
        deel
        for deel in shapely.get_parts(shapely.get_parts(geldig))
        if shapely.get_dimensions(deel) == dimensie and not shapely.is_empty(deel)
    ]
    if not delen:
        return None
    return delen[0] if len(delen) == 1 else shapely.union_all(delen)


def controleer(geometrieen: GETAL, fouten: dict[int, str] | None = None) -> Vormen:
    """Check shapes and work out bounds, cell, size and measures; None (no shape) stays None.

    Never raises for a bad shape: its index gets a sentence in `fouten`. Self-crossing shapes are
    repaired and 3-D ones flattened, both with a sentence in `meldingen`.
    """
    fouten = dict(fouten or {})
    meldingen: dict[int, list[str]] = {}
    vormen = np.array(geometrieen, dtype=object)

    def weiger(waar: GETAL, reden: str) -> None:
        for i in np.flatnonzero(waar):
            fouten.setdefault(int(i), reden)
            vormen[i] = None

    soort = shapely.get_type_id(vormen)
    weiger((soort >= 0) & ~np.isin(soort, list(_SOORTEN)), "dit soort geometrie wordt niet gelezen")
    weiger(shapely.is_empty(vormen), "de geometrie is leeg")
    punten = shapely.get_num_coordinates(vormen)
    for i in np.flatnonzero(punten > MAX_PUNTEN):
        weiger(
            np.arange(len(vormen)) == i,
            f"de vorm heeft {punten[i]:,} punten; hoogstens {MAX_PUNTEN:,} zijn toegelaten. "
            "Vereenvoudig de vorm".replace(",", "."),
        )
    for i in np.flatnonzero(shapely.has_z(vormen)):
        meldingen.setdefault(int(i), []).append(VLAK_GEMAAKT)
    vormen = shapely.force_2d(vormen)
    grenzen = shapely.bounds(vormen)
    aanwezig = ~shapely.is_missing(vormen)
    weiger(aanwezig & ~np.isfinite(grenzen).all(axis=1), "een coördinaat is geen eindig getal")
    with np.errstate(invalid="ignore"):
        buiten = (
            (grenzen[:, 0] < MINX)
            | (grenzen[:, 1] < MINY)
            | (grenzen[:, 2] > MAXX)
            | (grenzen[:, 3] > MAXY)
        )
    for i in np.flatnonzero(buiten & ~shapely.is_missing(vormen)):
        fouten.setdefault(int(i), _waar(grenzen[i]))
        vormen[i] = None
    for i in np.flatnonzero(~shapely.is_valid(vormen) & ~shapely.is_missing(vormen)):
        heel = _herstel(vormen[i])
        vormen[i] = heel
        if heel is None:
            fouten.setdefault(int(i), "de vorm heeft geen oppervlakte of lengte")
        else:
            meldingen.setdefault(int(i), []).append(HERSTELD)
    return _meet(vormen, fouten, meldingen)


def _meet(vormen: GETAL, fouten: dict[int, str], meldingen: dict[int, list[str]]) -> Vormen:
    grenzen = shapely.bounds(vormen)
    links, boven = tegels(grenzen[:, 0], grenzen[:, 3])
    rechts, onder = tegels(grenzen[:, 2], grenzen[:, 1])
    aanwezig = ~shapely.is_missing(vormen)
    cel_ids = np.full(len(vormen), -1, dtype=np.int64)
    midden = grenzen[aanwezig]
    cel_ids[aanwezig] = cellen((midden[:, 0] + midden[:, 2]) / 2, (midden[:, 1] + midden[:, 3]) / 2)
    with np.errstate(invalid="ignore"):
        groot = ((rechts - links) > 1) | ((onder - boven) > 1)
    return Vormen(
        geometrieen=vormen,
        fouten=fouten,
        meldingen=meldingen,
        grenzen=grenzen,
        cellen=cel_ids,
        groot=groot,
        oppervlakte_m2=oppervlakten(vormen),
        lengte_m=lengten(vormen),
    )


def oppervlakten(vormen: GETAL) -> GETAL:
    """Give the area in m² of each shape; 0 for points, lines and missing shapes."""
    uit = np.zeros(len(vormen))
    vlak = np.flatnonzero(shapely.get_dimensions(vormen) == 2)
    if len(vlak):
        # A transformed copy: set_coordinates would change the shapes in place.
        kopie = shapely.transform(vormen[vlak], _naar_vlakte)
        uit[vlak] = shapely.area(kopie)
    return uit


def _naar_vlakte(punten: GETAL) -> GETAL:
    x, y = _vlakteprojectie().transform(punten[:, 0], punten[:, 1])
    return np.column_stack((x, y))


def lengten(vormen: GETAL) -> GETAL:
    """Give the geodesic length in m of each line; 0 for points, surfaces and missing shapes."""
    uit = np.zeros(len(vormen))
    lijnen = np.flatnonzero(shapely.get_dimensions(vormen) == 1)
    if len(lijnen):
        delen, eigenaar = shapely.get_parts(vormen[lijnen], return_index=True)
        punten, deel = shapely.get_coordinates(delen, return_index=True)
        zelfde = deel[1:] == deel[:-1]
        van, naar = punten[:-1][zelfde], punten[1:][zelfde]
        _, _, meter = _geod().inv(van[:, 0], van[:, 1], naar[:, 0], naar[:, 1])
        np.add.at(uit, lijnen[eigenaar[deel[:-1][zelfde]]], meter)
    return uit


def maak_vorm(geometrie: BaseGeometry) -> Vorm:
    """Check one shape and give it with its bounds, cell and measures; raises GeometrieFout."""
    if geometrie is None:
        raise GeometrieFout("de geometrie is leeg")
    kolom = np.empty(1, dtype=object)
    kolom[0] = geometrie
    vormen = controleer(kolom)
    if vormen.fouten:
        raise GeometrieFout(vormen.fouten[0])
    minx, miny, maxx, maxy = (float(g) for g in vormen.grenzen[0])
    return Vorm(
        geometrie=vormen.geometrieen[0],
        minx=minx,
        miny=miny,
        maxx=maxx,
        maxy=maxy,
        cel=int(vormen.cellen[0]),
        groot=bool(vormen.groot[0]),
        oppervlakte_m2=float(vormen.oppervlakte_m2[0]),
        lengte_m=float(vormen.lengte_m[0]),
        meldingen=tuple(vormen.meldingen.get(0, ())),
    )
