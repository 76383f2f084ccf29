"""Stable addresses: every @id of the API resolves, as a page and as JSON-LD, and says what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from koppelingen import woordenlijst
from koppelingen.identificatie import SOORTEN
from koppelingen.views import COLLECTIES
from meldingen.models import Toelichting
from ondersteuners.models import Ondersteuner
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import bestuur_van
from tests.verbeteringen.hulp import toegang_van
from toegang.models import Account
from verbeteringen import registratie
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db
ONS = "http://testserver"
LD = {"accept": "application/ld+json"}


def ids(waarde: Any) -> Iterator[str]:
    """Give every `@id` of ours in an answer, and the words that are one by the context."""
    if isinstance(waarde, list):
        for deel in waarde:
            yield from ids(deel)
    elif isinstance(waarde, dict):
        for naam, deel in waarde.items():
            if naam in ("@id", "inScheme", "topConceptOf") and str(deel).startswith(ONS):
                yield str(deel)
            yield from ids(deel)


@pytest.fixture
def alles(api: ApiClient, cijfers: Any, verbetering: Any, tuin: Any) -> list[Any]:
    """The answers of every open collection and detail, with something in each."""
    schrijver = ApiClient(maak_sleutel(bestuur_van("44021"), "toelichten"))
    tekst = {"nis": "44021", "doelstelling": "bomen"}
    antwoorden = [
        schrijver.stuur(
            "POST", "/api/v1/toelichtingen", tekst | {"soort": "toelichting", "tekst": "Zo is het."}
        ),
        schrijver.stuur(
            "POST",
            "/api/v1/foutmeldingen",
            tekst | {"indicator": "bomen", "omschrijving": "Geheim is wat er scheelt."},
        ),
    ]
    antwoorden += [api.get(f"/api/v1/{n}?limit=20") for n in COLLECTIES if n != "importruns"]
    antwoorden.append(api.get("/api/v1/codelijsten/doelstelling"))
    antwoorden.append(api.get("/api/v1/codelijsten/indicator"))
    antwoorden.append(api.get("/api/v1/codelijsten/pact"))
    return [a.json() for a in antwoorden]


def test_elke_at_id_wordt_gevonden_als_bladzijde_en_als_data(
    alles: list[Any], api: ApiClient
) -> None:
    adressen = sorted(set(ids(alles)))
    soorten = {adres.removeprefix(f"{ONS}/id/").split("/")[0] for adres in adressen}
    catalogus = {"catalogus", "dataset", "distributie", "dataservice"}
    eigen = {"importrun", "aanlevering", "webhook"}
    assert soorten >= set(SOORTEN) - catalogus - eigen - {"aanbod", "ondersteuner", "methodebreuk"}
    # One or two of each kind and codelist: a thousand metingen resolve in one way.
    gekozen: dict[str, list[str]] = {}
    for adres in adressen:
        gekozen.setdefault(adres.rpartition("/")[0], []).append(adres)
    for adres in (a for lijst in gekozen.values() for a in lijst[:2]):
        pad = adres.removeprefix(ONS)
        naar = api.get(pad, headers=LD)
        assert naar.status_code == 303, pad
        assert naar["Location"] == pad.replace("/id/", "/doc/")
        data = api.get(naar["Location"], headers=LD)
        assert data.status_code == 200, pad
        assert data["Content-Type"] == "application/ld+json"
        assert data.json()["@id"] == adres
        assert "Accept" in data["Vary"]
        bladzijde = api.get(naar["Location"], headers={"accept": "text/html"})
        assert bladzijde["Content-Type"].startswith("text/html"), pad
        assert adres in bladzijde.content.decode()


def test_ondersteuner_en_aanbod_worden_gevonden_en_na_verwijderen_410(api: ApiClient) -> None:
    rij = Ondersteuner.objects.openbaar().get(slug="provincie-limburg")
    pad = f"/doc/ondersteuner/{rij.slug}"
    assert api.get(pad, headers=LD).json()["@id"] == f"{ONS}/id/ondersteuner/{rij.slug}"
    aanbod = maak_aanbod(rij)
    assert api.get(f"/doc/aanbod/{aanbod.pk}", headers=LD).status_code == 200


def test_een_foutmelding_verraadt_niet_wat_er_geschreven_is(
    alles: list[Any], api: ApiClient
) -> None:
    [adres] = [a for a in ids(alles) if "/foutmelding/" in a]
    pad = adres.removeprefix(ONS).replace("/id/", "/doc/")
    for soort in ("application/ld+json", "text/html"):
        assert "Geheim" not in api.get(pad, headers={"accept": soort}).content.decode()


def test_een_concept_van_een_toelichting_wordt_niet_gevonden(
    alles: list[Any], api: ApiClient
) -> None:
    Toelichting.objects.update(publicatie=None)
    pk = Toelichting.objects.get().pk
    assert api.get(f"/doc/toelichting/{pk}", headers=LD).status_code == 404


def test_van_een_burger_alleen_het_openbare(tuin: Verbetering, gent: ApiClient) -> None:
    for soort in ("application/ld+json", "text/html"):
        tekst = gent.get(f"/doc/verbetering/{tuin.pk}", headers={"accept": soort}).content.decode()
        assert "Peeters" not in tekst
        assert "Verbetering door een burger" in tekst


def test_een_vervallen_verbetering_is_410_in_beide_vormen(
    verbetering: Verbetering, publicator_gent: Account, api: ApiClient
) -> None:
    registratie.laat_vervallen(
        pk=verbetering.pk,
        versie=verbetering.versie,
        toegang=toegang_van(publicator_gent),
        reden="dubbel",
    )
    data = api.get(f"/doc/verbetering/{verbetering.pk}", headers=LD)
    assert (data.status_code, data["Content-Type"]) == (410, "application/problem+json")
    blad = api.get(f"/doc/verbetering/{verbetering.pk}", headers={"accept": "text/html"})
    assert blad.status_code == 410
    assert "bestaat niet meer" in blad.content.decode()


@pytest.mark.parametrize(
    "pad",
    [
        "inwoners/44021",
        "inwoners/44021/x",
        "inwoners/44021/2025/x",
        "inwoners/44021/2025/2025-01-01/x",
    ]
    + ["doel/44021/bomen/bomen", "doel/44021/bomen/bomen/1.0/gisteren", "methodebreuk/0"]
    + ["meting/0", "meting/x", "stand/99999999999999999999", "concept/werf/niets", "concept/werf"]
    + ["conceptscheme/niets", "provincie/99999", "verbetering/-1", "niets/1", "dataset/niets"],
)
def test_wat_er_nooit_was_is_404(pad: str, api: ApiClient) -> None:
    data = api.get(f"/doc/{pad}", headers=LD)
    assert (data.status_code, data["Content-Type"]) == (404, "application/problem+json")
    assert api.get(f"/doc/{pad}", headers={"accept": "text/html"}).status_code == 404


def test_een_importrun_leidt_naar_waar_men_hem_mag_zien(api: ApiClient) -> None:
    blad = api.get("/doc/importrun/7", headers={"accept": "text/html"})
    assert (blad.status_code, blad["Location"]) == (303, "/beheer/importruns/7/")
    data = api.get("/doc/importrun/7", headers=LD)
    assert (data.status_code, data["Location"]) == (303, "/api/v1/importruns/7")
    assert api.get("/api/v1/importruns/7").status_code == 401


def test_elk_woord_van_de_antwoorden_staat_in_de_woordenlijst(
    alles: list[Any], api: ApiClient
) -> None:
    bekend = {w.naam for w in woordenlijst.woorden()}

    def loop(waarde: Any, pad: str = "") -> Iterator[str]:
        if isinstance(waarde, list):
            for deel in waarde:
                yield from loop(deel, pad)
        elif isinstance(waarde, dict):
            if "@type" in waarde and ":" not in str(waarde["@type"]):
                yield str(waarde["@type"])
            for naam, deel in waarde.items():
                # The keys of these are values: parameters of a maatregel, parts of a sum.
                if not naam.startswith("@") and pad not in ("netto", "berekening", "_links"):
                    yield naam
                if pad not in ("berekening", "_links"):
                    yield from loop(deel, naam)

    gebruikt = set(loop(alles)) - {"data", "_links", "volgende"}
    assert not gebruikt - bekend, sorted(gebruikt - bekend)
    tekst = api.get("/ns/pactportaal").content.decode()
    assert set(re.findall(r'id="([A-Za-z0-9]+)"', tekst)) >= bekend
    graaf = api.get("/ns/pactportaal", headers=LD).json()["@graph"]
    assert f"{ONS}/ns/pactportaal#Verbetering" in {k["@id"] for k in graaf}


def test_een_woord_dat_elders_bestaat_zegt_waar() -> None:
    naam = next(w for w in woordenlijst.woorden() if w.naam == "naam")
    assert naam.zelfde == "http://www.w3.org/2000/01/rdf-schema#label"
