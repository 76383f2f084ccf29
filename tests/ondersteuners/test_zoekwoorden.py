"""Folding, stems and compounds: pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondersteuners.zoekwoorden import (
    MAX_WOORDEN,
    STOPWOORDEN,
    delen,
    indextekst,
    stam,
    vouw,
    woorden,
    zoekstammen,
)


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("boom", "bomen"),
        ("haag", "hagen"),
        ("dak", "daken"),
        ("bos", "bossen"),
        ("huis", "huizen"),
        ("laadpunt", "laadpunten"),
        ("ontharding", "ontharden"),
        ("vergroening", "vergroenen"),
        ("begeleiding", "begeleiden"),
        ("gemeente", "gemeenten"),
        ("subsidie", "subsidies"),
        ("geveltuin", "geveltuintjes"),
        ("duurzaam", "duurzame"),
    ],
)
def test_woordvormen_hebben_dezelfde_stam(een: str, ander: str) -> None:
    assert stam(een) == stam(ander)


@pytest.mark.parametrize(("een", "ander"), [("boom", "bodem"), ("water", "wagen"), ("dak", "dag")])
def test_andere_woorden_houden_een_andere_stam(een: str, ander: str) -> None:
    assert stam(een) != stam(ander)


@pytest.mark.parametrize(
    ("woord", "deel"),
    [("klimaattuinen", "tuin"), ("warmtenetten", "net"), ("hemelwaterplannen", "water")],
)
def test_samenstelling_geeft_haar_delen(woord: str, deel: str) -> None:
    assert deel in delen(woord)


def test_accenten_en_hoofdletters_tellen_niet() -> None:
    assert vouw("Coöperatie ÉNERGIE") == "cooperatie energie"


def test_stopwoorden_en_herhaling_vallen_weg_uit_de_vraag() -> None:
    assert [stam for _, stam in zoekstammen("de bomen en het bos van boom")] == ["bom", "bos"]


def test_te_lange_vraag_wordt_ingekort() -> None:
    assert len(zoekstammen("w" + " ".join(f"woord{n}" for n in range(5000)))) <= MAX_WOORDEN


@given(st.text(max_size=300))
def test_elk_woord_van_een_tekst_is_terug_te_vinden(tekst: str) -> None:
    index = indextekst(tekst)
    for woord in woorden(tekst):
        if woord not in STOPWOORDEN:
            assert f" {stam(woord)} " in index


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_stam_is_nooit_leeg_en_nooit_langer(woord: str) -> None:
    assert 0 < len(stam(woord)) <= len(woord)
