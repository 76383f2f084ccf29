"""The admin of this room: every list opens, and a signature goes through the service."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from doelstellingen.models import Ondertekening, Publicatie
from tests.doelstellingen.conftest import gemeente, lever, niveau
from toegang.models import Account

pytestmark = pytest.mark.django_db
BLADEN = ["werf", "doelstelling", "norm", "ondertekening", "publicatie", "meting", "stand"]


@pytest.fixture
def beheer(client: Client) -> Client:
    client.force_login(
        Account.objects.create_superuser("beheer", password="x"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.mark.parametrize("blad", BLADEN)
def test_elke_lijst_gaat_open(beheer: Client, blad: str) -> None:
    lever(niveau("Gent", "laadpunten", "2025-12-31", "5"))
    antwoord = beheer.get(reverse(f"admin:doelstellingen_{blad}_changelist"))
    assert antwoord.status_code == 200


def test_een_ondertekening_wordt_een_editie(beheer: Client) -> None:
    aalter = gemeente("Aalter")
    antwoord = beheer.post(
        reverse("admin:doelstellingen_ondertekening_add"),
        {
            "gemeente": aalter.pk,
            "pact": "2.0",
            "status": "ondertekend",
            "datum": "2023-08-28",
            "bronvermelding": "Gemeenteraad van 28-8-2023",
        },
    )
    assert antwoord.status_code == 302
    rij = Ondertekening.objects.levend().get(gemeente=aalter, pact="2.0")
    assert rij.status == "ondertekend"
    laatste = Publicatie.objects.latest("pk")
    assert (laatste.soort, laatste.door and laatste.door.username) == (
        "ondertekening",
        "vlaamse_beheerder",
    )


def test_een_datum_in_de_toekomst_wordt_geweigerd(beheer: Client) -> None:
    antwoord = beheer.post(
        reverse("admin:doelstellingen_ondertekening_add"),
        {
            "gemeente": gemeente("Aalter").pk,
            "pact": "2.0",
            "status": "ondertekend",
            "datum": "2099-01-01",
            "bronvermelding": "x",
        },
    )
    assert antwoord.status_code == 200
    assert "ligt in de toekomst" in antwoord.content.decode()


@pytest.mark.parametrize("blad", [b for b in BLADEN if b != "ondertekening"])
def test_wat_geladen_is_verandert_niet_met_de_hand(beheer: Client, blad: str) -> None:
    assert beheer.get(reverse(f"admin:doelstellingen_{blad}_add")).status_code == 403
