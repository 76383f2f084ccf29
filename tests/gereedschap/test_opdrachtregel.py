"""Wrong usage of `manage.py` is answered in Dutch; a database without tables is no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def _manage(*argumenten: str, data_map: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *argumenten],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATA_MAP": str(data_map), "DATABASE_URL": "", "REDIS_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("argumenten", "melding"),
    [
        (("importrun", "abc"), "'abc' is geen geldige waarde"),
        (("importeer",), "deze argumenten ontbreken: feed"),
        (("doelen", "--nis"), "hier hoort één waarde"),
        (("importrun", "1", "--weiger", "--aanvaard"), "kan niet samen met"),
    ],
)
def test_verkeerd_gebruik_is_nederlands(tmp_path, argumenten, melding):
    uit = _manage(*argumenten, data_map=tmp_path)
    assert uit.returncode == 2
    assert melding in uit.stderr
    assert uit.stderr.startswith("gebruik: ")
    for engels in ("usage", "error:", "argument s", "required", "invalid"):
        assert engels not in uit.stderr


def test_lege_databank_zegt_wat_te_doen(tmp_path):
    uit = _manage("importrun", "1", data_map=tmp_path)
    assert uit.returncode == 1
    assert "manage.py klaarzetten" in uit.stderr
    assert "Traceback" not in uit.stderr
