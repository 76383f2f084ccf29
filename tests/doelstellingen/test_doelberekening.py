"""Reading A: norm × inhabitants or dwellings, exact, cut once, additive under fusies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.doelberekening import (
    Doel,
    Grondtal,
    Maat,
    Normgegevens,
    aandeel,
    bereken_doel,
    geldende_norm,
)
from gereedschap.opmaak import kap_af

BEGIN = dt.date(2021, 1, 1)
INWONERS = Grondtal(12_345, 2026, bron="Statbel")
WOONEENHEDEN = Grondtal(5_500, 2025, bron="Statbel")


def norm(teller: str, noemer: str = "1", per: str = "inwoner", pact: str = "1.0") -> Normgegevens:
    return Normgegevens(pact, per, Decimal(teller), Decimal(noemer), "pacttekst", BEGIN)


def doel(n: Normgegevens, eenheid: str, decimalen: int = 0, soort: str = "cumulatief") -> Doel:
    grondtal = WOONEENHEDEN if n.per == "wooneenheid" else INWONERS
    uitkomst = bereken_doel(n, grondtal=grondtal, maat=Maat(eenheid, decimalen, soort))
    assert uitkomst is not None
    return uitkomst


@pytest.mark.parametrize(
    ("gegeven", "eenheid", "decimalen", "exact", "toon"),
    [
        (norm("1"), "bomen", 0, "12345", "12.345"),
        (norm("0.5"), "m", 2, "6172.5", "6.172,5"),
        (norm("1", "1000"), "natuurgroenperken", 0, "12.345", "12"),
        (norm("50", "1000", "wooneenheid"), "wooneenheden", 0, "275", "275"),
        (norm("25", "1000", "wooneenheid", "2.0"), "wooneenheden", 0, "137.5", "137"),
        (norm("1", "500"), "projecten", 0, "24.69", "24"),
        (norm("18", "500"), "kWp", 2, "444.42", "444,42"),
        (norm("2", "1000"), "deelwagens", 0, "24.69", "24"),
        (norm("1", "100"), "CPE", 0, "123.45", "123"),
        (norm("1.5", "100", pact="2.0"), "CPE", 0, "185.175", "185"),
        (norm("1"), "m²", 2, "12345", "12.345"),
    ],
)
def test_uitgewerkt_voorbeeld_van_de_fiche(
    gegeven: Normgegevens, eenheid: str, decimalen: int, exact: str, toon: str
) -> None:
    uitkomst = doel(gegeven, eenheid, decimalen)
    assert (uitkomst.exact, uitkomst.toon) == (Decimal(exact), toon)


def test_de_som_staat_er_zo_dat_iedereen_ze_kan_overdoen() -> None:
    assert doel(norm("0.5"), "m", 2).zin == "12.345 inwoners (1-1-2026) × 0,5 m = 6.172,5 m"
    assert (
        doel(norm("1", "1000"), "natuurgroenperken").zin
        == "12.345 inwoners (1-1-2026) × 1 / 1.000 = 12,345, afgekapt tot 12 natuurgroenperken"
    )
    assert (
        doel(norm("50", "1000", "wooneenheid"), "wooneenheden").zin
        == "5.500 wooneenheden (1-1-2025) × 50 / 1.000 = 275 wooneenheden"
    )


def test_de_afleiding_is_ook_als_gegevens_te_lezen() -> None:
    gegevens = doel(norm("18", "500"), "kWp", 2).als_gegevens()
    assert gegevens["norm"]["teller"] == "18"
    assert gegevens["norm"]["noemer"] == "500"
    assert gegevens["grondslag"] == {
        "soort": "inwoners",
        "aantal": 12_345,
        "datum": "2026-01-01",
        "herkomst": "exact",
        "marge": 0,
        "bron": "Statbel",
    }


def test_zonder_wooneenheden_ontbreekt_het_doel() -> None:
    maat = Maat("wooneenheden", 0, "cumulatief")
    assert bereken_doel(norm("50", "1000", "wooneenheid"), grondtal=None, maat=maat) is None


def test_een_vaste_norm_hangt_niet_van_inwoners_af() -> None:
    uitkomst = bereken_doel(
        norm("-20.9", per="vast"), grondtal=None, maat=Maat("%", 2, "percentage")
    )
    assert uitkomst is not None
    assert (uitkomst.exact, uitkomst.toon) == (Decimal("-20.9"), "\u221220,9")


NORMEN = [
    norm("1", "100"),
    norm("1.5", "100", pact="2.0"),
    norm("36", "500", pact="2.1"),
]


@pytest.mark.parametrize(("pact", "teller"), [("1.0", "1"), ("2.0", "1.5"), ("2.1", "36")])
def test_het_hoogste_pact_bepaalt_de_norm(pact: str, teller: str) -> None:
    gekozen = geldende_norm(NORMEN, pact=pact, op=BEGIN)
    assert gekozen is not None
    assert gekozen.teller == Decimal(teller)


def test_een_pact_bouwt_voort_op_het_vorige() -> None:
    gekozen = geldende_norm(NORMEN[:1], pact="2.1", op=BEGIN)
    assert gekozen is NORMEN[0]
    assert geldende_norm(NORMEN[1:], pact="1.0", op=BEGIN) is None
    assert geldende_norm(NORMEN, pact="2.1", op=dt.date(2020, 12, 31)) is None


def test_het_basisjaar_kiest_de_norm_en_anders_het_jaar_van_het_pact() -> None:
    paar = [
        Normgegevens("1.0", "vast", Decimal("-20.4"), Decimal(1), "b", BEGIN, basisjaar=2019),
        Normgegevens("1.0", "vast", Decimal("-40"), Decimal(1), "b", BEGIN, basisjaar=2015),
    ]
    assert geldende_norm(paar, pact="1.0", op=BEGIN) is paar[1]
    assert geldende_norm(paar, pact="1.0", op=BEGIN, basisjaar=2019) is paar[0]


NOEMERS = st.sampled_from([1, 100, 500, 1000])
TELLERS = st.integers(1, 50_000).map(lambda duizendsten: Decimal(duizendsten).scaleb(-3))
AANTALLEN = st.integers(0, 10_000_000)


def exact(teller: Decimal, noemer: int, aantal: int) -> Doel:
    uitkomst = bereken_doel(
        Normgegevens("1.0", "inwoner", teller, Decimal(noemer), "b", BEGIN),
        grondtal=Grondtal(aantal, 2026),
        maat=Maat("stuks", 0, "cumulatief"),
    )
    assert uitkomst is not None
    return uitkomst


@given(TELLERS, NOEMERS, st.lists(AANTALLEN, min_size=1, max_size=5))
def test_doelen_tellen_op_bij_een_fusie(teller: Decimal, noemer: int, delen: list[int]) -> None:
    los = sum((exact(teller, noemer, deel).exact for deel in delen), Decimal(0))
    assert exact(teller, noemer, sum(delen)).exact == los


@given(TELLERS, NOEMERS, st.lists(AANTALLEN, min_size=1, max_size=5))
def test_wat_getoond_wordt_verhoogt_nooit_een_totaal(
    teller: Decimal, noemer: int, delen: list[int]
) -> None:
    getoond = sum((kap_af(exact(teller, noemer, deel).exact, 0) for deel in delen), Decimal(0))
    assert getoond <= exact(teller, noemer, sum(delen)).exact


@given(TELLERS, NOEMERS, AANTALLEN, AANTALLEN)
def test_meer_inwoners_is_nooit_een_kleiner_doel(
    teller: Decimal, noemer: int, a: int, b: int
) -> None:
    klein, groot = sorted((a, b))
    assert exact(teller, noemer, klein).exact <= exact(teller, noemer, groot).exact


def test_een_norm_met_noemer_nul_bestaat_niet() -> None:
    with pytest.raises(ValueError, match="groter dan nul"):
        norm("1", "0")


def test_aandeel_van_een_doel_van_nul_bestaat_niet() -> None:
    assert aandeel(Decimal(3), Decimal(0)) is None
    assert aandeel(Decimal(3), Decimal(4)) == Decimal("0.75")
