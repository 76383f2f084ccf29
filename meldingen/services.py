"""The door through which a gemeente explains, corrects and checks its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from doelstellingen.models import Doelstelling, Indicator, Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.models import Gemeente
from meldingen import bijlagen as _bijlagen
from meldingen.models import TEKST_HOOGSTENS, Foutbijlage, Foutmelding, Nagekeken, Toelichting
from meldingen.selectors import afkomst_van
from toegang.berichten import stuur
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

VLAAMSE_ADMINISTRATIE = "abb"


class MeldingKanNiet(Exception):
    """The act is refused; the message says in Dutch why and what to do."""


def _controleer(toegang: Toegang, handeling: Handeling, gemeente: Gemeente) -> None:
    if not mag(toegang, handeling, gemeente):
        raise MeldingKanNiet(f"U mag dit niet doen voor {gemeente}: {handeling.label}.")


def _tekst(tekst: str, wat: str) -> str:
    schoon = tekst.replace("\r\n", "\n").replace("\x00", "").strip()
    if not schoon:
        raise MeldingKanNiet(f"Vul de {wat} in.")
    if len(schoon) > TEKST_HOOGSTENS:
        raise MeldingKanNiet(
            f"De {wat} telt {len(schoon)} tekens; hoogstens {TEKST_HOOGSTENS} mag. Kort ze in."
        )
    return schoon


def bewaar_toelichting(
    *,
    gemeente: Gemeente,
    doelstelling: Doelstelling,
    soort: str,
    tekst: str,
    meer_info: str = "",
    door: Toegang,
) -> Toelichting:
    """Keep the concept of one goal; there is at most one. Raises MeldingKanNiet."""
    _controleer(door, Handeling.TOELICHTING_SCHRIJVEN, gemeente)
    with transaction.atomic():
        # The gemeente row is the lock: two officials that save at once wait for each other.
        Gemeente.objects.select_for_update().get(pk=gemeente.pk)
        # A gemeente goes on in the history of those that went up in it.
        eerder = Toelichting.objects.filter(
            gemeente__in=afkomst_van(gemeente), doelstelling=doelstelling
        )
        hoogste = eerder.filter(publicatie__isnull=False).aggregate(h=Max("versie"))["h"] or 0
        concept, _ = Toelichting.objects.update_or_create(
            gemeente=gemeente,
            doelstelling=doelstelling,
            publicatie=None,
            defaults={
                "soort": Toelichting.Soort(soort),
                "tekst": _tekst(tekst, "toelichting"),
                "meer_info": meer_info,
                "versie": hoogste + 1,
                "door": door.account,
                "organisatie": door.organisatie,
                "bewaard_op": timezone.now(),
            },
        )
    return concept


def publiceer_toelichting(
    *, gemeente: Gemeente, doelstelling: Doelstelling, door: Toegang
) -> Toelichting:
    """Make the concept public; the version before closes. Raises MeldingKanNiet."""
    _controleer(door, Handeling.TOELICHTING_PUBLICEREN, gemeente)
    with publiceer(
        soort=Publicatie.Soort.TOELICHTING,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"Toelichting bij {doelstelling} van {gemeente}",
    ) as publicatie:
        concept = (
            Toelichting.objects.select_for_update()
            .filter(gemeente=gemeente, doelstelling=doelstelling, publicatie=None)
            .first()
        )
        if concept is None:
            raise MeldingKanNiet("Er is geen concept om openbaar te maken. Bewaar er eerst een.")
        _levende(gemeente, doelstelling).update(vervallen_in=publicatie)
        concept.publicatie = publicatie
        concept.save(update_fields=["publicatie"])
    return concept


def trek_toelichting_in(
    *, gemeente: Gemeente, doelstelling: Doelstelling, door: Toegang
) -> Publicatie:
    """Take the public toelichting off the pages; its versions stay readable."""
    _controleer(door, Handeling.TOELICHTING_PUBLICEREN, gemeente)
    with publiceer(
        soort=Publicatie.Soort.TOELICHTING,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"Toelichting bij {doelstelling} van {gemeente} ingetrokken",
    ) as publicatie:
        if not _levende(gemeente, doelstelling).update(vervallen_in=publicatie):
            raise MeldingKanNiet("Er staat geen openbare toelichting om in te trekken.")
    return publicatie


def _levende(gemeente: Gemeente, doelstelling: Doelstelling) -> QuerySet[Toelichting]:
    """What is public now, of the gemeente and of those that went up in it."""
    return Toelichting.objects.filter(
        gemeente__in=afkomst_van(gemeente),
        doelstelling=doelstelling,
        publicatie__isnull=False,
        vervallen_in=None,
    )


def meld_fout(
    *,
    gemeente: Gemeente,
    indicator: Indicator,
    bron: Organisatie | None,
    omschrijving: str,
    bestanden: Sequence[tuple[str, IO[bytes]]] = (),
    door: Toegang,
) -> Foutmelding:
    """Mark a figure as reported wrong and mail its supplier and the Vlaamse administratie.

    The figure itself stays. Raises MeldingKanNiet and UploadGeweigerd.
    """
    _controleer(door, Handeling.FOUT_MELDEN, gemeente)
    tekst = _tekst(omschrijving, "omschrijving")
    if len(bestanden) > _bijlagen.HOOGSTENS:
        raise MeldingKanNiet(f"Hoogstens {_bijlagen.HOOGSTENS} bestanden per melding.")
    for naam, bestand in bestanden:
        _bijlagen.keur(bestand, naam)
    # Written before the transaction, so that nobody waits for a disk while the number is held.
    bewaard = [(naam[-120:], _bijlagen.bewaar(b, naam), b.seek(0, 2)) for naam, b in bestanden]
    with publiceer(
        soort=Publicatie.Soort.MELDING,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"{gemeente} meldt {indicator} als onjuist",
    ) as publicatie:
        melding = Foutmelding.objects.create(
            gemeente=gemeente,
            indicator=indicator,
            bron=bron,
            omschrijving=tekst,
            gemeld_op=publicatie.op,
            door=door.account,
            organisatie=door.organisatie,
            publicatie=publicatie,
        )
        for naam, kort, grootte in bewaard:
            Foutbijlage.objects.create(
                foutmelding=melding, naam=naam, bestand=kort, grootte=grootte
            )
        _mail_fout(melding)
    return melding


def ontvangers(bron: Organisatie | None) -> list[Organisatie]:
    """Who gets the mail of a report: the supplier and the Vlaamse administratie, with an address."""
    abb = Organisatie.objects.filter(slug=VLAAMSE_ADMINISTRATIE).first()
    uniek = {o.pk: o for o in (bron, abb) if o is not None and o.functieadres}
    return list(uniek.values())


def _mail_fout(melding: Foutmelding) -> None:
    for wie in ontvangers(melding.bron):
        stuur(
            aan=wie.functieadres,
            organisatie=wie,
            onderwerp=f"{melding.gemeente} meldt een fout: {melding.indicator}",
            tekst=(
                f"{melding.gemeente} meldt dat het cijfer “{melding.indicator}” niet klopt.\n\n"
                f"Bron: {melding.bron or 'nieuwe (deel)databron'}\n"
                f"Omschrijving:\n{melding.omschrijving}\n\n"
                f"Bestanden: {melding.bijlagen.count()}\n"
                f"Melding {melding.pk}, editie {melding.publicatie_id} van het PactPortaal.\n"
                "Het cijfer blijft staan met de vermelding dat het als onjuist gemeld is."
            ),
        )


def sluit_foutmelding(*, melding: Foutmelding, antwoord: str, door: Toegang) -> Foutmelding:
    """Settle a report; by the gemeente that made it, its supplier or the Vlaamse administratie."""
    if not mag_sluiten(melding, door):
        raise MeldingKanNiet("U mag deze foutmelding niet afsluiten.")
    tekst = _tekst(antwoord, "uitkomst")
    with publiceer(
        soort=Publicatie.Soort.MELDING,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"Foutmelding {melding.pk} van {melding.gemeente} afgesloten",
    ) as publicatie:
        rij = Foutmelding.objects.select_for_update().get(pk=melding.pk)
        if rij.vervallen_in_id is not None:
            raise MeldingKanNiet("Deze foutmelding is al afgesloten.")
        rij.antwoord, rij.vervallen_in = tekst, publicatie
        rij.save(update_fields=["antwoord", "vervallen_in"])
    return rij


def mag_sluiten(melding: Foutmelding, toegang: Toegang) -> bool:
    """Whether `toegang` may settle the report."""
    return (
        mag(toegang, Handeling.FOUT_MELDEN, melding.gemeente_id)
        or mag(toegang, Handeling.IMPORT_BEOORDELEN)
        or (
            melding.bron_id is not None
            and mag(toegang, Handeling.CIJFERS_AANLEVEREN, organisatie=melding.bron_id)
        )
    )


def kijk_na(
    *,
    gemeente: Gemeente,
    indicator: Indicator,
    waarde: Decimal | None,
    peildatum: dt.date,
    door: Toegang,
) -> Nagekeken:
    """Say that the gemeente agrees with this value; a new value of the supplier asks again."""
    _controleer(door, Handeling.CIJFER_NAKIJKEN, gemeente)
    with publiceer(
        soort=Publicatie.Soort.NAGEKEKEN,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"{gemeente} keek {indicator} na",
    ) as publicatie:
        Nagekeken.objects.filter(gemeente=gemeente, indicator=indicator, vervallen_in=None).update(
            vervallen_in=publicatie
        )
        return Nagekeken.objects.create(
            gemeente=gemeente,
            indicator=indicator,
            waarde=waarde,
            peildatum=peildatum,
            op=publicatie.op,
            door=door.account,
            organisatie=door.organisatie,
            publicatie=publicatie,
        )
