"""A real browser around the drawing: location, address, exchange, drafts, and axe on every page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import gezegd, open_context
from tests.verbeteringen.hulp import GENT, toegang_van, vak
from tests.verbeteringen.test_paginas import maak
from tests.verbeteringen.test_tekenen_e2e import beeld, getekend, meld_aan, vul_bomen_in
from tests.werker import wacht_tot
from toegang.models import Account
from verbeteringen import registratie
from verbeteringen.models import Upload, Voorstel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
NIEUW = "/verbeteringen/nieuw/"


@pytest.fixture
def scherm(chromium: Any, live_server: Any) -> Iterator[Any]:
    """Make pages of a width; unlike `pagina` it lets refused requests pass in the console."""
    contexten = []

    def open_(breed: int = 1280, **opties: Any) -> Any:
        context = open_context(chromium, live_server, breed, **opties)
        contexten.append(context)
        return context.new_page()

    yield open_
    for context in contexten:
        context.close()


def test_mijn_locatie_zet_de_kaart_goed_en_een_weigering_zegt_wat_anders_kan(
    scherm: Any, live_server: Any, publicator_gent: Account
) -> None:
    pagina = scherm(
        390,
        permissions=["geolocation"],
        geolocation={"longitude": GENT[0], "latitude": GENT[1], "accuracy": 12},
    )
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto(NIEUW)
    pagina.get_by_role("button", name="Mijn locatie").tap()
    gezegd(pagina, "ongeveer 12 meter juist")
    pagina.get_by_label("Punt", exact=True).check()
    pagina.get_by_role("button", name="Punt hier").tap()
    getekend(pagina, "1 punt.")
    pagina.get_by_text("Ligt in Gent.").wait_for()
    geweigerd = scherm(permissions=[])
    meld_aan(geweigerd, publicator_gent, live_server)
    geweigerd.goto(NIEUW)
    geweigerd.get_by_role("button", name="Mijn locatie").click()
    gezegd(geweigerd, "U gaf geen toestemming voor uw locatie")


def test_een_adres_zoeken_en_wat_als_de_dienst_zwijgt(
    scherm: Any, live_server: Any, publicator_gent: Account, settings: Any
) -> None:
    settings.ADRESZOEKER = "/proefadressen/"
    pagina = scherm()
    meld_aan(pagina, publicator_gent, live_server)
    plaats = {
        "FormattedAddress": "Veldstraat 1, 9000 Gent",
        "Location": {"Lon_WGS84": GENT[0], "Lat_WGS84": GENT[1]},
    }
    pagina.route(
        "**/proefadressen/*",
        lambda route: route.fulfill(
            content_type="application/json", body=json.dumps({"LocationResult": [plaats]})
        ),
    )
    pagina.goto(NIEUW)
    veld = pagina.get_by_label("Zoek een adres")
    veld.fill("Veldstraat 1")
    veld.press("Enter")
    pagina.get_by_role("button", name="Veldstraat 1, 9000 Gent").click()
    gezegd(pagina, "De kaart staat nu op Veldstraat 1")
    pagina.get_by_label("Punt", exact=True).check()
    pagina.get_by_role("button", name="Punt hier").click()
    pagina.get_by_text("Ligt in Gent.").wait_for()
    vul_bomen_in(pagina)
    naam = pagina.get_by_label("Projectnaam").get_attribute("placeholder")
    assert naam == "Voorstel: Bomen, Veldstraat 1"
    pagina.unroute_all()
    pagina.route("**/proefadressen/*", lambda route: route.abort())
    veld.fill("Kouter")
    pagina.get_by_role("button", name="Zoek", exact=True).click()
    gezegd(pagina, "De adreszoeker is nu niet bereikbaar")
    pagina.get_by_role("button", name="Verbetering bewaren").click()
    pagina.get_by_text("+12 bomen: Gent").wait_for()


def test_omgekeerde_lengte_en_breedte_wisselt_men_met_een_klik(
    scherm: Any, live_server: Any, publicator_gent: Account
) -> None:
    import shapely

    pagina = scherm()
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto(NIEUW)
    omgekeerd = shapely.to_geojson(vak(GENT[1], GENT[0]))
    pagina.locator("[name=geometrie]").evaluate(
        "(veld, tekst) => { veld.value = tekst; veld.dispatchEvent(new Event('change')); }",
        omgekeerd,
    )
    pagina.get_by_role("button", name="Lengte en breedte wisselen").click()
    pagina.get_by_text("Ligt in Gent.").wait_for()
    getekend(pagina, "1 vlak,")


def test_een_concept_bewaart_zichzelf_en_een_collega_werkt_verder(
    scherm: Any, live_server: Any, invoerder_gent: Account, publicator_gent: Account, axe: Any
) -> None:
    pagina = scherm()
    meld_aan(pagina, invoerder_gent, live_server)
    pagina.goto(NIEUW)
    pagina.get_by_label("Projectnaam").fill("Bomen aan de kaai")
    pagina.get_by_text("Concept bewaard om").wait_for()
    pagina.get_by_label("Projectnaam").fill("Bomen aan de lange kaai")
    wacht_tot(
        lambda: Voorstel.objects.get().inhoud["velden"]["projectnaam"] == "Bomen aan de lange kaai"
    )
    collega = scherm(390)
    meld_aan(collega, publicator_gent, live_server)
    collega.goto(NIEUW)
    beeld(collega, "concepten-390")
    axe(collega)
    collega.get_by_role("link", name="Verder werken aan Bomen aan de lange kaai").tap()
    assert collega.get_by_label("Projectnaam").input_value() == "Bomen aan de lange kaai"
    collega.get_by_text("Heel het grondgebied").tap()
    vul_bomen_in(collega, "4")
    collega.get_by_role("button", name="Verbetering bewaren").tap()
    collega.get_by_text("+4 bomen: Gent").wait_for()
    assert not Voorstel.objects.exists()


def test_twee_bewerkers_en_een_klik_op_uitgevoerd(
    scherm: Any, live_server: Any, publicator_gent: Account, axe: Any
) -> None:
    gepland = maak(
        publicator_gent,
        projectnaam="Dreef",
        uitgevoerd=False,
        uitgevoerd_op=None,
        gepland_op=dt.date(2025, 3, 1),
    )
    pagina = scherm()
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto(f"/verbeteringen/{gepland.pk}/wijzigen/")
    pagina.get_by_label("Projectnaam").fill("Dreef langs het water")
    ander = scherm()
    meld_aan(ander, publicator_gent, live_server)
    ander.goto("/verbeteringen/?gemeente=44021&status=voorbij")
    ander.get_by_label("Dreef aanduiden").check()
    beeld(ander, "voorbij-1280")
    axe(ander)
    ander.get_by_role("button", name="Aangeduide zijn uitgevoerd").click()
    ander.get_by_text("+12 bomen: Gent").wait_for()
    pagina.get_by_role("button", name="Wijziging bewaren").click()
    pagina.get_by_text("Iemand anders wijzigde deze verbetering intussen").wait_for()
    beeld(pagina, "verschillen-1280")
    axe(pagina)
    assert pagina.get_by_label("Projectnaam").input_value() == "Dreef langs het water"
    rij = pagina.get_by_role("row", name="Uitvoering")
    assert "uitgevoerd" in rij.inner_text()


@pytest.mark.parametrize("breed", [1280, 390])
def test_elke_pagina_is_toegankelijk_op_groot_en_klein_scherm(
    scherm: Any,
    live_server: Any,
    burger: Account,
    publicator_gent: Account,
    invoerder_gent: Account,
    axe: Any,
    breed: int,
) -> None:
    v = maak(publicator_gent)
    maak(publicator_gent)
    maak(burger, aanvrager="burger", projectnaam="Tuin")
    registratie.wijzig_verbetering(
        pk=v.pk,
        versie=1,
        invoer=_anders(),
        gemeente=v.gemeente,
        toegang=toegang_van(invoerder_gent),
    )
    pagina = scherm(breed)
    meld_aan(pagina, publicator_gent, live_server)
    pagina.goto("/verbeteringen/opladen/")
    _bekijk(pagina, axe, "opladen", breed)
    pagina.locator("#bestand").set_input_files(
        {"name": "bomen.csv", "mimeType": "text/csv", "buffer": _BESTAND}
    )
    pagina.get_by_role("button", name="Opladen").click()
    pagina.get_by_role("heading", name="Wat betekent elke kolom?").wait_for()
    _bekijk(pagina, axe, "koppelen", breed)
    pagina.get_by_role("button", name="Rijen lezen").click()
    pagina.get_by_role("heading", name="1 goede rij, 1 met fouten").wait_for()
    _bekijk(pagina, axe, "upload", breed)
    assert Upload.objects.count() == 1
    for naam, adres in (
        ("lijst", "/verbeteringen/?gemeente=44021&van=2021-01-01"),
        ("detail", f"/verbeteringen/{v.pk}/"),
        ("wijzigen", f"/verbeteringen/{v.pk}/wijzigen/"),
        ("vervallen", f"/verbeteringen/{v.pk}/vervallen/"),
        ("beoordelen", "/verbeteringen/beoordelen/"),
        ("dubbels", "/verbeteringen/dubbels/"),
        ("dubbels-van", f"/verbeteringen/{v.pk}/dubbels/"),
    ):
        pagina.goto(adres)
        pagina.wait_for_load_state("networkidle")
        _bekijk(pagina, axe, naam, breed)


_BESTAND = (
    b"Projectnaam;Datum;Aantal bomen;Gemeente;lat;lon\r\n"
    b"Plein;15-11-2025;12;Gent;3,7250;51,0530\r\n"
    b"Fout;15-11-2019;5;Gent;;\r\n"
)


def _anders() -> Any:
    from tests.verbeteringen.hulp import bomen, invoer

    return invoer(maatregelen=bomen(20, eraf=3), opmerking="Meer bomen dan gedacht")


def _bekijk(pagina: Any, axe: Any, naam: str, breed: int) -> None:
    """A page as its reader sees it: nothing sticks out sideways, and axe finds nothing."""
    beeld(pagina, f"{naam}-{breed}")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breed, naam
    axe(pagina)
