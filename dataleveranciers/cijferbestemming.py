"""Rows of a Cijferfeed on their way to metingen: compare, add up, find falls, publish."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from dataleveranciers.bestemmingen import Herlees, afwijzing
from dataleveranciers.feeds.basis import (
    Cijferfeed,
    Context,
    Indicatorinfo,
    Leesverslag,
    Rauw,
    RijFout,
    Vertaling,
)
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.services import (
    MetingRij,
    levende_metingen,
    schrijf_metingen,
    sluit_metingen,
    werk_standen_bij,
)
from gemeenten.selectors import register
from gereedschap.opmaak import toon_datum, toon_getal
from verbeteringen.levering import KLASSEN, Afwijzing

Sleutel = tuple[int, int, int, str, dt.date, dt.date]
DUIZENDSTE = Decimal("0.001")
# More than this is said as a number; the figures themselves are all published.
HOOGSTENS_GENOEMD = 20


def sleutel(m: MetingRij) -> Sleutel:
    return m.gemeente_id, m.indicator_id, m.bron_id, m.vorm, m.van, m.tot


def inhoud(m: MetingRij) -> tuple[object, ...]:
    return m.waarde, m.teller, m.noemer, m.kwaliteit, m.basisjaar, m.opmerking


def samen(a: MetingRij, b: MetingRij) -> MetingRij:
    """Add two parts of one gemeente: counts add up, a share is taken of the added counts."""
    if a.teller is None or a.noemer is None or b.teller is None or b.noemer is None:
        if a.waarde is None or b.waarde is None:
            return a if b.waarde is None else b
        return replace(a, waarde=a.waarde + b.waarde)
    teller, noemer = a.teller + b.teller, a.noemer + b.noemer
    return replace(
        a, teller=teller, noemer=noemer, waarde=(teller * 100 / noemer).quantize(DUIZENDSTE)
    )


@dataclass
class _Rij:
    nr: int
    metingen: list[MetingRij]
    deel: bool
    bij: int


class Cijferbestemming:
    """Takes the rows of one delivery of figures; these are thousands, so they stay in memory."""

    def __init__(self, definitie: Cijferfeed, *, verslag: Leesverslag) -> None:
        self._definitie = definitie
        self._verslag = verslag
        self.tellers: Counter[str] = Counter(dict.fromkeys(KLASSEN, 0))
        self._rijen: list[_Rij] = []
        self._per_sleutel: dict[Sleutel, int] = {}
        self._zinnen: Counter[str] = Counter()
        self._afgewezen = 0
        self._te_schrijven: list[MetingRij] = []
        self._te_sluiten: list[MetingRij] = []
        self._dalingen: list[str] = []

    @cached_property
    def _context(self) -> Context:
        per: dict[str, list[Indicatorinfo]] = {}
        for i in Indicator.objects.select_related("doelstelling"):
            per.setdefault(i.doelstelling.slug, []).append(
                Indicatorinfo(
                    i.pk, i.doelstelling.slug, i.slug, i.eenheid, i.soort, i.hoofd, i.bron_id
                )
            )
        return Context(register=register(), indicatoren=per, notatie=self._verslag.notatie)

    def neem(self, rijen: Sequence[Rauw]) -> list[Afwijzing]:
        afgewezen = []
        for rij in rijen:
            try:
                if rij.fout:
                    raise rij.fout
                if not isinstance(rij.inhoud, dict):
                    raise RijFout("", rij.inhoud, "de rij is geen object met velden")
                self._neem_rij(rij.nr, self._definitie.vertaal(rij.nr, rij.inhoud, self._context))
            except RijFout as fout:
                afgewezen.append(afwijzing(rij.nr, fout))
        self._afgewezen += len(afgewezen)
        return afgewezen

    def _neem_rij(self, nr: int, vertaling: Vertaling) -> None:
        eerste = self._per_sleutel.get(sleutel(vertaling.metingen[0]))
        if eerste is not None:
            eerder = self._rijen[eerste]
            if not (vertaling.deel or eerder.deel):
                raise RijFout(
                    "",
                    "",
                    f"dezelfde gemeente en datum staan al op rij {eerder.nr} van dit bestand",
                )
            eerder.metingen = [
                samen(a, b) for a, b in zip(eerder.metingen, vertaling.metingen, strict=True)
            ]
            eerder.deel = True
            eerder.bij += 1
        else:
            self._per_sleutel[sleutel(vertaling.metingen[0])] = len(self._rijen)
            self._rijen.append(_Rij(nr, vertaling.metingen, vertaling.deel, 0))
        if vertaling.deel:
            self._zinnen["rij van een gemeente van voor de fusie, opgeteld bij haar opvolger"] += 1
        if vertaling.melding:
            self._zinnen[vertaling.melding] += 1

    def rond_af(self, herlees: Herlees) -> list[Afwijzing]:
        """Compare with what is published: per row nieuw, gewijzigd or ongewijzigd."""
        levend = {sleutel(m): m for m in self._levende()}
        for rij in self._rijen:
            oude = [levend.get(sleutel(m)) for m in rij.metingen]
            anders = [
                m
                for m, oud in zip(rij.metingen, oude, strict=True)
                if oud is None or inhoud(oud) != inhoud(m)
            ]
            klasse = "ongewijzigd" if not anders else "gewijzigd" if any(oude) else "nieuw"
            self.tellers[klasse] += 1 + rij.bij
            self._te_schrijven += anders
        if self._definitie.momentopname:
            self._zoek_weggelaten(levend)
        self._zoek_dalingen(levend)
        return []

    def _metingen(self) -> Iterator[MetingRij]:
        for rij in self._rijen:
            yield from rij.metingen

    def _levende(self) -> Iterator[MetingRij]:
        bronnen = {m.bron_id for m in self._metingen()}
        return levende_metingen(
            bronnen=bronnen, indicatoren={m.indicator_id for m in self._metingen()}
        )

    def _zoek_weggelaten(self, levend: dict[Sleutel, MetingRij]) -> None:
        """A listing that omits a gemeente for one of its dates: that figure becomes "ontbreekt".

        Not when rows were refused: one of those may be the gemeente that seems omitted.
        """
        if self._afgewezen:
            return
        geleverd = {sleutel(m) for m in self._metingen()}
        data = {(m.indicator_id, m.vorm, m.van) for m in self._metingen()}
        self._te_sluiten = [
            m
            for s, m in levend.items()
            if s not in geleverd and (m.indicator_id, m.vorm, m.van) in data
        ]

    def _zoek_dalingen(self, levend: dict[Sleutel, MetingRij]) -> None:
        """A total since 2021 that falls against an earlier date is published, and said."""
        cumulatief = {
            i.pk: i
            for per in self._context.indicatoren.values()
            for i in per
            if i.soort == "cumulatief"
        }
        reeksen: dict[tuple[int, int], dict[dt.date, Decimal]] = {}
        for m in (*levend.values(), *self._te_schrijven):
            if m.indicator_id in cumulatief and m.vorm == "niveau" and m.waarde is not None:
                reeksen.setdefault((m.gemeente_id, m.indicator_id), {})[m.van] = m.waarde
        for m in self._te_schrijven:
            reeks = reeksen.get((m.gemeente_id, m.indicator_id), {})
            eerder = [datum for datum in reeks if datum < m.van]
            if not eerder or m.waarde is None or m.vorm != "niveau":
                continue
            vorige = max(eerder)
            if m.waarde < reeks[vorige]:
                naam = self._context.register.rijen[m.gemeente_id].naam
                self._dalingen.append(
                    f"{naam}, {cumulatief[m.indicator_id].doelstelling}: {toon_getal(m.waarde, 3)} op "
                    f"{toon_datum(m.van)} is minder dan {toon_getal(reeks[vorige], 3)} op {toon_datum(vorige)}."
                )

    @property
    def verandert(self) -> bool:
        return bool(self._te_schrijven or self._te_sluiten)

    def meldingen(self) -> list[str]:
        uit = [f"{aantal} keer: {zin}." for zin, aantal in self._zinnen.items()]
        if self._te_sluiten:
            register_ = self._context.register.rijen
            namen = sorted({register_[m.gemeente_id].naam for m in self._te_sluiten})
            genoemd = ", ".join(namen[:HOOGSTENS_GENOEMD])
            meer = (
                f" en {len(namen) - HOOGSTENS_GENOEMD} andere"
                if len(namen) > HOOGSTENS_GENOEMD
                else ""
            )
            uit.append(f"Niet meer in de levering, het cijfer ontbreekt nu: {genoemd}{meer}.")
        uit += self._dalingen[:HOOGSTENS_GENOEMD]
        if len(self._dalingen) > HOOGSTENS_GENOEMD:
            uit.append(f"En nog {len(self._dalingen) - HOOGSTENS_GENOEMD} dalingen.")
        return uit

    def publiceer(self, publicatie: Publicatie) -> None:
        schrijf_metingen(publicatie=publicatie, metingen=self._te_schrijven)
        sluit_metingen(publicatie=publicatie, metingen=self._te_sluiten)
        werk_standen_bij(publicatie=publicatie)

    def sluit(self) -> None:
        self._rijen.clear()
