"""Put figure, targets, path and status of a gemeente together; use through `selectors`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from doelstellingen.basis import Basis, Norminfo
from doelstellingen.cijfers import Cijfers
from doelstellingen.doelberekening import INWONER, JA_NEE, PACTEN, aandeel
from doelstellingen.models import Indicator
from doelstellingen.pactkeuze import Pactkeuze, Pactstatus
from doelstellingen.tempo import Status, Vraag, beoordeel, is_gehaald, lijn, tussendoel
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import (
    ONTBREEKT,
    Cijfer,
    DoelInfo,
    GemeenteRegel,
    IndicatorOverzicht,
    maak_cijfer,
)
from gereedschap.opmaak import eenheid_bij, toon_datum


@dataclass
class _Doelkeuze:
    """Which norms count for a gemeente and an indicator, the one to judge by first."""

    infos: list[tuple[str, Norminfo]]
    pact: bool | None
    meldingen: list[str]


def _kies_normen(
    basis: Basis, indicator: Indicator, keuze: Pactkeuze, basisjaar: int | None
) -> _Doelkeuze:
    def norm(pact: str) -> Norminfo | None:
        return basis.norm(indicator.pk, pact=pact, basisjaar=basisjaar)

    infos: list[tuple[str, Norminfo]] = []
    pact: bool | None = None
    standaard = keuze.standaard
    if standaard is not None and (info := norm(standaard)) is not None:
        infos.append((standaard, info))
        pact = True
    meldingen = []
    for gemengd in keuze.gemengd:
        info = norm(gemengd)
        if info is not None and all(info is not ander for _, ander in infos):
            infos.append((gemengd, info))
            meldingen.append(
                f"Slechts een deel van deze fusiegemeente ondertekende LEKP {gemengd}; "
                "beide doelen staan er."
                if pact
                else f"Slechts een deel van deze fusiegemeente ondertekende LEKP {gemengd}."
            )
    if pact is None and not infos:
        eerste = next((p for p in PACTEN if norm(p) is not None), None)
        if eerste is None:
            meldingen.append("Voor dit cijfer legt geen enkel pact een doel vast.")
            pact = False
        elif keuze.statussen[eerste] == Pactstatus.NIET:
            meldingen.append(f"Deze gemeente ondertekende LEKP {eerste} niet.")
            pact = False
        else:
            meldingen.append(f"Of deze gemeente LEKP {eerste} ondertekende, is niet bekend.")
    return _Doelkeuze(infos, pact, meldingen)


def _doelinfo(
    basis: Basis, indicator: Indicator, gemeente: int, pact: str, info: Norminfo
) -> DoelInfo:
    doel = basis.doel(indicator, gemeente, info.norm)
    if doel is None:
        wat = "inwoners" if info.norm.per == INWONER else "wooneenheden"
        return DoelInfo(
            pact,
            None,
            ONTBREEKT,
            f"Het aantal {wat} van deze gemeente ontbreekt, dus het doel ook.",
            per=info.norm.per,
        )
    return DoelInfo(pact, doel.exact, doel.toon, doel.zin, doel.als_gegevens(), info.norm.per)


def heeft_start(indicator: Indicator, info: Norminfo) -> bool:
    """Stocks, and shares without a base year, start from the figure of 31-12-2020."""
    voorraad = indicator.soort == Indicator.Soort.VOORRAAD
    aandeel_ = indicator.soort == Indicator.Soort.PERCENTAGE and info.norm.basisjaar is None
    return voorraad or aandeel_


def indicator_overzicht(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, gemeente: int
) -> IndicatorOverzicht:
    """Give figure, targets, tussendoel and status of one indicator of one gemeente."""
    figuur = cijfers.figuur(basis, indicator, gemeente)
    keuze = _kies_normen(
        basis, indicator, basis.keuze(gemeente), figuur.basisjaar if figuur else None
    )
    doelen = [_doelinfo(basis, indicator, gemeente, pact, info) for pact, info in keuze.infos]
    publicaties = [
        cijfers.publicaties[pk, indicator.pk]
        for pk in basis.territorium.afkomst(gemeente)
        if (pk, indicator.pk) in cijfers.publicaties
    ]
    cijfer = maak_cijfer(
        figuur,
        indicator=indicator,
        basis=basis,
        bronnen=cijfers.bronnen.get(indicator.pk, []),
        publicatie=max(publicaties, default=None),
    )
    meldingen = list(keuze.meldingen)
    start = None
    if keuze.infos and heeft_start(indicator, keuze.infos[0][1]):
        begin = cijfers.startfiguur(basis, indicator, gemeente)
        if begin is not None and begin.exact is not None:
            start = (begin.peildatum, begin.exact)
        meldingen.append(startzin(basis, indicator, start))
    return beoordeeld(
        basis,
        indicator,
        cijfer=cijfer,
        doelen=doelen,
        info=keuze.infos[0][1] if keuze.infos else None,
        pact=keuze.pact,
        start=start,
        meldingen=meldingen,
    )


def startzin(basis: Basis, indicator: Indicator, start: tuple[dt.date, Decimal] | None) -> str:
    if start is None:
        return "Het pad start van 0: er is geen cijfer van rond 31-12-2020."
    toon = basis.maat(indicator).toon(start[1])
    eenheid = eenheid_bij(toon, indicator.eenheid)
    return f"Het pad start van {toon} {eenheid}, het cijfer van {toon_datum(start[0])}."


def beoordeeld(
    basis: Basis,
    indicator: Indicator,
    *,
    cijfer: Cijfer,
    doelen: list[DoelInfo],
    info: Norminfo | None,
    pact: bool | None,
    start: tuple[dt.date, Decimal] | None,
    meldingen: list[str],
) -> IndicatorOverzicht:
    doel = doelen[0].exact if doelen else None
    begin = start[1] if start else Decimal(0)
    tussen, punten = None, []
    if info is not None and doel is not None:
        punten = lijn(info.pad, doel=doel, start=begin)
        if cijfer.peildatum is not None and pact:
            tussen = tussendoel(info.pad, doel=doel, start=begin, op=cijfer.peildatum)
    if not cijfer.volledig and cijfer.toestand != ONTBREEKT:
        meldingen.append(
            f"Deelsom: {cijfer.n} van {cijfer.van_n} delen hebben een cijfer. Ze wordt niet "
            "tegen het hele doel gehouden."
        )
    vraag = Vraag(
        waarde=cijfer.waarde,
        doel=doel,
        tussendoel=tussen,
        pact=pact,
        toepasselijk=cijfer.toestand != "niet_van_toepassing",
        afgesloten=bool(info and info.norm.tot and info.norm.tot <= basis.peildatum),
        volledig=cijfer.volledig,
        cumulatief=indicator.soort == Indicator.Soort.CUMULATIEF,
    )
    status = beoordeel(vraag)
    gemengd_gehaald = pact is None and doel is not None and cijfer.waarde is not None
    if gemengd_gehaald and cijfer.volledig and is_gehaald(cijfer.waarde, doel):  # type: ignore[arg-type]
        status = Status.GEHAALD
    deel = None
    if cijfer.waarde is not None and doel and cijfer.volledig and indicator.soort != JA_NEE:
        deel = aandeel(cijfer.waarde, doel)
    return IndicatorOverzicht(
        indicator,
        cijfer,
        doelen,
        status,
        tussen,
        deel,
        meldingen,
        punten,
        start,
        basis.breuken.get(indicator.pk, []),
    )


def gemeente_regel(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, gebied: Gebied
) -> GemeenteRegel:
    """Give the line of one gemeente for one indicator."""
    o = indicator_overzicht(basis, cijfers, indicator, gebied.pk)
    return GemeenteRegel(
        gebied.pk,
        gebied.nis,
        gebied.naam,
        gebied.provincie_id,
        o.cijfer,
        o.doel,
        o.status,
        o.tussendoel,
        o.percentage,
    )
