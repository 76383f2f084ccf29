"""Markdown to safe HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondersteuners.tekst import naar_html, naar_platte_tekst


@pytest.mark.parametrize(
    "bron",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://spion.test/pixel.png)",
        "<a href='https://x' style='position:fixed' onclick='x()'>x</a>",
        "<iframe src='//kwaad.test'></iframe>",
        "`<svg onload=alert(1)>`",
    ],
)
def test_geen_script_beeld_of_stijl_komt_erdoor(bron: str) -> None:
    html = naar_html(bron)
    for verboden in (
        "<script",
        "<img",
        "<iframe",
        "<svg",
        'href="javascript',
        'href="data',
        "<a onclick",
    ):
        assert verboden not in html
    assert "style=" not in html.replace("style='position", "")


def test_gewone_opmaak_blijft() -> None:
    html = naar_html("**vet** en [site](https://voorbeeld.be)\n\n- een\n- twee")
    assert "<strong>vet</strong>" in html
    assert '<a href="https://voorbeeld.be" rel="nofollow noopener">' in html
    assert html.count("<li>") == 2


def test_koppen_hangen_onder_die_van_de_pagina() -> None:
    assert "<h3>Kop</h3>" in naar_html("# Kop")


def test_korte_tekst_knipt_op_een_woord() -> None:
    kort = naar_platte_tekst("Eerste **zin** van een tekst die veel te lang is", lengte=25)
    assert kort == "Eerste zin van een tekst…"


@given(st.text(max_size=400))
def test_geen_enkele_tekst_geeft_een_gevaarlijk_element(bron: str) -> None:
    html = naar_html(bron).lower()
    assert "<script" not in html
    assert "<iframe" not in html
