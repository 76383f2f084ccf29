"""Queries per page, counted on an empty cache."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doelstellingen.models import Publicatie
from gemeenten.models import Gemeente
from tests.prestaties.vragen import controleer
from tests.rapportering.voorbeeld import vul_cijfers
from toegang.models import Organisatie
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db

PAGINAS = {
    "start": "/",
    "vlaanderen": "/vlaanderen/",
    "gemeenten": "/gemeenten/",
    "gemeenten-zoek": "/gemeenten/?zoek=lo",
    "voorstellen": "/gemeenten/voorstellen/?zoek=lo",
    "gemeente": "/gemeenten/44021/",
    "gemeente-toen": "/gemeenten/73009/?op=2024-12-31",
    "gemeente-na-fusie": "/gemeenten/73111/",
    "doelstellingen": "/doelstellingen/",
    "doelstelling": "/doelstellingen/bomen/",
    "verbeteringen": "/verbeteringen/",
    "verbeteringen-gent": "/verbeteringen/?gemeente=44021",
    "verbeteringen-kaart": "/verbeteringen/kaart/?bbox=3.6,51.0,3.8,51.1&zoom=12",
    "verbetering-nieuw": "/verbeteringen/nieuw/?burger=1",
    "rapport": "/gemeenten/44021/lekp-rapport/",
    "rapport-pdf": "/gemeenten/44021/lekp-rapport.pdf",
    "vergelijk": "/vergelijk/bomen/?gemeente=44021&gemeente=11002&groep=provincie:40000",
    "tabel": "/vlaanderen/tabel/",
    "tabel-csv": "/vlaanderen/tabel.csv?per=provincie",
    "provincie": "/provincies/oost-vlaanderen/",
    "traject": "/gemeenten/44021/vooruitblik/bomen/",
    "cijfer": "/gemeenten/44021/cijfers/bomen/",
    "gewest-cijfer": "/vlaanderen/cijfers/bomen/",
    "provincie-cijfer": "/provincies/oost-vlaanderen/cijfers/bomen/",
    "vlaanderen-jaar": "/vlaanderen/?doelstelling=laadpunten&per=referentieregio&jaar=2023",
    "gewest-verloop": "/vlaanderen/verloop/bomen/",
    "kaart-gegevens": "/vlaanderen/kaart/bomen.json",
    "insluiten": "/insluiten/44021/",
    "insluiting": "/insluiten/44021/bomen/",
    "tegelbeeld": "/insluiten/44021/bomen.png",
    "beeld": "/gemeenten/44021/beeld.png",
    "atom": "/gemeenten/44021/wijzigingen.atom",
    "404": "/gemeenten/99999/",
}


def tel(adres: str) -> int:
    for naam in caches.settings:
        caches[naam].clear()
    with CaptureQueriesContext(connection) as vragen:
        Client().get(adres)
    return len(vragen)


@pytest.fixture(autouse=True)
def _cijfers(db: None) -> None:
    vul_cijfers()


@pytest.mark.parametrize("naam", PAGINAS)
def test_aantal_vragen_staat_vast(naam: str) -> None:
    # The first visit of a process also reads what never changes (content types, boundaries).
    tel(PAGINAS[naam])
    controleer(naam, tel(PAGINAS[naam]))


@pytest.mark.parametrize("naam", ["gemeente", "vlaanderen", "doelstelling"])
def test_aantal_vragen_hangt_niet_af_van_het_aantal_verbeteringen(naam: str) -> None:
    tel(PAGINAS[naam])
    voor = tel(PAGINAS[naam])
    publicatie = Publicatie.objects.latest("pk")
    Verbetering.objects.bulk_create(
        Verbetering(
            bron=Organisatie.objects.get(slug="groenblauwpeil"),
            externe_sleutel=f"proef-{nummer}",
            projectnaam="Bomen langs de straat",
            aanvrager="gemeente",
            gemeente=Gemeente.objects.geldig().get(nis="44021"),
            gemeente_uit="nis",
            goedkeuring="leverancier",
            uitvoering="uitgevoerd",
            uitgevoerd_op=dt.date(2024, 3, 1),
            gewijzigd_op=timezone.now(),
            hash=b"0" * 16,
            publicatie=publicatie,
        )
        for nummer in range(200)
    )
    assert tel(PAGINAS[naam]) == voor
