"""How fast `gemeente_van` settles many shapes on prepared boundaries, in processor time."""

from __future__ import annotations

import numpy as np
import shapely
from django.conf import settings

from bench.kader import Uitkomst, duur
from gemeenten import grensformaat
from gemeenten.grenzenindex import GEEN, Grenzenindex

PUNTEN = 300_000
VLAKKEN = 30_000


def _index() -> Grenzenindex:
    vormen = grensformaat.lees(settings.FIXTURES_MAP / "grenzen_benadering.csv")
    return Grenzenindex(ids=[int(nis) for nis in vormen], vormen=list(vormen.values()))


def _in_vlaanderen(index: Grenzenindex, aantal: int) -> np.ndarray:
    """Give random points inside the region: no easy misses."""
    toeval = np.random.default_rng(2030)
    x = toeval.uniform(2.54, 5.92, aantal * 2)
    y = toeval.uniform(50.68, 51.51, aantal * 2)
    punten = shapely.points(x, y)
    return punten[index.gemeenten_van(punten) != GEEN][:aantal]


def main() -> list[Uitkomst]:
    index = _index()
    punten = _in_vlaanderen(index, PUNTEN)
    vlakken = shapely.buffer(punten[:VLAKKEN], 0.0005, quad_segs=2)
    opbouw_s = duur(lambda: _index().gemeenten_van(punten[:10_000])).cpu_s
    punten_s = duur(lambda: index.gemeenten_van(punten), herhalingen=3).cpu_s
    vlakken_s = duur(lambda: index.gemeenten_van(vlakken), herhalingen=3).cpu_s
    bloot_s = duur(lambda: index.boom.query(punten, predicate="intersects"), herhalingen=3).cpu_s
    return [
        Uitkomst(
            naam="punten aan een gemeente toewijzen",
            waarde=len(punten) / punten_s,
            grens=100_000,
            richting="minstens",
            eenheid="punten/s",
            toelichting=f"{len(punten)} punten in Vlaanderen, voorbereide grenzen",
        ),
        Uitkomst(
            naam="punten toewijzen tegenover de blote vraag aan shapely",
            waarde=punten_s / bloot_s,
            grens=1.0,
            toelichting=f"de vraag zelf doet {len(punten) / bloot_s:.0f} punten/s",
        ),
        Uitkomst(
            naam="vlakken aan een gemeente toewijzen",
            waarde=len(vlakken) / vlakken_s,
            grens=20_000,
            richting="minstens",
            eenheid="vlakken/s",
            toelichting="vlakken van ongeveer 100 m, ook over grenzen",
        ),
        Uitkomst(
            naam="grenzen lezen en voorbereiden, eerste 10.000 punten inbegrepen",
            waarde=opbouw_s,
            grens=5.0,
            eenheid="s",
        ),
    ]
