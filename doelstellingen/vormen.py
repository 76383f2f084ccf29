"""What a page gets: figures, targets, goals and lines as plain frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from doelstellingen.basis import Basis, Breuk
from doelstellingen.cijfers import Bron
from doelstellingen.models import Doelstelling, Indicator
from doelstellingen.samenvoeging import Figuur
from doelstellingen.tempo import Status
from gereedschap.opmaak import toon_getal, toon_percentage

ONTBREEKT = "ontbreekt"
_TOESTANDWOORDEN = {"niet_van_toepassing": "niet van toepassing"}


@dataclass(frozen=True)
class Cijfer:
    """A figure as a page shows it, with its state; `toon` never is empty, nor has it a unit."""

    waarde: Decimal | None
    toon: str
    toestand: str
    peildatum: dt.date | None
    bronnen: list[Bron]
    publicatie: int | None
    n: int
    van_n: int
    demo: bool

    @property
    def volledig(self) -> bool:
        """Whether every part has a figure; else the value is a partial sum."""
        return self.n == self.van_n

    @property
    def toestandwoorden(self) -> str:
        return _TOESTANDWOORDEN.get(self.toestand, self.toestand)


@dataclass(frozen=True)
class DoelInfo:
    """A target: exact (None where a count is missing), as shown, and the sum that made it."""

    pact: str
    exact: Decimal | None
    toon: str
    berekening: str
    gegevens: dict[str, Any] | None = None
    per: str = ""


@dataclass(frozen=True)
class IndicatorOverzicht:
    """One indicator of a gemeente or of the Gewest; `doelen` the one that counts first."""

    indicator: Indicator
    cijfer: Cijfer
    doelen: list[DoelInfo]
    status: Status
    tussendoel: Decimal | None
    percentage: Decimal | None
    meldingen: list[str] = field(default_factory=list)
    lijn: list[tuple[dt.date, Decimal]] = field(default_factory=list)
    start: tuple[dt.date, Decimal] | None = None
    breuken: list[Breuk] = field(default_factory=list)

    @property
    def doel(self) -> DoelInfo | None:
        """The target that counts; None where nothing is asked."""
        return self.doelen[0] if self.doelen else None

    @property
    def toon_tussendoel(self) -> str:
        if self.tussendoel is None:
            return ""
        return toon_getal(self.tussendoel, self.indicator.decimalen)

    @property
    def toon_percentage(self) -> str:
        return "" if self.percentage is None else toon_percentage(self.percentage)


@dataclass(frozen=True)
class DoelstellingOverzicht:
    """One goal with its indicatoren, the main one first."""

    doelstelling: Doelstelling
    indicatoren: list[IndicatorOverzicht]

    @property
    def hoofd(self) -> IndicatorOverzicht:
        return self.indicatoren[0]

    @property
    def andere(self) -> list[IndicatorOverzicht]:
        return self.indicatoren[1:]


def per_doelstelling(regels: Iterable[IndicatorOverzicht]) -> list[DoelstellingOverzicht]:
    """Put indicatoren under their goal, in the order given."""
    uit: dict[int, DoelstellingOverzicht] = {}
    for regel in regels:
        doel = regel.indicator.doelstelling
        uit.setdefault(doel.pk, DoelstellingOverzicht(doel, [])).indicatoren.append(regel)
    return list(uit.values())


@dataclass(frozen=True)
class GemeenteRegel:
    """One gemeente on the map, in the table and in the spread of one indicator."""

    gemeente_id: int
    nis: str
    naam: str
    provincie_id: int
    cijfer: Cijfer
    doel: DoelInfo | None
    status: Status
    tussendoel: Decimal | None
    percentage: Decimal | None

    @property
    def toon_percentage(self) -> str:
        return "" if self.percentage is None else toon_percentage(self.percentage)


def maak_cijfer(
    figuur: Figuur | None,
    *,
    indicator: Indicator,
    basis: Basis,
    bronnen: list[Bron],
    publicatie: int | None,
    van_n: int = 1,
) -> Cijfer:
    """Give the figure as shown; None is "ontbreekt"."""
    demo = any(bron.demo for bron in bronnen)
    if figuur is None:
        return Cijfer(None, ONTBREEKT, ONTBREEKT, None, [], None, 0, van_n, False)
    exact = figuur.exact
    toon = (
        _TOESTANDWOORDEN.get(figuur.kwaliteit, figuur.kwaliteit)
        if exact is None
        else basis.maat(indicator).toon(exact)
    )
    return Cijfer(
        exact,
        toon,
        figuur.kwaliteit,
        figuur.peildatum,
        bronnen,
        publicatie,
        figuur.n,
        figuur.van_n,
        demo,
    )
