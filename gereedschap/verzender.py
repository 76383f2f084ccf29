"""POST to an address that somebody typed: public addresses only, no redirects, bounded in time and size.

The name is resolved once and the connection goes to that very address (`openbaar_adres`). Each read
has a timeout and the whole visit has one too, so that a receiver which sends a byte now and then
can't hold a worker.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from gereedschap.openbaar_adres import POORTEN, Doel, GeenOpenbaarAdres, Onbereikbaar, los_op

VERBINDEN_S = 5.0
LEZEN_S = 10.0
GEHEEL_S = 15.0
GROOTSTE_ANTWOORD = 64 * 1024
LANGSTE_WACHT_S = 24 * 3600

__all__ = ["GeenOpenbaarAdres", "Onbereikbaar", "Ontvangst", "stuur"]


@dataclass(frozen=True)
class Ontvangst:
    """What the receiver said: its status, and after how many seconds it wants to be asked again."""

    status: int
    wacht_s: int = 0

    @property
    def gelukt(self) -> bool:
        return 200 <= self.status < 300


def _verbinding(doel: Doel) -> HTTPConnection:
    if doel.schema == "https":
        return HTTPSConnection(
            doel.ip,
            doel.poort,
            timeout=VERBINDEN_S,
            server_hostname=doel.host,
            assert_hostname=doel.host,
        )
    return HTTPConnection(doel.ip, doel.poort, timeout=VERBINDEN_S)


class _Wekker:
    """Breaks the connection off when the whole visit takes too long."""

    def __init__(self, verbinding: HTTPConnection) -> None:
        self._verbinding = verbinding
        self.sok: socket.socket | None = None
        self.afgegaan = False
        self._timer = threading.Timer(GEHEEL_S, self._breek_af)
        self._timer.daemon = True

    def _breek_af(self) -> None:
        self.afgegaan = True
        sok = self.sok or self._verbinding.sock
        if sok is not None:
            with contextlib.suppress(OSError):
                sok.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Wekker:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def stuur(
    url: str,
    inhoud: bytes,
    koppen: Mapping[str, str],
    *,
    poorten: Collection[int] = (),
    lokaal: bool = False,
) -> Ontvangst:
    """POST `inhoud` and give the answer. Raises GeenOpenbaarAdres or Onbereikbaar, in Dutch."""
    doel = los_op(url, poorten=poorten, lokaal=lokaal)
    verbinding = _verbinding(doel)
    gewoon = doel.poort == POORTEN[doel.schema]
    host = doel.host if gewoon else f"{doel.host}:{doel.poort}"
    try:
        with _Wekker(verbinding) as wekker:
            try:
                verbinding.connect()
                wekker.sok = verbinding.sock
                verbinding.sock.settimeout(LEZEN_S)
                verbinding.request(
                    "POST",
                    doel.pad,
                    body=inhoud,
                    headers={**koppen, "Host": host, "Connection": "close"},
                    preload_content=False,
                    decode_content=False,
                )
                antwoord = verbinding.getresponse()
                # Read so much that the receiver isn't cut off in a normal answer; nothing is kept.
                antwoord.read(GROOTSTE_ANTWOORD)
            except (
                urllib3.exceptions.HTTPError,
                http.client.HTTPException,
                OSError,
            ) as fout:
                raise Onbereikbaar(_uitleg(fout, doel, te_laat=wekker.afgegaan)) from fout
            if wekker.afgegaan:
                raise Onbereikbaar(f"{doel.host} antwoordt te traag.")
    finally:
        verbinding.close()
    return Ontvangst(antwoord.status, _wacht(antwoord.headers.get("Retry-After", "")))


def _uitleg(fout: Exception, doel: Doel, *, te_laat: bool) -> str:
    if te_laat or isinstance(fout, TimeoutError | urllib3.exceptions.TimeoutError):
        return f"{doel.host} antwoordt te traag."
    if "certificate" in str(fout).lower():
        return f"Het certificaat van {doel.host} klopt niet."
    return f"{doel.host} antwoordt niet of breekt de verbinding af."


def _wacht(kop: str) -> int:
    kop = kop.strip()
    return min(int(kop), LANGSTE_WACHT_S) if kop.isascii() and kop.isdigit() else 0
