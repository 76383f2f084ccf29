"""Toelichtingen and foutmeldingen through the API: the services of the pages, by key."""

from __future__ import annotations

from typing import Any

import pytest

from meldingen.api import FOUTMELDING, TOELICHTING
from meldingen.models import Foutmelding, Toelichting
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van

pytestmark = pytest.mark.django_db
GOED: dict[str, Any] = {
    "nis": "44021",
    "doelstelling": "bomen",
    "soort": "toelichting",
    "tekst": "Wij planten eerst waar het heet is.",
}
FOUT: dict[str, Any] = {
    "nis": "44021",
    "doelstelling": "bomen",
    "indicator": "bomen",
    "omschrijving": "De Veldstraat staat er tweemaal in.",
}


@pytest.fixture
def toelichter(db: None) -> ApiClient:
    return ApiClient(maak_sleutel(bestuur_van("44021"), "toelichten"))


def test_een_toelichting_wordt_openbaar_en_vervangt_de_vorige(
    toelichter: ApiClient, api: ApiClient
) -> None:
    for tekst in ("Eerste versie.", "Tweede versie."):
        antwoord = toelichter.stuur("POST", "/api/v1/toelichtingen", GOED | {"tekst": tekst})
        assert antwoord.status_code == 201, antwoord.content
    [regel] = api.get("/api/v1/toelichtingen?nis=44021&doelstelling=bomen").json()["data"]
    assert (regel["tekst"], regel["versie"]) == ("Tweede versie.", 2)
    eerste = api.get(f"/api/v1/toelichtingen?gekendOp={regel['editie'] - 1}").json()["data"]
    assert [t["tekst"] for t in eerste] == ["Eerste versie."]


def test_een_concept_is_niet_openbaar(api: ApiClient, toelichter: ApiClient) -> None:
    toelichter.stuur("POST", "/api/v1/toelichtingen", GOED)
    Toelichting.objects.update(publicatie=None)
    assert api.get("/api/v1/toelichtingen").json()["data"] == []


def test_een_foutmelding_laat_het_cijfer_staan(toelichter: ApiClient) -> None:
    antwoord = toelichter.stuur("POST", "/api/v1/foutmeldingen", FOUT)
    assert antwoord.status_code == 201, antwoord.content
    assert Foutmelding.objects.get().omschrijving == FOUT["omschrijving"]


@pytest.mark.parametrize(
    ("adres", "ding"),
    [("/api/v1/toelichtingen", GOED), ("/api/v1/foutmeldingen", FOUT)],
)
def test_zonder_sleutel_401_en_voor_een_andere_gemeente_403(
    adres: str, ding: dict[str, Any], api: ApiClient, toelichter: ApiClient
) -> None:
    assert api.stuur("POST", adres, ding).status_code == 401
    assert toelichter.stuur("POST", adres, ding | {"nis": "41002"}).status_code == 403
    lezer = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen"))
    assert lezer.stuur("POST", adres, ding).status_code == 403


@pytest.mark.parametrize(
    ("adres", "ding", "schema"),
    [
        ("/api/v1/toelichtingen", GOED, TOELICHTING),
        ("/api/v1/foutmeldingen", FOUT, FOUTMELDING),
    ],
)
def test_weigert_elk_veld_dat_niet_klopt(
    adres: str, ding: dict[str, Any], schema: dict[str, Any], toelichter: ApiClient
) -> None:
    for veld in schema["required"]:
        zonder = {naam: waarde for naam, waarde in ding.items() if naam != veld}
        for fout in (zonder, ding | {veld: 12}, ding | {veld: ["x"]}):
            antwoord = toelichter.stuur("POST", adres, fout)
            assert antwoord.status_code == 400
            assert veld in antwoord.json()["validationErrors"]
    antwoord = toelichter.stuur("POST", adres, ding | {"kleur": "rood"})
    assert list(antwoord.json()["validationErrors"]) == ["kleur"]
    lang = toelichter.stuur("POST", adres, ding | {schema["required"][-1]: "x" * 501})
    assert lang.status_code == 400
