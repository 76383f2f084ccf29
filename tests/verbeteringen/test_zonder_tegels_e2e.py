"""The maps without their background: the address does not answer, all else keeps working."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import open_context
from tests.verbeteringen.hulp import GENT, gemeente, invoer, toegang_van, vak
from tests.verbeteringen.test_tekenen_e2e import getekend, meld_aan, vul_bomen_in, zet_kaart
from toegang.models import Account
from verbeteringen.registratie import registreer_verbetering

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
# Boundaries outside of the view are paths without a line.
GRENS = 'path.kaart-grens:not([d="M0 0"])'
MELDING = "De achtergrondkaart is niet bereikbaar. Grenzen en vormen blijven zichtbaar."


@pytest.fixture(params=[1280, 390])
def zonder_tegels(
    request: Any, chromium: Any, live_server: Any, settings: Any
) -> Iterator[tuple[Any, list[str]]]:
    """A page on which every tile fails, with the addresses that were asked in vain."""
    settings.KAARTLAGEN = [
        ("Kleur", f"{live_server.url}/tegels/{{z}}/{{x}}/{{y}}.png", "Proefkaart")
    ]
    context = open_context(chromium, live_server, request.param)
    gevraagd: list[str] = []

    def weiger(route: Any) -> None:
        gevraagd.append(route.request.url)
        route.abort()

    context.route("**/tegels/**", weiger)
    yield context.new_page(), gevraagd
    context.close()


def test_zonder_tegels_toont_de_kaart_grenzen_en_vormen(
    zonder_tegels: tuple[Any, list[str]], publicator_gent: Account
) -> None:
    registreer_verbetering(
        invoer=invoer(geometrie=vak(*GENT, graad=0.01)),
        gemeente=gemeente("44021"),
        toegang=toegang_van(publicator_gent),
    )
    pagina, gevraagd = zonder_tegels
    pagina.goto("/verbeteringen/?gemeente=44021&doelstelling=bomen")
    pagina.get_by_text(MELDING).wait_for()
    pagina.locator(GRENS).first.wait_for()
    pagina.locator("[data-kaart] .kaart-verbetering, [data-kaart] .kaart-telling").first.wait_for()
    assert gevraagd
    # What the map says about its shapes leaves the message where it is.
    assert pagina.get_by_text(MELDING).is_visible()


def test_zonder_tegels_tekent_en_bewaart_men(
    zonder_tegels: tuple[Any, list[str]], live_server: Any, publicator_gent: Account
) -> None:
    pagina, gevraagd = zonder_tegels
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto("/verbeteringen/nieuw/")
    pagina.get_by_text(MELDING).wait_for()
    pagina.locator(GRENS).first.wait_for(state="attached")
    pagina.get_by_text("Punt", exact=True).click()
    zet_kaart(pagina)
    pagina.get_by_role("button", name="Punt hier").click()
    getekend(pagina, "1 punt.")
    pagina.get_by_text("Ligt in Gent.").wait_for()
    vul_bomen_in(pagina, "5")
    pagina.get_by_role("button", name="Verbetering bewaren").click()
    pagina.get_by_text("+5 bomen: Gent").wait_for()
    pagina.get_by_text(MELDING).wait_for()
    assert gevraagd
