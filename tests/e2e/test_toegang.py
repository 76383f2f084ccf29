"""Signing in and managing an organisation, in a real browser: axe, keyboard, narrow screens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from toegang.demo import maak_demo_accounts
from toegang.models import Lidmaatschap, Organisatie
from toegang.rollen import Herkomst, Rol

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WACHTWOORD = "Zeven-Kanaries-op-een-dak"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True
    maak_demo_accounts()


def kies(pagina: Any, speler: str) -> None:
    pagina.goto("/aanmelden/")
    pagina.get_by_role("button", name=f"Aanmelden als {speler}", exact=True).click()
    pagina.locator("details.wie").wait_for()


def past(pagina: Any, breed: int) -> None:
    pagina.set_viewport_size({"width": breed, "height": 800})
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breed, pagina.url
    pagina.set_viewport_size({"width": 1280, "height": 900})


def test_de_paginas_van_beheer_zijn_toegankelijk_en_smal_genoeg(pagina: Any, axe: Any) -> None:
    pagina.goto("/aanmelden/")
    axe(pagina)
    past(pagina, 320)
    kies(pagina, "Vlaamse beheerder")
    abb = Organisatie.objects.get(slug="abb")
    for adres in (
        reverse("toegang:rechten"),
        reverse("toegang:organisaties"),
        reverse("toegang:organisatie_nieuw"),
        reverse("toegang:organisatie", args=["abb"]),
        reverse("toegang:logboek", args=["abb"]),
        reverse("toegang:sleutels", args=["abb"]),
        reverse("toegang:organisatie_bewerken", args=["abb"]),
        reverse("toegang:lid_verwijderen", args=["abb", abb.lidmaatschappen.get().pk]),
        reverse("toegang:mijn_gegevens"),
        reverse("toegang:namens_wie"),
        reverse("toegang:afmelden"),
        reverse("toegang:gestopt", args=["verlopen"]),
    ):
        assert pagina.goto(adres).ok, adres
        assert pagina.locator("h1").count() == 1
        axe(pagina)
        past(pagina, 320)


def test_namens_wie_kiezen_en_wisselen_met_het_toetsenbord(pagina: Any, axe: Any) -> None:
    kies(pagina, "Ambtenaar van Diepenbeek en Heers")
    pagina.wait_for_url("**/toegang/namens-wie/")
    axe(pagina)
    pagina.get_by_role("button", name=re.compile("Kiezen ?: Gemeente Heers")).press("Enter")
    balk = pagina.locator("details.wie summary")
    expect(balk).to_contain_text("Gemeente Heers, publicator")
    balk.press("Enter")
    axe(pagina)
    pagina.get_by_role("button", name="Namens een andere werken").press("Enter")
    pagina.get_by_role("button", name=re.compile("Kiezen ?: Gemeente Diepenbeek")).press("Enter")
    expect(pagina.locator("details.wie summary")).to_contain_text("Gemeente Diepenbeek, publicator")


def test_een_genodigde_maakt_een_account_met_tweede_stap_en_meldt_opnieuw_aan(
    pagina: Any, axe: Any
) -> None:
    gent = Organisatie.objects.get(slug="gemeente-44021")
    Lidmaatschap.objects.filter(organisatie=gent, rol=Rol.PUBLICATOR).update(rol=Rol.BEHEERDER)
    assert Lidmaatschap.objects.filter(herkomst=Herkomst.DEMO, rol=Rol.BEHEERDER).exists()
    kies(pagina, "Publicator van Gent")
    pagina.goto(reverse("toegang:organisatie", args=[gent.slug]))
    pagina.get_by_label("E-mailadres").fill("jo@voorbeeld.test")
    pagina.locator("#id_rol").select_option("invoerder")
    pagina.get_by_role("button", name="Uitnodiging versturen").click()
    pagina.get_by_text("De uitnodiging is verstuurd naar jo@voorbeeld.test.").wait_for()
    (link,) = re.findall(r"http://\S+/toegang/uitnodiging/\S+", mail.outbox[-1].body)
    pagina.locator("details.wie summary").click()
    pagina.get_by_role("button", name="Afmelden").click()
    pagina.get_by_role("heading", name="U bent afgemeld").wait_for()

    pagina.goto(link)
    axe(pagina)
    pagina.get_by_label("Voornaam").fill("Jo")
    pagina.get_by_label("Familienaam").fill("Nieuw")
    pagina.get_by_label("Wachtwoord (verplicht)").fill(WACHTWOORD)
    pagina.get_by_label("Wachtwoord herhalen").fill(WACHTWOORD)
    pagina.get_by_role("button", name="Account maken").click()
    pagina.get_by_role("heading", name="Stel de tweede stap in").wait_for()
    axe(pagina)
    past(pagina, 320)
    geheim = pagina.locator("code.geheim").inner_text()
    pagina.get_by_label("Code uit uw app").fill(code_van(geheim))
    pagina.get_by_role("button", name="Tweede stap aanzetten").click()
    pagina.get_by_role("heading", name="Herstelcodes").wait_for()
    axe(pagina)
    expect(pagina.locator("details.wie summary")).to_contain_text("Gemeente Gent, invoerder")
    herstelcode = pagina.locator(".codes code").first.inner_text()

    pagina.locator("details.wie summary").click()
    pagina.get_by_role("button", name="Afmelden").click()
    pagina.get_by_role("heading", name="U bent afgemeld").wait_for()
    pagina.goto("/aanmelden/?next=/toegang/mijn-gegevens/")
    pagina.get_by_role("link", name="Aanmelden met wachtwoord").click()
    axe(pagina)
    pagina.get_by_label("Gebruikersnaam").fill("Jo@Voorbeeld.test")
    pagina.get_by_label("Wachtwoord").fill(WACHTWOORD)
    pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_role("heading", name="Tweede stap").wait_for()
    axe(pagina)
    pagina.get_by_label("Code").fill(herstelcode)
    pagina.get_by_role("button", name="Aanmelden").click()
    pagina.get_by_role("heading", name="Mijn gegevens").wait_for()


def code_van(geheim: str) -> str:
    return format_hotp_value(hotp_value(geheim, list(yield_hotp_counters_from_time())[1]))
