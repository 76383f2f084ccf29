"""The one file of the plotly wheel that a page may ask: `plotly/plotly.min.js`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAAM = "plotly/plotly.min.js"


def plotly_pad() -> Path:
    """Where the wheel keeps it, without importing plotly (that takes a second)."""
    plek = find_spec("plotly")
    if plek is None or plek.origin is None:
        raise FileNotFoundError("Het pakket plotly is niet geïnstalleerd.")
    return Path(plek.origin).parent / "package_data" / "plotly.min.js"


class _Winkel(FileSystemStorage):
    prefix = "plotly"


class PlotlyZoeker(BaseFinder):
    """Find and collect that file, and nothing else of the wheel."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAAM:
            return []
        gevonden = str(plotly_pad())
        return [gevonden] if find_all else gevonden

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        winkel = _Winkel(location=str(plotly_pad().parent))
        yield "plotly.min.js", winkel
