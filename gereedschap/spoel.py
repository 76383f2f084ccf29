"""A spool: rows kept on disk between reading a delivery and publishing it.

Staging costs no database work this way, and the publishing transaction stays short: it only copies.
The files are our own, in a folder that nobody else writes to, and are removed with that folder.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Spoel:
    """Append lists of tuples, read them back in the same order, as often as needed."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._uit = pad.open("wb")
        self.aantal = 0

    def schrijf(self, rijen: Iterable[tuple[Any, ...]]) -> None:
        blok = list(rijen)
        if blok:
            pickle.dump(blok, self._uit, protocol=5)
            self.aantal += len(blok)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        self._uit.flush()
        with self._pad.open("rb") as bron:
            while True:
                try:
                    blok = pickle.load(bron)
                except EOFError:
                    return
                yield from blok

    def sluit(self) -> None:
        self._uit.close()
        self._pad.unlink(missing_ok=True)
