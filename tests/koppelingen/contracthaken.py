"""What we ask of every answer besides what schemathesis asks itself, and how it gets that far.

Made-up numbers, addresses and versions end at 404, 400 and 412. So that every operation is also tried
with what succeeds, well-formed values are exchanged for others as well-formed: numbers that an
earlier answer gave, the address of a real receiver, a feed that exists. What is wrong stays wrong.
"""

from __future__ import annotations

import os
import re
import zlib
from collections import defaultdict
from typing import Any

import schemathesis

NUMMER = re.compile(r"urn:(uuid:[0-9a-f-]{36}|be\.vlaanderen\.pactportaal:aanvraag:.+)")


@schemathesis.check
def een_fout_zegt_wat_er_is(ctx: Any, response: Any, case: Any) -> None:
    """Each error is a problem in Dutch with a number; a refused value names its field."""
    if response.status_code < 400:
        return
    soort = response.headers["content-type"][0]
    assert soort == "application/problem+json", soort
    probleem = response.json()
    assert probleem["status"] == response.status_code
    assert probleem["type"].startswith("urn:be.vlaanderen.pactportaal:")
    assert NUMMER.fullmatch(probleem["instance"]), probleem["instance"]
    assert response.headers["content-language"] == ["nl-BE"]
    assert len(probleem["detail"]) > 10
    for veld, zinnen in probleem.get("validationErrors", {}).items():
        assert zinnen, veld
        assert all(len(zin) > 8 for zin in zinnen), (veld, zinnen)


@schemathesis.check
def elk_antwoord_draagt_zijn_nummer(ctx: Any, response: Any, case: Any) -> None:
    """The number of the log line is in every answer, and nothing private may be kept by a proxy."""
    assert response.headers.get("x-correlation-id") or response.headers.get("x-request-id")
    # An empty header is no key: what anybody may read, a proxy may keep.
    if any(n.lower() == "x-api-key" and str(w).strip() for n, w in (case.headers or {}).items()):
        kop = response.headers.get("cache-control", [""])[0]
        assert "public" not in kop, kop


# What earlier answers gave, per collection ("webhooks", "webhooks/7/bezorgingen"): numbers.
GEKEND: dict[str, list[int]] = defaultdict(list)
GENT = "44021"
IN_GENT = {"type": "Point", "coordinates": [3.7252, 51.0536]}
_NUMMERS = re.compile(
    r"/api/v1/(webhooks|verbeteringen|aanleveringen|importruns)/([0-9]+)", re.ASCII
)
_BEZORGING = re.compile(r"/api/v1/webhooks/([0-9]+)/(?:bezorgingen|proef)", re.ASCII)


def _een_op_twee(*delen: object) -> bool:
    """Choose the same way each time for the same values (`hash` differs per process)."""
    return zlib.crc32(repr(delen).encode()) % 2 == 0


def _kies(keuzes: list[int], waarde: object) -> int:
    return keuzes[zlib.crc32(repr(waarde).encode()) % len(keuzes)]


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Remember the numbers that an answer gives."""
    if response.status_code >= 300:
        return
    tekst = response.content[:20_000].decode(errors="replace")
    for soort, nummer in _NUMMERS.findall(tekst):
        if int(nummer) not in GEKEND[soort]:
            GEKEND[soort].append(int(nummer))
    hier = _BEZORGING.search(response.request.url)
    if hier:
        for nummer in re.findall(r'"id": ?([0-9]+), ?"bericht"', tekst):
            GEKEND[f"bezorgingen/{hier[1]}"].append(int(nummer))


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> Any:
    if not path_parameters:
        return path_parameters
    uit = dict(path_parameters)
    soort = context.operation.path.removeprefix("/api/v1/").split("/")[0]
    if isinstance(uit.get("pk"), int) and uit["pk"] > 0 and GEKEND[soort]:
        uit["pk"] = _kies(GEKEND[soort], uit["pk"])
        bezorgingen = GEKEND[f"bezorgingen/{uit['pk']}"]
        if isinstance(uit.get("nummer"), int) and uit["nummer"] > 0 and bezorgingen:
            uit["nummer"] = _kies(bezorgingen, uit["nummer"])
    feed = uit.get("feed")
    if isinstance(feed, str) and re.fullmatch(r"[a-z0-9-]{1,50}", feed, re.ASCII):
        uit["feed"] = "cijfers"
    return uit


@schemathesis.hook
def map_headers(context: Any, headers: Any) -> Any:
    """Let half of the versions be the newest one, whichever that is."""
    if headers and headers.get("If-Match") and _een_op_twee(headers["If-Match"]):
        headers["If-Match"] = "*"
    return headers


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    pad = context.operation.path
    if pad.endswith("/aanleveringen") and _een_op_twee(body):
        rij = {"nis": GENT, "doelstelling": "bomen", "peildatum": "2026-02-01", "waarde": 9}
        return {"cijfers": [rij]}
    items = body.get("verbeteringen")
    for ding in [body, *(items if isinstance(items, list) else [])]:
        if isinstance(ding, dict):
            _zet_wat_bestaat(ding)
    return body


def _zet_wat_bestaat(ding: dict[str, Any]) -> None:
    nis, url, gemeenten = ding.get("nis"), ding.get("url"), ding.get("gemeenten")
    if isinstance(nis, str) and re.fullmatch("[0-9]{5}", nis, re.ASCII):
        ding["nis"] = GENT
    if isinstance(url, str) and len(url) <= 500 and _een_op_twee(url):
        ding["url"] = os.environ["CONTRACT_ONTVANGER"]
    if isinstance(gemeenten, list):
        ding["gemeenten"] = [
            GENT if isinstance(deel, str) and re.fullmatch("[0-9]{5}", deel, re.ASCII) else deel
            for deel in gemeenten
        ]
    if isinstance(ding.get("geometrie"), dict) and _een_op_twee(ding["geometrie"]):
        ding["geometrie"] = IN_GENT
    for dag in ("uitgevoerdOp", "geplandOp"):
        if isinstance(ding.get(dag), str) and re.fullmatch(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}", ding[dag]
        ):
            ding[dag] = "2025-11-15" if dag == "uitgevoerdOp" else None
