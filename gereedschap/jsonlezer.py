"""Read large JSON in a stream: newline-delimited objects, or the objects of one array member.

The splitter looks for quotes and braces of a whole block at once (numpy) and hands runs of objects
to orjson, so that it costs little more than parsing; memory holds one block and one chunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from gereedschap.stroom import LANGSTE_REGEL, Bestandsfout, blokken, regels

# (number in the file, the object, or why it can't be read)
Regel = tuple[int, Any, str]
# Possessive: a text that doesn't end is read past without remembering every place to turn back to.
_TEKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_BOM = b"\xef\xbb\xbf"
LANGSTE_KOP = 4 << 20


def _afgebroken(pad: Path) -> Bestandsfout:
    return Bestandsfout(
        f"{pad.name} is afgebroken: het einde van de JSON ontbreekt. Er is niets overgenomen; "
        "lever het volledige bestand opnieuw."
    )


def lees_regels(pad: Path) -> Iterator[list[Regel]]:
    """Give the objects of newline-delimited JSON with their line number, in lists.

    A broken line is given with its reason; a last line that stops half-way without a line end means
    that the file was cut off, which raises Bestandsfout.
    """
    nummer = 0
    for blok, compleet in regels(pad):
        genummerd: list[tuple[int, bytes | None]] = []
        for regel in blok:
            nummer += 1
            if nummer == 1 and regel is not None:
                regel = regel.removeprefix(_BOM)
            if regel is None or regel.strip():
                genummerd.append((nummer, regel))
        if not genummerd:
            continue
        uit = _ontleed_samen(genummerd)
        if not compleet and uit[-1][2]:
            raise _afgebroken(pad)
        yield uit


def _ontleed_samen(genummerd: list[tuple[int, bytes | None]]) -> list[Regel]:
    """Parse a run at once; line by line when one of them is not as it should be."""
    if all(regel is not None for _, regel in genummerd):
        try:
            waarden = orjson.loads(b"[" + b",".join([r for _, r in genummerd if r]) + b"]")
        except orjson.JSONDecodeError:
            waarden = []
        if len(waarden) == len(genummerd):
            return [(nr, waarde, "") for (nr, _), waarde in zip(genummerd, waarden, strict=True)]
    return [_ontleed(nr, regel) for nr, regel in genummerd]


def _ontleed(nr: int, tekst: bytes | None) -> Regel:
    if tekst is None:
        return nr, None, f"langer dan {LANGSTE_REGEL >> 20} MB; deze rij is overgeslagen"
    try:
        return nr, orjson.loads(tekst), ""
    except orjson.JSONDecodeError as fout:
        return nr, None, uitleg(fout)


def uitleg(fout: orjson.JSONDecodeError) -> str:
    """Say in Dutch why a text is no JSON."""
    if "infinity" in fout.msg:
        return f"een getal is oneindig groot (teken {fout.pos + 1})"
    if fout.doc[fout.pos : fout.pos + 3] in ("NaN", "Inf"):
        return "NaN en Infinity zijn geen getallen in JSON"
    return f"geen geldige JSON bij teken {fout.pos + 1}"


class Lijstlezer:
    """Streams the objects of the array member `lid` (for example "features") of one JSON object.

    After the iteration `overig` holds the other members, such as `links`.
    """

    def __init__(self, pad: Path, lid: str) -> None:
        self._pad, self._lid = pad, lid
        self.overig: dict[str, Any] = {}
        self._blokken = blokken(pad)
        self._buffer = b""

    def _meer(self) -> bool:
        blok = next(self._blokken, None)
        if blok is None:
            return False
        self._buffer += blok
        return True

    def __iter__(self) -> Iterator[list[Regel]]:
        kop = self._zoek_lijst()
        nummer = 0
        while True:
            stukken, einde = self._knip()
            if stukken:
                genummerd = [(nummer + i, stuk) for i, stuk in enumerate(stukken, 1)]
                nummer += len(stukken)
                yield _ontleed_samen(list(genummerd))
            if einde is not None:
                self._buffer = self._buffer[einde:]
                break
            if not stukken and len(self._buffer) > LANGSTE_REGEL:
                nummer += 1
                raise Bestandsfout(
                    f"{self._pad.name}: element {nummer} van “{self._lid}” is langer dan "
                    f"{LANGSTE_REGEL >> 20} MB. Er is niets overgenomen."
                )
            if not self._meer():
                raise _afgebroken(self._pad)
        self._lees_staart(kop)

    def _zoek_lijst(self) -> bytes:
        """Read up to the array and give what stands before it."""
        sleutel = orjson.dumps(self._lid)
        while True:
            diepte, vorige = 0, b""
            for teken in _TEKENS.finditer(self._buffer):
                soort = teken.group()
                if soort == b"[" and diepte == 1 and vorige == sleutel:
                    kop = self._buffer[: teken.end()].removeprefix(_BOM)
                    self._buffer = self._buffer[teken.end() :]
                    return kop
                if soort[:1] == b'"':
                    vorige = soort
                    continue
                diepte += 1 if soort in b"{[" else -1
                vorige = b""
            if len(self._buffer) > LANGSTE_KOP:
                raise Bestandsfout(f"{self._pad.name} heeft geen lijst “{self._lid}”.")
            if not self._meer():
                raise self._zonder_lijst()

    def _zonder_lijst(self) -> Bestandsfout:
        try:
            orjson.loads(self._buffer.removeprefix(_BOM))
        except orjson.JSONDecodeError:
            return _afgebroken(self._pad)
        return Bestandsfout(
            f"{self._pad.name} heeft geen lijst “{self._lid}”; dit formaat wordt niet herkend."
        )

    def _knip(self) -> tuple[list[bytes], int | None]:
        """Cut the whole objects off the buffer; also give where the array ends, when it does."""
        buffer = self._buffer
        tekens = np.frombuffer(buffer, dtype=np.uint8)
        haken = np.flatnonzero((tekens == 123) | (tekens == 125))
        aanhaling = _aanhalingstekens(buffer, tekens)
        # Between an odd and an even quote is text, where a brace means nothing.
        haken = haken[np.searchsorted(aanhaling, haken) % 2 == 0]
        stap = np.where(tekens[haken] == 123, 1, -1)
        diepte = np.cumsum(stap)
        einden = haken[(diepte == 0) & (stap == -1)]
        begin = haken[(diepte == 1) & (stap == 1)][: len(einden)]
        stukken: list[bytes] = []
        vorige = 0
        for van, tot in zip(begin.tolist(), (einden + 1).tolist(), strict=True):
            tussen = buffer[vorige:van].strip()
            if tussen not in (b"", b","):
                break
            stukken.append(buffer[van:tot])
            vorige = tot
        self._buffer = buffer[vorige:]
        return stukken, self._einde(self._buffer)

    def _einde(self, rest: bytes) -> int | None:
        kaal = rest.lstrip()
        if kaal[:1] == b"]":
            return len(rest) - len(kaal) + 1
        if kaal and kaal[:1] not in b",{":
            raise Bestandsfout(
                f"{self._pad.name} is geen geldige JSON: in “{self._lid}” staat iets anders dan "
                "objecten."
            )
        return None

    def _lees_staart(self, kop: bytes) -> None:
        while self._meer():
            if len(self._buffer) > LANGSTE_KOP:
                raise Bestandsfout(f"{self._pad.name}: te veel na de lijst “{self._lid}”.")
        try:
            overig = orjson.loads(kop + b"]" + self._buffer)
        except orjson.JSONDecodeError as fout:
            raise _afgebroken(self._pad) from fout
        self.overig = {naam: waarde for naam, waarde in overig.items() if naam != self._lid}


def _aanhalingstekens(buffer: bytes, tekens: np.ndarray) -> np.ndarray:
    """Give the positions of the quotes that open or close a text (not the escaped ones)."""
    plaatsen = np.flatnonzero(tekens == 34)
    if b"\\" not in buffer or not len(plaatsen):
        return plaatsen
    verdacht = plaatsen[(plaatsen > 0) & (tekens[plaatsen - 1] == 92)]
    weg = [p for p in verdacht.tolist() if _schuine_strepen(buffer, p) % 2]
    return np.setdiff1d(plaatsen, weg, assume_unique=True) if weg else plaatsen


def _schuine_strepen(buffer: bytes, plaats: int) -> int:
    aantal = 0
    while plaats - aantal > 0 and buffer[plaats - aantal - 1] == 92:
        aantal += 1
    return aantal
