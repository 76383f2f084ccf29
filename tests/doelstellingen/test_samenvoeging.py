"""Fusies and groups: sums for counts, teller/noemer for shares, partial sums say so."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from doelstellingen.samenvoeging import Figuur, combineer

DAG = dt.date(2025, 12, 31)


def f(waarde: str | None, kwaliteit: str = "gemeten", **meer: object) -> Figuur:
    return Figuur(None if waarde is None else Decimal(waarde), kwaliteit, DAG, **meer)  # type: ignore[arg-type]


def aandeel(teller: int, noemer: int, **meer: object) -> Figuur:
    return f("0", teller=Decimal(teller), noemer=Decimal(noemer), **meer)


def test_een_som_met_een_ontbrekend_deel_is_een_deelsom() -> None:
    uit = combineer([f("5"), None, f("2", "geschat")], samenvoeging="som")
    assert uit is not None
    assert (uit.waarde, uit.kwaliteit, uit.n, uit.van_n) == (Decimal(7), "geschat", 2, 3)


def test_een_geheim_deel_telt_niet_mee_en_maakt_de_som_niet_geheim() -> None:
    uit = combineer([f("5"), f(None, "geheim")], samenvoeging="som")
    assert uit is not None
    assert (uit.waarde, uit.n, uit.van_n) == (Decimal(5), 1, 2)


def test_alles_geheim_blijft_geheim() -> None:
    uit = combineer([f(None, "geheim"), f(None, "geheim")], samenvoeging="som")
    assert uit is not None
    assert (uit.waarde, uit.kwaliteit, uit.n) == (None, "geheim", 0)


def test_een_aandeel_komt_uit_tellers_en_noemers_niet_uit_een_gemiddelde() -> None:
    uit = combineer([aandeel(50, 100), aandeel(20, 20)], samenvoeging="aandeel")
    assert uit is not None
    assert uit.exact is not None
    assert round(uit.exact, 3) == Decimal("58.333")


def test_een_aandeel_heeft_al_zijn_delen_nodig() -> None:
    delen = [aandeel(50, 100), None]
    assert combineer(delen, samenvoeging="aandeel") is None
    assert combineer([aandeel(1, 2), f("40")], samenvoeging="aandeel") is None
    groep = combineer(delen, samenvoeging="aandeel", deelaandeel=True)
    assert groep is not None
    assert (groep.exact, groep.n, groep.van_n) == (Decimal(50), 1, 2)


def test_aandelen_tegenover_verschillende_basisjaren_gaan_niet_samen() -> None:
    delen = [aandeel(-1, 10, basisjaar=2015), aandeel(-1, 10, basisjaar=2019)]
    assert combineer(delen, samenvoeging="aandeel") is None


def test_ja_nee_volgt_zijn_eigen_regel() -> None:
    delen = [f("1"), f("0")]
    alle, een = (combineer(delen, samenvoeging=s) for s in ("alle", "minstens_een"))
    assert alle is not None
    assert een is not None
    assert (alle.waarde, een.waarde) == (Decimal(0), Decimal(1))


def test_niets_bekend_ontbreekt() -> None:
    assert combineer([None, None], samenvoeging="som") is None


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_de_som_hangt_niet_van_de_groepering_af(waarden: list[int]) -> None:
    delen = [f(str(w)) for w in waarden]
    ineens = combineer(delen, samenvoeging="som")
    eerst = combineer(delen[:1], samenvoeging="som")
    rest = combineer(delen[1:], samenvoeging="som") if delen[1:] else None
    getrapt = combineer([eerst, rest], samenvoeging="som") if rest else eerst
    assert ineens is not None
    assert getrapt is not None
    assert (ineens.waarde, ineens.n, ineens.van_n) == (getrapt.waarde, getrapt.n, getrapt.van_n)
