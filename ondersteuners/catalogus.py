"""The catalogue: found items or organisations, with counts per facet. Few queries, whatever is chosen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from doelstellingen.models import Doelstelling, Werf
from doelstellingen.publicaties import nieuwste
from gemeenten.models import Gemeente, Provincie
from gemeenten.selectors import gemeenten_op
from gereedschap.bewaren import bewaarsleutel
from ondersteuners.facettenkaart import Facettenkaart, facettenkaart
from ondersteuners.models import (
    Aanbod,
    Doelgroep,
    Facetregel,
    Gebied,
    Kosten,
    Ondersteuner,
    SoortOndersteuning,
)
from ondersteuners.selectors import zelf_en_voorgangers
from ondersteuners.voltekst import binnen, treffers
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
    provincies: dict[str, str]
    gemeenten: list[tuple[str, list[tuple[str, str]]]]


def _lees_lijsten() -> Woorden:
    """Read both lists of words in one query."""
    soorten, groepen = (
        model._default_manager.order_by().values_list(
            Value(lijst, output_field=CharField()), "volgorde", "naam", "slug"
        )
        for lijst, model in (("soort", SoortOndersteuning), ("groep", Doelgroep))
    )
    uit: Woorden = {"soort": {}, "groep": {}}
    for lijst, _, naam, slug in sorted(soorten.union(groepen, all=True)):
        uit[lijst][slug] = naam
    return uit


def _gemeenten_per_provincie() -> list[tuple[Provincie, list[Gemeente]]]:
    """Give the provincies by name with their gemeenten of today, in one query."""
    uit: dict[int, tuple[Provincie, list[Gemeente]]] = {}
    for gemeente in gemeenten_op(timezone.localdate()):
        uit.setdefault(gemeente.provincie_id, (gemeente.provincie, []))[1].append(gemeente)
    return sorted(uit.values(), key=lambda paar: paar[0].naam)


def _lees_keuzelijsten() -> Keuzelijsten:
    doelen = list(Doelstelling.objects.select_related("werf"))
    werven = sorted({d.werf for d in doelen}, key=lambda w: w.volgorde)
    provincies = _gemeenten_per_provincie()
    lijsten = _lees_lijsten()
    namen: Woorden = {
        Facet.WERF: {w.slug: werfnaam(w) for w in werven},
        Facet.DOELSTELLING: {d.slug: d.naam for d in doelen},
        Facet.SOORT: lijsten["soort"],
        Facet.KOSTEN: {str(k): str(v) for k, v in Kosten.choices},
        Facet.GEBIED: {
            "gewest": str(Gebied.GEWEST.label),
            **{p.slug: f"provincie {p.naam}" for p, _ in provincies},
            "gemeenten": str(Gebied.GEMEENTEN.label),
            "onbekend": str(Gebied.ONBEKEND.label),
        },
        Facet.DOELGROEP: lijsten["groep"],
    }
    return Keuzelijsten(
        namen=namen,
        provincies={p.slug: p.naam for p, _ in provincies},
        gemeenten=[(p.naam, [(g.nis, g.naam) for g in leden]) for p, leden in provincies],
    )


def keuzelijsten(publicatie: int | None = None) -> Keuzelijsten:
    """Give the lists of the form, in its order; read once per publicatie and day."""
    sleutel = bewaarsleutel("keuzelijsten", nieuwste() if publicatie is None else publicatie)
    uit: Keuzelijsten | None = cache.get(sleutel)
    if uit is None:
        uit = _lees_keuzelijsten()
        cache.set(sleutel, uit, BEWAARTIJD_S)
    return uit


def waardenamen() -> Woorden:
    """Give, per field of a content (`inhoud`), the words for what it keeps as a slug or code."""
    lijsten = keuzelijsten()
    return {
        "werven": lijsten.namen[Facet.WERF],
        "doelstellingen": lijsten.namen[Facet.DOELSTELLING],
        "soorten": lijsten.namen[Facet.SOORT],
        "doelgroepen": lijsten.namen[Facet.DOELGROEP],
        "provincies": lijsten.provincies,
        "gemeenten": {nis: naam for _, leden in lijsten.gemeenten for nis, naam in leden},
        "gebied": {str(k): str(v) for k, v in Gebied.choices},
    }


@dataclass(frozen=True)
class _Zoekruimte:
    """A question with what is looked up once for it, as bits of the map of the catalogue.

    `kring`: what each chosen facet (and the gemeente) allows. `gevonden`: what holds every word;
    `in_titel` the part of it that has them all in the title.
    """

    vraag: Zoekvraag
    gemeente: Gemeente | None
    kaart: Facettenkaart
    kring: dict[str, int]
    gevonden: int
    in_titel: int

    @classmethod
    def van(cls, vraag: Zoekvraag, *, publicatie: int | None = None) -> _Zoekruimte:
        stempel = nieuwste() if publicatie is None else publicatie
        kaart = facettenkaart(organisaties=vraag.organisaties, publicatie=stempel)
        gemeente = _gemeente(vraag)
        kring = {
            facet: kaart.met_een_van((facet, waarde) for waarde in waarden)
            for facet, waarden in vraag.keuzes.items()
        }
        if gemeente is not None:
            kring[Facet.GEMEENTE.value] = kaart.met_een_van(_werkt_in(gemeente))
        gevonden, in_titel = _met_woorden(vraag, kaart, kring)
        return cls(vraag, gemeente, kaart, kring, gevonden, in_titel)

    def bits(self, *, behalve: str | None = None) -> int:
        """What is left, without the choice in facet `behalve`."""
        uit = self.gevonden
        for facet, toegelaten in self.kring.items():
            if facet != behalve:
                uit &= toegelaten
        return uit

    def ids(self) -> list[int]:
        """The ids that are left: every word in the title first, then in the order of the catalogue."""
        bits = self.bits()
        voor = bits & self.in_titel
        return [*self.kaart.ids(voor), *self.kaart.ids(bits & ~voor)]


def _werkt_in(gemeente: Gemeente) -> list[tuple[str, str]]:
    """The tags of whatever works in `gemeente`, see `selectors.werkt_in`."""
    nis = zelf_en_voorgangers(gemeente).values_list("nis", flat=True)
    return [
        *((Facet.GEBIED.value, waarde) for waarde in ("gewest", gemeente.provincie.slug)),
        *((Facet.GEMEENTE.value, waarde) for waarde in nis),
    ]


def _met_woorden(vraag: Zoekvraag, kaart: Facettenkaart, kring: dict[str, int]) -> tuple[int, int]:
    """Read the texts once: what holds every word, and the part that has them all in its title."""
    if not vraag.stammen:
        return kaart.alle, 0
    rijen: QuerySet[Any] = (Ondersteuner if vraag.organisaties else Aanbod).objects.all()
    if len(kring) > 1:
        # Whatever falls outside two choices is in no list and in no count: its text need not be read.
        rijen = binnen(rijen, kaart.ids(_hoogstens_een_buiten(list(kring.values()))))
    gevonden, in_titel = treffers(rijen, vraag.stammen)
    return kaart.bits(gevonden), kaart.bits(in_titel)


def _hoogstens_een_buiten(kringen: list[int]) -> int:
    """Give the bits that all choices but one allow at least."""
    binnen_alle, een_buiten = -1, 0
    for kring in kringen:
        een_buiten = (een_buiten & kring) | (binnen_alle & ~kring)
        binnen_alle &= kring
    return binnen_alle | een_buiten


def _openbaar(vraag: Zoekvraag) -> QuerySet[Any]:
    return Ondersteuner.objects.openbaar() if vraag.organisaties else Aanbod.objects.openbaar()


def _tellingen(ruimte: _Zoekruimte) -> dict[str, dict[str, int]]:
    """Count per value of every facet.

    The values of a chosen facet are counted without that facet's own choice: what would I get.
    """
    over = {
        facet.value: ruimte.bits(behalve=facet if facet in ruimte.kring else None)
        for facet in FACETTEN
    }
    uit: dict[str, dict[str, int]] = defaultdict(dict)
    for (facet, waarde), bits in ruimte.kaart.tags.items():
        if facet in over:
            uit[facet][waarde] = (bits & over[facet]).bit_count()
    return dict(uit)


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
    """Give one page of what was found; only its own rows are read."""
    blad: Page[Any] = Paginator(ruimte.ids(), PER_PAGINA).get_page(pagina)
    rijen = _openbaar(ruimte.vraag).filter(pk__in=list(blad.object_list))
    per_pk = {rij.pk: rij for rij in voor_lijst(rijen, ruimte.vraag)}
    blad.object_list = [per_pk[pk] for pk in blad.object_list if pk in per_pk]
    return blad


def doorzoek(
    vraag: Zoekvraag, *, pagina: str | int | None = 1, publicatie: int | None = None
) -> Catalogus:
    """Answer one question to the catalogue. An impossible page number gives the nearest page.

    `publicatie`: the newest, where the caller knows it already.
    """
    stempel = nieuwste() if publicatie is None else publicatie
    ruimte = _Zoekruimte.van(vraag, publicatie=stempel)
    keuzes = keuzelijsten(stempel)
    namen = keuzes.namen
    gevonden = _pagina(ruimte, pagina)
    for rij in gevonden:
        label(rij, namen)
    blokken = _blokken(vraag, _tellingen(ruimte), namen)
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
    ids = _Zoekruimte.van(replace(vraag, organisaties=False)).ids()
    return binnen(Aanbod.objects.openbaar(), ids)
