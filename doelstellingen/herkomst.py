"""Where one figure comes from and why it changed: editions, metingen and the target per year.

Use through `selectors`. Everything is read at one edition, so an answer never changes afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doelstellingen.basis import Basis, lees_basis
from doelstellingen.cijfers import START_TOT, START_VAN, Bron, Cijfers, lees_nul_vanaf
from doelstellingen.doelberekening import INWONER, VAST, Doel, bereken_doel
from doelstellingen.models import Doelstelling, Indicator, Meting, Publicatie, Stand
from doelstellingen.overzichten import indicator_overzicht
from doelstellingen.samenvoeging import Figuur
from doelstellingen.standen import delen_van
from doelstellingen.standverleden import (
    HOOGSTENS,
    Rij,
    Wijziging,
    edities_van,
    kaal,
    lees_rijen,
    nieuwste,
    zelfde,
)
from doelstellingen.vormen import IndicatorOverzicht
from gemeenten.models import Gemeente


@dataclass(frozen=True, slots=True)
class Bouwsteen:
    """What one supplier gave: a level, or all its increases of one year together."""

    bron: str
    vorm: str
    van: dt.date
    tot: dt.date
    waarde: Decimal | None
    kwaliteit: str
    publicatie: int
    aantal: int
    opmerking: str


@dataclass(frozen=True, slots=True)
class Doeljaar:
    """The target by the count of one 1 January."""

    jaar: int
    doel: Doel


@dataclass(frozen=True)
class Herkomst:
    """All about the figures of one goal of one gemeente; every mapping is by indicator id."""

    doelstelling: Doelstelling
    overzichten: list[IndicatorOverzicht]
    wijzigingen: dict[int, list[Wijziging]]
    bouwstenen: dict[int, list[Bouwsteen]]
    doeljaren: dict[int, list[Doeljaar]]
    publicaties: dict[int, Publicatie]
    afkomst: list[int]
    delen: list[str]


def _wijzigingen(
    basis: Basis, indicator: Indicator, gemeente: int, rijen: Sequence[Rij]
) -> list[Wijziging]:
    """The newest changes of the figure first, at most `HOOGSTENS`."""
    eigen = [r for r in rijen if r.indicator == indicator.pk]
    nieuw_eerst = edities_van(eigen, publicatie=basis.publicatie)

    def figuur(editie: int) -> Figuur | None:
        return kaal(nieuwste(eigen, editie)).figuur(basis, indicator, gemeente)

    uit: list[Wijziging] = []
    na = figuur(basis.publicatie)
    for plaats, editie in enumerate(nieuw_eerst):
        # Nothing of this figure moved between two touched editions.
        vorige = nieuw_eerst[plaats + 1] if plaats + 1 < len(nieuw_eerst) else editie - 1
        voor = figuur(vorige)
        if not zelfde(voor, na):
            uit.append(Wijziging(editie, voor, na))
            if len(uit) == HOOGSTENS:
                break
        na = voor
    return uit


def _lees_metingen(
    gemeenten: Collection[int], indicatoren: Collection[int], *, peildatum: dt.date, publicatie: int
) -> tuple[dict[int, list[Bouwsteen]], dict[int, list[Bron]]]:
    """What the suppliers gave, and who they are: one query."""
    rijen = (
        Meting.objects.gekend_op(publicatie)
        .filter(gemeente__in=gemeenten, indicator__in=indicatoren, van__lte=peildatum)
        .order_by("-van", "bron__naam")
        .values_list(
            "indicator_id", "bron__naam", "bron__slug", "vorm", "van", "tot", "waarde",
            "kwaliteit", "publicatie_id", "publicatie__demo", "opmerking",
        )
    )  # fmt: skip
    stenen: dict[int, dict[tuple[object, ...], Bouwsteen]] = defaultdict(dict)
    bronnen: dict[int, dict[str, Bron]] = defaultdict(dict)
    for ind, naam, slug, vorm, van, tot, waarde, kwaliteit, pub, demo, opmerking in rijen:
        eerder = bronnen[ind].get(slug, Bron(naam, slug, pub, bool(demo)))
        bronnen[ind][slug] = Bron(naam, slug, max(pub, eerder.publicatie), demo or eerder.demo)
        toename = vorm == Meting.Vorm.TOENAME
        sleutel: tuple[object, ...] = (slug, vorm, van.year if toename else van, kwaliteit)
        nieuw = Bouwsteen(naam, vorm, van, tot, waarde, kwaliteit, pub, 1, opmerking)
        oud = stenen[ind].get(sleutel)
        if oud is None or not toename:
            # A merged gemeente has one level per part: added up as they stand, never averaged.
            stenen[ind][sleutel if oud is None else (*sleutel, len(stenen[ind]))] = nieuw
        else:
            som = (oud.waarde or Decimal(0)) + (waarde or Decimal(0))
            stenen[ind][sleutel] = Bouwsteen(
                naam, vorm, min(oud.van, van), max(oud.tot, tot), som, kwaliteit,
                max(oud.publicatie, pub), oud.aantal + 1, oud.opmerking or opmerking,
            )  # fmt: skip
    return (
        {ind: list(per.values()) for ind, per in stenen.items()},
        {ind: sorted(per.values(), key=lambda b: b.naam) for ind, per in bronnen.items()},
    )


def _doeljaren(basis: Basis, overzicht: IndicatorOverzicht, gemeente: int) -> list[Doeljaar]:
    """The target by each year that the counts are known of, the newest first."""
    if not overzicht.doelen or overzicht.doelen[0].exact is None:
        return []
    indicator = overzicht.indicator
    basisjaar = None
    info = basis.norm(indicator.pk, pact=overzicht.doelen[0].pact, basisjaar=basisjaar)
    if info is None or info.norm.per == VAST:
        return []
    tellingen = basis.inwoners if info.norm.per == INWONER else basis.wooneenheden
    jaren = {jaar for per in tellingen.values() for jaar in per if jaar <= basis.peildatum.year}
    uit = []
    for jaar in sorted(jaren, reverse=True):
        grondtal = basis.grondtal_van(tellingen, gemeente, jaar)
        doel = bereken_doel(info.norm, grondtal=grondtal, maat=basis.maat(indicator))
        if doel is not None:
            uit.append(Doeljaar(jaar, doel))
    return uit


def _met_delen(bronnen: dict[int, list[Bron]], indicatoren: Sequence[Indicator]) -> None:
    """What follows from other indicatoren of the goal has their suppliers."""
    for indicator in indicatoren:
        for deel in delen_van(indicator, indicatoren):
            bronnen.setdefault(indicator.pk, bronnen.get(deel.pk, []))


def cijferherkomst(
    gemeente: Gemeente, slug: str, *, peildatum: dt.date, publicatie: int
) -> Herkomst | None:
    """Give where the figures of goal `slug` of a gemeente come from: ten queries, None: no such goal.

    `gemeente` must be the row that existed on `peildatum`.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie, gemeente=gemeente.pk)
    indicatoren = [i for i in basis.indicatoren if i.doelstelling.slug == slug]
    if not indicatoren:
        return None
    afkomst = basis.territorium.afkomst(gemeente.pk)
    pks = [i.pk for i in indicatoren]
    rijen = lees_rijen(afkomst, pks, peildatum=peildatum, publicatie=publicatie)
    stenen, bronnen = _lees_metingen(afkomst, pks, peildatum=peildatum, publicatie=publicatie)
    _met_delen(bronnen, indicatoren)
    nu = nieuwste(rijen, publicatie)
    starten: dict[tuple[int, int], list[Figuur]] = defaultdict(list)
    for r in rijen:
        if r.gekend(publicatie) and START_VAN <= r.figuur.peildatum <= START_TOT:
            starten[r.gemeente, r.indicator].append(r.figuur)
    cijfers = Cijfers(
        {sleutel: rij.figuur for sleutel, rij in nu.items()},
        starten,
        {sleutel: rij.publicatie for sleutel, rij in nu.items()},
        bronnen,
        lees_nul_vanaf(publicatie),
    )
    overzichten = [indicator_overzicht(basis, cijfers, i, gemeente.pk) for i in indicatoren]
    wijzigingen = {i.pk: _wijzigingen(basis, i, gemeente.pk, rijen) for i in indicatoren}
    nummers = {w.publicatie for lijst in wijzigingen.values() for w in lijst}
    nummers |= {s.publicatie for lijst in stenen.values() for s in lijst}
    ouden = basis.territorium.voorgangers.get(gemeente.pk, [])
    return Herkomst(
        doelstelling=indicatoren[0].doelstelling,
        overzichten=overzichten,
        wijzigingen=wijzigingen,
        bouwstenen=stenen,
        doeljaren={o.indicator.pk: _doeljaren(basis, o, gemeente.pk) for o in overzichten},
        publicaties=Publicatie.objects.select_related("organisatie").in_bulk(nummers),
        afkomst=afkomst,
        delen=sorted(basis.territorium.gebieden[pk].naam for pk in ouden),
    )


@dataclass(frozen=True, slots=True)
class Gewijzigd:
    """One edition that changed figures of a gemeente: per indicator id what it then was."""

    publicatie: Publicatie
    cijfers: dict[int, Figuur]


def recente_wijzigingen(
    gemeente: Gemeente, *, publicatie: int, hoogstens: int = 30, na: int = 0
) -> list[Gewijzigd]:
    """Give the newest editions (after `na`) that brought figures of a gemeente: three queries."""
    eigen = Stand.objects.filter(
        gemeente=gemeente, publicatie__lte=publicatie, publicatie__gt=na
    ).order_by()
    nummers = list(
        eigen.values_list("publicatie_id", flat=True)
        .distinct()
        .order_by("-publicatie_id")[:hoogstens]
    )
    publicaties = Publicatie.objects.select_related("organisatie").in_bulk(nummers)
    cijfers: dict[int, dict[int, Figuur]] = {pk: {} for pk in nummers}
    velden: Any
    for editie, indicator, *velden in (
        eigen.filter(publicatie__in=nummers)
        .order_by("peildatum")
        .values_list(
            "publicatie_id", "indicator_id", "waarde", "kwaliteit", "peildatum", "teller",
            "noemer", "basisjaar", "delen", "van_delen",
        )
    ):  # fmt: skip
        # The newest day of the edition comes last and stays.
        cijfers[editie][indicator] = Figuur(*velden)
    return [Gewijzigd(publicaties[pk], cijfers[pk]) for pk in nummers]
