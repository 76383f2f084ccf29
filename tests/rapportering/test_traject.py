"""/gemeenten/<nis>/vooruitblik/<slug>/: pace, plan and forecast in words and as a drawing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gemeenten.models import Gemeente
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers
from tests.toegang.conftest import toegang_van
from tests.verbeteringen.hulp import invoer
from verbeteringen.registratie import registreer_verbetering

pytestmark = pytest.mark.django_db
ADRES = "/gemeenten/44021/vooruitblik/bomen/"


def test_zegt_tempo_en_wat_nodig_is(client: Client) -> None:
    vul_cijfers()
    inhoud = client.get(ADRES).content.decode()
    assert "Het tempo van de laatste drie jaar is" in inhoud
    assert "per jaar tot eind 2030" in inhoud
    assert "Met het huidige tempo" in inhoud
    assert 'class="band"' in inhoud
    assert "Onderkant van de band" in inhoud


def test_zonder_cijfers_is_er_geen_vooruitblik(client: Client) -> None:
    inhoud = client.get("/gemeenten/44021/vooruitblik/fietspaden/").content.decode()
    assert "te weinig cijfers" in inhoud
    assert 'class="band"' not in inhoud


def test_noemt_wat_gepland_is_maar_telt_het_niet_mee(client: Client, publicator_gent: Any) -> None:
    vul_cijfers(nis=("44021",))
    gemeente = Gemeente.objects.get(nis="44021", tot=None)
    morgen = timezone.localdate() + dt.timedelta(days=30)
    registreer_verbetering(
        invoer=invoer(uitgevoerd=False, uitgevoerd_op=None, gepland_op=morgen),
        gemeente=gemeente,
        toegang=toegang_van(publicator_gent),
    )
    assert "Geregistreerd als gepland" in client.get(ADRES).content.decode()


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/gemeenten/44021/vooruitblik/eenhoorns/", 404),
        ("/gemeenten/99999/vooruitblik/bomen/", 404),
        ("/gemeenten/44021/vooruitblik/burgemeestersconvenant/", 200),
        (f"{ADRES}?op=2022-06-30", 200),
        (f"{ADRES}?op=morgen", 400),
        ("/gemeenten/73009/vooruitblik/bomen/?op=2024-12-31", 200),
        ("/gemeenten/73009/vooruitblik/bomen/", 302),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, adres: str, status: int
) -> None:
    vul_cijfers(nis=("44021", "73009"))
    assert client.get(adres).status_code == status


def test_wat_als_zegt_wat_een_ander_tempo_geeft(client: Client) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get(f"{ADRES}?tempo=30000&cijfer=bomen"))
    assert "Met 30.000 bomen per jaar:" in inhoud
    assert "Het doel wordt gehaald in 20" in inhoud
    assert 'value="30000"' in inhoud
    assert "Het doel wordt zo niet gehaald" in leesbaar(client.get(f"{ADRES}?tempo=0&cijfer=bomen"))


@pytest.mark.parametrize("tempo", ["veel", "1e99", "NaN", "--3", "9" * 400])
def test_een_tempo_dat_geen_getal_is_wordt_geweigerd(client: Client, tempo: str) -> None:
    antwoord = client.get(ADRES, {"tempo": tempo, "cijfer": "bomen"})
    assert antwoord.status_code == 400
    assert "tempo" in antwoord.content.decode()


def test_ja_nee_heeft_geen_schuif(client: Client) -> None:
    vul_cijfers()
    adres = "/gemeenten/44021/vooruitblik/burgemeestersconvenant/"
    assert "data-watals" not in client.get(adres).content.decode()
