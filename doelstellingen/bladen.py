"""All that one page shows, from one reading: use through `selectors`.

A page that called `overzicht`, `per_gemeente`, `pactkeuze` and `reeks` apart would read norms,
territory and inhabitants four times.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from doelstellingen.basis import Basis, Norminfo, lees_basis, tel_op
from doelstellingen.cijfers import Cijfers, Reeksrijen, lees_cijfers
from doelstellingen.doelberekening import PACTEN, Grondtal
from doelstellingen.gewest import gewest_overzicht, groepsfiguur
from doelstellingen.groep import groep_overzicht, meegeteld
from doelstellingen.models import Doelstelling, Indicator, Publicatie
from doelstellingen.overzichten import gemeente_regel, indicator_overzicht
from doelstellingen.pactkeuze import Pactkeuze
from doelstellingen.reeksen import Punt, jaarfiguren, lees_reeksen, reeksen_van
from doelstellingen.samenvoeging import Figuur
from doelstellingen.standen import telt_nul_zonder_rijen
from doelstellingen.territorium import Gebied, Territorium
from doelstellingen.vormen import (
    DoelstellingOverzicht,
    GemeenteRegel,
    IndicatorOverzicht,
    per_doelstelling,
)
from gemeenten.models import Gemeente
from gemeenten.selectors import veel_tweede_verblijven


@dataclass(frozen=True)
class Gemeenteblad:
    """One gemeente as of a peildatum; `reeksen` by indicator id, `voorgangers` at every level."""

    doelstellingen: list[DoelstellingOverzicht]
    reeksen: dict[int, list[Punt]]
    pactkeuze: Pactkeuze
    inwoners: Grondtal | None
    wooneenheden: Grondtal | None
    voorgangers: list[Gebied]
    opvolger: Gebied | None
    huishoudens: int | None

    @property
    def tweede_verblijven(self) -> bool:
        """Whether there are more than 1.5 dwellings per household: second homes weigh in."""
        eigen = self.wooneenheden
        return eigen is not None and veel_tweede_verblijven(eigen.aantal, self.huishoudens)


@dataclass(frozen=True)
class Gewestblad:
    """The Gewest, and every gemeente for the main indicator of one goal, by name.

    `jaarfiguren` holds the main indicator of today's gemeenten on each 31 December; `pacten` counts
    gemeenten per pact and status; `groep` gives the main indicator of some gemeenten (ids) together,
    `tellend` whose figures it adds up: who signed no pact that asks it stays out.
    """

    doelstellingen: list[DoelstellingOverzicht]
    reeksen: dict[int, list[Punt]]
    hoofd: Indicator
    regels: list[GemeenteRegel]
    normen: dict[int, list[Norminfo]]
    jaarfiguren: dict[dt.date, dict[int, Figuur]]
    pacten: dict[str, Counter[str]]
    groep: Callable[[Collection[int]], IndicatorOverzicht]
    tellend: Callable[[Collection[int]], list[int]]

    def figuur_van(self, gemeenten: Collection[int], datum: dt.date) -> Figuur | None:
        """The main indicator of some gemeenten together on a day of `jaarfiguren`."""
        figuren = self.jaarfiguren[datum]
        return groepsfiguur(self.hoofd, [figuren.get(pk) for pk in gemeenten])[0]


def _opvolger(territorium: Territorium, pk: int) -> Gebied | None:
    """The gemeente of today in which `pk` went on; None when it still exists."""
    verder = {oud: nieuw for nieuw, ouden in territorium.voorgangers.items() for oud in ouden}
    doel = pk
    while doel in verder:
        doel = verder[doel]
    return None if doel == pk else territorium.gebieden[doel]


def _tot_het_cijfer(punten: list[Punt], o: IndicatorOverzicht) -> list[Punt]:
    """End a line on the day of the figure: a delivery without changes confirms the amount."""
    cijfer = o.cijfer
    if not punten or cijfer.peildatum is None or cijfer.peildatum <= punten[-1].datum:
        return punten
    basisjaar = punten[-1].basisjaar
    laatste = Punt(
        cijfer.peildatum, cijfer.waarde, cijfer.toestand, cijfer.n, cijfer.van_n, basisjaar
    )
    return [*punten, laatste]


def _maak_gemeenteblad(
    basis: Basis,
    cijfers: Cijfers,
    pk: int,
    *,
    gelezen: Reeksrijen | None = None,
) -> Gemeenteblad:
    gebieden = basis.territorium.gebieden
    overzichten = [indicator_overzicht(basis, cijfers, i, pk) for i in basis.indicatoren]
    reeksen = reeksen_van(
        pk,
        indicatoren=basis.indicatoren,
        territorium=basis.territorium,
        nul_vanaf=cijfers.nul_vanaf,
        tot=basis.peildatum,
        publicatie=basis.publicatie,
        gelezen=gelezen,
    )
    return Gemeenteblad(
        doelstellingen=per_doelstelling(overzichten),
        reeksen={o.indicator.pk: _tot_het_cijfer(reeksen[o.indicator.pk], o) for o in overzichten},
        pactkeuze=basis.keuze(pk),
        inwoners=basis.inwonersgrondtal(pk),
        wooneenheden=basis.wooneenhedengrondtal(pk),
        voorgangers=[gebieden[oud] for oud in basis.territorium.afkomst(pk)[1:]],
        opvolger=_opvolger(basis.territorium, pk),
        huishoudens=basis.huishoudens.get(pk),
    )


def gemeenteblad(gemeente: Gemeente, *, peildatum: dt.date, publicatie: int) -> Gemeenteblad:
    """Give all of the page of one gemeente: six queries.

    `gemeente` must be the row that existed on `peildatum`.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie, gemeente=gemeente.pk)
    gelezen = lees_reeksen(
        gemeenten=basis.territorium.afkomst(gemeente.pk),
        indicatoren=basis.indicatoren,
        tot=peildatum,
        publicatie=publicatie,
    )
    cijfers = lees_cijfers(basis, gemeente=gemeente.pk, gelezen=gelezen)
    return _maak_gemeenteblad(basis, cijfers, gemeente.pk, gelezen=gelezen)


@dataclass(frozen=True)
class Rapportgegevens:
    """Figures for a report: the Gewest once, and `blad(pk)` for each gemeente of the peildatum.

    `inwoners` and `wooneenheden` are those of the Gewest: the gemeenten added up; None where one
    has no count.
    """

    gewest: list[DoelstellingOverzicht]
    inwoners: Grondtal | None
    wooneenheden: Grondtal | None
    gemeenten: list[Gebied]
    blad: Callable[[int], Gemeenteblad]


def _gewestgrondtal(delen: Iterable[Grondtal | None]) -> Grondtal | None:
    rijen = list(delen)
    bekend = [rij for rij in rijen if rij is not None]
    return tel_op(bekend) if bekend and len(bekend) == len(rijen) else None


def rapportgegevens(*, peildatum: dt.date, publicatie: int, alle: bool = False) -> Rapportgegevens:
    """Read one edition for reports: six queries, and one more for each gemeente asked.

    With `alle` six for all gemeenten together, for who goes on to ask every one.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    pks = [gebied.pk for gebied in basis.gemeenten]
    gelezen = (
        lees_reeksen(
            gemeenten=None, indicatoren=basis.indicatoren, tot=peildatum, publicatie=publicatie
        )
        if alle
        else None
    )
    cijfers = lees_cijfers(basis, gelezen=gelezen)
    return Rapportgegevens(
        gewest=per_doelstelling(gewest_overzicht(basis, cijfers, i) for i in basis.indicatoren),
        inwoners=_gewestgrondtal(map(basis.inwonersgrondtal, pks)),
        wooneenheden=_gewestgrondtal(map(basis.wooneenhedengrondtal, pks)),
        gemeenten=basis.gemeenten,
        blad=lambda pk: _maak_gemeenteblad(basis, cijfers, pk, gelezen=gelezen),
    )


def _hoofdindicator(basis: Basis, slug: str) -> Indicator | None:
    return next(
        (i for i in basis.indicatoren if i.hoofd and i.doelstelling.slug == slug),
        None,
    )


def gewestblad(
    doelstelling: str, *, peildatum: dt.date, publicatie: int, enkel: bool = False
) -> Gewestblad | None:
    """Give all of the page of the Gewest, with the gemeenten for goal `doelstelling` (its slug).

    With `enkel` only that goal. Seven queries; None where no goal has that slug.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    hoofd = _hoofdindicator(basis, doelstelling)
    if hoofd is None:
        return None
    cijfers = lees_cijfers(basis)
    eigen = [i for i in basis.indicatoren if i.doelstelling_id == hoofd.doelstelling_id]
    standen = lees_reeksen(
        gemeenten=None, indicatoren=[hoofd], tot=peildatum, publicatie=publicatie
    )
    gekend = bool(hoofd.bron and hoofd.bron.slug in cijfers.nul_vanaf)

    def groep(pks: Collection[int]) -> IndicatorOverzicht:
        leden = [gebied for gebied in basis.gemeenten if gebied.pk in pks]
        return groep_overzicht(basis, cijfers, hoofd, leden)

    def tellend(pks: Collection[int]) -> list[int]:
        leden = [gebied for gebied in basis.gemeenten if gebied.pk in pks]
        return [gebied.pk for gebied in meegeteld(basis, cijfers, hoofd, leden)]

    return Gewestblad(
        doelstellingen=per_doelstelling(
            gewest_overzicht(basis, cijfers, i) for i in (eigen if enkel else basis.indicatoren)
        ),
        reeksen=reeksen_van(
            None,
            indicatoren=[hoofd],
            territorium=basis.territorium,
            nul_vanaf=cijfers.nul_vanaf,
            tot=peildatum,
            publicatie=publicatie,
            gelezen=standen,
        ),
        hoofd=hoofd,
        regels=[gemeente_regel(basis, cijfers, hoofd, gebied) for gebied in basis.gemeenten],
        normen={i.pk: basis.normen.get(i.pk, []) for i in eigen},
        jaarfiguren=jaarfiguren(
            standen.figuren.get(hoofd.pk, {}),
            hoofd,
            territorium=basis.territorium,
            gemeenten=[gebied.pk for gebied in basis.gemeenten],
            tot=peildatum,
            nul=gekend and telt_nul_zonder_rijen(hoofd),
        ),
        pacten={
            pact: Counter(basis.keuze(g.pk).statussen[pact].value for g in basis.gemeenten)
            for pact in PACTEN
        },
        groep=groep,
        tellend=tellend,
    )


def alle_doelstellingen() -> list[Doelstelling]:
    """Give every goal with its werf, in order."""
    return list(Doelstelling.objects.select_related("werf"))


def doelstelling_met_slug(slug: str) -> Doelstelling | None:
    """Give the goal with `slug`."""
    return Doelstelling.objects.select_related("werf").filter(slug=slug).first()


def toont_demo() -> bool:
    """Whether a publicatie of demonstration data is still in force."""
    return Publicatie.objects.filter(demo=True, herroepen_door__isnull=True).exists()
