"""Pure: all that a LEKP-rapport says, as text that was cut and written once.

HTML, PDF, XLSX, CSV and DOCX are made of this and of nothing else, so that they cannot differ. The
block of a goal follows domein.md §2.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rapportering.grafieken.lijn import Lijngrafiek

STANDAARDINLEIDING = (
    "Dit rapport toont voor elke doelstelling van het pact wat er sinds 1-1-2021 gerealiseerd is, wat "
    "het doel in 2030 vraagt en waar de cijfers vandaan komen. Een cijfer dat ontbreekt, staat er als "
    "ontbrekend en niet als nul."
)

GEEN_MELDINGEN = "De gemeente deed in het portaal geen meldingen over deze doelstellingen."


@dataclass(frozen=True)
class Waarde:
    """A figure in a report: as shown (with unit), exact (None where there is none), its state."""

    toon: str
    exact: Decimal | None = None
    toestand: str = ""


@dataclass(frozen=True)
class Regel:
    """One row of the table of a goal: what, for the gemeente, for the Vlaams Gewest."""

    naam: str
    gemeente: Waarde
    gewest: Waarde
    eenheid: str = ""
    soort: str = "cijfer"


@dataclass(frozen=True)
class Punt:
    """One row under a chart: date, figure and what the path asked then."""

    datum: dt.date
    cijfer: str
    toestand: str
    pad: str


@dataclass(frozen=True)
class Grafiek:
    """The line 2020-2030 of the main indicator, with the sentence that says what it shows."""

    tekening: Lijngrafiek
    alt: str
    punten: tuple[Punt, ...]
    heeft_pad: bool
    breuken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toelichting:
    soort: str
    tekst: str
    meer_info: str
    op: dt.date
    van: str = ""


@dataclass(frozen=True)
class Blok:
    """One goal."""

    slug: str
    naam: str
    werf: str
    doelzin: str
    uitleg: str
    dataverzameling: str
    bron: str
    laatste_update: str
    frequentie: str
    regels: tuple[Regel, ...]
    status: str
    aandeel: str
    grafiek: Grafiek | None
    berekeningen: tuple[str, ...]
    meldingen: tuple[str, ...]
    toelichting: Toelichting | None
    nagekeken: str
    notitie: str = ""
    demo: bool = False
    breuken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Melding:
    """Something that the gemeente reported through the portal, and about what."""

    op: dt.date
    soort: str
    over: str


@dataclass(frozen=True)
class Weggelaten:
    """A goal without a block, and why."""

    naam: str
    reden: str


@dataclass(frozen=True)
class Rapport:
    """One report of one gemeente on one peildatum, as known at one editie."""

    gemeente: str
    nis: str
    provincie: str
    peildatum: dt.date
    editie: int
    inleiding: str
    kerncijfers: tuple[tuple[str, str], ...]
    blokken: tuple[Blok, ...]
    weggelaten: tuple[Weggelaten, ...]
    meldingen: tuple[Melding, ...]
    bronnen: tuple[tuple[str, str], ...]
    adres: str
    demo: bool = False
    ontwerp: bool = False
    versie: int | None = None
    gemeenteraad_op: dt.date | None = None

    @property
    def titel(self) -> str:
        return f"LEKP-rapport {self.gemeente}"

    @property
    def bestandsnaam(self) -> str:
        """Name for a download, without extension."""
        return f"lekp-rapport-{self.nis}-{self.peildatum.isoformat()}"

    def rijen(self) -> Iterator[tuple[Blok, Regel]]:
        """Every row of every table, in order: what the sheets hold."""
        for blok in self.blokken:
            for regel in blok.regels:
                yield blok, regel
