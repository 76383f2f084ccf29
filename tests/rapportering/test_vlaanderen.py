"""/vlaanderen/: all goals of the Gewest, the map and the table beside it."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from decimal import Decimal

import pytest
from django.test import Client

from doelstellingen import services
from doelstellingen.models import Doelstelling, Indicator, Publicatie
from doelstellingen.publicaties import publiceer
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers

pytestmark = pytest.mark.django_db


def pagina(client: Client, **vraag: str) -> str:
    antwoord = client.get("/vlaanderen/", vraag)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def namen(inhoud: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/gemeenten/\d+/">([^<]+)<', inhoud)


def test_toont_het_officiele_gewestdoel_en_nooit_een_som(client: Client) -> None:
    inhoud = pagina(client)
    for tekst in ("6.600.000", "3.300 km", "216 MW", "± 150.000", "99.000"):
        assert f"doel {tekst}" in inhoud
    assert "De doelen van de gemeenten samen zijn" in inhoud


def test_kaart_en_tabel_bevatten_alle_285_gemeenten(client: Client) -> None:
    inhoud = pagina(client)
    assert inhoud.count("<path data-nis=") == 285
    assert inhoud.count("<tr data-nis=") == 285


@pytest.mark.parametrize("slug", ["bomen", "verledding", "geen_heffing", "co2_patrimonium"])
def test_kaart_volgt_de_gekozen_doelstelling(client: Client, slug: str) -> None:
    vul_cijfers()
    inhoud = pagina(client, doelstelling=slug)
    assert f"{Doelstelling.objects.get(slug=slug).naam} per gemeente" in inhoud
    assert f'value="{slug}" selected' in inhoud


def test_legende_telt_elke_gemeente_precies_een_keer(client: Client) -> None:
    vul_cijfers()
    inhoud = pagina(client, doelstelling="laadpunten")
    legende = inhoud.split('class="legende"')[1].split("</ul>")[0]
    assert sum(int(n) for n in re.findall(r">\((\d+)\)<", legende)) == 285


def test_zegt_hoeveel_gemeenten_een_cijfer_hebben(client: Client) -> None:
    vul_cijfers()
    assert re.search(r"\d+ van 285 gemeenten hebben een cijfer", pagina(client))


def test_sorteert_op_elke_kolom_in_beide_richtingen(client: Client) -> None:
    vul_cijfers()
    op_naam = namen(pagina(client, doelstelling="laadpunten"))
    assert op_naam == namen(pagina(client, doelstelling="laadpunten", richting="af"))[::-1]
    for kolom in ("cijfer", "aandeel"):
        vraag = {"doelstelling": "laadpunten", "sorteer": kolom}
        waarden = [
            float(w)
            for w in re.findall(
                rf'data-kop="{kolom.capitalize()}" class="getal" data-waarde="(-?[\d.]+)"',
                pagina(client, **vraag),
            )
        ]
        assert waarden == sorted(waarden)
        assert len(waarden) >= 3
        af = namen(pagina(client, **vraag, richting="af"))
        # Who has no figure comes last in both directions.
        assert af[-1] == namen(pagina(client, **vraag))[-1]


@pytest.mark.parametrize(
    ("vraag", "status"),
    [
        ({"doelstelling": "bestaat_niet"}, 404),
        ({"sorteer": "onzin"}, 400),
        ({"richting": "zijwaarts"}, 400),
        ({"op": "morgen"}, 400),
    ],
)
def test_weigert_wat_niet_kan(client: Client, vraag: dict[str, str], status: int) -> None:
    assert client.get("/vlaanderen/", vraag).status_code == status


def test_op_een_vroegere_datum_staan_de_300_in_de_tabel(client: Client) -> None:
    inhoud = pagina(client, op="2024-12-31")
    assert inhoud.count("<tr data-nis=") == 300
    assert "er geen grenzen" in inhoud


def test_weigert_een_andere_methode(client: Client) -> None:
    assert client.post("/vlaanderen/").status_code == 405


def test_kaart_en_tabel_van_een_vroeger_jaar(client: Client) -> None:
    vul_cijfers()
    toen = leesbaar(client.get("/vlaanderen/?doelstelling=bomen&jaar=2022"))
    assert '<option value="2022" selected>31-12-2022</option>' in toen
    nu = leesbaar(client.get("/vlaanderen/?doelstelling=bomen"))
    assert toen.count("<title>") == nu.count("<title>")
    assert toen != nu


def test_schuif_krijgt_dezelfde_cijfers_als_de_pagina_van_dat_jaar(client: Client) -> None:
    vul_cijfers()
    antwoord = client.get("/vlaanderen/kaart/bomen.json")
    assert len(antwoord.content) <= 60_000
    gegevens = antwoord.json()
    dag = next(d for d in gegevens["dagen"] if d["datum"] == "31-12-2022")
    rij = dag["rijen"][gegevens["nis"].index("44021")]
    pagina = leesbaar(client.get("/vlaanderen/?doelstelling=bomen&jaar=2022"))
    regel = pagina[pagina.index('<tr data-nis="44021"') :].split("</tr>")[0]
    assert f">{rij[1]}" in regel
    assert f">{rij[2]}<" in regel
    assert sum(dag["aantallen"]) == len(gegevens["nis"]) == 285


def test_gegevens_van_de_kaart_blijven_licht(client: Client) -> None:
    indicator = Indicator.objects.get(slug="ontharding")
    dagen = [dt.date(jaar, 12, 31) for jaar in range(2020, 2026)]
    with publiceer(soort=Publicatie.Soort.IMPORT) as publicatie:
        services.schrijf_metingen(
            publicatie=publicatie,
            metingen=(
                MetingRij(
                    gemeente_id=gemeente,
                    indicator_id=indicator.pk,
                    bron_id=indicator.bron_id or 0,
                    waarde=Decimal("12345.67") * (dag.year - 2019),
                    kwaliteit="voorlopig",
                    **services.niveau(peildatum=dag),  # type: ignore[arg-type]
                )
                for gemeente in list(Gemeente.objects.geldig().values_list("pk", flat=True))
                for dag in dagen
            ),
        )
        services.werk_standen_bij(publicatie=publicatie)
    antwoord = client.get("/vlaanderen/kaart/ontharding.json")
    assert "12.345,67" in antwoord.content.decode()
    # Every figure long and every state written: the most that it can be.
    assert len(antwoord.content) <= 100_000
    assert len(gzip.compress(antwoord.content)) <= 60_000


@pytest.mark.parametrize("per", ["provincie", "arrondissement", "referentieregio"])
def test_per_groep(client: Client, per: str) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get(f"/vlaanderen/?per={per}"))
    assert f"Bomen per {per}" in inhoud
    assert "Doel gehaald" in inhoud


def test_telt_wie_welk_pact_ondertekende(client: Client) -> None:
    inhoud = leesbaar(client.get("/vlaanderen/"))
    assert "Wie ondertekende" in inhoud
    assert all(f"LEKP {pact}" in inhoud for pact in ("1.0", "2.0", "2.1"))


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/vlaanderen/?jaar=1999", 400),
        ("/vlaanderen/?jaar=volgend", 400),
        ("/vlaanderen/?per=planeet", 400),
        ("/vlaanderen/?doelstelling=eenhoorns", 404),
        ("/vlaanderen/kaart/eenhoorns.json", 404),
        ("/vlaanderen/kaart/bomen.json?op=gisteren", 400),
        ("/vlaanderen/?op=2024-06-30&jaar=2022", 200),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, adres: str, status: int
) -> None:
    assert client.get(adres).status_code == status
