"""The eight parameters of a verbetering: unit, goal, what counts and what must be asked.

Source: domein.md §4.2 (parameters and goals), §1.4 (what counts). No Django in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Uitsluiting:
    """A reason why a plus does not count, asked only where it fits the parameter."""

    sleutel: str
    vraag: str
    reden: str


BOSVERBAND = Uitsluiting(
    "bosverband",
    "Deze bomen staan in bosverband (bos of bosuitbreiding)",
    "in bosverband",
)
COMPENSATIE = Uitsluiting(
    "compensatie",
    "Dit is een opgelegde compensatie of heraanplant",
    "opgelegde compensatie of heraanplant",
)
VERPLICHT = Uitsluiting(
    "verplicht",
    "Dit was wettelijk verplicht (bijvoorbeeld door de hemelwaterverordening of een verkaveling)",
    "wettelijk verplicht",
)
UITSLUITINGEN = {u.sleutel: u for u in (BOSVERBAND, COMPENSATIE, VERPLICHT)}


@dataclass(frozen=True)
class Parameter:
    sleutel: str
    groep: str
    vraag: str
    naam: str
    eenheid: str
    enkelvoud: str
    decimalen: int
    doelstelling: str
    uitleg: str
    min_vraag: str
    uitsluitingen: tuple[Uitsluiting, ...]
    rekenhulp: str
    grens: Decimal

    @property
    def geheel(self) -> bool:
        """Only whole numbers (trees, natuurgroenperken)."""
        return self.decimalen == 0


BLAUW, GROEN = "blauw", "groen"
PERK_MINIMUM_M2 = Decimal(10)
PERKEN_GRENS_M2 = Decimal("14000000000")

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "regenwateropvang",
        BLAUW,
        "Regenwater opgevangen",
        "regenwateropvang",
        "m³",
        "m³",
        2,
        "hemelwateropvang",
        "Nieuwe regenwaterputten en -tonnen in de bestaande bebouwde omgeving, gemeten als extra "
        "inhoud in m³ (1 m³ is 1.000 liter). Dakoppervlakte en verbruik tellen niet.",
        "Verwijderde opvang",
        (VERPLICHT,),
        "liters",
        Decimal(200_000),
    ),
    Parameter(
        "buffervoorziening",
        BLAUW,
        "Buffervoorziening aangelegd",
        "buffervoorziening",
        "m³",
        "m³",
        2,
        "hemelwateropvang",
        "Extra buffervolume in m³, bijvoorbeeld een vijver, een verlaagd plein of een groendak "
        "(m² × mm). Wat bij een nieuwe verkaveling verplicht is, telt niet.",
        "Verwijderde buffer",
        (VERPLICHT,),
        "inhoud",
        Decimal(500_000),
    ),
    Parameter(
        "infiltratievoorziening",
        BLAUW,
        "Infiltratievoorziening aangelegd",
        "infiltratievoorziening",
        "m³",
        "m³",
        2,
        "hemelwateropvang",
        "Wadi's, infiltratiestroken en -kratten, gemeten als volume in m³ "
        "(lengte × breedte × diepte).",
        "Verwijderde infiltratie",
        (VERPLICHT,),
        "inhoud",
        Decimal(500_000),
    ),
    Parameter(
        "ontharding",
        BLAUW,
        "Verharding weggenomen",
        "ontharding",
        "m²",
        "m²",
        2,
        "ontharding",
        "Verharding die werd uitgebroken en doorlatende bodem werd, in m². Nieuwe verharding "
        "geef je in als min. Opgelegde ontharding telt niet.",
        "Nieuwe verharding",
        (VERPLICHT,),
        "",
        Decimal(1_000_000),
    ),
    Parameter(
        "bomen",
        GROEN,
        "Bomen geplant",
        "bomen",
        "bomen",
        "boom",
        0,
        "bomen",
        "Nieuwe, vrijstaande bomen op openbaar of privéterrein. Bomen in bosverband, opgelegde "
        "compensatie en vervanging van gevelde bomen tellen niet; gevelde bomen geef je in als min.",
        "Gevelde bomen",
        (BOSVERBAND, COMPENSATIE),
        "plantafstand",
        Decimal(200_000),
    ),
    Parameter(
        "natuurgroenperken",
        GROEN,
        "Natuurgroenperken aangelegd",
        "natuurgroenperken",
        "natuurgroenperken",
        "natuurgroenperk",
        0,
        "natuurgroenperken",
        "Nieuwe perken met natuurlijk groen van elk minstens 10 m², zoals een bloemenweide of een "
        "geveltuinplein. Het aantal perken telt, niet de oppervlakte.",
        "Verdwenen natuurgroenperken",
        (COMPENSATIE,),
        "",
        Decimal(2_000),
    ),
    Parameter(
        "haag",
        GROEN,
        "Haag geplant",
        "haag",
        "m haag",
        "m haag",
        2,
        "hagen_geveltuinen",
        "Nieuwe haag of houtkant, in meter. Heraanplant en compensatie tellen niet; een gerooide "
        "haag geef je in als min.",
        "Gerooide haag",
        (COMPENSATIE,),
        "pakketten",
        Decimal(200_000),
    ),
    Parameter(
        "geveltuin",
        GROEN,
        "Geveltuin aangeplant",
        "geveltuin",
        "m geveltuin",
        "m geveltuin",
        2,
        "hagen_geveltuinen",
        "Nieuwe beplanting langs een gevel, in meter gevellengte.",
        "Verdwenen geveltuin",
        (COMPENSATIE,),
        "",
        Decimal(50_000),
    ),
)
PER_SLEUTEL = {p.sleutel: p for p in PARAMETERS}
