"""Goals over time per provincie, regio or arrondissement: small lines with the table that says the same.

Groups are of all sizes, so what is drawn is a share wherever there is one: of the target, of the
gemeenten, or the percentage itself. A partial sum is held only against the targets of its own parts. Who counts is who counts in the
table of the groups.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from doelstellingen.doelberekening import aandeel
from doelstellingen.models import Indicator
from doelstellingen.selectors import Gewestblad
from gereedschap.opmaak import toon_getal, toon_percentage
from rapportering.grafieken.klein import Kleingrafiek, Raster
from rapportering.tegels import breuken_van, eenheid_van

HONDERD = Decimal(100)


@dataclass(frozen=True)
class Kleinpunt:
    """One figure of one group: the amount drawn, as shown, of how many gemeenten."""

    datum: dt.date
    waarde: Decimal | None
    toon: str
    n: int
    van_n: int


@dataclass(frozen=True)
class Kleinlijn:
    naam: str
    adres: str
    punten: tuple[Kleinpunt, ...]
    grafiek: Kleingrafiek
    omschrijving: str

    @property
    def laatste(self) -> Kleinpunt:
        return self.punten[-1]


@dataclass(frozen=True)
class Kleinverloop:
    """`wat`: what the lines show, in words."""

    datums: tuple[dt.date, ...]
    lijnen: tuple[Kleinlijn, ...]
    wat: str
    breuken: tuple[str, ...]


class _Maat:
    """How a group of gemeenten becomes one amount that compares."""

    def __init__(self, blad: Gewestblad) -> None:
        self.blad, self.indicator = blad, blad.hoofd
        self.doelen = {r.gemeente_id: r.doel.exact for r in blad.regels if r.doel and r.doel.exact}
        self.ja_nee = self.indicator.soort == Indicator.Soort.JA_NEE
        self.som = self.indicator.samenvoeging == Indicator.Samenvoeging.SOM and not self.ja_nee
        self.procent = bool(self.ja_nee or not self.som or self.doelen)

    @property
    def wat(self) -> str:
        if self.ja_nee:
            return "Aandeel van de gemeenten met een cijfer dat “ja” antwoordde"
        if not self.som:
            return f"{self.indicator.naam}, in {self.indicator.eenheid}"
        if self.doelen:
            return (
                "Aandeel van het doel van 2030, van de gemeenten met een cijfer en een doel samen"
            )
        return f"{self.indicator.naam}, in {eenheid_van(self.indicator)}"

    def punt(self, pks: Collection[int], datum: dt.date) -> Kleinpunt:
        if self.som and self.doelen:
            return self._tegen_doelen(pks, datum)
        figuur = self.blad.figuur_van(pks, datum)
        if figuur is None or figuur.exact is None:
            return Kleinpunt(datum, None, "ontbreekt", 0, len(pks))
        if self.ja_nee:
            deel = figuur.exact / figuur.n
            return Kleinpunt(datum, deel * HONDERD, toon_percentage(deel), figuur.n, len(pks))
        toon = toon_getal(figuur.exact, self.indicator.decimalen)
        toon = f"{toon} %" if self.procent else toon
        return Kleinpunt(datum, figuur.exact, toon, figuur.n, len(pks))

    def _tegen_doelen(self, pks: Collection[int], datum: dt.date) -> Kleinpunt:
        figuren = self.blad.jaarfiguren[datum]
        met_doel = [pk for pk in pks if pk in self.doelen]
        delen = [
            (figuur.exact, self.doelen[pk])
            for pk in met_doel
            if (figuur := figuren.get(pk)) and figuur.exact is not None and figuur.n == figuur.van_n
        ]
        if not delen:
            return Kleinpunt(datum, None, "ontbreekt", 0, len(met_doel))
        deel = aandeel(
            sum((d for d, _ in delen), Decimal(0)), sum((d for _, d in delen), Decimal(0))
        )
        assert deel is not None
        return Kleinpunt(datum, deel * HONDERD, toon_percentage(deel), len(delen), len(met_doel))


def kleinverloop(
    blad: Gewestblad, groepen: Mapping[tuple[str, str], Sequence[int]]
) -> Kleinverloop | None:
    """Draw each group (by name and address) on one scale; None where nothing was ever measured."""
    maat = _Maat(blad)
    datums = tuple(blad.jaarfiguren)
    rijen = {
        groep: tuple(maat.punt(pks, datum) for datum in datums)
        for groep, pks in ((groep, blad.tellend(leden)) for groep, leden in groepen.items())
    }
    waarden = [float(p.waarde) for r in rijen.values() for p in r if p.waarde is not None]
    if not waarden:
        return None
    gewest = next(
        o for d in blad.doelstellingen for o in d.indicatoren if o.indicator == blad.hoofd
    )
    breuken = breuken_van(blad.reeksen[blad.hoofd.pk], gewest.breuken)
    raster = Raster(datums, waarden, eenheid=" %" if maat.procent else "")
    return Kleinverloop(
        datums,
        tuple(
            Kleinlijn(
                naam,
                adres,
                punten,
                raster.teken(
                    [(p.datum, None if p.waarde is None else float(p.waarde)) for p in punten],
                    breuken=[dag for dag, _ in breuken],
                ),
                _zin(naam, punten),
            )
            for (naam, adres), punten in rijen.items()
        ),
        maat.wat,
        tuple(zin for _, zin in breuken),
    )


def _zin(naam: str, punten: Sequence[Kleinpunt]) -> str:
    """What a line shows, for who cannot see it."""
    bekend = [p for p in punten if p.waarde is not None]
    if not bekend:
        return f"{naam}: geen cijfers."
    eerste, laatste = bekend[0], bekend[-1]
    if eerste is laatste:
        return f"{naam}: {laatste.toon} in {laatste.datum.year}."
    return f"{naam}: van {eerste.toon} in {eerste.datum.year} naar {laatste.toon} in {laatste.datum.year}."
