"""What the house rules look at: the files that git knows, and our rooms."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

WORTEL = Path(__file__).resolve().parents[2]
KAMERS = ("pactportaal", *reversed(settings.ROOMS), "gereedschap")


@cache
def bestanden() -> tuple[Path, ...]:
    """Give every file of the repository, tracked or about to be; without git, every file we own."""
    uitkomst = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=WORTEL,
        capture_output=True,
        text=True,
        check=False,
    )
    if uitkomst.returncode:
        namen = [
            str(pad.relative_to(WORTEL))
            for map_ in (*KAMERS, "templates", "static", "tests", "docs", "requirements")
            for pad in (WORTEL / map_).rglob("*")
        ]
    else:
        namen = uitkomst.stdout.splitlines()
    paden = (WORTEL / naam for naam in sorted(set(namen)))
    return tuple(pad for pad in paden if pad.is_file() and "__pycache__" not in pad.parts)


def python_bestanden(*mappen: str) -> list[Path]:
    """Give our Python files, migrations excepted, under these top folders (all by default)."""
    gevonden = []
    for pad in bestanden():
        deel = pad.relative_to(WORTEL).parts
        if pad.suffix == ".py" and "migrations" not in deel and (not mappen or deel[0] in mappen):
            gevonden.append(pad)
    return gevonden


def sjablonen() -> list[Path]:
    return [
        pad for pad in bestanden() if "templates" in pad.parts and pad.suffix in {".html", ".svg"}
    ]


def plek(pad: Path, regel: int | None = None) -> str:
    naam = str(pad.relative_to(WORTEL))
    return f"{naam}:{regel}" if regel else naam


@cache
def boom(pad: Path) -> ast.Module:
    return ast.parse(pad.read_text(encoding="utf-8"), filename=str(pad))
