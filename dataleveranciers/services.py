"""The door of this room: import a delivery, decide about one that waits, undo one."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.utils import timezone

from dataleveranciers import motor, slot
from dataleveranciers.feeds import FEEDS
from dataleveranciers.feeds.basis import Feeddefinitie
from dataleveranciers.models import Feed, Importrun
from dataleveranciers.slot import FeedBezig
from doelstellingen.models import Publicatie
from doelstellingen.services import herroep
from toegang.models import Account, Organisatie

__all__ = [
    "FeedBezig",
    "OngeldigeOpdracht",
    "besluit",
    "herroep_run",
    "importeer",
    "zorg_voor_feed",
]


class OngeldigeOpdracht(ValueError):
    """What was asked can't be done as asked; nothing was started."""


def zorg_voor_feed(slug: str) -> Feed:
    """Give the row of a feed, made from its definition where it isn't there yet."""
    definitie = _definitie(slug)
    organisatie = Organisatie.objects.filter(slug=definitie.organisatie).first()
    if organisatie is None:
        raise OngeldigeOpdracht(
            "De referentiegegevens ontbreken nog. Voer eerst `manage.py laad_referentie` uit."
        )
    feed, _ = Feed.objects.get_or_create(
        slug=slug,
        defaults={
            "naam": definitie.naam,
            "organisatie": organisatie,
            "soort": Feed.Soort.MOMENTOPNAME if definitie.momentopname else Feed.Soort.MUTATIES,
        },
    )
    return feed


def _definitie(slug: str) -> Feeddefinitie:
    if slug not in FEEDS:
        raise OngeldigeOpdracht(f"Onbekende feed “{slug}”. Kies uit: {', '.join(sorted(FEEDS))}.")
    return FEEDS[slug]


def _is_geheel(definitie: Feeddefinitie, url: str, sinds: dt.datetime | None) -> bool:
    if definitie.momentopname:
        return True
    deel = sinds is not None or "gewijzigd_sinds" in parse_qs(urlsplit(url).query)
    return bool(url) and definitie.ophaling_is_geheel and not deel


def importeer(
    *,
    feed: str,
    bestand: Path | None = None,
    url: str = "",
    sinds: dt.datetime | None = None,
    demo: bool = False,
    voortgang: motor.Voortgang | None = None,
    bij_begin: Callable[[Importrun], None] | None = None,
) -> Importrun:
    """Import one delivery from a file or an address and give its run, with status and counts.

    `bij_begin` gets the run as soon as it exists, before anything is read. Raises OngeldigeOpdracht for what can't be started and FeedBezig when a run of the feed is busy.
    What is wrong with the delivery itself is not raised: the run says so.
    """
    definitie = _definitie(feed)
    if (bestand is None) == (not url):
        raise OngeldigeOpdracht("Geef een bestand of een adres (url), niet allebei.")
    if bestand is not None and not bestand.is_file():
        raise OngeldigeOpdracht(f"Het bestand {bestand} bestaat niet.")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise OngeldigeOpdracht(f"“{url}” is geen webadres (http of https).")
    run = slot.begin_run(
        feed=zorg_voor_feed(feed),
        herkomst=bestand.name if bestand else url,
        demo=demo,
        geheel=_is_geheel(definitie, url, sinds),
    )
    if bij_begin:
        bij_begin(run)
    return motor.Motor(
        motor.Opdracht(
            definitie=definitie,
            run=run,
            bestanden=[bestand] if bestand else [],
            url=url,
            sinds=sinds,
            voortgang=voortgang,
        )
    ).draai()


def besluit(
    run: Importrun, *, aanvaard: bool, voortgang: motor.Voortgang | None = None
) -> Importrun:
    """Publish a run that waits in quarantine, from its kept files, or refuse it."""
    if run.status != Importrun.Status.IN_QUARANTAINE:
        raise OngeldigeOpdracht(
            f"Run {run.pk} wacht niet op een beslissing (status: {run.get_status_display()})."
        )
    if not aanvaard:
        return _weiger(run)
    bestanden = sorted(pad for pad in motor.werkmap(run).glob("*") if pad.suffix != ".spoel")
    if not bestanden:
        raise OngeldigeOpdracht(f"De bestanden van run {run.pk} zijn er niet meer. Lever opnieuw.")
    slot.hervat_run(run)
    return motor.Motor(
        motor.Opdracht(
            definitie=_definitie(run.feed.slug),
            run=run,
            bestanden=bestanden,
            met_rem=False,
            voortgang=voortgang,
        )
    ).draai()


def _weiger(run: Importrun) -> Importrun:
    with transaction.atomic():
        run = Importrun.objects.select_for_update().get(pk=run.pk)
        if run.status != Importrun.Status.IN_QUARANTAINE:
            raise OngeldigeOpdracht(f"Over run {run.pk} is al beslist.")
        run.status = Importrun.Status.AFGEKEURD
        run.reden = f"Geweigerd na nazicht. {run.reden}"
        run.afgewezen = run.gelezen
        run.nieuw = run.gewijzigd = run.ongewijzigd = run.verwijderd = 0
        run.beeindigd_op = timezone.now()
        run.save()
    shutil.rmtree(motor.werkmap(run), ignore_errors=True)
    return run


def herroep_run(run: Importrun, *, door: Account | None = None) -> Publicatie:
    """Undo what a run published: figures and verbeteringen as they were, under a new publicatie.

    Takes the lock of the feed for as long as it takes. Raises OngeldigeOpdracht when the run
    published nothing, FeedBezig, and HerroepingKanNiet when it was undone before.
    """
    if run.publicatie is None:
        raise OngeldigeOpdracht(f"Run {run.pk} heeft niets gepubliceerd.")
    with transaction.atomic():
        bezig = slot.begin_run(
            feed=run.feed, herkomst=f"herroeping van run {run.pk}", demo=run.demo, geheel=False
        )
        nieuw = herroep(run.publicatie, door=door)
        bezig.status = Importrun.Status.GEPUBLICEERD
        bezig.publicatie = nieuw
        bezig.reden = f"Herroeping van run {run.pk}."
        bezig.beeindigd_op = timezone.now()
        bezig.save()
    return nieuw
