"""The offer as a file: round trip, formulas that stay text, good rows kept."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ondersteuners.models import Aanbod, Ondersteuner, Versie
from ondersteuners.uitwisseling import als_csv, als_xlsx, herstel, ontzenuw, voer_in
from tests.ondersteuners.conftest import maak_aanbod
from toegang.models import Account

pytestmark = pytest.mark.django_db


def schrijf(pad: Path, inhoud: bytes | str) -> Path:
    pad.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    return pad


@given(st.text(max_size=60))
def test_ontzenuwen_is_terug_te_draaien(tekst: str) -> None:
    veilig = ontzenuw(tekst)
    assert not veilig.startswith(("=", "+", "-", "@", "\t", "\r"))
    if not tekst.startswith("'"):
        assert herstel(veilig) == tekst


@pytest.mark.parametrize("gevaar", ["=1+1", "+32", "-2", "@SUM(A1)", "=HYPERLINK(1)"])
def test_formule_wordt_geen_formule(limburg: Ondersteuner, gevaar: str) -> None:
    item = maak_aanbod(limburg, titel=gevaar, omschrijving=gevaar)
    rijen = csv.DictReader(
        io.StringIO("".join(als_csv(Aanbod.objects.filter(pk=item.pk))).lstrip("\ufeff")),
        delimiter=";",
    )
    assert next(rijen)["titel"] == f"'{gevaar}"
    boek = CalamineWorkbook.from_filelike(io.BytesIO(als_xlsx(Aanbod.objects.filter(pk=item.pk))))
    assert boek.get_sheet_by_index(0).to_python()[1][2] == f"'{gevaar}"


@pytest.mark.parametrize("soort", ["csv", "xlsx"])
def test_uitvoer_opnieuw_invoeren_wijzigt_niets(
    tmp_path: Path, limburg: Ondersteuner, soort: str
) -> None:
    maak_aanbod(limburg, titel="=gevaarlijk", omschrijving='regel een\n\n- een; twee\n"drie"')
    rijen = limburg.aanbod.all()
    inhoud = "".join(als_csv(rijen)) if soort == "csv" else als_xlsx(rijen)
    invoer = voer_in(pad=schrijf(tmp_path / f"a.{soort}", inhoud), ondersteuner=limburg, door=None)
    assert (invoer.fouten, invoer.meldingen) == ([], [])
    assert invoer.concepten == []
    assert invoer.ongewijzigd == rijen.count()


def test_invoer_wordt_concept_en_nooit_vanzelf_openbaar(
    tmp_path: Path, limburg: Ondersteuner
) -> None:
    bestand = (
        "slug;titel;werven;doelstellingen;kosten\n"
        "hoppinpunten;Hoppinpunten en meer;3;;gratis\n"
        ";Nieuw aanbod;1|4;bomen|ontharding;\n"
    )
    pad = schrijf(tmp_path / "a.csv", bestand)
    invoer = voer_in(pad=pad, ondersteuner=limburg, door=None)
    assert len(invoer.concepten) == 2
    assert Aanbod.objects.get(slug="hoppinpunten").titel == "Hoppinpunten"
    nieuw = Aanbod.objects.get(slug="nieuw-aanbod")
    assert nieuw.staat == Aanbod.Staat.CONCEPT
    assert nieuw.versies.get().inhoud["werven"] == ["werf-1", "werf-4"]


def test_goede_rijen_blijven_en_het_verbeterde_bestand_geeft_geen_dubbels(
    tmp_path: Path, limburg: Ondersteuner
) -> None:
    bestand = (
        "slug;titel;werven;doelstellingen;gemeenten;gebied\n"
        ";Goed;1;bomen;;\n"
        ";;1;;;\n"
        ";Fout doel;1;bomne;;\n"
        ";Fout gebied;1;;Brussel;gemeenten\n"
        "hoppinpunten;Een;3;;;\n"
        "hoppinpunten;Twee;3;;;\n"
    )
    pad = schrijf(tmp_path / "a.csv", bestand)
    invoer = voer_in(pad=pad, ondersteuner=limburg, door=None)
    assert [(f.rij, f.veld) for f in invoer.fouten] == [
        (3, "titel"),
        (4, "doelstellingen"),
        (5, "gemeenten"),
        (7, "slug"),
    ]
    assert sorted(v.inhoud["titel"] for v in invoer.concepten) == ["Een", "Goed"]
    beter = bestand.replace(";;1;;;", ";Met titel;1;;;").replace("bomne", "bomen")
    beter = beter.replace("Brussel", "Genk").replace("hoppinpunten;Twee;3;;;\n", "")
    invoer = voer_in(pad=schrijf(pad, beter), ondersteuner=limburg, door=None)
    assert not invoer.fouten
    assert (len(invoer.concepten), invoer.ongewijzigd) == (3, 2)
    assert limburg.aanbod.filter(titel="Goed").count() == 1
    assert Versie.objects.count() == 5


def test_twee_rijen_met_dezelfde_titel_zijn_er_een_te_veel(
    tmp_path: Path, limburg: Ondersteuner
) -> None:
    pad = schrijf(tmp_path / "a.csv", "titel;werven\nPlantdag;1\nplantdag;2\n")
    invoer = voer_in(pad=pad, ondersteuner=limburg, door=None)
    assert [(f.rij, f.veld, f.reden) for f in invoer.fouten] == [
        (3, "titel", "Staat ook al op rij 2.")
    ]
    assert len(invoer.concepten) == 1


@pytest.mark.parametrize(
    ("naam", "inhoud", "boodschap"),
    [
        ("a.csv", b"", "leeg"),
        ("a.csv", b"\x00\x01\x02", "Er is niets overgenomen"),
        ("a.xlsx", b"geen excel", "Er is niets overgenomen"),
        ("a.csv", b"naam;iets\nx;y\n", "Er is niets overgenomen"),
        ("a.exe", b"MZ\x90\x00", "Er is niets overgenomen"),
    ],
)
def test_onleesbaar_bestand_wordt_met_uitleg_geweigerd(
    client: Client, landschap: Account, naam: str, inhoud: bytes, boodschap: str
) -> None:
    client.force_login(landschap)
    adres = "/ondersteuners/beheer/regionaal-landschap-meetjesland/invoer/"
    antwoord = client.post(adres, {"bestand": SimpleUploadedFile(naam, inhoud)})
    assert antwoord.status_code == 422
    assert boodschap in antwoord.content.decode()
    assert not Versie.objects.exists()


def test_download_van_een_zoekvraag(client: Client) -> None:
    antwoord = client.get("/ondersteuners/uitvoer.csv?werf=werf-3")
    tekst = b"".join(antwoord.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    slugs = {rij["slug"] for rij in csv.DictReader(io.StringIO(tekst), delimiter=";")}
    assert "hoppinpunten" in slugs
    assert "limburg-renoveert" not in slugs
    assert client.get("/ondersteuners/uitvoer.xlsx").status_code == 200
    assert client.get("/ondersteuners/uitvoer.exe").status_code == 404
