"""Series over time of a gemeente or of the Gewest, across fusies; use through `selectors`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doelstellingen.cijfers import START_TOT, START_VAN, Reeksrijen, lees_nul_vanaf
from doelstellingen.gewest import groepsfiguur
from doelstellingen.models import Indicator, Stand
from doelstellingen.samenvoeging import Figuur, combineer
from doelstellingen.standen import telt_nul_zonder_rijen
from doelstellingen.territorium import Territorium, lees_territorium
from gemeenten.models import Gemeente

BEGIN = dt.date(2020, 12, 31)


@dataclass(frozen=True, slots=True)
class Punt:
    """One point of a line; `waarde` None is a gap (geheim or not applicable), never 0."""

    datum: dt.date
    waarde: Decimal | None
    kwaliteit: str
    n: int
    van_n: int
    basisjaar: int | None = None


def _jaareinden(tot: dt.date) -> list[dt.date]:
    jaren = range(BEGIN.year, tot.year + 1)
    dagen = [dt.date(jaar, 12, 31) for jaar in jaren if dt.date(jaar, 12, 31) <= tot]
    return dagen if dagen and dagen[-1] == tot else [*dagen, tot]


@dataclass(slots=True)
class Loper:
    """Walks through the standen of one gemeente and indicator, in order of date."""

    rijen: list[Figuur]
    plaats: int = -1

    def op(self, datum: dt.date) -> Figuur | None:
        while self.plaats + 1 < len(self.rijen) and self.rijen[self.plaats + 1].peildatum <= datum:
            self.plaats += 1
        return self.rijen[self.plaats] if self.plaats >= 0 else None


def lees_reeksen(
    *, gemeenten: list[int] | None, indicatoren: list[Indicator], tot: dt.date, publicatie: int
) -> Reeksrijen:
    """Give the standen by indicator and gemeente, in order of date: one query."""
    standen = Stand.objects.gekend_op(publicatie).filter(
        # A stock may start from a figure after `tot`.
        peildatum__lte=max(tot, START_TOT),
        indicator__in=[i.pk for i in indicatoren],
    )
    voorraden = {
        i.pk
        for i in indicatoren
        if i.soort in (Indicator.Soort.VOORRAAD, Indicator.Soort.PERCENTAGE)
    }
    if gemeenten is not None:
        standen = standen.filter(gemeente__in=gemeenten)
    uit = Reeksrijen({}, {}, {})
    velden: Any
    for indicator, gemeente, publicatie_van, *velden in standen.order_by("peildatum").values_list(
        "indicator_id",
        "gemeente_id",
        "publicatie_id",
        "waarde",
        "kwaliteit",
        "peildatum",
        "teller",
        "noemer",
        "basisjaar",
        "delen",
        "van_delen",
    ):
        figuur = Figuur(*velden)
        if figuur.peildatum <= tot:
            uit.figuren.setdefault(indicator, {}).setdefault(gemeente, []).append(figuur)
            uit.publicaties[gemeente, indicator] = publicatie_van
        if indicator in voorraden and START_VAN <= figuur.peildatum <= START_TOT:
            uit.starten.setdefault((gemeente, indicator), []).append(figuur)
    return uit


def jaarfiguren(
    standen: dict[int, list[Figuur]],
    indicator: Indicator,
    *,
    territorium: Territorium,
    gemeenten: Collection[int],
    tot: dt.date,
    nul: bool,
) -> dict[dt.date, dict[int, Figuur]]:
    """Give the figures of today's gemeenten on each 31 December and on `tot`, by gemeente id."""
    lopers = {pk: Loper(rijen) for pk, rijen in standen.items()}
    uit: dict[dt.date, dict[int, Figuur]] = {}
    for datum in _jaareinden(tot):
        uit[datum] = {}
        for pk in gemeenten:
            figuur = figuur_op(
                lopers,
                territorium=territorium,
                gemeente=pk,
                datum=datum,
                samenvoeging=indicator.samenvoeging,
                nul=nul,
            )
            if figuur is not None:
                uit[datum][pk] = figuur
    return uit


def figuur_op(
    lopers: dict[int, Loper],
    *,
    territorium: Territorium,
    gemeente: int,
    datum: dt.date,
    samenvoeging: str,
    nul: bool = False,
) -> Figuur | None:
    """The figure of a gemeente on a date: its own, else that of its predecessors together.

    With `nul` a gemeente without rows has 0, as a part of a fusie too.
    """
    eigen = lopers[gemeente].op(datum) if gemeente in lopers else None
    ouden = territorium.voorgangers.get(gemeente)
    if eigen is not None:
        return eigen
    if not ouden:
        return Figuur(Decimal(0), "gemeten", datum) if nul else None
    delen = [
        figuur_op(
            lopers,
            territorium=territorium,
            gemeente=oud,
            datum=datum,
            samenvoeging=samenvoeging,
            nul=nul,
        )
        for oud in ouden
    ]
    return combineer(delen, samenvoeging=samenvoeging) if any(delen) else None


def _punt(figuur: Figuur, datum: dt.date) -> Punt:
    return Punt(datum, figuur.exact, figuur.kwaliteit, figuur.n, figuur.van_n, figuur.basisjaar)


def reeks(
    gemeente: Gemeente | None,
    *,
    indicator: Indicator | None = None,
    tot: dt.date,
    publicatie: int,
) -> dict[int, list[Punt]]:
    """Give per indicator id the figures over time up to `tot`, in a fixed number of queries.

    A gemeente has a point for each date on which its figure changed, its predecessors' included; the
    Gewest (`gemeente` None) one for each 31 December and for `tot`. A date without any figure has no
    point: a line starts where the data do.
    """
    return reeksen_van(
        gemeente.pk if gemeente else None,
        indicatoren=[indicator] if indicator else list(Indicator.objects.select_related("bron")),
        territorium=lees_territorium(),
        nul_vanaf=lees_nul_vanaf(publicatie),
        tot=tot,
        publicatie=publicatie,
    )


def reeksen_van(
    gemeente: int | None,
    *,
    indicatoren: list[Indicator],
    territorium: Territorium,
    nul_vanaf: Collection[str],
    tot: dt.date,
    publicatie: int,
    gelezen: Reeksrijen | None = None,
) -> dict[int, list[Punt]]:
    """Give the same as `reeks` for who has already read the rest.

    One query, none for who passes what `lees_reeksen` gave (`gelezen`).
    """
    ids = None if gemeente is None else territorium.afkomst(gemeente)
    standen = (
        lees_reeksen(gemeenten=ids, indicatoren=indicatoren, tot=tot, publicatie=publicatie)
        if gelezen is None
        else gelezen
    )
    uit: dict[int, list[Punt]] = {}
    for ind in indicatoren:
        nul = telt_nul_zonder_rijen(ind) and bool(ind.bron and ind.bron.slug in nul_vanaf)
        per_gemeente = standen.figuren.get(ind.pk, {})
        if gelezen is not None and ids is not None:
            per_gemeente = {pk: per_gemeente[pk] for pk in ids if pk in per_gemeente}
        lopers = {pk: Loper(rijen) for pk, rijen in per_gemeente.items()}
        if gemeente is None:
            uit[ind.pk] = _gewest(lopers, ind, territorium=territorium, tot=tot, nul=nul)
            continue
        datums = sorted({f.peildatum for rijen in per_gemeente.values() for f in rijen})
        begin = [Punt(BEGIN, Decimal(0), "gemeten", 1, 1)] if nul else []
        uit[ind.pk] = begin + list(
            _gemeente(lopers, ind, territorium=territorium, pk=gemeente, datums=datums, nul=nul)
        )
    return uit


def _gemeente(
    lopers: dict[int, Loper],
    indicator: Indicator,
    *,
    territorium: Territorium,
    pk: int,
    datums: Iterable[dt.date],
    nul: bool,
) -> Iterable[Punt]:
    for datum in datums:
        figuur = figuur_op(
            lopers,
            territorium=territorium,
            gemeente=pk,
            datum=datum,
            samenvoeging=indicator.samenvoeging,
            nul=nul,
        )
        if figuur is not None:
            yield _punt(figuur, datum)


def _gewest(
    lopers: dict[int, Loper],
    indicator: Indicator,
    *,
    territorium: Territorium,
    tot: dt.date,
    nul: bool,
) -> list[Punt]:
    """One point a year; with `nul` a gemeente without rows has 0."""
    punten = []
    for datum in _jaareinden(tot):
        figuren = [
            figuur_op(
                lopers,
                territorium=territorium,
                gemeente=gebied.pk,
                datum=datum,
                samenvoeging=indicator.samenvoeging,
                nul=nul,
            )
            for gebied in territorium.op(datum)
        ]
        figuur, _ = groepsfiguur(indicator, figuren)
        if figuur is not None:
            punten.append(_punt(figuur, datum))
    return punten
