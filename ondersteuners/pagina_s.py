"""Reads for the page of an ondersteuner and of an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from doelstellingen.models import Doelstelling, Werf
from ondersteuners.catalogus import werfnaam
from ondersteuners.models import Aanbod, Gebied, Ondersteuner
from ondersteuners.models.aanbod import NOG_AAN_TE_VULLEN

ICONEN = {1: "boom", 2: "huis", 3: "fiets", 4: "druppel", None: "gebouw"}


@dataclass
class Item:
    """One item on the page with its parts; what stands under an earlier werf is only named here."""

    aanbod: Aanbod
    soorten: list[str]
    partners: list[Ondersteuner]
    onderdelen: list[Item] = field(default_factory=list)


@dataclass
class Verwijzing:
    aanbod: Aanbod
    werf: str


@dataclass
class WerfDeel:
    """One werf on the page: the goals that are ticked, the items, and the items told elsewhere."""

    slug: str
    naam: str
    motto: str
    icoon: str
    doelstellingen: list[Doelstelling] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    zie: list[Verwijzing] = field(default_factory=list)


@dataclass(frozen=True)
class Overzicht:
    werven: list[WerfDeel]
    leden: list[Ondersteuner]
    partner_in: list[Aanbod]
    soorten: list[str]
    gebied: str
    aantal: int


@dataclass(frozen=True)
class Kenmerken:
    """The tags of an item in words, ready to show."""

    werven: list[str]
    doelstellingen: list[Doelstelling]
    soorten: list[str]
    doelgroepen: list[str]
    kosten: str
    gebied: str
    partners: list[Ondersteuner]


def _partners() -> Prefetch:
    rijen = Ondersteuner.objects.openbaar().select_related("organisatie").defer("zoektekst")
    return Prefetch("partners", rijen)


def met_alles(rijen: QuerySet[Aanbod]) -> QuerySet[Aanbod]:
    """Add what an item shows, in a fixed number of queries."""
    return rijen.select_related(
        "ondersteuner__organisatie", "hoort_bij__ondersteuner", "opgegaan_in__ondersteuner"
    ).prefetch_related(
        "werven",
        Prefetch("doelstellingen", Doelstelling.objects.select_related("werf")),
        "soorten",
        "doelgroepen",
        "provincies",
        "gemeenten",
        "ondersteuner__provincies",
        "ondersteuner__gemeenten",
        _partners(),
    )


def gebied_in_woorden(ding: Ondersteuner | Aanbod) -> str:
    """Say where it works: "heel Vlaanderen", "provincie Limburg", "Genk en 2 andere gemeenten"."""
    if isinstance(ding, Aanbod) and ding.gebied == Gebied.ORGANISATIE:
        return gebied_in_woorden(ding.ondersteuner)
    if ding.gebied == Gebied.PROVINCIES:
        return provincies_in_woorden([p.naam for p in ding.provincies.all()])
    if ding.gebied == Gebied.GEMEENTEN:
        return opsomming([g.naam for g in ding.gemeenten.all()])
    return ding.get_gebied_display()


def provincies_in_woorden(namen: list[str]) -> str:
    """Say "provincie Limburg" or "provincies Antwerpen en Limburg"."""
    return f"{'provincie' if len(namen) == 1 else 'provincies'} {opsomming(namen)}"


def opsomming(namen: Iterable[str]) -> str:
    *eerste, laatste = list(namen) or [NOG_AAN_TE_VULLEN]
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste


def kenmerken(aanbod: Aanbod) -> Kenmerken:
    kosten = aanbod.get_kosten_display()
    return Kenmerken(
        werven=[werfnaam(w) for w in aanbod.werven.all()],
        doelstellingen=list(aanbod.doelstellingen.all()),
        soorten=[s.naam for s in aanbod.soorten.all()],
        doelgroepen=[d.naam for d in aanbod.doelgroepen.all()],
        kosten=f"{kosten}: {aanbod.kosten_uitleg}" if aanbod.kosten_uitleg else kosten,
        gebied=gebied_in_woorden(aanbod),
        partners=list(aanbod.partners.all()),
    )


def _delen(ondersteuner: Ondersteuner) -> dict[str, WerfDeel]:
    delen = {
        w.slug: WerfDeel(w.slug, werfnaam(w), w.motto, ICONEN[w.nummer]) for w in Werf.objects.all()
    }
    delen["zonder"] = WerfDeel("zonder", "Nog niet aan een werf gekoppeld", "", "leeg")
    for doel in ondersteuner.doelstellingen.select_related("werf"):
        delen[doel.werf.slug].doelstellingen.append(doel)
    return delen


def _verdeel(aanbod: list[Aanbod], delen: dict[str, WerfDeel]) -> None:
    """Put every item under its first werf and name it under the others; parts go with the whole."""
    # What counts for the pact stands before what does not.
    aanbod = sorted(aanbod, key=lambda a: bool(a.telt_niet_mee))
    items = {
        a.pk: Item(a, [s.naam for s in a.soorten.all()], list(a.partners.all())) for a in aanbod
    }
    for item in items.values():
        geheel = items.get(item.aanbod.hoort_bij_id or 0)
        if geheel is not None and geheel.aanbod.hoort_bij_id != item.aanbod.pk:
            geheel.onderdelen.append(item)
            continue
        slugs = [w.slug for w in item.aanbod.werven.all()] or ["zonder"]
        delen[slugs[0]].items.append(item)
        for slug in slugs[1:]:
            delen[slug].zie.append(Verwijzing(item.aanbod, delen[slugs[0]].naam))


def _soorten(ondersteuner: Ondersteuner, aanbod: list[Aanbod]) -> list[str]:
    """The kinds of support: those the organisation ticks, and those of its items."""
    alle = {s.pk: s for s in ondersteuner.soorten.all()}
    alle |= {s.pk: s for item in aanbod for s in item.soorten.all()}
    return [s.naam for s in sorted(alle.values(), key=lambda s: (s.volgorde, s.naam))]


def overzicht(ondersteuner: Ondersteuner) -> Overzicht:
    """Give everything the page of `ondersteuner` shows; the number of queries is fixed."""
    aanbod = list(
        Aanbod.objects.openbaar()
        .filter(ondersteuner=ondersteuner)
        .prefetch_related("werven", "soorten", _partners())
        .defer("zoektekst")
    )
    for item in aanbod:
        item.ondersteuner = ondersteuner
    delen = _delen(ondersteuner)
    _verdeel(aanbod, delen)
    leden = ondersteuner.leden.openbaar().select_related("organisatie").order_by("sorteernaam")
    partner_in = (
        Aanbod.objects.openbaar()
        .filter(partners=ondersteuner)
        .select_related("ondersteuner__organisatie")
        .defer("zoektekst", "ondersteuner__zoektekst")
    )
    eigen_werven = {w.slug for w in ondersteuner.werven.all()}
    return Overzicht(
        werven=[
            deel
            for deel in delen.values()
            if deel.items or deel.zie or deel.doelstellingen or deel.slug in eigen_werven
        ],
        leden=list(leden),
        partner_in=list(partner_in),
        soorten=_soorten(ondersteuner, aanbod),
        gebied=gebied_in_woorden(ondersteuner),
        aantal=len(aanbod),
    )
