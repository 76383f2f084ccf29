"""Standen follow from metingen: newest niveau per bron plus later toename, carried over fusies."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.standberekening import (
    Standrij,
    Waarneming,
    bereken_standen,
    slechtste,
    telt_vanaf,
)

A, B, NIEUW = 1, 2, 9
BRON, ANDERE_BRON = 10, 11


def dag(tekst: str) -> dt.date:
    return dt.date.fromisoformat(tekst)


def niveau(
    datum: str,
    waarde: int | None,
    *,
    bron: int = BRON,
    kwaliteit: str = "gemeten",
    teller: int | None = None,
    noemer: int | None = None,
) -> Waarneming:
    return Waarneming(
        bron, "niveau", dag(datum), dag(datum), waarde, teller, noemer, kwaliteit, None
    )


def toename(
    van: str, vanaf: str, waarde: int, *, bron: int = BRON, kwaliteit: str = "gemeten"
) -> Waarneming:
    return Waarneming(bron, "toename", dag(van), dag(vanaf), waarde, None, None, kwaliteit, None)


def standen(
    waarnemingen: dict[int, list[Waarneming]],
    voorgangers: dict[int, list[int]] | None = None,
    *,
    nul: bool = False,
) -> dict[tuple[int, dt.date], Standrij]:
    rijen = bereken_standen(waarnemingen, voorgangers=voorgangers or {}, nul_zonder_rijen=nul)
    return {(r.gemeente, r.peildatum): r for r in rijen}


def waarden(uit: dict[tuple[int, dt.date], Standrij], gemeente: int = A) -> dict[str, int | None]:
    return {str(d): r.waarde for (g, d), r in uit.items() if g == gemeente}


@pytest.mark.parametrize(
    ("gepubliceerd", "verwacht"),
    [("2026-11-22", "2026-11-22"), ("2026-12-05", "2026-11-30"), ("2026-10-01", "2026-11-01")],
)
def test_een_toename_telt_vanaf_het_einde_van_haar_periode_of_vanaf_publicatie(
    gepubliceerd: str, verwacht: str
) -> None:
    assert telt_vanaf(
        vorm="toename", van=dag("2026-11-01"), tot=dag("2026-12-01"), gepubliceerd=dag(gepubliceerd)
    ) == dag(verwacht)


def test_toenames_stapelen() -> None:
    uit = standen(
        {A: [toename("2024-01-01", "2024-01-31", 5), toename("2024-02-01", "2024-02-29", 7)]}
    )
    assert waarden(uit) == {"2024-01-31": 5, "2024-02-29": 12}


def test_een_niveau_vervangt_wat_ervoor_kwam_van_dezelfde_bron() -> None:
    uit = standen(
        {
            A: [
                toename("2024-01-01", "2024-01-31", 5),
                niveau("2024-03-15", 100),
                toename("2024-03-01", "2024-03-31", 50),
                toename("2024-04-01", "2024-04-30", 3),
                toename("2024-04-01", "2024-04-30", 2, bron=ANDERE_BRON),
            ]
        }
    )
    assert waarden(uit) == {
        "2024-01-31": 5,
        "2024-03-15": 100,
        "2024-03-31": 100,
        "2024-04-30": 105,
    }


def test_de_slechtste_kwaliteit_toont_en_geheim_geeft_geen_waarde() -> None:
    uit = standen(
        {
            A: [
                niveau("2024-01-01", 5),
                niveau("2024-02-01", 6, bron=ANDERE_BRON, kwaliteit="geschat"),
                niveau("2024-03-01", None, kwaliteit="geheim"),
            ]
        }
    )
    assert [(r.waarde, r.kwaliteit) for r in uit.values()] == [
        (5, "gemeten"),
        (11, "geschat"),
        (None, "geheim"),
    ]
    assert slechtste(["niet_van_toepassing", "gemeten"]) == "gemeten"
    assert slechtste(["niet_van_toepassing"]) == "niet_van_toepassing"


def test_na_een_fusie_draagt_de_opvolger_zijn_voorgangers_verder() -> None:
    uit = standen(
        {
            A: [niveau("2024-12-31", 100)],
            B: [niveau("2024-12-31", 50), toename("2024-01-01", "2024-12-31", 4, bron=ANDERE_BRON)],
            NIEUW: [
                toename("2025-01-01", "2025-01-31", 7, bron=ANDERE_BRON),
                niveau("2025-12-31", 200),
            ],
        },
        {NIEUW: [A, B]},
    )
    assert waarden(uit, NIEUW) == {"2025-01-31": 161, "2025-12-31": 211}
    assert uit[NIEUW, dag("2025-12-31")].delen == 1


def test_een_voorganger_zonder_cijfer_maakt_een_deelsom_zichtbaar() -> None:
    metingen = {
        A: [niveau("2024-12-31", 100)],
        NIEUW: [toename("2025-01-01", "2025-01-31", 7, bron=ANDERE_BRON)],
    }
    [rij] = [r for r in standen(metingen, {NIEUW: [A, B]}).values() if r.gemeente == NIEUW]
    assert (rij.waarde, rij.delen, rij.van_delen) == (107, 1, 2)
    [rij] = [
        r for r in standen(metingen, {NIEUW: [A, B]}, nul=True).values() if r.gemeente == NIEUW
    ]
    assert (rij.waarde, rij.delen, rij.van_delen) == (107, 1, 1)


def test_aandelen_van_een_fusie_komen_uit_tellers_en_noemers() -> None:
    metingen = {
        A: [niveau("2024-12-31", 50_000, teller=5_000, noemer=10_000)],
        B: [niveau("2024-12-31", 100_000, teller=2_000, noemer=2_000)],
        NIEUW: [toename("2025-01-01", "2025-01-31", 0)],
    }
    rij = standen(metingen, {NIEUW: [A, B]})[NIEUW, dag("2025-01-31")]
    assert (rij.teller, rij.noemer) == (7_000, 12_000)


def test_niet_van_toepassing_in_een_deel_telt_niet_mee_in_de_som() -> None:
    metingen = {
        A: [niveau("2024-12-31", None, kwaliteit="niet_van_toepassing")],
        B: [niveau("2024-12-31", 8)],
        NIEUW: [toename("2025-01-01", "2025-01-31", 1)],
    }
    rij = standen(metingen, {NIEUW: [A, B]})[NIEUW, dag("2025-01-31")]
    assert (rij.waarde, rij.kwaliteit) == (9, "gemeten")


MAANDEN = st.lists(
    st.tuples(st.sampled_from([A, B]), st.integers(1, 12), st.integers(-50, 50)), max_size=30
)


@given(MAANDEN)
def test_een_fusie_verandert_geen_totaal(rijen: list[tuple[int, int, int]]) -> None:
    metingen: dict[int, list[Waarneming]] = {}
    for gemeente, maand, waarde in rijen:
        dagtekst = f"2024-{maand:02d}-01"
        metingen.setdefault(gemeente, []).append(toename(dagtekst, dagtekst, waarde))
    metingen[NIEUW] = [toename("2025-01-01", "2025-01-31", 0)]
    uit = standen(metingen, {NIEUW: [A, B]}, nul=True)
    assert uit[NIEUW, dag("2025-01-31")].waarde == sum(w for _, _, w in rijen)


@given(MAANDEN, st.randoms())
def test_de_volgorde_van_aanleveren_maakt_niet_uit(
    rijen: list[tuple[int, int, int]], kans: object
) -> None:
    metingen = [toename(f"2024-{m:02d}-01", f"2024-{m:02d}-28", w) for _, m, w in rijen]
    door_elkaar = sorted(metingen, key=lambda _: kans.random())  # type: ignore[attr-defined]
    assert waarden(standen({A: metingen})) == waarden(standen({A: door_elkaar}))
