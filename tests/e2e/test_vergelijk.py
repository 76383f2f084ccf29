"""The comparison in a real browser: the chart loads only in view, and the policy lets it work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ADRES = "/vergelijk/bomen/?gemeente=44021&gemeente=11002"


def test_grafiek_laadt_pas_in_beeld_en_zonder_fouten(pagina: Any, axe: Any) -> None:
    vul_cijfers()
    gevraagd: list[str] = []
    pagina.on("request", lambda verzoek: gevraagd.append(verzoek.url))
    pagina.set_viewport_size({"width": 1280, "height": 200})
    pagina.goto("/gemeenten/44021/")
    pagina.goto(ADRES)
    pagina.locator("[data-vergelijking]").scroll_into_view_if_needed()
    pagina.locator(".main-svg").first.wait_for()
    assert sum("plotly" in adres for adres in gevraagd) == 1
    axe(pagina, onderdeel="main")


def test_zonder_script_staat_alles_in_de_tabel(chromium: Any, live_server: Any) -> None:
    vul_cijfers()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        bezoek = context.new_page()
        bezoek.goto(ADRES)
        assert bezoek.locator("table tbody tr").count() == 2
        assert not bezoek.locator("[data-vergelijking]").is_visible()
    finally:
        context.close()
