"""The admin shows the territory and leaves it alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gemeenten.models import Gemeente

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


@pytest.mark.parametrize("model", MODELLEN)
def test_elke_lijst_opent_en_laat_niets_toevoegen(admin_client: Client, model: str) -> None:
    assert admin_client.get(reverse(f"admin:gemeenten_{model}_changelist")).status_code == 200
    assert admin_client.get(reverse(f"admin:gemeenten_{model}_add")).status_code == 403


def test_een_gemeente_opent_en_verandert_niet(admin_client: Client) -> None:
    gent = Gemeente.objects.get(nis="44021")
    adres = reverse("admin:gemeenten_gemeente_change", args=[gent.pk])
    assert "9000" in admin_client.get(adres).text
    assert admin_client.post(adres, {"naam": "Ghent"}).status_code == 403
    gent.refresh_from_db()
    assert gent.naam == "Gent"


@pytest.mark.parametrize(("indeling", "nis"), [("nu", "37022"), ("voorbij", "37015")])
def test_filtert_op_indeling(admin_client: Client, indeling: str, nis: str) -> None:
    adres = reverse("admin:gemeenten_gemeente_changelist")
    inhoud = admin_client.get(adres, {"indeling": indeling, "q": "Tielt"}).text
    assert nis in inhoud
    assert {"37022": "37015", "37015": "37022"}[nis] not in inhoud
