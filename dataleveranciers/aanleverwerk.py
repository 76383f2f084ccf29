"""Deliveries by key, the half of the worker: one after another through the service of the command.

A worker that stops half-way leaves its delivery to the next one: importing is idempotent.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from dataleveranciers import slot
from dataleveranciers.models import Aanlevering, Importrun
from dataleveranciers.services import FeedBezig, OngeldigeOpdracht, importeer

logger = structlog.get_logger(__name__)
Status = Aanlevering.Status
HOOGSTENS_POGINGEN = 3
# A folder without a row is of an upload that broke off.
WEES_NA = dt.timedelta(days=1)


def verwerk(slug: str) -> int:
    """Import what waits of this feed, one after another; give how many were imported.

    When the feed is busy (another run holds its lock) the rest waits for the next call.
    """
    _herstel(slug)
    aantal = 0
    while (rij := _neem(slug)) is not None:
        try:
            _voer_in(rij)
        except FeedBezig:
            _geef_terug(rij)
            break
        aantal += 1
    return aantal


def wachtende_feeds() -> list[str]:
    """Give the slugs of the feeds that have something to do, or to take back."""
    return list(
        Aanlevering.objects.filter(status__in=(Status.ONTVANGEN, Status.BEZIG))
        .order_by("feed__slug")
        .values_list("feed__slug", flat=True)
        .distinct()
    )


def _neem(slug: str) -> Aanlevering | None:
    """Claim the oldest that waits; None when there is none, or another process has one."""
    wachtend = Aanlevering.objects.filter(feed__slug=slug, status=Status.ONTVANGEN)
    pk = wachtend.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        return None
    try:
        with transaction.atomic():
            genomen = Aanlevering.objects.filter(pk=pk, status=Status.ONTVANGEN).update(
                status=Status.BEZIG, hartslag=timezone.now(), proces=slot.dit_proces()
            )
    except IntegrityError:
        return None
    return Aanlevering.objects.select_related("feed").get(pk=pk) if genomen else None


def _voer_in(rij: Aanlevering) -> None:
    def koppel(run: Importrun) -> None:
        rij.run = run
        rij.pogingen += 1
        rij.save(update_fields=["run", "pogingen"])

    try:
        importeer(feed=rij.feed.slug, bestand=rij.pad, bij_begin=koppel)
    except OngeldigeOpdracht:
        _sluit(rij, Status.MISLUKT, "Het bestand is er niet meer. Lever het opnieuw.")
    finally:
        # Also when the engine broke off: its run says so.
        if rij.run and rij.run.status != Importrun.Status.BEZIG:
            _sluit(rij, Status.VERWERKT)


def _sluit(rij: Aanlevering, status: Aanlevering.Status, reden: str = "") -> None:
    rij.status, rij.reden = status, reden
    rij.save(update_fields=["status", "reden"])
    shutil.rmtree(rij.map, ignore_errors=True)


def _geef_terug(rij: Aanlevering) -> None:
    Aanlevering.objects.filter(pk=rij.pk, status=Status.BEZIG).update(
        status=Status.ONTVANGEN, run=None, hartslag=None, proces=""
    )


def _herstel(slug: str) -> None:
    """Finish, or take back, what a process that no longer lives left behind."""
    for rij in Aanlevering.objects.filter(feed__slug=slug, status=Status.BEZIG).select_related(
        "feed", "run"
    ):
        if rij.run and rij.run.status != Importrun.Status.BEZIG:
            _sluit(rij, Status.VERWERKT)
        elif slot.is_dood(rij.run or rij):
            logger.warning("aanlevering_hervat", aanlevering=rij.pk, pogingen=rij.pogingen)
            if rij.pogingen >= HOOGSTENS_POGINGEN:
                _sluit(
                    rij,
                    Status.MISLUKT,
                    f"De invoer stopte {rij.pogingen} keer onverwacht. Er is niets overgenomen; "
                    "neem contact op met de beheerder van het portaal.",
                )
            else:
                _geef_terug(rij)


def ruim_op() -> int:
    """Remove folders that no row points at (an upload that broke off); give how many."""
    basis = Path(settings.DATA_MAP) / "aanleveringen"
    grens = (timezone.now() - WEES_NA).timestamp()
    if not basis.is_dir():
        return 0
    oud = [map_ for map_ in basis.iterdir() if map_.stat().st_mtime < grens]
    wacht = {
        str(naam)
        for naam in Aanlevering.objects.filter(
            status__in=(Status.ONTVANGEN, Status.BEZIG)
        ).values_list("bewaard_als", flat=True)
    }
    wezen = [map_ for map_ in oud if map_.name not in wacht]
    for map_ in wezen:
        shutil.rmtree(map_, ignore_errors=True)
    return len(wezen)
