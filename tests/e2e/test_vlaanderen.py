"""The map of Flanders by keyboard: through the years and from gemeente to gemeente."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_jaren_en_gemeenten_met_het_toetsenbord(pagina: Any, axe: Any) -> None:
    vul_cijfers()
    pagina.goto("/vlaanderen/")
    rij = pagina.locator('tr[data-nis="44021"]')
    nu = rij.inner_text()
    pagina.get_by_label("Kaart en tabel met stand op").focus()
    for _ in range(3):
        pagina.keyboard.press("ArrowLeft")
    expect(pagina.locator(".jaarschuif output")).to_contain_text("Stand op 31-12-2023")
    assert rij.inner_text() != nu
    pagina.locator("svg.kaart").focus()
    pagina.keyboard.press("ArrowRight")
    pagina.keyboard.press("ArrowRight")
    expect(pagina.locator("[data-aanwijzing]")).to_have_text(re.compile(r".+: .+"))
    axe(pagina, onderdeel="main")
    pagina.get_by_label("Kaart en tabel met stand op").focus()
    pagina.keyboard.press("End")
    expect(pagina.locator(".jaarschuif output")).to_contain_text("Stand op")
    assert rij.inner_text() == nu
    pagina.locator("svg.kaart").focus()
    pagina.keyboard.press("ArrowRight")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(re.compile(r"/gemeenten/\d{5}/"))
