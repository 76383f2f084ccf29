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

import pytest

from tests.koppelingen.conftest import maak_sleutel
from tests.rolverdeling import bestuur_van
from verbeteringen.models import Instelling

MAP = Path(__file__).parent
# CONTRACT_LANG=1: every boundary of every operation, and twenty times as many examples.
LANG = bool(os.environ.get("CONTRACT_LANG"))


@pytest.mark.timeout(3600 if LANG else 300)
@pytest.mark.django_db(transaction=True)
def test_elk_antwoord_staat_in_het_document(
    live_server: Any, settings: Any, cijfers: Any, verbetering: Any, tuin: Any, tmp_path: Path
) -> None:
    settings.API_ANONIEM_PER_MINUUT = 0
    logging.disable(logging.WARNING)
    instellingen = (MAP / "schemathesis.toml").read_text(encoding="utf-8")
    if LANG:
        instellingen = instellingen.replace("enabled = false", "enabled = true")
    (tmp_path / "schemathesis.toml").write_text(instellingen, encoding="utf-8")
    gent = bestuur_van("44021")
    Instelling.objects.create(organisatie=gent, eigen_meteen=True)
    sleutel = maak_sleutel(gent, "lezen", "registreren", "toelichten", per_minuut=1_000_000)
    uitkomst = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(tmp_path / "schemathesis.toml")),
            *("run", f"{live_server.url}/api/docs/openapi.json"),
            *("--checks", "all", "--header", f"x-api-key: {sleutel}"),
            *(("--max-examples", "80") if LANG else ()),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.koppelingen.contracthaken",
            "PYTHONPATH": str(MAP.parent.parent),
        },
    )
    logging.disable(logging.NOTSET)
    assert uitkomst.returncode == 0, uitkomst.stdout[-12_000:] + uitkomst.stderr[-2_000:]
    assert "Stateful" in uitkomst.stdout
