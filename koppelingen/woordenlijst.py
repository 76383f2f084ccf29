"""The words of our JSON-LD: every type and member of the API with its meaning, for `/ns/pactportaal`.

Made from the OpenAPI document, so that a new member has an entry at once. What the published context
maps to a term of somebody else (SKOS, OSLO) says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from koppelingen.document import maak_document

CONTEXT = Path(__file__).parent / "contexten" / "2026-11-22" / "pactportaal.jsonld"
SOORTEN = {"string": "tekst", "integer": "geheel getal", "boolean": "ja of nee", "array": "lijst"}
# Types of answers that wrap the data.
OMHULSELS = {
    "Lijst": "Eén bladzijde of het geheel van een verzameling.",
    "Envelop": "Eén ding met zijn verwijzingen.",
}


@dataclass
class Woord:
    """A type (`klasse`) or a member, with where it is used and what is the same elsewhere."""

    naam: str
    klasse: bool = False
    uitleg: str = ""
    soort: str = ""
    bij: list[str] = field(default_factory=list)
    zelfde: str = ""


def _elders(context: dict[str, Any], naam: str) -> str:
    waarde = context.get(naam)
    iri = waarde.get("@id", "") if isinstance(waarde, dict) else waarde or ""
    voorvoegsel, _, rest = str(iri).partition(":")
    if rest and not rest.startswith("//") and isinstance(context.get(voorvoegsel), str):
        return f"{context[voorvoegsel]}{rest}"
    return str(iri)


def _types_in(schema: Any) -> set[str]:
    """Give every constant `@type` in a part of the document."""
    if isinstance(schema, list):
        return set().union(*map(_types_in, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    eigen = schema.get("@type")
    uit = {str(eigen["const"])} if isinstance(eigen, dict) and "const" in eigen else set()
    return uit.union(*map(_types_in, schema.values())) if schema else uit


def _type_van(component: str) -> str:
    return component.removesuffix("Vorm").removesuffix("Item").removesuffix("Detail")


@lru_cache(maxsize=1)
def woorden() -> tuple[Woord, ...]:
    """Give all words, types first, each in the order of the alphabet."""
    document = orjson.loads(orjson.dumps(maak_document(), default=str))
    context = orjson.loads(CONTEXT.read_bytes())["@context"]
    klassen: dict[str, Woord] = {}
    leden: dict[str, Woord] = {}
    for naam in _types_in(document["paths"]):
        uitleg = next((u for einde, u in OMHULSELS.items() if naam.endswith(einde)), "")
        klassen[naam] = Woord(naam, True, uitleg)
        # What a list holds and an envelope wraps.
        kern = naam.removesuffix("Lijst").removesuffix("Envelop")
        klassen.setdefault(kern, Woord(kern, True))
    for component, schema in document["components"]["schemas"].items():
        soort = _type_van(component)
        if "@type" in schema.get("properties", {}):
            klassen.setdefault(soort, Woord(soort, True))
        for naam, eis in schema.get("properties", {}).items():
            if naam.startswith("@"):
                continue
            woord = leden.setdefault(naam, Woord(naam))
            woord.uitleg = woord.uitleg or eis.get("description", "")
            woord.soort = woord.soort or _soort(eis)
            if soort not in woord.bij:
                woord.bij.append(soort)
    alle = [*sorted(klassen.values(), key=_volgorde), *sorted(leden.values(), key=_volgorde)]
    for woord in alle:
        woord.zelfde = _elders(context, woord.naam)
    return tuple(alle)


def _volgorde(woord: Woord) -> str:
    return woord.naam.lower()


def _soort(eis: dict[str, Any]) -> str:
    soort = eis.get("type", "")
    if isinstance(soort, list):
        soort = next((s for s in soort if s != "null"), "")
    if eis.get("format") == "date":
        return "datum"
    if str(eis.get("pattern", "")).startswith("^-?[0-9]"):
        return "exact getal als tekst"
    return SOORTEN.get(str(soort), "ding")


def als_jsonld(basis: str) -> dict[str, Any]:
    """Give the vocabulary as RDFS."""
    ruimte = f"{basis}/ns/pactportaal#"
    knopen: list[dict[str, Any]] = [
        {
            "@id": f"{basis}/ns/pactportaal",
            "@type": "owl:Ontology",
            "rdfs:label": {"@value": "Woordenlijst van PactPortaal", "@language": "nl"},
        }
    ]
    for woord in woorden():
        knoop: dict[str, Any] = {
            "@id": f"{ruimte}{woord.naam}",
            "@type": "rdfs:Class" if woord.klasse else "rdf:Property",
            "rdfs:label": {"@value": woord.naam, "@language": "nl"},
            "rdfs:isDefinedBy": {"@id": f"{basis}/ns/pactportaal"},
        }
        if woord.uitleg:
            knoop["rdfs:comment"] = {"@value": woord.uitleg, "@language": "nl"}
        if woord.zelfde:
            knoop["rdfs:seeAlso"] = {"@id": woord.zelfde}
        knopen.append(knoop)
    return {
        "@context": {
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "owl": "http://www.w3.org/2002/07/owl#",
        },
        "@graph": knopen,
    }
