"""Deliveries by key, the receiving half: to disk as they come in, checked, never in memory whole.

A worker imports them in the order of arrival (`aanleverwerk`).
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from dataleveranciers import tasks
from dataleveranciers.models import Aanlevering, Feed
from toegang.sleutels import mag_aanleveren
from toegang.wie import Toegang

Status = Aanlevering.Status
# More than this waits only when nobody imports: then more files would just fill the disk.
HOOGSTENS_WACHTEND = 20
_ONBRUIKBAAR = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)


class AanleveringGeweigerd(Exception):
    """The delivery is not taken; the message says why, and nothing was kept."""


class GeenRecht(AanleveringGeweigerd):
    """This key may not deliver this feed."""


class TeGroot(AanleveringGeweigerd):
    """More than AANLEVERING_MB."""


class AnderKenmerk(AanleveringGeweigerd):
    """The same Idempotency-Key came before with another content."""


class RijVol(AanleveringGeweigerd):
    """Too many deliveries of this feed wait."""


def veilige_naam(naam: str) -> str:
    """Give a file name without folders or strange characters, at most 100 long."""
    kaal = PurePosixPath(naam.replace("\\", "/")).name
    return _ONBRUIKBAAR.sub("-", kaal).strip(".-")[-100:] or "levering"


def hoogste_grootte() -> int:
    return int(settings.AANLEVERING_MB) * 1024 * 1024


def controleer(*, feed: Feed, toegang: Toegang) -> None:
    """Refuse, before anything is read, who may not deliver or for whom there is no room."""
    if not mag_aanleveren(toegang, feed=feed.slug, organisatie=feed.organisatie_id):
        raise GeenRecht(
            f"Uw sleutel mag de feed “{feed.slug}” niet aanleveren. Vraag de beheerder van uw "
            f"organisatie een sleutel met het recht aanleveren:{feed.slug}."
        )
    if feed.aanleveringen.filter(status=Status.ONTVANGEN).count() >= HOOGSTENS_WACHTEND:
        raise RijVol(
            f"Er wachten al {HOOGSTENS_WACHTEND} aanleveringen van deze feed. Wacht tot ze "
            "verwerkt zijn."
        )


def ontvang(
    *,
    feed: Feed,
    stukken: Iterable[bytes],
    bestandsnaam: str,
    mediatype: str,
    toegang: Toegang,
    kenmerk: str = "",
    verwacht: int | None = None,
) -> tuple[Aanlevering, bool]:
    """Keep a delivery and have it imported; give its row and whether it is new.

    `stukken` go to a file one by one. `verwacht` is the size that the sender announced. With a
    `kenmerk` that came before and the same content the earlier row is given. Raises
    AanleveringGeweigerd, after which nothing is kept.
    """
    controleer(feed=feed, toegang=toegang)
    rij = Aanlevering(
        feed=feed,
        sleutel=toegang.sleutel,
        kenmerk=kenmerk,
        bestandsnaam=veilige_naam(bestandsnaam),
        mediatype=mediatype[:120],
        ontvangen_op=timezone.now(),
    )
    bewaard = False
    try:
        rij.grootte, rij.sha256 = _schrijf(rij.pad, stukken)
        if not rij.grootte:
            raise AanleveringGeweigerd("De aanlevering is leeg. Stuur het bestand mee.")
        if verwacht is not None and rij.grootte != verwacht:
            raise AanleveringGeweigerd(
                f"De aanlevering brak af: {rij.grootte} van {verwacht} bytes kwamen aan. "
                "Stuur ze opnieuw."
            )
        eerder = _bewaar(rij)
        bewaard = eerder is None
    finally:
        if not bewaard:
            shutil.rmtree(rij.map, ignore_errors=True)
    return (rij, True) if eerder is None else (eerder, False)


def _schrijf(pad: Path, stukken: Iterable[bytes]) -> tuple[int, str]:
    grens, som, grootte = hoogste_grootte(), hashlib.sha256(), 0
    pad.parent.mkdir(parents=True)
    with pad.open("wb") as uit:
        for stuk in stukken:
            grootte += len(stuk)
            if grootte > grens:
                raise TeGroot(
                    f"Een aanlevering telt hoogstens {settings.AANLEVERING_MB} MB. Pak ze in met "
                    "gzip of lever in delen."
                )
            som.update(stuk)
            uit.write(stuk)
    return grootte, som.hexdigest()


def _bewaar(rij: Aanlevering) -> Aanlevering | None:
    """Write the row; give the earlier one with the same kenmerk instead, when there is one."""
    try:
        with transaction.atomic():
            rij.save()
            # Robust: with the queue out of reach the minute schedule still finds the row.
            transaction.on_commit(
                lambda: tasks.verwerk_aanleveringen.delay(rij.feed.slug), robust=True
            )
    except IntegrityError:
        eerder = Aanlevering.objects.filter(feed=rij.feed, kenmerk=rij.kenmerk).first()
        if eerder is None or not rij.kenmerk:
            raise
        if eerder.sha256 != rij.sha256:
            raise AnderKenmerk(
                f"Het kenmerk “{rij.kenmerk[:60]}” hoort al bij een andere inhoud "
                f"(aanlevering {eerder.pk}). Kies voor nieuwe inhoud een nieuw kenmerk."
            ) from None
        return eerder
    return None
