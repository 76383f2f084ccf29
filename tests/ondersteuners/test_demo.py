"""The made-up offer of the demonstration: marked, findable, written once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ondersteuners.demo import DOELEN
from ondersteuners.models import Aanbod, Vraag
from toegang.models import Account

pytestmark = pytest.mark.django_db
KANSEN = "/ondersteuners/kansen/ondersteuner/regionaal-landschap-meetjesland/"


def test_de_rollen_vinden_hun_werk(client: Client, settings: Any, landschap: Account) -> None:
    settings.DEMO = True
    for _ in range(2):
        call_command("laad_demo_aanbod", verbosity=0)
    item = Aanbod.objects.openbaar().get(ondersteuner__slug="regionaal-landschap-meetjesland")
    vraag = Vraag.objects.get(aanbod=item)
    assert all("emonstratie" in tekst for tekst in (item.titel, vraag.tekst))
    assert {doel.slug for doel in item.doelstellingen.all()} == set(DOELEN)
    assert "verzonnen" in item.ondersteuner.uitleg
    client.force_login(landschap)
    assert vraag.onderwerp in client.get("/ondersteuners/vragen/").content.decode()
    assert "koos nog geen doelstellingen" not in client.get(KANSEN).content.decode()


def test_zonder_demonstratie_geen_verzonnen_aanbod(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="alleen met DEMO=1"):
        call_command("laad_demo_aanbod")
    assert not Aanbod.objects.filter(titel__startswith="Demonstratie").exists()
