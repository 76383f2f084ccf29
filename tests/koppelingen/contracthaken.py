"""What we ask of every answer besides what schemathesis asks itself."""

from __future__ import annotations

import re
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
    if "x-api-key" in {naam.lower() for naam in (case.headers or {})}:
        kop = response.headers.get("cache-control", [""])[0]
        assert "public" not in kop, kop
