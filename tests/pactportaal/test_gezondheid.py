"""`/gezondheid/`: what an operator's monitor asks."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from django.test import Client

from pactportaal import gezondheid


@pytest.fixture
def _broker_bereikbaar(settings: Any) -> Any:
    oud = current_app.conf.broker_url
    current_app.conf.broker_url = settings.ECHTE_BROKER
    yield
    current_app.conf.broker_url = oud


@pytest.mark.django_db
@pytest.mark.usefixtures("_broker_bereikbaar")
def test_alles_in_orde(client: Client) -> None:
    antwoord = client.get("/gezondheid/")
    assert antwoord.status_code == 200
    assert antwoord.json()["status"] == "ok"
    assert "no-store" in antwoord["Cache-Control"]


@pytest.mark.django_db
def test_een_onbereikbare_werkrij_geeft_503_zonder_details(client: Client) -> None:
    """The tests' own broker refuses, so readiness must say so, and say no more."""
    antwoord = client.get("/gezondheid/")
    assert antwoord.status_code == 503
    assert antwoord.json()["onderdelen"]["werkrij"] == "fout"
    assert "127.0.0.1" not in antwoord.content.decode()


@pytest.mark.django_db
def test_een_open_migratie_houdt_verkeer_tegen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gezondheid.MigrationExecutor, "migration_plan", lambda *_: ["0002"])
    assert client.get("/gezondheid/").json()["onderdelen"]["migraties"] == "fout"


@pytest.mark.django_db
def test_een_datamap_die_weg_is_houdt_verkeer_tegen(client: Client, settings: Any) -> None:
    settings.DATA_MAP = settings.DATA_MAP / "weg"
    stand = client.get("/gezondheid/").json()["onderdelen"]
    assert stand["datamap"] == "fout"
    assert stand["databank"] == "ok"


def test_leven_vraagt_niets_van_de_databank(client: Client) -> None:
    assert client.get("/gezondheid/leeft/").json() == {"status": "ok"}


def test_alleen_lezen(client: Client) -> None:
    assert client.post("/gezondheid/leeft/").status_code == 405
