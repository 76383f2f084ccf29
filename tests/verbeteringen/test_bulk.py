"""Bulk upload: mapping, checks per row, registration, undo, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyproj import Transformer

from tests.verbeteringen.hulp import GENT, vak
from tests.verbeteringen.test_registratie import bomen_van
from toegang.models import Account
from verbeteringen.models import Kolomkoppeling, Telling, Upload, Uploadrij, Verbetering

pytestmark = pytest.mark.django_db(transaction=True)

CSV = (
    b"Projectnaam;Datum;Aantal bomen;Gemeente;lat;lon\r\n"
    b"Plein;15-11-2025;12;Gent;51,0530;3,7250\r\n"
    b"Straat;2025-11-16;8;9000;;\r\n"
    b"Fout;15-11-2019;5;Gent;;\r\n"
    b"Ook fout;15-11-2025;twee;Atlantis;;\r\n"
)


def laad_op(client: Any, inhoud: bytes, naam: str) -> Any:
    return client.post(
        reverse("verbeteringen:opladen"),
        {"bestand": SimpleUploadedFile(naam, inhoud), "aanvrager": "gemeente"},
        follow=True,
    )


def koppel(client: Any, upload: Upload) -> None:
    velden = {
        f"kolom_{nr}": upload.koppeling.get(kop, "") for nr, kop in enumerate(upload.kolommen)
    }
    client.post(reverse("verbeteringen:upload_koppelen", args=[upload.pk]), velden)
    upload.refresh_from_db()


def test_van_bestand_tot_cijfer_en_terug(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    laad_op(client, CSV, "bomen.csv")
    upload = Upload.objects.get()
    assert upload.koppeling["Aantal bomen"] == "bomen"
    koppel(client, upload)
    assert (upload.status, upload.goed, upload.fout) == ("gelezen", 2, 2)
    tekst = client.get(reverse("verbeteringen:upload", args=[upload.pk])).content.decode()
    assert "sinds 1-1-2021" in tekst
    assert "“Atlantis” is geen gemeente die we kennen" in tekst
    assert set(Uploadrij.objects.exclude(fouten=[]).values_list("nr", flat=True)) == {4, 5}

    adres = reverse("verbeteringen:upload_registreren", args=[upload.pk])
    antwoord = client.post(adres, follow=True)
    assert "2 rijen hebben fouten" in antwoord.content.decode()
    client.post(adres, {"alleen_goede": "on"})
    upload.refresh_from_db()
    assert upload.status == "klaar"
    assert bomen_van("44021") == 20
    assert Telling.objects.get(aantal__gt=0).aantal == 2
    v = Verbetering.objects.get(projectnaam="Plein")
    assert v.cel is not None
    assert v.gebeurtenissen.get().reden == f"upload {upload.pk}, rij 2"
    assert client.get(reverse("verbeteringen:detail", args=[v.pk])).status_code == 200

    client.post(reverse("verbeteringen:upload_ongedaan", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.status == "herroepen"
    assert bomen_van("44021") == 0
    assert not Telling.objects.filter(aantal__gt=0).exists()


def test_koppeling_wordt_onthouden(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    inhoud = b"wat;wanneer;stuks\r\nPlein;15-11-2025;12\r\n"
    laad_op(client, inhoud, "a.csv")
    upload = Upload.objects.get()
    assert upload.koppeling == {}
    upload.koppeling = {"wat": "projectnaam", "wanneer": "uitgevoerd_op", "stuks": "bomen"}
    koppel(client, upload)
    assert Kolomkoppeling.objects.count() == 1
    laad_op(client, inhoud, "b.csv")
    assert Upload.objects.first().koppeling["stuks"] == "bomen"


def lambert72(lon: float, lat: float) -> tuple[float, float]:
    return Transformer.from_crs(4326, 31370, always_xy=True).transform(lon, lat)


def test_lambert_72_zonder_vermelding_wordt_herkend(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    x, y = lambert72(*GENT)
    inhoud = f"naam;datum;bomen;x;y\r\nPlein;15-11-2025;3;{x:.0f};{y:.0f}\r\n".encode()
    laad_op(client, inhoud, "lambert.csv")
    koppel(client, Upload.objects.get())
    rij = Uploadrij.objects.get()
    assert rij.fouten == []
    punt = shapely.from_wkb(rij.inhoud["wkb"])
    assert (punt.x, punt.y) == pytest.approx(GENT, abs=1e-4)


def schrijf_laag(pad: Path, driver: str, crs: str, vormen: list[Any]) -> None:
    pyogrio.raw.write(
        pad,
        geometry=shapely.to_wkb(np.array(vormen, dtype=object)),
        field_data=[
            np.array(["Plein"] * len(vormen)),
            np.array(["2025-11-15"] * len(vormen)),
            np.array([4] * len(vormen)),
        ],
        fields=["naam", "datum", "bomen"],
        geometry_type="Polygon",
        crs=crs,
        driver=driver,
    )


def _l72(vorm: Any) -> Any:
    t = Transformer.from_crs(4326, 31370, always_xy=True)
    return shapely.transform(vorm, lambda p: np.column_stack(t.transform(p[:, 0], p[:, 1])))


def test_gpkg_in_lambert_72(client: Any, publicator_gent: Account, tmp_path: Path) -> None:
    pad = tmp_path / "perken.gpkg"
    schrijf_laag(pad, "GPKG", "EPSG:31370", [_l72(vak(*GENT))])
    client.force_login(publicator_gent)
    laad_op(client, pad.read_bytes(), "perken.gpkg")
    upload = Upload.objects.get()
    koppel(client, upload)
    assert (upload.goed, upload.fout) == (1, 0)
    assert "31370" in upload.crs or "Lambert" in upload.crs


def test_shapefile_in_een_zip(client: Any, publicator_gent: Account, tmp_path: Path) -> None:
    schrijf_laag(tmp_path / "perken.shp", "ESRI Shapefile", "EPSG:31370", [_l72(vak(*GENT))])
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        for deel in tmp_path.glob("perken.*"):
            archief.write(deel, f"map/{deel.name}")
    client.force_login(publicator_gent)
    laad_op(client, uit.getvalue(), "perken.zip")
    upload = Upload.objects.get()
    koppel(client, upload)
    assert (upload.goed, upload.fout) == (1, 0)


def test_excel_met_datums_en_decimalen(client: Any, publicator_gent: Account) -> None:
    import datetime as dt

    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit) as boek:
        blad = boek.add_worksheet()
        dag = boek.add_format({"num_format": "dd/mm/yyyy"})
        for kolom, kop in enumerate(("Naam", "Datum", "Haag", "Gemeente")):
            blad.write(0, kolom, kop)
        blad.write(1, 0, "Houtkant")
        blad.write_datetime(1, 1, dt.datetime(2025, 11, 15), dag)  # noqa: DTZ001
        blad.write(1, 2, 12.345)
        blad.write(1, 3, "Gent")
    client.force_login(publicator_gent)
    laad_op(client, uit.getvalue(), "hagen.xlsx")
    koppel(client, Upload.objects.get())
    rij = Uploadrij.objects.get()
    assert rij.fouten == []
    assert rij.inhoud["maatregelen"][0]["hoeveelheid"] == "12.345"
    assert rij.inhoud["uitgevoerd_op"] == "2025-11-15"


def test_landschap_over_gemeenten_wacht_op_elke_gemeente(
    client: Any, landschap: Account, publicator_gent: Account
) -> None:
    inhoud = (
        b"naam;datum;bomen;gemeente\r\nA;15-11-2025;3;Gent\r\nB;15-11-2025;4;Aalst\r\n"
        b"C;15-11-2025;5;Gent\r\n"
    )
    client.force_login(landschap)
    client.post(
        reverse("verbeteringen:opladen"),
        {"bestand": SimpleUploadedFile("rl.csv", inhoud), "aanvrager": "ondersteuner"},
    )
    upload = Upload.objects.get()
    koppel(client, upload)
    client.post(reverse("verbeteringen:upload_registreren", args=[upload.pk]))
    assert set(Verbetering.objects.values_list("goedkeuring", flat=True)) == {"ingediend"}
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:beoordelen")
    mijn = client.get(adres).context["regels"]
    assert {r["v"].projectnaam for r in mijn} == {"A", "C"}
    [wacht] = client.get(adres).context["uploads"]
    assert (wacht.naam, wacht.aantal) == ("rl.csv", 2)
    client.post(adres, {"upload": wacht.pk})
    assert bomen_van("44021") == 8
    assert bomen_van("41002") == 0


def test_andermans_upload_bestaat_niet(
    client: Any, publicator_gent: Account, publicator_aalst: Account
) -> None:
    client.force_login(publicator_gent)
    laad_op(client, CSV, "bomen.csv")
    upload = Upload.objects.get()
    client.force_login(publicator_aalst)
    assert client.get(reverse("verbeteringen:upload", args=[upload.pk])).status_code == 404


@pytest.mark.parametrize("soort", ["csv", "xlsx", "geojson"])
def test_sjabloon_kan_zo_terug_opgeladen_worden(
    client: Any, publicator_gent: Account, soort: str
) -> None:
    client.force_login(publicator_gent)
    inhoud = client.get(reverse("verbeteringen:sjabloon", args=[soort])).content
    laad_op(client, inhoud, f"sjabloon.{soort}")
    upload = Upload.objects.get()
    koppel(client, upload)
    assert (upload.goed, upload.fout) == (1, 0)


def test_een_deel_van_een_rij_dat_niet_meetelt(client: Any, publicator_gent: Account) -> None:
    """As on the form: 100 trees of which 60 in bosverband and 10 a compensation, 30 count."""
    client.force_login(publicator_gent)
    inhoud = (
        b"naam;datum;bomen;haag;gemeente;telt_niet_mee;waarvan bosverband;compensatie_deel\r\n"
        b"Park;15-11-2025;100;;Gent;;60;10\r\n"
        b"Alles;15-11-2025;5;;Gent;bosverband;;\r\n"
        b"Te veel;15-11-2025;10;;Gent;;12;\r\n"
        b"Past niet;15-11-2025;;8;Gent;;3;\r\n"
        b"Bij welke;15-11-2025;10;8;Gent;;;3\r\n"
        b"Geen getal;15-11-2025;10;;Gent;;half;\r\n"
    )
    laad_op(client, inhoud, "deels.csv")
    upload = Upload.objects.get()
    assert upload.koppeling["waarvan bosverband"] == "bosverband_deel"
    koppel(client, upload)
    fouten = {
        rij.nr: [(f["veld"], f["tekst"]) for f in rij.fouten]
        for rij in Uploadrij.objects.exclude(fouten=[])
    }
    assert {nr: f[0][0] for nr, f in fouten.items()} == {
        4: "bosverband_deel",
        5: "bosverband_deel",
        6: "compensatie_deel",
        7: "bosverband_deel",
    }
    assert {len(f) for f in fouten.values()} == {1}
    assert "er tellen er meer niet mee (12)" in fouten[4][0][1]
    assert "geen enkele maatregel" in fouten[5][0][1]
    assert "op een eigen rij" in fouten[6][0][1]
    adres = reverse("verbeteringen:upload", args=[upload.pk])
    assert "+60 bomen (telt niet mee: in bosverband)" in client.get(adres).content.decode()
    client.post(
        reverse("verbeteringen:upload_registreren", args=[upload.pk]), {"alleen_goede": "on"}
    )
    assert bomen_van("44021") == 30
    park = Verbetering.objects.get(projectnaam="Park")
    assert {(m.hoeveelheid, m.telt_mee) for m in park.maatregelen.all()} == {
        (30, True),
        (60, False),
        (10, False),
    }
