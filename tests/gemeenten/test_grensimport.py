"""Boundaries of others: read in every format, or refused as a whole with the reason."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.conf import settings
from shapely.geometry import mapping

from gemeenten import grensformaat
from gemeenten.dekking import naar_lambert
from gemeenten.grensimport import Grensfout
from gemeenten.models import Grens, Grensbestand
from gemeenten.services import lees_grenzen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gebied")]
Vormen = dict[str, Any]


@pytest.fixture(scope="module")
def vormen() -> Vormen:
    return grensformaat.lees(settings.FIXTURES_MAP / "grenzen_benadering.csv")


def _collectie(vormen: Vormen, veld: str = "NISCODE") -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {veld: nis, "NAAM": "x"}, "geometry": mapping(vorm)}
            for nis, vorm in vormen.items()
        ],
    }


@pytest.fixture
def schrijf(tmp_path: Path) -> Callable[[Any], str]:
    def doe(inhoud: Any) -> str:
        pad = tmp_path / "grenzen.geojson"
        pad.write_text(json.dumps(inhoud))
        return str(pad)

    return doe


def _met_ogr(pad: Path, vormen: Vormen, *, driver: str, crs: str, codes: Any = None) -> None:
    geometrieen = list(vormen.values())
    if crs != "EPSG:4326":
        geometrieen = list(naar_lambert(np.array(geometrieen, dtype=object)))
    pyogrio.raw.write(
        pad,
        shapely.to_wkb([shapely.MultiPolygon(list(shapely.get_parts(g))) for g in geometrieen]),
        [np.array(codes if codes is not None else list(vormen), dtype=object)],
        ["NISCODE"],
        driver=driver,
        geometry_type="MultiPolygon",
        crs=crs,
    )


@pytest.mark.parametrize("veld", ["NISCODE", "nis", "CODSEC", "mun_code", "een_ander_veld"])
def test_leest_geojson_en_vindt_het_nisveld(vormen: Vormen, schrijf: Any, veld: str) -> None:
    ingelezen = lees_grenzen(schrijf(_collectie(vormen, veld)))
    assert set(ingelezen.vormen) == set(vormen)
    assert any(veld in regel for regel in ingelezen.opmerkingen)


@pytest.mark.parametrize(
    "bestand",
    ["gemeenten_285.geojson", "gemeenten_285.topo.json", "gemeenten_285_licht.topo.json"],
)
def test_leest_de_officiele_bestanden(gedeelde_data: Path, bestand: str) -> None:
    assert len(lees_grenzen(str(gedeelde_data / bestand)).vormen) == 285


@pytest.mark.parametrize("bestand", ["gemeenten_300.geojson", "gemeenten_300.topo.json"])
def test_weigert_de_indeling_van_voor_2025(gedeelde_data: Path, bestand: str) -> None:
    with pytest.raises(Grensfout, match="vóór een fusie"):
        lees_grenzen(str(gedeelde_data / bestand))


def test_leest_een_geopackage_in_lambert(vormen: Vormen, tmp_path: Path) -> None:
    pad = tmp_path / "refgem.gpkg"
    _met_ogr(pad, vormen, driver="GPKG", crs="EPSG:31370")
    ingelezen = lees_grenzen(str(pad))
    gent = ingelezen.vormen["44021"]
    assert gent.intersection(vormen["44021"]).area > 0.999 * gent.area
    assert any("Omgerekend" in regel for regel in ingelezen.opmerkingen)


def test_leest_een_zip_met_een_shapefile(vormen: Vormen, tmp_path: Path) -> None:
    folder = tmp_path / "shp"
    folder.mkdir()
    _met_ogr(folder / "Refgem.shp", vormen, driver="ESRI Shapefile", crs="EPSG:31370")
    pad = tmp_path / "Refgem.zip"
    with zipfile.ZipFile(pad, "w") as zip_:
        for deel in folder.iterdir():
            zip_.write(deel, f"VRBG/Shapefile/{deel.name}")
    assert len(lees_grenzen(str(pad)).vormen) == 285


def test_leest_gzip(vormen: Vormen, tmp_path: Path) -> None:
    pad = tmp_path / "grenzen.geojson.gz"
    pad.write_bytes(gzip.compress(json.dumps(_collectie(vormen)).encode()))
    assert len(lees_grenzen(str(pad)).vormen) == 285


def test_leest_meters_zonder_stelsel_als_lambert_en_zegt_dat(vormen: Vormen, schrijf: Any) -> None:
    lambert = dict(zip(vormen, naar_lambert(np.array(list(vormen.values()))), strict=True))
    ingelezen = lees_grenzen(schrijf(_collectie(lambert)))
    assert any("Lambert 72" in regel for regel in ingelezen.opmerkingen)


def test_draait_verwisselde_coordinaten_om_en_zegt_dat(vormen: Vormen, schrijf: Any) -> None:
    gedraaid = {
        nis: shapely.transform(vorm, lambda xy: xy[:, ::-1]) for nis, vorm in vormen.items()
    }
    ingelezen = lees_grenzen(schrijf(_collectie(gedraaid)))
    assert any("omgedraaid" in regel for regel in ingelezen.opmerkingen)


def test_slaat_brussel_en_wallonie_over(vormen: Vormen, schrijf: Any) -> None:
    ruimer = vormen | {"21004": shapely.box(4.33, 50.83, 4.38, 50.87)}
    ingelezen = lees_grenzen(schrijf(_collectie(ruimer)))
    assert "21004" not in ingelezen.vormen
    assert any("1 gebieden buiten" in regel for regel in ingelezen.opmerkingen)


def test_voegt_delen_van_een_gemeente_samen(vormen: Vormen, schrijf: Any) -> None:
    inhoud = _collectie({n: v for n, v in vormen.items() if n != "44021"})
    x0, y0, x1, y1 = vormen["44021"].bounds
    midden = (x0 + x1) / 2
    for kader in (shapely.box(x0, y0, midden, y1), shapely.box(midden, y0, x1, y1)):
        deel = vormen["44021"].intersection(kader)
        inhoud["features"].append(
            {"type": "Feature", "properties": {"NISCODE": "44021"}, "geometry": mapping(deel)}
        )
    ingelezen = lees_grenzen(schrijf(inhoud))
    assert ingelezen.vormen["44021"].area == pytest.approx(vormen["44021"].area)


def test_herstelt_een_zelfkruising_en_meldt_dat(vormen: Vormen, schrijf: Any) -> None:
    gent = vormen["44021"]
    x, y = gent.exterior.coords[0]
    strik = shapely.Polygon(
        [
            *gent.exterior.coords[:1],
            (x + 1e-4, y + 1e-4),
            (x + 1e-4, y),
            (x, y + 1e-4),
            *gent.exterior.coords[1:],
        ]
    )
    assert not strik.is_valid
    ingelezen = lees_grenzen(schrijf(_collectie(vormen | {"44021": strik})))
    assert ingelezen.vormen["44021"].is_valid
    assert any("44021: ongeldige grens hersteld" in regel for regel in ingelezen.opmerkingen)


def _zonder_gent(vormen: Vormen) -> Vormen:
    return {n: v for n, v in vormen.items() if n != "44021"}


def _verwisseld(vormen: Vormen) -> Vormen:
    namen = list(vormen)
    return dict(zip(namen, [vormen[n] for n in namen[50:] + namen[:50]], strict=True))


def _verschoven(vormen: Vormen) -> Vormen:
    return {n: shapely.transform(v, lambda xy: xy + (10.0, 0.0)) for n, v in vormen.items()}


def _opgeblazen(vormen: Vormen) -> Vormen:
    return {n: v.buffer(0.01) for n, v in vormen.items()}


@pytest.mark.parametrize(
    ("bewerking", "reden"),
    [
        (_zonder_gent, "1 van de 285 gemeenten ontbreken: 44021"),
        (_verwisseld, "horen niet bij deze vlakken"),
        (_verschoven, "buiten Vlaanderen"),
        (_opgeblazen, "verwacht wordt ongeveer 13.626 km²"),
        (lambda v: v | {"44021": shapely.Point(3.72, 51.05)}, "44021 heeft geen vlak"),
        (lambda v: v | {"44021": shapely.Polygon()}, "44021 heeft geen vlak"),
        (lambda v: v | {"73009": shapely.box(5.3, 50.8, 5.4, 50.9)}, "Vervallen NIS-codes"),
    ],
)
def test_weigert_wat_niet_klopt(
    vormen: Vormen, schrijf: Any, bewerking: Callable[[Vormen], Vormen], reden: str
) -> None:
    with pytest.raises(Grensfout, match=reden):
        lees_grenzen(schrijf(_collectie(bewerking(vormen))))


def test_weigert_een_gemeente_die_twee_keer_voorkomt(vormen: Vormen, schrijf: Any) -> None:
    inhoud = _collectie(vormen)
    inhoud["features"].append(inhoud["features"][0])
    with pytest.raises(Grensfout, match="twee keer"):
        lees_grenzen(schrijf(inhoud))


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"", "is leeg"),
        (b"<!doctype html><html><body>Niet gevonden</body></html>", "webpagina"),
        (b"<OGRVRTDataSource></OGRVRTDataSource>", "niet te lezen als kaart"),
        (b"nis;naam\n44021;Gent\n", "niet te lezen als kaart"),
        (b'{"type":"FeatureCollection","features":[', "niet te lezen|geen enkele vorm"),
        (b'{"type":"FeatureCollection","features":[]}', "geen enkele vorm|geen enkel veld"),
        (b"PK\x03\x04 geen zip", "niet te lezen als kaart"),
        (b"\x1f\x8b\x08 geen gzip", "beschadigd|gzip"),
    ],
)
def test_weigert_een_bestand_dat_geen_kaart_is(tmp_path: Path, inhoud: bytes, reden: str) -> None:
    pad = tmp_path / "grenzen.json"
    pad.write_bytes(inhoud)
    with pytest.raises(Grensfout, match=f"(?i){reden}"):
        lees_grenzen(str(pad))


def test_weigert_een_bestand_dat_er_niet_is() -> None:
    with pytest.raises(Grensfout, match="bestaat niet"):
        lees_grenzen("/nergens/grenzen.gpkg")


def test_weigert_vlakken_zonder_nis(vormen: Vormen, schrijf: Any) -> None:
    inhoud = _collectie(vormen)
    for feature in inhoud["features"]:
        feature["properties"] = {"naam": "x"}
    with pytest.raises(Grensfout, match="Velden in dit bestand: naam"):
        lees_grenzen(schrijf(inhoud))


def test_lezen_bewaart_niets(vormen: Vormen, schrijf: Any) -> None:
    voor = (Grensbestand.objects.count(), Grens.objects.count())
    lees_grenzen(schrijf(_collectie(vormen)))
    assert (Grensbestand.objects.count(), Grens.objects.count()) == voor
