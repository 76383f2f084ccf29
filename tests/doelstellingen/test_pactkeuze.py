"""The default pact is the highest that all predecessors signed; unknown stays unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from doelstellingen.pactkeuze import Handtekening, Pactstatus, kies

OP = dt.date(2026, 11, 22)


def deel(*statussen: str) -> dict[str, Handtekening]:
    return dict(zip(("1.0", "2.0", "2.1"), map(Handtekening, statussen), strict=True))


JA, NEE, WIE_WEET = "ondertekend", "niet", "onbekend"


@pytest.mark.parametrize(
    ("delen", "standaard", "gemengd"),
    [
        ([deel(JA, JA, WIE_WEET)], "2.0", []),
        ([deel(JA, WIE_WEET, WIE_WEET)], "1.0", []),
        ([deel(NEE, WIE_WEET, WIE_WEET)], None, []),
        ([deel(JA, JA, JA), deel(JA, JA, WIE_WEET)], "2.0", ["2.1"]),
        ([deel(JA, WIE_WEET, WIE_WEET), deel(JA, JA, WIE_WEET)], "1.0", ["2.0"]),
        ([deel(JA, JA, NEE), deel(JA, JA, NEE)], "2.0", []),
        ([deel(WIE_WEET, WIE_WEET, JA)], "2.1", []),
        ([{}], None, []),
    ],
)
def test_standaardpact_en_gemengd(
    delen: list[dict[str, Handtekening]], standaard: str | None, gemengd: list[str]
) -> None:
    keuze = kies(delen, op=OP)
    assert (keuze.standaard, keuze.gemengd) == (standaard, gemengd)


def test_een_handtekening_telt_vanaf_haar_datum() -> None:
    later = {"1.0": Handtekening(JA, dt.date(2024, 1, 1))}
    assert kies([later], op=dt.date(2023, 12, 31)).statussen["1.0"] is Pactstatus.NIET
    assert kies([later], op=dt.date(2024, 1, 1)).standaard == "1.0"


def test_een_intrekking_telt_vanaf_haar_datum() -> None:
    ingetrokken = {"1.0": Handtekening(NEE, dt.date(2024, 1, 1))}
    assert kies([ingetrokken], op=dt.date(2023, 12, 31)).standaard == "1.0"
    assert kies([ingetrokken], op=dt.date(2024, 1, 1)).standaard is None


def test_aangenomen_blijft_zichtbaar() -> None:
    assert kies([{"1.0": Handtekening(JA, aangenomen=True)}], op=OP).aangenomen == {"1.0"}
