"""The life of a report: concept → laid before the council (immutable) → replaced by a later one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from doelstellingen.models import Doelstelling, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from gemeenten.models import Gemeente
from rapportering.models import NOTITIE_HOOGSTENS, RapportNotitie, RapportVersie
from rapportering.rapport.inhoud import Rapport
from rapportering.rapport.maken import rapport_van
from rapportering.rapport.pdf import als_pdf, gegevens_van
from rapportering.rapport.samenstellen import Keuze
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

INLEIDING_HOOGSTENS = 4000


class RapportKanNiet(Exception):
    """The act is refused; the message says in Dutch why and what to do."""


def concept_van(gemeente: Gemeente) -> RapportVersie | None:
    """Give the concept of a gemeente with its notes."""
    return (
        RapportVersie.objects.filter(gemeente=gemeente, vastgelegd_op=None)
        .prefetch_related("notities__doelstelling")
        .first()
    )


def keuze_van(versie: RapportVersie) -> Keuze:
    """Give what officials chose, as the composer takes it."""
    return Keuze(
        doelen=None if versie.doelen is None else tuple(versie.doelen),
        inleiding=versie.inleiding,
        notities={n.doelstelling.slug: n.tekst for n in versie.notities.all()},
    )


def _kort(tekst: str, hoogstens: int, wat: str) -> str:
    schoon = tekst.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(schoon) > hoogstens:
        raise RapportKanNiet(
            f"De {wat} telt {len(schoon)} tekens; hoogstens {hoogstens} mag. Kort ze in."
        )
    return schoon


@transaction.atomic
def bewaar_concept(
    *,
    gemeente: Gemeente,
    inleiding: str,
    doelen: Sequence[str] | None,
    notities: Mapping[str, str],
    door: Toegang,
) -> RapportVersie:
    """Keep the one concept of a gemeente; `notities` by goal slug, empty ones fall away."""
    if not mag(door, Handeling.RAPPORT_OPMAKEN, gemeente):
        raise RapportKanNiet("U mag het rapport van deze gemeente niet opmaken.")
    Gemeente.objects.select_for_update().get(pk=gemeente.pk)
    bekend = {d.slug: d for d in Doelstelling.objects.all()}
    if onbekend := [slug for slug in (*(doelen or ()), *notities) if slug not in bekend]:
        raise RapportKanNiet(f"Er is geen doelstelling “{onbekend[0][:60]}”.")
    if doelen is not None and not doelen:
        raise RapportKanNiet("Kies minstens één doelstelling voor het rapport.")
    concept = concept_van(gemeente) or RapportVersie(
        gemeente=gemeente, nummer=_volgend_nummer(gemeente)
    )
    concept.inleiding = _kort(inleiding, INLEIDING_HOOGSTENS, "inleiding")
    concept.doelen = None if doelen is None else list(dict.fromkeys(doelen))
    concept.bewaard_op = timezone.now()
    concept.door, concept.organisatie = door.account, door.organisatie
    concept.save()
    concept.notities.all().delete()
    RapportNotitie.objects.bulk_create(
        RapportNotitie(versie=concept, doelstelling=bekend[slug], tekst=kort)
        for slug, tekst in notities.items()
        if (kort := _kort(tekst, NOTITIE_HOOGSTENS, f"notitie bij {bekend[slug]}"))
    )
    return concept


def _volgend_nummer(gemeente: Gemeente) -> int:
    eigen = RapportVersie.objects.filter(gemeente__nis=gemeente.nis)
    return (eigen.aggregate(h=Max("nummer"))["h"] or 0) + 1


def ontwerp_van(gemeente: Gemeente, concept: RapportVersie, *, peildatum: dt.date) -> Rapport:
    """Give the concept as a report that says "ontwerp" on every page."""
    rapport = rapport_van(
        gemeente, peildatum=peildatum, editie=nieuwste(), keuze=keuze_van(concept)
    )
    return replace(rapport, ontwerp=True, versie=concept.nummer)


def leg_vast(
    *, gemeente: Gemeente, gemeenteraad_op: dt.date, besluit: str = "", door: Toegang
) -> RapportVersie:
    """Fix the concept for the council: PDF, data and hash are stored and never change again."""
    if not mag(door, Handeling.RAPPORT_VASTLEGGEN, gemeente):
        raise RapportKanNiet("Een publicator van uw gemeente legt het rapport vast.")
    concept = concept_van(gemeente)
    if concept is None:
        raise RapportKanNiet("Bewaar eerst een concept.")
    peildatum = timezone.localdate()
    # Made before the transaction: drawing a PDF may not keep others waiting.
    rapport = replace(
        ontwerp_van(gemeente, concept, peildatum=peildatum),
        ontwerp=False,
        gemeenteraad_op=gemeenteraad_op,
    )
    inhoud = als_pdf(rapport)
    with publiceer(
        soort=Publicatie.Soort.MELDING,
        door=door.account,
        organisatie=door.organisatie,
        omschrijving=f"LEKP-rapport van {gemeente}, versie {concept.nummer}, vastgelegd",
    ):
        rij = RapportVersie.objects.select_for_update().get(pk=concept.pk)
        if rij.vastgelegd_op is not None or rij.bewaard_op != concept.bewaard_op:
            raise RapportKanNiet("Het concept is intussen gewijzigd. Bekijk het opnieuw.")
        rij.peildatum, rij.editie = peildatum, rapport.editie
        rij.gemeenteraad_op, rij.besluit = gemeenteraad_op, besluit
        rij.gegevens, rij.pdf = gegevens_van(rapport), inhoud
        rij.sha256 = hashlib.sha256(inhoud).hexdigest()
        rij.vastgelegd_op = timezone.now()
        rij.door, rij.organisatie = door.account, door.organisatie
        rij.save()
        RapportVersie.objects.filter(
            gemeente__nis=gemeente.nis, vastgelegd_op__isnull=False, vervangen_door=None
        ).exclude(pk=rij.pk).update(vervangen_door=rij)
    return rij


def voeg_besluit_toe(*, versie: RapportVersie, besluit: str, door: Toegang) -> None:
    """Add the link to the decision of the council; nothing else of a fixed report changes."""
    if not mag(door, Handeling.RAPPORT_VASTLEGGEN, versie.gemeente_id):
        raise RapportKanNiet("Een publicator van uw gemeente voegt het besluit toe.")
    RapportVersie.objects.filter(pk=versie.pk, vastgelegd_op__isnull=False).update(besluit=besluit)
