"""Photos: re-encoded so that no EXIF (place, device) survives, small enough for a page."""

from __future__ import annotations

import io
import secrets
import time
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from PIL import Image, ImageOps, UnidentifiedImageError

from gereedschap.uploadwacht import MEGABYTE, UploadGeweigerd, controleer_grootte, soort_van
from toegang.models import Account
from verbeteringen.models import Foto, Verbetering

MAX_FOTOS = 10
BEWIJS_GELDIG_S = 7 * 86_400
MAX_FOTO = 10 * MEGABYTE
LANGSTE_ZIJDE = 2000
# A JPEG of a few kilobytes can claim a billion points.
MAX_PUNTEN = 60_000_000
_SOORTEN = ("jpeg", "png", "webp")


def _map() -> Path:
    pad = Path(settings.MEDIA_ROOT) / "fotos"
    pad.mkdir(parents=True, exist_ok=True)
    return pad


def hercodeer(bestand: IO[bytes], naam: str) -> tuple[bytes, int, int]:
    """Give the photo upright as JPEG without metadata, with its size; raises UploadGeweigerd."""
    controleer_grootte(bestand, naam, hoogstens=MAX_FOTO)
    if soort_van(bestand, naam) not in _SOORTEN:
        raise UploadGeweigerd(f"“{naam}” is geen foto. Kies een JPEG, PNG of WebP.")
    try:
        with Image.open(bestand) as beeld:
            if beeld.width * beeld.height > MAX_PUNTEN:
                raise UploadGeweigerd(f"“{naam}” heeft te veel beeldpunten. Verklein de foto.")
            recht = ImageOps.exif_transpose(beeld).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as fout:
        raise UploadGeweigerd(f"“{naam}” is een beschadigde foto.") from fout
    recht.thumbnail((LANGSTE_ZIJDE, LANGSTE_ZIJDE))
    uit = io.BytesIO()
    # A fresh image: nothing of the info dictionary (EXIF, XMP, comments) goes along.
    schoon = Image.frombytes("RGB", recht.size, recht.tobytes())
    schoon.save(uit, "JPEG", quality=85, optimize=True)
    return uit.getvalue(), recht.width, recht.height


def bewaar_foto(bestand: IO[bytes], naam: str, *, account: Account | None) -> Foto:
    """Store a photo that belongs to no verbetering yet, so that a mistake elsewhere loses nothing."""
    inhoud, breedte, hoogte = hercodeer(bestand, naam)
    kort = f"{secrets.token_hex(16)}.jpg"
    (_map() / kort).write_bytes(inhoud)
    return Foto.objects.create(
        account=account, bestand=f"fotos/{kort}", breedte=breedte, hoogte=hoogte
    )


def bewijs(foto: Foto) -> str:
    """Give a signed reference for a hidden field of the form."""
    return signing.dumps(foto.pk, salt="verbetering-foto")


def uit_bewijzen(bewijzen: list[str]) -> list[Foto]:
    """Give the loose photos of signed references; others are ignored."""
    ids = []
    for tekst in bewijzen[:MAX_FOTOS]:
        try:
            ids.append(signing.loads(tekst, salt="verbetering-foto", max_age=BEWIJS_GELDIG_S))
        except signing.BadSignature:
            continue
    return list(Foto.objects.filter(pk__in=ids, verbetering__isnull=True))


def hang_aan(fotos: list[Foto], v: Verbetering) -> None:
    """Attach loose photos to `v` with a proposed description; at most ten in all."""
    begin = v.fotos.count()
    for nummer, foto in enumerate(fotos[: MAX_FOTOS - begin], start=begin + 1):
        foto.verbetering, foto.voorstel, foto.volgorde = v, None, nummer
        foto.alt = foto.alt or f"Foto {nummer} van {v.projectnaam}"[:200]
        foto.save()


def vergeten() -> list[Foto]:
    """Give the photos that hang on nothing and whose reference no form can use any more."""
    grens = time.time() - BEWIJS_GELDIG_S
    los = Foto.objects.filter(verbetering=None, voorstel=None)
    return [
        foto for foto in los if not pad_van(foto).exists() or pad_van(foto).stat().st_mtime < grens
    ]


def wis_fotos(fotos: QuerySet[Foto]) -> None:
    """Remove rows now, and their files once that holds."""
    paden = [pad_van(foto) for foto in fotos]
    fotos.delete()

    def weg() -> None:
        for pad in paden:
            pad.unlink(missing_ok=True)

    transaction.on_commit(weg)


def pad_van(foto: Foto) -> Path:
    return Path(settings.MEDIA_ROOT) / foto.bestand
