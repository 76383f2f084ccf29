"""The catalogue: found items or organisations, with counts per facet. Few queries, whatever is chosen."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from doelstellingen.models import Doelstelling, Werf
from doelstellingen.publicaties import nieuwste
from gemeenten.models import Gemeente
from gemeenten.selectors import per_provincie
from gereedschap.bewaren import bewaarsleutel
from ondersteuners.models import (
    Aanbod,
    Doelgroep,
    Facetregel,
    Gebied,
    Kosten,
    Ondersteuner,
    SoortOndersteuning,
)
from ondersteuners.selectors import werkt_in
from ondersteuners.voltekst import binnen, titel_eerst, treffers
from ondersteuners.zoeken import FACETTEN, Facet, Zoekvraag

PER_PAGINA = 20
BEWAARTIJD_S = 3600
Woorden = dict[str, dict[str, str]]

KOPPEN = {
    Facet.WERF: "Werf",
    Facet.DOELSTELLING: "Doelstelling",
    Facet.SOORT: "Soort ondersteuning",
    Facet.KOSTEN: "Kosten",
    Facet.GEBIED: "Gebied",
    Facet.DOELGROEP: "Voor wie",
}


@dataclass(frozen=True)
class Keuze:
    """One value of a facet: how many items it gives, and the address that adds or drops it."""

    waarde: str
    naam: str
    aantal: int
    gekozen: bool
    adres: str


@dataclass(frozen=True)
class FacetBlok:
    facet: str
    kop: str
    keuzes: list[Keuze]

    @property
    def aantal_gekozen(self) -> int:
        return sum(keuze.gekozen for keuze in self.keuzes)


@dataclass(frozen=True)
class Catalogus:
    vraag: Zoekvraag
    pagina: Page[Any]
    facetten: list[FacetBlok]
    gekozen: list[Keuze]
    gemeente: Gemeente | None
    gemeentekeuzes: list[tuple[str, list[tuple[str, str]]]]

    @property
    def aantal(self) -> int:
        return self.pagina.paginator.count


def werfnaam(werf: Werf) -> str:
    return f"Werf {werf.nummer}: {werf.naam}" if werf.nummer else werf.naam


@dataclass(frozen=True)
class Keuzelijsten:
    """What can be chosen: the name of every value per facet, and (provincie, [(nis, name)])."""

    namen: Woorden
    gemeenten: list[tuple[str, list[tuple[str, str]]]]


def _lees_keuzelijsten() -> Keuzelijsten:
    doelen = list(Doelstelling.objects.select_related("werf"))
    werven = sorted({d.werf for d in doelen}, key=lambda w: w.volgorde)
    provincies = per_provincie(timezone.localdate())
    namen: Woorden = {
        Facet.WERF: {w.slug: werfnaam(w) for w in werven},
        Facet.DOELSTELLING: {d.slug: d.naam for d in doelen},
        Facet.SOORT: dict(SoortOndersteuning.objects.values_list("slug", "naam")),
        Facet.KOSTEN: {str(k): str(v) for k, v in Kosten.choices},
        Facet.GEBIED: {
            "gewest": str(Gebied.GEWEST.label),
            **{p.slug: f"provincie {p.naam}" for p, _ in provincies},
            "gemeenten": str(Gebied.GEMEENTEN.label),
            "onbekend": str(Gebied.ONBEKEND.label),
        },
        Facet.DOELGROEP: dict(Doelgroep.objects.values_list("slug", "naam")),
    }
    return Keuzelijsten(
        namen, [(p.naam, [(g.nis, g.naam) for g in leden]) for p, leden in provincies]
    )


def keuzelijsten(publicatie: int | None = None) -> Keuzelijsten:
    """Give the lists of the form, in its order; read once per publicatie and day."""
    sleutel = bewaarsleutel("keuzelijsten", nieuwste() if publicatie is None else publicatie)
    uit: Keuzelijsten | None = cache.get(sleutel)
    if uit is None:
        uit = _lees_keuzelijsten()
        cache.set(sleutel, uit, BEWAARTIJD_S)
    return uit


@dataclass(frozen=True)
class _Zoekruimte:
    """A question with what is looked up once for it.

    With words: `treffers`, the ids whose text holds them all in the order of the list, and `kring`, the
    ids that each chosen facet (and the gemeente) allows. Without words both are left to subqueries.
    """

    vraag: Zoekvraag
    gemeente: Gemeente | None
    treffers: list[int] | None
    kring: dict[str, set[int]]

    @classmethod
    def van(cls, vraag: Zoekvraag) -> _Zoekruimte:
        gemeente = _gemeente(vraag)
        if not vraag.stammen:
            return cls(vraag, gemeente, None, {})
        kring = _kring(vraag, gemeente)
        # Whatever falls outside two choices is in no list and in no count: its text need not be read.
        rijen = binnen(_openbaar(vraag), _hoogstens_een_buiten(kring))
        return cls(vraag, gemeente, treffers(rijen, vraag.stammen), kring)

    def ids(self, *, behalve: str | None = None) -> list[int] | None:
        """The ids that are left, without the choice in facet `behalve`; None without words."""
        if self.treffers is None:
            return None
        kringen = [ids for facet, ids in self.kring.items() if facet != behalve]
        return [pk for pk in self.treffers if all(pk in ids for ids in kringen)]


def _kring(vraag: Zoekvraag, gemeente: Gemeente | None) -> dict[str, set[int]]:
    """Give which ids each choice allows, all in one query."""
    waar = Q(pk__in=[])
    for facet, waarden in vraag.keuzes.items():
        waar |= Q(facet=facet, waarde__in=waarden)
    uit: dict[str, set[int]] = {facet: set() for facet in vraag.keuzes}
    if gemeente is not None:
        waar |= werkt_in(gemeente)
        uit[Facet.GEMEENTE.value] = set()
    if not uit:
        return uit
    hier = {"gewest", gemeente.provincie.slug} if gemeente else set()
    regels = Facetregel.objects.filter(waar)
    if not vraag.organisaties:
        regels = regels.filter(aanbod__isnull=False)
    for facet, waarde, pk in regels.values_list("facet", "waarde", _sleutel(vraag)):
        if waarde in vraag.keuzes.get(facet, ()):
            uit[facet].add(pk)
        if facet == Facet.GEMEENTE or (facet == Facet.GEBIED and waarde in hier):
            uit[Facet.GEMEENTE.value].add(pk)
    return uit


def _hoogstens_een_buiten(kring: dict[str, set[int]]) -> list[int] | None:
    """Give the ids that all choices but one allow at least; None where that says nothing."""
    if len(kring) < 2:
        return None
    keren = Counter(itertools.chain.from_iterable(kring.values()))
    return [pk for pk, keer in keren.items() if keer >= len(kring) - 1]


def _openbaar(vraag: Zoekvraag) -> QuerySet[Any]:
    return Ondersteuner.objects.openbaar() if vraag.organisaties else Aanbod.objects.openbaar()


def _sleutel(vraag: Zoekvraag) -> str:
    """An organisation is found by its own tags and by those of its items."""
    return "ondersteuner" if vraag.organisaties else "aanbod"


def _met_facet(rijen: QuerySet[Any], vraag: Zoekvraag, waar: Q) -> QuerySet[Any]:
    regels = Facetregel.objects.filter(waar)
    if not vraag.organisaties:
        regels = regels.filter(aanbod__isnull=False)
    return rijen.filter(pk__in=regels.values(_sleutel(vraag)))


def _gefilterd(ruimte: _Zoekruimte, *, behalve: str | None = None) -> QuerySet[Any]:
    vraag, gemeente, rijen = ruimte.vraag, ruimte.gemeente, _openbaar(ruimte.vraag)
    if ruimte.treffers is not None:
        return binnen(rijen, ruimte.ids(behalve=behalve))
    for facet, waarden in vraag.keuzes.items():
        if facet != behalve:
            rijen = _met_facet(rijen, vraag, Q(facet=facet, waarde__in=waarden))
    if gemeente is not None:
        rijen = _met_facet(rijen, vraag, werkt_in(gemeente))
    return rijen


def _tellingen(ruimte: _Zoekruimte) -> dict[str, dict[str, int]]:
    """Count items per value of every facet, in one query.

    The values of a chosen facet are counted without that facet's own choice: what would I get.
    """
    vraag = ruimte.vraag
    sleutel = _sleutel(vraag)

    def deel(facetten: list[str], behalve: str | None) -> QuerySet[Any]:
        regels = Facetregel.objects.filter(facet__in=facetten)
        if ruimte.treffers is None:
            rijen = _gefilterd(ruimte, behalve=behalve).order_by().values("pk")
            regels = regels.filter(**{f"{sleutel}__in": rijen})
        else:
            regels = binnen(regels, ruimte.ids(behalve=behalve), veld=sleutel)
        return (
            regels.order_by()
            .values_list("facet", "waarde")
            .annotate(aantal=Count(sleutel, distinct=vraag.organisaties))
        )

    vrij = [f.value for f in FACETTEN if f.value not in vraag.keuzes]
    delen = [deel([f], f) for f in vraag.keuzes]
    if vrij:
        delen.insert(0, deel(vrij, None))
    eerste, *rest = delen
    uit: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, waarde, aantal in eerste.union(*rest, all=True) if rest else eerste:
        uit[facet][waarde] = aantal
    return dict(uit)


def _tellingen_bewaard(ruimte: _Zoekruimte, *, publicatie: int | None) -> dict[str, dict[str, int]]:
    """The counts of the whole catalogue, the question most asked, are kept per publicatie and day."""
    vraag = ruimte.vraag
    if not vraag.leeg:
        return _tellingen(ruimte)
    stempel = nieuwste() if publicatie is None else publicatie
    sleutel = bewaarsleutel("facettellingen", stempel, vraag.organisaties)
    uit: dict[str, dict[str, int]] | None = cache.get(sleutel)
    if uit is None:
        uit = _tellingen(ruimte)
        cache.set(sleutel, uit, BEWAARTIJD_S)
    return uit


def _blokken(
    vraag: Zoekvraag, tellingen: dict[str, dict[str, int]], namen: Woorden
) -> list[FacetBlok]:
    blokken = []
    for facet in FACETTEN:
        gekozen = vraag.keuzes.get(facet.value, ())
        keuzes = []
        for waarde, naam in namen[facet].items():
            aantal = tellingen.get(facet.value, {}).get(waarde, 0)
            aan = waarde in gekozen
            if aantal or aan:
                anders = vraag.zonder(facet, waarde) if aan else vraag.met(facet, waarde)
                keuzes.append(Keuze(waarde, naam, aantal, aan, anders.als_query()))
        if keuzes:
            blokken.append(FacetBlok(facet.value, KOPPEN[facet], keuzes))
    return blokken


def voor_lijst(rijen: QuerySet[Any], vraag: Zoekvraag) -> QuerySet[Any]:
    if vraag.organisaties:
        eigen = Facetregel.objects.filter(aanbod=None)
        return (
            rijen.select_related("organisatie")
            .annotate(aantal_aanbod=Count("aanbod", filter=Q(aanbod__staat="gepubliceerd")))
            .prefetch_related(Prefetch("facetregels", eigen))
        )
    return (
        rijen.select_related("ondersteuner__organisatie", "hoort_bij")
        .prefetch_related("facetregels")
        .defer("zoektekst", "ondersteuner__zoektekst", "hoort_bij__zoektekst")
    )


def label(rij: Any, namen: Woorden) -> None:
    """Hang the names of the tags on a found row: `rij.werfnamen`, `rij.soortnamen`, …"""
    per_facet: dict[str, list[str]] = defaultdict(list)
    waarden = {(regel.facet, regel.waarde) for regel in rij.facetregels.all()}
    for facet in FACETTEN:
        for waarde, naam in namen[facet].items():
            if (facet.value, waarde) in waarden:
                per_facet[facet.value].append(naam)
    rij.namen = dict(per_facet)


def _gemeente(vraag: Zoekvraag) -> Gemeente | None:
    if not vraag.gemeente:
        return None
    rijen = Gemeente.objects.filter(nis=vraag.gemeente, tot=None)
    return rijen.select_related("provincie").first()


def _pagina(ruimte: _Zoekruimte, pagina: str | int | None) -> Page[Any]:
    """Give one page of what was found; with words only its own rows are read."""
    vraag = ruimte.vraag
    ids = ruimte.ids()
    if ids is None:
        rijen = titel_eerst(_gefilterd(ruimte), [])
        return Paginator(voor_lijst(rijen, vraag), PER_PAGINA).get_page(pagina)
    blad: Page[Any] = Paginator(ids, PER_PAGINA).get_page(pagina)
    gelezen = voor_lijst(_openbaar(vraag).filter(pk__in=list(blad.object_list)), vraag)
    per_pk = {rij.pk: rij for rij in gelezen}
    blad.object_list = [per_pk[pk] for pk in blad.object_list if pk in per_pk]
    return blad


def doorzoek(
    vraag: Zoekvraag, *, pagina: str | int | None = 1, publicatie: int | None = None
) -> Catalogus:
    """Answer one question to the catalogue. An impossible page number gives the nearest page.

    `publicatie`: the newest, where the caller knows it already.
    """
    ruimte = _Zoekruimte.van(vraag)
    keuzes = keuzelijsten(publicatie)
    namen = keuzes.namen
    gevonden = _pagina(ruimte, pagina)
    for rij in gevonden:
        label(rij, namen)
    blokken = _blokken(vraag, _tellingen_bewaard(ruimte, publicatie=publicatie), namen)
    return Catalogus(
        vraag=vraag,
        pagina=gevonden,
        facetten=blokken,
        gekozen=[k for blok in blokken for k in blok.keuzes if k.gekozen],
        gemeente=ruimte.gemeente,
        gemeentekeuzes=keuzes.gemeenten,
    )


def aanbod_bij(vraag: Zoekvraag) -> QuerySet[Aanbod]:
    """Give every public item that fits a question, for a download."""
    return _gefilterd(_Zoekruimte.van(replace(vraag, organisaties=False)))
