"""Tiles on other websites, pictures, the feed of changes: open to all, no cookie, framed only there."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from tests.rapportering.test_cijfer import lever
from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = pytest.mark.django_db
TEGEL = "/insluiten/44021/bomen/"


@pytest.mark.parametrize("keer", [1, 2])
def test_tegel_mag_in_een_kader_en_plaatst_geen_cookie(client: Client, keer: int) -> None:
    # The second time it comes from the cache of pages.
    for _ in range(keer):
        antwoord = client.get(TEGEL)
    assert "frame-ancestors *" in antwoord["Content-Security-Policy"]
    assert "X-Frame-Options" not in antwoord
    assert not antwoord.cookies
    assert b"<script" not in antwoord.content
    assert 'base target="_blank"' in antwoord.content.decode()


@pytest.mark.parametrize("adres", ["/", "/gemeenten/44021/", "/insluiten/44021/"])
def test_andere_paginas_mogen_nergens_in_een_kader(client: Client, adres: str) -> None:
    antwoord = client.get(adres)
    assert "frame-ancestors 'none'" in antwoord["Content-Security-Policy"]
    assert antwoord["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("adres", ["/insluiten/44021/bomen.png", "/gemeenten/44021/beeld.png"])
def test_beeld_is_een_lichte_png_van_de_afgesproken_maat(client: Client, adres: str) -> None:
    vul_cijfers()
    antwoord = client.get(adres)
    assert antwoord["Content-Type"] == "image/png"
    assert len(antwoord.content) < 60_000
    with Image.open(io.BytesIO(antwoord.content)) as beeld:
        assert beeld.size == (1200, 630)


def test_gemeente_noemt_haar_beeld_en_haar_feed(client: Client) -> None:
    inhoud = client.get("/gemeenten/44021/").content.decode()
    assert 'property="og:image" content="http://testserver/gemeenten/44021/beeld.png"' in inhoud
    assert 'href="/gemeenten/44021/wijzigingen.atom"' in inhoud


def test_feed_noemt_elke_editie_met_haar_cijfers(client: Client) -> None:
    lever("70")
    laatste = lever("75")
    wortel = ElementTree.fromstring(client.get("/gemeenten/44021/wijzigingen.atom").content)
    ruimte = {"a": "http://www.w3.org/2005/Atom"}
    stukken = wortel.findall("a:entry", ruimte)
    assert len(stukken) == 2
    assert "verLEDing" in (stukken[0].findtext("a:title", "", ruimte))
    assert "75 % op 30-6-2026" in (stukken[0].findtext("a:summary", "", ruimte))
    assert str(laatste.pk) in (stukken[0].findtext("a:id", "", ruimte))


def test_feed_zonder_cijfers_is_leeg_en_geldig(client: Client) -> None:
    ElementTree.fromstring(client.get("/gemeenten/44021/wijzigingen.atom").content)


def test_code_om_te_kopieren_is_zonder_script(client: Client) -> None:
    inhoud = client.get("/insluiten/44021/?doelstelling=verledding").content.decode()
    assert "&lt;iframe src=&quot;" in inhoud or "&lt;iframe src=" in inhoud
    assert "http://testserver/insluiten/44021/verledding/" in inhoud
    assert "&lt;script" not in inhoud


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/insluiten/99999/", 404),
        ("/insluiten/44021/eenhoorns/", 404),
        ("/insluiten/44021/eenhoorns.png", 404),
        ("/insluiten/44021/?doelstelling=eenhoorns", 404),
        ("/gemeenten/99999/beeld.png", 404),
        ("/gemeenten/99999/wijzigingen.atom", 404),
        ("/insluiten/73009/bomen/", 200),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, adres: str, status: int
) -> None:
    assert client.get(adres).status_code == status


def test_na_een_fusie_toont_de_oude_code_de_nieuwe_gemeente(client: Client) -> None:
    assert "Tongeren-Borgloon" in client.get("/insluiten/73009/bomen/").content.decode()
