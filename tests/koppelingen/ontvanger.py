"""A receiver of webhooks on this machine: fails, is slow, redirects or works, as a test asks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson


@dataclass
class Bericht:
    pad: str
    koppen: dict[str, str]
    inhoud: bytes

    @property
    def gebeurtenis(self) -> dict[str, Any]:
        uit: dict[str, Any] = orjson.loads(self.inhoud)
        return uit


@dataclass
class Ontvanger:
    """`gedrag` is taken from the front for each request; empty: 204. A number is a status."""

    adres: str = ""
    gedrag: list[Any] = field(default_factory=list)
    berichten: list[Bericht] = field(default_factory=list)

    def klopt(self, bericht: Bericht, geheim: str) -> bool:
        """Check a signature as a receiver does, from the secret that it was shown."""
        sleutel = base64.b64decode(geheim.removeprefix("whsec_"))
        koppen = bericht.koppen
        getekend = f"{koppen['webhook-id']}.{koppen['webhook-timestamp']}.".encode()
        som = hmac.new(sleutel, getekend + bericht.inhoud, hashlib.sha256).digest()
        verwacht = f"v1,{base64.b64encode(som).decode()}"
        return verwacht in koppen["webhook-signature"].split(" ")


def _maak(ontvanger: Ontvanger) -> type[BaseHTTPRequestHandler]:
    class Behandelaar(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            inhoud = self.rfile.read(int(self.headers["Content-Length"]))
            koppen = {naam.lower(): waarde for naam, waarde in self.headers.items()}
            ontvanger.berichten.append(Bericht(self.path, koppen, inhoud))
            self._doe(ontvanger.gedrag.pop(0) if ontvanger.gedrag else 204)

        def _doe(self, gedrag: Any) -> None:
            match gedrag:
                case int():
                    self._antwoord(gedrag)
                case ("omleiding", naar):
                    self._antwoord(302, {"Location": naar})
                case ("later", seconden):
                    self._antwoord(503, {"Retry-After": str(seconden)})
                case ("traag", seconden):
                    time.sleep(seconden)
                    self._antwoord(204)
                case ("drup", seconden):
                    # A header line now and then: no single read ever times out.
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    einde = time.monotonic() + seconden
                    try:
                        while time.monotonic() < einde:
                            self.wfile.write(b"x: y\r\n")
                            self.wfile.flush()
                            time.sleep(0.1)
                    except OSError:
                        return
                case "groot":
                    self.send_response(200)
                    self.end_headers()
                    try:
                        for _ in range(200):
                            self.wfile.write(b"x" * 64 * 1024)
                    except OSError:
                        return
                case "breek":
                    self.connection.close()

        def _antwoord(self, status: int, koppen: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for naam, waarde in (koppen or {}).items():
                self.send_header(naam, waarde)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Behandelaar


@contextmanager
def draaiende_ontvanger() -> Iterator[Ontvanger]:
    ontvanger = Ontvanger()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _maak(ontvanger))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    ontvanger.adres = f"http://127.0.0.1:{server.server_address[1]}/haak"
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    try:
        yield ontvanger
    finally:
        server.shutdown()
        server.server_close()
