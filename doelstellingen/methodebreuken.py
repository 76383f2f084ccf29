"""Record that an indicator is made another way from a day on; used through `services`.

Append only: a better text closes the older row, and withdrawing closes it without a new one.
"""

from __future__ import annotations

import datetime as dt

from doelstellingen.models import Indicator, Methodebreuk, Publicatie
from doelstellingen.publicaties import publiceer
from gereedschap.opmaak import toon_datum
from toegang.models import Account, Organisatie

# Before the first figures and after the last target a break separates nothing.
EERSTE, LAATSTE = dt.date(2019, 1, 1), dt.date(2030, 12, 31)
LENGTE = 500


class MethodebreukKanNiet(ValueError):
    """This break cannot be recorded; the message says why, in Dutch."""


def zet(
    *,
    indicator: Indicator,
    datum: dt.date,
    toelichting: str,
    bron: Organisatie | None,
    door: Account | None,
) -> Methodebreuk:
    """See `services.zet_methodebreuk`."""
    tekst = controleer(datum=datum, toelichting=toelichting)
    levend = Methodebreuk.objects.levend().filter(indicator=indicator, datum=datum)
    oud = levend.first()
    if oud is not None and (oud.toelichting, oud.bron_id) == (tekst, bron.pk if bron else None):
        return oud
    with publiceer(
        soort=Publicatie.Soort.METHODE,
        door=door,
        organisatie=bron,
        omschrijving=f"Breuk in de methode van {indicator.naam} op {toon_datum(datum)}",
    ) as publicatie:
        # Inside the publishing lock: who came in between is closed as well.
        levend.update(vervallen_in=publicatie)
        return Methodebreuk.objects.create(
            indicator=indicator, datum=datum, toelichting=tekst, bron=bron, publicatie=publicatie
        )


def trek_in(*, indicator: Indicator, datum: dt.date, door: Account | None) -> Publicatie:
    """See `services.trek_methodebreuk_in`."""
    levend = Methodebreuk.objects.levend().filter(indicator=indicator, datum=datum)
    if not levend.exists():
        raise MethodebreukKanNiet(
            f"{indicator.naam} heeft geen breuk in de methode op {toon_datum(datum)}."
        )
    with publiceer(
        soort=Publicatie.Soort.METHODE,
        door=door,
        omschrijving=f"Geen breuk in de methode van {indicator.naam} op {toon_datum(datum)}",
    ) as publicatie:
        levend.update(vervallen_in=publicatie)
    return publicatie


def controleer(*, datum: dt.date, toelichting: str) -> str:
    """Give the text as it is kept; raises MethodebreukKanNiet."""
    tekst = " ".join(toelichting.split())
    if not EERSTE <= datum <= LAATSTE:
        raise MethodebreukKanNiet(
            f"Kies een datum van {toon_datum(EERSTE)} tot {toon_datum(LAATSTE)}."
        )
    if not tekst:
        raise MethodebreukKanNiet("Leg uit wat er in de methode veranderde.")
    if len(tekst) > LENGTE:
        raise MethodebreukKanNiet(f"De toelichting telt {len(tekst)} tekens, hoogstens {LENGTE}.")
    return tekst
