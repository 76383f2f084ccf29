"""`python -m bench [onderwerp …] [--alleen sqlite|postgresql]`: measure, print, keep as JSON.

Each subject (`bench_<onderwerp>.py`) runs in its own process on a fresh database with the reference
data, once on SQLite and once on PostgreSQL with Redis. The exit code is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts import diensten

WORTEL = Path(__file__).resolve().parent.parent
MAP = Path(__file__).resolve().parent
RESULTATEN = WORTEL / "bench-resultaten"


def onderwerpen() -> list[str]:
    return sorted(pad.stem.removeprefix("bench_") for pad in MAP.glob("bench_*.py"))


@contextlib.contextmanager
def omgeving(soort: str) -> Iterator[dict[str, str]]:
    """Give the environment variables of an empty portal on this kind of database."""
    with contextlib.ExitStack() as stapel:
        map_ = stapel.enter_context(tempfile.TemporaryDirectory(prefix="pactportaal-bench-"))
        variabelen = {
            **os.environ,
            "DATA_MAP": map_,
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "SECRET_KEY": "alleen-voor-metingen-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "pactportaal.settings",
            "LOGNIVEAU": "WARNING",
            "DEBUG": "0",
        }
        if soort == "postgresql":
            variabelen["DATABASE_URL"] = stapel.enter_context(diensten.postgres(duurzaam=True))
            redis = stapel.enter_context(diensten.redis())
            variabelen["REDIS_URL"] = redis or ""
        yield variabelen


def draai(onderwerp: str, *, soort: str) -> list[dict[str, Any]]:
    """Run one subject on a fresh database; a crash counts as a missed limit."""
    with omgeving(soort) as variabelen:
        proces = subprocess.run(
            [sys.executable, "-m", "bench.draai", onderwerp],
            cwd=WORTEL,
            env=variabelen,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if proces.returncode:
        return [
            {
                "naam": f"{onderwerp}: afgebroken",
                "waarde": proces.returncode,
                "grens": 0,
                "richting": "hoogstens",
                "eenheid": "",
                "toelichting": "zie de melding hierboven",
                "gehaald": False,
            }
        ]
    uitkomsten: list[dict[str, Any]] = json.loads(proces.stdout.splitlines()[-1])
    return uitkomsten


def regel(uitkomst: dict[str, Any], *, soort: str) -> str:
    teken = "≤" if uitkomst["richting"] == "hoogstens" else "≥"
    oordeel = "ja " if uitkomst["gehaald"] else "NEE"
    return (
        f"{oordeel} {soort:<10} {uitkomst['naam']:<58.58} {uitkomst['waarde']:>12.3f} {teken} "
        f"{uitkomst['grens']:<10g} {uitkomst['eenheid']:<4} {uitkomst['toelichting']}"
    )


def main() -> int:
    lezer = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    lezer.add_argument("onderwerp", nargs="*", help="standaard: alle")
    lezer.add_argument("--alleen", choices=["sqlite", "postgresql"], help="één databank")
    opties = lezer.parse_args()
    gekozen = opties.onderwerp or onderwerpen()
    if onbekend := sorted(set(gekozen) - set(onderwerpen())):
        lezer.error(
            f"onbekend onderwerp: {', '.join(onbekend)}; er zijn: {', '.join(onderwerpen())}"
        )

    alles: dict[str, list[dict[str, Any]]] = {}
    print(f"    {'databank':<10} {'meting':<58} {'waarde':>12}   grens", flush=True)
    for soort in [opties.alleen] if opties.alleen else ["sqlite", "postgresql"]:
        for onderwerp in gekozen:
            uitkomsten = draai(onderwerp, soort=soort)
            alles.setdefault(soort, []).extend(uitkomsten)
            for uitkomst in uitkomsten:
                print(regel(uitkomst, soort=soort), flush=True)

    RESULTATEN.mkdir(exist_ok=True)
    nu = dt.datetime.now(dt.UTC)
    bestand = RESULTATEN / f"{nu:%Y%m%d-%H%M%S}.json"
    bestand.write_text(
        json.dumps(
            {
                "op": nu.isoformat(),
                "python": platform.python_version(),
                "processoren": os.cpu_count(),
                "uitkomsten": alles,
            },
            indent=2,
            ensure_ascii=False,
        )
    )
    gemist = sum(not u["gehaald"] for uitkomsten in alles.values() for u in uitkomsten)
    print(f"→ {bestand.relative_to(WORTEL)}; {gemist} grens(zen) niet gehaald", flush=True)
    return 1 if gemist else 0


if __name__ == "__main__":
    sys.exit(main())
