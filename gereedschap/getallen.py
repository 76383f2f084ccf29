"""Numbers as suppliers write them: decimal comma or dot, thousands marks, one rule for doubt.

`1234.5`, `1234,5`, `1.234,5` and `1 234,5` are the same. `1.234` alone is ambiguous: it is 1234 where
other numbers of the file use a decimal comma and 1.234 where others use a decimal dot. A file is
therefore read twice: `bewijs` gathers what the sure numbers tell, `lees_getal` uses it.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from decimal import Decimal

# Ordinary space, no-break space, thin space and narrow no-break space.
SPATIES = " \u00a0\u2009\u202f"
_GROEPEN_SPATIE = re.compile(rf"\d{{1,3}}(?:[{SPATIES}]\d{{3}})+(?=[.,]|$)")
_VORM = re.compile(r"(?P<teken>[+-]?)(?P<kern>\d[\d.,]*)", re.ASCII)
_LANGSTE = 40


class Notatie(enum.Enum):
    """Which decimal mark the sure numbers of a file use."""

    ONBEKEND = "onbekend"
    KOMMA = "komma"
    PUNT = "punt"
    BEIDE = "beide"

    def samen(self, ander: Notatie) -> Notatie:
        """Join the evidence of two numbers or files."""
        if ander in (Notatie.ONBEKEND, self):
            return self
        return ander if self is Notatie.ONBEKEND else Notatie.BEIDE


class GeenGetal(ValueError):
    """The text is not a number; the message says so in Dutch."""


class DubbelzinnigGetal(GeenGetal):
    """The text can be two numbers and the file doesn't tell which."""


def _ontleed(tekst: str) -> tuple[str, str]:
    """Give sign and digits with marks, spaces between groups of three removed."""
    kaal = tekst.strip(SPATIES + "\t").replace("\u2212", "-")
    if len(kaal) > _LANGSTE:
        raise GeenGetal(f"“{kaal[:30]}…” is te lang voor een getal.")
    teken = kaal[:1] if kaal[:1] in "+-" else ""
    rest = kaal[len(teken) :].lstrip(SPATIES)
    groepen = _GROEPEN_SPATIE.match(rest)
    if groepen:
        kop = groepen.group()
        rest = re.sub(f"[{SPATIES}]", "", kop) + rest[len(kop) :]
        if "." in rest and "," in rest:
            raise GeenGetal(f"“{tekst.strip()}” is geen getal.")
    if not _VORM.fullmatch(rest):
        raise GeenGetal(f"“{tekst.strip()}” is geen getal.")
    return teken, rest


def _in_groepen(kern: str, merk: str) -> bool:
    """Whether `merk` splits the digits into groups of three as a thousands mark does."""
    eerste, *groepen = kern.split(merk)
    return (
        1 <= len(eerste) <= 3
        and eerste[0] != "0"
        and bool(groepen)
        and all(len(groep) == 3 for groep in groepen)
    )


def _duid(tekst: str) -> tuple[str, str, str, Notatie]:
    """Give sign, digits, the only mark that occurs ("" when none or already solved), the evidence."""
    teken, kern = _ontleed(tekst)
    if "." in kern and "," in kern:
        decimaal = max(".,", key=kern.rfind)
        duizend = "," if decimaal == "." else "."
        geheel, _, breuk = kern.rpartition(decimaal)
        if not breuk or decimaal in geheel or not _in_groepen(geheel, duizend):
            raise GeenGetal(f"“{tekst.strip()}” is geen getal.")
        notatie = Notatie.KOMMA if decimaal == "," else Notatie.PUNT
        return teken, f"{geheel.replace(duizend, '')}.{breuk}", "", notatie
    for merk, als_decimaal, als_duizend in (
        (".", Notatie.PUNT, Notatie.KOMMA),
        (",", Notatie.KOMMA, Notatie.PUNT),
    ):
        if merk not in kern:
            continue
        if kern.count(merk) > 1:
            if not _in_groepen(kern, merk):
                raise GeenGetal(f"“{tekst.strip()}” is geen getal.")
            return teken, kern.replace(merk, ""), "", als_duizend
        if kern.endswith(merk):
            raise GeenGetal(f"“{tekst.strip()}” is geen getal.")
        # Digits that were grouped by spaces have a decimal mark, never a second thousands mark.
        gegroepeerd = any(spatie in tekst.strip() for spatie in SPATIES)
        if gegroepeerd or not _in_groepen(kern, merk):
            return teken, kern.replace(merk, "."), "", als_decimaal
        return teken, kern, merk, Notatie.ONBEKEND
    return teken, kern, "", Notatie.ONBEKEND


def bewijs(teksten: Iterable[str]) -> Notatie:
    """What the sure numbers among `teksten` tell about the decimal mark; no numbers don't count."""
    gevonden = Notatie.ONBEKEND
    for tekst in teksten:
        if not tekst or gevonden is Notatie.BEIDE or tekst.isdigit():
            continue
        try:
            gevonden = gevonden.samen(_duid(tekst)[3])
        except GeenGetal:
            continue
    return gevonden


def lees_getal(tekst: str, notatie: Notatie = Notatie.ONBEKEND) -> Decimal:
    """Give the exact number that `tekst` is in a file whose sure numbers use `notatie`.

    Raises GeenGetal (also for NaN, infinity and exponents) or DubbelzinnigGetal, in Dutch.
    """
    teken, kern, merk, _ = _duid(tekst)
    if merk:
        if notatie not in (Notatie.KOMMA, Notatie.PUNT):
            reden = (
                "het bestand gebruikt zowel komma's als punten voor decimalen"
                if notatie is Notatie.BEIDE
                else "geen ander getal in het bestand toont welk decimaalteken geldt"
            )
            zonder, met = kern.replace(merk, ""), kern.replace(merk, ",")
            raise DubbelzinnigGetal(
                f"“{tekst.strip()}” is dubbelzinnig ({zonder} of {met}): {reden}. "
                "Schrijf het getal zonder scheidingsteken voor duizendtallen."
            )
        decimaal = "," if notatie is Notatie.KOMMA else "."
        kern = kern.replace(merk, "." if merk == decimaal else "")
    return Decimal(teken + kern)


def lees_geheel(tekst: str, notatie: Notatie = Notatie.ONBEKEND) -> int:
    """Like `lees_getal`, for a whole number (`12,0` is whole)."""
    getal = lees_getal(tekst, notatie)
    if getal != getal.to_integral_value():
        raise GeenGetal(f"“{tekst.strip()}” is geen geheel getal.")
    return int(getal)
