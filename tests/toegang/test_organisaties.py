"""Who governs which gemeente: legal persons that went on after a fusie, and those that didn't."""

from __future__ import annotations

import datetime as dt

import pytest

from gemeenten.models import Gemeente
from gemeenten.services import laad_gebieden
from toegang.models import Bestuur, Organisatie
from toegang.models.organisaties import controleer_kbo
from toegang.referentie import laad_organisaties

OUD, NIEUW = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _geladen(db: None) -> None:
    laad_gebieden()
    laad_organisaties()


def _bestuur(nis: str, op: dt.date) -> Organisatie:
    gemeente = Gemeente.objects.op_datum(op).get(nis=nis)
    return Organisatie.objects.get(besturen__gemeente=gemeente)


@pytest.mark.parametrize(("op", "aantal"), [(OUD, 300), (NIEUW, 285)])
def test_elke_gemeente_heeft_een_eigen_bestuur(op: dt.date, aantal: int) -> None:
    besturen = Bestuur.objects.filter(gemeente__in=Gemeente.objects.op_datum(op))
    assert besturen.count() == besturen.values("organisatie").distinct().count() == aantal


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ("37015", "37022"),
        ("37018", "37021"),
        ("44034", "44087"),
        ("46014", "46029"),
        ("71022", "71072"),
        ("71069", "71071"),
        ("73006", "73110"),
        ("73083", "73111"),
        ("11002", "11002"),
    ],
)
def test_een_rechtspersoon_die_voortgaat_is_dezelfde_organisatie(oud: str, nieuw: str) -> None:
    assert _bestuur(oud, OUD) == _bestuur(nieuw, NIEUW)


@pytest.mark.parametrize(
    ("oud", "nieuw"), [("37007", "37022"), ("11007", "11002"), ("73040", "71072")]
)
def test_een_rechtspersoon_die_ophield_houdt_haar_eigen_organisatie(oud: str, nieuw: str) -> None:
    assert _bestuur(oud, OUD) != _bestuur(nieuw, NIEUW)


@pytest.mark.parametrize("nieuw", ["23106", "44086", "44088", "46030"])
def test_vier_nieuwe_rechtspersonen_besturen_alleen_de_nieuwe_gemeente(nieuw: str) -> None:
    assert _bestuur(nieuw, NIEUW).besturen.count() == 1


def test_elk_bestuur_heeft_een_geldig_kbo_nummer_en_een_ovo_code() -> None:
    for organisatie in Organisatie.objects.filter(soort__in=["gemeente", "provincie"]):
        assert organisatie.kbo is not None
        controleer_kbo(organisatie.kbo)
        assert organisatie.ovo is not None
        organisatie.full_clean()


def test_vijf_provinciebesturen() -> None:
    provincies = Organisatie.objects.filter(soort=Organisatie.Soort.PROVINCIE)
    assert provincies.values("provincie").distinct().count() == provincies.count() == 5


@pytest.mark.parametrize(
    "slug",
    [
        "groenblauwpeil",
        "fluvius",
        "veka",
        "mow",
        "autodelen",
        "eco-movement",
        "vvsg",
        "abb",
        "statbel",
        "pactportaal",
    ],
)
def test_kent_de_leveranciers_en_zichzelf(slug: str) -> None:
    assert Organisatie.objects.filter(slug=slug).exists()


def test_nogmaals_laden_verandert_niets_en_spaart_het_functieadres() -> None:
    Organisatie.objects.filter(slug="gemeente-44021").update(functieadres="lekp@voorbeeld.test")
    assert not any(verloop.iets for verloop in laad_organisaties().values())
    assert Organisatie.objects.get(slug="gemeente-44021").functieadres == "lekp@voorbeeld.test"
