"""GeoJSON from anywhere: at once and in a stream the same, and odd members refused in Dutch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely

from gereedschap.uploadwacht import UploadGeweigerd
from verbeteringen import geojsonlezen

PUNT = {"type": "Point", "coordinates": [3.72, 51.05]}
FEATURES: list[Any] = [
    {"type": "Feature", "id": 7, "geometry": PUNT, "properties": {"bomen": 3}},
    {"type": "Feature", "geometry": None, "properties": {"straat": "Kaai", "bomen": None}},
    {"type": "Feature", "geometry": "niets", "properties": ["geen", "object"]},
]


def _collectie(**leden: Any) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": FEATURES} | leden)


def test_in_een_stroom_is_het_hetzelfde(tmp_path: Path) -> None:
    inhoud = _collectie(crs={"type": "name", "properties": {"name": "EPSG:31370"}})
    pad = tmp_path / "a.geojson"
    pad.write_bytes(inhoud)
    lezingen = [geojsonlezen.uit_bytes(inhoud, "a"), geojsonlezen.uit_bestand(pad, "a")]
    for vormen, kenmerken in lezingen:
        assert shapely.is_missing(vormen).tolist() == [False, True, True]
        assert kenmerken.crs == "EPSG:31370"
        assert kenmerken.kolommen == {
            "id": [7, None, None],
            "bomen": [3, None, None],
            "straat": [None, "Kaai", None],
        }


@pytest.mark.parametrize(
    "inhoud",
    [
        b"[1, 2]",
        b'"tekst"',
        b'{"type": "FeatureCollection", "features": {"a": 1}}',
        b'{"type": "FeatureCollection", "features": [1]}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature"},',
    ],
)
def test_wat_geen_geojson_is_krijgt_een_nederlandse_zin(inhoud: bytes, tmp_path: Path) -> None:
    pad = tmp_path / "a.geojson"
    pad.write_bytes(inhoud)
    with pytest.raises(UploadGeweigerd, match="geen geldige GeoJSON"):
        geojsonlezen.uit_bytes(inhoud, "a")
    with pytest.raises(UploadGeweigerd, match="geen geldige GeoJSON"):
        geojsonlezen.uit_bestand(pad, "a")


def test_vreemde_leden_storen_niet() -> None:
    vormen, kenmerken = geojsonlezen.uit_bytes(_collectie(crs="Lambert"), "a")
    assert kenmerken.crs is None
    assert len(vormen) == 3


def test_zonder_een_enkele_geldige_vorm_wordt_geweigerd() -> None:
    inhoud = orjson.dumps({"type": "Feature", "geometry": {"type": "Kubus"}, "properties": {}})
    with pytest.raises(UploadGeweigerd, match="geen geldige vorm"):
        geojsonlezen.uit_bytes(inhoud, "a")
