"""Both plans: what follows from each plan, unless a supplier said it itself."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.afleiding import Deel, leid_af, volgt
from doelstellingen.standberekening import Waarneming

A, B, NIEUW = 1, 2, 9
BRON = 10
JA, NEE, GEHEIM, NVT = (
    (1000, "gemeten"),
    (0, "gemeten"),
    (None, "geheim"),
    (None, "niet_van_toepassing"),
)


def zegt(datum: str, deel: tuple[int | None, str]) -> Waarneming:
    dag = dt.date.fromisoformat(datum)
    return Waarneming(BRON, "niveau", dag, dag, deel[0], None, None, deel[1], None)


@pytest.mark.parametrize(
    ("delen", "uitkomst"),
    [
        ([JA, JA], JA),
        ([JA, NEE], NEE),
        ([None, NEE], NEE),
        ([GEHEIM, NEE], NEE),
        ([JA, None], None),
        ([None, None], None),
        ([JA, GEHEIM], GEHEIM),
        ([JA, NVT], JA),
        ([NVT, NVT], NVT),
        ([JA, (1000, "geschat")], (1000, "geschat")),
    ],
)
def test_beide_volgt_uit_elk_plan(delen: list[Deel | None], uitkomst: Deel | None) -> None:
    assert volgt(delen) == uitkomst


@given(st.lists(st.sampled_from([None, JA, NEE, GEHEIM, NVT]), min_size=2, max_size=4))
def test_de_volgorde_van_de_plannen_maakt_niets_uit(delen: list[Deel | None]) -> None:
    assert volgt(delen) == volgt(delen[::-1])


def afgeleid(warmte: dict, sloop: dict, eigen: dict | None = None, voorgangers: dict | None = None):
    uit = leid_af([warmte, sloop], eigen=eigen or {}, voorgangers=voorgangers or {}, bron=BRON)
    return {pk: [(str(w.van), w.waarde, w.kwaliteit) for w in rijen] for pk, rijen in uit.items()}


def test_beide_verandert_op_de_dag_van_het_laatste_plan() -> None:
    uit = afgeleid(
        {A: [zegt("2022-12-31", JA)]},
        {A: [zegt("2021-12-31", NEE), zegt("2023-12-31", JA)]},
    )
    assert uit == {
        A: [
            ("2021-12-31", 0, "gemeten"),
            ("2022-12-31", 0, "gemeten"),
            ("2023-12-31", 1000, "gemeten"),
        ]
    }


def test_een_eigen_cijfer_van_de_leverancier_gaat_voor_vanaf_zijn_datum() -> None:
    uit = afgeleid(
        {A: [zegt("2021-12-31", JA), zegt("2024-12-31", JA)]},
        {A: [zegt("2021-12-31", JA), zegt("2024-12-31", JA)]},
        {A: [zegt("2023-06-30", NEE)]},
    )
    assert sorted(uit[A]) == [("2021-12-31", 1000, "gemeten"), ("2023-06-30", 0, "gemeten")]


def test_na_een_fusie_telt_het_laatste_van_elk_deel_mee() -> None:
    uit = afgeleid(
        {A: [zegt("2023-12-31", JA)], B: [zegt("2023-12-31", JA)]},
        {A: [zegt("2023-12-31", JA)], NIEUW: [zegt("2025-12-31", JA)]},
        voorgangers={NIEUW: [A, B]},
    )
    # Both had a warmteplan, so the sloopbeleidsplan of the new gemeente makes it complete.
    assert uit[NIEUW] == [("2025-12-31", 1000, "gemeten")]
    assert B not in uit
