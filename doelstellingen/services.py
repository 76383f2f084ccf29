"""The door through which goals, norms, signatures and figures are written."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from doelstellingen import referentie
from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gereedschap.referentietabel import Verloop

__all__ = ["laad_doelstellingen", "laad_normen", "laad_ondertekeningen"]


@transaction.atomic
def laad_doelstellingen(*, folder: Path | None = None) -> dict[str, Verloop]:
    """Load werven, doelstellingen and indicatoren with their texts; idempotent."""
    return referentie.laad_doelstellingen(folder or settings.FIXTURES_MAP)


def laad_normen(*, folder: Path | None = None) -> Verloop:
    """Load the norms and their paths under one publicatie; unchanged means no publicatie."""
    levend = referentie.levende_normen()
    rijen = {rij.sleutel: rij for rij in referentie.lees_normen(folder or settings.FIXTURES_MAP)}
    anders = [r for s, r in rijen.items() if s not in levend or levend[s][1] != r]
    weg = [pk for s, (pk, rij) in levend.items() if rijen.get(s) != rij]
    if anders or weg:
        with publiceer(
            soort=Publicatie.Soort.NORMEN, omschrijving="Normen en paden uit de pactteksten"
        ) as publicatie:
            referentie.schrijf_normen(anders, vervallen=weg, publicatie=publicatie)
    gewijzigd = sum(1 for r in anders if r.sleutel in levend)
    return Verloop(len(anders) - gewijzigd, gewijzigd, len(rijen) - len(anders))


def laad_ondertekeningen(*, folder: Path | None = None) -> Verloop:
    """Load the known signatures under one publicatie; unchanged means no publicatie."""
    folder = folder or settings.FIXTURES_MAP
    rijen, vervallen = referentie.verschil_ondertekeningen(folder)
    totaal = len(referentie.lees_ondertekeningen(folder))
    if rijen:
        with publiceer(
            soort=Publicatie.Soort.ONDERTEKENING, omschrijving="Bekende ondertekeningen per pact"
        ) as publicatie:
            referentie.schrijf_ondertekeningen(rijen, vervallen=vervallen, publicatie=publicatie)
    return Verloop(len(rijen) - len(vervallen), len(vervallen), totaal - len(rijen))
