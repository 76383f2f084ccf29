"""A line chart for paper: as a stand-alone SVG for DOCX, as numbers for the PDF, where typst draws it.

The page draws the same with its own CSS.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from rapportering.grafieken.lijn import Lijngrafiek

_LETTER = 'font-family="Source Sans Pro" font-size="11" fill="#333332"'
LIJN, PAD, ROOSTER = "#0055cc", "#8a6500", "#cfd5dd"
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


def _pt(getal: float) -> float:
    """A length of the drawing in points on paper."""
    return round(getal * PUNT, 2)


def maten_van(grafiek: Lijngrafiek) -> dict[str, Any]:
    """Give the frame on paper: the same for every chart, whatever stands along its axis."""
    g = grafiek
    return {
        "breedte": _pt(g.breedte),
        "hoogte": _pt(g.hoogte),
        "links": LINKS_PT,
        "rechts": _pt(float(g.rechts)),
        "boven": _pt(float(g.boven)),
        "onder": _pt(float(g.onder)),
        "x": [streep.tekst for streep in g.x_as],
    }


def getallen_van(grafiek: Lijngrafiek) -> dict[str, Any]:
    """Give the drawing as numbers in points, within the frame of `maten_van`."""
    g = grafiek
    links, rechts = float(g.links), float(g.rechts)
    rek = (rechts * PUNT - LINKS_PT) / (rechts - links)

    def px(x: str) -> float:
        return round(LINKS_PT + (float(x) - links) * rek, 2)

    def plekken(tekst: str) -> list[list[float]]:
        return [[px(x), _pt(float(y))] for x, y in (p.split(",") for p in tekst.split())]

    def bollen(*, onzeker: bool) -> list[list[float]]:
        return [[px(bol.x), _pt(float(bol.y))] for bol in g.bollen if bol.onzeker == onzeker]

    return {
        "nul": _pt(float(g.nul)),
        "y": [[_pt(float(streep.plaats)), streep.tekst] for streep in g.y_as],
        "pad": plekken(g.pad),
        "lijnen": [plekken(lijn) for lijn in g.lijnen],
        "zeker": bollen(onzeker=False),
        "onzeker": bollen(onzeker=True),
        "breuken": [[px(x), "breuk"] for x in g.breuken],
    }
