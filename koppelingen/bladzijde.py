"""The documentation page, from the OpenAPI document: groups, operations, parameters, examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

METHODEN = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Parameter:
    naam: str
    plaats: str
    soort: str
    uitleg: str
    verplicht: bool


@dataclass(frozen=True)
class Operatie:
    id: str
    methode: str
    pad: str
    titel: str
    uitleg: str
    sleutel: bool
    parameters: list[Parameter]
    antwoorden: list[tuple[str, str]]
    formaten: list[str]
    voorbeeld: str
    lichaam: str


@dataclass(frozen=True)
class Groep:
    naam: str
    slug: str
    uitleg: str
    operaties: list[Operatie] = field(default_factory=list)


@dataclass(frozen=True)
class Documentatie:
    # Paragraphs of parts; a part is text or code.
    inleiding: list[list[tuple[str, bool]]]
    groepen: list[Groep]


PLAATSEN = {"query": "vraag", "path": "pad", "header": "kop"}
SOORTEN = {
    "string": "tekst",
    "integer": "geheel getal",
    "boolean": "true of false",
    "array": "getallen met komma's",
    "number": "getal",
}


def _soort(schema: dict[str, Any]) -> str:
    if keuzes := schema.get("enum"):
        return "een van: " + ", ".join(map(str, keuzes))
    if schema.get("format") == "date":
        return "datum (jjjj-mm-dd)"
    return SOORTEN.get(str(schema.get("type")), "waarde")


def voorbeeldadres(pad: str, operatie: dict[str, Any]) -> str:
    """Give a relative address that can be tried: path parameters filled in, one filter given."""
    vraag: dict[str, Any] = {}
    for p in operatie.get("parameters", []):
        if p["in"] == "path":
            pad = pad.replace("{" + p["name"] + "}", str(p.get("example", "")))
        elif p["in"] == "query" and p["name"] == "limit":
            vraag["limit"] = 2
    return f"{pad}?{urlencode(vraag)}" if vraag else pad


def _operatie(pad: str, methode: str, o: dict[str, Any]) -> Operatie:
    import json

    ok: dict[str, Any] = next((a for c, a in o["responses"].items() if c.startswith("2")), {})
    inhoud: dict[str, Any] = next(iter(o.get("requestBody", {}).get("content", {}).values()), {})
    lichaam = inhoud.get("example")
    return Operatie(
        id=o["operationId"],
        methode=methode.upper(),
        pad=pad,
        titel=o["summary"],
        uitleg=o.get("description", ""),
        sleutel={} not in o.get("security", [{}]),
        parameters=[
            Parameter(
                p["name"],
                PLAATSEN[p["in"]],
                _soort(p["schema"]),
                p.get("description", ""),
                p.get("required", False),
            )
            for p in o["parameters"]
        ],
        antwoorden=[(c, a["description"]) for c, a in o["responses"].items()],
        formaten=list(ok.get("content", {})),
        voorbeeld=voorbeeldadres(pad, o),
        lichaam=json.dumps(lichaam, ensure_ascii=False, indent=2) if lichaam is not None else "",
    )


def maak_documentatie(document: dict[str, Any]) -> Documentatie:
    """Give the page; groups in the order of the document's tags."""
    groepen = {
        t["name"]: Groep(t["name"], t["name"].lower(), t["description"]) for t in document["tags"]
    }
    for pad, methoden in document["paths"].items():
        for methode in METHODEN:
            if o := methoden.get(methode):
                groepen[o["tags"][0]].operaties.append(_operatie(pad, methode, o))
    alineas = [deel for deel in document["info"]["description"].split("\n\n") if deel.strip()]
    inleiding = [
        [(stuk, nummer % 2 == 1) for nummer, stuk in enumerate(alinea.split("`"))]
        for alinea in alineas
    ]
    return Documentatie(inleiding, [g for g in groepen.values() if g.operaties])
