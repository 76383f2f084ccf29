"""Delivered tables: headers, delimiters, encodings, broken files."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter

from gereedschap import stroom
from gereedschap.csvlezer import Kolom, Tabel
from gereedschap.getallen import Notatie
from gereedschap.stroom import Bestandsfout

KOLOMMEN = (
    Kolom("nis", een_van="plaats"),
    Kolom("gemeente", een_van="plaats"),
    Kolom("waarde", verplicht=True, getal=True),
    Kolom("geometrie"),
    Kolom("opmerking"),
)


@pytest.fixture
def tabel(tmp_path):
    def _tabel(inhoud: str | bytes, naam="levering.csv") -> Tabel:
        pad = tmp_path / naam
        pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
        return Tabel(pad, KOLOMMEN)

    return _tabel


@pytest.mark.parametrize("teken", [";", ",", "\t", "|"])
@pytest.mark.parametrize("einde", ["\n", "\r\n"])
def test_scheidingsteken_wordt_herkend(tabel, teken, einde):
    t = tabel(teken.join(["NIS", "Waarde "]) + einde + teken.join(["44021", "12"]) + einde)
    assert [(r.nr, r.cellen) for r in t] == [(2, {"nis": "44021", "waarde": "12"})]


def test_kop_zonder_hoofdletters_accenten_spaties_en_met_bom(tabel):
    t = tabel("\ufeffGeméénte;WAAR DE\nGent;1\n")
    assert next(iter(t)).cellen == {"gemeente": "Gent", "waarde": "1"}
    assert t.meldingen == []


def test_ontbrekende_of_hernoemde_kolom_weigert_het_bestand(tabel):
    with pytest.raises(Bestandsfout, match=r"kolom “waarde” ontbreekt.*Hernoemd.*“waarden”"):
        tabel("nis;waarden\n44021;1\n")
    with pytest.raises(Bestandsfout, match="“nis of gemeente” ontbreekt"):
        tabel("stad;waarde\nGent;1\n")
    with pytest.raises(Bestandsfout, match=r"ontbreekt.*Scheid kolommen"):
        tabel("nis#waarde\n44021#1\n")
    with pytest.raises(Bestandsfout, match="meer dan eens"):
        tabel("nis;waarde;Waarde\n44021;1;2\n")


def test_onbekende_kolom_wordt_gemeld_en_niet_gelezen(tabel):
    t = tabel("nis;kleur;waarde\n44021;rood;1\n")
    assert t.meldingen == ["Onbekende kolommen, niet gelezen: “kleur”."]
    assert "kleur" not in next(iter(t)).cellen


def test_latin1_wordt_gelezen_en_gemeld(tabel):
    t = tabel("gemeente;waarde\nGrâce;1\n".encode("latin-1"))
    assert next(iter(t)).cellen["gemeente"] == "Grâce"
    assert "Latin-1" in t.meldingen[0]


def test_bewijs_komt_alleen_uit_getalkolommen(tabel):
    t = tabel('nis;waarde;geometrie;opmerking\n1;1.234;"POINT (3.72 51.05)";2.5\n2;12,5;;\n')
    assert t.notatie is Notatie.KOMMA


def test_half_bestand_wordt_geweigerd(tabel):
    with pytest.raises(Bestandsfout, match="afgebroken"):
        list(tabel("nis;waarde;opmerking\n44021;1;a\n44021;2"))
    with pytest.raises(Bestandsfout, match="afgebroken"):
        list(tabel('nis;waarde;opmerking\n44021;1;"open'))
    assert len(list(tabel("nis;waarde\n44021;1\n44021;2"))) == 2


def test_rij_met_te_veel_of_te_weinig_velden_wordt_een_fout_van_die_rij(tabel):
    rijen = list(tabel("nis;waarde\n44021;1;3\n44021\n44021;1;;\n\n44021;2\n"))
    assert [(r.nr, bool(r.fout)) for r in rijen] == [(2, True), (3, True), (4, False), (6, False)]


def test_veel_te_lange_regel_weigert_het_bestand(tabel, monkeypatch):
    monkeypatch.setattr(stroom, "BLOK", 500)
    monkeypatch.setattr(stroom.regels, "__kwdefaults__", {"langste": 1000})
    with pytest.raises(Bestandsfout, match="regel 2 is langer dan"):
        list(tabel("nis;waarde\n44021;" + "9" * 3000 + "\n"))


def werkboek(*rijen) -> bytes:
    uit = io.BytesIO()
    boek = xlsxwriter.Workbook(uit, {"in_memory": True})
    blad = boek.add_worksheet()
    datum = boek.add_format({"num_format": "dd/mm/yyyy"})
    for i, rij in enumerate(rijen):
        for j, cel in enumerate(rij):
            if isinstance(cel, dt.date):
                blad.write_datetime(i, j, dt.datetime.combine(cel, dt.time()), datum)
            else:
                blad.write(i, j, cel)
    boek.add_worksheet("tweede").write(0, 0, "iets anders")
    boek.close()
    return uit.getvalue()


def test_eerste_blad_van_een_xlsx(tabel):
    inhoud = werkboek(
        ["Gemeente", "waarde", "opmerking"],
        ["Gent", 12.5, dt.date(2024, 12, 31)],
        ["Aalst", "1.234", ""],
    )
    t = tabel(inhoud, "levering.xlsx")
    eerste, tweede = t
    assert eerste.cellen == {
        "gemeente": "Gent",
        "waarde": Decimal("12.5"),
        "opmerking": dt.date(2024, 12, 31),
    }
    assert tweede.cellen["waarde"] == "1.234"
    assert t.notatie is Notatie.ONBEKEND


def test_kapotte_xlsx_wordt_geweigerd(tabel):
    inhoud = werkboek(["nis", "waarde"], ["44021", 1])
    with pytest.raises(Bestandsfout, match=r"beschadigd|leesbaar"):
        tabel(inhoud[: len(inhoud) // 2], "levering.xlsx")
