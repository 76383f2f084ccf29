"""The documentation page, from the OpenAPI document: groups, operations, parameters, examples."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from koppelingen.datasets import UITLEG

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
    velden: list[Parameter]
    antwoordvelden: list[Parameter]


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
    "object": "object",
    "null": "null",
    "string": "tekst",
    "integer": "geheel getal",
    "boolean": "true of false",
    "array": "lijst",
    "number": "getal",
}


def _soort(schema: dict[str, Any]) -> str:
    if keuzes := schema.get("enum"):
        return "een van: " + ", ".join(map(str, keuzes))
    soorten = schema.get("type")
    leeg = " of null" if isinstance(soorten, list) and "null" in soorten else ""
    if schema.get("format") == "date":
        return "datum (jjjj-mm-dd)" + leeg
    if keuze := schema.get("anyOf") or schema.get("oneOf"):
        return " of ".join(dict.fromkeys(_soort(deel) for deel in keuze))
    if "$ref" in schema or "allOf" in schema:
        return "object"
    if isinstance(soorten, list):
        return " of ".join(SOORTEN.get(soort, "waarde") for soort in soorten)
    return SOORTEN.get(str(soorten), "waarde")


def _vraagsoort(schema: dict[str, Any]) -> str:
    return "getallen met komma's" if schema.get("type") == "array" else _soort(schema)


class _Velden:
    """Reads the members of a schema of the document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._onderdelen = document["components"]["schemas"]

    def _volg(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self._onderdelen[schema["$ref"].rpartition("/")[2]]
        return schema

    def van(self, schema: dict[str, Any], plaats: str) -> list[Parameter]:
        schema = self._volg(schema)
        verplicht = set(schema.get("required", ()))
        uit = []
        for naam, deel in schema.get("properties", {}).items():
            uitleg = deel.get("description") or UITLEG.get(naam, "")
            uit.append(Parameter(naam, plaats, _soort(deel), uitleg, naam in verplicht))
            # What a list holds, where it is objects of its own.
            binnen = self.van(deel.get("items", {}), plaats)
            uit += [replace(v, naam=f"{naam}[].{v.naam}") for v in binnen if v.naam[0] != "@"]
        return uit

    def van_antwoord(self, schema: dict[str, Any]) -> list[Parameter]:
        """Give the members of the thing itself: what is around it is the same everywhere."""
        schema = self._volg(schema)
        kern = schema.get("properties", {}).get("data", schema)
        velden = self.van(kern.get("items", kern), "antwoord")
        return [v for v in velden if not v.naam.startswith("@")]


def voorbeeldadres(pad: str, operatie: dict[str, Any]) -> str:
    """Give a relative address that can be tried: path parameters filled in, one filter given."""
    vraag: dict[str, Any] = {}
    for p in operatie.get("parameters", []):
        if p["in"] == "path":
            pad = pad.replace("{" + p["name"] + "}", str(p.get("example", "")))
        elif p["in"] == "query" and p["name"] == "limit":
            vraag["limit"] = 2
    return f"{pad}?{urlencode(vraag)}" if vraag else pad


def _operatie(pad: str, methode: str, o: dict[str, Any], velden: _Velden) -> Operatie:
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
                _vraagsoort(p["schema"]),
                p.get("description", ""),
                p.get("required", False),
            )
            for p in o["parameters"]
        ],
        antwoorden=[(c, a["description"]) for c, a in o["responses"].items()],
        formaten=list(ok.get("content", {})),
        voorbeeld=voorbeeldadres(pad, o),
        lichaam=json.dumps(lichaam, ensure_ascii=False, indent=2) if lichaam is not None else "",
        velden=velden.van(inhoud.get("schema", {}), "inhoud"),
        antwoordvelden=velden.van_antwoord(
            next((d["schema"] for d in ok.get("content", {}).values()), {})
        ),
    )


def maak_documentatie(document: dict[str, Any]) -> Documentatie:
    """Give the page; groups in the order of the document's tags."""
    groepen = {
        t["name"]: Groep(t["name"], t["name"].lower(), t["description"]) for t in document["tags"]
    }
    velden = _Velden(document)
    for pad, methoden in document["paths"].items():
        for methode in METHODEN:
            if o := methoden.get(methode):
                groepen[o["tags"][0]].operaties.append(_operatie(pad, methode, o, velden))
    alineas = [deel for deel in document["info"]["description"].split("\n\n") if deel.strip()]
    inleiding = [
        [(stuk, nummer % 2 == 1) for nummer, stuk in enumerate(alinea.split("`"))]
        for alinea in alineas
    ]
    return Documentatie(inleiding, [g for g in groepen.values() if g.operaties])
