"""The lock of a feed: its one run that is busy. A run whose process died gives the lock back."""

from __future__ import annotations

import datetime as dt
import os
import socket
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from dataleveranciers.models import Aanlevering, Feed, Importrun

HARTSLAG_S = 5
# A run on another machine is dead after so long without a heartbeat; publishing gives none.
DOOD_NA = dt.timedelta(minutes=30)


class FeedBezig(Exception):
    """Another run of this feed is busy; the message says which and since when."""

    def __init__(self, run: Importrun) -> None:
        sinds = timezone.localtime(run.gestart_op)
        super().__init__(
            f"Feed {run.feed.slug} is al bezig: run {run.pk}, gestart om {sinds:%H:%M} op "
            f"{sinds:%d-%m-%Y}. Wacht tot die klaar is en probeer dan opnieuw."
        )


def _starttijd(pid: int) -> str:
    """Tell two processes with the same number apart, where the system tells when each started."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def dit_proces() -> str:
    pid = os.getpid()
    return f"{socket.gethostname()[:60]}:{pid}:{_starttijd(pid)}"


def is_dood(run: Importrun | Aanlevering) -> bool:
    """Whether the process that took this row no longer lives."""
    if run.hartslag is None or run.hartslag < timezone.now() - DOOD_NA:
        return True
    computer, _, rest = run.proces.partition(":")
    nummer, _, start = rest.partition(":")
    if computer != socket.gethostname()[:60] or not nummer.isdigit():
        return False
    try:
        os.kill(int(nummer), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return bool(start) and _starttijd(int(nummer)) != start


def _geef_vrij(feed: Feed) -> None:
    """Close the run of a process that no longer lives; raise FeedBezig when it does."""
    run = Importrun.objects.select_related("feed").filter(feed=feed, status="bezig").first()
    if run is None:
        return
    if not is_dood(run):
        raise FeedBezig(run)
    # Only as it was seen: whoever else takes over at this moment wins, and this one tries again.
    Importrun.objects.filter(pk=run.pk, status="bezig", hartslag=run.hartslag).update(
        status=Importrun.Status.MISLUKT,
        reden="Het proces is onderweg gestopt. Er is niets overgenomen.",
        beeindigd_op=timezone.now(),
    )


def begin_run(*, feed: Feed, herkomst: str, demo: bool, geheel: bool) -> Importrun:
    """Take the lock and give the new run; raises FeedBezig. The database keeps it to one."""
    nu = timezone.now()
    for _ in range(3):
        _geef_vrij(feed)
        try:
            with transaction.atomic():
                return Importrun.objects.create(
                    feed=feed,
                    herkomst=herkomst[:300],
                    gestart_op=nu,
                    hartslag=nu,
                    proces=dit_proces(),
                    demo=demo,
                    geheel=geheel,
                )
        except IntegrityError:
            continue
    raise FeedBezig(Importrun.objects.select_related("feed").get(feed=feed, status="bezig"))


def hervat_run(run: Importrun) -> None:
    """Take the lock again for a run that waited in quarantine; raises FeedBezig."""
    _geef_vrij(run.feed)
    nu = timezone.now()
    try:
        with transaction.atomic():
            genomen = Importrun.objects.filter(
                pk=run.pk, status=Importrun.Status.IN_QUARANTAINE
            ).update(status=Importrun.Status.BEZIG, hartslag=nu, proces=dit_proces())
    except IntegrityError as fout:
        raise FeedBezig(
            Importrun.objects.select_related("feed").get(feed=run.feed, status="bezig")
        ) from fout
    if not genomen:
        raise ValueError(f"Run {run.pk} wacht niet (meer) op een beslissing.")
    run.refresh_from_db()


def klop(run: Importrun) -> None:
    """Show that the run lives, at most every few seconds."""
    nu = timezone.now()
    if (nu - run.hartslag).total_seconds() >= HARTSLAG_S:
        run.hartslag = nu
        Importrun.objects.filter(pk=run.pk).update(hartslag=nu, gelezen=run.gelezen)
