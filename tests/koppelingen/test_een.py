"""Each line of a collection has an address of its own, and that address tells the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from doelstellingen.models import Indicator, Methodebreuk, Ondertekening, Publicatie
from doelstellingen.publicaties import publiceer
from koppelingen.views import COLLECTIES
from ondersteuners.models import Ondersteuner, SoortOndersteuning
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.koppelingen.test_document import DOCUMENT
from tests.rolverdeling import bestuur_van

pytestmark = pytest.mark.django_db
ONS = "http://testserver"
OPEN = [naam for naam in COLLECTIES if naam != "importruns"]


@pytest.fixture
def overal_iets(cijfers: Any, verbetering: Any, tuin: Any) -> None:
    schrijver = ApiClient(maak_sleutel(bestuur_van("44021"), "toelichten"))
    toelichting = {"nis": "44021", "doelstelling": "bomen", "soort": "toelichting", "tekst": "Zo."}
    assert schrijver.stuur("POST", "/api/v1/toelichtingen", toelichting).status_code == 201
    with publiceer(soort=Publicatie.Soort.METHODE) as publicatie:
        Methodebreuk.objects.create(
            indicator=Indicator.objects.get(doelstelling__slug="bomen", hoofd=True),
            datum=dt.date(2025, 1, 1),
            toelichting="Voortaan tellen ook kleine bomen.",
            publicatie=publicatie,
        )


def _zonder(regel: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only an address of its own tells."""
    return {n: w for n, w in regel.items() if n not in ("vervallenIn", "geometrie", "concepten")}


@pytest.mark.parametrize("naam", OPEN)
def test_elke_regel_heeft_een_adres_dat_hetzelfde_zegt(
    naam: str, api: ApiClient, overal_iets: None
) -> None:
    regels = api.get(f"/api/v1/{naam}?limit=2").json()["data"]
    assert regels or naam == "aanbod"
    for regel in regels:
        assert regel["@type"]
        delen = regel["identificator"]["gestructureerdeIdentificator"]
        assert regel["@id"] == f"{delen['naamruimte']}/{delen['lokaleIdentificator']}"
        een = api.get(regel["detail"].removeprefix(ONS))
        assert een.status_code == 200, een.content
        inhoud = een.json()
        assert inhoud["_links"]["self"]["href"] == regel["detail"].partition("?")[0]
        assert regel.items() <= (_zonder(inhoud["data"])).items()


def test_een_nieuwe_keuze_staat_meteen_in_de_lijst(api: ApiClient) -> None:
    """What a list keeps in the process of its choices may not hide one that came since."""
    adres = "/api/v1/ondersteuners?limit=500"

    def soorten() -> set[str]:
        return {s for regel in api.get(adres).json()["data"] for s in regel["soorten"]}

    assert "proefhulp" not in soorten()
    nieuw = SoortOndersteuning.objects.create(slug="proefhulp", naam="Proefhulp", volgorde=99)
    Ondersteuner.objects.openbaar()[0].soorten.add(nieuw)
    assert "proefhulp" in soorten()


@pytest.mark.parametrize(
    "vraag",
    [
        "inwoners?op=2024-12-31&jaar=2021&nis=11002",
        "inwoners?jaar=2021&nis=11002",
        "inwoners?op=2018-06-01&jaar=2018&nis=12030",
        "inwoners?op=2024-06-01&nis=44012",
        "doelen?op=2023-06-01&nis=44021&doelstelling=bomen",
        "doelen?nis=44021&inwonersjaar=2022&doelstelling=bomen",
        "doelen?op=2024-12-31&nis=44012&doelstelling=bomen",
    ],
)
def test_ook_van_een_andere_dag_zegt_het_adres_hetzelfde(vraag: str, api: ApiClient) -> None:
    for regel in api.get(f"/api/v1/{vraag}").json()["data"]:
        assert api.get(regel["detail"].removeprefix(ONS)).json()["data"] == regel


def test_twee_gemeenten_met_dezelfde_code_hebben_elk_hun_aantal(api: ApiClient) -> None:
    vroeger, nu = (
        api.get(f"/api/v1/inwoners?nis=11002&jaar=2021{op}").json()["data"][0]
        for op in ("&op=2024-12-31", "")
    )
    assert vroeger["@id"] != nu["@id"]
    assert vroeger["aantal"] < nu["aantal"]
    for regel in (vroeger, nu):
        pad = regel["@id"].removeprefix(ONS).replace("/id/", "/doc/")
        data = api.get(pad, headers={"accept": "application/ld+json"}).json()
        assert data["aantal"] == regel["aantal"]


def test_wat_vervangen_is_zegt_sinds_welke_editie(api: ApiClient) -> None:
    regel = api.get("/api/v1/ondertekeningen?nis=44021").json()["data"][0]
    pad = regel["detail"].removeprefix(ONS)
    assert api.get(pad).json()["data"]["vervallenIn"] is None
    with publiceer(soort=Publicatie.Soort.ONDERTEKENING) as publicatie:
        Ondertekening.objects.filter(gemeente__nis="44021").update(vervallen_in=publicatie)
    assert api.get(pad).json()["data"]["vervallenIn"] == publicatie.pk


@pytest.mark.parametrize(
    "pad",
    [
        *("inwoners/44021/1850", "inwoners/99999/2025", "wooneenheden/44021/99999999999999999999"),
        *("pacten/9.9", "werven/niets", "indicatoren/bomen", "indicatoren/bomen.niets"),
        *("ondertekeningen/0", "metingen/99999999999999999999", "standen/0", "toelichtingen/0"),
        *("doelen/44021/bomen/niets/1.0", "doelen/44021/bomen/bomen/3.0"),
        *("doelen/99999/bomen/bomen/1.0", "methodebreuken/0"),
    ],
)
def test_wat_er_niet_is_is_404(pad: str, api: ApiClient) -> None:
    antwoord = api.get(f"/api/v1/{pad}")
    assert antwoord.status_code == 404, antwoord.content
    assert antwoord["Content-Type"] == "application/problem+json"


def test_een_lijst_heet_naar_haar_verzameling() -> None:
    for pad, operaties in DOCUMENT["paths"].items():
        schema = operaties.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        eigen = schema.get("application/ld+json", {}).get("schema", {}).get("properties", {})
        if "data" in eigen and eigen["data"].get("type") == "array":
            naam = pad.rpartition("/")[2].replace("fouten", "afgewezenRijen")
            assert eigen["@type"]["const"] == f"{naam[0].upper()}{naam[1:]}Lijst", pad
