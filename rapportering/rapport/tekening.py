"""A line chart for paper: as a stand-alone SVG for DOCX; for the PDF its shapes, and where its words go.

The page draws the same with its own CSS.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from rapportering.grafieken.lijn import Lijngrafiek

_LETTER = 'font-family="Source Sans Pro" font-size="11" fill="#333332"'
LIJN, PAD, ROOSTER, AS = "#0055cc", "#8a6500", "#cfd5dd", "#333332"
# On paper: points per unit of the drawing, and room for the widest label of the axis.
PUNT, LINKS_PT = 0.75, 46.0


def svg_van(grafiek: Lijngrafiek) -> str:
    """Draw it; colours have 4,5:1 on white and the path is dashed, so that print needs no colour."""
    g = grafiek
    deel = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {g.breedte} {g.hoogte}" '
        f'width="{g.breedte}" height="{g.hoogte}">'
    ]
    for streep in g.y_as:
        deel.append(
            f'<path d="M{g.links} {streep.plaats}H{g.rechts}" stroke="{ROOSTER}"/>'
            f'<text x="{float(g.links) - 6}" y="{float(streep.plaats) + 4}" text-anchor="end" '
            f"{_LETTER}>{escape(streep.tekst)}</text>"
        )
    for streep in g.x_as:
        deel.append(
            f'<text x="{streep.plaats}" y="{float(g.onder) + 18}" text-anchor="middle" '
            f"{_LETTER}>{escape(streep.tekst)}</text>"
        )
    deel.append(f'<path d="M{g.links} {g.nul}H{g.rechts}" stroke="{AS}"/>')
    for x in g.breuken:
        deel.append(
            f'<path d="M{x} {g.boven}V{g.onder}" stroke="{AS}" stroke-dasharray="2 3"/>'
            f'<text x="{x}" y="{float(g.boven) - 3}" text-anchor="middle" {_LETTER}>breuk</text>'
        )
    if g.pad:
        deel.append(
            f'<polyline points="{g.pad}" fill="none" stroke="{PAD}" stroke-width="1.5" '
            'stroke-dasharray="5 4"/>'
        )
    deel += [
        f'<polyline points="{lijn}" fill="none" stroke="{LIJN}" stroke-width="2.5"/>'
        for lijn in g.lijnen
    ]
    deel += [
        f'<circle cx="{bol.x}" cy="{bol.y}" r="3" stroke="{LIJN}" stroke-width="1.5" '
        f'fill="{"#ffffff" if bol.onzeker else LIJN}"/>'
        for bol in g.bollen
    ]
    return "".join(deel) + "</svg>"


def _pt(getal: float) -> float:
    """A length of the drawing in points on paper."""
    return round(getal * PUNT, 2)


# All charts share one grid of tenths: the same few places come back in every one.
@lru_cache(maxsize=4096)
def _hoogte(y: str) -> float:
    return _pt(float(y))


@lru_cache(maxsize=16384)
def _breedte(x: str, links: str, rechts: str) -> float:
    """The place of `x` where the drawing begins at `LINKS_PT`, whatever its own room at the left."""
    van, tot = float(links), float(rechts)
    return round(LINKS_PT + (float(x) - van) * (tot * PUNT - LINKS_PT) / (tot - van), 2)


def maten_van(grafiek: Lijngrafiek) -> dict[str, Any]:
    """Give the frame on paper: the same for every chart, whatever stands along its axis."""
    g = grafiek
    return {
        "breedte": _pt(g.breedte),
        "hoogte": _pt(g.hoogte),
        "links": LINKS_PT,
        "rechts": _pt(float(g.rechts)),
        "onder": _hoogte(g.onder),
        "x": [streep.tekst for streep in g.x_as],
    }


def tekening_van(grafiek: Lijngrafiek) -> dict[str, Any]:
    """Give the shapes as SVG without words, and the words with their places in points.

    Within the frame of `maten_van`. Typst reads one picture faster than it lays out eight lines.
    """
    g = grafiek

    def px(x: str) -> float:
        return _breedte(x, g.links, g.rechts)

    return {
        "vormen": _vormen(g, px),
        "y": [[_hoogte(streep.plaats), streep.tekst] for streep in g.y_as],
        "breuken": [[px(x), "breuk"] for x in g.breuken],
    }


def _vormen(g: Lijngrafiek, px: Callable[[str], float]) -> str:
    """Draw all but the words; a dot is a line of hardly any length with round ends."""

    def lijn(punten: str) -> str:
        plekken = (punt.split(",") for punt in punten.split())
        return "M" + "L".join(f"{px(x)} {_hoogte(y)}" for x, y in plekken)

    def stippen(*, ook_zeker: bool) -> str:
        plekken = ((px(b.x), _hoogte(b.y)) for b in g.bollen if ook_zeker or b.onzeker)
        return "".join(f"M{x} {y}h.01" for x, y in plekken)

    breed = f"M{LINKS_PT} {{}}H{_pt(float(g.rechts))}"
    boven, onder = _hoogte(g.boven), _hoogte(g.onder)
    delen = (
        ("".join(breed.format(_hoogte(s.plaats)) for s in g.y_as), ROOSTER, 0.5, ""),
        (breed.format(_hoogte(g.nul)), AS, 0.8, ""),
        ("".join(f"M{px(x)} {boven}V{onder}" for x in g.breuken), AS, 0.8, "1.6 2.4"),
        (lijn(g.pad) if " " in g.pad else "", PAD, 1.2, "3.6 3"),
        ("".join(map(lijn, g.lijnen)), LIJN, 2, ""),
        (stippen(ook_zeker=True), LIJN, 6, ""),
        (stippen(ook_zeker=False), "#ffffff", 3.4, ""),
    )
    paden = (
        f'<path d="{d}" stroke="{kleur}" stroke-width="{dikte}"'
        + (f' stroke-dasharray="{streep}" stroke-linecap="butt"' if streep else "")
        + "/>"
        for d, kleur, dikte, streep in delen
        if d
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_pt(g.breedte)}" height="{_pt(g.hoogte)}" '
        f'fill="none" stroke-linecap="round">{"".join(paden)}</svg>'
    )
