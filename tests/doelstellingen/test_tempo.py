"""The path by day, the tussendoel on the date of the figure, and words that never accuse."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.tempo import (
    Pad,
    Status,
    Vraag,
    beoordeel,
    is_gehaald,
    lijn,
    startcijfer,
    tussendoel,
)

LINEAIR = Pad(tuple((dt.date(2020 + n, 12, 31), Fraction(n, 10)) for n in range(11)))
ENERGIE = Pad(
    (
        (dt.date(2020, 12, 31), Fraction(0)),
        (dt.date(2021, 12, 31), Fraction("2.09") / Fraction("28.18")),
        (dt.date(2022, 12, 31), Fraction("4.18") / Fraction("28.18")),
        (dt.date(2023, 12, 31), Fraction("7.18") / Fraction("28.18")),
        (dt.date(2030, 12, 31), Fraction(1)),
    )
)


def test_24_november_2026_vraagt_vijf_jaar_en_328_dagen_op_tien() -> None:
    assert LINEAIR.deel_op(dt.date(2026, 11, 24)) == (5 + Fraction(328, 365)) / 10


def test_een_schrikkeljaar_vraagt_evenveel_als_een_ander() -> None:
    assert LINEAIR.deel_op(dt.date(2024, 7, 1)) == (3 + Fraction(183, 366)) / 10


@pytest.mark.parametrize(
    ("datum", "deel"),
    [("2020-01-01", 0), ("2020-12-31", 0), ("2025-12-31", Fraction(1, 2)), ("2031-06-01", 1)],
)
def test_randen_van_het_pad(datum: str, deel: Fraction) -> None:
    assert LINEAIR.deel_op(dt.date.fromisoformat(datum)) == deel


def test_energiebesparing_vraagt_2023_zeven_komma_achttien() -> None:
    assert tussendoel(ENERGIE, doel=Decimal("-28.18"), op=dt.date(2023, 12, 31)) == Decimal("-7.18")


def test_een_voorraad_start_van_haar_eerste_cijfer() -> None:
    assert tussendoel(
        LINEAIR, doel=Decimal(100), start=Decimal(40), op=dt.date(2025, 12, 31)
    ) == Decimal(70)


def test_zonder_pad_geen_tussendoel() -> None:
    assert tussendoel(Pad(), doel=Decimal(1), op=dt.date(2026, 1, 1)) is None
    assert lijn(Pad(), doel=Decimal(1)) == []


def test_voor_een_einddatum_zonder_begin_wordt_niets_gevraagd() -> None:
    eind = Pad(((dt.date(2025, 12, 31), Fraction(1)),))
    assert tussendoel(eind, doel=Decimal(1), op=dt.date(2025, 12, 30)) == 0
    assert tussendoel(eind, doel=Decimal(1), op=dt.date(2025, 12, 31)) == 1


def test_startcijfer_ligt_het_dichtst_bij_31_december_2020() -> None:
    def punt(datum: str) -> tuple[dt.date, Decimal]:
        return dt.date.fromisoformat(datum), Decimal(datum[:4])

    assert startcijfer([punt("2021-06-30"), punt("2020-10-01"), punt("2022-01-01")]) == punt(
        "2020-10-01"
    )
    assert startcijfer([punt("2022-01-01"), punt("2019-12-30")]) is None
    assert startcijfer([punt("2021-12-31")]) == punt("2021-12-31")


def test_een_reductie_is_gehaald_van_onderaf() -> None:
    assert is_gehaald(Decimal("-40"), Decimal("-40"))
    assert is_gehaald(Decimal("-41"), Decimal("-40"))
    assert not is_gehaald(Decimal("-39.999"), Decimal("-40"))


D = Decimal


@pytest.mark.parametrize(
    ("vraag", "status"),
    [
        (Vraag(waarde=D(100), doel=D(100), tussendoel=D(50)), Status.GEHAALD),
        (Vraag(waarde=D("99.999"), doel=D(100), tussendoel=D(50)), Status.OP_SCHEMA),
        (Vraag(waarde=D(50), doel=D(100), tussendoel=D(50)), Status.OP_SCHEMA),
        (Vraag(waarde=D("49.999"), doel=D(100), tussendoel=D(50)), Status.ACHTER),
        (Vraag(waarde=D("-10"), doel=D(-40), tussendoel=D(-9)), Status.OP_SCHEMA),
        (Vraag(waarde=D("-8"), doel=D(-40), tussendoel=D(-9)), Status.ACHTER),
        (Vraag(waarde=D(0), doel=D(100), tussendoel=D(5), cumulatief=True), Status.NOG_NIETS),
        (Vraag(waarde=D(-3), doel=D(100), tussendoel=D(5), cumulatief=True), Status.ACHTER),
        (Vraag(waarde=D(0), doel=D(100), tussendoel=D(5)), Status.ACHTER),
        (Vraag(waarde=D(0), doel=D(1)), Status.NOG_NIET),
        (Vraag(waarde=None, doel=D(100), tussendoel=D(5)), Status.ONTBREEKT),
        (Vraag(waarde=D(5), doel=None), Status.ONTBREEKT),
        (Vraag(waarde=D(500), doel=D(100), volledig=False), Status.ONTBREEKT),
        (Vraag(waarde=D(5), doel=D(100), tussendoel=D(9), pact=None), Status.PACT_ONBEKEND),
        (Vraag(waarde=None, doel=None, pact=False), Status.NIET_VAN_TOEPASSING),
        (Vraag(waarde=None, doel=D(1), toepasselijk=False), Status.NIET_VAN_TOEPASSING),
        (Vraag(waarde=D(5), doel=D(10), tussendoel=D(10), afgesloten=True), Status.AFGESLOTEN),
        (Vraag(waarde=None, doel=D(10), afgesloten=True), Status.AFGESLOTEN),
        (Vraag(waarde=D(10), doel=D(10), afgesloten=True), Status.GEHAALD),
    ],
)
def test_statussen(vraag: Vraag, status: Status) -> None:
    assert beoordeel(vraag) is status


@given(st.one_of(st.none(), st.decimals(-100, 100, places=3)), st.booleans(), st.booleans())
def test_onbekend_is_nooit_achter(waarde: Decimal | None, volledig: bool, afgesloten: bool) -> None:
    basis = {"doel": D(50), "tussendoel": D(40), "volledig": volledig, "afgesloten": afgesloten}
    assert beoordeel(Vraag(waarde=waarde, pact=None, **basis)) is not Status.ACHTER  # type: ignore[arg-type]
    assert beoordeel(Vraag(waarde=None, **basis)) is not Status.ACHTER  # type: ignore[arg-type]


@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2032, 1, 1)),
    st.dates(dt.date(2019, 1, 1), dt.date(2032, 1, 1)),
)
def test_het_pad_loopt_nooit_terug(a: dt.date, b: dt.date) -> None:
    vroeg, laat = sorted((a, b))
    eerst, later = LINEAIR.deel_op(vroeg), LINEAIR.deel_op(laat)
    assert eerst is not None
    assert later is not None
    assert 0 <= eerst <= later <= 1
