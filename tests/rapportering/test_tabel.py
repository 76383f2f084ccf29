"""/vlaanderen/tabel/ and /provincies/<slug>/: sums with n van N, then and now, files that agree."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from gemeenten.models import Gemeente
from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = pytest.mark.django_db


@pytest.fixture
def _cijfers() -> None:
    vul_cijfers()


def _csv(client: Client, vraag: str) -> list[dict[str, str]]:
    antwoord: Any = client.get(f"/vlaanderen/tabel.csv?{vraag}")
    assert antwoord.status_code == 200
    tekst = b"".join(antwoord.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(tekst), delimiter=";"))


def _getal(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", "."))


@pytest.mark.usefixtures("_cijfers")
def test_som_van_de_provincies_is_de_som_van_de_gemeenten_en_het_gewest(client: Client) -> None:
    vraag = "doel=bomen&datum=2025-12-31&per="
    sommen = {
        per: sum(
            _getal(r["Cijfer (exact)"]) for r in _csv(client, vraag + per) if r["Cijfer (exact)"]
        )
        for per in ("gemeente", "provincie", "arrondissement", "gewest")
    }
    assert len(set(sommen.values())) == 1, sommen


@pytest.mark.usefixtures("_cijfers")
def test_indeling_van_toen_telt_300_en_die_van_nu_285_met_dezelfde_som(client: Client) -> None:
    vraag = "doel=bomen&datum=2024-12-31&datum=2025-12-31&indeling="
    toen, nu = _csv(client, vraag + "toen"), _csv(client, vraag + "nu")

    def van_2024(rijen: list[dict[str, str]]) -> list[dict[str, str]]:
        return [r for r in rijen if r["Datum"] == "31-12-2024"]

    assert (len(van_2024(toen)), len(van_2024(nu))) == (300, 285)
    assert {r["Gebied"] for r in van_2024(toen)} >= {"Bilzen", "Hoeselt", "Borgloon"}

    def som(rijen: list[dict[str, str]]) -> Decimal:
        return sum((_getal(r["Cijfer (exact)"]) for r in rijen if r["Cijfer (exact)"]), Decimal(0))

    assert som(van_2024(toen)) == som(van_2024(nu)) > 0


@pytest.mark.usefixtures("_cijfers")
def test_excel_en_csv_bevatten_dezelfde_rijen(client: Client) -> None:
    vraag = "per=provincie&datum=2025-12-31"
    antwoord: Any = client.get(f"/vlaanderen/tabel.xlsx?{vraag}")
    boek = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(antwoord.streaming_content)))
    rijen = boek.get_sheet_by_index(0).to_python()[1:]
    uit_csv = [
        (r["Indicator"], r["Gebied"], r["Cijfer"], r["Toestand"]) for r in _csv(client, vraag)
    ]
    assert [(r[2], r[4], r[7], r[9]) for r in rijen] == uit_csv
    assert len(uit_csv) == 26 * 5


@pytest.mark.parametrize(
    ("vraag", "status"),
    [
        ("per=ezel", 400),
        ("indeling=straks", 400),
        ("datum=gisteren", 400),
        ("datum=1830-01-01", 400),
        ("doel=eenhoorns", 400),
        ("wat=alles", 400),
        ("doel=bomen&doel=eenhoorns", 200),
        ("doel=verledding&per=referentieregio&wat=gehaald", 200),
        ("&".join(f"datum=2021-01-{d:02}" for d in range(1, 29)), 400),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, vraag: str, status: int
) -> None:
    assert client.get(f"/vlaanderen/tabel/?{vraag}").status_code == status


@pytest.mark.usefixtures("_cijfers")
def test_provincie_toont_een_deelsom_met_hoeveel_gemeenten(client: Client) -> None:
    inhoud = client.get("/provincies/oost-vlaanderen/?doelstelling=fietspaden").content.decode()
    aantal = Gemeente.objects.filter(tot=None, provincie__slug="oost-vlaanderen").count()
    delen = re.findall(r'data-kop="Met een cijfer" class="getal">(\d+) van (\d+)<', inhoud)
    assert any(int(n) < int(van_n) == aantal for n, van_n in delen)
    assert "Gent" in inhoud
    assert "Aarschot" not in inhoud


def test_enkel_wie_voor_de_provincie_werkt_ziet_haar_kansen(
    client: Client, provincie_ovl: Any, publicator_gent: Any
) -> None:
    weg = 'href="#voor-de-provincie"'
    assert weg not in client.get("/provincies/oost-vlaanderen/").content.decode()
    client.force_login(provincie_ovl)
    assert weg in client.get("/provincies/oost-vlaanderen/").content.decode()
    assert weg not in client.get("/provincies/limburg/").content.decode()


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/provincies/brussel/", 404),
        ("/provincies/limburg/?doelstelling=eenhoorns", 400),
        ("/provincies/limburg/?sorteer=ezel", 400),
        ("/provincies/limburg/?op=2019-06-01", 200),
    ],
)
def test_slechte_vraag_aan_een_provincie(client: Client, adres: str, status: int) -> None:
    assert client.get(adres).status_code == status
