"""A line chart for paper: as a stand-alone SVG for DOCX, as numbers for the PDF, where typst draws it.

The page draws the same with its own CSS.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from rapportering.grafieken.lijn import Lijngrafiek

_LETTER = 'font-family="Libertinus Serif" font-size="11" fill="#333332"'
LIJN, PAD, ROOSTER = "#0055cc", "#8a6500", "#cfd5dd"


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
    deel.append(f'<path d="M{g.links} {g.nul}H{g.rechts}" stroke="#333332"/>')
    for x in g.breuken:
        deel.append(
            f'<path d="M{x} {g.boven}V{g.onder}" stroke="#333332" stroke-dasharray="2 3"/>'
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


def _punten(tekst: str) -> list[list[float]]:
    return [[float(getal) for getal in punt.split(",")] for punt in tekst.split()]


def getallen_van(grafiek: Lijngrafiek) -> dict[str, Any]:
    """Give the drawing as numbers in its own unit."""
    g = grafiek
    return {
        "breedte": g.breedte,
        "hoogte": g.hoogte,
        "links": float(g.links),
        "rechts": float(g.rechts),
        "boven": float(g.boven),
        "onder": float(g.onder),
        "nul": float(g.nul),
        "x": [streep.tekst for streep in g.x_as],
        "y": [[float(streep.plaats), streep.tekst] for streep in g.y_as],
        "pad": _punten(g.pad),
        "lijnen": [_punten(lijn) for lijn in g.lijnen],
        "zeker": [[float(bol.x), float(bol.y)] for bol in g.bollen if not bol.onzeker],
        "onzeker": [[float(bol.x), float(bol.y)] for bol in g.bollen if bol.onzeker],
        "breuken": [[float(x), "breuk"] for x in g.breuken],
    }
