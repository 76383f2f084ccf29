"""/gemeenten/<nis>/: a gemeente of today, of then, and after a fusie."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_nis_van_voor_een_fusie_leidt_naar_de_opvolger_met_een_bericht(client: Client) -> None:
    antwoord = client.get("/gemeenten/73009/", follow=True)
    assert antwoord.redirect_chain == [("/gemeenten/73111/?vroeger=73009", 302)]
    inhoud = antwoord.content.decode()
    assert "Borgloon" in inhoud
    assert 'href="/gemeenten/73009/?op=2024-12-31"' in inhoud


def test_gemeente_zoals_ze_was_verwijst_naar_de_opvolger(client: Client) -> None:
    inhoud = client.get("/gemeenten/73009/?op=2024-12-31").content.decode()
    assert "zoals de gemeente was op 31-12-2024" in inhoud
    assert 'href="/gemeenten/73111/"' in inhoud


def test_opvolger_bestond_toen_nog_niet(client: Client) -> None:
    antwoord = client.get("/gemeenten/73111/?op=2024-12-31")
    assert antwoord.status_code == 404
    inhoud = antwoord.content.decode()
    assert "bestond nog niet op 31-12-2024" in inhoud
    for nis in ("73009", "73083"):
        assert f"/gemeenten/{nis}/?op=2024-12-31" in inhoud


def test_antwerpen_houdt_zijn_nis(client: Client) -> None:
    assert client.get("/gemeenten/11002/").status_code == 200
    inhoud = client.get("/gemeenten/11002/?op=2024-12-31").content.decode()
    assert "Sinds 1-1-2025" in inhoud


def test_fusie_van_2019_leidt_over_twee_stappen_naar_vandaag(client: Client) -> None:
    # Meeuwen-Gruitrode (72040) went to Oudsbergen in 2019.
    antwoord = client.get("/gemeenten/72040/", follow=True)
    assert antwoord.status_code == 200
    assert "Oudsbergen" in antwoord.content.decode()


def test_verzonnen_voorganger_wordt_weggelaten(client: Client) -> None:
    antwoord = client.get("/gemeenten/44021/?vroeger=onzin")
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/gemeenten/44021/")


def test_weigert_een_andere_methode(client: Client) -> None:
    assert client.post("/gemeenten/44021/").status_code == 405


def test_onbekende_nis_is_404(client: Client) -> None:
    assert client.get("/gemeenten/00000/").status_code == 404
