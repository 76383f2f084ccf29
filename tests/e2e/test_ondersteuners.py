"""The ondersteuners in a real browser: find, filter, ask, edit; keyboard, narrow screens, axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from ondersteuners.models import Aanbod, Ondersteuner, Vraag
from tests.conftest import PortaalClient
from tests.ondersteuners.conftest import maak_aanbod
from toegang.models import Account

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OPENBAAR = [
    "/ondersteuners/",
    "/ondersteuners/?zoek=tuin&werf=werf-4",
    "/ondersteuners/?toon=organisaties",
    "/ondersteuners/?zoek=bestaatniet",
    "/ondersteuners/provincie-limburg/",
    "/ondersteuners/provincie-oost-vlaanderen/",
    "/ondersteuners/provincie-limburg/hoppinpunten/",
]
BEHEER = "/ondersteuners/beheer/regionaal-landschap-meetjesland/"


@pytest.fixture
def als(pagina: Any) -> Callable[[Account], Any]:
    """Sign in in the browser as one of the cast."""

    def meld_aan(account: Account) -> Any:
        client = PortaalClient()
        client.force_login(account)
        koek = client.cookies[settings.SESSION_COOKIE_NAME]
        pagina.context.add_cookies(
            [{"name": koek.key, "value": koek.value, "domain": "localhost", "path": "/"}]
        )
        return pagina

    return meld_aan


@pytest.mark.parametrize("adres", OPENBAAR)
def test_openbare_pagina_is_toegankelijk(pagina: Any, axe: Any, adres: str) -> None:
    assert pagina.goto(adres).ok
    axe(pagina)
    assert pagina.locator("h1").count() == 1


@pytest.mark.parametrize("adres", OPENBAAR)
def test_openbare_pagina_past_op_320_pixels(pagina: Any, adres: str) -> None:
    pagina.set_viewport_size({"width": 320, "height": 700})
    pagina.goto(adres)
    assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def rustig(pagina: Any) -> None:
    """Wait until htmx has wired what it just put in place; no person is quicker than that."""
    bezig = pagina.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
    expect(bezig).to_have_count(0)


def test_zoeken_en_filteren_zonder_de_pagina_te_verlaten(pagina: Any) -> None:
    pagina.goto("/ondersteuners/")
    pagina.evaluate("window.blijft = true")
    pagina.get_by_label("Zoek in het aanbod").fill("tuinen")
    pagina.get_by_role("button", name="Zoek", exact=True).click()
    pagina.get_by_role("heading", name="6 resultaten voor").wait_for()
    rustig(pagina)
    pagina.get_by_label("gratis (1)").check()
    pagina.get_by_role("heading", name="1 resultaat voor").wait_for()
    assert "kosten=gratis" in pagina.url
    assert pagina.get_by_role("link", name="Vijf infosessies").is_visible()
    assert pagina.evaluate("window.blijft") is True
    # The choice keeps the focus, so that a keyboard can go on.
    assert pagina.evaluate("document.activeElement.id") == "kosten-gratis"
    pagina.get_by_role("link", name="Verwijder filter: gratis").click()
    pagina.get_by_role("heading", name="6 resultaten voor").wait_for()


def test_gedeeld_adres_geeft_dezelfde_keuzes(pagina: Any) -> None:
    pagina.goto("/ondersteuners/?zoek=water&werf=werf-4&soort=advies")
    assert pagina.get_by_label("Zoek in het aanbod").input_value() == "water"
    assert pagina.locator("#werf-werf-4").is_checked()
    assert pagina.locator("#soort-advies").is_checked()


def test_alles_werkt_zonder_javascript(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    pagina = context.new_page()
    pagina.goto("/ondersteuners/")
    pagina.get_by_label("Zoek in het aanbod").fill("tuinen")
    pagina.locator("#kosten-gratis").check()
    pagina.get_by_role("button", name="Filters toepassen").click()
    assert pagina.get_by_role("heading", name="1 resultaat voor").is_visible()
    context.close()


def test_filteren_met_het_toetsenbord(pagina: Any) -> None:
    pagina.goto("/ondersteuners/")
    pagina.locator("#werf-werf-3").focus()
    pagina.keyboard.press("Space")
    pagina.get_by_role("heading", name="9 resultaten").wait_for()
    assert "werf=werf-3" in pagina.url


def test_gemeente_vraagt_en_ondersteuner_behandelt(
    als: Callable[[Account], Any],
    axe: Any,
    invoerder_gent: Account,
    landschap: Account,
) -> None:
    item = maak_aanbod(Ondersteuner.objects.get(slug="regionaal-landschap-meetjesland"))
    pagina = als(invoerder_gent)
    pagina.goto(item.get_absolute_url())
    pagina.get_by_role("link", name="Vraag ondersteuning").click()
    axe(pagina)
    pagina.get_by_label("Uw vraag").fill("Wij willen 500 meter haag. Kunnen jullie helpen?")
    pagina.get_by_role("button", name="Verstuur de vraag").click()
    pagina.get_by_text("Uw vraag is verstuurd").wait_for()
    axe(pagina)

    pagina = als(landschap)
    pagina.goto("/ondersteuners/vragen/")
    axe(pagina)
    pagina.get_by_role("link", name=item.titel).click()
    pagina.get_by_role("button", name="In behandeling nemen").click()
    pagina.get_by_text("Bewaard. Stand van de vraag: in behandeling.").wait_for()
    assert Vraag.objects.get().staat == Vraag.Staat.IN_BEHANDELING


def test_ondersteuner_schrijft_kijkt_na_en_publiceert(
    als: Callable[[Account], Any], axe: Any, landschap: Account
) -> None:
    pagina = als(landschap)
    pagina.goto(BEHEER)
    axe(pagina)
    pagina.get_by_role("link", name="Nieuw aanbod").click()
    axe(pagina)
    pagina.get_by_label("Titel (verplicht)").fill("Plantgoed voor hagen")
    pagina.get_by_label("Omschrijving").fill("Inheems **plantgoed**, gratis geleverd.")
    pagina.get_by_label("Werf 1: Vergroening").check()
    pagina.get_by_label("Haag of geveltuinbeplanting").check()
    pagina.get_by_label("Kosten (verplicht)").select_option("gratis")
    pagina.get_by_role("button", name="Bewaar concept").click()
    pagina.get_by_text("Voorbeeld: nog niet openbaar").wait_for()
    assert pagina.locator("strong", has_text="plantgoed").is_visible()
    axe(pagina)
    pagina.get_by_role("button", name="Publiceer").click()
    pagina.get_by_text("Gepubliceerd. Iedereen ziet nu deze versie.").wait_for()
    assert Aanbod.objects.openbaar().filter(titel="Plantgoed voor hagen").exists()
    pagina.goto("/ondersteuners/?zoek=plantgoed")
    assert pagina.get_by_role("link", name="Plantgoed voor hagen").is_visible()


@pytest.mark.parametrize(
    "adres",
    [
        "/ondersteuners/beheer/alle/",
        "/ondersteuners/beheer/provincie-limburg/",
        "/ondersteuners/beheer/provincie-limburg/pagina/",
        "/ondersteuners/beheer/provincie-limburg/invoer/",
        "/ondersteuners/beheer/provincie-limburg/versies/",
        "/ondersteuners/kansen/",
        "/ondersteuners/kansen/gemeente/44021/",
        "/ondersteuners/kansen/provincie/limburg/",
        "/ondersteuners/kansen/ondersteuner/provincie-limburg/",
        "/ondersteuners/vragen/",
        "/ondersteuners/beheer/provincie-limburg/aanbod/limburgse-klimaattuinen/",
        "/ondersteuners/beheer/provincie-limburg/aanbod/limburgse-klimaattuinen/versies/",
        "/provincies/limburg/",
        "/gemeenten/71016/",
    ],
)
def test_werkpagina_is_toegankelijk_en_past(
    als: Callable[[Account], Any], axe: Any, vlaamse_beheerder: Account, adres: str
) -> None:
    pagina = als(vlaamse_beheerder)
    assert pagina.goto(adres).ok
    axe(pagina)
    pagina.set_viewport_size({"width": 320, "height": 700})
    pagina.reload()
    assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
