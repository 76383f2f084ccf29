"""Shapes and amounts that make no sense, through the API: 400 by field, in Dutch, nothing stored."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely

from tests.koppelingen.conftest import ApiClient
from tests.koppelingen.test_schrijven import LIJST, lichaam
from tests.verbeteringen.hulp import vak
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def als_json(vorm: Any) -> Any:
    return json.loads(shapely.to_geojson(vorm))


def cirkel(punten: int) -> Any:
    hoek = np.linspace(0, 2 * np.pi, punten, endpoint=False)
    return shapely.Polygon(
        np.column_stack((3.72 + 0.005 * np.cos(hoek), 51.05 + 0.005 * np.sin(hoek)))
    )


def bomen(aantal: Any) -> list[dict[str, Any]]:
    return [{"parameter": "bomen", "hoeveelheid": aantal}]


PLAT = shapely.Polygon([(3.70, 51.05), (3.71, 51.05), (3.72, 51.05)])


@pytest.mark.parametrize(
    ("anders", "veld", "zegt"),
    [
        ({"geometrie": als_json(PLAT)}, "geometrie", "geen oppervlakte"),
        ({"geometrie": als_json(vak(2.35, 48.85))}, "geometrie", "buiten het Vlaamse Gewest"),
        ({"geometrie": als_json(vak(51.05, 3.72))}, "geometrie", "omgewisseld"),
        ({"geometrie": als_json(cirkel(200_000))}, "geometrie", "punten"),
        ({"geometrie": als_json(vak(104_800, 193_600))}, "geometrie", "WGS84"),
        ({"maatregelen": bomen(10**9)}, "maatregelen.bomen.plus", "meer dan aannemelijk"),
        ({"maatregelen": bomen("NaN")}, "maatregelen[0].hoeveelheid", "getal"),
    ],
)
def test_zegt_per_veld_wat_er_schort(
    gent: ApiClient, anders: dict[str, Any], veld: str, zegt: str
) -> None:
    antwoord = gent.stuur("POST", LIJST, lichaam(**anders))
    assert antwoord.status_code == 400, antwoord.content[:500]
    fouten = antwoord.json()["validationErrors"]
    assert zegt in " ".join(fouten[veld]), fouten
    assert not Verbetering.objects.exists()


def test_een_vorm_die_zichzelf_snijdt_wordt_hersteld(gent: ApiClient) -> None:
    vlinder = shapely.Polygon([(3.720, 51.050), (3.722, 51.052), (3.722, 51.050), (3.720, 51.052)])
    antwoord = gent.stuur("POST", LIJST, lichaam(geometrie=als_json(vlinder)))
    assert antwoord.status_code == 201, antwoord.content
    assert Verbetering.objects.get().geometrie.is_valid


def test_de_csv_van_de_api_ontwapent_formules(gent: ApiClient) -> None:
    naam = "=cmd|' /C calc'!A0"
    gent.stuur("POST", LIJST, lichaam(projectnaam=naam))
    for formaat in ("csv", "csv-excel"):
        antwoord = gent.get(f"{LIJST}?formaat={formaat}")
        assert antwoord.status_code == 200
        tekst = b"".join(antwoord).decode("utf-8-sig")
        assert "cmd|" in tekst
        assert f";{naam}" not in tekst
        assert f",{naam}" not in tekst
        assert f'"{naam}' not in tekst
