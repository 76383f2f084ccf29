"""Make small deliveries in the suppliers' formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from dataleveranciers.models import Importrun
from dataleveranciers.services import importeer

GENT = (3.72, 51.05)


def feature(
    sleutel: str = "a-1", *, punt: Any = GENT, geometrie: Any = None, **leden: Any
) -> dict[str, Any]:
    """A good feature in Gent: ten trees; `leden` change its members (None leaves one out)."""
    eigenschappen = {
        "projectnaam": "Bomen in de straat",
        "aanvrager": "gemeente",
        "uitgevoerd_op": "2023-05-10",
        "gewijzigd_op": "2023-05-11T09:00:00+02:00",
        "bomen": 10,
    } | leden
    return {
        "type": "Feature",
        "id": sleutel,
        "geometry": geometrie or (punt and {"type": "Point", "coordinates": list(punt)}),
        "properties": {k: v for k, v in eigenschappen.items() if v is not None},
    }


def collectie(*features: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": list(features), "links": []})


@pytest.fixture
def lever(tmp_path: Path, db: None):
    """Deliver content to a feed as a file and give the run."""

    def _lever(feed: str, inhoud: Any, naam: str = "levering.json", **rest: Any) -> Importrun:
        if isinstance(inhoud, list):
            inhoud = collectie(*inhoud)
        pad = tmp_path / naam
        pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
        run = importeer(feed=feed, bestand=pad, **rest)
        run.refresh_from_db()
        delen = run.nieuw + run.gewijzigd + run.ongewijzigd + run.verwijderd + run.afgewezen
        assert run.gelezen == delen
        return run

    return _lever


@pytest.fixture
def gbp(lever):
    return lambda *features, **rest: lever("groenblauwpeil", list(features), **rest)


@pytest.fixture
def cijfers(lever):
    """Deliver rows of the feed `cijfers`; the first line is the header."""
    return lambda *regels, **rest: lever("cijfers", "\n".join(regels) + "\n", "c.csv", **rest)


def redenen(run: Importrun) -> list[str]:
    return [rij.reden for rij in run.rijen.order_by("nr")]
