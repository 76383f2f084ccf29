"""/gemeenten/<nis>/: a gemeente of today, of then, and after a fusie."""

from __future__ import annotations

import pytest
from django.test import Client

from doelstellingen.models import Doelstelling
from doelstellingen.publicaties import nieuwste
from gemeenten.models import Inwoners
from gereedschap.opmaak import toon_getal
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers
from toegang.models import Account

pytestmark = pytest.mark.django_db


def test_nis_van_voor_een_fusie_leidt_naar_de_opvolger_met_een_bericht(client: Client) -> None:
    antwoord = client.get("/gemeenten/73009/", follow=True)
    assert antwoord.redirect_chain == [("/gemeenten/73111/#vroeger-73009", 302)]
    inhoud = leesbaar(antwoord)
    assert 'id="vroeger-73009"' in inhoud
    assert 'href="/gemeenten/73009/?op=2024-12-31"' in inhoud


def test_gemeente_zoals_ze_was_verwijst_naar_de_opvolger(client: Client) -> None:
    inhoud = leesbaar(client.get("/gemeenten/73009/?op=2024-12-31"))
    assert "zoals de gemeente was op 31-12-2024" in inhoud
    assert 'href="/gemeenten/73111/"' in inhoud


def test_opvolger_bestond_toen_nog_niet(client: Client) -> None:
    antwoord = client.get("/gemeenten/73111/?op=2024-12-31")
    assert antwoord.status_code == 404
    inhoud = leesbaar(antwoord)
    assert "bestond nog niet op 31-12-2024" in inhoud
    for nis in ("73009", "73083"):
        assert f"/gemeenten/{nis}/?op=2024-12-31" in inhoud


def test_inwoners_en_wooneenheden_noemen_hun_bron(client: Client) -> None:
    inhoud = leesbaar(client.get("/gemeenten/44021/"))
    assert "Inwoners: Statbel, bevolking op 1 januari 2026." in inhoud
    assert "Wooneenheden: Statbel, kadastrale statistiek van het gebouwenpark" in inhoud


def test_antwerpen_houdt_zijn_nis(client: Client) -> None:
    assert client.get("/gemeenten/11002/").status_code == 200
    inhoud = leesbaar(client.get("/gemeenten/11002/?op=2024-12-31"))
    assert "Sinds 1-1-2025" in inhoud


def test_fusie_van_2019_leidt_over_twee_stappen_naar_vandaag(client: Client) -> None:
    # Meeuwen-Gruitrode (72040) went to Oudsbergen in 2019.
    antwoord = client.get("/gemeenten/72040/", follow=True)
    assert antwoord.status_code == 200
    assert "Oudsbergen" in antwoord.content.decode()


def test_weigert_een_andere_methode(client: Client) -> None:
    assert client.post("/gemeenten/44021/").status_code == 405


def test_onbekende_nis_is_404(client: Client) -> None:
    assert client.get("/gemeenten/00000/").status_code == 404


def test_toont_elke_doelstelling_met_doel_som_bron_en_editie(client: Client) -> None:
    publicatie = vul_cijfers()
    inhoud = leesbaar(client.get("/gemeenten/44021/"))
    for doelstelling in Doelstelling.objects.all():
        assert f'id="{doelstelling.slug}"' in inhoud
    inwoners = Inwoners.objects.levend().get(gemeente__nis="44021", jaar=2026).aantal
    assert f"{toon_getal(inwoners)} inwoners (1-1-2026) × 1 = {toon_getal(inwoners)}" in inhoud
    assert f"editie {publicatie.pk}" in inhoud
    assert "demonstratiegegevens" in inhoud
    assert inhoud.count("Cijfers van deze grafiek") >= 10


def test_zonder_cijfer_staat_er_ontbreekt_en_geen_nul(client: Client) -> None:
    inhoud = leesbaar(client.get("/gemeenten/44021/"))
    tegel = inhoud.split('id="laadpunten"')[1].split("</article>")[0]
    assert "ontbreekt" in tegel
    assert "leverde voor deze gemeente nog geen cijfer" in tegel


def test_toen_met_de_cijfers_en_doelen_van_toen(client: Client) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get("/gemeenten/73009/?op=2024-12-31"))
    inwoners = Inwoners.objects.levend().get(gemeente__nis="73009", jaar=2024).aantal
    assert f"{toon_getal(inwoners)} inwoners (1-1-2024)" in inhoud
    assert "31-12-2024" in inhoud
    assert "30-9-2026" not in inhoud


def test_vroegere_editie_toont_wat_toen_gekend_was(client: Client) -> None:
    voor = nieuwste()
    publicatie = vul_cijfers()
    toen = client.get(f"/gemeenten/44021/?gekend_op={voor}").content.decode()
    assert f"de nieuwste is {publicatie.pk}" in toen
    assert "Dit is een vroegere editie" in toen
    assert "Dit is een vroegere editie" not in client.get("/gemeenten/44021/").content.decode()
    assert toen.count("Cijfers van deze grafiek") == 0


def test_na_een_publicatie_ziet_ook_wie_aangemeld_is_het_nieuwe_cijfer(
    client: Client, invoerder_gent: Account
) -> None:
    client.force_login(invoerder_gent)
    voor = client.get("/gemeenten/44021/").content.decode()
    vul_cijfers()
    na = client.get("/gemeenten/44021/").content.decode()
    assert "Cijfers van deze grafiek" not in voor
    assert "Cijfers van deze grafiek" in na


def test_tweede_verblijven_worden_uitgelegd(client: Client) -> None:
    inhoud = leesbaar(client.get("/gemeenten/31043/"))  # Knokke-Heist
    assert "tweede verblijf" in inhoud
    assert "tweede verblijf" not in client.get("/gemeenten/44021/").content.decode()


def test_onbekend_pact_heet_onbekend_en_nooit_achter(client: Client) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get("/gemeenten/44021/"))
    tegel = inhoud.split('id="wijkverbeteringscontracten"')[1].split("</article>")[0]
    assert "pact onbekend" in tegel
    assert "achter" not in tegel
