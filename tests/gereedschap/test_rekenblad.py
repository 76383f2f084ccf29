"""A streamed XLSX: text stays text, numbers keep their digits, the stream never holds the whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from gereedschap import rekenblad
from gereedschap.rekenblad import stroom_xlsx


def _lees(inhoud: bytes) -> list[list[object]]:
    boek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
    return [list(rij) for rij in boek.get_sheet_by_index(0).to_python()]


def test_elke_soort_cel_komt_terug() -> None:
    rij: list[rekenblad.Cel] = ["=1+1", 3, Decimal("-12345678901234.125"), None, ""]
    rij += ['<b>&"ë', " spatie ", "a\nb"]
    inhoud = b"".join(stroom_xlsx([f"k{i}" for i in range(8)], [rij], bladnaam="Blad & één"))
    kop, gelezen = _lees(inhoud)
    assert kop[:2] == ["k0", "k1"]
    assert gelezen == ["=1+1", 3, -12345678901234.125, "", "", '<b>&"ë', " spatie ", "a\nb"]
    blad = zipfile.ZipFile(io.BytesIO(inhoud)).read("xl/worksheets/sheet1.xml").decode()
    assert "-12345678901234.125" in blad
    assert "<f>" not in blad


@pytest.mark.parametrize(
    ("tekst", "terug"),
    [
        ("\x00a\x0bb\x1f", "ab"),
        ("_x0041_", "_x0041_"),
        ("\ud800x", "x"),
        ("é" * 40_000, "é" * 32_767),
    ],
)
def test_vreemde_tekst_breekt_het_boek_niet(tekst: str, terug: str) -> None:
    inhoud = b"".join(stroom_xlsx(["a"], [[tekst]], bladnaam="x"))
    gelezen = _lees(inhoud)[1][0]
    # Excel reads the escape; a reader that does not shows it.
    assert str(gelezen).replace("_x005F_", "_") == terug


def test_de_stroom_begint_voor_de_laatste_rij_gemaakt_is() -> None:
    gemaakt = 0

    def rijen() -> Iterator[list[rekenblad.Cel]]:
        nonlocal gemaakt
        for gemaakt in range(5000):
            yield [f"rij {gemaakt}", gemaakt]

    stroom = stroom_xlsx(["a", "b"], rijen(), bladnaam="x")
    eerste = next(stroom)
    assert gemaakt < 1000
    assert len(_lees(eerste + b"".join(stroom))) == 5001


def test_gelijke_rijen_geven_gelijke_bytes() -> None:
    assert b"".join(stroom_xlsx(["a"], [[1]], bladnaam="x")) == b"".join(
        stroom_xlsx(["a"], [[1]], bladnaam="x")
    )


def test_weigert_meer_rijen_dan_een_blad_houdt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekenblad, "RIJEN_HOOGSTENS", 3)
    with pytest.raises(ValueError, match="hoogstens 3 rijen"):
        list(stroom_xlsx(["a"], [[1], [2], [3]], bladnaam="x"))
