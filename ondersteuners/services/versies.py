"""Concepts, publishing and putting back: how people of an ondersteuner change what shows."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.namen import sorteernaam
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import Aanbod, Ondersteuner, Versie
from ondersteuners.services.toepassen import (
    OngeldigeInhoud,
    pas_toe_op_aanbod,
    pas_toe_op_pagina,
)
from ondersteuners.zoekindex import indexeer_aanbod, indexeer_ondersteuners
from toegang.models import Account

# Words that are addresses under /ondersteuners/<slug>/.
VOORBEHOUDEN = frozenset({"vraag", "bewerken", "nieuw", "uitvoer"})


def _vrije_slug(ondersteuner: Ondersteuner, titel: str) -> str:
    basis = slugify(titel)[:70].strip("-") or "aanbod"
    bezet = set(
        Aanbod.objects.filter(ondersteuner=ondersteuner, slug__startswith=basis).values_list(
            "slug", flat=True
        )
    )
    bezet |= VOORBEHOUDEN
    keuzes = [basis, *(f"{basis}-{nummer}" for nummer in range(2, len(bezet) + 3))]
    return next(slug for slug in keuzes if slug not in bezet)


def _reeks(ondersteuner: Ondersteuner, aanbod: Aanbod | None) -> QuerySet[Versie]:
    return Versie.objects.filter(ondersteuner=ondersteuner, aanbod=aanbod)


def _leg_concept_vast(
    *,
    ondersteuner: Ondersteuner,
    aanbod: Aanbod | None,
    inhoud: AanbodInhoud | PaginaInhoud,
    door: Account | None,
) -> Versie:
    # Two editors at once: the second waits here and then changes the same concept.
    Ondersteuner.objects.select_for_update().get(pk=ondersteuner.pk)
    reeks = _reeks(ondersteuner, aanbod)
    concept = reeks.filter(staat=Versie.Staat.CONCEPT).first()
    if concept is None:
        laatste = reeks.aggregate(laatste=Max("nummer"))["laatste"] or 0
        concept = Versie(ondersteuner=ondersteuner, aanbod=aanbod, nummer=laatste + 1)
    concept.inhoud = inhoud.als_json()
    concept.door = door
    concept.gewijzigd_op = timezone.now()
    concept.save()
    return concept


@transaction.atomic
def bewaar_concept(
    *,
    ondersteuner: Ondersteuner,
    aanbod: Aanbod | None,
    inhoud: AanbodInhoud,
    door: Account | None,
) -> Versie:
    """Keep `inhoud` as the concept of `aanbod`, or of a new item that shows nowhere yet.

    What the public sees doesn't change. Raises OngeldigeInhoud without a title.
    """
    if not inhoud.titel.strip():
        raise OngeldigeInhoud("Geef het aanbod eerst een titel.")
    if aanbod is None:
        aanbod = Aanbod.objects.create(
            ondersteuner=ondersteuner,
            slug=_vrije_slug(ondersteuner, inhoud.titel),
            titel=inhoud.titel,
            sorteernaam=sorteernaam(inhoud.titel)[:200],
        )
    return _leg_concept_vast(ondersteuner=ondersteuner, aanbod=aanbod, inhoud=inhoud, door=door)


@transaction.atomic
def bewaar_paginaconcept(
    *, ondersteuner: Ondersteuner, inhoud: PaginaInhoud, door: Account | None
) -> Versie:
    """Keep `inhoud` as the concept of the page of `ondersteuner`."""
    return _leg_concept_vast(ondersteuner=ondersteuner, aanbod=None, inhoud=inhoud, door=door)


def publiceer_concept(*, versie: Versie, door: Account | None) -> Publicatie:
    """Make a concept public: one publicatie, the row shows it, the index is in step.

    Who publishes has looked at it, so the item counts as reviewed today. Raises OngeldigeInhoud
    when the content may not show, or when the concept was published or dropped meanwhile.
    """
    ondersteuner = versie.ondersteuner
    with publiceer(
        soort=Publicatie.Soort.AANBOD,
        door=door,
        organisatie=ondersteuner.organisatie,
        omschrijving=str(versie.aanbod or ondersteuner)[:300],
    ) as publicatie:
        versie = Versie.objects.select_for_update().get(pk=versie.pk)
        if versie.staat != Versie.Staat.CONCEPT:
            raise OngeldigeInhoud(
                "Dit concept is intussen al gepubliceerd of verworpen. Open het aanbod opnieuw."
            )
        _reeks(ondersteuner, versie.aanbod).filter(staat=Versie.Staat.GEPUBLICEERD).update(
            staat=Versie.Staat.VERVANGEN
        )
        versie.staat = Versie.Staat.GEPUBLICEERD
        versie.publicatie = publicatie
        versie.save(update_fields=["staat", "publicatie"])
        if versie.aanbod_id:
            _publiceer_aanbod(versie, publicatie)
        else:
            _publiceer_pagina(versie, publicatie)
    return publicatie


def _publiceer_aanbod(versie: Versie, publicatie: Publicatie) -> None:
    assert versie.aanbod_id is not None
    aanbod = Aanbod.objects.select_for_update().get(pk=versie.aanbod_id)
    aanbod.staat = Aanbod.Staat.GEPUBLICEERD
    aanbod.nagekeken_op = timezone.localdate()
    pas_toe_op_aanbod(
        aanbod=aanbod, inhoud=AanbodInhoud.uit_json(versie.inhoud), publicatie=publicatie
    )
    indexeer_aanbod([aanbod.pk])


def _publiceer_pagina(versie: Versie, publicatie: Publicatie) -> None:
    ondersteuner = Ondersteuner.objects.select_for_update().get(pk=versie.ondersteuner_id)
    ondersteuner.nagekeken_op = timezone.localdate()
    ondersteuner.volledigheid = Ondersteuner.Volledigheid.AANGEVULD
    pas_toe_op_pagina(
        ondersteuner=ondersteuner,
        inhoud=PaginaInhoud.uit_json(versie.inhoud),
        publicatie=publicatie,
    )
    indexeer_ondersteuners([ondersteuner.pk])


@transaction.atomic
def verwerp_concept(*, versie: Versie) -> None:
    """Drop a concept; an item that never was public stays in the list of its organisation."""
    versie = Versie.objects.select_for_update().get(pk=versie.pk)
    if versie.staat == Versie.Staat.CONCEPT:
        versie.staat = Versie.Staat.VERWORPEN
        versie.save(update_fields=["staat"])


@transaction.atomic
def zet_terug(*, versie: Versie, door: Account | None) -> Versie:
    """Make a new concept with the content of an older version; nothing shows before publishing."""
    inhoud: AanbodInhoud | PaginaInhoud
    if versie.aanbod_id:
        inhoud = AanbodInhoud.uit_json(versie.inhoud)
    else:
        inhoud = PaginaInhoud.uit_json(versie.inhoud)
    return _leg_concept_vast(
        ondersteuner=versie.ondersteuner, aanbod=versie.aanbod, inhoud=inhoud, door=door
    )


def kijk_na(*, ding: Aanbod | Ondersteuner, door: Account | None) -> None:
    """Put on record that somebody of the organisation looked at it today and found it right."""
    ondersteuner = ding.ondersteuner if isinstance(ding, Aanbod) else ding
    with publiceer(
        soort=Publicatie.Soort.AANBOD,
        door=door,
        organisatie=ondersteuner.organisatie,
        omschrijving=f"nagekeken: {ding}"[:300],
    ) as publicatie:
        rij = type(ding)._default_manager.select_for_update().get(pk=ding.pk)
        rij.nagekeken_op = timezone.localdate()
        rij.publicatie = publicatie
        rij.save(update_fields=["nagekeken_op", "publicatie"])
