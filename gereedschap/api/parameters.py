"""Named query parameters: declared once, read strictly, shown in the document."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.http import QueryDict

from gereedschap.api.editie import nummer_op
from gereedschap.api.problemen import Ongeldig

GEHEEL = re.compile(r"[0-9]{1,19}", re.ASCII)
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WAAR = {"true": True, "ja": True, "1": True, "false": False, "nee": False, "0": False}
GROOTSTE = 2**63 - 1


@dataclass(frozen=True)
class Param:
    """One parameter. `schema` is its JSON schema; `lees` gives the value or raises ValueError (Dutch)."""

    naam: str
    uitleg: str
    schema: Mapping[str, Any]
    lees: Callable[[str], Any]
    voorbeeld: Any = None
    standaard: Any = None


def tekst(
    naam: str, uitleg: str, *, voorbeeld: str = "", lengte: int = 80, patroon: str = ""
) -> Param:
    passend = re.compile(patroon, re.ASCII) if patroon else None

    def lees(waarde: str) -> str:
        if "\x00" in waarde or len(waarde) > lengte or not waarde.strip():
            raise ValueError(f"Geef een tekst van 1 tot {lengte} tekens.")
        if passend and not passend.fullmatch(waarde):
            raise ValueError(
                f"“{waarde[:40]}” heeft niet de juiste vorm, bijvoorbeeld {voorbeeld}."
            )
        return waarde

    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": lengte}
    if patroon:
        schema["pattern"] = f"^(?:{patroon})$"
    else:
        schema["pattern"] = r"^[^\u0000]*[^\u0000\s][^\u0000]*$"
    return Param(naam, uitleg, schema, lees, voorbeeld or None)


def nis(naam: str = "nis", uitleg: str = "NIS-code van de gemeente: vijf cijfers.") -> Param:
    return tekst(naam, uitleg, voorbeeld="44021", patroon=r"[0-9]{5}", lengte=5)


def geheel(
    naam: str,
    uitleg: str,
    *,
    minimum: int = 0,
    maximum: int = GROOTSTE,
    voorbeeld: int | None = None,
    standaard: int | None = None,
    kap: int | None = None,
) -> Param:
    """A whole number; above `kap` it is cut to `kap` instead of refused."""

    def lees(waarde: str) -> int:
        if not GEHEEL.fullmatch(waarde) or not minimum <= int(waarde) <= maximum:
            grens = "" if maximum == GROOTSTE else f" tot {maximum}"
            raise ValueError(f"Geef een geheel getal vanaf {minimum}{grens}.")
        return int(waarde) if kap is None else min(int(waarde), kap)

    schema: dict[str, Any] = {"type": "integer", "minimum": minimum, "maximum": maximum}
    if standaard is not None:
        schema["default"] = standaard
    return Param(naam, uitleg, schema, lees, voorbeeld, standaard)


def datum(naam: str, uitleg: str, *, voorbeeld: str = "2026-11-22") -> Param:
    def lees(waarde: str) -> dt.date:
        try:
            if not DATUM.fullmatch(waarde):
                raise ValueError(waarde)
            dag = dt.date.fromisoformat(waarde)
            if not 1900 <= dag.year <= 2100:
                raise ValueError(waarde)
        except ValueError as fout:
            raise ValueError(
                "Geef een datum als jjjj-mm-dd tussen 1900 en 2100, bijvoorbeeld 2026-11-22."
            ) from fout
        return dag

    # `date` allows the year 9999, the pattern alone February 30.
    schema = {"type": "string", "format": "date", "pattern": "^(19[0-9]{2}|20[0-9]{2}|2100)-"}
    return Param(naam, uitleg, schema, lees, voorbeeld)


def editie(naam: str = "gekendOp") -> Param:
    """An edition by its number, or by the day at whose end it was the newest."""
    nummer, dag = geheel(naam, "", minimum=1), datum(naam, "")

    def lees(waarde: str) -> int:
        if DATUM.fullmatch(waarde):
            return nummer_op(dag.lees(waarde))
        try:
            return int(nummer.lees(waarde))
        except ValueError as fout:
            raise ValueError(
                "Geef het nummer van een editie, of een datum zoals 2026-11-22."
            ) from fout

    return Param(
        naam,
        "Zoals gekend bij deze editie (nummer van een publicatie) of op het einde van deze dag; "
        "standaard de nieuwste.",
        {"anyOf": [nummer.schema, dag.schema]},
        lees,
        1,
    )


def keuze(
    naam: str, uitleg: str, keuzes: Iterable[str], *, voorbeeld: str = "", standaard: str = ""
) -> Param:
    mogelijk = list(keuzes)

    def lees(waarde: str) -> str:
        if waarde not in mogelijk:
            raise ValueError(f"“{waarde[:40]}” kan hier niet. Kies uit: {', '.join(mogelijk)}.")
        return waarde

    schema: dict[str, Any] = {"type": "string", "enum": mogelijk}
    if standaard:
        schema["default"] = standaard
    return Param(naam, uitleg, schema, lees, voorbeeld or mogelijk[0], standaard or None)


def ja_nee(naam: str, uitleg: str) -> Param:
    def lees(waarde: str) -> bool:
        if waarde.lower() not in WAAR:
            raise ValueError("Geef true of false.")
        return WAAR[waarde.lower()]

    return Param(naam, uitleg, {"type": "boolean"}, lees, False)


def omhullende(naam: str = "bbox") -> Param:
    """Bounding box minx,miny,maxx,maxy in WGS84 (CRS84 order: longitude first)."""

    def lees(waarde: str) -> tuple[float, float, float, float]:
        try:
            getallen = [float(deel) for deel in waarde.split(",")]
        except ValueError:
            getallen = []
        if len(getallen) == 6:  # with heights, which we have not
            getallen = [getallen[0], getallen[1], getallen[3], getallen[4]]
        if len(getallen) != 4 or not all(math.isfinite(g) for g in getallen):
            raise ValueError("Geef vier getallen: 3.6,51.0,3.8,51.1 (west, zuid, oost, noord).")
        west, zuid, oost, noord = getallen
        if west > oost or zuid > noord:
            raise ValueError("Het westen of zuiden ligt voorbij het oosten of noorden.")
        return west, zuid, oost, noord

    schema = {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 4,
        "maxItems": 6,
    }
    return Param(
        naam,
        "Alleen wat (deels) in deze rechthoek ligt: west,zuid,oost,noord in graden WGS84.",
        schema,
        lees,
        [3.6, 51.0, 3.8, 51.1],
    )


Keuzes = dict[str, Any]


def lees_parameters(vraag: QueryDict, parameters: Iterable[Param]) -> Keuzes:
    """Read the query strictly: every unknown, doubled or wrong parameter at once, as Ongeldig."""
    bekend = {p.naam: p for p in parameters}
    uit: Keuzes = {naam: p.standaard for naam, p in bekend.items()}
    fouten: dict[str, list[str]] = {}
    for naam, waarden in vraag.lists():
        if "." in naam:
            fouten[naam[:80]] = ["Een naam van een parameter bevat hier nooit een punt."]
        elif naam not in bekend:
            fouten[naam[:80]] = [_onbekend(naam, bekend)]
        elif len(waarden) != 1:
            fouten[naam] = ["Geef deze parameter één keer."]
        else:
            try:
                uit[naam] = bekend[naam].lees(waarden[0])
            except ValueError as fout:
                fouten[naam] = [str(fout)]
    if fouten:
        raise Ongeldig(fouten)
    return uit


def _onbekend(naam: str, bekend: Mapping[str, Param]) -> str:
    dichtbij = get_close_matches(naam[:80], bekend, n=1)
    hint = f" Bedoelde u {dichtbij[0]}?" if dichtbij else ""
    return f"Deze parameter bestaat hier niet.{hint} Wel: {', '.join(sorted(bekend)) or 'geen'}."
