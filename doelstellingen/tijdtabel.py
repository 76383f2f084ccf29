"""Figures of many gemeenten and groups on many dates, from one reading; use through `selectors`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from doelstellingen.basis import Basis, Breuk, lees_basis
from doelstellingen.cijfers import Cijfers, lees_cijfers, lees_nul_vanaf
from doelstellingen.doelberekening import INWONER, Grondtal
from doelstellingen.gewest import groepsfiguur
from doelstellingen.groep import groep_overzicht
from doelstellingen.models import Doelstelling, Indicator
from doelstellingen.overzichten import gemeente_regel
from doelstellingen.reeksen import Loper, figuur_op, lees_reeksen
from doelstellingen.samenvoeging import Figuur
from doelstellingen.standen import telt_nul_zonder_rijen
from doelstellingen.tempo import is_gehaald
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import GemeenteRegel, IndicatorOverzicht


@dataclass
class Tijdtabel:
    """Figures by indicator, gemeente and date, for one division into gemeenten.

    `figuren` holds no key where there is no figure. Groups come from `groep`, which never averages.
    """

    basis: Basis
    datums: tuple[dt.date, ...]
    indicatoren: list[Indicator]
    figuren: dict[tuple[int, int, dt.date], Figuur]
    _cijfers: Cijfers | None = field(default=None, repr=False)

    def gemeenten(self, datum: dt.date, *, indeling_van_toen: bool) -> list[Gebied]:
        """The gemeenten by name: those of `datum` itself, or those of the last date."""
        return self.basis.territorium.op(datum if indeling_van_toen else self.datums[-1])

    def figuur(self, indicator: Indicator, gemeente: int, datum: dt.date) -> Figuur | None:
        return self.figuren.get((indicator.pk, gemeente, datum))

    def groep(
        self, indicator: Indicator, gemeenten: Iterable[int], datum: dt.date
    ) -> tuple[Figuur | None, str]:
        """The figure of a group, and for yes/no how many say yes in words."""
        return groepsfiguur(indicator, [self.figuur(indicator, pk, datum) for pk in gemeenten])

    def gebied(
        self, indicator: Indicator, gemeenten: Sequence[int], datum: dt.date
    ) -> tuple[Figuur | None, str]:
        """The figure of one gemeente or of a group, whichever these are; as `groep` gives it."""
        if len(gemeenten) == 1:
            return self.figuur(indicator, gemeenten[0], datum), ""
        return self.groep(indicator, gemeenten, datum)

    def gehaald(self, indicator: Indicator, gemeente: int, datum: dt.date) -> bool | None:
        """Whether the figure of `datum` reaches the target for 2030 as of the last date.

        None where no signed pact asks anything; a figure that is missing or partial reaches nothing.
        """
        b = self.basis
        pact = b.keuze(gemeente).standaard
        if pact is None:
            return None
        figuur = self.figuur(indicator, gemeente, datum)
        jaar = figuur.basisjaar if figuur else None
        info = b.norm(indicator.pk, pact=pact, basisjaar=jaar)
        doel = b.doel(indicator, gemeente, info.norm) if info else None
        if doel is None:
            return None
        if figuur is None or figuur.exact is None or figuur.n != figuur.van_n:
            return False
        return is_gehaald(figuur.exact, doel.exact)

    def breuken(self, indicator: Indicator) -> list[Breuk]:
        """The breaks in method up to the last date, the earliest first."""
        return self.basis.breuken.get(indicator.pk, [])

    def kolommen(self, indicator: Indicator) -> list[tuple[dt.date, bool]]:
        """The dates, each with whether the method broke since the date before."""
        dagen = [breuk.datum for breuk in self.breuken(indicator)]
        vorige = (self.datums[0], *self.datums)
        return [
            (datum, any(van < dag <= datum for dag in dagen))
            for van, datum in zip(vorige, self.datums, strict=False)
        ]

    def groepsoverzicht(
        self, indicator: Indicator, gemeenten: Collection[int]
    ) -> IndicatorOverzicht:
        """Figure, target and status of a group on the last date, as `overzicht_groep` gives them."""
        leden = [g for g in self.basis.gemeenten if g.pk in gemeenten]
        return groep_overzicht(self.basis, self.cijfers, indicator, leden)

    def grondtal(self, per: str, gemeenten: Iterable[int], jaar: int) -> Grondtal | None:
        """Inhabitants (or dwellings) of these gemeenten together on 1 January of `jaar`.

        The nearest earlier year that is known, else the earliest; None where one has no count.
        """
        b = self.basis
        tellingen = b.inwoners if per == INWONER else b.wooneenheden
        jaren = sorted({j for rij in tellingen.values() for j in rij})
        if not jaren:
            return None
        gekozen = max((j for j in jaren if j <= jaar), default=jaren[0])
        delen = [b.grondtal_van(tellingen, pk, gekozen) for pk in gemeenten]
        bekend = [deel for deel in delen if deel is not None]
        if not bekend or len(bekend) < len(delen):
            return None
        return Grondtal(
            sum(d.aantal for d in bekend),
            gekozen,
            max((d.herkomst for d in bekend), key=("exact", "afgeleid", "raming").index),
            sum(d.marge for d in bekend),
            bekend[0].bron,
        )

    def regels(self, indicator: Indicator) -> list[GemeenteRegel]:
        """Every gemeente of the last date with its target and status."""
        return [
            gemeente_regel(self.basis, self.cijfers, indicator, g) for g in self.basis.gemeenten
        ]

    @property
    def cijfers(self) -> Cijfers:
        """The figures of all indicatoren on the last date, read once."""
        if self._cijfers is None:
            self._cijfers = lees_cijfers(self.basis)
        return self._cijfers


def tijdtabel(*, datums: Sequence[dt.date], publicatie: int, slug: str | None = None) -> Tijdtabel:
    """Read the figures on `datums` of all goals, or of one: six queries, whatever the size.

    Raises LookupError where no goal has that slug.
    """
    op_rij = tuple(sorted(set(datums)))
    if slug is not None and not Doelstelling.objects.filter(slug=slug).exists():
        raise LookupError(slug)
    basis = lees_basis(peildatum=op_rij[-1], publicatie=publicatie)
    indicatoren = [i for i in basis.indicatoren if slug is None or i.doelstelling.slug == slug]
    gelezen = lees_reeksen(
        gemeenten=None, indicatoren=indicatoren, tot=op_rij[-1], publicatie=publicatie
    )
    cijfers = None if slug is not None else lees_cijfers(basis, gelezen=gelezen)
    nul_vanaf = cijfers.nul_vanaf if cijfers else lees_nul_vanaf(publicatie)
    territorium = basis.territorium
    figuren: dict[tuple[int, int, dt.date], Figuur] = {}
    for ind in indicatoren:
        nul = telt_nul_zonder_rijen(ind) and bool(ind.bron and ind.bron.slug in nul_vanaf)
        lopers = {pk: Loper(rijen) for pk, rijen in gelezen.figuren.get(ind.pk, {}).items()}
        for datum in op_rij:
            toen = territorium.op(datum)
            nu = basis.gemeenten
            for pk in {g.pk for g in toen} | {g.pk for g in nu}:
                figuur = figuur_op(
                    lopers,
                    territorium=territorium,
                    gemeente=pk,
                    datum=datum,
                    samenvoeging=ind.samenvoeging,
                    nul=nul,
                )
                if figuur is not None:
                    figuren[ind.pk, pk, datum] = figuur
    return Tijdtabel(basis, op_rij, indicatoren, figuren, cijfers)
