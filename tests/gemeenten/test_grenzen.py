"""Which gemeente a shape lies in: by largest share, with patience for approximate borders."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, box

from gemeenten import grenzen, selectors
from gemeenten.dekking import naar_lambert
from gemeenten.grenzenindex import GEEN, Grenzenindex, afstand_m
from gemeenten.models import Gemeente, Grensbestand

VANDAAG = dt.date(2026, 1, 1)
GENT, ZEE, PARIJS = Point(3.72, 51.05), Point(2.9, 51.26), Point(2.35, 48.85)


@pytest.fixture
def ids(gebied: None) -> dict[str, int]:
    return dict(Gemeente.objects.geldig().values_list("nis", "pk"))


def test_punt_ligt_in_zijn_gemeente(ids: dict[str, int]) -> None:
    toewijzing = grenzen.gemeente_van(GENT, op=VANDAAG)
    assert toewijzing.gemeente_id == ids["44021"]
    assert toewijzing.aandelen == {ids["44021"]: 1.0}
    assert toewijzing.geschat


def test_bijna_elk_centrum_ligt_in_zijn_eigen_gemeente(ids: dict[str, int]) -> None:
    gemeenten = list(Gemeente.objects.geldig())
    centra = shapely.points([(g.lon, g.lat) for g in gemeenten])
    gevonden, _ = grenzen.gemeenten_van(centra)
    goed = sum(pk == g.pk for pk, g in zip(gevonden, gemeenten, strict=True))
    assert goed >= 280


def test_vlak_over_een_grens_gaat_naar_het_grootste_deel(ids: dict[str, int]) -> None:
    index = grenzen.grenzenindex()
    gent = index.vorm(ids["44021"])
    x, y = gent.exterior.coords[0]
    toewijzing = grenzen.gemeente_van(box(x - 0.01, y - 0.01, x + 0.01, y + 0.01), op=VANDAAG)
    aandelen = list(toewijzing.aandelen.values())
    assert toewijzing.over_grens
    assert aandelen == sorted(aandelen, reverse=True)
    assert sum(aandelen) == pytest.approx(1.0)
    assert next(iter(toewijzing.aandelen)) == toewijzing.gemeente_id


def test_lijn_wordt_naar_lengte_verdeeld() -> None:
    index = Grenzenindex(ids=[1, 2], vormen=[box(3, 51, 3.1, 51.1), box(3.1, 51, 3.2, 51.1)])
    lijn = LineString([(3.07, 51.05), (3.11, 51.05)])
    assert index.aandelen(lijn) == pytest.approx({1: 0.75, 2: 0.25})
    punten = MultiPoint([(3.01, 51.05), (3.15, 51.05), (3.16, 51.05)])
    assert index.aandelen(punten) == pytest.approx({2: 2 / 3, 1: 1 / 3})


def test_punt_op_een_gedeelde_grens_hoort_bij_een_gemeente() -> None:
    index = Grenzenindex(ids=[1, 2], vormen=[box(3, 51, 3.1, 51.1), box(3.1, 51, 3.2, 51.1)])
    op_de_lijn = Point(3.1, 51.05)
    assert index.aandelen(op_de_lijn) == {1: 1.0}
    assert index.gemeenten_van(np.array([op_de_lijn])).tolist() == [1]


@pytest.mark.usefixtures("gebied")
def test_benaderde_grens_weigert_pas_vanaf_vijf_kilometer() -> None:
    vlakbij = grenzen.gemeente_van(ZEE, op=VANDAAG)
    assert vlakbij.gemeente_id is not None
    assert 0 < vlakbij.afstand_m < 5_000
    assert "net buiten" in vlakbij.waarschuwing
    ver = grenzen.gemeente_van(PARIJS, op=VANDAAG)
    assert ver.gemeente_id is None
    assert "km buiten Vlaanderen" in ver.waarschuwing


def _maak_ingevoerd() -> None:
    """Copy the boundaries in use as if an operator had imported them."""
    huidig = grenzen.huidige_grenzen().bestand
    nieuw = Grensbestand.objects.create(
        soort=Grensbestand.Soort.INGEVOERD, geladen_op=timezone.now(), bron="proef"
    )
    nieuw.grenzen.model.objects.bulk_create(
        [
            nieuw.grenzen.model(bestand=nieuw, gemeente_id=g.gemeente_id, geometrie=g.geometrie)
            for g in huidig.grenzen.all()
        ]
    )


def test_ingevoerde_grens_is_zeker_en_weigert_dichterbij(ids: dict[str, int]) -> None:
    _maak_ingevoerd()
    assert not grenzen.gemeente_van(GENT, op=VANDAAG).geschat
    assert grenzen.gemeente_van(ZEE, op=VANDAAG).gemeente_id is None
    # A gemeente that did not exist yet on the date is an estimate, also on exact borders.
    hasselt = grenzen.gemeente_van(Point(5.34, 50.93), op=dt.date(2022, 1, 1))
    assert hasselt.gemeente_id == ids["71072"]
    assert hasselt.geschat


@pytest.mark.usefixtures("gebied")
def test_lege_geometrie_ligt_nergens() -> None:
    with pytest.raises(ValueError, match="lege geometrie"):
        grenzen.gemeente_van(Point(), op=VANDAAG)


@pytest.mark.parametrize(("lon", "lat", "nis"), [(5.34, 50.93, "71022"), (5.38, 50.86, "73040")])
def test_voorganger_is_die_met_het_dichtste_centrum(
    ids: dict[str, int], lon: float, lat: float, nis: str
) -> None:
    hasselt = Gemeente.objects.get(pk=ids["71072"])
    voorganger = grenzen.voorganger_van(Point(lon, lat), hasselt, dt.date(2022, 6, 1))
    assert voorganger.nis == nis


def test_wie_niet_fuseerde_is_zijn_eigen_voorganger(ids: dict[str, int]) -> None:
    gent = Gemeente.objects.get(pk=ids["44021"])
    assert grenzen.voorganger_van(GENT, gent, dt.date(2022, 6, 1)) == gent


def test_afwijking_van_een_opgegeven_gemeente(ids: dict[str, int]) -> None:
    gent, brugge = (Gemeente.objects.get(pk=ids[nis]) for nis in ("44021", "31005"))
    assert grenzen.afwijking_m(GENT, gent) == 0
    assert 20_000 < grenzen.afwijking_m(GENT, brugge) < 45_000
    borgloon = selectors.gemeente_op("73009", dt.date(2024, 1, 1))
    assert borgloon is not None
    assert grenzen.afwijking_m(Point(5.34, 50.80), borgloon) == 0


@pytest.mark.usefixtures("gebied")
def test_veel_tegelijk_geeft_hetzelfde_als_een_voor_een() -> None:
    toeval = np.random.default_rng(20260101)
    punten = shapely.points(toeval.uniform(2.5, 5.95, 6_000), toeval.uniform(50.65, 51.55, 6_000))
    index = grenzen.grenzenindex()
    snel = index.gemeenten_van(punten)
    assert (snel != GEEN).mean() > 0.4
    for punt, gevonden in zip(punten[:300], snel[:300], strict=True):
        assert next(iter(index.aandelen(punt)), GEEN) == gevonden
    np.testing.assert_array_equal(index.gemeenten_van(punten[:4_000]), snel[:4_000])


@pytest.mark.usefixtures("gebied")
def test_vlakken_in_bulk_gaan_naar_het_grootste_deel() -> None:
    toeval = np.random.default_rng(7)
    midden = shapely.points(toeval.uniform(3.2, 5.2, 300), toeval.uniform(50.9, 51.2, 300))
    vlakken = shapely.buffer(midden, 0.02, quad_segs=2)
    index = grenzen.grenzenindex()
    for vlak, gevonden in zip(vlakken, index.gemeenten_van(vlakken), strict=True):
        assert next(iter(index.aandelen(vlak)), GEEN) == gevonden


@pytest.mark.usefixtures("gebied")
def test_niets_en_leeg_liggen_nergens_in_bulk() -> None:
    rij = np.array([None, Point(), GENT, PARIJS], dtype=object)
    ids, meters = grenzen.gemeenten_van(rij)
    assert ids.tolist()[:2] == [GEEN, GEEN]
    assert ids[2] != GEEN
    assert ids[3] == GEEN
    assert meters[3] > 200_000


@pytest.mark.usefixtures("gebied")
def test_de_soort_in_gebruik_en_haar_zin() -> None:
    assert grenzen.huidige_grenzen().benaderend
    assert "benadering" in grenzen.huidige_grenzen().zin
    nu = timezone.now()
    Grensbestand.objects.create(soort="vrbg", geladen_op=nu, bron="x", fout="niet bereikbaar")
    assert grenzen.huidige_grenzen().benaderend
    _maak_ingevoerd()
    Grensbestand.objects.create(soort="vrbg", geladen_op=timezone.now(), bron="x")
    assert grenzen.huidige_grenzen().bestand.soort == Grensbestand.Soort.INGEVOERD
    assert "proef" in grenzen.huidige_grenzen().zin


@pytest.mark.django_db
def test_zonder_grenzen_een_duidelijke_fout() -> None:
    Grensbestand.objects.all().delete()
    with pytest.raises(grenzen.GrenzenOntbreken, match="laad_referentie"):
        grenzen.huidige_grenzen()


@given(
    st.tuples(st.floats(2.6, 5.8), st.floats(50.7, 51.4)),
    st.tuples(st.floats(2.6, 5.8), st.floats(50.7, 51.4)),
)
def test_afstand_is_symmetrisch_en_bijna_die_van_lambert(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    heen, terug = afstand_m(Point(a), Point(b)), afstand_m(Point(b), Point(a))
    plat = naar_lambert(Point(a)).distance(naar_lambert(Point(b)))
    assert heen == pytest.approx(terug, abs=1e-6)
    assert heen == pytest.approx(plat, rel=0.002, abs=0.5)


@pytest.mark.usefixtures("gebied")
def test_de_benadering_dekt_vlaanderen_zonder_gaten_of_overlap() -> None:
    index = grenzen.grenzenindex()
    assert len(index.ids) == 285
    assert shapely.is_valid(index.vormen).all()
    assert shapely.coverage_is_valid(index.vormen)
    assert float(shapely.area(naar_lambert(index.vormen)).sum()) / 1e6 == pytest.approx(
        13_626, abs=30
    )
