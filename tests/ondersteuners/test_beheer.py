"""The administration: add, highlight, merge, retire, restore."""

from __future__ import annotations

import pytest
from django.test import Client

from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services import voeg_aanbod_samen
from ondersteuners.services.toepassen import OngeldigeInhoud
from tests.ondersteuners.conftest import maak_aanbod
from toegang.models import Account

pytestmark = pytest.mark.django_db


def test_ondersteuner_toevoegen(client: Client, vlaamse_beheerder: Account) -> None:
    client.force_login(vlaamse_beheerder)
    antwoord = client.post(
        "/ondersteuners/beheer/alle/",
        {"naam": "Regionaal Landschap Rivierenland", "soort": "vereniging", "koepel": "vorl"},
    )
    assert antwoord.status_code == 302
    nieuw = Ondersteuner.objects.get(slug="regionaal-landschap-rivierenland")
    assert nieuw.koepel.slug == "vorl"
    assert nieuw.organisatie.is_ondersteuner
    assert client.get(nieuw.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("naam", ["Provincie Limburg", "Beheer", "  ", "!!!"])
def test_dubbele_of_voorbehouden_naam_wordt_geweigerd(
    client: Client, vlaamse_beheerder: Account, naam: str
) -> None:
    client.force_login(vlaamse_beheerder)
    antwoord = client.post("/ondersteuners/beheer/alle/", {"naam": naam, "soort": "andere"})
    assert antwoord.status_code == 422


def test_uitgelicht_aanbod_staat_vooraan(client: Client, vlaamse_beheerder: Account) -> None:
    client.force_login(vlaamse_beheerder)
    client.post("/ondersteuners/beheer/vvsg/aanbod/netwerk-klimaat/staat/", {"daad": "uitlichten"})
    html = client.get("/ondersteuners/").content.decode()
    assert html.index("Netwerk Klimaat") < html.index("Actieplan Water")


def test_afvoeren_en_herstellen(client: Client, vlaamse_beheerder: Account) -> None:
    client.force_login(vlaamse_beheerder)
    adres = "/ondersteuners/beheer/vvsg/aanbod/netwerk-klimaat/staat/"
    client.post(adres, {"daad": "afvoeren"})
    assert not Aanbod.objects.openbaar().filter(slug="netwerk-klimaat").exists()
    client.post(adres, {"daad": "herstellen"})
    assert Aanbod.objects.openbaar().filter(slug="netwerk-klimaat").exists()


def test_samenvoegen_neemt_thema_s_en_partners_mee(
    client: Client, vlaamse_beheerder: Account, limburg: Ondersteuner
) -> None:
    een = maak_aanbod(limburg, titel="Een", werven=("werf-1",), partners=("stebo",))
    twee = maak_aanbod(limburg, titel="Twee", werven=("werf-2",))
    client.force_login(vlaamse_beheerder)
    client.post(
        "/ondersteuners/beheer/provincie-limburg/samenvoegen/",
        {"weg": een.pk, "blijft": twee.pk, "zeker": "ja"},
    )
    twee.refresh_from_db()
    assert {w.slug for w in twee.werven.all()} == {"werf-1", "werf-2"}
    assert [p.slug for p in twee.partners.all()] == ["stebo"]


def test_samenvoegen_met_zichzelf_wordt_geweigerd(limburg: Ondersteuner) -> None:
    item = maak_aanbod(limburg)
    with pytest.raises(OngeldigeInhoud):
        voeg_aanbod_samen(weg=item, blijft=item, door=None)


@pytest.mark.parametrize("zeker", [{}, {"zeker": "ja"}])
@pytest.mark.parametrize(
    ("weg", "blijft", "zegt"),
    [
        ("stebo", "stebo", "Kies twee verschillende ondersteuners"),
        ("stebo", "", "Kies twee ondersteuners uit de lijst"),
        ("stebo", "dubolimburg", "is afgevoerd"),
    ],
)
def test_wat_niet_samen_kan_zegt_waarom(
    client: Client,
    vlaamse_beheerder: Account,
    weg: str,
    blijft: str,
    zegt: str,
    zeker: dict[str, str],
) -> None:
    Ondersteuner.objects.filter(slug="dubolimburg").update(staat=Ondersteuner.Staat.AFGEVOERD)
    client.force_login(vlaamse_beheerder)
    antwoord = client.post(
        "/ondersteuners/beheer/alle/samenvoegen/",
        {"weg": weg, "blijft": blijft, **zeker},
        follow=True,
    )
    assert zegt in antwoord.content.decode()
    assert Ondersteuner.objects.get(slug="stebo").staat == Ondersteuner.Staat.ACTIEF


def test_ondersteuners_samenvoegen_via_de_pagina(
    client: Client, vlaamse_beheerder: Account
) -> None:
    client.force_login(vlaamse_beheerder)
    adres, keuze = (
        "/ondersteuners/beheer/alle/samenvoegen/",
        {"weg": "stebo", "blijft": "dubolimburg"},
    )
    nakijken = client.post(adres, keuze).content.decode()
    assert "Ja, voeg samen" in nakijken
    assert Ondersteuner.objects.get(slug="stebo").staat == Ondersteuner.Staat.ACTIEF
    client.post(adres, keuze | {"zeker": "ja"})
    assert Ondersteuner.objects.get(slug="stebo").opgegaan_in.slug == "dubolimburg"
    item = Aanbod.objects.get(slug="limburg-renoveert")
    assert [p.slug for p in item.partners.all()] == ["dubolimburg"]


@pytest.mark.parametrize(
    "adres", ["alle/", "alle/samenvoegen/", "vvsg/staat/", "vvsg/samenvoegen/"]
)
def test_alleen_de_vlaamse_beheerder(client: Client, landschap: Account, adres: str) -> None:
    client.force_login(landschap)
    assert client.post(f"/ondersteuners/beheer/{adres}", {"daad": "afvoeren"}).status_code == 404
    assert Ondersteuner.objects.get(slug="vvsg").staat == "actief"


def test_eigen_publicator_voert_af_maar_licht_niet_uit(
    client: Client, landschap: Account, meetjesland: Ondersteuner
) -> None:
    item = maak_aanbod(meetjesland)
    client.force_login(landschap)
    adres = f"/ondersteuners/beheer/{meetjesland.slug}/aanbod/{item.slug}/staat/"
    client.post(adres, {"daad": "uitlichten"})
    item.refresh_from_db()
    assert not item.uitgelicht
    client.post(adres, {"daad": "afvoeren"})
    item.refresh_from_db()
    assert item.staat == Aanbod.Staat.AFGEVOERD
