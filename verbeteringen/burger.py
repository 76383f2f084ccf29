"""Submitting without an account: kept apart until the mail address is confirmed.

The link in the mail holds a secret of which only the hash is stored; opening it asks for a click,
so that a mail scanner confirms nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gemeenten.models import Gemeente
from toegang.berichten import stuur
from toegang.wie import Toegang
from verbeteringen.fotos import hang_aan, wis_fotos
from verbeteringen.invoer import Fout, Invoer, OngeldigeInvoer, controleer, naar_json, uit_json
from verbeteringen.models import Foto, Voorstel
from verbeteringen.plaats import bepaal_plaats, gemeente_uit
from verbeteringen.registratie import Uitkomst, registreer_verbetering

GELDIG = dt.timedelta(days=3)
HOOGSTENS_PER_DAG = 5


class BewijsOngeldig(Exception):
    """The link is unknown, used or too old; the message says so in Dutch."""


def _hash(bewijs: str) -> str:
    return hashlib.sha256(bewijs.encode()).hexdigest()


@transaction.atomic
def vraag_bevestiging(
    *,
    invoer: Invoer,
    gemeente: Gemeente,
    mail: str,
    fotos: list[Foto],
    adres_van: Callable[[str], str],
) -> Voorstel:
    """Keep the entry of a citizen and mail the link; `adres_van` makes an address of the secret."""
    fouten = controleer(invoer, vandaag=timezone.localdate())
    if fouten:
        raise OngeldigeInvoer(fouten)
    if invoer.geometrie is not None:
        gemeente_uit(bepaal_plaats(invoer.geometrie), gemeente)
    onlangs = Voorstel.objects.filter(
        soort=Voorstel.Soort.ONBEVESTIGD,
        mail=mail,
        gemaakt_op__gte=timezone.now() - dt.timedelta(days=1),
    )
    if onlangs.count() >= HOOGSTENS_PER_DAG:
        raise OngeldigeInvoer(
            [Fout("mail", "Voor dit adres wachten al vijf bevestigingen. Kijk in uw mailbox.")]
        )
    bewijs = secrets.token_urlsafe(32)
    voorstel = Voorstel.objects.create(
        soort=Voorstel.Soort.ONBEVESTIGD,
        mail=mail,
        inhoud=naar_json(invoer) | {"gemeente": gemeente.pk},
        sleutel=_hash(bewijs),
    )
    for foto in fotos:
        foto.voorstel = voorstel
        foto.save(update_fields=["voorstel"])
    stuur(
        aan=mail,
        onderwerp=f"Bevestig uw verbetering in {gemeente.naam}",
        tekst=f"U registreerde “{invoer.projectnaam}” in {gemeente.naam}.\n\n"
        f"Bevestig binnen drie dagen via deze link:\n{adres_van(bewijs)}\n\n"
        "Was u dit niet? Dan hoeft u niets te doen; de invoer wordt gewist.",
    )
    return voorstel


def zoek(bewijs: str) -> Voorstel:
    """Give the entry that waits for this secret; raises BewijsOngeldig."""
    voorstel = Voorstel.objects.filter(
        soort=Voorstel.Soort.ONBEVESTIGD,
        sleutel=_hash(bewijs),
        gemaakt_op__gte=timezone.now() - GELDIG,
    ).first()
    if voorstel is None:
        raise BewijsOngeldig(
            "Deze link is al gebruikt, niet volledig of ouder dan drie dagen. "
            "Vul de verbetering dan opnieuw in."
        )
    return voorstel


@transaction.atomic
def bevestig(bewijs: str) -> Uitkomst:
    """Submit what was confirmed to the gemeente; the link works once."""
    voorstel = zoek(bewijs)
    invoer = uit_json(voorstel.inhoud)
    uitkomst = registreer_verbetering(
        invoer=invoer,
        gemeente=Gemeente.objects.get(pk=voorstel.inhoud["gemeente"]),
        toegang=Toegang(),
        mail=voorstel.mail,
    )
    hang_aan(list(voorstel.fotos.all()), uitkomst.verbeteringen[0])
    voorstel.delete()
    return uitkomst


def verlopen() -> QuerySet[Voorstel]:
    """Entries that were not confirmed in time."""
    return Voorstel.objects.filter(
        soort=Voorstel.Soort.ONBEVESTIGD, gemaakt_op__lt=timezone.now() - GELDIG
    )


@transaction.atomic
def ruim_op() -> int:
    """Delete entries that were not confirmed in time, with their photos; give how many."""
    oud = verlopen()
    aantal = oud.count()
    wis_fotos(Foto.objects.filter(voorstel__in=oud, verbetering=None))
    oud.delete()
    return aantal
