"""The targets and figures of a group of gemeenten: a provincie, an arrondissement, a regio.

The target is norm × the group's own inhabitants or dwellings, cut once (ontwerp §4.11). A norm asks
something only of who signed its pact, so a group is summed per norm; figure and target then count
the same gemeenten, and a notice says which ones stay out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from doelstellingen.basis import Basis, Norminfo, tel_op
from doelstellingen.cijfers import Cijfers
from doelstellingen.doelberekening import (
    INWONER,
    JA_NEE,
    MEERVOUD,
    PACTEN,
    VAST,
    Doel,
    bereken_doel,
)
from doelstellingen.gewest import groepsfiguur
from doelstellingen.models import Indicator
from doelstellingen.overzichten import beoordeeld, heeft_start, startzin
from doelstellingen.pactkeuze import Pactstatus
from doelstellingen.tempo import Pad, Status
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import ONTBREEKT, DoelInfo, IndicatorOverzicht, maak_cijfer
from gereedschap.opmaak import eenheid_bij, toon_getal


@dataclass
class Deel:
    """The gemeenten of a group that one norm counts for, and their target together."""

    info: Norminfo
    leden: list[Gebied]
    doel: Doel | None = None

    @property
    def pact(self) -> str:
        return self.info.norm.pact


def groep_overzicht(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, leden: Sequence[Gebied]
) -> IndicatorOverzicht:
    """Give figure, target, tussendoel and status of one indicator of a group of gemeenten."""
    delen = _verdeel(basis, cijfers, indicator, leden)
    binnen = _binnen(delen, leden)
    figuren = [cijfers.figuur(basis, indicator, g.pk) for g in binnen]
    figuur, woorden = groepsfiguur(indicator, figuren)
    cijfer = maak_cijfer(
        figuur,
        indicator=indicator,
        basis=basis,
        bronnen=cijfers.bronnen.get(indicator.pk, []),
        publicatie=max(
            (p for g in binnen if (p := cijfers.publicaties.get((g.pk, indicator.pk)))),
            default=None,
        ),
        van_n=len(binnen),
    )
    if woorden:
        cijfer = dataclasses.replace(cijfer, toon=woorden)
    doelen = _doelen(indicator, delen)
    info = _samen(delen, doelen)
    meldingen = _wie_niet(delen, leden)
    start = None
    if info is not None and heeft_start(indicator, info):
        begin, _ = groepsfiguur(
            indicator, [cijfers.startfiguur(basis, indicator, g.pk) for g in binnen]
        )
        if begin is not None and begin.exact is not None and begin.n == begin.van_n:
            start = (begin.peildatum, begin.exact)
        meldingen.append(startzin(basis, indicator, start))
    if len(doelen) > 1:
        meldingen.append(
            "De gemeenten van deze groep hebben niet hetzelfde doel; er is geen gezamenlijk doel."
        )
    overzicht = beoordeeld(
        basis,
        indicator,
        cijfer=cijfer,
        doelen=doelen,
        info=info,
        pact=True if info is not None else _pact_bekend(basis, indicator, delen, leden),
        start=start,
        meldingen=meldingen,
    )
    return dataclasses.replace(overzicht, status=_status(overzicht, delen))


def _binnen(delen: Sequence[Deel], leden: Sequence[Gebied]) -> list[Gebied]:
    return [g for g in leden if any(g in deel.leden for deel in delen)] or list(leden)


def meegeteld(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, leden: Sequence[Gebied]
) -> list[Gebied]:
    """Give whose figures the figure of the group adds up; see `groep_overzicht`."""
    return _binnen(_verdeel(basis, cijfers, indicator, leden), leden)


def groepsdoel_in(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, leden: Sequence[Gebied], jaar: int
) -> Doel | None:
    """Give the target of a group by the counts of 1 January of `jaar`.

    None where more than one norm makes it, where it is fixed, or where a count is missing.
    """
    delen = _verdeel(basis, cijfers, indicator, leden)
    if len(delen) != 1 or delen[0].info.norm.per == VAST:
        return None
    [deel] = delen
    tellingen = basis.inwoners if deel.info.norm.per == INWONER else basis.wooneenheden
    bekend = [
        telling
        for g in deel.leden
        if (telling := basis.grondtal_van(tellingen, g.pk, jaar)) is not None
    ]
    if len(bekend) < len(deel.leden):
        return None
    return bereken_doel(deel.info.norm, grondtal=tel_op(bekend), maat=basis.maat(indicator))


def _verdeel(
    basis: Basis, cijfers: Cijfers, indicator: Indicator, leden: Sequence[Gebied]
) -> list[Deel]:
    """Put the gemeenten under the norm that counts for each, the newest pact first."""
    delen: list[Deel] = []
    for gebied in leden:
        pact = basis.keuze(gebied.pk).standaard
        figuur = cijfers.figuur(basis, indicator, gebied.pk)
        jaar = figuur.basisjaar if figuur else None
        info = basis.norm(indicator.pk, pact=pact, basisjaar=jaar) if pact else None
        if info is None:
            continue
        deel = next((d for d in delen if d.info is info), None)
        if deel is None:
            delen.append(Deel(info, [gebied]))
        else:
            deel.leden.append(gebied)
    for deel in delen:
        deel.doel = _deeldoel(basis, indicator, deel)
    return sorted(delen, key=lambda d: (d.pact, d.info.norm.basisjaar or 0), reverse=True)


def _deeldoel(basis: Basis, indicator: Indicator, deel: Deel) -> Doel | None:
    """Norm × the count of the gemeenten together; None where one has no count."""
    norm, maat = deel.info.norm, basis.maat(indicator)
    if norm.per == VAST:
        return bereken_doel(norm, grondtal=None, maat=maat)
    grondtal = basis.inwonersgrondtal if norm.per == INWONER else basis.wooneenhedengrondtal
    tellingen = [telling for g in deel.leden if (telling := grondtal(g.pk)) is not None]
    if len(tellingen) < len(deel.leden):
        return None
    return bereken_doel(norm, grondtal=tel_op(tellingen), maat=maat)


def _doelen(indicator: Indicator, delen: Sequence[Deel]) -> list[DoelInfo]:
    """Give the target of the group: one, or one per norm where fixed norms differ."""
    if not delen:
        return []
    if indicator.soort == JA_NEE:
        return [_ja_nee_doel(delen)]
    doelen = [(deel, deel.doel) for deel in delen if deel.doel is not None]
    per = delen[0].info.norm.per
    if len(doelen) < len(delen):
        zin = f"Van een of meer gemeenten ontbreekt het aantal {MEERVOUD[per]}, dus het doel ook."
        return [DoelInfo(_pacten(delen), None, ONTBREEKT, zin, per=per)]
    if per == VAST:
        return [_vast_doel(deel, doel) for deel, doel in doelen]
    return [_somdoel(indicator, doelen)]


def _gemeenten(aantal: int) -> str:
    return "1 gemeente" if aantal == 1 else f"{toon_getal(aantal)} gemeenten"


def _pacten(delen: Sequence[Deel]) -> str:
    return " en ".join(dict.fromkeys(deel.pact for deel in delen))


def _ja_nee_doel(delen: Sequence[Deel]) -> DoelInfo:
    aantal = sum(len(deel.leden) for deel in delen)
    zin = f"Elke gemeente die LEKP {_pacten(delen)} ondertekende: {_gemeenten(aantal)}."
    return DoelInfo(_pacten(delen), Decimal(aantal), _gemeenten(aantal), zin, per=VAST)


def _vast_doel(deel: Deel, doel: Doel) -> DoelInfo:
    zin = f"{doel.zin} Geldt voor {_gemeenten(len(deel.leden))}."
    return DoelInfo(deel.pact, doel.exact, doel.toon, zin, doel.als_gegevens(), VAST)


def _somdoel(indicator: Indicator, doelen: Sequence[tuple[Deel, Doel]]) -> DoelInfo:
    """Add the exact targets of the norms up and cut the sum once."""
    if len(doelen) == 1:
        [(deel, doel)] = doelen
        per = doel.norm.per
        return DoelInfo(deel.pact, doel.exact, doel.toon, doel.zin, doel.als_gegevens(), per)
    exact = sum((doel.exact for _, doel in doelen), Decimal(0))
    toon = doelen[0][1].maat.toon(exact)
    regels = "; ".join(
        f"LEKP {deel.pact}, {_gemeenten(len(deel.leden))}: {doel.som}" for deel, doel in doelen
    )
    uitkomst = toon_getal(exact, 6)
    afgekapt = "" if uitkomst == toon else f", afgekapt tot {toon}"
    zin = f"{regels}; samen {uitkomst}{afgekapt} {eenheid_bij(toon, indicator.eenheid)}"
    gegevens = {"delen": [doel.als_gegevens() for _, doel in doelen], "zin": zin}
    pacten = _pacten([deel for deel, _ in doelen])
    return DoelInfo(pacten, exact, toon, zin, gegevens, doelen[0][1].norm.per)


def _samen(delen: Sequence[Deel], doelen: Sequence[DoelInfo]) -> Norminfo | None:
    """Give one norm with the path of all together; None where there is no one target."""
    if len(doelen) != 1 or not delen:
        return None
    gewichten = [Fraction(deel.doel.exact) for deel in delen if deel.doel is not None]
    if len(delen) == 1 or len(gewichten) < len(delen):
        return delen[0].info
    return dataclasses.replace(
        delen[0].info, pad=weeg_paden([deel.info.pad for deel in delen], gewichten)
    )


def weeg_paden(paden: Sequence[Pad], gewichten: Sequence[Fraction]) -> Pad:
    """Pure: the path of several targets together, each weighing as much as its target."""
    totaal = sum(gewichten, Fraction(0))
    datums = sorted({datum for pad in paden for datum, _ in pad.punten})
    if not totaal or not all(pad.punten for pad in paden):
        return Pad()

    def deel_op(datum: dt.date) -> Fraction:
        delen = (pad.deel_op(datum) or Fraction(0) for pad in paden)
        return sum((d * g for d, g in zip(delen, gewichten, strict=True)), Fraction(0)) / totaal

    return Pad(tuple((datum, deel_op(datum)) for datum in datums))


def _pact_bekend(
    basis: Basis, indicator: Indicator, delen: Sequence[Deel], leden: Sequence[Gebied]
) -> bool | None:
    """Without one target: False where nothing is asked, None where a signature is unknown."""
    eerste = next((p for p in PACTEN if basis.norm(indicator.pk, pact=p) is not None), None)
    if delen or eerste is None:
        return False
    statussen = {basis.keuze(g.pk).statussen[eerste] for g in leden}
    return False if statussen <= {Pactstatus.NIET} else None


def _wie_niet(delen: Sequence[Deel], leden: Sequence[Gebied]) -> list[str]:
    """Say for whom there is no target, by name while they are few."""
    binnen = {g.pk for deel in delen for g in deel.leden}
    buiten = [g.naam for g in leden if g.pk not in binnen]
    if not buiten:
        return []
    if not delen:
        return [
            "Geen enkele gemeente van deze groep ondertekende een pact dat hier een doel stelt."
        ]
    wie = ", ".join(buiten) if len(buiten) <= 5 else _gemeenten(len(buiten))
    return [
        f"Doel en cijfer tellen enkel {_gemeenten(len(binnen))} die het pact ondertekende"
        f"{'' if len(binnen) == 1 else 'n'}. Niet meegeteld: {wie} (niet ondertekend of niet bekend)."
    ]


def _status(overzicht: IndicatorOverzicht, delen: Sequence[Deel]) -> Status:
    """For yes/no no path exists: reached only where all say yes."""
    if overzicht.indicator.soort != JA_NEE or not delen or overzicht.cijfer.waarde is None:
        return overzicht.status
    doel = overzicht.doel
    if doel is not None and overzicht.cijfer.volledig and overzicht.cijfer.waarde == doel.exact:
        return Status.GEHAALD
    return Status.NIET_VAN_TOEPASSING
