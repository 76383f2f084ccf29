"""How the gemeenten are spread, without an order of merit: a strip of equal bins and the quartiles.

The bins count gemeenten by the share of their own target, so that large and small ones compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapportering.grafieken.schaal import Schaal, mooie_stappen, plaats

BREEDTE, HOOGTE = 640, 190
LINKS, RECHTS, BOVEN, ONDER = 12, 12, 28, 34
KLASSEN_HOOGSTENS = 20


@dataclass(frozen=True)
class Kwartielen:
    """A quarter of the values lies at or under `q1`, half at or under `mediaan`, and so on."""

    q1: Decimal
    mediaan: Decimal
    q3: Decimal
    laagste: Decimal
    hoogste: Decimal
    aantal: int


@dataclass(frozen=True)
class Staaf:
    """One bin `[van, tot)`; the last one holds its upper edge too."""

    van: Decimal
    tot: Decimal
    aantal: int
    x: str
    y: str
    breedte: str
    hoogte: str
    midden: str


@dataclass(frozen=True)
class Merk:
    x: str
    waarde: Decimal


@dataclass(frozen=True)
class Spreiding:
    breedte: int
    hoogte: int
    onder: str
    boven: str
    as_y: str
    staven: tuple[Staaf, ...]
    streepjes: tuple[Merk, ...]
    kwartielen: Kwartielen
    mediaan_x: str


def kwartielen(waarden: Sequence[Decimal]) -> Kwartielen:
    """Quartiles by the nearest rank: each is a value that some gemeente really has.

    Raises ValueError without any value.
    """
    if not waarden:
        raise ValueError("Geen waarden om te verdelen.")
    op_rij = sorted(waarden)

    def rang(deel: int) -> Decimal:
        return op_rij[max(0, -(-len(op_rij) * deel // 4) - 1)]

    return Kwartielen(rang(1), rang(2), rang(3), op_rij[0], op_rij[-1], len(op_rij))


def spreiding(waarden: Sequence[Decimal]) -> Spreiding:
    """Lay out the bins of `waarden` (shares in percent); raises ValueError without any value."""
    vier = kwartielen(waarden)
    # A few far outliers may not press all others into one bin: the last bin takes them.
    hoogste = min(vier.hoogste, vier.q3 + 3 * (vier.q3 - vier.q1) or vier.hoogste)
    randen = [
        Decimal(str(r))
        for r in mooie_stappen(
            float(min(vier.laagste, Decimal(0))), float(hoogste), hoogstens=KLASSEN_HOOGSTENS
        )
    ]
    tellingen = [0] * (len(randen) - 1)
    stap = randen[1] - randen[0]
    for waarde in waarden:
        nummer = int((waarde - randen[0]) // stap)
        tellingen[max(0, min(nummer, len(tellingen) - 1))] += 1
    x = Schaal(float(randen[0]), float(randen[-1]), LINKS, BREEDTE - RECHTS)
    y = Schaal(0, max(tellingen), HOOGTE - ONDER, BOVEN)
    staven = []
    for van, tot, aantal in zip(randen, randen[1:], tellingen, strict=False):
        links, rechts = x(float(van)), x(float(tot))
        staven.append(
            Staaf(
                van=van,
                tot=tot,
                aantal=aantal,
                x=plaats(links + 1),
                y=plaats(y(aantal)),
                breedte=plaats(rechts - links - 2),
                hoogte=plaats(HOOGTE - ONDER - y(aantal)),
                midden=plaats((links + rechts) / 2),
            )
        )
    sprong = max(1, (len(randen) - 1) // 8)
    return Spreiding(
        breedte=BREEDTE,
        hoogte=HOOGTE,
        onder=plaats(HOOGTE - ONDER),
        boven=plaats(BOVEN),
        as_y=plaats(HOOGTE - ONDER + 18),
        staven=tuple(staven),
        streepjes=tuple(Merk(plaats(x(float(r))), r) for r in randen[::sprong]),
        kwartielen=vier,
        mediaan_x=plaats(x(float(min(vier.mediaan, randen[-1])))),
    )
