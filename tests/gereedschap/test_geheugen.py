"""The garbage collector waits while much goes by, and comes back whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from gereedschap.geheugen import stil_geheugen


def test_het_is_stil_en_daarna_niet_meer_ook_na_een_fout() -> None:
    def breek_af() -> None:
        with stil_geheugen():
            assert not gc.isenabled()
            raise ValueError("halfweg")

    with pytest.raises(ValueError, match="halfweg"):
        breek_af()
    assert gc.isenabled()


def test_wie_een_reeks_halfweg_laat_staan_laat_het_niet_stil() -> None:
    def reeks() -> Iterator[int]:
        with stil_geheugen():
            yield from range(3)

    lopend = reeks()
    next(lopend)
    assert not gc.isenabled()
    lopend.close()
    assert gc.isenabled()
