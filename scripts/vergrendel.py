"""Lock the packages again: both files of requirements/, with hashes and without index addresses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
VAST = [
    *("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"),
]
SLOTEN = {
    "requirements/basis.txt": [],
    # The same versions as the portal runs on, plus what development and tests need.
    "requirements/ontwikkeling.txt": [
        *("--group", "dev", "--extra", "parquet", "-c", "requirements/basis.txt")
    ],
}


def main() -> int:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("Vergrendelen gaat met uv. Plaats het met: .venv/bin/pip install uv")
        return 1
    for slot, opties in SLOTEN.items():
        print(f"→ {slot}", flush=True)
        if code := subprocess.call([uv, *VAST, *opties, *sys.argv[1:], "-o", slot], cwd=WORTEL):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
