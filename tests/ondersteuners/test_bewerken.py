"""Editing by the own people: concept, preview, publish, versions, put back; and who may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import nieuwste
from ondersteuners.catalogus import waardenamen
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud, verschillen
from ondersteuners.models import Aanbod, Ondersteuner, Versie
from ondersteuners.services import (
    bewaar_concept,
    bewaar_paginaconcept,
    kijk_na,
    publiceer_concept,
    verwerp_concept,
    zet_terug,
)
from ondersteuners.services.toepassen import OngeldigeInhoud
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import maak_account
from toegang.models import Account
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
BASIS = "/ondersteuners/beheer/regionaal-landschap-meetjesland/"
FORMULIER = {
    "titel": "Hagen planten op bestelling",
    "omschrijving": "Wij leveren **plantgoed**.",
    "werven": ["werf-1"],
    "doelstellingen": ["hagen_geveltuinen"],
    "soorten": ["aanplant", "advies"],
    "doelgroepen": ["lokale-besturen"],
    "kosten": "gemengd",
    "gebied": "gemeenten",
    "gemeenten": "Eeklo\n43010",
}


def test_van_formulier_tot_catalogus(client: Client, landschap: Account) -> None:
    client.force_login(landschap)
    antwoord = client.post(f"{BASIS}nieuw/", FORMULIER)
    assert antwoord.status_code == 302
    item = Aanbod.objects.get(titel=FORMULIER["titel"])
    assert item.staat == Aanbod.Staat.CONCEPT
    assert "Wij leveren" not in client.get("/ondersteuners/?zoek=plantgoed").content.decode()

    voorbeeld = client.get(antwoord["Location"]).content.decode()
    assert "<strong>plantgoed</strong>" in voorbeeld
    assert "Eeklo en Maldegem" in voorbeeld

    client.post(antwoord["Location"], {"besluit": "publiceer"})
    item.refresh_from_db()
    assert item.staat == Aanbod.Staat.GEPUBLICEERD
    assert item.nagekeken_op is not None
    assert {g.naam for g in item.gemeenten.all()} == {"Eeklo", "Maldegem"}
    assert item.titel in client.get("/ondersteuners/?zoek=plantgoed").content.decode()


def test_een_concept_verandert_niets_aan_wat_openbaar_is(meetjesland: Ondersteuner) -> None:
    item, editie = maak_aanbod(meetjesland), nieuwste()
    bewaar_concept(
        ondersteuner=meetjesland, aanbod=item, inhoud=AanbodInhoud(titel="Anders"), door=None
    )
    item.refresh_from_db()
    assert item.titel == "Hagen planten"
    assert nieuwste() == editie


def test_publiceren_is_een_publicatie_van_de_organisatie(meetjesland: Ondersteuner) -> None:
    item = maak_aanbod(meetjesland)
    publicatie = Publicatie.objects.get(pk=item.publicatie_id)
    assert publicatie.soort == Publicatie.Soort.AANBOD
    assert publicatie.organisatie == meetjesland.organisatie


def test_twee_keer_publiceren_kan_niet(meetjesland: Ondersteuner) -> None:
    versie = bewaar_concept(
        ondersteuner=meetjesland, aanbod=None, inhoud=AanbodInhoud(titel="X"), door=None
    )
    publiceer_concept(versie=versie, door=None)
    editie = nieuwste()
    with pytest.raises(OngeldigeInhoud):
        publiceer_concept(versie=versie, door=None)
    assert nieuwste() == editie


def test_tweede_bewaren_wijzigt_hetzelfde_concept(meetjesland: Ondersteuner) -> None:
    item = maak_aanbod(meetjesland)
    for titel in ("Een", "Twee"):
        bewaar_concept(
            ondersteuner=meetjesland, aanbod=item, inhoud=AanbodInhoud(titel=titel), door=None
        )
    assert [v.inhoud["titel"] for v in item.versies.filter(staat="concept")] == ["Twee"]


def test_oude_versie_terugzetten_geeft_een_concept(meetjesland: Ondersteuner) -> None:
    item = maak_aanbod(meetjesland)
    eerste = item.versies.get()
    publiceer_concept(
        versie=bewaar_concept(
            ondersteuner=meetjesland, aanbod=item, inhoud=AanbodInhoud(titel="Nieuw"), door=None
        ),
        door=None,
    )
    concept = zet_terug(versie=eerste, door=None)
    item.refresh_from_db()
    assert item.titel == "Nieuw"
    publiceer_concept(versie=concept, door=None)
    item.refresh_from_db()
    assert item.titel == "Hagen planten"
    assert [v.staat for v in item.versies.order_by("nummer")] == [
        Versie.Staat.VERVANGEN,
        Versie.Staat.VERVANGEN,
        Versie.Staat.GEPUBLICEERD,
    ]


def test_verworpen_concept_kan_niet_meer_gepubliceerd_worden(meetjesland: Ondersteuner) -> None:
    versie = bewaar_concept(
        ondersteuner=meetjesland, aanbod=None, inhoud=AanbodInhoud(titel="X"), door=None
    )
    verwerp_concept(versie=versie)
    with pytest.raises(OngeldigeInhoud):
        publiceer_concept(versie=versie, door=None)


def test_twee_items_met_dezelfde_titel_krijgen_een_eigen_adres(meetjesland: Ondersteuner) -> None:
    assert {maak_aanbod(meetjesland).slug, maak_aanbod(meetjesland).slug} == {
        "hagen-planten",
        "hagen-planten-2",
    }


def test_item_zonder_werf_mag(meetjesland: Ondersteuner) -> None:
    assert not maak_aanbod(meetjesland, werven=()).werven.exists()


@pytest.mark.parametrize(
    ("velden", "boodschap"),
    [
        ({"titel": ""}, "verplicht"),
        ({"gemeenten": "Brussel"}, "Geen huidige Vlaamse gemeente"),
        ({"gebied": "provincies"}, "minstens één provincie"),
        ({"geldig_van": "2026-05-01", "geldig_tot": "2026-05-01"}, "moet na"),
        ({"link": "javascript:alert(1)"}, "URL"),
        ({"telt_niet_mee": "geen doel"}, "Kies geen doelstelling"),
        ({"werven": ["werf-9"]}, "werf-9"),
        ({"omschrijving": "x" * 10_001}, "10000"),
    ],
)
def test_ongeldig_formulier_zegt_wat_er_mis_is(
    client: Client, landschap: Account, velden: dict[str, object], boodschap: str
) -> None:
    client.force_login(landschap)
    antwoord = client.post(f"{BASIS}nieuw/", {**FORMULIER, **velden})
    assert antwoord.status_code == 422
    assert boodschap in antwoord.content.decode()
    assert not Aanbod.objects.filter(ondersteuner__slug="regionaal-landschap-meetjesland").exists()


def test_functieadres_van_een_persoon_wordt_geweigerd(client: Client, landschap: Account) -> None:
    client.force_login(landschap)
    velden = {"gebied": "onbekend", "functieadres": "jan.janssens@voorbeeld.be"}
    antwoord = client.post(f"{BASIS}pagina/", velden)
    assert antwoord.status_code == 422
    assert "adres van een persoon" in antwoord.content.decode()


def test_pagina_bewerken_en_publiceren(client: Client, landschap: Account) -> None:
    client.force_login(landschap)
    velden = {
        "uitleg": "Nieuwe uitleg",
        "site": "https://voorbeeld.be/",
        "gebied": "provincies",
        "provincies": ["oost-vlaanderen"],
    }
    voorbeeld = client.post(f"{BASIS}pagina/", velden)["Location"]
    assert client.get(voorbeeld).status_code == 200
    client.post(voorbeeld, {"besluit": "publiceer"})
    html = client.get("/ondersteuners/regionaal-landschap-meetjesland/").content.decode()
    assert "Nieuwe uitleg" in html
    assert "voorbeeld.be" in html
    assert "nog niet nagekeken" not in html


def test_invoerder_bewaart_maar_publiceert_niet(client: Client, meetjesland: Ondersteuner) -> None:
    client.force_login(maak_account("invoerder", (meetjesland.organisatie, Rol.INVOERDER)))
    voorbeeld = client.post(f"{BASIS}nieuw/", FORMULIER)["Location"]
    assert "Een publicator van uw organisatie" in client.get(voorbeeld).content.decode()
    assert client.post(voorbeeld, {"besluit": "publiceer"}).status_code == 403
    assert not Aanbod.objects.openbaar().filter(titel=FORMULIER["titel"]).exists()


def test_andermans_aanbod_bestaat_niet_om_te_bewerken(
    client: Client, landschap: Account, limburg: Ondersteuner
) -> None:
    client.force_login(landschap)
    item = Aanbod.objects.filter(ondersteuner=limburg).first()
    versie = bewaar_concept(
        ondersteuner=limburg, aanbod=item, inhoud=AanbodInhoud(titel="X"), door=None
    )
    for adres in (
        "/ondersteuners/beheer/provincie-limburg/",
        "/ondersteuners/beheer/provincie-limburg/nieuw/",
        f"/ondersteuners/beheer/provincie-limburg/aanbod/{item.slug}/",
        f"/ondersteuners/beheer/provincie-limburg/aanbod/{item.slug}/versies/",
        f"/ondersteuners/beheer/versies/{versie.pk}/",
    ):
        assert client.get(adres).status_code == 404, adres
        assert client.post(adres, FORMULIER).status_code in (404, 405), adres


def test_bezoeker_gaat_naar_de_deur(client: Client) -> None:
    antwoord = client.get(BASIS)
    assert antwoord.status_code == 302
    assert "/aanmelden/" in antwoord["Location"]


def test_nakijken_haalt_het_voorbehoud_weg(client: Client, vlaamse_beheerder: Account) -> None:
    client.force_login(vlaamse_beheerder)
    client.post("/ondersteuners/beheer/provincie-limburg/aanbod/hoppinpunten/nagekeken/")
    item = Aanbod.objects.get(slug="hoppinpunten")
    assert item.herkomst == ""
    assert item.nagekeken_op is not None


def test_verschillen_noemen_alleen_wat_anders_is() -> None:
    oud = AanbodInhoud(titel="Een", werven=("werf-1",), soorten=("advies",)).als_json()
    nieuw = AanbodInhoud(
        titel="Twee", werven=("werf-1",), jaar=2025, soorten=("advies", "data"),
        gebied="gemeenten", gemeenten=("71016",), geldig_tot=dt.date(2027, 1, 31),
    ).als_json()  # fmt: skip
    assert [(v.veld, v.oud, v.nieuw) for v in verschillen(oud, nieuw, namen=waardenamen())] == [
        ("titel", "Een", "Twee"),
        ("soorten ondersteuning", "advies", "advies, data"),
        ("gebied", "hetzelfde gebied als de organisatie", "een aantal gemeenten"),
        ("gemeenten", "", "Genk"),
        ("jaar", "", "2025"),
        ("geldig tot", "", "31-1-2027"),
    ]


def test_inhoud_overleeft_de_weg_door_json() -> None:
    for item in Aanbod.objects.select_related("hoort_bij"):
        inhoud = AanbodInhoud.van(item)
        assert AanbodInhoud.uit_json(inhoud.als_json()) == inhoud
    for ondersteuner in Ondersteuner.objects.all():
        pagina = PaginaInhoud.van(ondersteuner)
        assert PaginaInhoud.uit_json({**pagina.als_json(), "van_vroeger": 1}) == pagina


def test_nagekeken_geldt_vanaf_de_publicatie(meetjesland: Ondersteuner) -> None:
    editie = nieuwste()
    kijk_na(ding=meetjesland, door=None)
    meetjesland.refresh_from_db()
    assert meetjesland.publicatie_id == editie + 1


@pytest.mark.parametrize("aantal", [0, 1, 3])
def test_lijst_van_versies_opent_met_elk_aantal(
    client: Client, landschap: Account, meetjesland: Ondersteuner, aantal: int
) -> None:
    client.force_login(landschap)
    for nummer in range(aantal):
        versie = bewaar_paginaconcept(
            ondersteuner=meetjesland, inhoud=PaginaInhoud(uitleg=f"tekst {nummer}"), door=None
        )
        publiceer_concept(versie=versie, door=None)
    html = client.get(f"{BASIS}versies/").content.decode()
    assert html.count("Wat veranderde") == max(aantal - 1, 0)


def test_voorbeeld_waarschuwt_voor_twee_gelijke_items(
    client: Client, landschap: Account, meetjesland: Ondersteuner
) -> None:
    client.force_login(landschap)
    eerste = maak_aanbod(meetjesland, titel="Hagen planten")
    versie = bewaar_concept(
        ondersteuner=meetjesland,
        aanbod=None,
        inhoud=AanbodInhoud(titel="Hágen planten"),
        door=None,
    )
    html = client.get(f"/ondersteuners/beheer/versies/{versie.pk}/").content.decode()
    assert "Er is al aanbod met deze titel" in html
    assert f"/aanbod/{eerste.slug}/" in html
