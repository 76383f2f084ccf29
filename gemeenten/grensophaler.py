"""Fetch boundaries from an address: a file, or the pages of OGC API Features or WFS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from gemeenten.grensimport import Grensfout
from gereedschap.http import Ophaler
from gereedschap.stroom import Bestandsfout, begin

MEESTE_BLADEN = 200
VRBG_VERALGEMEEND = (
    "https://geo.api.vlaanderen.be/VRBG2025/wfs?service=WFS&version=2.0.0&request=GetFeature"
    "&typeNames=VRBG2025:RefgemG100&outputFormat=application/json&srsName=EPSG:4326"
)


def is_adres(bron: str) -> bool:
    """Whether `bron` is a web address and not a path."""
    return urlsplit(bron).scheme in ("http", "https")


def _als_items(url: str) -> str:
    """Give the items of an OGC API collection, where the address is that of the collection."""
    delen = urlsplit(url)
    pad = delen.path.rstrip("/")
    if "/collections/" in pad and not pad.endswith("/items") and pad.count("/") >= 2:
        return f"{delen.scheme}://{delen.netloc}{pad}/items?f=application/geo%2Bjson&limit=1000"
    return url


def _lees(pad: Path) -> dict[str, Any] | None:
    """Give a JSON object, or None when the file is something else."""
    if not begin(pad, 64).lstrip().startswith(b"{"):
        return None
    try:
        inhoud = json.loads(pad.read_bytes())
    except ValueError as fout:
        raise Grensfout("Het antwoord is afgebroken of geen geldige JSON.") from fout
    return inhoud if isinstance(inhoud, dict) else None


def _volgende(blad: dict[str, Any], url: str) -> str | None:
    for link in blad.get("links") or []:
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
            return urljoin(url, str(link["href"]))
    return None


def haal(url: str, *, map: Path, ophaler: Ophaler | None = None) -> Path:
    """Download `url` completely into `map` and give the file; pages are joined into one GeoJSON.

    Raises Grensfout, in Dutch.
    """
    try:
        with ophaler or Ophaler(map) as haler:
            adres = _als_items(url)
            features: list[Any] = []
            verwacht: int | None = None
            for _ in range(MEESTE_BLADEN):
                pad = haler.haal(adres)
                blad = _lees(pad)
                if blad is None or blad.get("type") != "FeatureCollection":
                    return pad
                features += blad.get("features") or []
                genoemd = blad.get("numberMatched")
                verwacht = genoemd if isinstance(genoemd, int) else verwacht
                verder = _volgende(blad, adres)
                if verder is None or verder == adres:
                    break
                adres = verder
            else:
                raise Grensfout(f"{url} geeft meer dan {MEESTE_BLADEN} bladen.")
    except Bestandsfout as fout:
        raise Grensfout(str(fout)) from fout
    if verwacht is not None and len(features) < verwacht:
        raise Grensfout(f"{url} kondigt {verwacht} gebieden aan en geeft er {len(features)}.")
    geheel = {"type": "FeatureCollection", "features": features}
    if "crs" in blad:
        geheel["crs"] = blad["crs"]
    doel = map / "grenzen.geojson"
    doel.write_text(json.dumps(geheel), encoding="utf-8")
    return doel
