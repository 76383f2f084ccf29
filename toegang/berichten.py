"""Outgoing mail: a row in the transaction of its cause, sent by a task after commit."""

from __future__ import annotations

from django.db import transaction

from toegang.models import Account, Bericht, Organisatie
from toegang.tasks import verstuur_berichten


def stuur(
    *,
    aan: str,
    onderwerp: str,
    tekst: str,
    account: Account | None = None,
    organisatie: Organisatie | None = None,
    bundel: str = "",
    stoplink: str = "",
) -> Bericht:
    """Write an outgoing mail. With a `bundel` it waits for the daily mail of that bundel.

    A mail that people chose to get has a `stoplink`: an address that stops it with one POST.
    """
    bericht = Bericht.objects.create(
        aan=aan,
        onderwerp=" ".join(onderwerp.split())[:200],
        tekst=tekst,
        account=account,
        organisatie=organisatie,
        bundel=bundel,
        stoplink=stoplink,
    )
    if not bundel:
        transaction.on_commit(verstuur_berichten.delay)
    return bericht
