"""A line in the log can be followed, and tells nothing about people."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import structlog
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client

from pactportaal.logboek import logging_instellingen
from pactportaal.middleware import bezoekersadres


def _als_json(regel: logging.LogRecord) -> dict[str, Any]:
    opmaak = logging_instellingen(niveau="INFO", formaat="json")["formatters"]["regel"]
    vormgever = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=opmaak["foreign_pre_chain"], processors=opmaak["processors"]
    )
    gelezen: dict[str, Any] = json.loads(vormgever.format(regel))
    return gelezen


@pytest.mark.parametrize("nummer", ["kort", "x" * 65, "regel\u2028twee-12345", "a b c d e f g h"])
def test_een_vreemd_aanvraagnummer_wordt_vervangen(client: Client, nummer: str) -> None:
    antwoord = client.get("/gezondheid/leeft/", headers={"X-Request-ID": nummer})
    assert len(antwoord["X-Request-ID"]) == 32
    assert antwoord["X-Request-ID"] != nummer


def test_een_aanvraagnummer_van_de_proxy_blijft(client: Client) -> None:
    antwoord = client.get("/gezondheid/leeft/", headers={"X-Request-ID": "proxy-12345678"})
    assert antwoord["X-Request-ID"] == "proxy-12345678"


@pytest.mark.parametrize(
    ("doorgestuurd", "adres"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 2001:db8::1", "2001:db8::1"),
        ("verzonnen", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_achter_de_proxy_telt_het_adres_dat_zij_zag(
    doorgestuurd: str, adres: str, settings: Any, rf: Any
) -> None:
    gezien = []
    settings.ACHTER_PROXY = True
    poort = bezoekersadres(lambda request: gezien.append(request.META["REMOTE_ADDR"]))
    poort(rf.get("/", headers={"X-Forwarded-For": doorgestuurd}))
    assert gezien == [adres]


def test_zonder_proxy_gelooft_niemand_wie_een_bezoeker_zegt_te_zijn(settings: Any) -> None:
    settings.ACHTER_PROXY = False
    with pytest.raises(MiddlewareNotUsed):
        bezoekersadres(lambda request: HttpResponse())


@pytest.mark.django_db
def test_de_regel_van_een_aanvraag_draagt_geen_zoekwoorden(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="pactportaal.aanvraag"):
        client.get("/bestaat-niet/?q=jan.peeters@voorbeeld.test")
    gebeurtenissen = [r.msg for r in caplog.records if r.name == "pactportaal.aanvraag"]
    assert [g["status"] for g in gebeurtenissen] == [404]
    assert "peeters" not in str(gebeurtenissen)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adres", "status"), [("/gemeenten/%00/", 404), ("/gemeenten/?q=%00", 400)]
)
def test_een_nulteken_in_het_adres_is_geen_fout_van_ons(
    client: Client, adres: str, status: int
) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == status
    assert antwoord["X-Request-ID"]


def test_een_fout_toont_geen_waarden_van_variabelen() -> None:
    geheim = "niet-in-het-logboek"
    try:
        raise ValueError("mis")
    except ValueError as fout:
        inhoud = _als_json(
            logging.LogRecord(
                "x", logging.ERROR, "x.py", 1, "fout", None, (ValueError, fout, fout.__traceback__)
            )
        )
    assert inhoud["exception"][0]["exc_value"] == "mis"
    assert geheim not in json.dumps(inhoud)
