"""Whole pages for anonymous visitors: quick, never stale, never somebody else's."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gereedschap.bewaren import bewaarbaar
from pactportaal.paginacache import paginacache

pytestmark = pytest.mark.django_db


def publiceer_iets() -> Publicatie:
    with publiceer(soort=Publicatie.Soort.REFERENTIE, omschrijving="proef") as publicatie:
        return publicatie


class Teller:
    """A view that counts its calls."""

    def __init__(self, *, koekje: bool = False, inhoud: bytes = b"x" * 3000) -> None:
        self.aantal = 0
        self.koekje = koekje
        self.inhoud = inhoud

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.aantal += 1
        antwoord = HttpResponse(self.inhoud + str(self.aantal).encode())
        if self.koekje:
            antwoord.set_cookie("voorkeur", "ja")
        return antwoord


def maak(teller: Teller, *, parameters: tuple[str, ...] = ()) -> Any:
    return paginacache(bewaarbaar(parameters=parameters)(teller))


def vraag(adres: str = "/", **koppen: str) -> HttpRequest:
    return RequestFactory(headers=koppen).get(adres)


def test_tweede_bezoek_bouwt_de_pagina_niet_opnieuw() -> None:
    teller = Teller()
    keten = maak(teller)
    eerste, tweede = keten(vraag()), keten(vraag())
    assert teller.aantal == 1
    assert eerste.content == tweede.content


def test_na_een_publicatie_geen_oud_cijfer() -> None:
    teller = Teller()
    keten = maak(teller)
    voor = keten(vraag())
    publiceer_iets()
    na = keten(vraag())
    assert voor.content != na.content
    assert keten(vraag()).content == na.content


def test_ander_proces_met_eigen_geheugen_geeft_ook_geen_oud_cijfer() -> None:
    # Two chains that share only the database stand for two processes of gunicorn.
    eerste, tweede = maak(a := Teller()), maak(b := Teller())
    eerste(vraag())
    caches["paginas"].clear()
    tweede(vraag())
    publiceer_iets()
    eerste(vraag())
    caches["paginas"].clear()
    tweede(vraag())
    assert (a.aantal, b.aantal) == (2, 2)


def test_herstelde_databank_met_hetzelfde_nummer_is_een_andere() -> None:
    teller = Teller()
    keten = maak(teller)
    publicatie = publiceer_iets()
    keten(vraag())
    Publicatie.objects.filter(pk=publicatie.pk).update(op="2020-01-01T00:00:00Z")
    keten(vraag())
    assert teller.aantal == 2


def test_een_treffer_kost_een_vraag_aan_de_databank() -> None:
    keten = maak(Teller())
    keten(vraag())
    with CaptureQueriesContext(connections["default"]) as vragen:
        keten(vraag())
    assert len(vragen) == 1


@pytest.mark.parametrize("koekje", [settings.SESSION_COOKIE_NAME, "messages"])
def test_wie_een_sessie_of_bericht_heeft_krijgt_nooit_een_bewaarde_pagina(koekje: str) -> None:
    teller = Teller()
    keten = maak(teller)
    keten(vraag())
    met_sessie = vraag()
    met_sessie.COOKIES[koekje] = "iets"
    keten(met_sessie)
    assert teller.aantal == 2
    keten(vraag())
    assert teller.aantal == 2


def test_bewaart_geen_antwoord_dat_een_koekje_zet() -> None:
    teller = Teller(koekje=True)
    keten = maak(teller)
    keten(vraag())
    keten(vraag())
    assert teller.aantal == 2


def test_bewaart_geen_adres_met_een_onbekende_of_dubbele_parameter() -> None:
    teller = Teller()
    keten = maak(teller, parameters=("op",))
    for adres in ("/?utm=1", "/?utm=1", "/?op=a&op=b", "/?op=a&op=b"):
        keten(vraag(adres))
    assert teller.aantal == 4
    keten(vraag("/?op=2024-12-31"))
    keten(vraag("/?op=2024-12-31"))
    assert teller.aantal == 5


def test_ongewijzigd_geeft_304_zonder_inhoud() -> None:
    keten = maak(Teller())
    eerste = keten(vraag())
    tweede = keten(vraag(if_none_match=eerste["ETag"]))
    assert tweede.status_code == 304
    assert tweede.content == b""
    publiceer_iets()
    assert keten(vraag(if_none_match=eerste["ETag"])).status_code == 200


@pytest.mark.parametrize(
    ("aanvaardt", "codering", "uitpakken"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_geeft_dezelfde_pagina_in_elke_codering(
    aanvaardt: str, codering: str | None, uitpakken: Any
) -> None:
    keten = maak(Teller())
    keten(vraag())
    antwoord = keten(vraag(accept_encoding=aanvaardt))
    assert antwoord.get("Content-Encoding") == codering
    assert uitpakken(antwoord.content) == b"x" * 3000 + b"1"
    assert int(antwoord["Content-Length"]) == len(antwoord.content)


def test_post_gaat_altijd_door() -> None:
    teller = Teller()
    keten = maak(teller)
    keten(RequestFactory().post("/"))
    keten(RequestFactory().post("/"))
    assert teller.aantal == 2


@pytest.mark.parametrize("adres", ["/", "/privacy/", "/gegevens/", "/gemeenten/"])
def test_bewaarde_pagina_draagt_de_beveiligingskoppen(adres: str) -> None:
    klant = Client()
    eerste, tweede = klant.get(adres), klant.get(adres)
    assert "ETag" in tweede
    for kop in (
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Content-Type",
    ):
        assert eerste[kop] == tweede[kop]
    assert "'unsafe-inline'" not in tweede["Content-Security-Policy"]
    assert not tweede.cookies
    assert b"csrf" not in gzip_los(tweede)


def gzip_los(antwoord: Any) -> bytes:
    inhoud: bytes = antwoord.content
    return gzip.decompress(inhoud) if antwoord.get("Content-Encoding") == "gzip" else inhoud


def test_vreemde_hostnaam_wordt_ook_bij_een_treffer_geweigerd() -> None:
    Client().get("/privacy/")
    assert Client(headers={"host": "elders.example"}).get("/privacy/").status_code == 400


def test_een_gewijzigd_sjabloon_is_een_andere_pagina(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gereedschap.bewaren import vingerafdruk

    (tmp_path / "templates").mkdir()
    sjabloon = tmp_path / "templates" / "een.html"
    settings.BASE_DIR = tmp_path
    afdrukken = []
    for tekst in ("een", "twee"):
        sjabloon.write_text(tekst)
        vingerafdruk.cache_clear()
        afdrukken.append(vingerafdruk())
    vingerafdruk.cache_clear()
    assert afdrukken[0] != afdrukken[1]
