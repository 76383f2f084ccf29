"""The light map of Vlaanderen: all 285, small, without gaps."""

from __future__ import annotations

import gzip
import json
import re

import pytest
import shapely
from shapely.geometry import shape

from gemeenten.kaart import kaartvormen, lichte_vormen, svg_paden
from gemeenten.models import Gemeente

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gebied")]


def test_tekent_alle_285_binnen_het_blad() -> None:
    kaart = svg_paden()
    assert set(kaart.paden) == set(Gemeente.objects.geldig().values_list("nis", flat=True))
    assert set(kaart.provincies) == {"10000", "20001", "30000", "40000", "70000"}
    _, _, breedte, hoogte = map(int, kaart.viewbox.split())
    for pad in kaart.paden.values():
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)+", pad)
        for x, y in re.findall(r"M(\d+) (\d+)", pad):
            assert int(x) <= breedte
            assert int(y) <= hoogte
    assert "benadering" in kaart.zin


def test_is_klein_genoeg_voor_een_eerste_bezoek() -> None:
    kaart = svg_paden()
    assert len(gzip.compress("".join(kaart.paden.values()).encode())) < 60_000
    assert len(gzip.compress(json.dumps(kaartvormen()).encode())) < 60_000


def test_buren_blijven_elkaar_raken() -> None:
    assert shapely.coverage_is_valid([licht.vorm for licht in lichte_vormen()])


def test_geojson_noemt_nis_en_naam() -> None:
    vormen = kaartvormen()
    gent = next(f for f in vormen["features"] if f["id"] == "44021")
    assert gent["properties"] == {"nis": "44021", "naam": "Gent", "provincie": "40000"}
    assert shape(gent["geometry"]).contains(shapely.Point(3.72, 51.05))


def test_een_provincie_vult_haar_eigen_blad() -> None:
    limburg = {n for n in svg_paden().paden if n.startswith("7")}
    kaart = svg_paden(nissen=limburg)
    assert set(kaart.paden) == limburg
    assert list(kaart.provincies) == ["70000"]


def test_zonder_bekende_gemeente_geen_kaart() -> None:
    with pytest.raises(KeyError):
        svg_paden(nissen={"99999"})
