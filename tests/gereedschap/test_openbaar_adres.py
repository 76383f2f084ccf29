"""Visiting an address somebody typed: nothing that is not public is ever reached (SSRF)."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from gereedschap import openbaar_adres
from gereedschap.openbaar_adres import (
    GeenOpenbaarAdres,
    Onbereikbaar,
    is_openbaar,
    los_op,
    vraag_status,
)


@pytest.fixture
def namen(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name server of our own."""
    kaart: dict[str, list[str]] = {}

    def zoek(host: str, poort: int, **_: Any) -> list[Any]:
        if host not in kaart:
            raise socket.gaierror(host)
        return [(2, 1, 6, "", (ip, poort)) for ip in kaart[host]]

    monkeypatch.setattr(openbaar_adres.socket, "getaddrinfo", zoek)
    return kaart


@dataclass
class Antwoord:
    status: int
    headers: dict[str, str] = field(default_factory=dict)

    def release_conn(self) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Answers per host; `bezocht` lists which IP address and which host were really asked."""
    staat: dict[str, Any] = {"antwoorden": {}, "bezocht": []}

    def bezoek(doel: openbaar_adres.Doel, methode: str) -> Antwoord:
        staat["bezocht"].append((doel.ip, doel.host, methode))
        antwoord: Antwoord | Callable[[str], Antwoord] = staat["antwoorden"][doel.host]
        return antwoord(methode) if callable(antwoord) else antwoord

    monkeypatch.setattr(openbaar_adres, "_bezoek", bezoek)
    return staat


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_eigen_netten_zijn_niet_openbaar(ip: str) -> None:
    assert not is_openbaar(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "193.190.1.1", "2a02:6e80::1"])
def test_internet_is_openbaar(ip: str) -> None:
    assert is_openbaar(ip)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://voorbeeld.be/",
        "file:///etc/passwd",
        "gopher://voorbeeld.be/",
        "https://voorbeeld.be:8443/",
        "http://voorbeeld.be:22/",
        "https://jan:geheim@voorbeeld.be/",
        "https:///pad",
        "http://[::1",
        "niets",
    ],
)
def test_vreemde_adressen_worden_geweigerd(namen: dict[str, list[str]], url: str) -> None:
    namen["voorbeeld.be"] = ["8.8.8.8"]
    with pytest.raises(GeenOpenbaarAdres):
        los_op(url)


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], []])
def test_een_naam_met_ook_maar_een_eigen_adres_wordt_geweigerd(
    namen: dict[str, list[str]], ips: list[str]
) -> None:
    namen["kwaad.test"] = ips
    with pytest.raises(GeenOpenbaarAdres):
        los_op("https://kwaad.test/")


def test_onbekende_naam_is_onbereikbaar(namen: dict[str, list[str]]) -> None:
    with pytest.raises(Onbereikbaar):
        los_op("https://bestaat-niet.test/")


def test_bezoek_gaat_naar_het_nagekeken_adres(
    namen: dict[str, list[str]], web: dict[str, Any]
) -> None:
    namen["voorbeeld.be"] = ["8.8.8.8"]
    web["antwoorden"]["voorbeeld.be"] = Antwoord(200)
    assert vraag_status("https://voorbeeld.be/pad?a=1") == 200
    assert web["bezocht"] == [("8.8.8.8", "voorbeeld.be", "HEAD")]


def test_omleiding_naar_een_eigen_net_wordt_niet_gevolgd(
    namen: dict[str, list[str]], web: dict[str, Any]
) -> None:
    namen |= {"voorbeeld.be": ["8.8.8.8"], "intern.test": ["10.0.0.5"]}
    web["antwoorden"]["voorbeeld.be"] = Antwoord(302, {"Location": "http://intern.test/beheer"})
    with pytest.raises(GeenOpenbaarAdres):
        vraag_status("https://voorbeeld.be/")
    assert [host for _, host, _ in web["bezocht"]] == ["voorbeeld.be"]


def test_eindeloze_omleiding_stopt(namen: dict[str, list[str]], web: dict[str, Any]) -> None:
    namen["voorbeeld.be"] = ["8.8.8.8"]
    web["antwoorden"]["voorbeeld.be"] = Antwoord(301, {"Location": "/"})
    with pytest.raises(Onbereikbaar):
        vraag_status("https://voorbeeld.be/")


def test_wie_head_weigert_krijgt_get(namen: dict[str, list[str]], web: dict[str, Any]) -> None:
    namen["voorbeeld.be"] = ["8.8.8.8"]
    web["antwoorden"]["voorbeeld.be"] = lambda m: Antwoord(405 if m == "HEAD" else 200)
    assert vraag_status("https://voorbeeld.be/") == 200
