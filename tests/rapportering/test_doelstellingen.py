"""/doelstellingen/ and each goal: what counts, what is asked, how the gemeenten are spread."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = pytest.mark.django_db


def test_lijst_noemt_alle_twintig(client: Client) -> None:
    inhoud = client.get("/doelstellingen/").content.decode()
    for doelstelling in Doelstelling.objects.all():
        assert f'href="/doelstellingen/{doelstelling.slug}/"' in inhoud


def test_elke_doelstelling_heeft_een_pagina(client: Client) -> None:
    vul_cijfers()
    for doelstelling in Doelstelling.objects.all():
        antwoord = client.get(f"/doelstellingen/{doelstelling.slug}/")
        assert antwoord.status_code == 200
        inhoud = antwoord.content.decode()
        for kop in ("Wat telt mee", "Wat het pact vraagt", "Waar de cijfers vandaan komen"):
            assert kop in inhoud


def test_zegt_waar_bronnen_elkaar_tegenspreken(client: Client) -> None:
    inhoud = client.get("/doelstellingen/hernieuwbare_energieprojecten/").content.decode()
    assert "Waar bronnen elkaar tegenspreken" in inhoud
    assert "13.200" in inhoud


def test_spreiding_noemt_geen_gemeenten_en_geen_rang(client: Client) -> None:
    vul_cijfers()
    inhoud = client.get("/doelstellingen/laadpunten/").content.decode()
    deel = inhoud.split('class="spreiding"')[1].split("</figure>")[0]
    assert not any(naam in deel for naam in Gemeente.objects.values_list("naam", flat=True))
    assert "een kwart op hoogstens" in inhoud
    tellingen = re.findall(r'<td class="getal">(\d+)</td>', deel)
    gemeenten = re.search(r"Van de (\d+) gemeenten met een cijfer", inhoud)
    assert gemeenten is not None
    assert sum(map(int, tellingen)) == int(gemeenten[1])


def test_zonder_cijfers_geen_spreiding(client: Client) -> None:
    assert "gespreid" not in client.get("/doelstellingen/laadpunten/").content.decode()


def test_onbekende_doelstelling_is_404(client: Client) -> None:
    assert client.get("/doelstellingen/onzin/").status_code == 404


def test_weigert_een_andere_methode(client: Client) -> None:
    assert client.post("/doelstellingen/bomen/").status_code == 405


def test_wijst_naar_wie_kan_helpen(client: Client) -> None:
    inhoud = client.get("/doelstellingen/bomen/").content.decode()
    assert 'href="/ondersteuners/?doelstelling=bomen"' in inhoud
