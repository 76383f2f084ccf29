"""Shapes that cover a territory together: projection, shared borders, simplifying without gaps."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
import shapely
from pyproj import Transformer

S = TypeVar("S", bound=Hashable)


@cache
def _omzetter(van: int, naar: int) -> Transformer:
    return Transformer.from_crs(van, naar, always_xy=True)


def _omzetten(vormen: Any, van: int, naar: int) -> Any:
    omzetter = _omzetter(van, naar)
    return shapely.transform(
        vormen, lambda xy: np.column_stack(omzetter.transform(xy[:, 0], xy[:, 1]))
    )


def naar_lambert(vormen: Any) -> Any:
    """Give WGS84 shapes (one or an array) in Lambert 72, metres."""
    return _omzetten(vormen, 4326, 31370)


def naar_wgs84(vormen: Any) -> Any:
    """Give Lambert 72 shapes in WGS84."""
    return _omzetten(vormen, 31370, 4326)


def maak_dekkend(stukken: Sequence[tuple[S, Any]], *, raster_m: float) -> dict[S, Any]:
    """Node all borders together and give one shape per key whose neighbours share every vertex.

    `stukken` are (key, polygon) in metres; small gaps and overlaps fall to one of the neighbours.
    """
    vormen = shapely.set_precision([vorm for _, vorm in stukken], raster_m)
    lijnen = shapely.node(shapely.union_all(shapely.boundary(vormen), grid_size=raster_m))
    vlakken = shapely.get_parts(shapely.polygonize([lijnen]))
    boom = shapely.STRtree(vormen)
    wie, welk = boom.query(shapely.point_on_surface(vlakken), predicate="within")
    delen: dict[S, list[Any]] = {}
    for vlak, stuk in dict(zip(wie.tolist(), welk.tolist(), strict=True)).items():
        delen.setdefault(stukken[stuk][0], []).append(vlakken[vlak])
    return {sleutel: shapely.coverage_union_all(lijst) for sleutel, lijst in delen.items()}


def vereenvoudig(vormen: Mapping[S, Any], *, tolerantie_m: float) -> dict[S, Any]:
    """Simplify a coverage in metres; shared borders stay shared."""
    sleutels = list(vormen)
    lichter = shapely.coverage_simplify([vormen[s] for s in sleutels], tolerance=tolerantie_m)
    return dict(zip(sleutels, lichter, strict=True))
