"""Read the layers of a GPKG, shapefile or other file that GDAL knows.

GDAL comes in at the first file, not at the start: with what it brings along it takes 80 MB, and most
processes never read such a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np


class KaartlaagFout(Exception):
    """GDAL can't read the file; the caller knows how to say that to whom."""


class Kaartlaag(NamedTuple):
    """One layer: its CRS as GDAL names it, shapes as WKB, and per column the values of all rows."""

    crs: str | None
    vormen: np.ndarray
    kolommen: dict[str, np.ndarray]


def laagnamen(pad: Path) -> list[str]:
    """Give the names of the layers that hold shapes. Raises KaartlaagFout."""
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        return [str(naam) for naam, soort in pyogrio.list_layers(pad) if soort is not None]
    except (DataSourceError, UnicodeDecodeError) as fout:
        raise KaartlaagFout(str(fout)) from fout


def lees_laag(pad: Path, naam: str, *, hoogstens: int | None = None) -> Kaartlaag:
    """Read one layer, `hoogstens` so many rows of it. Raises KaartlaagFout."""
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    try:
        meta, _, wkb, waarden = raw.read(pad, layer=naam, max_features=hoogstens)
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError) as fout:
        raise KaartlaagFout(str(fout)) from fout
    velden = [str(veld) for veld in meta["fields"]]
    return Kaartlaag(meta["crs"], wkb, dict(zip(velden, waarden, strict=True)))
