"""Reminders: an item that nobody looked at for a year, that will expire, or that expired."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gereedschap.opmaak import toon_datum
from ondersteuners.adressen import volledig_adres
from ondersteuners.models import Aanbod, Herinnering, Ondersteuner
from toegang.berichten import stuur
from toegang.models import Account, Lidmaatschap, Organisatie

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


@dataclass(frozen=True)
class Ontvanger:
    """Where a reminder goes; `account` where it is somebody's own address."""

    adres: str
    organisatie: Organisatie
    account: Account | None = None


def ontvangers(ondersteuner: Ondersteuner) -> list[Ontvanger]:
    """Give who hears of what is due: the shared mailbox, else who may publish, else the administration.

    People get a mail each, so that no address shows to a colleague.
    """
    organisatie = ondersteuner.organisatie
    if gedeeld := organisatie.functieadres or ondersteuner.functieadres:
        return [Ontvanger(gedeeld, organisatie)]
    mensen = (
        Account.objects.filter(
            is_active=True,
            lidmaatschappen__organisatie=organisatie,
            lidmaatschappen__rol__in=[Lidmaatschap.Rol.PUBLICATOR, Lidmaatschap.Rol.BEHEERDER],
        )
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )
    if eigen := [Ontvanger(account.email, organisatie, account) for account in mensen]:
        return eigen
    administratie = (
        Organisatie.objects.filter(soort=Organisatie.Soort.VLAAMSE_ADMINISTRATIE)
        .exclude(functieadres="")
        .order_by("pk")
        .first()
    )
    return [Ontvanger(administratie.functieadres, administratie)] if administratie else []


def _schrijf(ondersteuner: Ondersteuner, zinnen: list[str]) -> None:
    for ontvanger in ontvangers(ondersteuner):
        van_hen = ontvanger.organisatie.pk == ondersteuner.organisatie_id
        stuur(
            aan=ontvanger.adres,
            organisatie=ontvanger.organisatie,
            account=ontvanger.account,
            onderwerp=(
                "Kijk uw aanbod na op het PactPortaal"
                if van_hen
                else f"Aanbod van {ondersteuner.naam} vraagt nazicht op het PactPortaal"
            ),
            tekst="\n".join(
                [
                    "Beste,",
                    "",
                    (
                        "Dit aanbod vraagt uw aandacht:"
                        if van_hen
                        else f"Dit aanbod van {ondersteuner.naam} vraagt aandacht. De organisatie heeft "
                        "geen mailadres op het portaal; wilt u haar verwittigen?"
                    ),
                    *zinnen,
                    "",
                    "Klopt het nog, of pas het aan:",
                    volledig_adres("beheer", ondersteuner.slug),
                ]
            ),
        )


def te_bekijken(ondersteuner: Ondersteuner, *, op: dt.date) -> int:
    """Give how many public items of `ondersteuner` ask to be looked at on `op`, for its task list."""
    aanbod = Aanbod.objects.filter(ondersteuner=ondersteuner, staat=Aanbod.Staat.GEPUBLICEERD)
    rijen = aanbod.only("nagekeken_op", "gewijzigd_op", "geldig_tot")
    return sum(any(aanleidingen(item, op=op)) for item in rijen)


@transaction.atomic
def herinner(*, op: dt.date | None = None) -> int:
    """Remind once per item, reason and date; one mail per ondersteuner and address. Gives how many are new.

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
