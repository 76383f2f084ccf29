"""What the lists keep per edition is never older than the newest publicatie."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doelstellingen.models import Ondertekening, Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.models import Gemeente, Inwoners
from tests.koppelingen.conftest import ApiClient

pytestmark = pytest.mark.django_db


def _vragen(api: ApiClient, adres: str) -> int:
    with CaptureQueriesContext(connection) as vragen:
        assert api.get(adres).status_code == 200
    return len(vragen)


@pytest.mark.parametrize("naam", ["doelen", "inwoners", "wooneenheden"])
def test_dezelfde_editie_wordt_maar_een_keer_gelezen(naam: str, api: ApiClient) -> None:
    eerst = _vragen(api, f"/api/v1/{naam}?limit=5")
    assert _vragen(api, f"/api/v1/{naam}?limit=7") < eerst <= 6


def test_een_nieuwe_telling_staat_er_meteen(api: ApiClient) -> None:
    adres = "/api/v1/inwoners?nis=44021"
    oud = api.get(adres).json()["data"][0]
    rij = Inwoners.objects.gekend_op(None).get(gemeente__nis="44021", jaar=oud["jaar"])
    with publiceer(soort=Publicatie.Soort.INWONERS) as publicatie:
        rij.vervallen_in = publicatie.pk
        rij.save(update_fields=["vervallen_in"])
        rij.pk, rij.vervallen_in, rij.publicatie = None, None, publicatie.pk
        rij.aantal += 17
        rij.save(force_insert=True)
    assert api.get(adres).json()["data"][0]["aantal"] == oud["aantal"] + 17
    vorige = f"{adres}&gekendOp={publicatie.pk - 1}"
    assert api.get(vorige).json()["data"][0]["aantal"] == oud["aantal"]
    doelen = api.get("/api/v1/doelen?nis=44021&doelstelling=bomen").json()["data"]
    assert doelen[0]["berekening"]["grondslag"]["aantal"] == oud["aantal"] + 17


def test_een_nieuwe_ondertekening_verandert_de_doelen_meteen(api: ApiClient) -> None:
    def pacten() -> set[str]:
        delen = api.get("/api/v1/doelen?limit=500").json()["data"]
        return {d["pact"] for d in delen if d["gemeente"]["nis"] == gemeente.nis}

    gemeente = Gemeente.objects.geldig().order_by("sorteernaam")[0]
    assert pacten() <= {"2.0", "2.1", "1.0"}
    with publiceer(soort=Publicatie.Soort.ONDERTEKENING) as publicatie:
        Ondertekening.objects.filter(gemeente=gemeente, vervallen_in=None).update(
            vervallen_in=publicatie
        )
    assert pacten() == set()
    with publiceer(soort=Publicatie.Soort.ONDERTEKENING) as publicatie:
        Ondertekening.objects.create(
            gemeente=gemeente, pact="1.0", status="ondertekend", publicatie=publicatie
        )
    assert pacten() == {"1.0"}


def test_een_naam_die_de_referentie_herstelt_staat_er_meteen(api: ApiClient) -> None:
    def naam() -> str:
        rijen: Any = api.get("/api/v1/ondertekeningen?nis=44021").json()["data"]
        return str(rijen[0]["gemeente"]["naam"])

    with publiceer(soort=Publicatie.Soort.REFERENTIE):
        Gemeente.objects.filter(nis="44021").update(naam="Ghent")
    assert naam() == "Ghent"
    call_command("laad_referentie", verbosity=0)
    assert naam() == "Gent"
    # Nothing differs any more: no edition without a reason.
    nummer = Publicatie.objects.count()
    call_command("laad_referentie", verbosity=0)
    assert Publicatie.objects.count() == nummer


def test_een_telling_geldt_voor_haar_filter_en_haar_editie(api: ApiClient) -> None:
    def laatste(vraag: str) -> str:
        return str(api.get(f"/api/v1/ondertekeningen?limit=1&{vraag}")["Link"])

    alle, een = laatste("pact=1.0"), laatste("nis=44021")
    assert alle != een
    gemeente = Gemeente.objects.get(nis="44021", tot=None)
    with publiceer(soort=Publicatie.Soort.ONDERTEKENING) as publicatie:
        Ondertekening.objects.filter(gemeente=gemeente, pact="2.1", vervallen_in=None).delete()
        Ondertekening.objects.create(
            gemeente=gemeente,
            pact="2.1",
            status="ondertekend",
            datum=dt.date(2025, 1, 1),
            publicatie=publicatie,
        )
    aantal = Ondertekening.objects.gekend_op(None).filter(gemeente=gemeente).count()
    assert f'offset={aantal - 1}>; rel="last"' in laatste("nis=44021")
