"""The worker of gunicorn, with an answer in Dutch for an address that is too long."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

UITLEZEN_S = 0.5
UITLEZEN_BLOKKEN = 16

_PAGINA = b"""<!DOCTYPE html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Adres te lang - PactPortaal</title>
  </head>
  <body>
    <h1>Dit adres is te lang</h1>
    <p>Het PactPortaal leest adressen van ten hoogste 8.190 tekens. Zoek met minder woorden, of kies minder filters.</p>
    <p><a href="/ondersteuners/">Zoek opnieuw bij de ondersteuners</a> of <a href="/">ga naar de startpagina</a>.</p>
  </body>
</html>
"""
ANTWOORD = (
    b"HTTP/1.1 414 URI Too Long\r\n"
    b"Connection: close\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n"
    b"Content-Language: nl-BE\r\n"
    b"Content-Security-Policy: default-src 'none'\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Content-Length: %d\r\n\r\n"
) % len(_PAGINA) + _PAGINA


class Werker(ThreadWorker):
    """gunicorn refuses such an address before Django sees it, with a page in English."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if isinstance(exc, LimitRequestLine):
            self.log.warning("Adres te lang van %s", (addr or ("?",))[0])
            with contextlib.suppress(OSError):
                write_nonblock(client, ANTWOORD)
                _lees_uit(client)
            return
        super().handle_error(req, client, addr, exc)


def _lees_uit(client: socket.socket) -> None:
    """Read the rest of the address: closing on unread bytes resets the line before the page arrives."""
    client.shutdown(socket.SHUT_WR)
    client.settimeout(UITLEZEN_S)
    for _ in range(UITLEZEN_BLOKKEN):
        if not client.recv(65_536):
            return
