"""An offer and a question for the demonstration, so that each role finds its work filled.

Made up, and every text says so. Written through the same services as by the people themselves.
"""

from __future__ import annotations

import dataclasses

from django.db import transaction

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services import (
    bewaar_concept,
    bewaar_paginaconcept,
    publiceer_concept,
    stel_vraag,
)
from toegang.demo import LANDSCHAP
from toegang.models import Organisatie

GENT = "44021"
DOELEN = ("bomen", "hagen_geveltuinen", "natuurgroenperken")
ITEM = AanbodInhoud(
    titel="Demonstratie: plantactie met scholen",
    omschrijving=(
        "Verzonnen aanbod, om het portaal te tonen. Samen met de leerlingen planten we bomen en "
        "hagen op en rond de speelplaats. De gemeente kiest de plek, wij brengen het plantgoed."
    ),
    werven=("werf-1",),
    doelstellingen=DOELEN,
    soorten=("aanplant", "begeleiding"),
    doelgroepen=("lokale-besturen", "scholen"),
    kosten="gemengd",
    kosten_uitleg="Begeleiding gratis, plantgoed tegen kostprijs.",
)


def _vul_pagina(ondersteuner: Ondersteuner) -> None:
    inhoud = dataclasses.replace(
        PaginaInhoud.van(ondersteuner),
        uitleg="Demonstratie: deze tekst en dit aanbod zijn verzonnen om het portaal te tonen.",
        doelstellingen=DOELEN,
        soorten=ITEM.soorten,
    )
    concept = bewaar_paginaconcept(ondersteuner=ondersteuner, inhoud=inhoud, door=None)
    publiceer_concept(versie=concept, door=None)


def _bied_aan(ondersteuner: Ondersteuner) -> Aanbod:
    concept = bewaar_concept(ondersteuner=ondersteuner, aanbod=None, inhoud=ITEM, door=None)
    publiceer_concept(versie=concept, door=None)
    assert concept.aanbod is not None
    concept.aanbod.refresh_from_db()
    return concept.aanbod


@transaction.atomic
def laad_demo() -> bool:
    """Write the page, the item and the question; False when they are there already.

    Raises Ondersteuner.DoesNotExist where `laad_ondersteuners` has not run.
    """
    ondersteuner = Ondersteuner.objects.select_related("organisatie").get(slug=LANDSCHAP)
    if ondersteuner.aanbod.filter(titel=ITEM.titel).exists():
        return False
    _vul_pagina(ondersteuner)
    stel_vraag(
        ondersteuner=ondersteuner,
        aanbod=_bied_aan(ondersteuner),
        gemeente=Gemeente.objects.get(nis=GENT, tot=None),
        organisatie=Organisatie.objects.get(slug=f"gemeente-{GENT}"),
        doelstelling=Doelstelling.objects.get(slug="bomen"),
        tekst="Demonstratie: wij zoeken hulp bij een plantactie op vier schoolpleinen.",
        door=None,
    )
    return True
