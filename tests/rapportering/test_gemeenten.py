"""/gemeenten/ and the suggestions: find a gemeente by name, former name or postcode."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_lijst_toont_alle_gemeenten_per_provincie(client: Client) -> None:
    inhoud = client.get("/gemeenten/").content.decode()
    assert inhoud.count('href="/gemeenten/') >= 285
    for provincie in ("Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant"):
        assert f">{provincie} " in inhoud


@pytest.mark.parametrize(
    ("zoek", "nis"), [("9000", "44021"), ("gent", "44021"), ("borgloon", "73111")]
)
def test_een_enkele_treffer_leidt_meteen_naar_de_gemeente(
    client: Client, zoek: str, nis: str
) -> None:
    antwoord = client.get("/gemeenten/", {"zoek": zoek})
    assert (antwoord.status_code, antwoord["Location"]) == (302, f"/gemeenten/{nis}/")


def test_meer_treffers_staan_in_een_lijst(client: Client) -> None:
    inhoud = client.get("/gemeenten/", {"zoek": "lo"}).content.decode()
    assert "Lochristi" in inhoud
    assert "Lokeren" in inhoud


@pytest.mark.parametrize("zoek", ["xyzzy", "<script>", "9" * 500])
def test_niets_gevonden_zegt_wat_te_doen(client: Client, zoek: str) -> None:
    antwoord = client.get("/gemeenten/", {"zoek": zoek})
    assert antwoord.status_code == 200
    assert "Geen gemeente gevonden" in antwoord.content.decode()
    assert "<script>" not in antwoord.content.decode()


def test_een_nulteken_is_een_onjuiste_vraag(client: Client) -> None:
    assert client.get("/gemeenten/", {"zoek": "\x00"}).status_code == 400


def test_voorstellen_noemen_de_vroegere_naam(client: Client) -> None:
    gemeenten = client.get("/gemeenten/voorstellen/", {"zoek": "kortess"}).json()["gemeenten"]
    assert gemeenten == [{"naam": "Hasselt", "bij": "Kortessem", "adres": "/gemeenten/71072/"}]


def test_hoogstens_acht_voorstellen(client: Client) -> None:
    assert len(client.get("/gemeenten/voorstellen/?zoek=e").json()["gemeenten"]) <= 8


def test_lege_vraag_geeft_geen_voorstellen(client: Client) -> None:
    assert client.get("/gemeenten/voorstellen/").json() == {"gemeenten": []}


@pytest.mark.parametrize("adres", ["/", "/gemeenten/", "/gemeenten/voorstellen/"])
def test_weigert_een_andere_methode(client: Client, adres: str) -> None:
    assert client.post(adres).status_code == 405
