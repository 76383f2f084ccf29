"""The forecast: a straight line, a band, and the year in which it arrives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.vooruitblik import kijk_vooruit, nodig_per_jaar

EINDEN = [dt.date(jaar, 12, 31) for jaar in range(2022, 2026)]


def reeks(*waarden: int) -> list[tuple[dt.date, Decimal]]:
    return [(d, Decimal(w)) for d, w in zip(EINDEN, waarden, strict=False)]


def test_rechte_lijn_loopt_rechtdoor() -> None:
    blik = kijk_vooruit(reeks(100, 200, 300, 400), doel=Decimal(950))
    assert blik is not None
    assert abs(blik.tempo - 100) < 1
    assert abs(blik.waarde - 900) < 1
    assert blik.laag < blik.waarde < blik.hoog
    assert blik.jaar_gehaald == 2031


def test_te_weinig_cijfers_geven_geen_vooruitblik() -> None:
    assert kijk_vooruit([], doel=Decimal(10)) is None
    assert kijk_vooruit(reeks(1, 2), doel=Decimal(10)) is None
    dichtbij = [(dt.date(2025, 1, dag), Decimal(dag)) for dag in (1, 2, 3)]
    assert kijk_vooruit(dichtbij, doel=Decimal(10)) is None


def test_wie_stilstaat_of_daalt_komt_er_nooit() -> None:
    for punten in (reeks(5, 5, 5, 5), reeks(8, 7, 6, 5)):
        blik = kijk_vooruit(punten, doel=Decimal(100))
        assert blik is not None
        assert blik.jaar_gehaald is None


def test_reductie_is_bereikt_van_boven_naar_beneden() -> None:
    blik = kijk_vooruit(reeks(-10, -15, -20, -25), doel=Decimal(-40))
    assert blik is not None
    assert blik.jaar_gehaald in {2028, 2029}
    assert not blik.gehaald


def test_wat_gehaald_is_vraagt_niets_meer() -> None:
    assert nodig_per_jaar(waarde=Decimal(50), op=dt.date(2026, 1, 1), doel=Decimal(40)) == 0
    assert nodig_per_jaar(waarde=Decimal(1), op=dt.date(2030, 12, 31), doel=Decimal(4)) is None


@given(
    st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
    st.integers(min_value=1, max_value=10**6),
)
def test_de_band_bevat_altijd_de_schatting(waarden: list[int], doel: int) -> None:
    blik = kijk_vooruit(reeks(*waarden), doel=Decimal(doel))
    assert blik is not None
    assert blik.laag <= blik.waarde <= blik.hoog
    assert blik.jaar_gehaald is None or 2025 <= blik.jaar_gehaald <= 2100


@given(st.integers(0, 1000), st.integers(1001, 10**6))
def test_wat_nodig_is_brengt_precies_tot_het_doel(waarde: int, doel: int) -> None:
    op = dt.date(2025, 12, 31)
    nodig = nodig_per_jaar(waarde=Decimal(waarde), op=op, doel=Decimal(doel))
    assert nodig is not None
    assert abs(waarde + nodig * Decimal("4.99929") - doel) < Decimal("0.02") * doel
