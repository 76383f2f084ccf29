"""The admin of this room: every list opens, and a signature goes through the service."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from doelstellingen.admin import OndertekeningFormulier
from doelstellingen.models import Ondertekening, Publicatie
from tests.doelstellingen.conftest import gemeente, lever, niveau
from toegang.models import Account

pytestmark = pytest.mark.django_db
BLADEN = ["werf", "doelstelling", "norm", "ondertekening", "publicatie", "meting", "stand"]


@pytest.fixture
def verzoek() -> HttpRequest:
    vraag = RequestFactory().get("/admin/")
    vraag.user = Account.objects.create_superuser("beheerder_van_de_proef")
    return vraag


def scherm(naam: str) -> admin.ModelAdmin[Any]:
    return admin.site._registry[apps.get_model("doelstellingen", naam)]


def formulier(datum: str) -> OndertekeningFormulier:
    return OndertekeningFormulier(
        {
            "gemeente": gemeente("Aalter").pk,
            "pact": "2.0",
            "status": "ondertekend",
            "datum": datum,
            "bronvermelding": "Gemeenteraad van 28-8-2023",
        }
    )


@pytest.mark.parametrize("blad", BLADEN)
def test_elke_lijst_gaat_open(verzoek: HttpRequest, blad: str) -> None:
    lever(niveau("Gent", "laadpunten", "2025-12-31", "5"))
    antwoord = scherm(blad).changelist_view(verzoek)
    assert antwoord.render().status_code == 200  # type: ignore[attr-defined]


def test_een_ondertekening_wordt_een_editie(verzoek: HttpRequest) -> None:
    ingevuld = formulier("2023-08-28")
    assert ingevuld.is_valid(), ingevuld.errors
    rij = ingevuld.save(commit=False)
    scherm("ondertekening").save_model(verzoek, rij, ingevuld, change=False)
    levend = Ondertekening.objects.levend().get(gemeente=gemeente("Aalter"), pact="2.0")
    assert (levend.pk, levend.status) == (rij.pk, "ondertekend")
    laatste = Publicatie.objects.latest("pk")
    assert (laatste.soort, laatste.door) == ("ondertekening", verzoek.user)


def test_een_datum_in_de_toekomst_wordt_geweigerd() -> None:
    assert formulier("2099-01-01").errors["datum"] == ["De datum ligt in de toekomst."]


@pytest.mark.parametrize("blad", [b for b in BLADEN if b != "ondertekening"])
def test_wat_geladen_is_verandert_niet_met_de_hand(verzoek: HttpRequest, blad: str) -> None:
    with pytest.raises(PermissionDenied):
        scherm(blad).add_view(verzoek)
