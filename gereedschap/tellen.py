"""Count how often something happens within a window, in the cache: for limits, not for figures."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Telling:
    """How many in this window, this one included, and in how many seconds the next one begins."""

    aantal: int
    opnieuw_na_s: int


def tel(sleutel: str, *, venster_s: int) -> Telling:
    """Count one more under `sleutel`; windows follow one another on the clock."""
    nu = int(time.time())
    plaats = f"{sleutel}:{nu // venster_s}"
    if cache.add(plaats, 1, 2 * venster_s):
        aantal = 1
    else:
        try:
            aantal = cache.incr(plaats)
        except ValueError:  # It expired in between.
            aantal = 1
    return Telling(aantal, venster_s - nu % venster_s)
