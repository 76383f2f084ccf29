"""The admin shows the territory and leaves it alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from gemeenten.models import Gemeente
from toegang.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cijfers")]
MODELLEN = [
    "provincie",
    "arrondissement",
    "gemeente",
    "fusie",
    "inwoners",
    "wooneenheden",
    "grensbestand",
]


@pytest.fixture
def beheerder() -> Account:
    return Account.objects.create_superuser("beheerder_van_de_proef")


def _vraag(account: Account, methode: str = "get", **gegevens: str) -> HttpRequest:
    verzoek: HttpRequest = getattr(RequestFactory(), methode)("/admin/", gegevens)
    verzoek.user = account
    return verzoek


def _scherm(naam: str) -> admin.ModelAdmin[Any]:
    return admin.site.get_model_admin(apps.get_model("gemeenten", naam))


@pytest.mark.parametrize("model", MODELLEN)
def test_elke_lijst_opent_en_laat_niets_toevoegen(beheerder: Account, model: str) -> None:
    antwoord: Any = _scherm(model).changelist_view(_vraag(beheerder))
    assert antwoord.render().status_code == 200
    with pytest.raises(PermissionDenied):
        _scherm(model).add_view(_vraag(beheerder))


def test_een_gemeente_opent_en_verandert_niet(beheerder: Account) -> None:
    gent = Gemeente.objects.get(nis="44021")
    antwoord: Any = _scherm("gemeente").change_view(_vraag(beheerder), str(gent.pk))
    assert "9000" in antwoord.render().text
    verzoek = _vraag(beheerder, "post", naam="Ghent")
    verzoek._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        _scherm("gemeente").change_view(verzoek, str(gent.pk))
    gent.refresh_from_db()
    assert gent.naam == "Gent"


@pytest.mark.parametrize(("indeling", "nis"), [("nu", "37022"), ("voorbij", "37015")])
def test_filtert_op_indeling(beheerder: Account, indeling: str, nis: str) -> None:
    verzoek = _vraag(beheerder, indeling=indeling, q="Tielt")
    antwoord: Any = _scherm("gemeente").changelist_view(verzoek)
    inhoud = antwoord.render().text
    assert nis in inhoud
    assert {"37022": "37015", "37015": "37022"}[nis] not in inhoud
