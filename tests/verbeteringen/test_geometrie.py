"""What a shape must be, and what follows from it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from verbeteringen.geometrie import (
    HERSTELD,
    MAX_PUNTEN,
    VLAK_GEMAAKT,
    GeometrieFout,
    cel,
    cellen_in_beeld,
    controleer,
    lees_geojson,
    lees_wkt,
    maak_vorm,
)

LON = st.floats(2.6, 5.9)
LAT = st.floats(50.7, 51.5)


def test_oppervlakte_en_lengte_zijn_geodetisch():
    vlak = shapely.box(3.72, 51.05, 3.73, 51.06)
    verwacht, _ = Geod(ellps="WGS84").geometry_area_perimeter(vlak)
    assert maak_vorm(vlak).oppervlakte_m2 == pytest.approx(abs(verwacht), rel=1e-4)
    lijn = shapely.LineString([(3.72, 51.05), (3.73, 51.05), (3.73, 51.06)])
    assert maak_vorm(lijn).lengte_m == pytest.approx(
        Geod(ellps="WGS84").geometry_length(lijn), abs=0.001
    )
    assert maak_vorm(shapely.Point(3.7, 51)).oppervlakte_m2 == 0


def test_lengte_van_een_meervoudige_lijn_telt_de_sprong_niet():
    delen = [[(3.72, 51.05), (3.73, 51.05)], [(3.9, 51.05), (3.91, 51.05)]]
    lijn = shapely.MultiLineString(delen)
    assert maak_vorm(lijn).lengte_m == pytest.approx(
        2 * maak_vorm(shapely.LineString(delen[0])).lengte_m, rel=1e-6
    )


def test_zelfkruisende_vorm_wordt_hersteld_en_gemeld():
    strik = shapely.Polygon([(3.7, 51), (3.71, 51.01), (3.71, 51), (3.7, 51.01)])
    vorm = maak_vorm(strik)
    assert vorm.geometrie.is_valid
    assert vorm.meldingen == (HERSTELD,)
    assert vorm.oppervlakte_m2 > 0


def test_derde_coordinaat_valt_weg():
    vorm = maak_vorm(shapely.Point(3.7, 51, 12))
    assert not vorm.geometrie.has_z
    assert vorm.meldingen == (VLAK_GEMAAKT,)


@pytest.mark.parametrize(
    ("vorm", "reden"),
    [
        (shapely.Polygon(), "leeg"),
        (shapely.Point(51.05, 3.72), "omgewisseld"),
        (shapely.Point(104_000, 193_000), "Lambert 72"),
        (shapely.Point(4.85, 52.37), "buiten het Vlaamse Gewest"),
        (shapely.Point(float("nan"), 51), "eindig|leeg"),
        (shapely.GeometryCollection([shapely.Point(3.7, 51)]), "soort"),
        (shapely.LineString([(3.7, 51), (3.7, 51)]), "lengte"),
        (shapely.Polygon([(3.7, 51), (3.8, 51), (3.7, 51)]), "oppervlakte"),
        (None, "leeg"),
    ],
)
def test_weigert_met_de_reden(vorm, reden):
    with pytest.raises(GeometrieFout, match=reden):
        maak_vorm(vorm)


def test_weigert_honderdduizend_punten():
    hoek = np.linspace(0, 2 * np.pi, 100_001)
    ring = np.column_stack((3.7 + 0.01 * np.cos(hoek), 51 + 0.01 * np.sin(hoek)))
    with pytest.raises(GeometrieFout, match=r"100.001 punten; hoogstens 50.000"):
        maak_vorm(shapely.Polygon(ring))
    assert MAX_PUNTEN == 50_000


def test_een_slechte_vorm_houdt_de_andere_niet_tegen():
    ruwe = [
        {"type": "Point", "coordinates": [3.7, 51.0]},
        {"type": "Point", "coordinates": ["a", "b"]},
        None,
        {"type": "Polygon", "coordinates": [[[3.7, 51.0]]]},
        {"type": "Cirkel", "straal": 3},
    ]
    vormen = controleer(*lees_geojson(ruwe))
    assert vormen.geometrieen[0].equals(shapely.Point(3.7, 51.0))
    assert set(vormen.fouten) == {1, 3, 4}
    assert vormen.geometrieen[2] is None


def test_wkt_leest_en_weigert():
    vormen, fouten = lees_wkt(["POINT (3.7 51)", "PUNT 3 4", "", None])
    assert vormen[0].x == 3.7
    assert list(fouten) == [1]


@given(LON, LAT)
def test_cel_van_het_midden_zit_in_elk_beeld_dat_de_vorm_raakt(lon, lat):
    vorm = maak_vorm(shapely.box(lon - 0.003, lat - 0.002, lon + 0.003, lat + 0.002))
    assert not vorm.groot
    assert vorm.cel == cel((vorm.minx + vorm.maxx) / 2, (vorm.miny + vorm.maxy) / 2)
    assert vorm.cel in cellen_in_beeld(vorm.maxx - 1e-6, vorm.maxy - 1e-6, lon + 0.01, lat + 0.01)


def test_vorm_groter_dan_een_tegel_is_groot():
    assert maak_vorm(shapely.box(3.7, 51, 3.72, 51.001)).groot
    assert maak_vorm(shapely.box(3.7, 51, 3.701, 51.01)).groot


@given(st.lists(st.tuples(LON, LAT), min_size=2, max_size=5, unique=True))
def test_verschillende_tegels_hebben_verschillende_sleutels(punten):
    from verbeteringen.geometrie import tegels

    x, y = tegels(np.array([p[0] for p in punten]), np.array([p[1] for p in punten]))
    assert len({cel(*p) for p in punten}) == len(
        set(zip(np.floor(x).tolist(), np.floor(y).tolist(), strict=True))
    )
