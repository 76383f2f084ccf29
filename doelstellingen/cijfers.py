"""Read the figures of an edition: the newest stand per gemeente and indicator, and its sources.

Raw SQL where the ORM cannot ask it: for each gemeente × indicator one look-up in the index
(indicator, gemeente, -peildatum), so that the time doesn't grow with the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, DateTimeField, IntegerField, Max, QuerySet, Value, When
from django.utils import timezone

from doelstellingen.basis import Basis
from doelstellingen.models import Indicator, Meting, Publicatie, Stand
from doelstellingen.samenvoeging import Figuur, combineer
from doelstellingen.standen import NUL_ZONDER_RIJEN, delen_van, telt_nul_zonder_rijen
from doelstellingen.tempo import startcijfer
from gemeenten.models import Gemeente

START_VAN, START_TOT = dt.date(2019, 12, 31), dt.date(2021, 12, 31)
_STAND = (
    "s.gemeente_id, s.indicator_id, s.peildatum, s.waarde, s.teller, s.noemer, s.kwaliteit,"
    " s.basisjaar, s.delen, s.van_delen, s.publicatie_id"
)
_GEKEND = "x.publicatie_id <= %s AND (x.vervallen_in_id IS NULL OR x.vervallen_in_id > %s)"


@dataclass(frozen=True, slots=True)
class Bron:
    """Which supplier a figure comes from, and the newest publicatie that brought its rows."""

    naam: str
    slug: str
    publicatie: int
    demo: bool


@dataclass
class Reeksrijen:
    """All standen up to a peildatum, by indicator and gemeente, in order of date.

    `starten` and `publicaties` as in `Cijfers`.
    """

    figuren: dict[int, dict[int, list[Figuur]]]
    starten: dict[tuple[int, int], list[Figuur]]
    publicaties: dict[tuple[int, int], int]


@dataclass
class Cijfers:
    """The figures of one edition on one peildatum; `standen` by (gemeente, indicator)."""

    standen: dict[tuple[int, int], Figuur]
    starten: dict[tuple[int, int], list[Figuur]]
    publicaties: dict[tuple[int, int], int]
    bronnen: dict[int, list[Bron]]
    nul_vanaf: dict[str, dt.date]

    def figuur(self, basis: Basis, indicator: Indicator, gemeente: int) -> Figuur | None:
        """Give the figure of a gemeente; its own stand, else that of its predecessors together."""
        eigen = self.standen.get((gemeente, indicator.pk))
        if eigen is None:
            ouden = basis.territorium.voorgangers.get(gemeente, [])
            delen = [self.figuur(basis, indicator, oud) for oud in ouden]
            eigen = combineer(delen, samenvoeging=indicator.samenvoeging) if any(delen) else None
        return self._met_nul(basis, indicator, eigen)

    def _met_nul(self, basis: Basis, indicator: Indicator, figuur: Figuur | None) -> Figuur | None:
        """Where every registration reaches us, no rows is 0 and the figure is as new as the feed."""
        bron = indicator.bron.slug if indicator.bron else ""
        levering = self.nul_vanaf.get(bron)
        if levering is None or not telt_nul_zonder_rijen(indicator):
            return figuur
        dag = min(basis.peildatum, levering)
        if figuur is None:
            return Figuur(Decimal(0), "gemeten", dag)
        if dag <= figuur.peildatum:
            return figuur
        return Figuur(figuur.waarde, figuur.kwaliteit, dag, n=figuur.n, van_n=figuur.van_n)

    def startfiguur(self, basis: Basis, indicator: Indicator, gemeente: int) -> Figuur | None:
        """Give the figure from which a stock starts: of 31-12-2020 ± 12 months, of all parts."""
        ids = basis.territorium.delen_op(gemeente, dt.date(2020, 12, 31)) or [gemeente]
        per_datum: dict[dt.date, list[Figuur]] = {}
        for pk in ids:
            for figuur in self.starten.get((pk, indicator.pk), []):
                per_datum.setdefault(figuur.peildatum, []).append(figuur)
        kandidaten: dict[dt.date, Figuur] = {}
        for datum, delen in per_datum.items():
            samen = combineer(delen, samenvoeging=indicator.samenvoeging)
            if len(delen) == len(ids) and samen is not None and samen.exact is not None:
                kandidaten[datum] = samen
        gekozen = startcijfer((d, f.exact or Decimal(0)) for d, f in kandidaten.items())
        return kandidaten[gekozen[0]] if gekozen else None


def _figuur(rij: Sequence[Any]) -> Figuur:
    _, _, datum, waarde, teller, noemer, kwaliteit, basisjaar, delen, van_delen, _ = rij
    return Figuur(
        _hoeveelheid(waarde),
        kwaliteit,
        dt.date.fromisoformat(datum) if isinstance(datum, str) else datum,
        _hoeveelheid(teller),
        _hoeveelheid(noemer),
        basisjaar,
        delen,
        van_delen,
    )


def _hoeveelheid(duizendsten: int | None) -> Decimal | None:
    return None if duizendsten is None else Decimal(duizendsten).scaleb(-3)


def _lijst(ids: Iterable[int]) -> str:
    return ", ".join(str(int(pk)) for pk in ids) or "NULL"


def lees_standen(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeenten: Iterable[int] | None = None,
    indicatoren: Iterable[int] | None = None,
) -> list[Sequence[Any]]:
    """Give the newest stand ≤ peildatum per gemeente and indicator, and all near 31-12-2020.

    One query. The last column tells: 0 the newest, 1 one from which a stock may start.
    """
    tabel, gemeente, indicator = (m._meta.db_table for m in (Stand, Gemeente, Indicator))
    waar_g = "" if gemeenten is None else f" AND g.id IN ({_lijst(gemeenten)})"
    waar_i = "" if indicatoren is None else f" AND i.id IN ({_lijst(indicatoren)})"
    start_g = "" if gemeenten is None else f" AND x.gemeente_id IN ({_lijst(gemeenten)})"
    start_i = "" if indicatoren is None else f" AND x.indicator_id IN ({_lijst(indicatoren)})"
    sql = (
        f"SELECT {_STAND}, 0 FROM {tabel} s WHERE s.id IN (SELECT (SELECT x.id FROM {tabel} x"
        f" WHERE x.indicator_id = i.id AND x.gemeente_id = g.id AND x.peildatum <= %s AND {_GEKEND}"
        f" ORDER BY x.peildatum DESC LIMIT 1) FROM {indicator} i CROSS JOIN {gemeente} g"
        f" WHERE 1 = 1{waar_g}{waar_i})"
        f" UNION ALL SELECT {_STAND.replace('s.', 'x.')}, 1 FROM {tabel} x"
        f" JOIN {indicator} i ON i.id = x.indicator_id AND i.soort IN ('voorraad', 'percentage')"
        f" WHERE x.peildatum BETWEEN %s AND %s AND {_GEKEND}{start_g}{start_i}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [peildatum, publicatie, publicatie, START_VAN, START_TOT, publicatie, publicatie],
        )
        return list(cursor.fetchall())


def _lees_bronnen(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeenten: list[int] | None,
    indicatoren: list[int] | None,
) -> tuple[dict[int, list[Bron]], dict[str, dt.date]]:
    """Give per indicator the suppliers behind the figures, and `lees_nul_vanaf`: one query."""
    metingen = Meting.objects.gekend_op(publicatie).filter(van__lte=peildatum)
    if gemeenten is not None:
        metingen = metingen.filter(gemeente__in=gemeenten)
    if indicatoren is not None:
        metingen = metingen.filter(indicator__in=indicatoren)
    demo = Max(
        Case(
            When(publicatie__demo=True, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )
    bronnen = (
        metingen.order_by()
        .values_list("indicator_id", "bron__naam", "bron__slug")
        .annotate(laatste=Max("publicatie_id"), is_demo=demo, dag=Value(None, DateTimeField()))
    )
    leveringen = (
        _leveringen(publicatie)
        .annotate(geen=Value(None, IntegerField()))
        .values_list("geen", "organisatie__naam", "organisatie__slug")
        .annotate(laatste=Max("pk"), is_demo=Value(0), dag=Max("op"))
    )
    per_indicator: dict[int, list[Bron]] = {}
    nul_vanaf: dict[str, dt.date] = {}
    rijen: Any = bronnen.union(leveringen, all=True)
    for indicator, naam, slug, laatste, is_demo, dag in rijen:
        if indicator is None:
            nul_vanaf[slug] = timezone.localdate(dag)
        else:
            eigen = per_indicator.setdefault(indicator, [])
            eigen.append(Bron(naam, slug, laatste, bool(is_demo)))
    for eigen in per_indicator.values():
        eigen.sort(key=lambda bron: bron.naam)
    return per_indicator, nul_vanaf


def _bronnen_met_delen(
    basis: Basis,
    *,
    gemeenten: list[int] | None,
    indicatoren: list[int] | None,
) -> tuple[dict[int, list[Bron]], dict[str, dt.date]]:
    """Give the suppliers per indicator, also those of what it follows from, and `lees_nul_vanaf`."""
    delen = {
        i.pk: [deel.pk for deel in delen_van(i, basis.indicatoren)]
        for i in basis.indicatoren
        if indicatoren is None or i.pk in indicatoren
    }
    if indicatoren is not None:
        indicatoren = [*indicatoren, *(pk for pks in delen.values() for pk in pks)]
    bronnen, nul_vanaf = _lees_bronnen(
        peildatum=basis.peildatum,
        publicatie=basis.publicatie,
        gemeenten=gemeenten,
        indicatoren=indicatoren,
    )
    for pk, pks in delen.items():
        samen: dict[str, Bron] = {}
        for bron in (b for deel in (pk, *pks) for b in bronnen.get(deel, [])):
            eerder = samen.get(bron.slug, bron)
            samen[bron.slug] = Bron(
                bron.naam,
                bron.slug,
                max(bron.publicatie, eerder.publicatie),
                bron.demo or eerder.demo,
            )
        if samen:
            bronnen[pk] = list(samen.values())
    return bronnen, nul_vanaf


def _leveringen(publicatie: int) -> QuerySet[Publicatie]:
    """The imports in force of the suppliers whose silence means 0."""
    return (
        Publicatie.objects.filter(
            soort=Publicatie.Soort.IMPORT,
            organisatie__slug__in=NUL_ZONDER_RIJEN,
            pk__lte=publicatie,
        )
        .exclude(herroepen_door__pk__lte=publicatie)
        .order_by()
    )


def lees_nul_vanaf(publicatie: int) -> dict[str, dt.date]:
    """Give per supplier whose silence means 0 the day of its newest published delivery."""
    rijen = _leveringen(publicatie).values_list("organisatie__slug").annotate(laatste=Max("op"))
    return {slug: timezone.localdate(laatste) for slug, laatste in rijen}


def lees_cijfers(
    basis: Basis,
    *,
    gemeente: int | None = None,
    indicator: int | None = None,
    gelezen: Reeksrijen | None = None,
) -> Cijfers:
    """Read figures and sources for one gemeente (with predecessors) or all: two queries.

    One for who passes what `lees_reeksen` gave of the same gemeenten, indicatoren and peildatum.
    """
    gemeenten = None if gemeente is None else basis.territorium.afkomst(gemeente)
    indicatoren = None if indicator is None else [indicator]
    standen: dict[tuple[int, int], Figuur] = {}
    starten: dict[tuple[int, int], list[Figuur]] = {}
    publicaties: dict[tuple[int, int], int] = {}
    if gelezen is not None:
        starten, publicaties = gelezen.starten, gelezen.publicaties
        for nummer, per_gemeente in gelezen.figuren.items():
            standen |= {(pk, nummer): rijen[-1] for pk, rijen in per_gemeente.items()}
    else:
        for *rij, soort in lees_standen(
            peildatum=basis.peildatum,
            publicatie=basis.publicatie,
            gemeenten=gemeenten,
            indicatoren=indicatoren,
        ):
            sleutel = (rij[0], rij[1])
            if soort:
                starten.setdefault(sleutel, []).append(_figuur(rij))
            else:
                standen[sleutel] = _figuur(rij)
                publicaties[sleutel] = rij[-1]
    bronnen, nul_vanaf = _bronnen_met_delen(basis, gemeenten=gemeenten, indicatoren=indicatoren)
    return Cijfers(standen, starten, publicaties, bronnen, nul_vanaf)
