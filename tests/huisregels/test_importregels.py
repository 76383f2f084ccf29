"""The floors of docs/architectuur.md, by import-linter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]


def test_importeert_alleen_omlaag() -> None:
    uitkomst = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=WORTEL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert uitkomst.returncode == 0, uitkomst.stdout
