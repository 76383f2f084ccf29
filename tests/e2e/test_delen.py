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
