"""Every list and add page of the admin opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.test import Client
from django.urls import reverse

from toegang.models import Account

# Django's own admin templates lean on variables that may be absent.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
MODELLEN = sorted(admin.site._registry.items(), key=lambda paar: paar[0]._meta.label)


@pytest.fixture
def beheerder(client: Client) -> Client:
    client.force_login(Account.objects.create_superuser("beheerder"))
    return client


@pytest.mark.parametrize(
    ("model", "beheer"), MODELLEN, ids=lambda deel: getattr(deel, "__name__", "")
)
def test_lijst_en_formulier_openen(
    beheerder: Client, rf: Any, model: Any, beheer: ModelAdmin[Any]
) -> None:
    naam = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert beheerder.get(reverse(f"{naam}_changelist")).status_code == 200
    verzoek = rf.get("/admin/")
    verzoek.user = Account.objects.get(username="beheerder")
    verwacht = 200 if beheer.has_add_permission(verzoek) else 403
    assert beheerder.get(reverse(f"{naam}_add")).status_code == verwacht
    if (rij := model._default_manager.first()) is not None:
        assert beheerder.get(reverse(f"{naam}_change", args=[rij.pk])).status_code == 200


def test_de_voorpagina_spreekt_nederlands(beheerder: Client) -> None:
    antwoord = beheerder.get(reverse("admin:index"))
    assert "Beheer van PactPortaal" in antwoord.content.decode()
    assert 'lang="nl' in antwoord.content.decode()
