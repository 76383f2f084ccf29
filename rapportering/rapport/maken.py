"""Make the report of one gemeente, or of all, as of any date and edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from doelstellingen.selectors import rapportgegevens
from gemeenten.models import Gemeente
from meldingen.selectors import bijschriften, bijschriften_van
from rapportering.rapport.inhoud import Rapport
from rapportering.rapport.samenstellen import STANDAARD, Keuze, stel_samen


def rapport_van(
    gemeente: Gemeente, *, peildatum: dt.date, editie: int, keuze: Keuze = STANDAARD
) -> Rapport:
    """Make one report: a fixed number of queries. `gemeente` must exist on the peildatum."""
    gegevens = rapportgegevens(peildatum=peildatum, publicatie=editie)
    return stel_samen(
        gemeente,
        gegevens,
        gezegd=bijschriften(gemeente, publicatie=editie),
        peildatum=peildatum,
        editie=editie,
        keuze=keuze,
    )


def alle_rapporten(*, peildatum: dt.date, editie: int) -> Iterator[Rapport]:
    """Make the reports of every gemeente one by one, by name; what they share is read once."""
    gegevens = rapportgegevens(peildatum=peildatum, publicatie=editie, alle=True)
    pks = [gebied.pk for gebied in gegevens.gemeenten]
    rijen = Gemeente.objects.select_related("provincie").in_bulk(pks)
    gezegd = bijschriften_van(pks, publicatie=editie)
    for pk in pks:
        yield stel_samen(rijen[pk], gegevens, gezegd=gezegd[pk], peildatum=peildatum, editie=editie)
