"""Formats: JSON-LD, JSON, GeoJSON and CSV, asked by Accept or by `?formaat=`."""

from __future__ import annotations

import csv
import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import NotAcceptable, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from gereedschap.api.exact import Exact
from gereedschap.api.problemen import Ongeldig, Probleem

GROOTSTE_LICHAAM = 10 * 1024 * 1024
DIEPSTE = 40
# A spreadsheet takes a cell that starts so for a formula.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


def _anders(waarde: Any) -> Any:
    if isinstance(waarde, Decimal):
        return format(waarde.normalize(), "f") if waarde else "0"
    if hasattr(waarde, "__str__"):
        return str(waarde)
    raise TypeError(type(waarde))


def naar_json(waarde: Any) -> bytes:
    """Write JSON; a Decimal becomes text, because a double would round it."""
    return orjson.dumps(waarde, default=_anders)


class _JsonWeergave(BaseRenderer):
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else naar_json(data)


class JsonLd(_JsonWeergave):
    media_type = "application/ld+json"
    format = "jsonld"


class Json(_JsonWeergave):
    media_type = "application/json"
    format = "json"


JSON = (JsonLd, Json)


class GeoJson(_JsonWeergave):
    media_type = "application/geo+json"
    format = "geojson"


class Csv(BaseRenderer):
    """Plain CSV (RFC 4180): comma, point, UTF-8. Rows are streamed by the view."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        raise NotImplementedError("CSV wordt door de view gestroomd")


class CsvExcel(Csv):
    """CSV for a Dutch Excel: semicolon, decimal comma, byte order mark."""

    media_type = "text/csv"
    format = "csv-excel"


class Onderhandeling(DefaultContentNegotiation):
    """Accept as RFC 9110 says; `?formaat=` wins, and an unknown one is told so."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        gekozen = [r for r in renderers if r.format == format]
        if not gekozen:
            mogelijk = ", ".join(r.format for r in renderers)
            raise Ongeldig({"formaat": [f"Kies uit: {mogelijk}."]})
        return gekozen

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        naam = request.query_params.get(self.settings.URL_FORMAT_OVERRIDE)
        if naam is not None:
            renderer = self.filter_renderers(renderers, naam)[0]
            return renderer, renderer.media_type
        if request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", ""):
            return renderers[0], renderers[0].media_type
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable as fout:
            soorten = ", ".join(dict.fromkeys(r.media_type for r in renderers))
            raise Probleem(406, f"Dit adres geeft: {soorten}.") from fout


def _controleer(waarde: Any, diepte: int = 0) -> None:
    if diepte > DIEPSTE:
        raise ParseError(f"Deze JSON is dieper genest dan {DIEPSTE} niveaus.")
    if isinstance(waarde, str):
        if "\x00" in waarde:
            raise ParseError("Een tekst bevat een nulteken (\\u0000). Laat het weg.")
    elif isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            _controleer(sleutel, diepte)
            _controleer(deel, diepte + 1)
    elif isinstance(waarde, list):
        for deel in waarde:
            _controleer(deel, diepte + 1)


def lees_json(stroom: Any) -> Any:
    """Read a body of at most 10 MB; ParseError says where it is no JSON."""
    inhoud = stroom.read(GROOTSTE_LICHAAM + 1)
    if len(inhoud) > GROOTSTE_LICHAAM:
        raise Probleem(413, "De aanvraag is groter dan 10 MB. Splits ze.")
    try:
        waarde = orjson.loads(inhoud)
    except orjson.JSONDecodeError as fout:
        raise ParseError(
            f"Dit is geen geldige JSON (regel {fout.lineno}, teken {fout.colno})."
        ) from fout
    _controleer(waarde)
    return waarde


class JsonLezer(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return lees_json(stream)


class JsonLdLezer(JsonLezer):
    media_type = "application/ld+json"


class GeoJsonLezer(JsonLezer):
    media_type = "application/geo+json"


# --- CSV


class _Echo:
    """What csv.writer writes to: it gives the line back instead of keeping it."""

    def write(self, regel: str) -> str:
        return regel


def _cel(waarde: Any, *, excel: bool) -> Any:
    match waarde:
        case None:
            return ""
        case bool():
            return "ja" if waarde else "nee"
        case Exact():
            return waarde.replace(".", ",") if excel else waarde
        case Decimal():
            tekst = _anders(waarde)
            return tekst.replace(".", ",") if excel else tekst
        case float():
            return str(waarde).replace(".", ",") if excel else waarde
        case int() | dt.date():
            return waarde
        case list() | tuple():
            tekst = " | ".join(map(str, waarde))
        case _:
            tekst = str(waarde)
    return f"'{tekst}" if tekst.startswith(FORMULETEKENS) else tekst


def pak(regel: Any, pad: str) -> Any:
    """Give `a.b` out of nested dicts; None where a part is missing."""
    for deel in pad.split("."):
        if not isinstance(regel, dict):
            return None
        regel = regel.get(deel)
    return regel


def csv_regels(
    regels: Iterable[dict[str, Any]], velden: Sequence[str], *, excel: bool
) -> Iterator[bytes]:
    """Write rows as CSV in blocks; column names are the paths with an underscore."""
    schrijver = csv.writer(_Echo(), delimiter=";" if excel else ",")
    blok = ["\ufeff" if excel else "", schrijver.writerow([v.replace(".", "_") for v in velden])]
    for regel in regels:
        blok.append(schrijver.writerow([_cel(pak(regel, veld), excel=excel) for veld in velden]))
        if len(blok) >= 500:
            yield "".join(blok).encode()
            blok = []
    yield "".join(blok).encode()


def gezipt(stukken: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream while it passes."""
    pers = zlib.compressobj(5, zlib.DEFLATED, 31)
    for stuk in stukken:
        if uit := pers.compress(stuk):
            yield uit
    yield pers.flush()


def aanvaardt_gzip(kop: str) -> bool:
    """Whether Accept-Encoding allows gzip."""
    for deel in kop.lower().split(","):
        naam, _, rest = deel.strip().partition(";")
        if naam.strip() in ("gzip", "*"):
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def json_stroom(kop: dict[str, Any], sleutel: str, regels: Iterable[Any]) -> Iterator[bytes]:
    """Write one JSON object whose list under `sleutel` is streamed."""
    begin = naar_json(kop)[:-1]
    yield begin + (b"," if kop else b"") + f'"{sleutel}":['.encode()
    blok: list[bytes] = []
    eerste = True
    for regel in regels:
        blok.append((b"" if eerste else b",") + naar_json(regel))
        eerste = False
        if len(blok) >= 500:
            yield b"".join(blok)
            blok = []
    yield b"".join(blok) + b"]}"


VERSIE = settings.VERSIE
