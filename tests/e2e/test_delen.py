"""A tile in a frame, and the page that explains it, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.urls import reverse
from playwright.sync_api import expect

from rapportering import volgen
from rapportering.models import Volger
from tests.browser import open_context
from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_tegel_staat_in_het_kader_en_is_toegankelijk(pagina: Any, axe: Any) -> None:
    vul_cijfers()
    pagina.goto("/insluiten/44021/")
    kader = pagina.frame_locator("iframe.voorbeeld")
    expect(kader.get_by_role("heading", level=1)).to_contain_text("Bomen")
    axe(pagina, onderdeel="main")
    pagina.goto("/insluiten/44021/bomen/")
    axe(pagina)
    assert pagina.context.cookies() == []


def test_volgen_is_toegankelijk(pagina: Any, axe: Any) -> None:
    pagina.goto("/gemeenten/44021/volgen/")
    axe(pagina, onderdeel="main")
    pagina.get_by_label("Mailadres").fill("an@voorbeeld.be")
    pagina.get_by_role("button", name="Volgen").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    axe(pagina, onderdeel="main")
    # Every other stand of the page: confirm, confirmed, stop, stopped.
    volger = Volger.objects.get()
    for salt, naam, knop in (
        (volgen._BEVESTIG, "volgen-bevestigen", "Bevestigen"),
        (volgen._STOP, "volgen-stop", "Stop met volgen"),
    ):
        pagina.goto(reverse(f"rapportering:{naam}", args=[signing.dumps(volger.pk, salt=salt)]))
        axe(pagina, onderdeel="main")
        with pagina.expect_navigation():
            pagina.get_by_role("button", name=knop).click()
        axe(pagina, onderdeel="main")
    assert not Volger.objects.exists()


def test_een_link_die_niet_klopt_zegt_wat_te_doen_en_is_toegankelijk(
    chromium: Any, live_server: Any, axe: Any
) -> None:
    # Not the fixture `pagina`: the browser notes a 410 as an error in its console.
    context = open_context(chromium, live_server)
    pagina = context.new_page()
    for naam in ("volgen-bevestigen", "volgen-stop"):
        antwoord = pagina.goto(reverse(f"rapportering:{naam}", args=["geen-bewijs"]))
        assert antwoord.status == 410
        expect(pagina.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet")
        axe(pagina, onderdeel="main")
    pagina.get_by_role("link", name="Kies een gemeente").click()
    pagina.wait_for_url("**/gemeenten/")
    context.close()
