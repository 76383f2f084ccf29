"""Queries per page, counted on an empty cache."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.prestaties.vragen import controleer
from tests.rapportering.voorbeeld import vul_cijfers

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
