"""How many queries a page asks, in a committed file: a changed number is a visible change.

`VRAGEN_BIJWERKEN=1 pytest tests/prestaties` writes the numbers anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

BESTAND = Path(__file__).with_name("query_counts.json")
HOOGSTENS = 15


def gekende_aantallen() -> dict[str, int]:
    aantallen: dict[str, int] = json.loads(BESTAND.read_text()) if BESTAND.exists() else {}
    return aantallen


def controleer(naam: str, aantal: int, *, hoogstens: int = HOOGSTENS) -> None:
    """Fail when page `naam` asks another number of queries than the file says, or too many."""
    assert aantal <= hoogstens, f"{naam}: {aantal} vragen aan de databank, hoogstens {hoogstens}"
    gekend = gekende_aantallen()
    if os.environ.get("VRAGEN_BIJWERKEN"):
        BESTAND.write_text(json.dumps({**gekend, naam: aantal}, indent=2, sort_keys=True) + "\n")
        return
    assert gekend.get(naam) == aantal, (
        f"{naam}: {aantal} vragen aan de databank, in {BESTAND.name} staat {gekend.get(naam)}. "
        "Klopt het zo? Draai VRAGEN_BIJWERKEN=1 pytest tests/prestaties"
    )
