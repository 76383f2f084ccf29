"""The health check of a container: `gezond.py web` or `gezond.py hartslag`; exit code 0 is healthy.

Only the standard library, so that it starts in a blink and works when the portal does not.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Beat sends a heartbeat every 20 s (pactportaal/rooster.py); a worker with a long queue is late.
HARTSLAG_HOOGSTENS_S = 300


def web() -> bool:
    """Whether the portal on this machine says that all its parts answer."""
    poort = os.environ.get("PORT") or "8000"
    hostnaam = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    vraag = urllib.request.Request(
        f"http://127.0.0.1:{poort}/gezondheid/", headers={"Host": hostnaam.removeprefix(".")}
    )
    try:
        with urllib.request.urlopen(vraag, timeout=8) as antwoord:
            return bool(antwoord.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as fout:
        print(f"niet gezond: {fout}")
        return False


def hartslag() -> bool:
    """Whether beat, the queue and a worker together touched the heartbeat lately."""
    bestand = Path(os.environ.get("DATA_MAP") or ".data") / "hartslag"
    try:
        leeftijd_s = time.time() - bestand.stat().st_mtime
    except FileNotFoundError:
        print("niet gezond: er was nog geen hartslag")
        return False
    if leeftijd_s > HARTSLAG_HOOGSTENS_S:
        print(f"niet gezond: de laatste hartslag was {leeftijd_s:.0f} s geleden")
        return False
    return True


def main() -> int:
    controles = {"web": web, "hartslag": hartslag}
    keuze = sys.argv[1] if len(sys.argv) == 2 else ""
    if keuze not in controles:
        print(f"gebruik: gezond.py {'|'.join(controles)}")
        return 2
    return 0 if controles[keuze]() else 1


if __name__ == "__main__":
    sys.exit(main())
