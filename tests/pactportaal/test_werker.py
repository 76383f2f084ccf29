"""The queue works with a real worker: over files without REDIS_URL, over Redis with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client

from pactportaal.rooster import HARTSLAG_S
from pactportaal.tasks import hartslag
from tests.werker import draaiende_werker, wacht_tot

pytestmark = [pytest.mark.worker]


def _hartslag() -> Path:
    return Path(settings.DATA_MAP) / "hartslag"


def test_een_taak_komt_bij_de_werker_aan(werker: Path) -> None:
    _hartslag().unlink(missing_ok=True)
    hartslag.delay()
    wacht_tot(_hartslag().exists)


@pytest.mark.django_db(transaction=True)
def test_beat_in_de_werker_stuurt_het_rooster(client: Client) -> None:
    _hartslag().unlink(missing_ok=True)
    schema = Path(settings.DATA_MAP) / "beat-test"
    with draaiende_werker("--beat", "--schedule", str(schema)):
        wacht_tot(_hartslag().exists, seconden=HARTSLAG_S + 20)
        antwoord = client.get("/gezondheid/")
    assert antwoord.status_code == 200
    assert antwoord.json()["onderdelen"]["werker"] == "ok"


def test_zonder_werker_gaat_er_niets_naar_buiten() -> None:
    """The default of every test: tasks run in place and the broker's address refuses."""
    assert current_app.conf.task_always_eager
    _hartslag().unlink(missing_ok=True)
    hartslag.delay()
    assert _hartslag().exists()
