"""Boundaries from an address: pages are joined, an incomplete answer is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from shapely.geometry import mapping

from gemeenten import grensformaat
from gemeenten.grensimport import Grensfout
from gemeenten.services import lees_grenzen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gebied")]
BLAD = 100


def _features() -> list[dict[str, Any]]:
    vormen = grensformaat.lees(settings.FIXTURES_MAP / "grenzen_benadering.csv")
    return [
        {"type": "Feature", "properties": {"NISCODE": nis}, "geometry": mapping(vorm)}
        for nis, vorm in vormen.items()
    ]


class _Vrbg(BaseHTTPRequestHandler):
    """Speaks like VRBG: OGC API Features in pages, and what goes wrong in life."""

    features: list[dict[str, Any]]

    def do_GET(self) -> None:
        delen = urlsplit(self.path)
        vraag = {naam: waarden[0] for naam, waarden in parse_qs(delen.query).items()}
        if delen.path.endswith("/collections/Refgem/items"):
            self._geef(self._blad(int(vraag.get("offset", 0))))
        elif delen.path == "/tekort":
            self._geef({"type": "FeatureCollection", "numberMatched": 285, "features": []})
        elif delen.path == "/pagina":
            self._stuur(200, b"<html>Onderhoud</html>", "text/html")
        else:
            self._stuur(404, b"", "text/plain")

    def _blad(self, vanaf: int) -> dict[str, Any]:
        blad: dict[str, Any] = {
            "type": "FeatureCollection",
            "numberMatched": len(self.features),
            "features": self.features[vanaf : vanaf + BLAD],
            "links": [],
        }
        if vanaf + BLAD < len(self.features):
            volgende = f"/collections/Refgem/items?offset={vanaf + BLAD}"
            blad["links"].append({"rel": "next", "href": volgende})
        return blad

    def _geef(self, inhoud: Any) -> None:
        self._stuur(200, json.dumps(inhoud).encode(), "application/geo+json")

    def _stuur(self, status: int, lijf: bytes, soort: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(lijf)))
        self.end_headers()
        self.wfile.write(lijf)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def vrbg() -> Iterator[str]:
    _Vrbg.features = _features()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Vrbg)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "pad", ["/collections/Refgem", "/collections/Refgem/items?f=application/geo%2Bjson"]
)
def test_voegt_de_bladen_van_een_ogc_api_samen(vrbg: str, pad: str) -> None:
    assert len(lees_grenzen(vrbg + pad).vormen) == 285


@pytest.mark.parametrize(
    ("pad", "reden"),
    [
        ("/tekort", "kondigt 285 gebieden aan en geeft er 0"),
        ("/pagina", "webpagina"),
        ("/weg", "bestaat niet"),
    ],
)
def test_weigert_een_onbruikbaar_antwoord(vrbg: str, pad: str, reden: str) -> None:
    with pytest.raises(Grensfout, match=reden):
        lees_grenzen(vrbg + pad)
