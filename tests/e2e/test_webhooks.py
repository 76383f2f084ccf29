"""Webhooks of an organisation in a real browser: made, tried and followed; axe and narrow screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from koppelingen.models import Bezorging, Webhook, Wijziging
from toegang.demo import maak_demo_accounts

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LIJST = "/toegang/organisatie/provincie-oost-vlaanderen/webhooks/"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True
    settings.WEBHOOKS_LOKAAL = True
    maak_demo_accounts()


def keur(pagina: Any, axe: Any) -> None:
    axe(pagina)
    for breed in (390, 320):
        pagina.set_viewport_size({"width": breed, "height": 800})
        assert pagina.evaluate("document.documentElement.scrollWidth") <= breed, pagina.url
    pagina.set_viewport_size({"width": 1280, "height": 900})


def test_een_beheerder_maakt_een_webhook_en_volgt_hem(pagina: Any, axe: Any) -> None:
    pagina.goto("/aanmelden/")
    pagina.get_by_role("button", name="Aanmelden als Provincie Oost-Vlaanderen", exact=True).click()
    pagina.locator("details.wie").wait_for()
    pagina.goto(LIJST)
    keur(pagina, axe)
    # An empty form says what is missing, and the focus is there.
    pagina.get_by_role("button", name="Webhook maken").click()
    pagina.get_by_role("heading", name="Er is nog iets aan te passen").wait_for()
    keur(pagina, axe)
    pagina.get_by_label("Naam").fill("Dashboard")
    pagina.get_by_label("Adres van de ontvanger").fill("http://127.0.0.1:9/" + "lang" * 40)
    pagina.get_by_label("cijfers van een gemeente").check()
    pagina.get_by_label("Van welke gemeenten?").select_option(label=["Gent", "Aalst"])
    pagina.get_by_role("button", name="Webhook maken").click()
    pagina.get_by_role("heading", name="Bewaar dit geheim nu").wait_for()
    assert "whsec_" in pagina.locator("code.geheim").inner_text()
    keur(pagina, axe)
    haak = Webhook.objects.get()
    wijziging = Wijziging.objects.create(
        kenmerk="haak-1", soort="standen", editie=12, op=timezone.now()
    )
    Bezorging.objects.create(
        webhook=haak,
        wijziging=wijziging,
        staat="opgegeven",
        pogingen=10,
        fout="De ontvanger antwoordde met HTTP 500.",
    )
    pagina.get_by_role("link", name="Dashboard", exact=True).click()
    pagina.get_by_text("1 bericht kwam na alle pogingen niet aan").wait_for()
    keur(pagina, axe)
    pagina.get_by_role("link", name="Wijzigen").click()
    keur(pagina, axe)
    assert pagina.get_by_label("Naam").input_value() == "Dashboard"
