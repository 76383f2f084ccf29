"""The number rules of the exchange formats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gereedschap.getallen import (
    DubbelzinnigGetal,
    GeenGetal,
    Notatie,
    bewijs,
    lees_geheel,
    lees_getal,
)


@pytest.mark.parametrize(
    "tekst", ["1234.5", "1234,5", "1.234,5", "1 234,5", "1\u00a0234,5", "1,234.5"]
)
def test_dezelfde_waarde_in_elke_schrijfwijze(tekst):
    assert lees_getal(tekst) == Decimal("1234.5")


def test_punt_met_drie_cijfers_volgt_de_rest_van_het_bestand():
    assert lees_getal("1.234", Notatie.KOMMA) == 1234
    assert lees_getal("1.234", Notatie.PUNT) == Decimal("1.234")
    assert lees_getal("1,234", Notatie.KOMMA) == Decimal("1.234")
    assert lees_getal("1,234", Notatie.PUNT) == 1234


@pytest.mark.parametrize("notatie", [Notatie.ONBEKEND, Notatie.BEIDE])
@pytest.mark.parametrize("tekst", ["1.234", "1,234", "-12.345"])
def test_zonder_eenduidig_bewijs_is_het_getal_dubbelzinnig(tekst, notatie):
    with pytest.raises(DubbelzinnigGetal, match="dubbelzinnig"):
        lees_getal(tekst, notatie)


@pytest.mark.parametrize("tekst", ["0.123", "1234.567", "12.34", "0,5", "-7", "+3"])
def test_wat_geen_duizendtal_kan_zijn_is_zeker(tekst):
    lees_getal(tekst)


@pytest.mark.parametrize(
    ("teksten", "verwacht"),
    [
        (["1.234", "12,5"], Notatie.KOMMA),
        (["1.234", "12.5"], Notatie.PUNT),
        (["12.5", "12,5"], Notatie.BEIDE),
        (["1.234.567"], Notatie.KOMMA),
        (["1.234", "17", "", "geheim"], Notatie.ONBEKEND),
        (["1 234,567"], Notatie.KOMMA),
    ],
)
def test_bewijs_uit_de_zekere_getallen(teksten, verwacht):
    assert bewijs(teksten) is verwacht


@pytest.mark.parametrize(
    "tekst",
    [
        "NaN",
        "inf",
        "1e400",
        "1e5",
        "12a",
        "",
        "-",
        "1.2.3",
        "1,2.3,4",
        "1..2",
        "5.",
        "٣",
        "9" * 60,
    ],
)
def test_weigert_wat_geen_getal_is(tekst):
    with pytest.raises(GeenGetal):
        lees_getal(tekst, Notatie.PUNT)


def test_geheel_getal_mag_geen_breuk_hebben():
    assert lees_geheel("12,0") == 12
    with pytest.raises(GeenGetal, match="geen geheel getal"):
        lees_geheel("12,5")


@given(st.decimals(-(10**9), 10**9, places=2))
def test_elke_waarde_komt_terug_uit_komma_en_puntnotatie(waarde):
    engels = f"{waarde:,.2f}"
    belgisch = engels.translate(str.maketrans(",.", ".,"))
    assert lees_getal(engels) == lees_getal(belgisch) == waarde
    assert lees_getal(f"{waarde:.2f}") == waarde
