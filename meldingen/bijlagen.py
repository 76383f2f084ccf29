"""Files that go with a report: kind decided by content, kept under a name of ours."""

from __future__ import annotations

import secrets
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from gereedschap.uploadwacht import MEGABYTE, UploadGeweigerd, controleer_grootte, soort_van

MAX_BIJLAGE = 10 * MEGABYTE
HOOGSTENS = 5
# PDF beside what the guard knows; nothing that a browser would run.
SOORTEN = ("pdf", "csv", "xlsx", "jpeg", "png", "webp")


def keur(bestand: IO[bytes], naam: str) -> None:
    """Raise UploadGeweigerd, in Dutch, for a file that is not taken."""
    controleer_grootte(bestand, naam, hoogstens=MAX_BIJLAGE)
    if PurePosixPath(naam).suffix.lower() == ".pdf":
        begin = bestand.read(5)
        bestand.seek(0)
        if begin != b"%PDF-":
            raise UploadGeweigerd(f"“{naam}” is geen geldige PDF. Bewaar het bestand opnieuw.")
    elif soort_van(bestand, naam) not in SOORTEN:
        raise UploadGeweigerd(f"“{naam}” kan niet mee. Kies een PDF, Excel, CSV of foto.")


def bewaar(bestand: IO[bytes], naam: str) -> str:
    """Write the file and give its place under MEDIA_ROOT."""
    kort = f"foutmeldingen/{secrets.token_hex(16)}{PurePosixPath(naam).suffix.lower()[:6]}"
    pad = pad_van(kort)
    pad.parent.mkdir(parents=True, exist_ok=True)
    bestand.seek(0)
    pad.write_bytes(bestand.read())
    return kort


def pad_van(kort: str) -> Path:
    return Path(settings.MEDIA_ROOT) / kort
