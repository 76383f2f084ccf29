"""Which gemeente a geometry lies in, for one and for a million: prepared boundaries and a grid.

Points fall in a grid cell that lies wholly inside one gemeente (most of them) or are tested against
the prepared polygons near by. Lines and areas go to the gemeente with the largest share. All
coordinates are WGS84; lengths and areas are compared with longitudes shrunk by cos 51°, which is
exact enough for a share, and distances are geodesic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

GEEN = -1
_KRIMP = math.cos(math.radians(51))
_GEOD = Geod(ellps="WGS84")
_CEL = (0.005, 0.0032)
_BULK = 5_000
_GRAAD_M = 111_250.0
_STUK = 50_000


def _krimp(vormen: Any) -> Any:
    return shapely.transform(vormen, lambda xy: xy * (_KRIMP, 1.0))


def maat(geometrie: Any) -> Any:
    """Give what shares are taken of: area, else length, else the number of points (arrays too)."""
    gekrompen = _krimp(geometrie)
    dimensie = shapely.get_dimensions(geometrie)
    punten = shapely.get_num_coordinates(geometrie)
    return np.where(
        dimensie == 2,
        shapely.area(gekrompen),
        np.where(dimensie == 1, shapely.length(gekrompen), punten),
    )


def afstand_m(a: BaseGeometry, b: BaseGeometry) -> float:
    """Give the geodesic distance in metres between two geometries; 0 when they touch."""
    lijn = shapely.shortest_line(_krimp(a), _krimp(b))
    if lijn is None or lijn.length == 0:
        return 0.0
    (x1, y1), (x2, y2) = shapely.get_coordinates(lijn)
    return float(_GEOD.inv(x1 / _KRIMP, y1, x2 / _KRIMP, y2)[2])


class Grenzenindex:
    """Prepared boundaries of today's gemeenten; `ids` and `vormen` run in step."""

    def __init__(self, *, ids: Sequence[int], vormen: Sequence[BaseGeometry]) -> None:
        self.ids = np.asarray(ids, dtype=np.int64)
        self.vormen = np.asarray(vormen, dtype=object)
        shapely.prepare(self.vormen)
        self.boom = shapely.STRtree(self.vormen)
        self._plaats = {int(pk): i for i, pk in enumerate(self.ids)}

    def vorm(self, gemeente_id: int) -> BaseGeometry:
        """Give the boundary of a gemeente; KeyError when this set doesn't hold it."""
        return self.vormen[self._plaats[gemeente_id]]

    @cached_property
    def gekrompen(self) -> np.ndarray:
        """The shapes with longitudes shrunk, so that one degree is equal in both directions."""
        return np.asarray(_krimp(self.vormen), dtype=object)

    @cached_property
    def _gekrompen_boom(self) -> shapely.STRtree:
        return shapely.STRtree(self.gekrompen)

    @cached_property
    def _raster(self) -> np.ndarray:
        """Cells (column, row) that lie wholly in one gemeente hold its place, the others GEEN."""
        minx, miny, maxx, maxy = shapely.total_bounds(self.vormen)
        kolommen = int((maxx - minx) / _CEL[0]) + 1
        rijen = int((maxy - miny) / _CEL[1]) + 1
        x, y = np.meshgrid(np.arange(kolommen), np.arange(rijen), indexing="ij")
        x0, y0 = minx + x.ravel() * _CEL[0], miny + y.ravel() * _CEL[1]
        cellen = shapely.box(x0, y0, x0 + _CEL[0], y0 + _CEL[1])
        uit = np.full(kolommen * rijen, GEEN, dtype=np.int32)
        welk, cel = shapely.STRtree(cellen).query(self.vormen, predicate="contains_properly")
        uit[cel] = welk
        return uit.reshape(kolommen, rijen)

    def _uit_raster(self, xy: np.ndarray) -> np.ndarray:
        """Give the place of each point that a cell settles, else GEEN."""
        minx, miny, _, _ = shapely.total_bounds(self.vormen)
        raster = self._raster
        # Empty points have NaN coordinates, which no cell settles.
        schoon = np.nan_to_num(xy, nan=-999.0, posinf=-999.0, neginf=-999.0)
        kolom = np.floor((schoon[:, 0] - minx) / _CEL[0]).astype(np.int64)
        rij = np.floor((schoon[:, 1] - miny) / _CEL[1]).astype(np.int64)
        binnen = (kolom >= 0) & (kolom < raster.shape[0]) & (rij >= 0) & (rij < raster.shape[1])
        uit = np.full(len(xy), GEEN, dtype=np.int64)
        uit[binnen] = raster[kolom[binnen], rij[binnen]]
        return uit

    def _punten_exact(self, punten: np.ndarray) -> np.ndarray:
        """Give the place of each point by the polygons; on a shared border the lowest place."""
        geen = len(self.ids)
        uit = np.full(len(punten), geen, dtype=np.int64)
        welk, punt = shapely.STRtree(punten).query(self.vormen, predicate="intersects")
        np.minimum.at(uit, punt, welk)
        uit[uit == geen] = GEEN
        return uit

    def _punten(self, punten: np.ndarray) -> np.ndarray:
        if len(punten) < _BULK:
            return self._punten_exact(punten)
        xy = np.column_stack([shapely.get_x(punten), shapely.get_y(punten)])
        uit = self._uit_raster(xy)
        rest = np.flatnonzero(uit == GEEN)
        if len(rest):
            uit[rest] = self._punten_exact(punten[rest])
        return uit

    def _vormen_plaats(self, vormen: np.ndarray) -> np.ndarray:
        """Give the place with the largest share of each line, area or collection."""
        uit = np.full(len(vormen), GEEN, dtype=np.int64)
        wie, waar = self.boom.query(vormen, predicate="intersects")
        aantal = np.bincount(wie, minlength=len(vormen))
        enig = aantal[wie] == 1
        uit[wie[enig]] = waar[enig]
        wie, waar = wie[~enig], waar[~enig]
        if not len(wie):
            return uit
        delen = maat(shapely.intersection(vormen[wie], self.vormen[waar]))
        # A shape that only touches has no share; the lowest place wins among equals.
        orde = np.lexsort((waar, -delen, wie))
        eerste = np.unique(wie[orde], return_index=True)[1]
        uit[wie[orde][eerste]] = waar[orde][eerste]
        return uit

    def gemeenten_van(self, geometrieen: np.ndarray) -> np.ndarray:
        """Give the gemeente id of each geometry by largest share; GEEN (-1) outside all of them.

        `geometrieen` is an object array of shapely geometries; None and empty ones give GEEN.
        """
        geometrieen = np.asarray(geometrieen, dtype=object)
        plaats = np.full(len(geometrieen), GEEN, dtype=np.int64)
        for begin in range(0, len(geometrieen), _STUK):
            deel = geometrieen[begin : begin + _STUK]
            bruikbaar = ~(shapely.is_missing(deel) | shapely.is_empty(deel))
            punt = bruikbaar & (shapely.get_type_id(deel) == 0)
            hier = plaats[begin : begin + _STUK]
            hier[punt] = self._punten(deel[punt])
            anders = bruikbaar & ~punt
            if anders.any():
                hier[anders] = self._vormen_plaats(deel[anders])
        ids = np.append(self.ids, GEEN)
        return ids[plaats]

    def dichtste(self, geometrieen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give per geometry the id of the nearest gemeente and the distance in metres.

        Meant for what lies outside; the distance is that of a sphere, right to 1 %.
        """
        geometrieen = np.asarray(geometrieen, dtype=object)
        gekrompen = _krimp(geometrieen)
        (wie, waar), afstand = self._gekrompen_boom.query_nearest(
            gekrompen, return_distance=True, all_matches=False
        )
        ids = np.full(len(geometrieen), GEEN, dtype=np.int64)
        meters = np.full(len(geometrieen), np.inf)
        ids[wie] = self.ids[waar]
        meters[wie] = afstand * _GRAAD_M
        return ids, meters

    def afstanden_m(self, geometrieen: np.ndarray, gemeente_ids: np.ndarray) -> np.ndarray:
        """Give how far each geometry lies outside the gemeente beside it, in metres; 0 inside.

        An id that this set doesn't hold gives infinity.
        """
        plaats = np.array([self._plaats.get(int(pk), GEEN) for pk in gemeente_ids], dtype=np.int64)
        uit = np.full(len(plaats), np.inf)
        bekend = plaats != GEEN
        gekrompen = _krimp(np.asarray(geometrieen, dtype=object)[bekend])
        uit[bekend] = shapely.distance(gekrompen, self.gekrompen[plaats[bekend]]) * _GRAAD_M
        return uit

    def aandelen(self, geometrie: BaseGeometry) -> dict[int, float]:
        """Give the share of `geometrie` in each gemeente, the largest first; 1 is all of it.

        Empty when it lies outside; what lies outside Flanders counts in the whole, so shares may
        add up to less than 1. A point on a border belongs to one gemeente.
        """
        waar = np.sort(self.boom.query(geometrie, predicate="intersects"))
        if not len(waar):
            return {}
        if shapely.get_type_id(geometrie) == 0 or len(waar) == 1 == self._binnen(geometrie, waar):
            return {int(self.ids[waar[0]]): 1.0}
        delen = maat(shapely.intersection(geometrie, self.vormen[waar]))
        geheel = float(maat(geometrie))
        paren = sorted(zip(delen.tolist(), waar.tolist(), strict=True), key=lambda p: (-p[0], p[1]))
        if geheel <= 0 or paren[0][0] <= 0:
            return {int(self.ids[waar[0]]): 1.0}
        return {int(self.ids[i]): min(deel / geheel, 1.0) for deel, i in paren if deel > 0}

    def _binnen(self, geometrie: BaseGeometry, waar: np.ndarray) -> int:
        return int(shapely.covers(self.vormen[waar[0]], geometrie))
