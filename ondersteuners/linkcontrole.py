"""Are the links of the ondersteuners still alive? Checked by a task, shown to the owner."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gereedschap.openbaar_adres import GeenOpenbaarAdres, Onbereikbaar, vraag_status
from ondersteuners.models import LinkControle, Linkvermelding, Ondersteuner

VERSHEID = dt.timedelta(days=7)
PER_BEURT = 100
# A site that asks for a sign-in or refuses robots is alive.
LEVEND = frozenset({401, 403, 405, 429, 999})


def te_controleren(*, nu: dt.datetime, hoogstens: int = PER_BEURT) -> QuerySet[LinkControle]:
    """Give the links that somebody mentions and that were not checked for a week; oldest first."""
    vermeld = Linkvermelding.objects.filter(link=OuterRef("pk"))
    oud = LinkControle.objects.filter(Exists(vermeld)).exclude(gecontroleerd_op__gte=nu - VERSHEID)
    return oud.order_by("gecontroleerd_op", "pk")[:hoogstens]


def controleer(link: LinkControle) -> LinkControle:
    """Visit one link and keep the outcome; asks nobody that is not public."""
    nu = timezone.now()
    link.code, link.fout = None, ""
    try:
        link.code = vraag_status(link.url)
    except GeenOpenbaarAdres as fout:
        link.uitkomst, link.fout = LinkControle.Uitkomst.GEWEIGERD, str(fout)[:200]
    except Onbereikbaar as fout:
        link.uitkomst, link.fout = LinkControle.Uitkomst.DOOD, str(fout)[:200]
    else:
        leeft = link.code < 400 or link.code in LEVEND
        link.uitkomst = LinkControle.Uitkomst.WERKT if leeft else LinkControle.Uitkomst.DOOD
        if not leeft:
            link.fout = f"De site antwoordt met HTTP {link.code}."
    link.gecontroleerd_op = nu
    if link.uitkomst == LinkControle.Uitkomst.WERKT:
        link.mislukt_sinds = None
    else:
        link.mislukt_sinds = link.mislukt_sinds or nu
    link.save()
    return link


def controleer_links(*, hoogstens: int = PER_BEURT) -> int:
    """Check what is due; gives how many links were visited. Forgets links nobody mentions."""
    LinkControle.objects.filter(vermeldingen__isnull=True).delete()
    links = list(te_controleren(nu=timezone.now(), hoogstens=hoogstens))
    for link in links:
        controleer(link)
    return len(links)


def dode_links(ondersteuner: Ondersteuner) -> QuerySet[Linkvermelding]:
    """Give where this ondersteuner mentions a link that doesn't work (any more)."""
    return (
        Linkvermelding.objects.filter(
            ondersteuner=ondersteuner,
            link__uitkomst__in=[LinkControle.Uitkomst.DOOD, LinkControle.Uitkomst.GEWEIGERD],
        )
        .exclude(aanbod__staat="afgevoerd")
        .select_related("link", "aanbod__ondersteuner")
        .order_by("link__mislukt_sinds")
    )
