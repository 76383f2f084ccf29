"""The line of one indicator: figures from 2021 to 2030, with the path to the target beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapportering.grafieken.schaal import Schaal, dag, mooie_stappen, plaats

BREEDTE, HOOGTE = 360, 168
LINKS, RECHTS, BOVEN, ONDER = 34, 14, 12, 26
TEKENBREEDTE = 6.4
EERSTE, LAATSTE = dt.date(2020, 12, 31), dt.date(2030, 12, 31)
JAREN_OP_DE_AS = (2020, 2022, 2024, 2026, 2028, 2030)


@dataclass(frozen=True)
class Punt:
    """A figure on a date; `waarde` None breaks the line (secret, missing, not applicable)."""

    datum: dt.date
    waarde: Decimal | None
    onzeker: bool = False


@dataclass(frozen=True)
class Streep:
    """A tick of an axis: its place and its label."""

    plaats: str
    tekst: str


@dataclass(frozen=True)
class Bol:
    x: str
    y: str
    onzeker: bool


@dataclass(frozen=True)
class Vooruit:
    """A forecast: from the newest figure to (date, amount, low, high)."""

    van: tuple[dt.date, Decimal]
    tot: tuple[dt.date, Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Lijngrafiek:
    """All of the drawing, as text that SVG takes."""

    breedte: int
    hoogte: int
    links: str
    rechts: str
    boven: str
    onder: str
    nul: str
    x_as: tuple[Streep, ...]
    y_as: tuple[Streep, ...]
    lijnen: tuple[str, ...]
    bollen: tuple[Bol, ...]
    pad: str
    vooruit: str = ""
    band: str = ""
    breuken: tuple[str, ...] = ()


def _stukken(punten: Sequence[Punt]) -> list[list[Punt]]:
    """The runs of points that have a value."""
    stukken: list[list[Punt]] = [[]]
    for punt in punten:
        if punt.waarde is None:
            stukken.append([])
        else:
            stukken[-1].append(punt)
    return [stuk for stuk in stukken if stuk]


def _y_bereik(waarden: Sequence[float]) -> tuple[float, float, list[float]]:
    """Give the ends of the y axis and the round amounts between them that get a label."""
    laagste, hoogste = min([0.0, *waarden]), max([0.0, *waarden])
    if hoogste <= laagste:
        hoogste = laagste + 1
    stappen = mooie_stappen(laagste, hoogste, hoogstens=4)
    rek = (hoogste - laagste) * 1e-9
    return laagste, hoogste, [s for s in stappen if laagste - rek <= s <= hoogste + rek]


def _binnen_de_as(pad: Sequence[tuple[dt.date, Decimal]]) -> list[tuple[dt.date, Decimal]]:
    """The path from the first year of the axis on; one that began earlier is cut there."""
    binnen = [punt for punt in pad if punt[0] >= EERSTE]
    eerder = [punt for punt in pad if punt[0] < EERSTE]
    if not eerder or not binnen or binnen[0][0] == EERSTE:
        return binnen
    (begin, van), (einde, tot) = eerder[-1], binnen[0]
    deel = van + (tot - van) * (EERSTE - begin).days / (einde - begin).days
    return [(EERSTE, deel), *binnen]


@lru_cache(maxsize=4096)
def _x(datum: dt.date, links: float) -> str:
    """The place of a day along the axis: all gemeenten have figures on the same few days."""
    return plaats(Schaal(dag(EERSTE), dag(LAATSTE), links, BREEDTE - RECHTS)(dag(datum)))


def lijngrafiek(
    *,
    punten: Sequence[Punt],
    pad: Sequence[tuple[dt.date, Decimal]],
    toon: Callable[[Decimal], str],
    merken: Collection[dt.date] | None = None,
    vooruit: Vooruit | None = None,
    breuken: Collection[dt.date] = (),
) -> Lijngrafiek:
    """Lay the drawing out.

    `punten` in order of date; `pad` the break points of the path as (date, amount), empty without a
    target; `toon` writes an amount of the axis as the page does; `merken` the dates that carry a
    mark, by default all; `breuken` the dates on which the method changed. The y axis holds 0 and ends where the amounts end.
    """
    waarden = [float(p.waarde) for p in punten if p.waarde is not None]
    waarden += [float(bedrag) for _, bedrag in pad]
    if vooruit is not None:
        waarden += [float(bedrag) for bedrag in vooruit.tot[1:]]
    laagste, hoogste, stappen = _y_bereik(waarden)
    teksten = [toon(Decimal(str(stap))) for stap in stappen]
    links = max(LINKS, 10 + TEKENBREEDTE * max(map(len, teksten)))
    y = Schaal(laagste, hoogste, HOOGTE - ONDER, BOVEN)

    def px(datum: dt.date) -> str:
        return _x(datum, links)

    def py(bedrag: Decimal) -> str:
        return plaats(y(float(bedrag)))

    def xy(datum: dt.date, bedrag: Decimal) -> str:
        return f"{px(datum)},{py(bedrag)}"

    zichtbaar = [p for p in punten if EERSTE <= p.datum <= LAATSTE]
    return Lijngrafiek(
        breuken=tuple(px(datum) for datum in breuken if EERSTE <= datum <= LAATSTE),
        breedte=BREEDTE,
        hoogte=HOOGTE,
        links=plaats(links),
        rechts=plaats(BREEDTE - RECHTS),
        boven=plaats(BOVEN),
        onder=plaats(HOOGTE - ONDER),
        nul=plaats(y(0.0)),
        x_as=tuple(Streep(px(dt.date(jaar, 12, 31)), str(jaar)) for jaar in JAREN_OP_DE_AS),
        y_as=tuple(
            Streep(plaats(y(stap)), tekst) for stap, tekst in zip(stappen, teksten, strict=True)
        ),
        lijnen=tuple(
            " ".join(xy(p.datum, p.waarde) for p in stuk if p.waarde is not None)
            for stuk in _stukken(zichtbaar)
            if len(stuk) > 1
        ),
        bollen=tuple(
            Bol(x=px(p.datum), y=py(p.waarde), onzeker=p.onzeker)
            for p in zichtbaar
            if p.waarde is not None and (merken is None or p.datum in merken)
        ),
        pad=" ".join(xy(datum, bedrag) for datum, bedrag in _binnen_de_as(pad)),
        vooruit="" if vooruit is None else f"{xy(*vooruit.van)} {xy(*vooruit.tot[:2])}",
        band=""
        if vooruit is None
        else " ".join(
            (
                xy(*vooruit.van),
                xy(vooruit.tot[0], vooruit.tot[2]),
                xy(vooruit.tot[0], vooruit.tot[3]),
            )
        ),
    )
