"""/vergelijk/<slug>/: in proportion, in the order asked, fair, shareable; refuses what cannot be."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from gemeenten.models import Gemeente
from gemeenten.selectors import gemeenten_op
from rapportering.groepen import buren, groepen_van, vergelijkbare
from rapportering.plotlybeleid import STIJLEN
from rapportering.statisch import NAAM, PlotlyZoeker, plotly_pad
from rapportering.vergelijking import ongeveer_gelijk
from tests.rapportering.voorbeeld import NIS, vul_cijfers

pytestmark = pytest.mark.django_db
ADRES = "/vergelijk/bomen/?gemeente=44021&gemeente=11002&groep=provincie:40000"


@pytest.fixture
def _cijfers() -> None:
    vul_cijfers()


def _gegevens(inhoud: str) -> dict:  # type: ignore[type-arg]
    treffer = re.search(r'id="vergelijking-gegevens"[^>]*>(.*?)</script>', inhoud, re.S)
    assert treffer
    gelezen: dict = json.loads(treffer[1])  # type: ignore[type-arg]
    return gelezen


@pytest.mark.usefixtures("_cijfers")
def test_staat_in_de_gevraagde_volgorde_en_in_verhouding(client: Client) -> None:
    inhoud = client.get(ADRES).content.decode()
    gegevens = _gegevens(inhoud)
    assert [r["naam"] for r in gegevens["reeksen"]] == ["Gent", "Antwerpen", "Oost-Vlaanderen"]
    assert gegevens["eenheid"] == "bomen per 1.000 inwoners"
    # Of the provincie only some gemeenten have figures: it says how many.
    assert "van 60" in gegevens["reeksen"][2]["tekst"][-1] or "van" in inhoud
    assert len(json.dumps(gegevens)) < 60_000


@pytest.mark.usefixtures("_cijfers")
def test_csv_zegt_hetzelfde_als_de_tabel(client: Client) -> None:
    gegevens = _gegevens(client.get(ADRES).content.decode())
    tekst = client.get(ADRES.replace("/?", ".csv?")).content.decode("utf-8-sig")
    rijen = list(csv.reader(io.StringIO(tekst), delimiter=";"))[1:]
    uit_csv = [f"{r[2]} ({r[3]})" for r in rijen]
    assert uit_csv == [t for r in gegevens["reeksen"] for t in r["tekst"]]


@pytest.mark.parametrize(
    ("vraag", "status"),
    [
        ("", 200),
        ("?gemeente=99999", 400),
        ("?groep=provincie:99999", 400),
        ("?gemeente=44021&per=ezel", 400),
        ("?gemeente=44021&vorm=taart", 400),
        ("?gemeente=44021&jaar=1830", 400),
        ("?gemeente=44021&jaar=abc", 400),
        ("?gemeente=44021&jaar=2021", 200),
        ("?gemeente=73009&op=2024-12-31", 200),
        ("?gemeente=73009", 400),
        ("?" + "&".join(f"gemeente={n}" for n in range(11000, 11500)), 400),
        ("?gemeente=44021&gemeente=44021", 200),
        ("?gemeente=44021&cijfer=bestaat-niet", 404),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, vraag: str, status: int
) -> None:
    assert client.get(f"/vergelijk/bomen/{vraag}").status_code == status


def test_onbekende_doelstelling_is_404(client: Client) -> None:
    assert client.get("/vergelijk/eenhoorns/").status_code == 404


def test_zonder_cijfers_staat_er_dat_ze_ontbreken(client: Client) -> None:
    assert "ontbreekt" in client.get("/vergelijk/verledding/?gemeente=44021").content.decode()


def test_toevoegen_en_weglaten_geven_een_adres_om_te_delen(client: Client) -> None:
    antwoord = client.get("/vergelijk/bomen/?gemeente=44021&erbij=11002")
    assert antwoord["Location"] == "/vergelijk/bomen/?gemeente=44021&gemeente=11002"
    antwoord = client.get("/vergelijk/bomen/?gemeente=44021&gemeente=11002&weg=gemeente:44021")
    assert antwoord["Location"] == "/vergelijk/bomen/?gemeente=11002"


def test_dertien_met_toevoegen_is_te_veel(client: Client) -> None:
    twaalf = list(Gemeente.objects.filter(tot=None).values_list("nis", flat=True)[:12])
    vraag = "&".join(f"gemeente={nis}" for nis in twaalf)
    ander = next(nis for nis in NIS if nis not in twaalf and nis != "73009")
    assert client.get(f"/vergelijk/bomen/?{vraag}").status_code == 200
    assert client.get(f"/vergelijk/bomen/?{vraag}&erbij={ander}").status_code == 400


def test_binnen_de_telfout_heet_ongeveer_gelijk() -> None:
    assert ongeveer_gelijk(Decimal(100), Decimal(96))
    assert not ongeveer_gelijk(Decimal(100), Decimal(90))
    assert ongeveer_gelijk(Decimal(0), Decimal(0))


def test_elke_gemeente_zit_in_een_groep_van_elke_soort() -> None:
    gemeenten = list(
        Gemeente.objects.filter(tot=None).select_related("provincie", "arrondissement")
    )
    groepen = groepen_van(gemeenten, {g.pk: 15_000 for g in gemeenten})
    for soort in ("provincie", "arrondissement", "referentieregio", "klasse"):
        leden = [pk for g in groepen if g.soort == soort for pk in g.leden]
        assert sorted(leden) == sorted(g.pk for g in gemeenten), soort


def test_buren_liggen_dichtbij_en_gelijkende_lijken() -> None:
    gemeenten = list(Gemeente.objects.filter(tot=None))
    gent = next(g for g in gemeenten if g.nis == "44021")
    assert all(b.km is not None and b.km < 20 for b in buren(gent, gemeenten))
    inwoners = {g.pk: 10_000 for g in gemeenten} | {gent.pk: 270_000}
    antwerpen = next(g for g in gemeenten if g.nis == "11002")
    inwoners[antwerpen.pk] = 550_000
    assert vergelijkbare(gent, gemeenten, inwoners)[0].gemeente == antwerpen


def test_enkel_plotly_min_js_komt_uit_het_pakket() -> None:
    assert finders.find(NAAM) == str(plotly_pad())
    assert finders.find("plotly/widgetbundle.js") is None
    assert [naam for naam, _ in PlotlyZoeker().list(None)] == ["plotly.min.js"]


def test_de_beveiligingsregel_noemt_precies_de_stijlen_van_plotly(client: Client) -> None:
    bron = plotly_pad().read_text(encoding="utf-8")
    [kaart] = re.findall(
        r"document\.createElement\(\"style\"\);e\.id=\"[0-9a-f]{64}\","
        r"e\.textContent='((?:[^'\\]|\\.)*)'",
        bron,
    )
    teksten = ["", ast.literal_eval("'" + kaart.replace("\n", "\\n") + "'")]
    assert bron.count('document.createElement("style")') == len(teksten)
    verwacht = {
        f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'"
        for t in teksten
    }
    assert verwacht == set(STIJLEN)
    beleid = client.get("/vergelijk/bomen/")["Content-Security-Policy"]
    assert all(stijl in beleid for stijl in STIJLEN)
    assert "sha256" not in client.get("/")["Content-Security-Policy"]


def test_aangemelde_ziet_wie_kan_samenwerken_en_een_bezoeker_niet(
    client: Client, publicator_gent: Any
) -> None:
    gemeenten = gemeenten_op(timezone.localdate())
    gent = next(g for g in gemeenten if g.nis == "44021")
    vul_cijfers(nis=["44021", *(b.gemeente.nis for b in buren(gent, gemeenten, aantal=8))])
    adressen = [
        f"/vergelijk/{slug}/?gemeente=44021"
        for slug in ("bomen", "hagen_geveltuinen", "laadpunten")
    ]
    assert all("Samenwerking voor" not in client.get(a).content.decode() for a in adressen)
    client.force_login(publicator_gent, nummer=0)  # type: ignore[call-arg]
    teksten = [client.get(a).content.decode() for a in adressen]
    met = [tekst for tekst in teksten if "Samenwerking voor" in tekst]
    assert met, "Gent loopt nergens achter in de voorbeeldcijfers"
    assert any("dezelfde kans:" in tekst for tekst in met)
    assert all("Wie kan helpen" in tekst for tekst in met)


def test_meer_tegelijk_toevoegen(client: Client) -> None:
    antwoord = client.get("/vergelijk/bomen/?gemeente=44021&erbij=11002,12021")
    assert antwoord.status_code == 302
    assert antwoord["Location"].count("gemeente=") == 3


def test_een_cijfer_van_een_vroeger_jaar_ziet_er_anders_uit(client: Client) -> None:
    vul_cijfers()
    adres = "/vergelijk/laadpunten/?gemeente=44021&gemeente=11002&op=2026-06-30"
    inhoud = client.get(adres).content.decode()
    assert "cijfer van 31-12-2025" in inhoud
    assert 'class="getal onzeker"' in inhoud
