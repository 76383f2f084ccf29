"""What a feed is: how to fetch, read and map its rows. All the rest is the engine's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.utils import timezone

from doelstellingen.services import MetingRij
from gemeenten.selectors import Register
from gereedschap.getallen import Notatie
from gereedschap.http import Ophaalfout, Ophaler
from verbeteringen.levering import Aangeleverd

Sinds = dt.datetime | None


class RijFout(Exception):
    """One row can't be used: which field, its value, and why (Dutch)."""

    def __init__(self, veld: str, waarde: Any, reden: str) -> None:
        super().__init__(reden)
        self.veld = veld[:60]
        self.waarde = "" if waarde is None else str(waarde)[:200]
        self.reden = reden[:300]


class Rauw(NamedTuple):
    """One row as it was read: its number in the file, its content, or why it can't be read."""

    nr: int
    inhoud: Any
    fout: RijFout | None = None


@dataclass
class Leesverslag:
    """What reading tells besides rows; shared between fetching and reading."""

    meldingen: list[str] = field(default_factory=list)
    notatie: Notatie = Notatie.ONBEKEND
    overig: Mapping[str, Any] = field(default_factory=dict)
    rijen_in_pagina: int = 0


@dataclass(frozen=True)
class Indicatorinfo:
    """An indicator as a feed needs it."""

    pk: int
    doelstelling: str
    slug: str
    eenheid: str
    soort: str
    hoofd: bool
    bron_id: int | None


@dataclass(frozen=True)
class Context:
    """What mapping a row may look up."""

    register: Register
    indicatoren: Mapping[str, list[Indicatorinfo]]
    notatie: Notatie = Notatie.ONBEKEND
    vandaag: dt.date = field(default_factory=timezone.localdate)

    def indicator(self, doelstelling: str, slug: str) -> Indicatorinfo:
        return next(i for i in self.indicatoren[doelstelling] if i.slug == slug)


class Vertaling(NamedTuple):
    """The metingen of one row. `deel`: the row is part of a gemeente, to add to its other rows."""

    metingen: list[MetingRij]
    deel: bool = False
    melding: str = ""


Lezer = Callable[[Path, Leesverslag], Iterator[list[Rauw]]]
Haler = Callable[[Ophaler, str, Sinds, Leesverslag], Iterator[Path]]


@dataclass(frozen=True, kw_only=True)
class Feeddefinitie:
    slug: str
    naam: str
    organisatie: str
    momentopname: bool
    haal: Haler
    lees: Lezer
    # Whether a fetch without `gewijzigd_sinds` gives everything the supplier has.
    ophaling_is_geheel: bool = False
    tussenpoos_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Cijferfeed(Feeddefinitie):
    """Rows become metingen."""

    vertaal: Callable[[int, Mapping[str, Any], Context], Vertaling]


@dataclass(frozen=True, kw_only=True)
class Verbeteringfeed(Feeddefinitie):
    """Rows become verbeteringen."""

    kenmerk: Callable[[Any], tuple[str, bytes] | None]
    vertaal: Callable[[int, bytes, Any, dt.date], Aangeleverd]
    # (key, gewijzigd_op) of a row that was found good before.
    versie: Callable[[Any], tuple[str, dt.datetime]]


def haal_een(ophaler: Ophaler, url: str, sinds: Sinds, verslag: Leesverslag) -> Iterator[Path]:
    """Fetch one address that gives everything."""
    yield ophaler.haal(url)


def volgende_adres(huidig: str, doel: str, gezien: set[str]) -> str:
    """Give the absolute next address of a paged answer; refuse another host and a circle."""
    adres = urljoin(huidig, doel)
    if urlsplit(adres).hostname != urlsplit(huidig).hostname:
        raise Ophaalfout(
            f"{huidig} verwijst voor de volgende bladzijde naar een ander adres ({adres})."
        )
    if adres in gezien:
        raise Ophaalfout(f"{huidig} verwijst in een kring naar dezelfde bladzijden.")
    gezien.add(adres)
    return adres
