"""Keep what the catalogue searches in step with what was published; called by every write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from gemeenten.namen import sorteernaam
from ondersteuners.models import (
    Aanbod,
    Facetregel,
    Gebied,
    LinkControle,
    Linkvermelding,
    Ondersteuner,
)
from ondersteuners.zoekwoorden import indextekst

Facet = Facetregel.Facet
BLOK = 500

# Everyday words that people type for a goal.
ANDERS_GEZEGD = {
    "laadpunten": "laadpaal laadpalen elektrisch laden",
    "deelsystemen": "autodelen deelwagen deelauto deelfiets",
    "hernieuwbare_energieprojecten": "zonnepanelen windmolen coöperatie",
    "collectieve_renovaties": "isolatie isoleren wijkrenovatie",
    "verledding": "straatverlichting openbare verlichting led",
    "hagen_geveltuinen": "heg haagplanten",
    "natuurgroenperken": "bloemenweide",
    "ontharding": "tegelwippen",
    "hemelwateropvang": "regenwater wadi infiltratie",
    "geen_heffing": "belasting",
}
_LINK = re.compile(r"https?://[^\s<>()\"'\]]+")


@dataclass(frozen=True)
class Bereik:
    """Where something works: all of Flanders, or these provincies and gemeenten."""

    gewest: bool = False
    provincies: frozenset[str] = frozenset()
    gemeenten: frozenset[str] = frozenset()


def bereik_van(ding: Ondersteuner | Aanbod) -> Bereik:
    """Work out the area; an item without its own takes that of its ondersteuner."""
    if isinstance(ding, Aanbod) and ding.gebied == Gebied.ORGANISATIE:
        return bereik_van(ding.ondersteuner)
    match ding.gebied:
        case Gebied.GEWEST:
            return Bereik(gewest=True)
        case Gebied.PROVINCIES:
            return Bereik(provincies=frozenset(p.slug for p in ding.provincies.all()))
        case Gebied.GEMEENTEN:
            return Bereik(gemeenten=frozenset(g.nis for g in ding.gemeenten.all()))
    return Bereik()


def _facetten(ding: Ondersteuner | Aanbod) -> Iterable[tuple[str, str]]:
    yield from ((Facet.WERF, w.slug) for w in ding.werven.all())
    yield from ((Facet.DOELSTELLING, d.slug) for d in ding.doelstellingen.all())
    yield from ((Facet.SOORT, s.slug) for s in ding.soorten.all())
    bereik = bereik_van(ding)
    if bereik.gewest:
        yield Facet.GEBIED, "gewest"
    yield from ((Facet.GEBIED, slug) for slug in bereik.provincies)
    yield from ((Facet.GEMEENTE, nis) for nis in bereik.gemeenten)
    if bereik.gemeenten:
        yield Facet.GEBIED, "gemeenten"
    if not (bereik.gewest or bereik.provincies or bereik.gemeenten):
        yield Facet.GEBIED, "onbekend"
    if isinstance(ding, Aanbod):
        yield Facet.KOSTEN, ding.kosten
        yield from ((Facet.DOELGROEP, d.slug) for d in ding.doelgroepen.all())


def _themawoorden(ding: Ondersteuner | Aanbod) -> list[str]:
    uit = [werf.naam for werf in ding.werven.all()]
    for doel in ding.doelstellingen.all():
        uit += [doel.naam, ANDERS_GEZEGD.get(doel.slug, "")]
    return uit + [soort.naam for soort in ding.soorten.all()]


def _teksten(ding: Ondersteuner | Aanbod) -> list[str]:
    if isinstance(ding, Ondersteuner):
        return [ding.naam, ding.uitleg, ding.inleiding, *_themawoorden(ding)]
    partners = [p.naam for p in ding.partners.all()]
    return [
        ding.titel,
        ding.omschrijving,
        ding.ondersteuner.naam,
        *partners,
        ding.andere_partners,
        *_themawoorden(ding),
        *(d.naam for d in ding.doelgroepen.all()),
    ]


def links_van(ding: Ondersteuner | Aanbod) -> set[str]:
    """Give the addresses that the item or page mentions, in a field or in its text."""
    if isinstance(ding, Ondersteuner):
        velden, teksten = [ding.site], [ding.uitleg, ding.inleiding]
    else:
        velden, teksten = [ding.link], [ding.omschrijving]
    uit = {veld for veld in velden if veld}
    for tekst in teksten:
        uit |= {link.rstrip(".,;:!?") for link in _LINK.findall(tekst)}
    return {link for link in uit if len(link) <= 500}


def _schrijf(dingen: Iterable[Ondersteuner | Aanbod]) -> None:
    """Write search text, facet rows and links of `dingen`, all of one kind; nine queries a block."""
    dingen = list(dingen)
    if not dingen:
        return
    van_aanbod = isinstance(dingen[0], Aanbod)
    for ding in dingen:
        naam = ding.titel if isinstance(ding, Aanbod) else ding.naam
        ding.sorteernaam = sorteernaam(naam)[:200]
        ding.zoektekst = indextekst(*_teksten(ding))
    manager: Any = type(dingen[0])._default_manager
    manager.bulk_update(dingen, ["sorteernaam", "zoektekst"])

    def sleutels(ding: Ondersteuner | Aanbod) -> dict[str, int | None]:
        if isinstance(ding, Aanbod):
            return {"ondersteuner_id": ding.ondersteuner_id, "aanbod_id": ding.pk}
        return {"ondersteuner_id": ding.pk, "aanbod_id": None}

    ids = [ding.pk for ding in dingen]
    weg = {"aanbod__in": ids} if van_aanbod else {"ondersteuner__in": ids, "aanbod": None}
    Facetregel.objects.filter(**weg).delete()
    Facetregel.objects.bulk_create(
        Facetregel(**sleutels(ding), facet=facet, waarde=waarde)
        for ding in dingen
        for facet, waarde in sorted(set(_facetten(ding)))
    )
    Linkvermelding.objects.filter(**weg).delete()
    links = {ding.pk: links_van(ding) for ding in dingen}
    alle = {link for groep in links.values() for link in groep}
    LinkControle.objects.bulk_create(
        (LinkControle(url=url) for url in sorted(alle)), ignore_conflicts=True
    )
    nummers = dict(LinkControle.objects.filter(url__in=alle).values_list("url", "pk"))
    Linkvermelding.objects.bulk_create(
        Linkvermelding(**sleutels(ding), link_id=nummers[url])
        for ding in dingen
        for url in sorted(links[ding.pk])
    )


def _ondersteuners() -> QuerySet[Ondersteuner]:
    return Ondersteuner.objects.select_related("organisatie").prefetch_related(
        "werven", "doelstellingen", "soorten", "provincies", "gemeenten"
    )


def indexeer_aanbod(ids: Collection[int]) -> None:
    """Bring the index of these items in step; in blocks, so that ten thousand fit."""
    lijst = sorted(ids)
    for begin in range(0, len(lijst), BLOK):
        _schrijf(
            Aanbod.objects.filter(pk__in=lijst[begin : begin + BLOK]).prefetch_related(
                Prefetch("ondersteuner", _ondersteuners()),
                Prefetch("partners", Ondersteuner.objects.select_related("organisatie")),
                "werven",
                "doelstellingen",
                "soorten",
                "doelgroepen",
                "provincies",
                "gemeenten",
            )
        )


def indexeer_ondersteuners(ids: Collection[int], *, met_aanbod: bool = True) -> None:
    """Bring the index of these pages in step and, as names and areas flow down, of their items."""
    _schrijf(_ondersteuners().filter(pk__in=ids))
    if met_aanbod:
        indexeer_aanbod(Aanbod.objects.filter(ondersteuner__in=ids).values_list("pk", flat=True))
