"""Names of gemeenten: folding for search and order."""

from __future__ import annotations

import re
import unicodedata

_WIT = re.compile(r"\s+")
_SCHEIDING = re.compile(r"[^a-z0-9]+")


def sorteernaam(naam: str) -> str:
    """Give `naam` without accents, capitals and doubled spaces: "Sint-Amánds " is "sint-amands"."""
    zonder = naam
    if not naam.isascii():
        kaal = unicodedata.normalize("NFKD", naam)
        zonder = "".join(teken for teken in kaal if not unicodedata.combining(teken))
    return _WIT.sub(" ", zonder.replace("’", "'")).strip().casefold()


def zoeksleutel(naam: str) -> str:
    """Give `naam` as suppliers' spellings meet: folded, hyphens and quotes as spaces.

    "SINT-GILLIS-WAAS", "Sint Gillis Waas" and "sint-gillis-waas" give the same key.
    """
    # Most names need no accents taken off; a delivery folds a million of them.
    kaal = naam.lower() if naam.isascii() else sorteernaam(naam)
    return _SCHEIDING.sub(" ", kaal).strip()
