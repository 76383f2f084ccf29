"""What a write changed, in words: "+12 bomen: Gent 3.412 van 274.042 (1,24 %)"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import overzicht
from doelstellingen.vormen import IndicatorOverzicht
from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from gereedschap.opmaak import toon_hoeveelheid


@dataclass(frozen=True)
class Gevolg:
    """One changed figure of one gemeente; `zin` is the whole in words."""

    gemeente: Gemeente
    doelstelling: str
    verschil: Decimal
    zin: str


def _verschil(verschil: Decimal, decimalen: int, eenheid: str) -> str:
    teken = "+" if verschil > 0 else "\u2212"
    return teken + toon_hoeveelheid(abs(verschil), eenheid, decimalen)


def gevolgen_van(verschil: Mapping[tuple[int, str], Decimal]) -> tuple[Gevolg, ...]:
    """Give a sentence for each (gemeente id, goal slug) whose figure changed, read after the commit."""
    uit: list[Gevolg] = []
    editie, vandaag = nieuwste(), timezone.localdate()
    per_gemeente: dict[int, dict[str, Decimal]] = {}
    for (gemeente_id, slug), waarde in verschil.items():
        if waarde:
            per_gemeente.setdefault(gemeente_id, {})[slug] = waarde
    for pk, doelen in per_gemeente.items():
        toen = Gemeente.objects.get(pk=pk)
        gemeente = opvolger(toen) or toen
        for doel in overzicht(gemeente, peildatum=vandaag, publicatie=editie):
            if doel.doelstelling.slug not in doelen:
                continue
            waarde = doelen[doel.doelstelling.slug]
            zin = _zin(gemeente, doel.hoofd, waarde)
            uit.append(Gevolg(gemeente, doel.doelstelling.slug, waarde, zin))
    return tuple(uit)


def _zin(gemeente: Gemeente, hoofd: IndicatorOverzicht, verschil: Decimal) -> str:
    indicator = hoofd.indicator
    begin = f"{_verschil(verschil, indicator.decimalen, indicator.eenheid)}: {gemeente.naam} "
    if hoofd.doel is None or hoofd.doel.exact is None:
        return f"{begin}{hoofd.cijfer.toon}."
    deel = f" ({hoofd.toon_percentage})" if hoofd.toon_percentage else ""
    return f"{begin}{hoofd.cijfer.toon} van {hoofd.doel.toon}{deel}."
