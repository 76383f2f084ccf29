"""Our compact text format of boundaries: one line a gemeente, `nis;parts`.

Coordinates are WGS84 in steps of 1e-5 degree (about a metre), each vertex written as the difference
from the one before. Polygons are parted by `|`, rings by `/` (the first is the outer one), vertices
by a space, x and y by a comma. A vertex that two gemeenten share is equal in both, so neighbours
keep touching.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

STAP = 100_000
Vormen = dict[str, Polygon | MultiPolygon]


def _ring_uit(tekst: str) -> np.ndarray:
    stappen = np.array([deel.split(",") for deel in tekst.split(" ")], dtype=np.int64)
    punten = np.cumsum(stappen, axis=0)
    return np.vstack([punten, punten[:1]]) / STAP


def _ring_naar(ring: shapely.LinearRing) -> str:
    punten = np.rint(shapely.get_coordinates(ring)[:-1] * STAP).astype(np.int64)
    stappen = np.diff(punten, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    # A vertex on the same step as the one before would add nothing.
    blijft = np.any(stappen != 0, axis=1)
    return " ".join(f"{x},{y}" for x, y in stappen[blijft])


def naar_regel(vorm: Polygon | MultiPolygon) -> str:
    """Give `vorm` as the second column of the format."""
    delen = [
        "/".join(_ring_naar(ring) for ring in (deel.exterior, *deel.interiors))
        for deel in shapely.get_parts(vorm)
    ]
    return "|".join(delen)


def uit_regel(tekst: str) -> Polygon | MultiPolygon:
    """Give the geometry of a second column; ValueError when it isn't in the format."""
    delen = []
    for deel in tekst.split("|"):
        buiten, *gaten = (_ring_uit(ring) for ring in deel.split("/"))
        delen.append(Polygon(buiten, gaten))
    return delen[0] if len(delen) == 1 else MultiPolygon(delen)


def lees(pad: Path) -> Vormen:
    """Read a file of this format: NIS code to geometry."""
    uit: Vormen = {}
    for regel in pad.read_text(encoding="utf-8").splitlines()[1:]:
        nis, _, delen = regel.partition(";")
        uit[nis] = uit_regel(delen)
    return uit


def schrijf(pad: Path, vormen: Mapping[str, Polygon | MultiPolygon]) -> int:
    """Write `vormen` by NIS code; gives the size in bytes."""
    regels: Iterable[str] = (f"{nis};{naar_regel(vormen[nis])}" for nis in sorted(vormen))
    tekst = "\n".join(["nis;delen", *regels]) + "\n"
    pad.write_text(tekst, encoding="utf-8")
    return len(tekst)
