"""Chances: one selector for gemeente, ondersteuner and provincie; lists for signed-in users only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doelstellingen.models import Indicator, Meting, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.services import MetingRij, herbereken_standen, schrijf_metingen
from gemeenten.models import Gemeente
from ondersteuners import selectors
from ondersteuners.models import Aanbod, Facetregel, Ondersteuner, Vraag
from ondersteuners.services import stel_vraag
from ondersteuners.zoekindex import indexeer_aanbod
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import bestuur_van
from toegang.models import Account, Organisatie

pytestmark = pytest.mark.django_db
PEIL = dt.date(2025, 12, 31)


def gemeente(nis: str) -> Gemeente:
    return Gemeente.objects.select_related("provincie").get(nis=nis, tot=None)


@pytest.fixture
def cijfers(db: None) -> None:
    """Bomen: Gent far behind, Genk nearly there, Eeklo nothing; the rest unknown."""
    bron = Organisatie.objects.get(slug="groenblauwpeil")
    indicator = Indicator.objects.get(doelstelling__slug="bomen", hoofd=True)
    waarden = {"44021": 1000, "71016": 9_000_000, "43005": 0}
    with publiceer(soort=Publicatie.Soort.REGISTRATIE, organisatie=bron) as publicatie:
        schrijf_metingen(
            publicatie=publicatie,
            metingen=[
                MetingRij(
                    gemeente_id=gemeente(nis).pk,
                    indicator_id=indicator.pk,
                    bron_id=bron.pk,
                    vorm=Meting.Vorm.NIVEAU,
                    van=PEIL,
                    tot=PEIL + dt.timedelta(days=1),
                    waarde=Decimal(waarde),
                )
                for nis, waarde in waarden.items()
            ],
        )
        herbereken_standen(
            publicatie=publicatie,
            gemeenten={gemeente(nis).pk for nis in waarden},
            indicatoren={indicator.pk},
        )


def kansen(**filters: object) -> dict[str, selectors.Kans]:
    lijst = selectors.kansen(peildatum=timezone.localdate(), publicatie=nieuwste(), **filters)  # type: ignore[arg-type]
    return {kans.nis: kans for kans in lijst if kans.doelstelling == "bomen"}


def test_achter_en_nog_niets_zijn_kansen_en_gehaald_of_onbekend_niet(cijfers: None) -> None:
    gevonden = kansen()
    assert gevonden["44021"].status == "achter"
    assert gevonden["43005"].status == "nog_niets"
    assert "71016" not in gevonden
    assert "41002" not in gevonden


def test_wie_het_verst_achter_is_staat_eerst(cijfers: None) -> None:
    assert list(kansen()) == ["43005", "44021"]


def test_gemeente_en_ondersteuner_zien_dezelfde_kans(
    cijfers: None, meetjesland: Ondersteuner
) -> None:
    maak_aanbod(meetjesland, doelstellingen=("bomen",))
    van_gemeente = kansen(gemeenten={gemeente("44021").pk})["44021"]
    gebied = selectors.gemeenten_van(meetjesland, op=timezone.localdate())
    doelen = {d.slug for d in selectors.doelstellingen_van(meetjesland)}
    van_ondersteuner = kansen(gemeenten={g.pk for g in gebied}, doelstellingen=doelen)["44021"]
    assert van_gemeente == van_ondersteuner


def test_gemeente_ziet_alleen_aanbod_dat_er_werkt(cijfers: None, meetjesland: Ondersteuner) -> None:
    eigen = maak_aanbod(meetjesland, titel="Bomen voor Gent", doelstellingen=("bomen",))
    gent = gemeente("44021")
    lijst = selectors.kansen(
        peildatum=timezone.localdate(), publicatie=nieuwste(), gemeenten={gent.pk}
    )
    [rij] = [r for r in selectors.aanbod_bij_kansen(gent, lijst) if r.doelstelling.slug == "bomen"]
    slugs = {item.slug for item in rij.aanbod}
    assert {eigen.slug, "uitvoering-energie-en-klimaatacties"} <= slugs
    assert "klimaatbomen-in-limburg" not in slugs


def test_gebied_volgt_een_fusie(cijfers: None, meetjesland: Ondersteuner) -> None:
    # Written down when Tongeren still was Tongeren; since 2025 it is Tongeren-Borgloon.
    meetjesland.gebied = "gemeenten"
    meetjesland.save()
    meetjesland.gemeenten.set([Gemeente.objects.get(nis="73083"), gemeente("44021")])
    nu = [g.nis for g in selectors.gemeenten_van(meetjesland, op=timezone.localdate())]
    assert sorted(nu) == ["44021", "73111"]
    toen = selectors.gemeenten_van(meetjesland, op=dt.date(2024, 12, 31))
    assert sorted(g.nis for g in toen) == ["44021", "73083"]


def test_aanbod_voor_een_oude_gemeente_werkt_in_de_fusiegemeente(
    cijfers: None, meetjesland: Ondersteuner
) -> None:
    item = maak_aanbod(
        meetjesland, gebied="gemeenten", gemeenten=("44021",), doelstellingen=("bomen",)
    )
    item.gemeenten.set([Gemeente.objects.get(nis="73083")])
    indexeer_aanbod([item.pk])
    hier = Aanbod.objects.filter(
        pk__in=Facetregel.objects.filter(selectors.werkt_in(gemeente("73111"))).values("aanbod")
    )
    assert item in hier


def test_pagina_van_de_gemeente_leidt_naar_de_vraag(
    client: Client, cijfers: None, invoerder_gent: Account
) -> None:
    client.force_login(invoerder_gent)
    assert client.get("/ondersteuners/kansen/")["Location"] == (
        "/ondersteuners/kansen/gemeente/44021/"
    )
    html = client.get("/ondersteuners/kansen/gemeente/44021/").content.decode()
    assert "Achter op het lineaire pad" in html
    assert "/ondersteuners/vvp/uitvoering-energie-en-klimaatacties/vraag/?gemeente=" in html


@pytest.mark.parametrize(
    "adres",
    [
        "/ondersteuners/kansen/",
        "/ondersteuners/kansen/gemeente/44021/",
        "/ondersteuners/kansen/provincie/oost-vlaanderen/",
        "/ondersteuners/kansen/ondersteuner/vvp/",
    ],
)
def test_kansen_zijn_niet_voor_bezoekers_en_burgers(
    client: Client, cijfers: None, burger: Account, adres: str
) -> None:
    assert client.get(adres).status_code == 302
    client.force_login(burger)
    assert client.get(adres).status_code == 404


def test_openbare_paginas_noemen_geen_achterblijvers(client: Client, cijfers: None) -> None:
    for adres in ("/ondersteuners/", "/ondersteuners/provincie-limburg/"):
        assert "lineaire pad" not in client.get(adres).content.decode()


def test_provincie_ziet_haar_gemeenten_en_geen_andere(
    client: Client, cijfers: None, provincie_ovl: Account
) -> None:
    client.force_login(provincie_ovl)
    html = client.get("/ondersteuners/kansen/provincie/oost-vlaanderen/").content.decode()
    assert "Bomen: 2 van" in html
    assert client.get("/ondersteuners/kansen/provincie/limburg/").status_code == 404
    assert client.get("/ondersteuners/kansen/gemeente/71016/").status_code == 404


def test_provincie_ziet_gebruik_en_vragen(
    client: Client, cijfers: None, provincie_ovl: Account, meetjesland: Ondersteuner
) -> None:
    item = maak_aanbod(meetjesland)
    for nis, staat in (("44021", Vraag.Staat.LOOPT), ("43005", Vraag.Staat.AFGEROND)):
        vraag = stel_vraag(
            ondersteuner=meetjesland,
            aanbod=item,
            gemeente=gemeente(nis),
            organisatie=bestuur_van(nis),
            tekst="Help",
            door=None,
        )
        Vraag.objects.filter(pk=vraag.pk).update(staat=staat)
    [gebruik] = selectors.gebruikt_aanbod({gemeente("44021").pk, gemeente("43005").pk})
    assert (gebruik.aanbod, gebruik.loopt, gebruik.afgerond) == (item, 1, 1)
    client.force_login(provincie_ovl)
    html = client.get("/ondersteuners/kansen/provincie/oost-vlaanderen/").content.decode()
    assert "Gebruikt aanbod" in html
    assert html.count(item.titel) >= 3


def test_ondersteuner_ziet_gemeenten_in_zijn_gebied(
    client: Client, cijfers: None, landschap: Account, meetjesland: Ondersteuner
) -> None:
    maak_aanbod(meetjesland, doelstellingen=("bomen",))
    client.force_login(landschap)
    html = client.get("/ondersteuners/kansen/ondersteuner/regionaal-landschap-meetjesland/")
    assert "Eeklo" in html.content.decode()
    assert "Genk" not in html.content.decode()


def test_kansen_van_alle_gemeenten_in_een_vast_aantal_vragen(cijfers: None) -> None:
    with CaptureQueriesContext(connection) as vragen:
        kansen()
    assert len(vragen) <= 15


def test_provinciepagina_toont_kansen_gebruik_en_vragen_aan_wie_er_werkt(
    client: Client, cijfers: None, provincie_ovl: Account, meetjesland: Ondersteuner
) -> None:
    adres = "/provincies/oost-vlaanderen/"
    koppen = ("Kansen per doelstelling", "Kansen per gemeente", "Gebruikt aanbod", "Vragen om")
    openbaar = client.get(adres).content.decode()
    assert not [kop for kop in koppen if kop in openbaar]
    vraag = stel_vraag(
        ondersteuner=meetjesland,
        aanbod=maak_aanbod(meetjesland),
        gemeente=gemeente("44021"),
        organisatie=bestuur_van("44021"),
        tekst="Help",
        door=None,
    )
    client.force_login(provincie_ovl)
    pagina = client.get(adres).content.decode()
    # The page loads this part after itself; without scripts it has a link to a page of its own.
    assert f'hx-get="{adres}kansen/"' in pagina
    assert 'href="/ondersteuners/kansen/provincie/oost-vlaanderen/"' in pagina
    html = client.get(f"{adres}kansen/").content.decode()
    assert all(kop in html for kop in koppen)
    assert "Bomen: 2 van" in html
    assert f"/ondersteuners/vragen/{vraag.pk}/" in html
    # Of another provincie they see what everybody sees; of the past nobody sees chances.
    for ander in ("/provincies/limburg/", f"{adres}?op=2025-12-31"):
        assert "hx-get=" not in client.get(ander).content.decode()
    for weg in ("/provincies/limburg/kansen/", f"{adres}kansen/?op=2025-12-31"):
        assert client.get(weg).status_code == 404


def test_gemeentepagina_leidt_van_een_achterstand_naar_het_aanbod(
    client: Client, cijfers: None, invoerder_gent: Account, burger: Account
) -> None:
    adres = "/gemeenten/44021/"
    hulp, neutraal = "nog een kans", "/ondersteuners/?doelstelling=bomen&amp;gemeente=44021"
    openbaar = client.get(adres).content.decode()
    assert hulp not in openbaar
    assert neutraal in openbaar
    client.force_login(burger)
    assert hulp not in client.get(adres).content.decode()
    client.force_login(invoerder_gent)
    pagina = client.get(adres).content.decode()
    # The page loads this part after itself; without scripts it has a link to a page of its own.
    assert f'hx-get="{adres}hulp/"' in pagina
    assert 'href="/ondersteuners/kansen/gemeente/44021/"' in pagina
    html = client.get(f"{adres}hulp/").content.decode()
    assert "Op 1 doelstelling ligt voor Gent nog een kans" in html
    assert "/ondersteuners/kansen/gemeente/44021/#d-bomen" in html
    assert "/ondersteuners/vvp/uitvoering-energie-en-klimaatacties/" in html
    assert hulp not in client.get(f"{adres}?op=2025-12-31").content.decode()
    assert client.get(f"{adres}hulp/?op=2025-12-31").status_code == 404
    # The catalogue of today knows no gemeente of before a fusie.
    oud = client.get("/gemeenten/73009/?op=2024-12-31").content.decode()
    assert "Wie kan helpen?" not in oud


def test_catalogus_wijst_de_weg_naar_eigen_werk(
    client: Client, invoerder_gent: Account, landschap: Account
) -> None:
    assert "/ondersteuners/vragen/" not in client.get("/ondersteuners/").content.decode()
    client.force_login(invoerder_gent)
    html = client.get("/ondersteuners/").content.decode()
    assert "/ondersteuners/kansen/" in html
    assert "/ondersteuners/vragen/" in html
    assert "/ondersteuners/beheer/" not in html
    client.force_login(landschap)
    assert "/ondersteuners/beheer/" in client.get("/ondersteuners/").content.decode()
