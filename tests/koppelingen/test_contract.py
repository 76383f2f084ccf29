"""The contract, tried from its own document: whatever is asked, only documented answers come back.

Schemathesis makes good and wrong requests out of the OpenAPI document, walks from one answer to the
next request, and holds every answer against the document. It runs as a program of its own against
the running portal, as a partner would.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from dataleveranciers.models import Aanlevering, Feed
from dataleveranciers.services import zorg_voor_feed
from tests.koppelingen.conftest import maak_sleutel
from tests.koppelingen.ontvanger import draaiende_ontvanger
from tests.rolverdeling import bestuur_van
from toegang.models import Organisatie
from verbeteringen.models import Instelling

MAP = Path(__file__).parent
# CONTRACT_LANG=1: every boundary of every operation, many more examples, and other keys as well.
LANG = bool(os.environ.get("CONTRACT_LANG"))
ALLES = ("lezen", "registreren", "toelichten", "webhooks", "aanleveren:cijfers")
SLEUTELS = [ALLES, ("lezen",), ()] if LANG else [ALLES]


@pytest.mark.zwaar
@pytest.mark.parametrize("scopes", SLEUTELS, ids=["alles", "lezen", "geen"][: len(SLEUTELS)])
@pytest.mark.timeout(5400 if LANG else 300)
@pytest.mark.django_db(transaction=True)
def test_elk_antwoord_staat_in_het_document(
    scopes: tuple[str, ...],
    live_server: Any,
    settings: Any,
    cijfers: Any,
    verbetering: Any,
    tuin: Any,
    tmp_path: Path,
) -> None:
    settings.API_ANONIEM_PER_MINUUT = 0
    settings.WEBHOOKS_LOKAAL = True
    settings.DATA_MAP = tmp_path
    logging.disable(logging.WARNING)
    instellingen = (MAP / "schemathesis.toml").read_text(encoding="utf-8")
    if LANG:
        instellingen = instellingen.replace("enabled = false", "enabled = true")
    (tmp_path / "schemathesis.toml").write_text(instellingen, encoding="utf-8")
    gent = bestuur_van("44021")
    Instelling.objects.create(organisatie=gent, eigen_meteen=True)
    # So that one key does all there is to do: Gent delivers a feed too.
    Organisatie.objects.filter(pk=gent.pk).update(is_dataleverancier=True)
    zorg_voor_feed("cijfers")
    Feed.objects.filter(slug="cijfers").update(organisatie=gent)
    kop = (
        ("--header", f"x-api-key: {maak_sleutel(gent, *scopes, per_minuut=1_000_000)}")
        if scopes
        else ()
    )
    with draaiende_ontvanger() as ontvanger:
        uitkomst = _schemathesis(live_server.url, kop, tmp_path, ontvanger.adres, scopes)
    logging.disable(logging.NOTSET)
    assert uitkomst.returncode == 0, uitkomst.stdout[-12_000:] + uitkomst.stderr[-2_000:]
    assert "Stateful" in uitkomst.stdout
    if scopes == ALLES:
        # A run in which nothing succeeds proves little.
        assert ontvanger.berichten
        assert Aanlevering.objects.exists()


def _verslag(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """CONTRACT_VERSLAG=map: follow a long run there, one line per request."""
    map_ = os.environ.get("CONTRACT_VERSLAG")
    if not map_:
        return ()
    return ("--report", "ndjson", "--report-ndjson-path", f"{map_}/{len(scopes)}.ndjson")


def _schemathesis(
    url: str, kop: tuple[str, ...], map_: Path, ontvanger: str, scopes: tuple[str, ...]
) -> subprocess.CompletedProcess[str]:
    # The program waits ten seconds for the document, which a busy machine may need to make it.
    assert urlopen(f"{url}/api/docs/openapi.json").status == 200
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(map_ / "schemathesis.toml")),
            *("run", f"{url}/api/docs/openapi.json"),
            *("--checks", "all", *kop),
            # How fast an answer is, is measured in bench/.
            *("--request-timeout", "120", "--max-response-time", "120"),
            *(("--max-examples", "10", "--continue-on-failure", *_verslag(scopes)) if LANG else ()),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=map_,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.koppelingen.contracthaken",
            "PYTHONPATH": str(MAP.parent.parent),
            "CONTRACT_ONTVANGER": ontvanger,
        },
    )
