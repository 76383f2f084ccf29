"""Check queue, bulk and the pages around them, end to end in a real browser, with axe."""

from __future__ import annotations

from typing import Any

import pytest

from tests.verbeteringen.test_bulk import CSV
from tests.verbeteringen.test_paginas import maak
from tests.verbeteringen.test_tekenen_e2e import beeld, meld_aan
from toegang.models import Account, Lidmaatschap

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def test_nakijken_van_indienen_tot_cijfer(
    pagina: Any, live_server: Any, burger: Account, publicator_gent: Account, axe: Any
) -> None:
    for nummer in range(2):
        maak(burger, aanvrager="burger", projectnaam=f"Tuin {nummer}")
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto("/verbeteringen/beoordelen/")
    beeld(pagina, "beoordelen-1280")
    axe(pagina)
    pagina.get_by_role("button", name="Alles aanduiden").click()
    pagina.get_by_role("button", name="Aangeduide goedkeuren").click()
    pagina.get_by_text("+24 bomen: Gent").wait_for()
    pagina.goto("/verbeteringen/dubbels/")
    beeld(pagina, "dubbels-1280")
    axe(pagina)
    pagina.get_by_role("link", name="Beslissen").click()
    axe(pagina)
    beeld(pagina, "dubbels-van-1280")
    pagina.get_by_role("button", name="is een ander project").click()
    pagina.get_by_text("We vragen het niet opnieuw").wait_for()


def test_opladen_van_bestand_tot_ongedaan(
    pagina: Any, live_server: Any, publicator_gent: Account, axe: Any
) -> None:
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto("/verbeteringen/opladen/")
    beeld(pagina, "opladen-1280")
    axe(pagina)
    pagina.locator("#bestand").set_input_files(
        {"name": "bomen.csv", "mimeType": "text/csv", "buffer": CSV}
    )
    pagina.get_by_role("button", name="Opladen").click()
    pagina.get_by_role("heading", name="Wat betekent elke kolom?").wait_for()
    beeld(pagina, "koppelen-1280")
    axe(pagina)
    pagina.get_by_role("button", name="Rijen lezen").click()
    pagina.get_by_role("heading", name="2 goede rijen, 2 met fouten").wait_for()
    beeld(pagina, "upload-1280")
    axe(pagina)
    pagina.get_by_label("Registreer alleen de goede rijen").check()
    pagina.get_by_role("button", name="Registreren").click()
    pagina.get_by_text("2 verbeteringen geregistreerd").wait_for()
    pagina.get_by_role("button", name="Hele upload ongedaan maken").click()
    pagina.get_by_text("tellen niet meer mee").wait_for()


def test_paginas_zonder_account_en_instellingen(
    pagina: Any, live_server: Any, publicator_gent: Account, axe: Any
) -> None:
    pagina.goto("/verbeteringen/nieuw/")
    axe(pagina)
    pagina.get_by_role("link", name="Bereken").click()
    pagina.get_by_label("Gemeente").select_option(label="Gent")
    pagina.locator("[data-maatregel=bomen] > summary").click()
    pagina.get_by_label("Bomen geplant (bomen)").fill("3")
    pagina.get_by_role("button", name="Bereken").click()
    pagina.get_by_text("Uw actie telt voor 3 bomen").wait_for()
    beeld(pagina, "berekenen-1280")
    axe(pagina)
    Lidmaatschap.objects.filter(account=publicator_gent).update(rol="beheerder")
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto("/verbeteringen/instellingen/")
    beeld(pagina, "instellingen-1280")
    axe(pagina)
