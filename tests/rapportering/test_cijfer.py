"""/gemeenten/<nis>/cijfers/<slug>/: source, why a figure changed, rows behind it, permanent link."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from doelstellingen import services
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.services import MetingRij
from doelstellingen.standverleden import HOOGSTENS, in_stappen
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_datum
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers
from tests.toegang.conftest import toegang_van
from tests.verbeteringen.hulp import bomen, invoer
from toegang.models import Organisatie
from verbeteringen.models import Verbetering
from verbeteringen.registratie import registreer_verbetering

pytestmark = pytest.mark.django_db
ADRES = "/gemeenten/44021/cijfers/verledding/"


def lever(
    waarde: str,
    dag: str = "2026-06-30",
    *,
    slug: str = "verledding",
    nis: str = "44021",
) -> Publicatie:
    """Fluvius delivers a figure of a gemeente for a day: by default the share of led of Gent."""
    indicator = Indicator.objects.get(slug=slug)
    peildatum = dt.date.fromisoformat(dag)
    with publiceer(
        soort=Publicatie.Soort.IMPORT, organisatie=Organisatie.objects.get(slug="fluvius")
    ) as publicatie:
        services.schrijf_metingen(
            publicatie=publicatie,
            metingen=[
                MetingRij(
                    gemeente_id=Gemeente.objects.get(nis=nis, tot=None).pk,
                    indicator_id=indicator.pk,
                    bron_id=indicator.bron_id or 0,
                    waarde=Decimal(waarde),
                    **services.niveau(peildatum=peildatum),  # type: ignore[arg-type]
                )
            ],
        )
        services.werk_standen_bij(publicatie=publicatie)
    return publicatie


def test_zegt_vorig_cijfer_verschil_en_reden(client: Client) -> None:
    lever("60", "2025-06-30")
    lever("70")
    laatste = lever("75")
    inhoud = leesbaar(client.get(ADRES))
    assert "Fluvius leverde het eerste cijfer." in inhoud
    assert "leverde een nieuwer cijfer: stand op 30-6-2026 in plaats van 30-6-2025" in inhoud
    assert "Fluvius verbeterde het cijfer van 30-6-2026." in inhoud
    assert "+5 %" in inhoud
    assert f"Editie {laatste.pk}" in inhoud


@pytest.mark.parametrize(
    ("adres", "wie"),
    [
        ("/vlaanderen/cijfers/laadpunten/", "het Vlaams Gewest"),
        ("/provincies/oost-vlaanderen/cijfers/laadpunten/", "de provincie Oost-Vlaanderen"),
    ],
)
def test_een_groep_zegt_welke_gemeente_haar_cijfer_veranderde(
    client: Client, adres: str, wie: str
) -> None:
    """Aalst delivers once, Gent three times and once too much: the group follows each of them."""
    lever("400", slug="laadpunten")
    lever("100", slug="laadpunten", nis="41002")
    fout = lever("4000", slug="laadpunten")
    services.herroep(fout)
    # Elsewhere: only the Gewest moves.
    lever("7", slug="laadpunten", nis="71016")
    inhoud = leesbaar(client.get(adres))
    assert wie in inhoud
    assert "leverde het eerste cijfer. In Gent (+400" in inhoud
    assert "In Aalst (+100" in inhoud
    assert "In Gent (+3.600" in inhoud
    assert f"Editie {fout.pk} werd ongedaan gemaakt; wat ervoor gold, telt weer. In Gent" in inhoud
    assert ("In Genk (+7" in inhoud) is ("vlaanderen/" in adres.split("provincies")[0])
    toen = leesbaar(client.get(f"{adres}?gekend_op={fout.pk - 1}"))
    assert "4.100" not in toen
    assert client.get(adres.replace("laadpunten", "eenhoorns")).status_code == 404


@pytest.mark.parametrize(
    "adres", ["/vlaanderen/cijfers/bomen/", "/provincies/oost-vlaanderen/cijfers/bomen/"]
)
def test_een_drukke_dag_van_registraties_is_een_regel_en_verdringt_geen_levering(
    client: Client, publicator_gent: Any, adres: str
) -> None:
    levering = lever("400", slug="bomen", nis="41002")
    gent = Gemeente.objects.get(nis="44021", tot=None)
    for aantal in range(1, HOOGSTENS + 3):
        registreer_verbetering(
            invoer=invoer(projectnaam=f"Laan {aantal}", maatregelen=bomen(1)),
            gemeente=gent,
            toegang=toegang_van(publicator_gent),
        )
    vandaag = toon_datum(timezone.localdate())
    inhoud = leesbaar(client.get(adres))
    assert f"Editie {levering.pk}</a>" in inhoud
    assert f"Op {vandaag} werden in" in inhoud
    assert f"{HOOGSTENS + 2} keer verbeteringen geregistreerd, gewijzigd of geschrapt." in inhoud
    assert f"In Gent (+{HOOGSTENS + 2} bomen)." in inhoud


def test_registraties_van_een_andere_dag_of_rond_een_levering_zijn_een_andere_regel() -> None:
    dinsdag, maandag = dt.date(2026, 9, 29), dt.date(2026, 9, 28)
    # Edition 5 is a delivery: it has no day here.
    dagen = {7: dinsdag, 6: dinsdag, 4: dinsdag, 3: maandag, 2: maandag}
    assert in_stappen([7, 6, 5, 4, 3, 2], dagen) == [(7, 6), (5,), (4,), (3, 2)]


def test_een_herroeping_noemt_wat_ongedaan_werd(client: Client) -> None:
    lever("70")
    fout = lever("7")
    services.herroep(fout)
    inhoud = leesbaar(client.get(ADRES))
    assert f"Editie {fout.pk} werd ongedaan gemaakt" in inhoud


def test_permanente_link_toont_altijd_hetzelfde(client: Client) -> None:
    lever("70")
    editie = nieuwste()
    vast = f"{ADRES}?op={timezone.localdate().isoformat()}&gekend_op={editie}"
    assert vast.replace("&", "&amp;") in client.get(ADRES).content.decode()
    lever("75")
    inhoud = leesbaar(client.get(vast))
    assert "70 <span" in inhoud
    assert "+5 %" not in inhoud
    assert "Bekijk de cijfers van nu" in inhoud


def test_een_veranderd_doel_wordt_uitgelegd(client: Client) -> None:
    inhoud = leesbaar(client.get("/gemeenten/44021/cijfers/bomen/"))
    assert "Het doel steeg met" in inhoud
    assert "op 1-1-2026 in plaats van" in inhoud


def test_rijen_erachter_de_grootste_eerst_en_zonder_namen_van_burgers(
    client: Client, publicator_gent: Any
) -> None:
    gemeente = Gemeente.objects.get(nis="44021", tot=None)
    for naam, aantal in (("Kleine laan", 5), ("Grote laan", 50)):
        registreer_verbetering(
            invoer=invoer(projectnaam=naam, maatregelen=bomen(aantal)),
            gemeente=gemeente,
            toegang=toegang_van(publicator_gent),
        )
    Verbetering.objects.filter(projectnaam="Kleine laan").update(aanvrager="burger")
    inhoud = leesbaar(client.get("/gemeenten/44021/cijfers/bomen/"))
    assert "Grote laan" in inhoud
    assert "Kleine laan" not in inhoud
    assert "Verbetering door een burger" in inhoud
    assert "Een verbetering in Gent werd geregistreerd" in inhoud


def test_elke_tegel_leidt_naar_haar_bron(client: Client) -> None:
    vul_cijfers()
    inhoud = client.get("/gemeenten/44021/").content.decode()
    assert inhoud.count("Bron en permanente link") == 20
    assert 'href="/gemeenten/44021/cijfers/bomen/"' in inhoud
    toen = client.get("/gemeenten/44021/?op=2024-06-30").content.decode()
    assert "/gemeenten/44021/cijfers/bomen/?op=2024-06-30" in toen


PAGINAS = [
    "/gemeenten/44021/",
    "/gemeenten/44021/cijfers/bomen/",
    "/vlaanderen/cijfers/bomen/",
    "/provincies/oost-vlaanderen/cijfers/bomen/",
    "/gemeenten/44021/vooruitblik/bomen/",
    "/gemeenten/44021/lekp-rapport/",
    "/doelstellingen/bomen/",
    "/vlaanderen/",
    "/vlaanderen/tabel/",
    "/provincies/oost-vlaanderen/",
    "/vergelijk/bomen/?gemeente=44021&gemeente=11002",
]


@pytest.mark.parametrize("adres", PAGINAS)
def test_elke_pagina_kent_stand_op_gekend_op_en_een_permanente_link(
    client: Client, adres: str
) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get(adres))
    assert "Permanente link naar deze pagina" in inhoud
    teken = "&" if "?" in adres else "?"
    vandaag = timezone.localdate().isoformat()
    vroeger = client.get(f"{adres}{teken}op=2024-06-30&gekend_op={vandaag}")
    assert vroeger.status_code == 200
    assert "stand op 30-6-2024" in leesbaar(vroeger)
    assert client.get(f"{adres}{teken}op=2024-02-31").status_code == 400
    assert client.get(f"{adres}{teken}gekend_op=2019-01-02").status_code == 400


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/gemeenten/44021/cijfers/eenhoorns/", 404),
        ("/gemeenten/99999/cijfers/bomen/", 404),
        ("/gemeenten/44021/cijfers/fietspaden/", 200),
        ("/gemeenten/44021/cijfers/bomen/?gekend_op=999999", 400),
        ("/gemeenten/73009/cijfers/bomen/", 302),
        ("/gemeenten/73009/cijfers/bomen/?op=2024-12-31", 200),
        ("/gemeenten/73111/cijfers/bomen/", 200),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, adres: str, status: int
) -> None:
    vul_cijfers(nis=("44021", "73009"))
    assert client.get(adres).status_code == status
