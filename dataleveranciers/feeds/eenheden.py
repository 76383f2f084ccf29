"""Units that suppliers use: which indicator they mean and how they convert. No Django here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

# (delivered, ours) → factor
OMREKENING = {
    ("km", "m"): Decimal(1000),
    ("cm", "m"): Decimal("0.01"),
    ("ha", "m²"): Decimal(10_000),
    ("km²", "m²"): Decimal(1_000_000),
    ("are", "m²"): Decimal(100),
    ("l", "m³"): Decimal("0.001"),
    ("dm³", "m³"): Decimal("0.001"),
    ("mwp", "kwp"): Decimal(1000),
    ("gwp", "kwp"): Decimal(1_000_000),
    ("wp", "kwp"): Decimal("0.001"),
}
_ZELFDE = {
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
    "dm3": "dm³",
    "liter": "l",
    "meter": "m",
    "kilometer": "km",
    "hectare": "ha",
    "w": "wp",
    "kw": "kwp",
    "mw": "mwp",
    "gw": "gwp",
    "procent": "%",
    "percent": "%",
    "ja/neen": "ja/nee",
    "jaofnee": "ja/nee",
}
GEMETEN_EENHEDEN = frozenset({"m", "m²", "m³", "kwp", "%", "ja/nee", "cpe"})
STUKS = frozenset({"stuks", "stuk", "aantal"})


class Meetbaar(Protocol):
    """What has a unit: an indicator."""

    @property
    def eenheid(self) -> str: ...
    @property
    def hoofd(self) -> bool: ...


def norm(eenheid: str) -> str:
    """Give a unit as it is compared: no case and spaces, one spelling."""
    kaal = "".join(eenheid.casefold().split())
    return _ZELFDE.get(kaal, kaal)


def factor(geleverd: str, eigen: str) -> Decimal | None:
    """Give what to multiply with to come from `geleverd` to `eigen`; None when they don't convert."""
    van, naar = norm(geleverd), norm(eigen)
    if van in ("", naar) or (van in STUKS and naar not in GEMETEN_EENHEDEN):
        return Decimal(1)
    return OMREKENING.get((van, naar))


def kies(eenheid: str, indicatoren: Sequence[Meetbaar]) -> tuple[int, Decimal] | None:
    """Give the place of the indicator that `eenheid` means and its factor, the main one first."""
    volgorde = sorted(range(len(indicatoren)), key=lambda i: not indicatoren[i].hoofd)
    for plaats in volgorde:
        maal = factor(eenheid, indicatoren[plaats].eenheid)
        if maal is not None:
            return plaats, maal
    return None
