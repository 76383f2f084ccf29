"""How numbers, amounts, percentages and dates look: Flemish Dutch, cut and never rounded up.

These are the only functions that turn a figure into text, for pages, report, export and API alike
(ontwerp §4.11). Cutting is towards zero: what is shown never claims more than was reached.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Context, Decimal

MIN = "\u2212"
# Wide enough for any amount; one context, because making one for each number costs more than cutting.
_RUIM = Context(prec=60)
_PLAATSEN = [Decimal(1).scaleb(-n) for n in range(10)]
_NEDERLANDS = str.maketrans(",.", ".,")


# Units that are words; the others (m, m², kWp, %) have no plural.
ENKELVOUD = {
    "bomen": "boom",
    "natuurgroenperken": "natuurgroenperk",
    "wooneenheden": "wooneenheid",
    "uitgenodigde huishoudens": "uitgenodigd huishouden",
    "projecten": "project",
    "toegangspunten": "toegangspunt",
    "deelwagens": "deelwagen",
    "energiegemeenschappen": "energiegemeenschap",
}


def kap_af(waarde: Decimal, decimalen: int) -> Decimal:
    """Cut `waarde` to `decimalen` places, towards zero."""
    return waarde.quantize(_PLAATSEN[decimalen], rounding=ROUND_DOWN, context=_RUIM)


def toon_getal(waarde: Decimal | int, decimalen: int = 0, *, vast: bool = False) -> str:
    """Write `waarde` with at most `decimalen` places: 6172.5 → "6.172,5".

    Zeros at the end fall away; `vast=True` keeps them, for columns that must line up. A negative
    number gets a real minus sign, which screen readers say aloud.
    """
    gekapt = kap_af(Decimal(waarde), decimalen)
    tekst = f"{abs(gekapt):,f}"
    if "." in tekst and not vast:
        tekst = tekst.rstrip("0").rstrip(".")
    tekst = tekst.translate(_NEDERLANDS)
    return f"{MIN}{tekst}" if gekapt < 0 else tekst


def toon_duizendsten(waarde: int, decimalen: int = 0) -> str:
    """Write whole thousandths exactly as `toon_getal` writes the amount: 6172500 → "6.172,5"."""
    heel, rest = divmod(abs(waarde), 1000)
    rest = rest // 10 ** (3 - decimalen) if decimalen < 3 else rest
    tekst = f"{heel:,}".replace(",", ".")
    if rest:
        tekst = f"{tekst},{rest:0{min(decimalen, 3)}d}".rstrip("0")
    return f"{MIN}{tekst}" if waarde < 0 and (heel or rest) else tekst


def eenheid_bij(getal: str, eenheid: str) -> str:
    """Give the unit that goes with a number as shown: "1" boom, "2" bomen, "1" m.

    An official target may hold its own: "216 MW", "100 % (± 1,2 miljoen lichtpunten)".
    """
    if any(teken.isalpha() or teken == "%" for teken in getal):
        return ""
    return ENKELVOUD.get(eenheid, eenheid) if getal in ("1", f"{MIN}1") else eenheid


def toon_hoeveelheid(waarde: Decimal | int, eenheid: str, decimalen: int = 0) -> str:
    """Write an amount with its unit: "6.172,5 m"; without a unit just the number."""
    getal = toon_getal(waarde, decimalen)
    return f"{getal} {eenheid_bij(getal, eenheid)}".strip()


def toon_percentage(deel: Decimal) -> str:
    """Write a share (0.0124… → "1,24 %"): one decimal, two under 10 %.

    Cut, so that "100 %" appears only when all of it is reached.
    """
    procent = _RUIM.multiply(deel, Decimal(100))
    return f"{toon_getal(procent, 2 if abs(procent) < 10 else 1)} %"


def toon_datum(datum: dt.date) -> str:
    """Write a date as 22-11-2026, without leading zeros."""
    return f"{datum.day}-{datum.month}-{datum.year}"


def toon_ja_nee(waarde: Decimal | int) -> str:
    """Write a yes/no figure (one or more is yes)."""
    return "ja" if waarde >= 1 else "nee"
