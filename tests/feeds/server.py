"""A small local server that answers in the suppliers' formats, with the faults that really occur.

Start it for a demonstration with `python -m tests.feeds.server [poort]`.
"""

from __future__ import annotations

import gzip
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

HTML = b"<!DOCTYPE html><html><head><title>Aanmelden</title></head><body>Meld u aan</body></html>"


@dataclass
class Gedrag:
    """What the server has and how it misbehaves; `fouten` are spent one per request."""

    features: list[dict[str, Any]] = field(default_factory=list)
    resultaten: list[dict[str, Any]] = field(default_factory=list)
    csv: bytes = b""
    fouten: list[str] = field(default_factory=list)
    beloofd: int | None = None
    gzip: bool = False
    aanvragen: Counter[str] = field(default_factory=Counter)
    vragen: list[dict[str, str]] = field(default_factory=list)


class _Afhandeling(BaseHTTPRequestHandler):
    gedrag: Gedrag
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Silence: tests read the counts instead."""

    def do_GET(self) -> None:
        delen = urlsplit(self.path)
        vraag = {naam: waarden[-1] for naam, waarden in parse_qs(delen.query).items()}
        self.gedrag.aanvragen[delen.path] += 1
        self.gedrag.vragen.append(vraag)
        if self.gedrag.fouten and self._fout(self.gedrag.fouten.pop(0)):
            return
        if delen.path.endswith("/lekp-verbeteringen"):
            self._stuur(self._verbeteringen(delen.path, vraag))
        elif delen.path.endswith("/records"):
            self._stuur(self._records(vraag))
        elif delen.path.endswith(".csv") or delen.path.endswith("/exports/csv"):
            self._stuur(self.gedrag.csv, soort="text/csv")
        else:
            self._stuur(b'{"fout": "niet gevonden"}', status=404)

    def _fout(self, soort: str) -> bool:
        if soort == "429":
            self._stuur(b"rustig", status=429, koppen={"Retry-After": "0"})
        elif soort.isdigit():
            self._stuur(b"storing", status=int(soort))
        elif soort == "html":
            self._stuur(HTML, soort="text/html")
        elif soort == "afgebroken":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"type":"FeatureCollection","features":[')
            self.close_connection = True
        elif soort == "halve-json":
            self._stuur(b'{"type":"FeatureCollection","features":[{"id":"a"')
        else:
            return False
        return True

    def _verbeteringen(self, pad: str, vraag: dict[str, str]) -> bytes:
        """Give one page; `rel: next` leads to the following."""
        features = self.gedrag.features
        if sinds := vraag.get("gewijzigd_sinds"):
            features = [f for f in features if f["properties"]["gewijzigd_op"] >= sinds]
        van, aantal = int(vraag.get("van", 0)), int(vraag.get("limit", 1000))
        links = [{"rel": "self", "href": self.path}]
        if van + aantal < len(features):
            volgende = urlencode({**vraag, "van": van + aantal})
            links.append({"rel": "next", "href": f"{pad}?{volgende}"})
        deel = features[van : van + aantal]
        return json.dumps({"type": "FeatureCollection", "links": links, "features": deel}).encode()

    def _records(self, vraag: dict[str, str]) -> bytes:
        """Explore v2.1: a filter in the wrong case gives HTTP 200 and no rows."""
        rijen = self.gedrag.resultaten
        if filter_ := vraag.get("where"):
            gezocht = filter_.partition("=")[2].strip('"')
            rijen = [r for r in rijen if r["hoofdgemeente"] == gezocht]
        offset, limiet = int(vraag.get("offset", 0)), min(int(vraag.get("limit", 10)), 100)
        totaal = len(rijen) if self.gedrag.beloofd is None else self.gedrag.beloofd
        deel = rijen[offset : offset + limiet]
        return json.dumps({"total_count": totaal, "results": deel}).encode()

    def _stuur(
        self,
        inhoud: bytes,
        *,
        status: int = 200,
        soort: str = "application/json",
        koppen: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        if self.gedrag.gzip:
            inhoud = gzip.compress(inhoud)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(inhoud)))
        for naam, waarde in (koppen or {}).items():
            self.send_header(naam, waarde)
        self.end_headers()
        self.wfile.write(inhoud)


@contextmanager
def leverancier(gedrag: Gedrag, *, poort: int = 0) -> Iterator[str]:
    """Serve `gedrag` on a free port of this machine and give its base address."""
    afhandeling = type("Afhandeling", (_Afhandeling,), {"gedrag": gedrag})
    server = ThreadingHTTPServer(("127.0.0.1", poort), afhandeling)
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        draad.join()


if __name__ == "__main__":
    with leverancier(Gedrag(), poort=int(sys.argv[1]) if len(sys.argv) > 1 else 8150) as adres:
        print(adres, flush=True)
        threading.Event().wait()
