"""The guard at the door for files from outside: size, true kind, and zips that do no harm.

The kind is decided by the content, never by the name alone: a .csv that is a program is refused, and
GDAL never sees a file whose content could name another file (a VRT hidden under another name).
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO

MEGABYTE = 1024 * 1024
MAX_UITGEPAKT = 200 * MEGABYTE
MAX_BESTANDEN = 200
MAX_VERHOUDING = 200
_BLOK = 64 * 1024

_PROGRAMMA = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")


class UploadGeweigerd(ValueError):
    """The file is not taken; the message says in Dutch why and what to do."""


def _begin(bestand: IO[bytes], aantal: int = 4096) -> bytes:
    bestand.seek(0)
    begin = bestand.read(aantal)
    bestand.seek(0)
    return begin


def _is_tekst(begin: bytes) -> bool:
    return b"\x00" not in begin


def soort_van(bestand: IO[bytes], naam: str) -> str:
    """Give the true kind of a file: csv, xlsx, geojson, gpkg, kml, zip, jpeg, png, webp or gif.

    Raises UploadGeweigerd where the content doesn't fit the extension.
    """
    extensie = PurePosixPath(naam.replace("\\", "/")).suffix.lower().lstrip(".")
    begin = _begin(bestand)
    if not begin:
        raise UploadGeweigerd(f"“{naam}” is leeg.")
    kaal = begin.lstrip(b"\xef\xbb\xbf \t\r\n")
    klopt = {
        "csv": _is_tekst(begin) and not begin.startswith(_PROGRAMMA),
        "txt": _is_tekst(begin) and not begin.startswith(_PROGRAMMA),
        "xlsx": begin.startswith(b"PK\x03\x04"),
        "zip": begin.startswith(b"PK\x03\x04"),
        "geojson": kaal.startswith(b"{") and _is_tekst(begin),
        "json": kaal.startswith(b"{") and _is_tekst(begin),
        "gpkg": begin.startswith(b"SQLite format 3\x00"),
        "kml": kaal.startswith(b"<") and b"<kml" in begin and b"OGRVRT" not in begin,
        "jpg": begin.startswith(b"\xff\xd8\xff"),
        "jpeg": begin.startswith(b"\xff\xd8\xff"),
        "png": begin.startswith(b"\x89PNG"),
        "webp": begin[:4] == b"RIFF" and begin[8:12] == b"WEBP",
    }
    if extensie not in klopt:
        raise UploadGeweigerd(f"Bestanden van het soort “.{extensie}” worden niet gelezen.")
    if not klopt[extensie]:
        if begin.startswith((b"MZ", b"\x7fELF")):
            raise UploadGeweigerd(
                f"“{naam}” is een programma, geen .{extensie}-bestand. Het is niet bewaard."
            )
        raise UploadGeweigerd(
            f"“{naam}” is geen geldig .{extensie}-bestand. Bewaar het opnieuw als .{extensie}."
        )
    return {"json": "geojson", "txt": "csv", "jpg": "jpeg"}.get(extensie, extensie)


def controleer_grootte(bestand: IO[bytes], naam: str, *, hoogstens: int) -> None:
    """Refuse a file larger than `hoogstens` bytes."""
    bestand.seek(0, 2)
    grootte = bestand.tell()
    bestand.seek(0)
    if grootte > hoogstens:
        raise UploadGeweigerd(
            f"“{naam}” is {grootte // MEGABYTE + 1} MB; hoogstens {hoogstens // MEGABYTE} MB mag. "
            "Splits het bestand of vereenvoudig de vormen."
        )


def open_zip(bestand: IO[bytes] | Path, naam: str) -> zipfile.ZipFile:
    """Open a zip after checking names, count, size, ratio and encryption of all that is in it."""
    try:
        archief = zipfile.ZipFile(bestand)
        leden = archief.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as fout:
        raise UploadGeweigerd(f"“{naam}” is stuk. Maak het zipbestand opnieuw.") from fout
    if len(leden) > MAX_BESTANDEN:
        raise UploadGeweigerd(f"“{naam}” bevat meer dan {MAX_BESTANDEN} bestanden.")
    for lid in leden:
        _controleer_lid(lid, naam)
    if sum(lid.file_size for lid in leden) > MAX_UITGEPAKT:
        raise UploadGeweigerd(
            f"“{naam}” is uitgepakt groter dan {MAX_UITGEPAKT // MEGABYTE} MB. Splits het bestand."
        )
    return archief


def _controleer_lid(lid: zipfile.ZipInfo, naam: str) -> None:
    if lid.flag_bits & 0x1:
        raise UploadGeweigerd(f"“{naam}” heeft een wachtwoord. Maak een zip zonder wachtwoord.")
    pad = PurePosixPath(lid.filename.replace("\\", "/"))
    if pad.is_absolute() or ".." in pad.parts or ":" in lid.filename:
        raise UploadGeweigerd(
            f"“{naam}” bevat een bestand met een pad buiten het archief. Het is niet uitgepakt."
        )
    if stat.S_ISLNK(lid.external_attr >> 16):
        raise UploadGeweigerd(f"“{naam}” bevat een koppeling in plaats van een bestand.")
    if lid.file_size > MEGABYTE and lid.file_size > MAX_VERHOUDING * max(1, lid.compress_size):
        raise UploadGeweigerd(f"“{naam}” pakt onredelijk groot uit en is niet geopend.")


def pak_uit(
    bestand: IO[bytes] | Path, doel: Path, naam: str, *, extensies: Iterable[str]
) -> list[Path]:
    """Unpack the members with one of `extensies` flat into `doel`; what was announced is all one gets."""
    toegelaten = {e.lower() for e in extensies}
    uit: list[Path] = []
    with open_zip(bestand, naam) as archief:
        for lid in archief.infolist():
            kort = PurePosixPath(lid.filename.replace("\\", "/")).name
            if lid.is_dir() or PurePosixPath(kort).suffix.lower().lstrip(".") not in toegelaten:
                continue
            pad = doel / kort
            try:
                with archief.open(lid) as bron, pad.open("xb") as naar:
                    _kopieer(bron, naar, lid.file_size, naam)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fout:
                raise UploadGeweigerd(f"“{naam}” is stuk. Maak het zipbestand opnieuw.") from fout
            except FileExistsError as fout:
                raise UploadGeweigerd(f"“{naam}” bevat tweemaal “{kort}”.") from fout
            uit.append(pad)
    return uit


def _kopieer(bron: IO[bytes], naar: IO[bytes], hoogstens: int, naam: str) -> None:
    gelezen = 0
    while blok := bron.read(_BLOK):
        gelezen += len(blok)
        if gelezen > hoogstens:
            raise UploadGeweigerd(f"“{naam}” is stuk: er zit meer in dan het zegt.")
        naar.write(blok)
