"""Reads for the list, the map and the downloads: one selection for all three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from gemeenten.models import Gemeente
from gemeenten.namen import zoeksleutel
from gemeenten.selectors import voorgangers
from gereedschap.opmaak import toon_datum, toon_hoeveelheid
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang
from verbeteringen.bijdragen import Bijdrage as Bijdrage
from verbeteringen.bijdragen import bijdragen as bijdragen
from verbeteringen.bijdragen import heeft_bijdragen as heeft_bijdragen
from verbeteringen.models import Maatregel, Telling, Verbetering
from verbeteringen.parameters import PARAMETERS, PER_SLEUTEL
from verbeteringen.querysets import OPENBAAR, VerbeteringQuerySet
from verbeteringen.toename import gepland_van as gepland_van

PER_BLAD = 25
TELGRENS = 1_000
MAX_UITVOER = 50_000

STATUSSEN = {
    "uitgevoerd": "uitgevoerd",
    "gepland": "gepland",
    "voorbij": "geplande datum voorbij",
    "ingediend": "wacht op nazicht",
    "teruggestuurd": "teruggestuurd",
    "vervallen": "vervallen",
    "telt_niet": "telt niet mee",
}
INTERNE_STATUSSEN = frozenset({"ingediend", "teruggestuurd", "vervallen"})


@dataclass(frozen=True)
class Selectie:
    """What somebody asked to see; the empty selection is everything that is public."""

    gemeente: Gemeente | None = None
    werf: int | None = None
    doelstelling: str = ""
    status: str = ""
    aanvrager: str = ""
    van: dt.date | None = None
    tot: dt.date | None = None
    tekst: str = ""

    @cached_property
    def gebied(self) -> list[int]:
        """The ids of the gemeente and of all that went on in it; empty is all of Flanders."""
        return gebied_van(self.gemeente) if self.gemeente is not None else []

    @property
    def alleen_gemeente(self) -> bool:
        return not (
            self.werf
            or self.doelstelling
            or self.status
            or self.aanvrager
            or self.van
            or self.tot
            or self.tekst
        )


def gebied_van(gemeente: Gemeente) -> list[int]:
    """Give the ids of a gemeente of today and of all that went on in it."""
    return [gemeente.pk, *(g.pk for g in voorgangers(gemeente))]


_WERF = {
    "hemelwateropvang": 4,
    "ontharding": 4,
    "bomen": 1,
    "natuurgroenperken": 1,
    "hagen_geveltuinen": 1,
}


def _parameters(selectie: Selectie) -> list[str] | None:
    if selectie.doelstelling:
        return [p.sleutel for p in PARAMETERS if p.doelstelling == selectie.doelstelling]
    if selectie.werf:
        return [p.sleutel for p in PARAMETERS if _WERF[p.doelstelling] == selectie.werf]
    return None


def _op_status(rijen: VerbeteringQuerySet, status: str, vandaag: dt.date) -> VerbeteringQuerySet:
    if status == "vervallen":
        # Withdrawn one by one, or closed with the upload or delivery it came in.
        return rijen.filter(Q(goedkeuring="vervallen") | Q(vervallen_in__isnull=False))
    if status != "telt_niet":
        rijen = rijen.levend()
    match status:
        case "uitgevoerd":
            return rijen.filter(uitvoering="uitgevoerd", goedkeuring__in=OPENBAAR)
        case "gepland":
            return rijen.filter(uitvoering="gepland", goedkeuring__in=OPENBAAR)
        case "voorbij":
            return rijen.filter(
                uitvoering="gepland", goedkeuring__in=OPENBAAR, gepland_op__lt=vandaag
            )
        case "telt_niet":
            # Not Exists, which SQLite asks for every row.
            zonder = Maatregel.objects.filter(telt_mee=False).values("verbetering")
            return rijen.filter(pk__in=zonder)
        case "ingediend" | "teruggestuurd":
            return rijen.filter(goedkeuring=status)
    return rijen.exclude(goedkeuring="vervallen")


def niet_geheim(toegang: Toegang) -> Q:
    """Rows whose name and exact place this toegang sees (openbaarheid.ziet_alles as a filter)."""
    filter_ = ~Q(aanvrager="burger")
    if toegang.account:
        filter_ |= Q(indiener=toegang.account)
    if toegang.aangemeld:
        filter_ |= bereik(toegang, Handeling.INTERN_LEZEN).q("gemeente")
    return filter_


def _wijd(selectie: Selectie, toegang: Toegang) -> bool:
    """Tell whether more than the public is asked for; the plain public filter stays on an index."""
    intern = selectie.gemeente is not None and mag(
        toegang, Handeling.INTERN_LEZEN, selectie.gemeente
    )
    return toegang.aangemeld and (intern or selectie.status in INTERNE_STATUSSEN)


def _ziet_gebied(selectie: Selectie, toegang: Toegang) -> bool:
    """Tell whether `toegang` may know of every row of the asked gemeente and its predecessors."""
    leest = bereik(toegang, Handeling.INTERN_LEZEN)
    return bool(selectie.gebied) and (leest.alle or leest.gemeenten.issuperset(selectie.gebied))


def kies(selectie: Selectie, toegang: Toegang) -> VerbeteringQuerySet:
    """Give the selected verbeteringen that `toegang` may know of, unordered."""
    rijen = _kies_overal(selectie, toegang)
    return rijen.filter(gemeente__in=selectie.gebied) if selectie.gemeente is not None else rijen


def _kies_overal(selectie: Selectie, toegang: Toegang) -> VerbeteringQuerySet:
    """Give what was asked apart from the gemeente, which the caller names: all of them, or each."""
    alle: VerbeteringQuerySet = Verbetering.objects.all()
    rijen: VerbeteringQuerySet
    if selectie.status == "telt_niet":
        # Few rows: found from their amounts. A plain IS NULL has SQLite read all living ones instead.
        alle = alle.alias(sluiting=Coalesce("vervallen_in", 0)).filter(sluiting=0)
        rijen = alle.filter(goedkeuring__in=OPENBAAR)
    else:
        rijen = alle.openbaar()
    if _wijd(selectie, toegang):
        # Who sees all of the gemeente needs no test per row: those keep the order of an index away.
        rijen = alle if _ziet_gebied(selectie, toegang) else alle.zichtbaar_voor(toegang)
    rijen = _op_status(rijen, selectie.status, timezone.localdate())
    if (parameters := _parameters(selectie)) is not None:
        rijen = rijen.filter(
            Exists(Maatregel.objects.filter(verbetering=OuterRef("pk"), parameter__in=parameters))
        )
    if selectie.aanvrager:
        rijen = rijen.filter(aanvrager=selectie.aanvrager)
    if selectie.van:
        rijen = rijen.filter(
            Q(uitgevoerd_op__gte=selectie.van) | Q(uitgevoerd_op=None, gepland_op__gte=selectie.van)
        )
    if selectie.tot:
        rijen = rijen.filter(
            Q(uitgevoerd_op__lte=selectie.tot) | Q(uitgevoerd_op=None, gepland_op__lte=selectie.tot)
        )
    if sleutel := zoeksleutel(selectie.tekst[:80]):
        # Searching by name must not tell the name of what a burger did.
        rijen = rijen.filter(niet_geheim(toegang)).filter(
            Q(zoeknaam__contains=sleutel) | Q(zoeknaam="", projectnaam__icontains=selectie.tekst)
        )
    return rijen


VOLGORDES = {
    "recent": ("-gewijzigd_op", "-pk"),
    "datum": ("-uitgevoerd_op", "-pk"),
    "naam": ("zoeknaam", "pk"),
}


def volgorde_voor(sleutel: str, selectie: Selectie, toegang: Toegang) -> str:
    """Give the order that may be used: by date or name only within a gemeente, by name only inside."""
    if sleutel not in VOLGORDES or selectie.gemeente is None:
        return "recent"
    if sleutel == "naam" and not mag(toegang, Handeling.INTERN_LEZEN, selectie.gemeente):
        return "recent"
    return sleutel


def _velden(selectie: Selectie, volgorde: str) -> tuple[str, ...]:
    """Give the columns of an order.

    All but the withdrawn are living rows. Naming that first lets PostgreSQL read them in the order
    of an index, where it would sort every row: IS NULL fixes no column for it.
    """
    velden: tuple[str, ...] = VOLGORDES[volgorde]
    levend = volgorde != "naam" and selectie.status != "vervallen"
    return ("vervallen_in_id", *velden) if levend else velden


def eerste(
    selectie: Selectie, toegang: Toegang, *, volgorde: str, aantal: int
) -> VerbeteringQuerySet:
    """Give the selection in order, of which only the first `aantal` rows may be read.

    An index gives the order within one gemeente. Of one with predecessors the first rows of each
    are read and merged; asked together, the database would sort all of them.
    """
    velden = _velden(selectie, volgorde)
    overal = _kies_overal(selectie, toegang)
    if len(selectie.gebied) < 2:
        return kies(selectie, toegang).order_by(*velden)
    # SQLite takes a LIMIT within a UNION only inside a subquery.
    delen = [
        Verbetering.objects.filter(
            pk__in=overal.filter(gemeente=pk).order_by(*velden).values("pk")[:aantal]
        ).values("pk")
        for pk in selectie.gebied
    ]
    samen = Verbetering.objects.filter(pk__in=delen[0].union(*delen[1:], all=True))
    return samen.order_by(*velden)


@dataclass(frozen=True)
class Blad:
    """One page of the list; `aantal` is capped: `meer` says there are more than that."""

    rijen: list[Verbetering]
    nummer: int
    aantal: int
    meer: bool

    @property
    def heeft_volgende(self) -> bool:
        return self.nummer * PER_BLAD < self.aantal

    @property
    def aantal_tekst(self) -> str:
        if self.meer:
            return f"meer dan {self.aantal:,}".replace(",", ".")
        return f"{self.aantal:,}".replace(",", ".")


def blad(selectie: Selectie, toegang: Toegang, *, volgorde: str, nummer: int) -> Blad:
    """Give one page; its cost does not grow with the total (counts are kept, or stop at 1.000)."""
    rijen = kies(selectie, toegang)
    nummer = max(1, min(nummer, TELGRENS // PER_BLAD))
    begin = (nummer - 1) * PER_BLAD
    geladen = list(
        eerste(selectie, toegang, volgorde=volgorde, aantal=begin + PER_BLAD)
        .defer("geometrie")
        .select_related("gemeente", "bron", "organisatie")
        .prefetch_related("maatregelen")[begin : begin + PER_BLAD]
    )
    if selectie.alleen_gemeente and not toegang.aangemeld:
        aantal = totaal(selectie.gemeente)
        return Blad(geladen, nummer, aantal, meer=False)
    gevonden = rijen.order_by().values("pk")[: TELGRENS + 1].count()
    return Blad(geladen, nummer, min(gevonden, TELGRENS), meer=gevonden > TELGRENS)


def totaal(gemeente: Gemeente | None) -> int:
    """Give the kept number of public verbeteringen. One query over at most a few thousand rows."""
    rijen = Telling.objects.filter(goedkeuring__in=OPENBAAR)
    if gemeente is not None:
        rijen = rijen.filter(gemeente__in=gebied_van(gemeente))
    return rijen.aggregate(n=Sum("aantal"))["n"] or 0


def regels_van(v: Verbetering) -> list[str]:
    """Give the amounts of a verbetering in words: plus, min, and what doesn't count with its reason."""
    uit = []
    for m in v.maatregelen.all():
        p = PER_SLEUTEL[m.parameter]
        hoeveelheid = toon_hoeveelheid(m.hoeveelheid, p.eenheid, p.decimalen)
        teken = "+" if m.richting == "plus" else "\u2212"
        if not m.telt_mee:
            uit.append(f"{hoeveelheid} {m.reden or ''} (telt niet mee)".replace("  ", " "))
        elif m.richting == "min" and m.reden:
            uit.append(f"{teken}{hoeveelheid} ({m.reden})")
        else:
            uit.append(f"{teken}{hoeveelheid}")
    return uit


def netto_van(v: Verbetering) -> list[str]:
    """Give the net per parameter where both plus and min were entered: "netto −15 bomen"."""
    per: dict[str, list[Any]] = {}
    for m in v.maatregelen.all():
        if m.telt_mee:
            per.setdefault(m.parameter, []).append(m)
    uit = []
    for parameter, paar in per.items():
        if {m.richting for m in paar} == {"plus", "min"}:
            p = PER_SLEUTEL[parameter]
            som = sum(m.hoeveelheid if m.richting == "plus" else -m.hoeveelheid for m in paar)
            uit.append(f"netto {toon_hoeveelheid(som, p.eenheid, p.decimalen)}")
    return uit


def datumzin(v: Verbetering) -> str:
    if v.uitgevoerd_op:
        return f"uitgevoerd op {toon_datum(v.uitgevoerd_op)}"
    return f"gepland op {toon_datum(v.gepland_op)}" if v.gepland_op else "gepland"


# --- downloads


def uitvoer(selectie: Selectie, toegang: Toegang) -> Iterator[Verbetering]:
    """Stream the selection for a download, at most 50.000 rows."""
    rijen = (
        kies(selectie, toegang)
        .order_by(*_velden(selectie, "recent"))
        .select_related("gemeente", "bron")
        .prefetch_related("maatregelen")[:MAX_UITVOER]
    )
    return rijen.iterator(chunk_size=1_000)
