"""Who may be named as aanvrager of a verbetering, and who it usually is."""

from __future__ import annotations

from toegang.models import Organisatie
from toegang.wie import Toegang
from verbeteringen.models import Aanvrager

_GEWOON = {
    Organisatie.Soort.GEMEENTE: Aanvrager.GEMEENTE,
    Organisatie.Soort.BEDRIJF: Aanvrager.BEDRIJF,
    Organisatie.Soort.VERENIGING: Aanvrager.VERENIGING,
}


def aanvragers_voor(toegang: Toegang) -> list[tuple[str, str]]:
    """Give the kinds of aanvrager this actor may name; a burger is a burger."""
    if toegang.organisatie is None:
        return [(Aanvrager.BURGER.value, str(Aanvrager.BURGER.label))]
    return list(Aanvrager.choices)


def gewone_aanvrager(toegang: Toegang) -> str:
    """Give what a form begins with: the kind that this actor is itself."""
    organisatie = toegang.organisatie
    if organisatie is None:
        return Aanvrager.BURGER.value
    if organisatie.is_ondersteuner:
        return Aanvrager.ONDERSTEUNER.value
    return _GEWOON.get(Organisatie.Soort(organisatie.soort), Aanvrager.ONDERSTEUNER).value
