"""The drawings: where marks go, for every set of figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportering.grafieken.klassen import VOL, klasse_van_aandeel
from rapportering.grafieken.lijn import BREEDTE, HOOGTE, Punt, lijngrafiek
from rapportering.grafieken.schaal import mooie_stappen, plaats
from rapportering.grafieken.spreiding import kwartielen, spreiding

BEDRAGEN = st.decimals(-10_000, 10_000_000, places=3)
AANDELEN = st.lists(st.decimals(0, 400, places=4), min_size=1, max_size=300)


@given(laagste=st.floats(-1e6, 1e6), breedte=st.floats(1e-3, 1e9))
def test_stappen_omvatten_alle_waarden(laagste: float, breedte: float) -> None:
    stappen = mooie_stappen(laagste, laagste + breedte)
    marge = breedte * 1e-6 + 1e-6
    assert stappen[0] <= laagste + marge
    assert stappen[-1] >= laagste + breedte - marge
    assert 2 <= len(stappen) <= 7


def test_stappen_zonder_verschil_zijn_er_toch_twee() -> None:
    assert len(mooie_stappen(0, 0)) >= 2


def test_plaats_schrijft_een_punt_en_geen_min_nul() -> None:
    assert [plaats(-0.01), plaats(12.0), plaats(3.25)] == ["0", "12", "3.2"]


@given(
    waarden=st.lists(st.none() | BEDRAGEN, min_size=0, max_size=40),
    doel=BEDRAGEN,
)
def test_lijn_blijft_binnen_het_blad(waarden: list[Decimal | None], doel: Decimal) -> None:
    punten = [
        Punt(dt.date(2021, 1, 31) + dt.timedelta(days=60 * i), waarde)
        for i, waarde in enumerate(waarden)
    ]
    grafiek = lijngrafiek(
        punten=punten,
        pad=[(dt.date(2020, 12, 31), Decimal(0)), (dt.date(2030, 12, 31), doel)],
        toon=str,
    )
    for paar in " ".join([*grafiek.lijnen, grafiek.pad]).split():
        x, y = map(float, paar.split(","))
        assert 0 <= x <= BREEDTE
        assert -0.1 <= y <= HOOGTE + 0.1
    assert len(grafiek.bollen) == sum(w is not None for w in waarden)


@given(waarden=st.lists(BEDRAGEN, min_size=1, max_size=20))
def test_de_y_as_omsluit_de_bedragen_en_heeft_minstens_twee_merken(waarden: list[Decimal]) -> None:
    grafiek = lijngrafiek(
        punten=[Punt(dt.date(2021, 1, 31), waarde) for waarde in waarden], pad=[], toon=str
    )
    hoogten = [float(streep.plaats) for streep in grafiek.y_as]
    assert len(hoogten) >= 2
    assert float(grafiek.nul) in hoogten
    assert all(float(grafiek.boven) <= y <= float(grafiek.onder) for y in hoogten)
    uitersten = {float(bol.y) for bol in grafiek.bollen} | {float(grafiek.nul)}
    if any(waarden):
        assert {min(uitersten), max(uitersten)} == {float(grafiek.boven), float(grafiek.onder)}


def test_een_klein_verlies_duwt_het_doel_niet_naar_boven() -> None:
    pad = [(dt.date(2020, 12, 31), Decimal(0)), (dt.date(2030, 12, 31), Decimal(130_000))]
    grafiek = lijngrafiek(
        punten=[Punt(dt.date(2021, 1, 31), Decimal(-40))], pad=pad, toon=lambda b: f"{b:f}"
    )
    assert float(grafiek.nul) > float(grafiek.onder) - 1
    assert not any(streep.tekst.startswith("-") for streep in grafiek.y_as)


def test_een_ontbrekend_cijfer_breekt_de_lijn() -> None:
    dagen = [dt.date(2021, m, 1) for m in range(1, 7)]
    waarden = [Decimal(1), Decimal(2), None, Decimal(4), Decimal(5), Decimal(6)]
    grafiek = lijngrafiek(
        punten=[Punt(d, w) for d, w in zip(dagen, waarden, strict=True)], pad=[], toon=str
    )
    assert [len(lijn.split()) for lijn in grafiek.lijnen] == [2, 3]
    assert grafiek.pad == ""


@given(waarden=AANDELEN)
def test_elke_gemeente_staat_in_precies_een_staaf(waarden: list[Decimal]) -> None:
    assert sum(staaf.aantal for staaf in spreiding(waarden).staven) == len(waarden)


@given(waarden=AANDELEN)
def test_kwartielen_zijn_waarden_van_gemeenten_en_verdelen(waarden: list[Decimal]) -> None:
    vier = kwartielen(waarden)
    assert {vier.q1, vier.mediaan, vier.q3} <= set(waarden)
    assert sum(w <= vier.q1 for w in waarden) * 4 >= len(waarden)
    assert sum(w <= vier.mediaan for w in waarden) * 2 >= len(waarden)
    assert vier.laagste <= vier.q1 <= vier.mediaan <= vier.q3 <= vier.hoogste


def test_zonder_waarden_is_er_geen_spreiding() -> None:
    with pytest.raises(ValueError, match="Geen waarden"):
        spreiding([])


def test_doel_bereikt_pas_vanaf_precies_honderd() -> None:
    assert klasse_van_aandeel(Decimal("99.9999")) is not VOL
    assert klasse_van_aandeel(Decimal(100)) is VOL
