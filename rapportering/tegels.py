"""From the overview of a goal to what a template draws: label, bar, line, table and sentences."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from doelstellingen.models import Doelstelling, Indicator
from doelstellingen.selectors import (
    Breuk,
    DoelstellingOverzicht,
    IndicatorOverzicht,
    Punt,
    Status,
)
from gereedschap.opmaak import (
    eenheid_bij,
    toon_datum,
    toon_getal,
    toon_hoeveelheid,
    toon_ja_nee,
)
from rapportering.bijschrift import Bijschrift
from rapportering.grafieken import lijn
from rapportering.grafieken.schaal import plaats

STATUSICONEN = {
    Status.GEHAALD: "vink",
    Status.OP_SCHEMA: "pijl-omhoog",
    Status.ACHTER: "klok",
    Status.NOG_NIETS: "leeg",
    Status.NOG_NIET: "leeg",
    Status.ONTBREEKT: "vraag",
    Status.AFGESLOTEN: "slot",
    Status.NIET_VAN_TOEPASSING: "streep",
    Status.PACT_ONBEKEND: "vraag",
}
KORT = {
    Status.ACHTER: "achter",
    Status.NOG_NIETS: "nog niets",
    Status.NOG_NIET: "nog niet",
    Status.NIET_VAN_TOEPASSING: "n.v.t.",
}
ONZEKER = frozenset({"voorlopig", "geschat"})


@dataclass(frozen=True)
class StatusLabel:
    slug: str
    woord: str
    kort: str
    icoon: str


DEELSOM = StatusLabel("deelsom", "deelsom, nog niet volledig", "deelsom", "vraag")


@dataclass(frozen=True)
class Balk:
    """A bar of 100 wide: how far the figure is, and where the path stands."""

    breedte: str
    pad_x: str
    omschrijving: str


@dataclass(frozen=True)
class Rij:
    """One row of the table under a chart."""

    datum: dt.date
    cijfer: str
    toestand: str
    pad: str
    na_breuk: bool


@dataclass(frozen=True)
class Verloop:
    """The line of an indicator with the table that says the same."""

    grafiek: lijn.Lijngrafiek
    omschrijving: str
    rijen: tuple[Rij, ...]
    eenheid: str
    heeft_pad: bool
    heeft_onzeker: bool
    breuken: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorTegel:
    """One indicator, ready to be drawn."""

    overzicht: IndicatorOverzicht
    status: StatusLabel
    eenheid: str
    balk: Balk | None
    verloop: Verloop | None
    pad_vraagt: str

    @property
    def indicator(self) -> Indicator:
        return self.overzicht.indicator

    @property
    def breuken(self) -> tuple[str, ...]:
        """The breaks in method in words: of the line, else what was recorded."""
        if self.verloop is not None:
            return self.verloop.breuken
        return tuple(breuk.zin for breuk in self.overzicht.breuken)


@dataclass(frozen=True)
class Tegel:
    """One goal: its main indicator and the others under it."""

    doelstelling: Doelstelling
    hoofd: IndicatorTegel
    andere: tuple[IndicatorTegel, ...]
    bijschrift: Bijschrift | None = None


def statuslabel(status: Status) -> StatusLabel:
    return StatusLabel(
        status.value, status.woorden, KORT.get(status, status.woorden), STATUSICONEN[status]
    )


def label_van(o: IndicatorOverzicht) -> StatusLabel:
    """The label of an overview; a figure of which a part is missing is called what it is."""
    if o.status == Status.ONTBREEKT and o.cijfer.waarde is not None and not o.cijfer.volledig:
        return DEELSOM
    return statuslabel(o.status)


def eenheid_van(indicator: Indicator) -> str:
    """The unit as it stands behind a figure: nothing behind "ja"."""
    return "" if indicator.soort == Indicator.Soort.JA_NEE else indicator.eenheid


def toon_waarde(indicator: Indicator, waarde: Decimal) -> str:
    """Write an amount of this indicator, with its unit."""
    if indicator.soort == Indicator.Soort.JA_NEE:
        return toon_ja_nee(waarde)
    return toon_hoeveelheid(waarde, indicator.eenheid, indicator.decimalen)


def _honderd(deel: Decimal) -> float:
    return max(0.0, min(100.0, float(deel) * 100))


def balk_van(o: IndicatorOverzicht) -> Balk | None:
    """The bar; None where there is no share of a target to show."""
    if o.percentage is None or o.doel is None or not o.doel.exact:
        return None
    zin = f"{o.toon_percentage} van het doel"
    pad_x = ""
    if o.tussendoel is not None:
        deel = o.tussendoel / o.doel.exact
        pad_x = plaats(_honderd(deel))
        zin += f"; het pad vraagt {toon_waarde(o.indicator, o.tussendoel)}"
    return Balk(plaats(_honderd(o.percentage)), pad_x, zin)


def pad_vraagt(o: IndicatorOverzicht) -> str:
    """What the path asks on the date of the figure; empty without a path."""
    if o.tussendoel is None or o.cijfer.peildatum is None:
        return ""
    return toon_waarde(o.indicator, o.tussendoel)


def op_lijn(punten: Sequence[tuple[dt.date, Decimal]], datum: dt.date) -> Decimal | None:
    """The amount of a path on a date: straight by day between its points, None before the first."""
    eerder = [punt for punt in punten if punt[0] <= datum]
    if not eerder:
        return None
    begin, bedrag = eerder[-1]
    if len(eerder) == len(punten):
        return bedrag
    einde, volgend = punten[len(eerder)]
    return bedrag + (volgend - bedrag) * (datum - begin).days / (einde - begin).days


def laatste_per_jaar(punten: Sequence[Punt]) -> list[Punt]:
    """The last point of each year: what the table says and where the line carries a mark."""
    return list({punt.datum.year: punt for punt in punten}.values())


def breuken_van(punten: Sequence[Punt], gemeld: Sequence[Breuk] = ()) -> list[tuple[dt.date, str]]:
    """Where the method breaks, in order, each with the sentence that says so.

    What was recorded, and where the series changes its base year: figures before and after such a
    day can't be compared.
    """
    uit = [(breuk.datum, breuk.zin) for breuk in gemeld]
    for vorige, punt in pairwise(p for p in punten if p.basisjaar is not None):
        if vorige.basisjaar != punt.basisjaar:
            uit.append(
                (
                    punt.datum,
                    f"Breuk in de methode op {toon_datum(punt.datum)}: ten opzichte van "
                    f"{punt.basisjaar} en niet meer van {vorige.basisjaar}.",
                )
            )
    return sorted(uit)


def _tabelrijen(
    o: IndicatorOverzicht, punten: Sequence[Punt], breuken: Sequence[dt.date]
) -> tuple[Rij, ...]:
    """The rows under a line; the first one of a new method says so."""
    uit: list[Rij] = []
    for punt in punten:
        vorige = uit[-1].datum if uit else punt.datum
        na = any(vorige < dag <= punt.datum for dag in breuken)
        uit.append(_rij(o, punt, na_breuk=na))
    return tuple(uit)


def _rij(o: IndicatorOverzicht, punt: Punt, *, na_breuk: bool) -> Rij:
    pad = op_lijn(o.lijn, punt.datum)
    woorden = punt.kwaliteit.replace("_", " ")
    if punt.n != punt.van_n:
        woorden += f", {toon_getal(punt.n)} van {toon_getal(punt.van_n)}"
    return Rij(
        datum=punt.datum,
        cijfer=woorden if punt.waarde is None else toon_getal(punt.waarde, o.indicator.decimalen),
        toestand=woorden,
        pad="" if pad is None else toon_getal(pad, o.indicator.decimalen),
        na_breuk=na_breuk,
    )


def verloop_van(o: IndicatorOverzicht, punten: Sequence[Punt]) -> Verloop | None:
    """The line 2021-2030 with its table; None for yes/no and where nothing was ever measured."""
    if o.indicator.soort == Indicator.Soort.JA_NEE or not punten:
        return None
    merken = laatste_per_jaar(punten)
    breuken = breuken_van(punten, o.breuken)
    rijen = _tabelrijen(o, merken, [dag for dag, _ in breuken])
    cijfers = ", ".join(f"{rij.cijfer} op {toon_datum(rij.datum)}" for rij in (rijen[0], rijen[-1]))
    grafiek = lijn.lijngrafiek(
        punten=[lijn.Punt(p.datum, p.waarde, onzeker=p.kwaliteit in ONZEKER) for p in punten],
        pad=o.lijn,
        merken=frozenset(punt.datum for punt in merken),
        breuken=[dag for dag, _ in breuken],
        toon=lambda bedrag: toon_getal(bedrag, 2),
    )
    doelzin = (
        f" Doel in 2030: {o.doel.toon} {eenheid_bij(o.doel.toon, o.indicator.eenheid)}."
        if o.lijn and o.doel
        else ""
    )
    return Verloop(
        grafiek=grafiek,
        omschrijving=" ".join(
            [f"Verloop van {o.indicator.naam}: {cijfers}.{doelzin}", *(zin for _, zin in breuken)]
        ),
        breuken=tuple(zin for _, zin in breuken),
        rijen=rijen,
        eenheid=o.indicator.eenheid,
        heeft_pad=bool(o.lijn),
        heeft_onzeker=any(p.kwaliteit in ONZEKER for p in merken),
    )


def indicatortegel(o: IndicatorOverzicht, punten: Sequence[Punt]) -> IndicatorTegel:
    return IndicatorTegel(
        overzicht=o,
        status=label_van(o),
        eenheid=eenheid_van(o.indicator),
        balk=balk_van(o),
        verloop=verloop_van(o, punten),
        pad_vraagt=pad_vraagt(o),
    )


def tegel(doel: DoelstellingOverzicht, reeksen: Mapping[int, Sequence[Punt]]) -> Tegel:
    """Make the tile of one goal; `reeksen` by indicator id."""
    tegels = [indicatortegel(o, reeksen.get(o.indicator.pk, [])) for o in doel.indicatoren]
    return Tegel(doel.doelstelling, tegels[0], tuple(tegels[1:]))


@dataclass(frozen=True)
class Samenvatting:
    """How many goals have a status."""

    status: StatusLabel
    aantal: int


def samenvatting(doelen: Sequence[DoelstellingOverzicht]) -> list[Samenvatting]:
    """Count the goals per status of their main indicator, in the order of `Status`."""
    tellingen = Counter(doel.hoofd.status for doel in doelen)
    return [
        Samenvatting(statuslabel(status), tellingen[status])
        for status in Status
        if tellingen[status]
    ]
