"""Shown numbers: nl-BE, cut and never raised."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from gereedschap.api.exact import exact
from gereedschap.api.formaten import csv_regels, naar_json
from gereedschap.opmaak import (
    kap_af,
    toon_datum,
    toon_duizendsten,
    toon_getal,
    toon_hoeveelheid,
    toon_percentage,
)

getallen = st.decimals(
    min_value=0, max_value=10**12, places=6, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        ("6172.5", 2, "6.172,5"),
        ("12345", 0, "12.345"),
        ("137.5", 0, "137"),
        ("69999.99", 0, "69.999"),
        ("0", 0, "0"),
        ("100", 0, "100"),
        ("-20.4", 1, "\u221220,4"),
        ("-0.4", 0, "0"),
        ("1E+3", 0, "1.000"),
    ],
)
def test_getal_wordt_afgekapt_in_vlaamse_notatie(waarde: str, decimalen: int, tekst: str) -> None:
    assert toon_getal(Decimal(waarde), decimalen) == tekst


def test_vaste_decimalen_blijven_staan() -> None:
    assert toon_getal(Decimal("12.5"), 2, vast=True) == "12,50"


@given(getallen, st.integers(0, 3))
def test_tonen_verhoogt_nooit(waarde: Decimal, decimalen: int) -> None:
    assert kap_af(waarde, decimalen) <= waarde
    assert waarde - kap_af(waarde, decimalen) < Decimal(1).scaleb(-decimalen)


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_duizendsten_worden_geschreven_zoals_het_getal_dat_ze_zijn(n: int, decimalen: int) -> None:
    getal = Decimal(n).scaleb(-3)
    assert toon_duizendsten(n, decimalen) == toon_getal(getal, decimalen)
    als_tekst = exact(n)
    assert naar_json([als_tekst]) == naar_json([getal])
    for excel in (False, True):
        [gewoon], [tekst] = (
            list(csv_regels([{"a": w}], ("a",), excel=excel)) for w in (getal, als_tekst)
        )
        assert tekst == gewoon


@pytest.mark.parametrize(
    ("deel", "tekst"),
    [
        (Decimal(3412) / Decimal(274042), "1,24 %"),
        (Decimal("0.09999"), "9,99 %"),
        (Decimal("0.1"), "10 %"),
        (Decimal("0.99999"), "99,9 %"),
        (Decimal(1), "100 %"),
        (Decimal("1.2345"), "123,4 %"),
        (Decimal(0), "0 %"),
    ],
)
def test_honderd_procent_alleen_als_het_gehaald_is(deel: Decimal, tekst: str) -> None:
    assert toon_percentage(deel) == tekst


def test_hoeveelheid_en_datum() -> None:
    assert toon_hoeveelheid(Decimal("444.42"), "kWp", 2) == "444,42 kWp"
    assert toon_datum(dt.date(2026, 1, 1)) == "1-1-2026"


def test_sjabloonfilters_tonen_hetzelfde() -> None:
    sjabloon = Template(
        '{% load opmaak %}{{ a|getal:2 }}/{{ a|hoeveelheid:"m" }}/{{ b|percentage }}/{{ c|datum }}/{{ d|getal }}'
    )
    gegevens = {
        "a": Decimal("6172.5"),
        "b": Decimal("0.5"),
        "c": dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC),
        "d": None,
    }
    assert sjabloon.render(Context(gegevens)) == "6.172,5/6.172,5 m/50 %/23-11-2026/"


def test_een_datum_in_een_zin_breekt_niet_over_twee_regels() -> None:
    sjabloon = Template("{% load opmaak %}{{ zin|heel }} · {{ dag|datum|heel }}")
    tekst = sjabloon.render(Context({"zin": "< 3 op 1-1-2026 × 2", "dag": dt.date(2026, 11, 24)}))
    assert tekst == (
        '&lt; 3 op <span class="heel">1-1-2026</span> × 2 · <span class="heel">24-11-2026</span>'
    )


def test_wat_geen_datum_is_blijft_gewone_tekst() -> None:
    sjabloon = Template("{% load opmaak %}{{ zin|heel }}")
    assert (
        sjabloon.render(Context({"zin": "12-123-20261 en 0-800-11"})) == "12-123-20261 en 0-800-11"
    )
