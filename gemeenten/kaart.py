"""Light shapes of the 285 for a map of Vlaanderen: SVG paths without a base map, and GeoJSON.

Both come from the boundaries in use, simplified as one coverage so that neighbours keep touching.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from gemeenten.dekking import maak_dekkend, naar_lambert, naar_wgs84, vereenvoudig
from gemeenten.grenzen import HuidigeGrenzen, grenzenindex, huidige_grenzen
from gemeenten.models import Gemeente

# About the size of a pixel on a map of 1,000 pixels wide.
TOLERANTIE_M = 260.0
BREEDTE = 2000
_RASTER_M = 4.0
_MARGE = 8
_DECIMALEN = 4


@dataclass(frozen=True)
class Lichtevorm:
    """A simplified gemeente in Lambert 72, with what a map needs to say about it."""

    gemeente_id: int
    nis: str
    naam: str
    provincie: str
    vorm: Any


@dataclass(frozen=True)
class Kaart:
    """A map to draw on the server: `viewbox` for the svg element, path data by NIS code.

    `provincies` are outlines by NIS of the provincie, `provinciegrenzen` the same as a list; `zin`
    says which boundaries these are.
    """

    viewbox: str
    paden: dict[str, str]
    provincies: dict[str, str]
    zin: str

    @property
    def provinciegrenzen(self) -> list[str]:
        return list(self.provincies.values())


def _als_dekking(vormen: dict[str, Any]) -> dict[str, Any]:
    """Give shapes that share their borders exactly; imported sets don't always."""
    if shapely.coverage_is_valid(list(vormen.values())):
        return vormen
    delen = [(nis, deel) for nis, vorm in vormen.items() for deel in shapely.get_parts(vorm)]
    # A gemeente may not vanish because it is thinner than the raster.
    return vormen | maak_dekkend(delen, raster_m=_RASTER_M)


@lru_cache(maxsize=2)
def _lichte_vormen(bestand_id: int, geladen_op: dt.datetime) -> tuple[Lichtevorm, ...]:
    index = grenzenindex()
    gemeenten = {
        g.pk: g
        for g in Gemeente.objects.filter(pk__in=index.ids.tolist()).select_related("provincie")
    }
    vormen = {
        gemeenten[int(pk)].nis: vorm
        for pk, vorm in zip(index.ids, naar_lambert(index.vormen), strict=True)
    }
    licht = vereenvoudig(_als_dekking(vormen), tolerantie_m=TOLERANTIE_M)
    return tuple(
        Lichtevorm(g.pk, g.nis, g.naam, g.provincie.nis, licht[g.nis])
        for g in sorted(gemeenten.values(), key=lambda g: g.nis)
    )


def lichte_vormen(grenzen: HuidigeGrenzen | None = None) -> tuple[Lichtevorm, ...]:
    """Give the simplified gemeenten in use, kept per process."""
    bestand = (grenzen or huidige_grenzen()).bestand
    return _lichte_vormen(bestand.pk, bestand.geladen_op)


def _geojson(vorm: Any) -> dict[str, Any]:
    graden = shapely.transform(naar_wgs84(vorm), lambda xy: np.round(xy, _DECIMALEN))
    return dict(mapping(graden))


@lru_cache(maxsize=2)
def _kaartvormen(bestand_id: int, geladen_op: dt.datetime) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": licht.nis,
                "properties": {
                    "nis": licht.nis,
                    "naam": licht.naam,
                    "provincie": licht.provincie,
                },
                "geometry": _geojson(licht.vorm),
            }
            for licht in _lichte_vormen(bestand_id, geladen_op)
        ],
    }


def kaartvormen() -> dict[str, Any]:
    """Give the 285 as a light GeoJSON FeatureCollection (id = NIS code); don't change it."""
    bestand = huidige_grenzen().bestand
    return _kaartvormen(bestand.pk, bestand.geladen_op)


@dataclass(frozen=True)
class _Blad:
    """From Lambert 72 to whole units of a viewBox, y downward."""

    minx: float
    maxy: float
    schaal: float

    def punten(self, ring: Any) -> np.ndarray:
        xy = shapely.get_coordinates(ring)[:-1]
        blad = np.column_stack([xy[:, 0] - self.minx, self.maxy - xy[:, 1]]) * self.schaal
        rond = np.rint(blad).astype(int) + _MARGE
        anders = np.any(rond != np.roll(rond, 1, axis=0), axis=1)
        return rond[anders]

    def pad(self, vorm: Any) -> str:
        """Give path data of a (multi)polygon: absolute start, then relative steps, per ring."""
        stukken = []
        for deel in shapely.get_parts(vorm):
            for ring in (deel.exterior, *deel.interiors):
                punten = self.punten(ring)
                if len(punten) < 3:
                    continue
                stappen = " ".join(f"{x} {y}" for x, y in np.diff(punten, axis=0))
                stukken.append(f"M{punten[0][0]} {punten[0][1]}l{stappen}z")
        return "".join(stukken)


@lru_cache(maxsize=16)
def _paden(
    bestand_id: int, geladen_op: dt.datetime, nissen: frozenset[str] | None, zin: str
) -> Kaart:
    vormen = [
        licht
        for licht in _lichte_vormen(bestand_id, geladen_op)
        if nissen is None or licht.nis in nissen
    ]
    if not vormen:
        raise KeyError(f"Geen vormen voor {sorted(nissen or ())}.")
    minx, miny, maxx, maxy = shapely.total_bounds([licht.vorm for licht in vormen])
    blad = _Blad(minx, maxy, BREEDTE / max(maxx - minx, 1.0))
    hoogte = int(np.ceil((maxy - miny) * blad.schaal))
    per_provincie: dict[str, list[Any]] = {}
    for licht in vormen:
        per_provincie.setdefault(licht.provincie, []).append(licht.vorm)
    return Kaart(
        viewbox=f"0 0 {BREEDTE + 2 * _MARGE} {hoogte + 2 * _MARGE}",
        paden={licht.nis: blad.pad(licht.vorm) for licht in vormen},
        provincies={
            nis: blad.pad(shapely.coverage_union_all(delen))
            for nis, delen in sorted(per_provincie.items())
        },
        zin=zin,
    )


def svg_paden(*, nissen: Collection[str] | None = None) -> Kaart:
    """Give the gemeenten of today as SVG path data; with `nissen` only those, filling the sheet.

    Raises KeyError when none of `nissen` is a gemeente of today.
    """
    grenzen = huidige_grenzen()
    keuze = None if nissen is None else frozenset(nissen)
    return _paden(grenzen.bestand.pk, grenzen.bestand.geladen_op, keuze, grenzen.zin)
