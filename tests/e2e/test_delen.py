"""A tile in a frame, and the page that explains it, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

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
