"""The what-if slider and the page about a figure in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ADRES = "/gemeenten/44021/vooruitblik/bomen/"


def test_schuif_rekent_met_het_toetsenbord_zonder_de_pagina_te_laden(pagina: Any, axe: Any) -> None:
    vul_cijfers()
    pagina.goto(ADRES)
    gevraagd: list[str] = []
    pagina.on("request", lambda verzoek: gevraagd.append(verzoek.url))
    schuif = pagina.get_by_label(re.compile("per jaar, van nu tot eind 2030"))
    schuif.focus()
    pagina.keyboard.press("End")
    expect(pagina.locator("output")).to_contain_text("Het doel wordt gehaald in 20")
    expect(pagina.locator(".watalslijn")).to_have_attribute("points", re.compile(r"\d"))
    pagina.keyboard.press("Home")
    expect(pagina.locator("output")).to_contain_text("Met 0 bomen per jaar")
    expect(schuif).to_have_attribute("aria-valuetext", "0 bomen per jaar")
    # The icon of the tab comes when the browser likes.
    assert not [adres for adres in gevraagd if not adres.endswith("/beeld/merk.svg")]
    axe(pagina, onderdeel="main")


def test_browser_en_server_zeggen_dezelfde_zin(pagina: Any) -> None:
    vul_cijfers()
    for slug in ("bomen", "co2_patrimonium", "hagen_geveltuinen"):
        pagina.goto(f"/gemeenten/44021/vooruitblik/{slug}/")
        velden = pagina.locator("[data-watals]")
        if velden.count() == 0:
            continue
        tempo = velden.first.locator("input[type=range]").input_value()
        van_browser = velden.first.locator("output").inner_text()
        antwoord = pagina.request.get(
            f"/gemeenten/44021/vooruitblik/{slug}/?cijfer={slug}&tempo={tempo}"
        )
        tekst = re.sub(r"<[^>]+>", "", antwoord.text())
        assert van_browser in tekst


def test_zonder_script_rekent_het_formulier(chromium: Any, live_server: Any) -> None:
    vul_cijfers()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        bezoek = context.new_page()
        bezoek.goto(ADRES)
        bezoek.get_by_role("button", name="Bereken").click()
        expect(bezoek.locator("output")).to_contain_text("per jaar:")
        assert "tempo=" in bezoek.url
    finally:
        context.close()


def test_bron_van_een_cijfer_is_toegankelijk(pagina: Any, axe: Any) -> None:
    vul_cijfers()
    pagina.goto("/gemeenten/44021/")
    pagina.get_by_role("link", name=re.compile("Bron en permanente link.*Bomen")).click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Waar komt dit cijfer vandaan?")
    pagina.get_by_text("Waarom het doel veranderde").first.click()
    pagina.locator(".tijdkeuze summary").click()
    axe(pagina, onderdeel="main")
