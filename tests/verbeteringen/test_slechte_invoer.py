"""Files and shapes that mean harm or make no sense get a clear Dutch answer; nothing is lost."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.verbeteringen.hulp import vak
from toegang.models import Account
from verbeteringen.models import Upload, Verbetering

pytestmark = pytest.mark.django_db


def laad_op(client: Any, inhoud: bytes, naam: str) -> Any:
    return client.post(
        reverse("verbeteringen:opladen"),
        {"bestand": SimpleUploadedFile(naam, inhoud), "aanvrager": "gemeente"},
        follow=True,
    )


def _zip(*leden: tuple[str, bytes]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden:
            archief.writestr(naam, inhoud)
    return uit.getvalue()


def _met_wachtwoord() -> bytes:
    ruw = bytearray(_zip(("a.shp", b"x" * 100)))
    for merk, plek in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        ruw[ruw.index(merk) + plek] |= 1
    return bytes(ruw)


@pytest.mark.parametrize(
    ("naam", "inhoud", "zegt"),
    [
        ("bomen.csv", b"MZ\x90\x00" + b"\x00" * 200, "is een programma"),
        ("bomen.csv", b"MZ een tekst", "is een programma"),
        ("a.zip", b"PK\x03\x04kapot", "is stuk"),
        ("a.zip", _zip(("../../etc/a.shp", b"x")), "pad buiten het archief"),
        ("a.zip", _zip(("a.shp", b"\x00" * 60_000_000)), "onredelijk groot"),
        ("a.zip", _met_wachtwoord(), "heeft een wachtwoord"),
        ("a.zip", _zip(("lees.txt", b"niets")), "precies één shapefile"),
        ("a.xlsx", _zip(("xl/a.xml", b"\x00" * 60_000_000)), "onredelijk groot"),
        ("a.xlsx", _zip(("a", b"b")), "geen leesbaar Excelbestand"),
        ("a.geojson", b"{kapot", "geen geldige GeoJSON"),
        ("a.kml", b"<OGRVRTDataSource><kml/></OGRVRTDataSource>", "geen geldig .kml-bestand"),
        ("a.exe", b"MZ", "worden niet gelezen"),
        ("a.csv", b"", "is leeg"),
        ("a.csv", b";;\r\n1;2;3", "geen kolomkoppen"),
    ],
)  # fmt: skip
def test_slecht_bestand_krijgt_een_duidelijk_antwoord(
    client: Any, publicator_gent: Account, naam: str, inhoud: bytes, zegt: str
) -> None:
    client.force_login(publicator_gent)
    antwoord = laad_op(client, inhoud, naam)
    assert antwoord.status_code == 422
    assert zegt in antwoord.content.decode()
    assert not Upload.objects.exists()


def vraag_vorm(client: Any, geometrie: Any) -> Any:
    tekst = geometrie if isinstance(geometrie, str) else shapely.to_geojson(geometrie)
    return client.post(reverse("verbeteringen:vorm"), {"geometrie": tekst})


def test_slechte_vormen_krijgen_een_duidelijk_antwoord(client: Any) -> None:
    vlinder = shapely.Polygon([(3.70, 51.05), (3.71, 51.06), (3.71, 51.05), (3.70, 51.06)])
    assert "sneed zichzelf" in vraag_vorm(client, vlinder).content.decode()
    plat = shapely.Polygon([(3.70, 51.05), (3.71, 51.05), (3.72, 51.05)])
    assert "geen oppervlakte" in vraag_vorm(client, plat).json()["fout"]
    brussel = vak(4.3517, 50.8503)
    assert "buiten Vlaanderen" in vraag_vorm(client, vak(4.35, 50.62)).json()["fout"]
    assert vraag_vorm(client, brussel).status_code in (200, 422)
    parijs = vak(2.35, 48.85)
    assert "buiten het Vlaamse Gewest" in vraag_vorm(client, parijs).json()["fout"]
    omgekeerd = vak(51.05, 3.72)
    antwoord = vraag_vorm(client, omgekeerd).json()
    assert "omgewisseld" in antwoord["fout"]
    # One click sends back what is offered.
    assert vraag_vorm(client, json.dumps(antwoord["gewisseld"])).json()["plaats"] == "Ligt in Gent."
    assert "gewisseld" not in vraag_vorm(client, parijs).json()
    assert "niet te lezen" in vraag_vorm(client, "{kapot").json()["fout"]


def test_omgekeerde_coordinaten_in_een_bestand_worden_gewisseld(client: Any) -> None:
    inhoud = shapely.to_geojson(vak(51.05, 3.72)).encode()
    antwoord = client.post(
        reverse("verbeteringen:vorm"), {"bestand": SimpleUploadedFile("a.geojson", inhoud)}
    )
    assert "stonden omgekeerd" in " ".join(antwoord.json()["waarschuwingen"])
    assert antwoord.json()["plaats"] == "Ligt in Gent."


def test_tweehonderdduizend_punten_worden_geweigerd(client: Any) -> None:
    hoek = np.linspace(0, 2 * np.pi, 200_000, endpoint=False)
    ring = np.column_stack((3.72 + 0.01 * np.cos(hoek), 51.05 + 0.01 * np.sin(hoek)))
    inhoud = shapely.to_geojson(shapely.Polygon(ring)).encode()
    antwoord = client.post(
        reverse("verbeteringen:vorm"), {"bestand": SimpleUploadedFile("a.geojson", inhoud)}
    )
    assert antwoord.status_code == 422
    assert "200.001 punten" in antwoord.json()["fout"]


def test_een_vorm_die_zichzelf_snijdt_wordt_hersteld_bewaard(
    client: Any, publicator_gent: Account
) -> None:
    from tests.verbeteringen.test_paginas import formuliervelden

    # Two halves of the same size: their signed areas add up to nothing.
    vlinder = shapely.Polygon([(3.720, 51.050), (3.722, 51.052), (3.722, 51.050), (3.720, 51.052)])
    client.force_login(publicator_gent)
    velden = formuliervelden(geometrie=shapely.to_geojson(vlinder))
    assert client.post(reverse("verbeteringen:nieuw"), velden).status_code == 302
    assert Verbetering.objects.get().geometrie.is_valid


def test_een_miljard_bomen_is_niet_aannemelijk(client: Any, publicator_gent: Account) -> None:
    from tests.verbeteringen.test_paginas import formuliervelden

    client.force_login(publicator_gent)
    antwoord = client.post(reverse("verbeteringen:nieuw"), formuliervelden(bomen_plus="1000000000"))
    assert "meer dan aannemelijk" in antwoord.content.decode()
    assert not Verbetering.objects.exists()


def test_foto_verliest_exif_en_programma_wordt_geweigerd(
    client: Any, publicator_gent: Account
) -> None:
    from PIL import Image

    from tests.verbeteringen.test_paginas import formuliervelden
    from verbeteringen.fotos import pad_van
    from verbeteringen.models import Foto

    uit = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "GeheimToestel"
    Image.new("RGB", (3000, 1500), "green").save(uit, "JPEG", exif=exif)
    client.force_login(publicator_gent)
    velden = formuliervelden() | {
        "fotos": [
            SimpleUploadedFile("plein.jpg", uit.getvalue()),
            SimpleUploadedFile("virus.jpg", b"MZ\x90" + b"\x00" * 99),
        ]
    }
    antwoord = client.post(reverse("verbeteringen:nieuw"), velden, follow=True)
    assert "is een programma" in antwoord.content.decode()
    foto = Foto.objects.get()
    assert (foto.breedte, foto.hoogte) == (2000, 1000)
    assert foto.alt == "Foto 1 van Bomen, Gent"
    assert b"GeheimToestel" not in pad_van(foto).read_bytes()
    assert client.get(reverse("verbeteringen:foto", args=[foto.pk])).status_code == 200
    client.logout()
    assert client.get(reverse("verbeteringen:foto", args=[foto.pk])).status_code == 200


@pytest.mark.parametrize(
    ("coordinaten", "crs", "status", "zegt"),
    [
        # The file says degrees, the numbers are Lambert 72.
        ([104_800, 193_600], "urn:ogc:def:crs:OGC:1.3:CRS84", 200, "de getallen zijn Lambert 72"),
        ([10_000_000, 3], None, 422, "het coördinatenstelsel ontbreekt"),
        # Amsterdam's grid, named as such: it is followed, and lies outside Flanders.
        ([121_000, 487_000], "EPSG:28992", 422, "buiten het Vlaamse Gewest"),
        ([104_800, 193_600], "EPSG:999999", 200, "Gelezen als Lambert 72"),
    ],
)
def test_een_verkeerd_coordinatenstelsel_wordt_herkend_of_geweigerd(
    client: Any, coordinaten: list[int], crs: str | None, status: int, zegt: str
) -> None:
    boom: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": coordinaten}}
        ],
    }
    if crs:
        boom["crs"] = {"type": "name", "properties": {"name": crs}}
    antwoord = client.post(
        reverse("verbeteringen:vorm"),
        {"bestand": SimpleUploadedFile("a.geojson", json.dumps(boom).encode())},
    )
    assert antwoord.status_code == status, antwoord.json()
    assert zegt in " ".join(
        [antwoord.json().get("fout", ""), *antwoord.json().get("waarschuwingen", [])]
    )
