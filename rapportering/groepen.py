"""Groups of gemeenten that people compare: provincie, regio, size, neighbours, alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gemeenten.models import Gemeente

KLASSEN = (
    (10_000, "minder dan 10.000 inwoners"),
    (20_000, "10.000 tot 20.000 inwoners"),
    (50_000, "20.000 tot 50.000 inwoners"),
    (100_000, "50.000 tot 100.000 inwoners"),
    (None, "100.000 inwoners of meer"),
)
_AARDSTRAAL_KM = 6371.0


@dataclass(frozen=True)
class Groep:
    """`code` is what the address says; `leden` ids of gemeenten."""

    code: str
    naam: str
    soort: str
    leden: tuple[int, ...]


def klasse_van(inwoners: int) -> int:
    """Number of the population class."""
    return next(n for n, (tot, _) in enumerate(KLASSEN) if tot is None or inwoners < tot)


def groepen_van(gemeenten: Sequence[Gemeente], inwoners: Mapping[int, int]) -> list[Groep]:
    """Give every group of these gemeenten, sorted by kind; `inwoners` by gemeente id."""
    soorten: list[tuple[str, Callable[[Gemeente], tuple[str, str]]]] = [
        ("provincie", lambda g: (g.provincie.nis, g.provincie.naam)),
        (
            "arrondissement",
            lambda g: (g.arrondissement.nis, f"Arrondissement {g.arrondissement.naam}"),
        ),
        ("referentieregio", lambda g: (g.referentieregio, f"Referentieregio {g.referentieregio}")),
        ("klasse", lambda g: _klasse(inwoners.get(g.pk))),
    ]
    uit = [Groep("gewest", "Vlaams Gewest", "gewest", tuple(g.pk for g in gemeenten))]
    for soort, sleutel in soorten:
        per: dict[tuple[str, str], list[int]] = {}
        for gemeente in gemeenten:
            code, naam = sleutel(gemeente)
            if code:
                per.setdefault((code, naam), []).append(gemeente.pk)
        uit += [
            Groep(f"{soort}:{code}", naam, soort, tuple(leden))
            for (code, naam), leden in sorted(per.items())
        ]
    return uit


def _klasse(aantal: int | None) -> tuple[str, str]:
    if aantal is None:
        return "", ""
    nummer = klasse_van(aantal)
    return str(nummer + 1), f"Gemeenten met {KLASSEN[nummer][1]}"


def afstand_km(a: Gemeente, b: Gemeente) -> float | None:
    """Distance between the centres over the globe; None where one has no centre."""
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return None
    f1, f2 = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((f2 - f1) / 2) ** 2
        + math.cos(f1) * math.cos(f2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _AARDSTRAAL_KM * math.asin(math.sqrt(h))


@dataclass(frozen=True)
class Gelijkende:
    """A gemeente like another: how near its centre is, and how far apart in size and density."""

    gemeente: Gemeente
    km: float | None
    verschil: float


def vergelijkbare(
    van: Gemeente, gemeenten: Sequence[Gemeente], inwoners: Mapping[int, int], *, aantal: int = 5
) -> list[Gelijkende]:
    """Give the gemeenten most alike in inhabitants and density (both as ratios), nearest first."""

    def kenmerk(g: Gemeente) -> tuple[float, float] | None:
        n, km2 = inwoners.get(g.pk), g.oppervlakte_km2
        return (math.log(n), math.log(n / float(km2))) if n and km2 else None

    eigen = kenmerk(van)
    if eigen is None:
        return []
    uit = [
        Gelijkende(g, afstand_km(van, g), math.dist(eigen, ander))
        for g in gemeenten
        if g.pk != van.pk and (ander := kenmerk(g)) is not None
    ]
    return sorted(uit, key=lambda x: x.verschil)[:aantal]


def buren(van: Gemeente, gemeenten: Sequence[Gemeente], *, aantal: int = 5) -> list[Gelijkende]:
    """Give the gemeenten whose centres are nearest."""
    uit = [
        Gelijkende(g, km, km)
        for g in gemeenten
        if g.pk != van.pk and (km := afstand_km(van, g)) is not None
    ]
    return sorted(uit, key=lambda x: x.verschil)[:aantal]
