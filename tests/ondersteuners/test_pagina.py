"""The page of an ondersteuner and of an item."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.pagina_s import overzicht
from ondersteuners.services import (
    bewaar_concept,
    voeg_aanbod_samen,
    voeg_ondersteuners_samen,
    voer_aanbod_af,
    voer_ondersteuner_af,
)
from tests.ondersteuners.conftest import maak_aanbod

pytestmark = pytest.mark.django_db


def test_elke_pagina_van_een_ondersteuner_opent(client: Client) -> None:
    for slug in Ondersteuner.objects.values_list("slug", flat=True):
        assert client.get(f"/ondersteuners/{slug}/").status_code == 200, slug


def test_elk_aanbod_heeft_een_pagina(client: Client) -> None:
    for item in Aanbod.objects.openbaar().select_related("ondersteuner"):
        assert client.get(item.get_absolute_url()).status_code == 200, item.slug


def test_item_van_meer_werven_staat_een_keer_en_wordt_elders_genoemd(limburg: Ondersteuner) -> None:
    delen = {deel.slug: deel for deel in overzicht(limburg).werven}
    tuinen = Aanbod.objects.get(slug="limburgse-klimaattuinen")
    assert tuinen in [item.aanbod for item in delen["werf-1"].items]
    assert tuinen not in [item.aanbod for item in delen["werf-4"].items]
    assert tuinen in [zie.aanbod for zie in delen["werf-4"].zie]


def test_onderdelen_hangen_onder_hun_geheel(limburg: Ondersteuner) -> None:
    delen = {deel.slug: deel for deel in overzicht(limburg).werven}
    [tuinen] = [i for i in delen["werf-1"].items if i.aanbod.slug == "limburgse-klimaattuinen"]
    assert {deel.aanbod.slug for deel in tuinen.onderdelen} == {
        "klimaattuincoach",
        "infosessies-klimaattuinen",
        "voorbeeldreglementen-tuinpremies",
    }


def test_elk_item_van_de_bron_staat_ergens_op_de_pagina(client: Client) -> None:
    for slug in ("provincie-limburg", "provincie-antwerpen", "vvp"):
        html = client.get(f"/ondersteuners/{slug}/").content.decode()
        for item in Aanbod.objects.filter(ondersteuner__slug=slug):
            assert item.get_absolute_url() in html, item.slug


def test_provincie_en_koepel_verwijzen_naar_elkaar(client: Client) -> None:
    vvp = client.get("/ondersteuners/vvp/").content.decode()
    for slug in ("antwerpen", "limburg", "oost-vlaanderen", "vlaams-brabant", "west-vlaanderen"):
        assert f"/ondersteuners/provincie-{slug}/" in vvp
        provincie = client.get(f"/ondersteuners/provincie-{slug}/").content.decode()
        assert "/ondersteuners/vvp/" in provincie


def test_ontbrekend_contact_staat_er_als_nog_aan_te_vullen(client: Client) -> None:
    html = client.get("/ondersteuners/provincie-limburg/").content.decode()
    assert html.count("nog aan te vullen") >= 2
    assert "gegevens van 2021, nog niet nagekeken" in html


def test_wat_niet_meetelt_zegt_dat(client: Client) -> None:
    html = client.get("/ondersteuners/provincie-limburg/hoppinpunten/").content.decode()
    assert "Telt niet mee voor LEKP" in html


def test_concept_is_niet_openbaar(client: Client, limburg: Ondersteuner) -> None:
    versie = bewaar_concept(
        ondersteuner=limburg, aanbod=None, inhoud=AanbodInhoud(titel="Geheim plan"), door=None
    )
    assert client.get(versie.aanbod.get_absolute_url()).status_code == 404


def test_verlopen_aanbod_zegt_dat_het_verlopen_is(client: Client, limburg: Ondersteuner) -> None:
    item = maak_aanbod(limburg, geldig_tot=timezone.localdate() - dt.timedelta(days=1))
    antwoord = client.get(item.get_absolute_url())
    assert antwoord.status_code == 200
    assert "Dit aanbod is verlopen" in antwoord.content.decode()


def test_afgevoerd_aanbod_zegt_dat_het_weg_is(client: Client, limburg: Ondersteuner) -> None:
    item = maak_aanbod(limburg)
    voer_aanbod_af(aanbod=item, door=None)
    assert client.get(item.get_absolute_url()).status_code == 410


def test_samengevoegd_aanbod_leidt_door(client: Client, limburg: Ondersteuner) -> None:
    een, twee = maak_aanbod(limburg), maak_aanbod(limburg)
    voeg_aanbod_samen(weg=een, blijft=twee, door=None)
    antwoord = client.get(een.get_absolute_url())
    assert antwoord.status_code == 301
    assert antwoord["Location"] == twee.get_absolute_url()


def test_gestopte_ondersteuner_zegt_dat(client: Client, limburg: Ondersteuner) -> None:
    voer_ondersteuner_af(ondersteuner=limburg, door=None)
    assert client.get("/ondersteuners/provincie-limburg/").status_code == 410
    item = Aanbod.objects.get(slug="limburg-renoveert")
    assert client.get(item.get_absolute_url()).status_code == 410
    # Who linked to it (umbrella, partners) keeps a page that opens.
    assert client.get("/ondersteuners/vvp/").status_code == 200
    assert client.get("/ondersteuners/stebo/").status_code == 200


def test_samengevoegde_ondersteuner_leidt_door_met_zijn_aanbod(
    client: Client, limburg: Ondersteuner
) -> None:
    antwerpen = Ondersteuner.objects.get(slug="provincie-antwerpen")
    voeg_ondersteuners_samen(weg=limburg, blijft=antwerpen, door=None)
    assert client.get("/ondersteuners/provincie-limburg/")["Location"] == (
        "/ondersteuners/provincie-antwerpen/"
    )
    assert antwerpen.aanbod.filter(slug="limburg-renoveert").exists()
    assert not limburg.aanbod.exists()


def test_onbekende_adressen_bestaan_niet(client: Client) -> None:
    assert client.get("/ondersteuners/bestaat-niet/").status_code == 404
    assert client.get("/ondersteuners/provincie-limburg/bestaat-niet/").status_code == 404


def test_opmaak_van_een_ander_komt_nooit_als_script_op_de_pagina(
    client: Client, limburg: Ondersteuner
) -> None:
    item = maak_aanbod(
        limburg,
        titel="<script>alert(1)</script>",
        omschrijving="<script>alert(2)</script> [x](javascript:alert(3))",
        andere_partners="<img src=x onerror=alert(4)>",
    )
    for adres in (item.get_absolute_url(), "/ondersteuners/provincie-limburg/"):
        html = client.get(adres).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
