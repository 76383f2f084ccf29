"""Reads that other rooms may use: chances of gemeenten, the offer that fits, who uses what.

A "kans" is a goal on which a gemeente is behind its linear path or registered nothing yet. Lists of
who has which chances are for signed-in users (`Handeling.KANSEN_ZIEN`); the caller checks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet

from doelstellingen.models import Doelstelling
from doelstellingen.selectors import Status, hoofdregels
from gemeenten.models import Gemeente, Provincie
from gemeenten.selectors import afstamming
from gereedschap.bewaren import bewaarsleutel
from ondersteuners.models import Aanbod, Facetregel, Gebied, Ondersteuner, Vraag
from ondersteuners.zoeken import Facet
from toegang.models import Organisatie
from toegang.rechten import Handeling, heel_provincie
from toegang.wie import Toegang

KANSSTATUSSEN = (Status.ACHTER, Status.NOG_NIETS, Status.NOG_NIET)
BEWAARTIJD_S = 24 * 3600
ITEMS_PER_KANS = 5
VRAGEN_GETOOND = 50


@dataclass(frozen=True)
class Kans:
    """One goal on which one gemeente lags; `deel` the share of the target that it reached."""

    gemeente_id: int
    nis: str
    gemeente: str
    provincie_id: int
    doelstelling: str
    status: str
    woorden: str
    percentage: str
    deel: float
    doel: Doelstelling


@dataclass(frozen=True)
class KansMetAanbod:
    """What a gemeente sees per goal: its chance, the items that work there, who else ticks the goal."""

    kans: Kans
    doelstelling: Doelstelling
    aanbod: list[Aanbod]
    aantal: int
    ondersteuners: list[Ondersteuner]


@dataclass(frozen=True)
class Provinciebeeld:
    """What people of a provincie see of their gemeenten: chances both ways, use, questions."""

    per_doel: list[tuple[Doelstelling, list[Kans]]]
    per_gemeente: list[tuple[Gemeente, list[tuple[Kans, str]]]]
    gebruik: list[Gebruik]
    vragen: list[Vraag]
    eigen_ondersteuner: Ondersteuner | None

    @property
    def aantal_gemeenten(self) -> int:
        return len(self.per_gemeente)


@dataclass(frozen=True)
class Gebruik:
    """One item that gemeenten use: how often, and when somebody last asked."""

    aanbod: Aanbod
    loopt: int
    afgerond: int
    laatste: dt.datetime


def _alle_kansen(*, peildatum: dt.date, publicatie: int) -> list[Kans]:
    sleutel = bewaarsleutel("kansen-met-doel", publicatie, peildatum)
    uit: list[Kans] | None = cache.get(sleutel)
    if uit is None:
        uit = [
            Kans(
                gemeente_id=regel.gemeente_id,
                nis=regel.nis,
                gemeente=regel.naam,
                provincie_id=regel.provincie_id,
                doelstelling=indicator.doelstelling.slug,
                status=regel.status.value,
                woorden=regel.status.woorden,
                percentage=regel.toon_percentage,
                deel=float(regel.percentage or 0),
                doel=indicator.doelstelling,
            )
            for indicator, regels in hoofdregels(peildatum=peildatum, publicatie=publicatie)
            for regel in regels
            if regel.status in KANSSTATUSSEN
        ]
        cache.set(sleutel, uit, BEWAARTIJD_S)
    return uit


def kansen(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeenten: Collection[int] | None = None,
    doelstellingen: Collection[str] | None = None,
) -> list[Kans]:
    """Give the chances of these gemeenten (ids of the peildatum) on these goals; None is all.

    The one selector behind the pages of gemeente, ondersteuner and provincie. The furthest behind
    stands first. What is unknown is no chance.
    """
    return sorted(
        (
            kans
            for kans in _alle_kansen(peildatum=peildatum, publicatie=publicatie)
            if (gemeenten is None or kans.gemeente_id in gemeenten)
            and (doelstellingen is None or kans.doelstelling in doelstellingen)
        ),
        key=lambda kans: (kans.deel, kans.gemeente),
    )


def zelf_en_voorgangers(gemeente: Gemeente) -> QuerySet[Gemeente]:
    """Give `gemeente` and those that went up in it."""
    # Of two levels at most: no NIS code ended twice since the first fusies that figures know.
    zelf = (
        Q(pk=gemeente.pk)
        | Q(fusie_naar__nieuw=gemeente.pk)
        | Q(fusie_naar__nieuw__fusie_naar__nieuw=gemeente.pk)
    )
    return Gemeente.objects.filter(zelf)


def werkt_in(gemeente: Gemeente) -> Q:
    """The facet rows of whatever works in `gemeente`: Flanders, its provincie, or itself.

    An area written down before a fusie names a predecessor, and reaches its successor.
    """
    return Q(facet=Facet.GEBIED, waarde__in=["gewest", gemeente.provincie.slug]) | Q(
        facet=Facet.GEMEENTE,
        waarde__in=zelf_en_voorgangers(gemeente).values("nis"),
    )


def _aanbod_per_doel(
    gemeente: Gemeente, slugs: Collection[str]
) -> tuple[dict[str, list[tuple[int, int]]], dict[str, list[int]]]:
    """Give, per goal, what is public and works in `gemeente`: one query.

    The items as (item, its ondersteuner), featured first and then by name; and the ondersteuners
    that tick the goal themselves.
    """
    hier = Facetregel.objects.filter(werkt_in(gemeente))
    items = Aanbod.objects.openbaar().filter(
        pk__in=hier.filter(aanbod__isnull=False).values("aanbod")
    )
    organisaties = Ondersteuner.objects.openbaar().filter(
        pk__in=hier.filter(aanbod=None).values("ondersteuner")
    )
    rijen: Any = Facetregel.objects.filter(
        Q(aanbod__in=items.order_by().values("pk"))
        | Q(aanbod=None, ondersteuner__in=organisaties.order_by().values("pk")),
        facet=Facet.DOELSTELLING,
        waarde__in=slugs,
    ).values_list(
        "waarde", "aanbod", "ondersteuner", "aanbod__uitgelicht", "aanbod__sorteernaam",
    )  # fmt: skip
    gevonden: dict[str, list[tuple[bool, str, int, int]]] = defaultdict(list)
    zelf: dict[str, list[int]] = defaultdict(list)
    for doel, item, ondersteuner, uitgelicht, naam in rijen.order_by("pk"):
        if item is None:
            zelf[doel].append(ondersteuner)
        else:
            gevonden[doel].append((not uitgelicht, naam, item, ondersteuner))
    return {doel: [rij[2:] for rij in sorted(per)] for doel, per in gevonden.items()}, zelf


def aanbod_bij_kansen(gemeente: Gemeente, lijst: Collection[Kans]) -> list[KansMetAanbod]:
    """Give, for each chance of one gemeente, the public items that work there; three queries.

    Only what is shown is read: of the other items their number.
    """
    passend, zelf = _aanbod_per_doel(gemeente, {kans.doelstelling for kans in lijst})
    getoond = {doel: per[:ITEMS_PER_KANS] for doel, per in passend.items()}
    # Who offers an item for the goal is named with it, and not once more.
    andere = {
        doel: [pk for pk in pks if pk not in {van for _, van in passend.get(doel, [])}]
        for doel, pks in zelf.items()
    }
    items = {
        item.pk: item
        for item in Aanbod.objects.filter(pk__in={pk for per in getoond.values() for pk, _ in per})
        .select_related("ondersteuner__organisatie")
        .defer("zoektekst", "ondersteuner__zoektekst")
    }
    organisaties = {
        rij.pk: rij
        for rij in Ondersteuner.objects.filter(pk__in={pk for pks in andere.values() for pk in pks})
        .select_related("organisatie")
        .defer("zoektekst")
    }
    uit = [
        KansMetAanbod(
            kans=kans,
            doelstelling=kans.doel,
            aanbod=[items[pk] for pk, _ in getoond.get(kans.doelstelling, [])],
            aantal=len(passend.get(kans.doelstelling, [])),
            ondersteuners=[organisaties[pk] for pk in andere.get(kans.doelstelling, [])],
        )
        for kans in lijst
    ]
    return sorted(uit, key=lambda rij: rij.doelstelling.volgorde)


def gemeenten_van(ondersteuner: Ondersteuner, *, op: dt.date) -> list[Gemeente]:
    """Give the gemeenten of `op` in the area of `ondersteuner`; none where the area is unknown.

    A gemeente that was chosen before a fusie stands for its successor.
    """
    rijen = Gemeente.objects.op_datum(op).select_related("provincie")
    match ondersteuner.gebied:
        case Gebied.GEWEST:
            return list(rijen)
        case Gebied.PROVINCIES:
            return list(rijen.filter(provincie__in=ondersteuner.provincies.all()))
        case Gebied.GEMEENTEN:
            nu = afstamming(op)
            gekozen = ondersteuner.gemeenten.values_list("pk", flat=True)
            return list(rijen.filter(pk__in=[nu.get(pk, pk) for pk in gekozen]))
    return []


def doelstellingen_van(ondersteuner: Ondersteuner) -> list[Doelstelling]:
    """Give the goals on which `ondersteuner` works: those it ticks and those of its public items."""
    eigen = Q(pk__in=ondersteuner.doelstellingen.values("pk"))
    items = Facetregel.objects.filter(
        facet=Facet.DOELSTELLING, aanbod__in=Aanbod.objects.openbaar().filter(ondersteuner=ondersteuner)
    )  # fmt: skip
    return list(
        Doelstelling.objects.filter(eigen | Q(slug__in=items.values("waarde"))).select_related(
            "werf"
        )
    )


def gebruikt_aanbod(gemeenten: Collection[int] | QuerySet[Gemeente, Any]) -> list[Gebruik]:
    """Give which items these gemeenten use (support runs or was completed), most used first."""
    gebruikt = [Vraag.Staat.LOOPT, Vraag.Staat.AFGEROND]
    items = (
        Aanbod.objects.filter(vragen__gemeente__in=gemeenten, vragen__staat__in=gebruikt)
        # Over the questions of that filter, and no others.
        .annotate(
            loopt=Count("vragen", filter=Q(vragen__staat=Vraag.Staat.LOOPT)),
            afgerond=Count("vragen", filter=Q(vragen__staat=Vraag.Staat.AFGEROND)),
            laatste=Max("vragen__gesteld_op"),
        )
        .select_related("ondersteuner__organisatie")
        .defer("zoektekst", "ondersteuner__zoektekst")
    )
    uit = [Gebruik(item, item.loopt, item.afgerond, item.laatste) for item in items]
    return sorted(uit, key=lambda rij: (-rij.loopt - rij.afgerond, rij.aanbod.sorteernaam))


def per_doel(
    lijst: Collection[Kans], doelen: Collection[Doelstelling]
) -> list[tuple[Doelstelling, list[Kans]]]:
    """Sort chances under their goals, in the order of `doelen`; a goal without any stays."""
    per_slug: dict[str, list[Kans]] = defaultdict(list)
    for kans in lijst:
        per_slug[kans.doelstelling].append(kans)
    return [(doel, per_slug[doel.slug]) for doel in doelen]


def ziet_kansen(toegang: Toegang, provincie: Provincie) -> bool:
    """Whether `toegang` sees who has which chance in all of this provincie."""
    return heel_provincie(toegang, Handeling.KANSEN_ZIEN, provincie)


def provinciebeeld(
    provincie: Provincie,
    *,
    toegang: Toegang,
    peildatum: dt.date,
    publicatie: int,
    gemeenten: Sequence[Gemeente] | None = None,
) -> Provinciebeeld:
    """Give what `ondersteuners/_kansen_provincie.html` shows; the caller checked `ziet_kansen`.

    `gemeenten`: those of the provincie on `peildatum`, where the caller has them already.
    """
    if gemeenten is None:
        gemeenten = list(Gemeente.objects.op_datum(peildatum).filter(provincie=provincie))
    ids = {gemeente.pk for gemeente in gemeenten}
    lijst = kansen(gemeenten=ids, peildatum=peildatum, publicatie=publicatie)
    doelen = sorted({k.doelstelling: k.doel for k in lijst}.values(), key=lambda d: d.volgorde)
    per_gemeente: dict[int, list[tuple[Kans, str]]] = defaultdict(list)
    for kans in lijst:
        per_gemeente[kans.gemeente_id].append((kans, kans.doel.naam))
    # A question of before a fusie stays with the provincie; of two levels, as in `werkt_in`.
    met_verleden = (
        Gemeente.objects.filter(
            Q(pk__in=ids)
            | Q(fusie_naar__nieuw__in=ids)
            | Q(fusie_naar__nieuw__fusie_naar__nieuw__in=ids)
        )
        .order_by()
        .values("pk")
    )
    vragen = Vraag.objects.filter(gemeente__in=met_verleden)
    if not heel_provincie(toegang, Handeling.VRAGEN_ZIEN, provincie):
        vragen = vragen.zichtbaar_voor(toegang)
    return Provinciebeeld(
        per_doel=per_doel(lijst, doelen),
        per_gemeente=[(g, per_gemeente[g.pk]) for g in gemeenten],
        gebruik=gebruikt_aanbod(met_verleden),
        vragen=list(
            vragen.select_related("ondersteuner__organisatie", "aanbod", "gemeente")[
                :VRAGEN_GETOOND
            ]
        ),
        eigen_ondersteuner=Ondersteuner.objects.filter(
            organisatie__provincie=provincie, organisatie__soort=Organisatie.Soort.PROVINCIE
        )
        .select_related("organisatie")
        .first(),
    )
