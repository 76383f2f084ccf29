"""Lockout after repeated failures, kept in rows: every process sees the same count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from toegang.models import Aanmeldpoging

VENSTER = dt.timedelta(minutes=15)
PER_NAAM = 5
# Behind one municipal proxy sit many people: an address gets more room than a name.
PER_ADRES = 100


def _sleutel(soort: str, waarde: str) -> str:
    return salted_hmac(f"aanmelding:{soort}", waarde.casefold()).hexdigest()[:40]


def _sleutels(naam: str, adres: str | None) -> dict[str, int]:
    uit = {_sleutel("naam", naam): PER_NAAM}
    if adres:
        uit[_sleutel("adres", adres)] = PER_ADRES
    return uit


def geblokkeerd_tot(*, naam: str, adres: str | None) -> dt.datetime | None:
    """Give until when this name or this address may not try again; None when it may."""
    tot: Iterable[dt.datetime | None] = Aanmeldpoging.objects.filter(
        sleutel__in=_sleutels(naam, adres), geblokkeerd_tot__gt=timezone.now()
    ).values_list("geblokkeerd_tot", flat=True)
    return max((moment for moment in tot if moment), default=None)


@transaction.atomic
def tel_mislukking(*, naam: str, adres: str | None) -> None:
    """Count one failure; at the limit the name or address is blocked for a quarter of an hour."""
    nu = timezone.now()
    for sleutel, grens in sorted(_sleutels(naam, adres).items()):
        Aanmeldpoging.objects.get_or_create(sleutel=sleutel)
        rij = Aanmeldpoging.objects.select_for_update().get(sleutel=sleutel)
        if rij.sinds < nu - VENSTER:
            rij.mislukt, rij.sinds = 0, nu
        rij.mislukt += 1
        if rij.mislukt >= grens:
            rij.geblokkeerd_tot, rij.mislukt, rij.sinds = nu + VENSTER, 0, nu
        rij.save()


def vergeet(*, naam: str) -> None:
    """A sign-in succeeded: the failures of this name are forgotten, those of the address stay."""
    Aanmeldpoging.objects.filter(sleutel=_sleutel("naam", naam)).delete()
