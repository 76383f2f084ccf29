"""From figures to places on paper.

Amounts stay `Decimal` until here; a place is a float, written with one decimal and a point,
because SVG knows no other notation.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass


def plaats(waarde: float) -> str:
    """Write a coordinate as SVG wants it: one decimal, a point, no needless zero."""
    tekst = f"{waarde:.1f}"
    return "0" if tekst == "-0.0" else tekst.removesuffix(".0")


def mooie_stappen(laagste: float, hoogste: float, *, hoogstens: int = 4) -> list[float]:
    """Round values from at most `laagste` to at least `hoogste`, `hoogstens` steps apart.

    Steps are 1, 2, 2.5 or 5 times a power of ten. Always two values or more.
    """
    if hoogste <= laagste:
        hoogste = laagste + 1
    ruw = (hoogste - laagste) / hoogstens
    macht = 10.0 ** math.floor(math.log10(ruw))
    stap = next(f * macht for f in (1, 2, 2.5, 5, 10, 20) if f * macht >= ruw * (1 - 1e-9))
    eerste = math.floor(laagste / stap + 1e-9)
    laatste = math.ceil(hoogste / stap - 1e-9)
    return [round(i * stap, 9) for i in range(eerste, max(laatste, eerste + 1) + 1)]


@dataclass(frozen=True)
class Schaal:
    """A straight scale from `[van, tot]` to `[begin, einde]` on paper."""

    van: float
    tot: float
    begin: float
    einde: float

    def __call__(self, waarde: float) -> float:
        deel = (waarde - self.van) / (self.tot - self.van)
        return self.begin + deel * (self.einde - self.begin)


def dag(datum: dt.date) -> float:
    return float(datum.toordinal())
