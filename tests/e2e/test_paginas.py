"""The public pages in a real browser: keyboard, narrow screens, accessibility, CSP."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGINAS = [
    "/",
    "/vlaanderen/",
    "/vlaanderen/?doelstelling=verledding",
    "/gemeenten/",
    "/gemeenten/?zoek=lo",
    "/gemeenten/44021/",
    "/gemeenten/73009/?op=2024-12-31",
    "/gemeenten/73111/",
    "/doelstellingen/",
    "/doelstellingen/hernieuwbare_energieprojecten/",
    "/gemeenten/44021/lekp-rapport/",
    "/vergelijk/bomen/?gemeente=44021&gemeente=11002&groep=provincie:40000",
    "/vlaanderen/tabel/?per=provincie",
    "/provincies/limburg/",
    "/gemeenten/44021/vooruitblik/bomen/",
    "/toegankelijkheid/",
    "/privacy/",
    "/gegevens/",
]


@pytest.mark.parametrize("adres", PAGINAS)
def test_pagina_is_toegankelijk(pagina: Any, axe: Any, adres: str) -> None:
    # The fixture `pagina` fails on any error in the console, so on any breach of the CSP too.
    assert pagina.goto(adres).ok
    axe(pagina)
    assert pagina.locator("h1").count() == 1
    assert pagina.locator("html").get_attribute("lang") == "nl-BE"


@pytest.mark.parametrize("adres", PAGINAS)
def test_pagina_past_op_320_pixels(pagina: Any, adres: str) -> None:
    pagina.set_viewport_size({"width": 320, "height": 700})
    pagina.goto(adres)
    # What is folded away must fit too.
    pagina.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    breedte = pagina.evaluate("document.documentElement.scrollWidth")
    assert breedte <= 320, f"{adres} is {breedte} pixels breed"


@pytest.mark.parametrize("adres", PAGINAS)
def test_knoppen_en_links_in_het_menu_zijn_minstens_24_pixels_hoog(pagina: Any, adres: str) -> None:
    pagina.goto(adres)
    te_klein = pagina.evaluate(
        """() => [...document.querySelectorAll('button, summary, nav a, input, select')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 24)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert te_klein == []


def test_zoeken_met_het_toetsenbord(pagina: Any) -> None:
    pagina.goto("/")
    vak = pagina.get_by_role("combobox")
    vak.focus()
    pagina.keyboard.type("borg")
    pagina.get_by_role("option").first.wait_for()
    assert vak.get_attribute("aria-expanded") == "true"
    pagina.keyboard.press("ArrowDown")
    gekozen = vak.get_attribute("aria-activedescendant")
    assert pagina.locator(f"#{gekozen}").get_attribute("aria-selected") == "true"
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/gemeenten/73111/")
    assert pagina.locator("h1").inner_text() == "Tongeren-Borgloon"


def test_escape_sluit_de_voorstellen_en_laat_de_tekst_staan(pagina: Any, axe: Any) -> None:
    pagina.goto("/")
    vak = pagina.get_by_role("combobox")
    vak.fill("gent")
    pagina.get_by_role("option").first.wait_for()
    axe(pagina)
    vak.press("Escape")
    assert pagina.get_by_role("option").count() == 0
    assert vak.input_value() == "gent"
    assert vak.get_attribute("aria-expanded") == "false"


def test_aantal_voorstellen_wordt_voorgelezen(pagina: Any) -> None:
    pagina.goto("/")
    pagina.get_by_role("combobox").fill("9000")
    pagina.get_by_text("1 gemeente gevonden.").wait_for()
    pagina.get_by_role("combobox").fill("qqq")
    pagina.get_by_text("Geen gemeente gevonden.").wait_for()


def test_zoeken_zonder_javascript(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        bezoek = context.new_page()
        bezoek.goto("/")
        bezoek.get_by_label("Zoek uw gemeente op naam of postcode").fill("9000")
        bezoek.get_by_role("button", name="Zoek").click()
        assert bezoek.url.endswith("/gemeenten/44021/")
    finally:
        context.close()


def test_overslaan_brengt_naar_de_inhoud(pagina: Any) -> None:
    pagina.goto("/gemeenten/")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    pagina.keyboard.press("Enter")
    pagina.wait_for_function("() => document.activeElement.id === 'inhoud'")


def test_focus_is_zichtbaar_op_elk_element(pagina: Any) -> None:
    pagina.goto("/")
    for _ in range(12):
        pagina.keyboard.press("Tab")
        stijl = pagina.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
                return [s.outlineStyle, parseFloat(s.outlineWidth)] }"""
        )
        assert stijl[0] == "solid"
        assert stijl[1] >= 2


def test_afdruk_toont_geen_menu(pagina: Any) -> None:
    pagina.goto("/gemeenten/44021/")
    pagina.emulate_media(media="print")
    assert not pagina.locator(".site-kop").is_visible()
    assert pagina.locator("h1").is_visible()


def test_tabel_sorteert_ter_plaatse_en_zegt_het(pagina: Any) -> None:
    pagina.goto("/vlaanderen/")
    pagina.locator("#tabel thead a", has_text="Gemeente").click()
    pagina.get_by_text("Gesorteerd op Gemeente, aflopend.").wait_for()
    assert pagina.locator("#tabel tbody tr th").first.inner_text() == "Zwevegem"
    pagina.wait_for_url("**/vlaanderen/")


def test_kaart_noemt_de_aangewezen_gemeente(pagina: Any) -> None:
    pagina.goto("/vlaanderen/")
    pagina.locator("svg.kaart path[data-nis='44021']").hover()
    expect(pagina.locator("[data-aanwijzing]")).to_contain_text("Gent: ")
