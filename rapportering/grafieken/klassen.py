"""Into which class of the map a gemeente falls.

The classes are fixed shares of its own target and not quantiles: the map shows how far each one is,
not who leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Klasse:
    """A class of the map: its css name and how the legend calls it.

    `altijd`: the legend names it also when no gemeente is in it.
    """

    naam: str
    tekst: str
    altijd: bool = True


AANDELEN = (
    (Decimal(25), Klasse("klasse-1", "minder dan 25 %")),
    (Decimal(50), Klasse("klasse-2", "25 tot 50 %")),
    (Decimal(75), Klasse("klasse-3", "50 tot 75 %")),
    (Decimal(100), Klasse("klasse-4", "75 tot 100 %")),
)
VOL = Klasse("klasse-5", "doel bereikt")
JA, NEE = Klasse("klasse-5", "ja"), Klasse("klasse-1", "nee")
ONTBREEKT = Klasse("klasse-ontbreekt", "cijfer ontbreekt")
GEHEIM = Klasse("klasse-geheim", "geheim", altijd=False)
ZONDER_DOEL = Klasse("klasse-zonder-doel", "wel een cijfer, geen doel", altijd=False)

LEGENDE_AANDEEL = (*(k for _, k in AANDELEN), VOL, ZONDER_DOEL, GEHEIM, ONTBREEKT)
LEGENDE_JA_NEE = (JA, NEE, GEHEIM, ONTBREEKT)


def klasse_van_aandeel(percentage: Decimal) -> Klasse:
    """The class of a share of the target in percent; from 100 on the target is reached."""
    return next((klasse for grens, klasse in AANDELEN if percentage < grens), VOL)
