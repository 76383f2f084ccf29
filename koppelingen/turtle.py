"""From JSON-LD nodes with compact names to Turtle: enough for the catalogue, no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_VLUCHT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_IRI_VLUCHT = {teken: f"%{ord(teken):02X}" for teken in '<>"{}|^`\\ '}


def _tekst(waarde: str) -> str:
    return '"' + "".join(_VLUCHT.get(teken, teken) for teken in waarde) + '"'


def _iri(waarde: str, voorvoegsels: Mapping[str, str]) -> str:
    kop, _, rest = waarde.partition(":")
    if kop in voorvoegsels and not rest.startswith("//"):
        return waarde
    return "<" + "".join(_IRI_VLUCHT.get(teken, teken) for teken in waarde) + ">"


def _waarde(waarde: Any, voorvoegsels: Mapping[str, str], diepte: int) -> str:
    match waarde:
        case {"@value": inhoud, "@language": taal}:
            return f"{_tekst(str(inhoud))}@{taal}"
        case {"@value": inhoud, "@type": soort}:
            return f"{_tekst(str(inhoud))}^^{_iri(str(soort), voorvoegsels)}"
        case {"@id": iri, **rest} if not rest:
            return _iri(str(iri), voorvoegsels)
        case dict():
            streep = "  " * (diepte + 1)
            return f"[\n{streep}" + _paren(waarde, voorvoegsels, diepte + 1) + f"\n{streep[2:]}]"
        case bool():
            return "true" if waarde else "false"
        case int():
            return str(waarde)
        case _:
            return _tekst(str(waarde))


def _paren(knoop: Mapping[str, Any], voorvoegsels: Mapping[str, str], diepte: int) -> str:
    regels = []
    for naam, inhoud in knoop.items():
        if naam == "@id" or inhoud is None or inhoud == []:
            continue
        lijst = inhoud if isinstance(inhoud, list) else [inhoud]
        if naam == "@type":
            regels.append("a " + ", ".join(_iri(str(x), voorvoegsels) for x in lijst))
        else:
            delen = ", ".join(_waarde(x, voorvoegsels, diepte) for x in lijst)
            regels.append(f"{naam} {delen}")
    return (" ;\n" + "  " * diepte).join(regels)


def schrijf(knopen: Iterable[Mapping[str, Any]], voorvoegsels: Mapping[str, str]) -> str:
    """Write nodes (each with an `@id`) as Turtle; names are `prefix:local` of `voorvoegsels`."""
    kop = "".join(f"@prefix {naam}: <{iri}> .\n" for naam, iri in voorvoegsels.items())
    delen = [
        f"{_iri(str(knoop['@id']), voorvoegsels)}\n  {_paren(knoop, voorvoegsels, 1)} .\n"
        for knoop in knopen
    ]
    return kop + "\n" + "\n".join(delen)
