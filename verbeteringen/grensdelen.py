"""One registration over a border of gemeenten: its parts, each a row of its own under one key.

A part for another gemeente than one's own is a proposal: that gemeente decides (ontwerp §4.9).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from verbeteringen.invoer import (
    Fout,
    Invoer,
    Maatregelinvoer,
    OngeldigeInvoer,
    maatregelen_als_json,
    maatregelen_uit_json,
    verdeel,
)
from verbeteringen.models import Verbetering
from verbeteringen.parameters import PER_SLEUTEL
from verbeteringen.plaats import Plaats
from verbeteringen.querysets import VerbeteringQuerySet
from verbeteringen.verschillen import zelfde_plaats

Maatregelen = tuple[Maatregelinvoer, ...]


@dataclass(frozen=True)
class Deel:
    """What counts for one gemeente, in the indeling of the date of execution."""

    gemeente: Gemeente
    maatregelen: Maatregelen

    @property
    def vandaag(self) -> Gemeente:
        """The gemeente that governs there now."""
        return opvolger(self.gemeente) or self.gemeente


def te_verdelen(plaats: Plaats | None, v: Verbetering | None) -> dict[int, float]:
    """Give the shares (gemeente id → 0 to 1) over which to ask a split; empty when there is none.

    A change (`v`) is asked only when its shape moved, and never for a gemeente that has a part of
    the same registration already: those amounts are in that row.
    """
    if plaats is None or not plaats.over_grens:
        return {}
    if v is None:
        return plaats.aandelen
    if zelfde_plaats(v.geometrie, plaats.vorm.geometrie):
        return {}
    elders = {Deel(ander.gemeente, ()).vandaag.pk for ander in andere_delen(v)}
    over = {pk: deel for pk, deel in plaats.aandelen.items() if pk not in elders}
    return over if len(over) > 1 else {}


def andere_delen(v: Verbetering) -> VerbeteringQuerySet:
    """Give the other living rows of the registration that `v` is a part of."""
    levend: VerbeteringQuerySet = Verbetering.objects.levend()
    return (
        levend.filter(bron=v.bron_id, externe_sleutel=v.externe_sleutel)
        .exclude(pk=v.pk)
        .exclude(goedkeuring="vervallen")
        .select_related("gemeente")
        .defer("geometrie")
    )


def vrije_sleutel(v: Verbetering, gemeente: Gemeente) -> str:
    """Give the key of `v`, "" where a withdrawn part of earlier still holds it in `gemeente`."""
    bezet = Verbetering.objects.filter(
        bron=v.bron_id, externe_sleutel=v.externe_sleutel, gemeente=gemeente
    )
    return "" if bezet.exists() else v.externe_sleutel


def werkverdeling(
    invoer: Invoer,
    gemeente: Gemeente,
    delen: Mapping[int, Maatregelen] | None,
    plaats: Plaats | None,
) -> list[Deel]:
    """Give the parts, that of `gemeente` first; a split must keep the sum of what was entered."""
    if not delen:
        return [Deel(gemeente, invoer.maatregelen)]
    if plaats is None:
        raise OngeldigeInvoer([Fout("", "Zonder vorm is er niets over de grens te verdelen.")])
    controleer_delen(invoer, delen)
    per_id = Gemeente.objects.in_bulk(list(delen))
    volgorde = sorted(delen, key=lambda pk: pk != gemeente.pk)
    return [Deel(per_id[pk], delen[pk]) for pk in volgorde if delen[pk]]


def controleer_delen(invoer: Invoer, delen: Mapping[int, Maatregelen]) -> None:
    """Refuse parts per gemeente that don't add up to what was entered, and parts of a tree."""
    som: defaultdict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for maatregelen in delen.values():
        for m in maatregelen:
            som[m.sleutel] += m.hoeveelheid
            if PER_SLEUTEL[m.parameter].geheel and m.hoeveelheid % 1:
                tekst = f"Verdeel {PER_SLEUTEL[m.parameter].naam} in gehele aantallen."
                raise OngeldigeInvoer([Fout("delen", tekst)])
    if som != {m.sleutel: m.hoeveelheid for m in invoer.maatregelen}:
        raise OngeldigeInvoer(
            [Fout("delen", "De delen per gemeente tellen samen niet op tot wat u invulde.")]
        )


def deel_van(m: Maatregelinvoer, hoeveelheid: Decimal) -> Maatregelinvoer:
    """Give `hoeveelheid` of `m`, with as much of its surface."""
    if hoeveelheid == m.hoeveelheid:
        return m
    m2 = m.oppervlakte_m2
    if m2 is not None:
        m2 = (m2 * hoeveelheid / m.hoeveelheid).quantize(Decimal("0.001"))
    return replace(m, hoeveelheid=hoeveelheid, oppervlakte_m2=m2)


def stel_voor(
    invoer: Invoer, aandelen: Mapping[int, float]
) -> dict[int, dict[Maatregelinvoer, Decimal]]:
    """Propose per gemeente how much of each amount is its part, by share; a part may be 0."""
    uit: dict[int, dict[Maatregelinvoer, Decimal]] = {pk: {} for pk in aandelen}
    for m in invoer.maatregelen:
        geheel = PER_SLEUTEL[m.parameter].geheel
        for pk, hoeveelheid in verdeel(m.hoeveelheid, aandelen, geheel=geheel).items():
            uit[pk][m] = hoeveelheid
    return uit


def als_json(delen: Iterable[Deel]) -> list[dict[str, Any]]:
    """Give parts as JSON, for a change that waits."""
    return [
        {"gemeente": d.gemeente.pk, "maatregelen": maatregelen_als_json(d.maatregelen)}
        for d in delen
    ]


def uit_json(invoer: Invoer, inhoud: Mapping[str, Any]) -> list[Deel]:
    """Give the parts of a change that waited; without a split the one of its gemeente."""
    if ruw := inhoud.get("delen"):
        delen = [(d["gemeente"], maatregelen_uit_json(d["maatregelen"])) for d in ruw]
    else:
        delen = [(inhoud["gemeente"], invoer.maatregelen)]
    per_id = Gemeente.objects.in_bulk([pk for pk, _ in delen])
    return [Deel(per_id[pk], maatregelen) for pk, maatregelen in delen]


def invoer_van(invoer: Invoer, deel: Deel) -> Invoer:
    """Give the content of one part."""
    return replace(invoer, maatregelen=deel.maatregelen)
