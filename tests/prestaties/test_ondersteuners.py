"""Queries of the pages of the ondersteuners, signed out and signed in, counted on an empty cache."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeenten.models import Gemeente
from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Aanbod, Ondersteuner, Vraag
from ondersteuners.services import bewaar_concept, stel_vraag
from tests.conftest import PortaalClient
from tests.prestaties.vragen import controleer
from tests.rapportering.voorbeeld import vul_cijfers
from tests.rolverdeling import bestuur_van
from toegang.models import Account

pytestmark = pytest.mark.django_db

OPENBAAR = {
    "ondersteuners": "/ondersteuners/",
    "ondersteuners-zoek": "/ondersteuners/?zoek=tuin&werf=werf-1&kosten=gratis",
    "ondersteuners-organisaties": "/ondersteuners/?toon=organisaties",
    "ondersteuner": "/ondersteuners/provincie-limburg/",
    "ondersteuner-aanbod": "/ondersteuners/provincie-limburg/klimaatbomen-in-limburg/",
    "ondersteuners-csv": "/ondersteuners/uitvoer.csv?werf=werf-1",
}
BEHEER = "/ondersteuners/beheer/provincie-limburg/"
AANGEMELD = {
    "kansen-gemeente": "/ondersteuners/kansen/gemeente/71016/",
    "kansen-provincie": "/ondersteuners/kansen/provincie/limburg/",
    "kansen-ondersteuner": "/ondersteuners/kansen/ondersteuner/provincie-limburg/",
    "ondersteuner-beheer": BEHEER,
    "ondersteuner-bewerk": f"{BEHEER}aanbod/limburgse-klimaattuinen/",
    "ondersteuner-pagina-bewerk": f"{BEHEER}pagina/",
    "ondersteuner-versies": f"{BEHEER}aanbod/limburgse-klimaattuinen/versies/",
    "ondersteuners-alle": "/ondersteuners/beheer/alle/",
    "ondersteuners-vragen": "/ondersteuners/vragen/",
    "ondersteuner-invoer": f"{BEHEER}invoer/",
    "gemeente-met-hulp": "/gemeenten/71016/",
    "gemeente-hulp": "/gemeenten/71016/hulp/",
    "provincie-met-kansen": "/provincies/limburg/",
    "provincie-kansen": "/provincies/limburg/kansen/",
}


@pytest.fixture(autouse=True)
def _cijfers(db: None) -> None:
    vul_cijfers()


def tel(client: Client, adres: str) -> int:
    for naam in caches.settings:
        caches[naam].clear()
    with CaptureQueriesContext(connection) as vragen:
        antwoord = client.get(adres)
        assert antwoord.status_code == 200
        if antwoord.streaming:
            list(antwoord)
    return len(vragen)


@pytest.mark.parametrize("naam", OPENBAAR)
def test_openbare_pagina_stelt_een_vast_aantal_vragen(naam: str) -> None:
    tel(Client(), OPENBAAR[naam])
    controleer(naam, tel(Client(), OPENBAAR[naam]))


@pytest.mark.parametrize("naam", AANGEMELD)
def test_werkpagina_stelt_een_vast_aantal_vragen(naam: str, vlaamse_beheerder: Account) -> None:
    client = PortaalClient()
    client.force_login(vlaamse_beheerder)
    tel(client, AANGEMELD[naam])
    controleer(naam, tel(client, AANGEMELD[naam]))


def _vraag(ondersteuner: Ondersteuner, item: Aanbod, nis: str) -> Vraag:
    return stel_vraag(
        ondersteuner=ondersteuner, aanbod=item, organisatie=bestuur_van(nis),
        gemeente=Gemeente.objects.get(nis=nis, tot=None), tekst="Help", door=None,
    )  # fmt: skip


def test_vraag_en_voorbeeld_stellen_een_vast_aantal_vragen(vlaamse_beheerder: Account) -> None:
    limburg = Ondersteuner.objects.get(slug="provincie-limburg")
    item = limburg.aanbod.openbaar().first()
    inhoud = replace(AanbodInhoud.van(item), titel="Anders", partners=("vvp",))
    versie = bewaar_concept(ondersteuner=limburg, aanbod=item, inhoud=inhoud, door=None)
    client = PortaalClient()
    client.force_login(vlaamse_beheerder)
    for naam, adres in {
        "ondersteuners-vraagpagina": f"/ondersteuners/vragen/{_vraag(limburg, item, '71016').pk}/",
        "ondersteuner-voorbeeld": f"/ondersteuners/beheer/versies/{versie.pk}/",
    }.items():
        tel(client, adres)
        controleer(naam, tel(client, adres))


@pytest.mark.parametrize(
    ("naam", "speler", "adres"),
    [
        ("gemeente-eigen", "invoerder_gent", "/gemeenten/44021/"),
        ("gemeente-eigen-hulp", "invoerder_gent", "/gemeenten/44021/hulp/"),
        ("provincie-eigen", "provincie_ovl", "/provincies/oost-vlaanderen/"),
        ("provincie-eigen-kansen", "provincie_ovl", "/provincies/oost-vlaanderen/kansen/"),
    ],
)
def test_wie_er_werkt_stelt_een_vast_aantal_vragen(
    naam: str, speler: str, adres: str, request: pytest.FixtureRequest
) -> None:
    client = PortaalClient()
    client.force_login(request.getfixturevalue(speler))
    tel(client, adres)
    controleer(naam, tel(client, adres))


@pytest.mark.parametrize(
    "naam", ["ondersteuner-beheer", "ondersteuners-vragen", "kansen-provincie"]
)
def test_aantal_vragen_hangt_niet_af_van_het_aantal_rijen(
    naam: str, vlaamse_beheerder: Account
) -> None:
    client = PortaalClient()
    client.force_login(vlaamse_beheerder)
    limburg = Ondersteuner.objects.get(slug="provincie-limburg")

    def vraag_en_schrijf(item: Aanbod, nis: str) -> None:
        _vraag(limburg, item, nis)
        bewaar_concept(ondersteuner=limburg, aanbod=item, inhoud=AanbodInhoud.van(item), door=None)

    items = list(limburg.aanbod.openbaar()[:6])
    vraag_en_schrijf(items[0], "71016")
    tel(client, AANGEMELD[naam])
    voor = tel(client, AANGEMELD[naam])
    for item, nis in zip(items[1:], ["71016", "71072", "71016", "71072", "73111"], strict=True):
        vraag_en_schrijf(item, nis)
    assert tel(client, AANGEMELD[naam]) == voor
