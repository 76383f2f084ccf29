"""Where the figure of the Gewest or of a group comes from and why it changed; use through `selectors`.

The sum of many gemeenten moves when one of them moves: only those that an edition touched are
computed again, so that going back costs what changed and not what exists.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from doelstellingen.basis import Basis, lees_basis
from doelstellingen.cijfers import Cijfers, lees_cijfers
from doelstellingen.doelberekening import INWONER, WOONEENHEID
from doelstellingen.gewest import gewest_overzicht, groepsfiguur
from doelstellingen.groep import groep_overzicht, groepsdoel_in, meegeteld
from doelstellingen.herkomst import Doeljaar, Herkomst
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.samenvoeging import Figuur
from doelstellingen.standen import telt_nul_zonder_rijen
from doelstellingen.standverleden import (
    HOOGSTENS,
    TERUG_GROEP,
    Deelwijziging,
    Rij,
    Wijziging,
    edities_van,
    in_stappen,
    kaal,
    lees_rijen,
    nieuwste,
    registratiedagen,
    zelfde,
)
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import IndicatorOverzicht


class _Verleden:
    """The figures of one indicator of some gemeenten at any edition."""

    def __init__(
        self,
        basis: Basis,
        indicator: Indicator,
        leden: Sequence[Gebied],
        rijen: list[Rij],
        nul: bool,
    ) -> None:
        self.basis, self.indicator, self.leden = basis, indicator, leden
        # The day of a 0 says nothing here: it may not look newer than what was delivered.
        self.nul = {indicator.bron.slug: dt.date.min} if nul and indicator.bron else {}
        lid_van = {pk: g.pk for g in leden for pk in basis.territorium.afkomst(g.pk)}
        self.rijen: dict[int, list[Rij]] = defaultdict(list)
        self.geraakt: dict[int, set[int]] = defaultdict(set)
        for rij in rijen:
            if rij.indicator != indicator.pk or rij.gemeente not in lid_van:
                continue
            lid = lid_van[rij.gemeente]
            self.rijen[lid].append(rij)
            self.geraakt[rij.publicatie].add(lid)
            if rij.vervallen:
                self.geraakt[rij.vervallen].add(lid)
        self.eerste = min((rij.publicatie for e in self.rijen.values() for rij in e), default=0)

    def edities(self) -> list[int]:
        eigen = (rij for rijen in self.rijen.values() for rij in rijen)
        return edities_van(eigen, publicatie=self.basis.publicatie, hoogstens=TERUG_GROEP)

    def figuur(self, lid: int, editie: int) -> Figuur | None:
        standen = kaal(nieuwste(self.rijen.get(lid, ()), editie))
        if self.nul and editie >= self.eerste:
            # Once the supplier delivered, silence about a gemeente means 0, a part of a fusie too.
            standen.nul_vanaf = self.nul
        return standen.figuur(self.basis, self.indicator, lid)

    def samen(self, figuren: dict[int, Figuur | None]) -> tuple[Figuur | None, str]:
        return groepsfiguur(self.indicator, [figuren[g.pk] for g in self.leden])

    def wijzigingen(self, stappen: Sequence[tuple[int, ...]]) -> list[Wijziging]:
        """The newest changes first, each with the gemeenten that made it; see `in_stappen`."""
        uit: list[Wijziging] = []
        nu = {g.pk: self.figuur(g.pk, self.basis.publicatie) for g in self.leden}
        na, na_woorden = self.samen(nu)
        for edities in stappen:
            # Nothing of these figures moved between two editions that touched them.
            vorige = edities[-1] - 1
            geraakt = set().union(*(self.geraakt[editie] for editie in edities))
            toen = nu | {lid: self.figuur(lid, vorige) for lid in geraakt}
            voor, voor_woorden = self.samen(toen)
            if not zelfde(voor, na):
                delen = tuple(
                    Deelwijziging(g.naam, toen[g.pk], nu[g.pk])
                    for g in self.leden
                    if not zelfde(toen[g.pk], nu[g.pk])
                )
                uit.append(
                    Wijziging(edities[0], voor, na, voor_woorden, na_woorden, delen, len(edities))
                )
                if len(uit) == HOOGSTENS:
                    break
            nu, na, na_woorden = toen, voor, voor_woorden
        return uit


def _doeljaren(
    basis: Basis, cijfers: Cijfers, o: IndicatorOverzicht, leden: Sequence[Gebied]
) -> list[Doeljaar]:
    """The target of a group by each year that the counts are known of, the newest first."""
    if o.doel is None or o.doel.exact is None or o.doel.per not in (INWONER, WOONEENHEID):
        return []
    tellingen = basis.inwoners if o.doel.per == INWONER else basis.wooneenheden
    jaren = {jaar for per in tellingen.values() for jaar in per if jaar <= basis.peildatum.year}
    doelen = ((j, groepsdoel_in(basis, cijfers, o.indicator, leden, j)) for j in jaren)
    gevonden = [Doeljaar(jaar, doel) for jaar, doel in doelen if doel is not None]
    return sorted(gevonden, key=lambda d: d.jaar, reverse=True)


def groepsherkomst(
    provincie: int | None, slug: str, *, peildatum: dt.date, publicatie: int
) -> Herkomst | None:
    """Give where the figures of goal `slug` of a provincie come from (None: of the whole Gewest).

    Eleven queries; None where no goal has that slug.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    indicatoren = [i for i in basis.indicatoren if i.doelstelling.slug == slug]
    if not indicatoren:
        return None
    gebieden = [g for g in basis.gemeenten if provincie in (None, g.provincie_id)]
    cijfers = lees_cijfers(basis)
    afkomst = [pk for g in gebieden for pk in basis.territorium.afkomst(g.pk)]
    rijen = lees_rijen(
        afkomst, [i.pk for i in indicatoren], peildatum=peildatum, publicatie=publicatie
    )
    overzichten, verleden, doeljaren = [], {}, {}
    for i in indicatoren:
        o = (
            gewest_overzicht(basis, cijfers, i)
            if provincie is None
            else groep_overzicht(basis, cijfers, i, gebieden)
        )
        overzichten.append(o)
        nul = telt_nul_zonder_rijen(i) and bool(i.bron and i.bron.slug in cijfers.nul_vanaf)
        tellend = gebieden if provincie is None else meegeteld(basis, cijfers, i, gebieden)
        verleden[i.pk] = _Verleden(basis, i, tellend, rijen, nul)
        doeljaren[i.pk] = [] if provincie is None else _doeljaren(basis, cijfers, o, gebieden)
    edities = {pk: deel.edities() for pk, deel in verleden.items()}
    dagen = registratiedagen({editie for lijst in edities.values() for editie in lijst})
    wijzigingen = {
        pk: deel.wijzigingen(in_stappen(edities[pk], dagen)) for pk, deel in verleden.items()
    }
    nummers = {w.publicatie for lijst in wijzigingen.values() for w in lijst}
    return Herkomst(
        doelstelling=indicatoren[0].doelstelling,
        overzichten=overzichten,
        wijzigingen=wijzigingen,
        bouwstenen={},
        doeljaren=doeljaren,
        publicaties=Publicatie.objects.select_related("organisatie").in_bulk(nummers),
        afkomst=afkomst,
        delen=[],
    )
