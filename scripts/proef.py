"""Run the tests as `make test` does: on SQLite, then on PostgreSQL with Redis and a real worker.

`scripts/proef.py [--alleen sqlite|postgresql] [opties van pytest]`. Servers come out of the wheels
(scripts/diensten.py) and stop at the end. What a machine cannot give is said loudly.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORTEL))

from scripts import diensten  # noqa: E402

LIJN = "=" * 88


def meld(tekst: str) -> None:
    print(tekst, flush=True)


def _lukt(opdracht: list[str], *, seconden: int) -> bool:
    try:
        uitkomst = subprocess.run(
            opdracht,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconden,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return uitkomst.returncode == 0


def _systeembrowser() -> bool:
    namen = ("chromium", "chromium-browser", "google-chrome")
    return any(pad and _lukt([pad, "--version"], seconden=30) for pad in map(shutil.which, namen))


def _browser_van_playwright() -> bool:
    """Whether Playwright's own Chromium is on this machine already."""
    vraag = (
        "from playwright.sync_api import sync_playwright as s\n"
        "import os, sys\n"
        "with s() as p: sys.exit(not os.path.exists(p.chromium.executable_path))"
    )
    return _lukt([sys.executable, "-c", vraag], seconden=60)


def zorg_voor_browser() -> None:
    """Find a Chromium, else get one: from the system's packages as root, else Playwright's."""
    if _systeembrowser() or _browser_van_playwright():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        meld("→ Chromium wordt geïnstalleerd met apt-get (eenmalig)")
        _lukt(["apt-get", "update"], seconden=180)
        _lukt(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], seconden=420)
        if _systeembrowser():
            return
    meld("→ Chromium wordt opgehaald door Playwright (eenmalig)")
    if _lukt([sys.executable, "-m", "playwright", "install", "chromium"], seconden=420):
        return
    meld(LIJN)
    meld("!! GEEN CHROMIUM: apt-get noch Playwright kon er een plaatsen. De tests in een echte")
    meld("!! browser worden OVERGESLAGEN. Installeer chromium en draai make test opnieuw.")
    meld(LIJN)


def pytest(opties: list[str], *, omgeving: dict[str, str]) -> int:
    """Run pytest; without an own choice of files or processes, on a process more than cores, four at most."""
    kernen = os.cpu_count() or 1
    # What waits for a browser or a server leaves a third of them idle.
    aantal = min(4, kernen + 1) if kernen > 1 else 1
    # The order is ours (tests/conftest.py): heavy files first, not the ones with many tests.
    verdeling = ["-n", str(aantal), "--dist", "loadfile", "--no-loadscope-reorder"]
    parallel = [] if aantal == 1 or "-n" in opties else verdeling
    begin = time.monotonic()
    code = subprocess.call(
        [sys.executable, "-m", "pytest", *parallel, *opties],
        cwd=WORTEL,
        env={**os.environ, **omgeving},
    )
    meld(f"→ {time.monotonic() - begin:.0f} s")
    return code


def op_sqlite(opties: list[str]) -> int:
    meld(f"{LIJN}\nTests op SQLite, met de werkrij in bestanden\n{LIJN}")
    return pytest(opties, omgeving={"PROEF_DATABASE_URL": "", "PROEF_REDIS_URL": ""})


def op_postgresql(opties: list[str]) -> int:
    meld(f"{LIJN}\nTests op PostgreSQL, met Redis\n{LIJN}")
    with contextlib.ExitStack() as stapel:
        try:
            postgres = stapel.enter_context(diensten.postgres())
            redis = stapel.enter_context(diensten.redis()) or ""
        except diensten.DienstFout as fout:
            meld(f"!! {fout}")
            return 1
        return pytest(opties, omgeving={"PROEF_DATABASE_URL": postgres, "PROEF_REDIS_URL": redis})


def _losse_bestanden() -> set[str]:
    """Give the files that git does not know yet; empty outside a repository."""
    uitkomst = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=WORTEL,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(uitkomst.stdout.splitlines())


def main() -> int:
    lezer = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    lezer.add_argument("--alleen", choices=["sqlite", "postgresql"])
    keuze, opties = lezer.parse_known_args()
    zorg_voor_browser()
    vooraf = _losse_bestanden()
    codes = []
    if keuze.alleen != "postgresql":
        codes.append(op_sqlite(opties))
    if keuze.alleen != "sqlite":
        codes.append(op_postgresql(opties))
    if achtergelaten := sorted(_losse_bestanden() - vooraf):
        meld(f"!! De tests lieten bestanden achter: {', '.join(achtergelaten)}")
        codes.append(1)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
