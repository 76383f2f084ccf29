"""Small lines beside each other on one common scale: who grows, and how far, at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapportering.grafieken.schaal import Schaal, dag, mooie_stappen, plaats

BREEDTE, HOOGTE = 168, 92
LINKS, RECHTS, BOVEN, ONDER = 38, 8, 8, 20
TEKENBREEDTE = 6.8


@dataclass(frozen=True)
class Streep:
    """A line across and what it stands for."""

    plaats: str
    tekst: str


@dataclass(frozen=True)
class Kleingrafiek:
    """One of the drawings, as text that SVG takes; `bol` is the newest figure, empty without one."""

    breedte: int
    hoogte: int
    links: str
    rechts: str
    boven: str
    onder: str
    nul: str
    jaren: tuple[str, str]
    y_as: tuple[Streep, ...]
    lijnen: tuple[str, ...]
    punten: tuple[tuple[str, str], ...]
    bol: tuple[str, str] | None
    breuken: tuple[str, ...]


class Raster:
    """The common frame: dates along, amounts up; `teken` puts one line in it."""

    def __init__(
        self, datums: Sequence[dt.date], waarden: Collection[float], *, eenheid: str = ""
    ) -> None:
        laagste, hoogste = min([0.0, *waarden]), max([0.0, *waarden])
        self.stappen = mooie_stappen(laagste, hoogste, hoogstens=2)
        self.teksten = [f"{_kort(stap)}{eenheid}" for stap in self.stappen]
        self.datums = datums
        links = max(LINKS, 10 + TEKENBREEDTE * max(map(len, self.teksten)))
        self.x = Schaal(
            dag(datums[0]), max(dag(datums[-1]), dag(datums[0]) + 1), links, BREEDTE - RECHTS
        )
        self.y = Schaal(self.stappen[0], self.stappen[-1], HOOGTE - ONDER, BOVEN)

    def teken(
        self, punten: Sequence[tuple[dt.date, float | None]], *, breuken: Collection[dt.date] = ()
    ) -> Kleingrafiek:
        """Lay one line out; a point without an amount breaks it."""
        stukken: list[list[tuple[str, str]]] = [[]]
        for datum, waarde in punten:
            if waarde is None:
                stukken.append([])
            else:
                stukken[-1].append((plaats(self.x(dag(datum))), plaats(self.y(waarde))))
        laatste = stukken[-1][-1] if stukken[-1] else None
        eerste_dag, laatste_dag = self.datums[0], self.datums[-1]
        return Kleingrafiek(
            BREEDTE,
            HOOGTE,
            plaats(self.x.begin),
            plaats(self.x.einde),
            plaats(BOVEN),
            plaats(HOOGTE - ONDER),
            plaats(self.y(0.0)),
            (str(eerste_dag.year), str(laatste_dag.year)),
            tuple(
                Streep(plaats(self.y(stap)), tekst)
                for stap, tekst in zip(self.stappen, self.teksten, strict=True)
            ),
            tuple(" ".join(f"{x},{y}" for x, y in stuk) for stuk in stukken if len(stuk) > 1),
            # A year alone has no line to either side, so it needs a mark to be seen.
            tuple(stuk[0] for stuk in stukken if len(stuk) == 1 and stuk[0] != laatste),
            laatste,
            tuple(plaats(self.x(dag(b))) for b in breuken if eerste_dag <= b <= laatste_dag),
        )


def _kort(bedrag: float) -> str:
    """An amount along a small axis: 1.500.000 as 1,5 mln., 20.000 as 20.000."""
    groot = abs(bedrag) >= 1_000_000
    tekst = f"{bedrag / 1_000_000 if groot else bedrag:,.2f}".rstrip("0").rstrip(".")
    tekst = tekst.translate(str.maketrans(",.", ".,")).replace("-", "−")
    return f"{tekst} mln." if groot else tekst
