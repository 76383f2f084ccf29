"""Whom a gemeente could work with on a goal: neighbours with the same chance, and who can help."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from gemeenten.models import Gemeente
from ondersteuners.selectors import Kans, KansMetAanbod, aanbod_bij_kansen, kansen
from rapportering.groepen import Gelijkende, buren
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang

HOOGSTENS = 5
BINNEN_KM = 30.0


@dataclass(frozen=True)
class Partner:
    """A neighbour that lags on the same goal."""

    buur: Gelijkende
    kans: Kans


@dataclass(frozen=True)
class Samenwerking:
    van: Gemeente
    eigen: Kans
    partners: list[Partner]
    hulp: KansMetAanbod


def mag_samenwerking_zien(toegang: Toegang, van: Gemeente | None) -> bool:
    """Whether the visitor may know which chance this gemeente has."""
    return van is not None and toegang.aangemeld and mag(toegang, Handeling.KANSEN_ZIEN, van)


def samenwerking_van(
    toegang: Toegang, van: Gemeente, gemeenten: Sequence[Gemeente], *, slug: str, publicatie: int
) -> Samenwerking | None:
    """Propose whom to work with; None where `van` has no chance on the goal."""
    lijst = kansen(peildatum=timezone.localdate(), publicatie=publicatie, doelstellingen={slug})
    per_gemeente = {kans.gemeente_id: kans for kans in lijst}
    eigen = per_gemeente.get(van.pk)
    if eigen is None:
        return None
    ver = bereik(toegang, Handeling.KANSEN_ZIEN)
    zichtbaar: Collection[int] = per_gemeente if ver.alle else ver.gemeenten
    partners = [
        Partner(buur, per_gemeente[buur.gemeente.pk])
        for buur in buren(van, gemeenten, aantal=20)
        if buur.gemeente.pk in per_gemeente
        and buur.gemeente.pk in zichtbaar
        and (buur.km or 0) <= BINNEN_KM
    ][:HOOGSTENS]
    [hulp] = aanbod_bij_kansen(van, [eigen])
    return Samenwerking(van, eigen, partners, hulp)
