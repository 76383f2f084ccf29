"""Fetch a feed from the address in the settings, as the schedule does."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings

from dataleveranciers.feeds import FEEDS
from dataleveranciers.models import Importrun
from dataleveranciers.services import FeedBezig, importeer

logger = structlog.get_logger(__name__)
# Asked again, so that a change made while the last run was fetching is not missed.
OVERLAP = dt.timedelta(days=1)


def _laatste_ophaling(slug: str, url: str) -> dt.datetime | None:
    run = (
        Importrun.objects.filter(
            feed__slug=slug,
            herkomst=url[:300],
            status__in=(Importrun.Status.GEPUBLICEERD, Importrun.Status.ONGEWIJZIGD),
        )
        .order_by("-pk")
        .first()
    )
    return run.gestart_op - OVERLAP if run else None


def haal(slug: str, *, geheel: bool = False) -> str:
    """Fetch one feed and give the status of the run, or why nothing was done."""
    url = settings.FEED_URLS.get(slug, "")
    if not url:
        return "geen adres ingesteld"
    mutaties = not FEEDS[slug].momentopname and FEEDS[slug].ophaling_is_geheel
    sinds = _laatste_ophaling(slug, url) if mutaties and not geheel else None
    try:
        run = importeer(feed=slug, url=url, sinds=sinds)
    except FeedBezig as fout:
        logger.warning("feed_bezig", feed=slug, reden=str(fout))
        return "bezig"
    logger.info("feed_opgehaald", feed=slug, run=run.pk, status=run.status, reden=run.reden)
    return str(run.status)
