"""GeoJSON from people's own programs: shapes and columns, whatever the members hold. No Django.

A file is read at once; a large one on disk in a stream, because as parsed JSON it weighs ten times
more than its shapes do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from gereedschap.jsonlezer import Lijstlezer
from gereedschap.stroom import Bestandsfout
from gereedschap.uploadwacht import MEGABYTE, UploadGeweigerd

GROOT = 4 * MEGABYTE


@dataclass
class Kenmerken:
    """Features as they come: shapes (None where absent), columns, and the CRS that the file names."""

    vormen: list[np.ndarray] = field(default_factory=list)
    kolommen: dict[str, list[Any]] = field(default_factory=dict)
    crs: str | None = None
    aantal: int = 0
    had_vorm: bool = False

    def neem(self, features: Iterable[Any]) -> bool:
        """Take features over; False when something in the list is no object."""
        teksten: list[str | None] = []
        for feature in features:
            if not isinstance(feature, dict):
                return False
            vorm = feature.get("geometry")
            teksten.append(orjson.dumps(vorm).decode() if vorm else None)
            eigenschappen = feature.get("properties")
            cellen = eigenschappen if isinstance(eigenschappen, dict) else {}
            if feature.get("id") is not None:
                cellen = {"id": feature["id"]} | cellen
            for kop, waarde in cellen.items():
                kolom = self.kolommen.setdefault(kop, [])
                kolom.extend([None] * (self.aantal - len(kolom)))
                kolom.append(waarde)
            self.aantal += 1
        if teksten:
            blok = np.empty(len(teksten), dtype=object)
            blok[:] = teksten
            self.vormen.append(np.atleast_1d(shapely.from_geojson(blok, on_invalid="ignore")))
            self.had_vorm |= any(teksten)
        return True

    def sluit(self, naam: str, overig: dict[str, Any]) -> np.ndarray:
        """Even out the columns and give all shapes; raises UploadGeweigerd where none is one."""
        for kolom in self.kolommen.values():
            kolom.extend([None] * (self.aantal - len(kolom)))
        self.crs = _crs_van(overig)
        alle = np.concatenate(self.vormen) if self.vormen else np.empty(0, dtype=object)
        self.vormen = []
        if self.had_vorm and shapely.is_missing(alle).all():
            raise UploadGeweigerd(f"“{naam}” bevat geen geldige vorm.")
        return alle


def _crs_van(overig: dict[str, Any]) -> str | None:
    crs = overig.get("crs")
    eigenschappen = crs.get("properties") if isinstance(crs, dict) else None
    naam = eigenschappen.get("name") if isinstance(eigenschappen, dict) else None
    return naam if isinstance(naam, str) else None


def _ongeldig(naam: str) -> UploadGeweigerd:
    return UploadGeweigerd(f"“{naam}” is geen geldige GeoJSON.")


def uit_bytes(inhoud: bytes, naam: str) -> tuple[np.ndarray, Kenmerken]:
    """Read a FeatureCollection, one Feature or a bare geometry; raises UploadGeweigerd."""
    try:
        boom = orjson.loads(inhoud.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as fout:
        raise _ongeldig(naam) from fout
    if not isinstance(boom, dict):
        raise _ongeldig(naam)
    if boom.get("type") == "FeatureCollection":
        features = boom.get("features") or []
    elif boom.get("type") == "Feature":
        features = [boom]
    else:
        features = [{"geometry": boom}]
    uit = Kenmerken()
    if not isinstance(features, list) or not uit.neem(features):
        raise _ongeldig(naam)
    return uit.sluit(naam, boom), uit


def uit_bestand(pad: Path, naam: str) -> tuple[np.ndarray, Kenmerken]:
    """Read a large FeatureCollection in a stream; raises UploadGeweigerd."""
    lezer = Lijstlezer(pad, "features")
    uit = Kenmerken()
    try:
        for blok in lezer:
            if any(reden for _, _, reden in blok) or not uit.neem(f for _, f, _ in blok):
                raise _ongeldig(naam)
    except Bestandsfout as fout:
        raise _ongeldig(naam) from fout
    return uit.sluit(naam, lezer.overig), uit
