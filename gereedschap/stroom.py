"""Open a delivered file safely: plain or gzip, bytes in blocks, with limits against bombs.

Nothing here reads a whole file into memory. What goes wrong with the file as a whole is a
`Bestandsfout`, with a Dutch message that says what to do.
"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

BLOK = 1 << 20
# Real deliveries compress 5 to 40 times; a bomb compresses a thousand times.
HOOGSTE_VERHOUDING = 200
VERHOUDING_VANAF = 32 * BLOK
GROOTSTE_BESTAND = 8 << 30
# One row, also with 50,000 points, stays far below this.
LANGSTE_REGEL = 16 * BLOK


class Bestandsfout(Exception):
    """The file as a whole can't be used."""


class TeLang(Exception):
    """A line or feature is longer than the limit; the reader has skipped it."""


class _Bewaakt:
    """Reads a gzip stream and counts what goes in and comes out."""

    def __init__(self, pad: Path, bron: IO[bytes], uit: IO[bytes]) -> None:
        self._pad, self._bron, self._uit, self._gelezen = pad, bron, uit, 0

    def read(self, aantal: int = BLOK) -> bytes:
        try:
            blok = self._uit.read(aantal)
        except (EOFError, zlib.error, gzip.BadGzipFile) as fout:
            raise Bestandsfout(
                f"Het gzip-bestand {self._pad.name} is beschadigd of afgebroken. Lever het opnieuw."
            ) from fout
        self._gelezen += len(blok)
        ingepakt = max(self._bron.tell(), 1)
        if self._gelezen > VERHOUDING_VANAF and self._gelezen > HOOGSTE_VERHOUDING * ingepakt:
            raise Bestandsfout(
                f"Het gzip-bestand {self._pad.name} pakt verdacht groot uit (meer dan "
                f"{HOOGSTE_VERHOUDING} keer). Het is niet verder gelezen."
            )
        _bewaak_grootte(self._pad, self._gelezen)
        return blok


def _bewaak_grootte(pad: Path, aantal: int) -> None:
    if aantal > GROOTSTE_BESTAND:
        raise Bestandsfout(
            f"Het bestand {pad.name} is groter dan {GROOTSTE_BESTAND >> 30} GB. Lever het in delen."
        )


@contextmanager
def open_stroom(pad: Path) -> Iterator[IO[bytes] | _Bewaakt]:
    """Open `pad` to read bytes, unpacked where it is gzip (seen by its first bytes, not its name)."""
    with pad.open("rb") as bron:
        kop = bron.read(2)
        bron.seek(0)
        if kop == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=bron) as uit:
                yield _Bewaakt(pad, bron, uit)  # type: ignore[arg-type]
        else:
            _bewaak_grootte(pad, pad.stat().st_size)
            yield bron


def begin(pad: Path, aantal: int = 64 * 1024) -> bytes:
    """Give the first unpacked bytes, without a UTF-8 BOM."""
    with open_stroom(pad) as stroom:
        return stroom.read(aantal).removeprefix(b"\xef\xbb\xbf")


def vingerafdruk(pad: Path) -> str:
    """Give the SHA-256 of the file as it was delivered."""
    with pad.open("rb") as bron:
        return hashlib.file_digest(bron, "sha256").hexdigest()


def blokken(pad: Path) -> Iterator[bytes]:
    """Give the unpacked bytes in blocks of about 1 MB."""
    with open_stroom(pad) as stroom:
        while blok := stroom.read(BLOK):
            yield blok


def regels(pad: Path, *, langste: int = LANGSTE_REGEL) -> Iterator[tuple[list[bytes | None], bool]]:
    """Give lines in lists, about 1 MB at a time, without line ends; None for a line that is too long.

    A line of gigabytes passes in blocks and takes no memory. Beside each list: whether its lines
    ended with a line end; False is only for a last line without one.
    """
    rest: list[bytes] = []
    lengte = 0
    te_lang = False
    for blok in blokken(pad):
        stukken = blok.split(b"\n")
        if len(stukken) == 1:
            lengte += len(blok)
            te_lang = te_lang or lengte > langste
            if te_lang:
                rest = []
            else:
                rest.append(blok)
            continue
        rest.append(stukken[0])
        te_lang = te_lang or lengte + len(stukken[0]) > langste
        uit: list[bytes | None] = [None if te_lang else b"".join(rest)]
        uit += stukken[1:-1]
        rest, lengte, te_lang = [stukken[-1]], len(stukken[-1]), False
        yield uit, True
    if te_lang or lengte:
        yield [None if te_lang else b"".join(rest)], False


def soort_van(pad: Path) -> str:
    """Give what the file is by its content: json, csv or xlsx; refuse what can't be a delivery."""
    kop = begin(pad)
    if kop.startswith(b"PK\x03\x04"):
        return "xlsx"
    if kop.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Bestandsfout(
            f"{pad.name} is in UTF-16 bewaard. Bewaar het als UTF-8 en lever het opnieuw."
        )
    tekst = kop.lstrip()
    if not tekst:
        raise Bestandsfout(f"{pad.name} is leeg.")
    if b"\x00" in kop:
        raise Bestandsfout(f"{pad.name} is geen tekstbestand (er staan nultekens in).")
    if tekst[:1] == b"<":
        raise Bestandsfout(
            f"{pad.name} bevat een webpagina of XML in plaats van gegevens. "
            "Controleer het adres; mogelijk vraagt de leverancier een aanmelding."
        )
    return "json" if tekst[:1] in b"{[" else "csv"


def controleer_zip(pad: Path, *, grootste: int = 512 << 20) -> None:
    """Refuse an XLSX whose parts unpack to more than `grootste` bytes, or that is no ZIP at all."""
    try:
        with zipfile.ZipFile(pad) as archief:
            totaal = sum(deel.file_size for deel in archief.infolist())
    except zipfile.BadZipFile as fout:
        raise Bestandsfout(f"{pad.name} is beschadigd of afgebroken. Lever het opnieuw.") from fout
    if totaal > min(grootste, max(pad.stat().st_size * HOOGSTE_VERHOUDING, 64 * BLOK)):
        raise Bestandsfout(f"{pad.name} pakt verdacht groot uit. Het is niet gelezen.")
