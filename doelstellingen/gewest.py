"""The figures of the Gewest and of groups: official targets, sums of gemeenten, n van N."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from doelstellingen.basis import Basis, Norminfo
from doelstellingen.cijfers import Cijfers
from doelstellingen.doelberekening import INWONER, JA_NEE, PACTEN
from doelstellingen.models import Indicator
from doelstellingen.overzichten import beoordeeld, heeft_start, startzin
from doelstellingen.samenvoeging import Figuur, combineer
from doelstellingen.tempo import Status
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import DoelInfo, IndicatorOverzicht, maak_cijfer
from gereedschap.opmaak import toon_getal


def gewest_overzicht(
    basis: Basis,
    cijfers: Cijfers,
    indicator: Indicator,
    gebieden: Iterable[Gebied] | None = None,
) -> IndicatorOverzicht:
    """Give the Gewest's official target against the sum of its gemeenten, "n van N"."""
    gemeenten = list(basis.gemeenten if gebieden is None else gebieden)
    figuren = [cijfers.figuur(basis, indicator, g.pk) for g in gemeenten]
    figuur, melding = groepsfiguur(indicator, figuren)
    cijfer = maak_cijfer(
        figuur,
        indicator=indicator,
        basis=basis,
        bronnen=cijfers.bronnen.get(indicator.pk, []),
        publicatie=basis.publicatie,
        van_n=len(gemeenten),
    )
    if melding:
        cijfer = dataclasses.replace(cijfer, toon=melding)
    infos = _gewestnormen(basis, indicator)
    meldingen = [_gewestuitleg(basis, infos)]
    getal = infos[0] if infos and infos[0].gewestdoel is not None else None
    start = None
    if getal is not None and heeft_start(indicator, getal):
        startfiguren = [cijfers.startfiguur(basis, indicator, g.pk) for g in gemeenten]
        begin, _ = groepsfiguur(indicator, startfiguren)
        if begin is not None and begin.exact is not None and begin.n == begin.van_n:
            start = (begin.peildatum, begin.exact)
        meldingen.append(startzin(basis, indicator, start))
    overzicht = beoordeeld(
        basis,
        indicator,
        cijfer=cijfer,
        doelen=[_gewestdoel(info) for info in infos],
        info=getal,
        pact=getal is not None,
        start=start,
        meldingen=[m for m in meldingen if m],
    )
    return dataclasses.replace(overzicht, status=_gewestkeuze(basis, overzicht))


def _gewestkeuze(basis: Basis, overzicht: IndicatorOverzicht) -> Status:
    """Where no official number exists: closed, reached by all, or nothing to hold it against."""
    indicator = overzicht.indicator
    if overzicht.status is not Status.NIET_VAN_TOEPASSING:
        return overzicht.status
    normen = [info.norm for info in basis.normen.get(indicator.pk, [])]
    if normen and all(n.tot is not None and n.tot <= basis.peildatum for n in normen):
        return Status.AFGESLOTEN
    cijfer = overzicht.cijfer
    if cijfer.waarde is None:
        return Status.ONTBREEKT
    if indicator.soort == JA_NEE and cijfer.waarde == cijfer.van_n:
        return Status.GEHAALD
    return overzicht.status


def groepsfiguur(indicator: Indicator, figuren: list[Figuur | None]) -> tuple[Figuur | None, str]:
    """Give the figure of a group, counting gemeenten; for yes/no how many say yes, in words."""
    if indicator.soort == JA_NEE:
        bekend = [f for f in figuren if f is not None and f.waarde is not None]
        ja = sum(1 for f in bekend if f.waarde is not None and f.waarde >= 1)
        if not bekend:
            return None, ""
        dag = max(f.peildatum for f in bekend)
        figuur = Figuur(Decimal(ja), bekend[0].kwaliteit, dag, n=len(bekend), van_n=len(figuren))
        return figuur, f"{toon_getal(ja)} van {toon_getal(len(figuren))}"
    # A gemeente of which a part is missing doesn't count as one that has data.
    per_gemeente = [
        None
        if f is None
        else Figuur(
            f.waarde,
            f.kwaliteit,
            f.peildatum,
            f.teller,
            f.noemer,
            f.basisjaar,
            int(f.n == f.van_n),
            1,
        )
        for f in figuren
    ]
    return combineer(per_gemeente, samenvoeging=indicator.samenvoeging, deelaandeel=True), ""


def _gewestnormen(basis: Basis, indicator: Indicator) -> list[Norminfo]:
    """The norms with an official figure of the Gewest, the newest pact first."""
    uit: list[Norminfo] = []
    for pact in reversed(PACTEN):
        info = basis.norm(indicator.pk, pact=pact)
        if info is not None and info.norm.pact == pact and info.gewestdoel_tekst:
            uit.append(info)
    return uit


def _gewestdoel(info: Norminfo) -> DoelInfo:
    return DoelInfo(
        info.norm.pact,
        info.gewestdoel,
        info.gewestdoel_tekst,
        f"Officieel cijfer voor het Vlaams Gewest ({info.norm.bron}).",
        per=info.norm.per,
    )


def _gewestuitleg(basis: Basis, infos: list[Norminfo]) -> str:
    if not infos:
        return "Voor het Vlaams Gewest is er geen officieel doel."
    if infos[0].norm.per != INWONER:
        return ""
    tellingen = [basis.inwonersgrondtal(g.pk) for g in basis.gemeenten]
    samen = toon_getal(sum(t.aantal for t in tellingen if t))
    return (
        "Het officiële doel rekent met 6.600.000 inwoners. De doelen van de gemeenten samen zijn "
        f"anders: die volgen het echte aantal ({samen} op 1-1-{basis.jaar_inwoners})."
    )
