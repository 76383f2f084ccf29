"""What happens between the pages, in a real browser: a live worker, a mail, a copy, a split."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser import open_context
from tests.verbeteringen.hulp import gemeente
from tests.verbeteringen.test_bulk import CSV
from tests.verbeteringen.test_burger import link
from tests.verbeteringen.test_grensdelen import over_de_grens
from tests.verbeteringen.test_paginas import maak
from tests.verbeteringen.test_tekenen_e2e import meld_aan, vul_bomen_in, zet_kaart
from toegang.models import Account
from verbeteringen.models import Verbetering

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


@pytest.fixture(params=[1280, 390])
def scherm(request: Any, chromium: Any, live_server: Any) -> Any:
    context = open_context(chromium, live_server, request.param)
    yield context.new_page()
    context.close()


def past(pagina: Any) -> None:
    breed = pagina.evaluate("document.documentElement.scrollWidth")
    assert breed <= pagina.viewport_size["width"]


def test_een_werker_leest_het_bestand_terwijl_de_pagina_meekijkt(
    werker: Path, scherm: Any, live_server: Any, publicator_gent: Account
) -> None:
    meld_aan(scherm, publicator_gent, live_server)
    scherm.goto("/verbeteringen/opladen/")
    scherm.locator("#bestand").set_input_files(
        {"name": "bomen.csv", "mimeType": "text/csv", "buffer": CSV}
    )
    scherm.get_by_role("button", name="Opladen").click()
    scherm.get_by_role("button", name="Rijen lezen").click()
    # Nobody reloads: the page asks how far the worker is and shows the rest by itself.
    scherm.get_by_role("heading", name="2 goede rijen, 2 met fouten").wait_for(timeout=90_000)
    fouten = scherm.locator("table", has_text="Wat is er mis")
    # Errors stand at the rows and columns as the file itself calls them.
    assert "Datum" in fouten.inner_text()
    assert "uitgevoerd_op" not in fouten.inner_text()
    scherm.locator("[data-kaart] .leaflet-interactive, [data-kaart] .kaart-stip").first.wait_for()
    past(scherm)
    scherm.get_by_label("Registreer alleen de goede rijen").check()
    scherm.get_by_role("button", name="Registreren").click()
    scherm.get_by_text("2 verbeteringen geregistreerd").wait_for(timeout=90_000)
    scherm.get_by_role("button", name="Hele upload ongedaan maken").click()
    scherm.get_by_text("tellen niet meer mee").wait_for()
    scherm.goto("/verbeteringen/?gemeente=44021&status=vervallen")
    assert scherm.locator(".merkteken", has_text="vervallen").count() == 2
    assert scherm.get_by_role("link", name="Plein wijzigen").count() == 0
    past(scherm)


def test_een_burger_bevestigt_met_de_mail(scherm: Any, publicator_gent: Account) -> None:
    scherm.goto("/verbeteringen/nieuw/?burger=1")
    scherm.get_by_text("Punt", exact=True).click()
    zet_kaart(scherm)
    scherm.get_by_role("button", name="Punt hier").click()
    scherm.get_by_text("Ligt in Gent.").wait_for()
    vul_bomen_in(scherm, "4")
    scherm.get_by_label("Uw mailadres").fill("tuinier@voorbeeld.test")
    scherm.get_by_role("button", name="Verbetering bewaren").click()
    scherm.get_by_role("heading", name="Kijk in uw mailbox").wait_for()
    assert not Verbetering.objects.exists()
    scherm.goto(link())
    scherm.get_by_role("button", name="Bevestigen en indienen").click()
    scherm.get_by_role("heading", name="Bevestigd").wait_for()
    past(scherm)
    assert Verbetering.objects.get().goedkeuring == "ingediend"
    scherm.get_by_role("link", name="Nog een verbetering").click()
    scherm.get_by_role("heading", name="Nieuwe verbetering").wait_for()


@pytest.mark.parametrize(
    ("parameter", "soort", "getallen", "uitkomst", "veld"),
    [
        ("bomen", "plantafstand", ["12,5", "2"], "7", "Bomen geplant"),
        ("haag", "pakketten", ["10", "2,5"], "25", "Haag geplant"),
        ("regenwateropvang", "liters", ["2", "1.500"], "3", "Regenwater"),
        ("buffervoorziening", "inhoud", ["10", "2", "0,5"], "10", "Buffer"),
        # A green roof: square metres times millimetres, no width.
        ("infiltratievoorziening", "inhoud", ["100", "", "80"], "8", "Infiltratie"),
    ],
)
def test_een_rekenhulp_vult_de_hoeveelheid_in(
    pagina: Any, parameter: str, soort: str, getallen: list[str], uitkomst: str, veld: str
) -> None:
    pagina.goto("/verbeteringen/nieuw/?burger=1")
    blok = pagina.locator(f"[data-maatregel={parameter}]")
    blok.locator("> summary").click()
    hulp = blok.locator(f"[data-rekenhulp={soort}]")
    hulp.locator("summary").click()
    for naam, getal in zip("abc", getallen, strict=False):
        hulp.locator(f"[data-{naam}]").fill(getal)
    assert f"= {uitkomst} " in hulp.locator("[data-uitkomst]").inner_text()
    hulp.get_by_role("button", name="Overnemen").click()
    assert blok.get_by_label(re.compile(f"^{veld}")).first.input_value() == uitkomst


def test_kopiëren_en_over_de_grens_verdelen(
    scherm: Any, live_server: Any, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    vorm, gent, buur = over_de_grens()
    meld_aan(scherm, publicator_gent, live_server)
    scherm.goto("/verbeteringen/?gemeente=44021")
    scherm.get_by_role("link", name=f"{v.projectnaam} kopiëren").click()
    assert scherm.get_by_label("Bomen geplant (bomen)").input_value() == "12"
    scherm.goto(f"/verbeteringen/{v.pk}/wijzigen/")
    scherm.get_by_role("button", name="Alles wissen").click()
    scherm.get_by_text("Vlak", exact=True).click()
    scherm.get_by_text("Coördinaten ingeven").click()
    hoeken = "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in vorm.exterior.coords[:-1])
    scherm.get_by_label("Coördinaten").fill(hoeken)
    scherm.get_by_role("button", name="Op de kaart zetten").click()
    scherm.locator("[data-samenvatting]", has_text="1 vlak,").wait_for()
    scherm.get_by_role("button", name="Wijziging bewaren").click()
    scherm.get_by_text("Deze vorm ligt over een gemeentegrens").wait_for()
    past(scherm)
    mijn = scherm.locator(f"[name=deel_{gent}_bomen_plus]")
    hunne = scherm.locator(f"[name=deel_{buur}_bomen_plus]")
    assert int(mijn.input_value()) + int(hunne.input_value()) == 12
    mijn.fill("9")
    hunne.fill("3")
    scherm.get_by_role("button", name="Zo bewaren").click()
    scherm.get_by_role("heading", name=v.projectnaam).wait_for()
    ander = Verbetering.objects.exclude(pk=v.pk).get()
    assert (ander.gemeente, ander.goedkeuring) == (gemeente("44088"), "ingediend")
