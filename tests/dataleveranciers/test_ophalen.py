"""Fetching from suppliers: paging, patience, and answers that are not what they seem."""

import pytest
from django.test import override_settings

from dataleveranciers import ophalen
from dataleveranciers.services import importeer
from doelstellingen.models import Meting
from gereedschap import http
from tests.dataleveranciers.conftest import feature
from tests.feeds.server import Gedrag, leverancier
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ongeduldig(monkeypatch):
    monkeypatch.setattr(http, "BACKOFF_S", 0)
    monkeypatch.setattr(http, "POGINGEN", 3)


@pytest.fixture
def gedrag():
    return Gedrag()


@pytest.fixture
def adres(gedrag):
    with leverancier(gedrag) as adres:
        yield adres


def lampen(*namen: str) -> list[dict]:
    return [
        {"peildatum": "2025-12-31", "hoofdgemeente": naam, "lichtpunten": 100, "led": 40}
        for naam in namen
    ]


@pytest.mark.parametrize("ingepakt", [False, True])
def test_haalt_alle_bladzijden(gedrag, adres, ingepakt):
    gedrag.gzip = ingepakt
    gedrag.features = [feature(f"a-{i}") for i in range(25)]
    run = importeer(feed="groenblauwpeil", url=f"{adres}/api?limit=10")
    assert (run.status, run.nieuw, run.geheel) == ("gepubliceerd", 25, True)
    assert gedrag.aanvragen["/api/lekp-verbeteringen"] == 3
    assert importeer(feed="groenblauwpeil", url=f"{adres}/api?limit=10").status == "ongewijzigd"


def test_dubbele_over_twee_bladzijden(gedrag, adres):
    gedrag.features = [
        feature("a", bomen=1, gewijzigd_op="2023-01-01T00:00:00Z"),
        feature("b"),
        feature("a", bomen=2, gewijzigd_op="2023-02-01T00:00:00Z"),
    ]
    run = importeer(feed="groenblauwpeil", url=f"{adres}/lekp-verbeteringen?limit=2")
    assert (run.nieuw, run.afgewezen, run.rijen.get().nr) == (2, 1, 1)
    assert Verbetering.objects.get(externe_sleutel="a").maatregelen.get().hoeveelheid == 2


@pytest.mark.parametrize("fouten", [["429", "429"], ["500"], ["afgebroken"], ["503", "afgebroken"]])
def test_geduld_met_een_leverancier_die_hapert(gedrag, adres, fouten):
    gedrag.features = [feature("a")]
    gedrag.fouten = fouten
    assert importeer(feed="groenblauwpeil", url=adres).status == "gepubliceerd"


@pytest.mark.parametrize(
    ("fouten", "reden"),
    [
        (["500"] * 20, "storing"),
        (["429"] * 20, "te veel aanvragen"),
        (["afgebroken"] * 20, "halfweg af"),
        (["html"], "webpagina"),
        (["halve-json"], "afgebroken"),
        (["404"], "bestaat niet"),
        (["401"], "weigert de toegang"),
    ],
)
def test_een_onbruikbaar_antwoord_laat_de_oude_cijfers_staan(gedrag, adres, fouten, reden):
    gedrag.features = [feature("a")]
    importeer(feed="groenblauwpeil", url=adres)
    voor = list(Meting.objects.levend().values_list("pk", flat=True))
    gedrag.features = [feature("b")]
    gedrag.fouten = fouten
    run = importeer(feed="groenblauwpeil", url=adres)
    assert run.status == "afgekeurd"
    assert reden in run.reden
    assert list(Meting.objects.levend().values_list("pk", flat=True)) == voor


def test_fout_op_de_tweede_bladzijde_publiceert_niets(gedrag, adres):
    gedrag.features = [feature(f"a-{i}") for i in range(4)]
    gedrag.fouten = ["niets", *["500"] * 20]
    run = importeer(feed="groenblauwpeil", url=f"{adres}/lekp-verbeteringen?limit=2")
    assert (run.status, run.gelezen, run.afgewezen) == ("afgekeurd", 2, 2)
    assert not Verbetering.objects.exists()


def test_niemand_thuis(adres):
    poort = adres.rpartition(":")[2]
    run = importeer(feed="cijfers", url=f"http://127.0.0.1:{int(poort) + 1}/c.csv")
    assert (run.status, "niet bereikbaar" in run.reden) == ("afgekeurd", True)


def test_explore_in_bladzijden_en_als_uitvoer(gedrag, adres):
    gedrag.resultaten = lampen("GENT", "AALST", "VOERSTREEK")
    assert importeer(feed="fluvius-led", url=f"{adres}/led/records").nieuw == 3
    gedrag.csv = b"peildatum;hoofdgemeente;lichtpunten;led\n" + b"".join(
        f"2025-12-31;{n};100;40\n".encode() for n in ("GENT", "AALST", "VOERSTREEK")
    )
    assert importeer(feed="fluvius-led", url=f"{adres}/led/exports/csv").status == "ongewijzigd"


def test_filter_met_verkeerde_hoofdletters_geeft_nul_rijen_en_wordt_geweigerd(gedrag, adres):
    gedrag.resultaten = lampen("GENT")
    run = importeer(feed="fluvius-led", url=f'{adres}/led/records?where=hoofdgemeente="Gent"')
    assert (run.status, run.gelezen) == ("afgekeurd", 0)
    assert "hoofdletters" in run.reden


def test_explore_dat_minder_geeft_dan_het_belooft(gedrag, adres):
    gedrag.resultaten = lampen("GENT", "AALST")
    gedrag.beloofd = 300
    run = importeer(feed="fluvius-led", url=f"{adres}/led/records")
    assert (run.status, "belooft 300 rijen" in run.reden) == ("afgekeurd", True)


def test_rooster_haalt_alleen_wat_een_adres_heeft_en_daarna_alleen_wijzigingen(gedrag, adres):
    gedrag.features = [feature("a")]
    with override_settings(FEED_URLS={"groenblauwpeil": adres}):
        assert ophalen.haal("cijfers") == "geen adres ingesteld"
        assert ophalen.haal("groenblauwpeil") == "gepubliceerd"
        assert "gewijzigd_sinds" not in gedrag.vragen[-1]
        assert ophalen.haal("groenblauwpeil") == "ongewijzigd"
        assert "gewijzigd_sinds" in gedrag.vragen[-1]
        assert ophalen.haal("groenblauwpeil", geheel=True) == "ongewijzigd"
        assert "gewijzigd_sinds" not in gedrag.vragen[-1]
