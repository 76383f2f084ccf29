"""Reminders: an item that nobody looked at for a year, that will expire, or that expired."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gereedschap.opmaak import toon_datum
from ondersteuners.adressen import volledig_adres
from ondersteuners.models import Aanbod, Herinnering, Ondersteuner
from toegang.berichten import stuur
from toegang.models import Lidmaatschap

EEN_JAAR = dt.timedelta(days=365)
VOORAF = dt.timedelta(days=30)
Soort = Herinnering.Soort


def _met_eigenaar() -> QuerySet[Aanbod]:
    """Published items whose organisation has people here; taken-over offer stays quiet until then."""
    mensen = Lidmaatschap.objects.filter(organisatie=OuterRef("ondersteuner__organisatie")).exclude(
        rol=Lidmaatschap.Rol.LEZER
    )
    return (
        Aanbod.objects.filter(staat=Aanbod.Staat.GEPUBLICEERD, ondersteuner__staat="actief")
        .filter(Exists(mensen))
        .select_related("ondersteuner__organisatie")
        .defer("zoektekst", "ondersteuner__zoektekst")
    )


def aanleidingen(aanbod: Aanbod, *, op: dt.date) -> Iterator[tuple[Soort, dt.date]]:
    """Give what there is to say about one item on `op`, with the date that it is about.

    An item that was taken over and never looked at counts from the day it was published here.
    """
    laatst = aanbod.nagekeken_op or timezone.localdate(aanbod.gewijzigd_op)
    if op - laatst >= EEN_JAAR:
        yield Soort.NAKIJKEN, laatst
    if aanbod.geldig_tot:
        if aanbod.geldig_tot <= op:
            yield Soort.VERLOPEN, aanbod.geldig_tot
        elif aanbod.geldig_tot - op <= VOORAF:
            yield Soort.VERLOOPT, aanbod.geldig_tot


def _zin(aanbod: Aanbod, soort: Soort, datum: dt.date) -> str:
    match soort:
        case Soort.NAKIJKEN:
            return f"- {aanbod.titel}: laatst nagekeken op {toon_datum(datum)}"
        case Soort.VERLOPEN:
            return f"- {aanbod.titel}: verlopen sinds {toon_datum(datum)}"
    return f"- {aanbod.titel}: geldt nog tot {toon_datum(datum)}"


def _schrijf(ondersteuner: Ondersteuner, zinnen: list[str]) -> None:
    aan = ondersteuner.organisatie.functieadres or ondersteuner.functieadres
    if not aan:
        return
    stuur(
        aan=aan,
        organisatie=ondersteuner.organisatie,
        onderwerp="Kijk uw aanbod na op het PactPortaal",
        tekst="\n".join(
            [
                "Beste,",
                "",
                "Dit aanbod vraagt uw aandacht:",
                *zinnen,
                "",
                "Klopt het nog, of pas het aan:",
                volledig_adres("beheer", ondersteuner.slug),
            ]
        ),
    )


@transaction.atomic
def herinner(*, op: dt.date | None = None) -> int:
    """Remind once per item, reason and date; one mail per ondersteuner. Gives how many are new.

    Running it twice sends nothing twice: the rows are unique and written with the mail.
    """
    dag = op or timezone.localdate()
    kandidaten = [
        (aanbod, soort, datum)
        for aanbod in _met_eigenaar()
        for soort, datum in aanleidingen(aanbod, op=dag)
    ]
    gekend = set(
        Herinnering.objects.filter(aanbod__in=[a.pk for a, _, _ in kandidaten]).values_list(
            "aanbod", "soort", "aanleiding"
        )
    )
    nieuw = [(a, s, d) for a, s, d in kandidaten if (a.pk, s.value, d) not in gekend]
    Herinnering.objects.bulk_create(
        (Herinnering(aanbod=a, soort=s, aanleiding=d) for a, s, d in nieuw), ignore_conflicts=True
    )
    per_ondersteuner: dict[Ondersteuner, list[str]] = defaultdict(list)
    for aanbod, soort, datum in nieuw:
        per_ondersteuner[aanbod.ondersteuner].append(_zin(aanbod, soort, datum))
    for ondersteuner, zinnen in per_ondersteuner.items():
        _schrijf(ondersteuner, zinnen)
    return len(nieuw)
