"""The registrations behind a figure, as the public may see them; use through `selectors`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from gereedschap.opmaak import MIN, toon_hoeveelheid
from toegang.wie import Toegang
from verbeteringen.models import Aanvrager, Maatregel
from verbeteringen.openbaarheid import getoond
from verbeteringen.parameters import PARAMETERS, PER_SLEUTEL
from verbeteringen.querysets import OPENBAAR

HOOGSTENS = 25


@dataclass(frozen=True, slots=True)
class Bijdrage:
    """One maatregel that counts: what it is called for the public, how much, when, since which edition."""

    pk: int
    naam: str
    gemeente: str
    hoeveelheid: str
    uitgevoerd_op: dt.date
    publicatie: int
    door_burger: bool


def heeft_bijdragen(doelstelling: str) -> bool:
    """Whether registrations on the map make the figure of this goal."""
    return any(p.doelstelling == doelstelling for p in PARAMETERS)


def bijdragen(
    gemeenten: Collection[int], doelstelling: str, *, peildatum: dt.date, publicatie: int
) -> tuple[list[Bijdrage], bool]:
    """Give the largest maatregelen behind the figure of a goal, and whether there are more.

    One query. Only what counts and is public, under the rule for burgers whoever asks: the page that
    shows it is kept for all. Rows changed after `publicatie` are not among them.
    """
    parameters = [p.sleutel for p in PARAMETERS if p.doelstelling == doelstelling]
    gekend = Q(verbetering__vervallen_in=None) | Q(verbetering__vervallen_in__gt=publicatie)
    rijen = list(
        Maatregel.objects.filter(
            gekend,
            telt_mee=True,
            parameter__in=parameters,
            verbetering__gemeente__in=gemeenten,
            verbetering__goedkeuring__in=OPENBAAR,
            verbetering__uitvoering="uitgevoerd",
            verbetering__uitgevoerd_op__gte=dt.date(2021, 1, 1),
            verbetering__uitgevoerd_op__lte=peildatum,
            verbetering__publicatie__lte=publicatie,
        )
        .select_related("verbetering__gemeente")
        .defer("verbetering__geometrie")
        .order_by("-hoeveelheid", "-verbetering__uitgevoerd_op", "pk")[: HOOGSTENS + 1]
    )
    publiek = Toegang()
    uit = []
    for m in rijen[:HOOGSTENS]:
        v, p = m.verbetering, PER_SLEUTEL[m.parameter]
        teken = MIN if m.richting == Maatregel.Richting.MIN else "+"
        assert v.uitgevoerd_op is not None
        uit.append(
            Bijdrage(
                pk=v.pk,
                naam=getoond(v, publiek, met_vorm=False).naam,
                gemeente=v.gemeente.naam,
                hoeveelheid=teken + toon_hoeveelheid(m.hoeveelheid, p.eenheid, p.decimalen),
                uitgevoerd_op=v.uitgevoerd_op,
                publicatie=v.publicatie_id,
                door_burger=v.aanvrager == Aanvrager.BURGER,
            )
        )
    return uit, len(rijen) > HOOGSTENS
