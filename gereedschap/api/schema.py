"""From a view's declarations to its OpenAPI 3.1 operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import uritemplate
from drf_spectacular.openapi import AutoSchema

from gereedschap.api import formaten
from gereedschap.api.parameters import Param
from gereedschap.api.problemen import MEDIATYPE, TITELS
from gereedschap.api.velden import Probleemvorm
from gereedschap.api.views import DetailView, LijstView, TotaalMixin

LEESFOUTEN = (400, 401, 406, 429)
ETAG = {"description": "Kenmerk van deze versie.", "schema": {"type": "string"}}
LOS_OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}
GEOMETRIE = {"type": ["object", "null"], "description": "GeoJSON-geometrie in WGS84."}
FEATURES: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": GEOMETRIE,
                    "properties": LOS_OBJECT,
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Envelop:
    """The answer of a write that gives the thing back as GET does: `vorm` in an envelope."""

    type_: str
    vorm: Any


@dataclass(frozen=True)
class Actie:
    """One writing method (or a GET of its own kind) as the document tells it.

    `verzoek` and the values of `antwoorden` are a serializer class, an Envelop, a JSON schema, or None.
    """

    titel: str
    uitleg: str = ""
    verzoek: Any = None
    mediatypes: tuple[str, ...] = ("application/json",)
    antwoorden: Mapping[int, Any] = field(default_factory=dict)
    fouten: tuple[int, ...] = (400, 401, 403, 404, 406, 413, 415, 429)
    koppen: tuple[tuple[str, str, bool], ...] = ()
    voorbeeld: Any = None
    sleutel: bool = True


class ApiSchema(AutoSchema):
    """Reads `parameters`, `pad`, `acties`, `item` and the texts of our views."""

    view: Any

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        self.registry = registry
        self.path, self.path_regex, self.path_prefix = path, path_regex, path_prefix
        self.method = method.upper()
        view = self.view
        actie: Actie | None = getattr(view, "acties", {}).get(self.method)
        operatie: dict[str, Any] = {
            "operationId": self._naam(),
            "summary": actie.titel if actie else view.titel,
            "tags": [view.groep],
            "parameters": [*self._padparameters(), *self._vraagparameters(actie)],
        }
        if uitleg := (actie.uitleg if actie else view.uitleg):
            operatie["description"] = uitleg
        if actie and actie.verzoek is not None:
            inhoud: dict[str, Any] = {"schema": self._schema(actie.verzoek)}
            if actie.voorbeeld is not None:
                inhoud["example"] = actie.voorbeeld
            operatie["requestBody"] = {
                "required": True,
                "content": dict.fromkeys(actie.mediatypes, inhoud),
            }
        sleutel: list[dict[str, list[str]]] = [{"sleutel": []}]
        operatie["security"] = sleutel if actie and actie.sleutel else [{}, *sleutel]
        operatie["responses"] = self._antwoorden(actie)
        return operatie

    def _naam(self) -> str:
        stuk = self.path.removeprefix("/api/v1").strip("/").replace("{", "").replace("}", "")
        delen = [d for d in stuk.replace("-", "/").replace(".", "/").split("/") if d] or ["api"]
        woord = {"GET": "lees", "POST": "maak", "PUT": "zet", "PATCH": "wijzig"}.get(
            self.method, "verwijder"
        )
        return woord + "".join(deel[:1].upper() + deel[1:] for deel in delen)

    def _padparameters(self) -> list[dict[str, Any]]:
        pad: Mapping[str, Param] = getattr(self.view, "pad", {})
        uit = []
        for naam in uritemplate.variables(self.path):
            param = pad[naam]
            uit.append(
                {
                    "name": naam,
                    "in": "path",
                    "required": True,
                    "description": param.uitleg,
                    "schema": dict(param.schema),
                    "example": param.voorbeeld,
                }
            )
        return uit

    def _vraagparameters(self, actie: Actie | None) -> list[dict[str, Any]]:
        uit: list[dict[str, Any]] = []
        for naam, uitleg, verplicht in actie.koppen if actie else ():
            uit.append(
                {
                    "name": naam,
                    "in": "header",
                    "required": verplicht,
                    "description": uitleg,
                    "schema": {"type": "string"},
                }
            )
        if self.method != "GET":
            return uit
        for param in self.view.alle_parameters():
            schema = dict(param.schema)
            delen: dict[str, Any] = {
                "name": param.naam,
                "in": "query",
                "description": param.uitleg,
                "schema": schema,
            }
            if schema.get("type") == "array":
                delen |= {"style": "form", "explode": False}
            if param.voorbeeld is not None:
                delen["example"] = param.voorbeeld
            uit.append(delen)
        return uit

    def _schema(self, vorm: Any) -> dict[str, Any]:
        if isinstance(vorm, dict):
            return vorm
        if isinstance(vorm, Envelop):
            return self._envelop(vorm.type_, vorm.vorm)
        component = self.resolve_serializer(vorm(), "response")
        schema: dict[str, Any] = component.ref
        return schema

    def _problemen(self, codes: Iterable[int]) -> dict[str, Any]:
        schema = self._schema(Probleemvorm)
        return {
            str(code): {"description": TITELS[code][1], "content": {MEDIATYPE: {"schema": schema}}}
            for code in codes
        }

    def _antwoorden(self, actie: Actie | None) -> dict[str, Any]:
        if actie is not None:
            uit: dict[str, Any] = {}
            for code, vorm in actie.antwoorden.items():
                antwoord: dict[str, Any] = {"description": ANTWOORDEN.get(code, "Gelukt.")}
                if vorm is not None:
                    inhoud = {"schema": self._schema(vorm)}
                    soorten = self.view.renderer_classes if self.method == "GET" else formaten.JSON
                    antwoord["content"] = {r.media_type: inhoud for r in soorten}
                uit[str(code)] = antwoord
            if self.method == "GET":
                uit["304"] = {"description": "Niet gewijzigd sinds de ETag van If-None-Match."}
            return uit | self._problemen(actie.fouten)
        uit = {
            "200": {
                "description": "Gelukt.",
                "headers": {"ETag": ETAG},
                "content": self._inhoud(),
            },
            "304": {"description": "Niet gewijzigd sinds de ETag van If-None-Match."},
        }
        codes: tuple[int, ...] = LEESFOUTEN
        if uritemplate.variables(self.path):
            codes = (*codes, 404, 410)
        return uit | self._problemen(sorted({*codes, *self.view.leesfouten}))

    def _inhoud(self) -> dict[str, Any]:
        if isinstance(self.view, TotaalMixin):
            schema = _object(
                {"@type": {"const": "TotaalAantal"}, "totaalAantal": {"type": "integer"}}
            )
        elif isinstance(self.view, LijstView):
            schema = _object(
                {
                    "@type": {"const": f"{self.view.type_}Lijst"},
                    "data": {"type": "array", "items": self._schema(self.view.item)},
                },
                {"volgende": {"type": "string", "description": "De volgende bladzijde."}},
            )
        else:
            assert isinstance(self.view, DetailView)
            schema = self._envelop(self.view.type_, self.view.item)
        soorten = dict.fromkeys(r.media_type for r in self.view.renderer_classes)
        anders = {"application/geo+json": FEATURES, "text/csv": {"type": "string"}}
        return {soort: {"schema": anders.get(soort, schema)} for soort in soorten}

    def _envelop(self, type_: str, vorm: Any) -> dict[str, Any]:
        return _object(
            {
                "@type": {"const": f"{type_}Envelop"},
                "data": self._schema(vorm),
                "_links": LOS_OBJECT,
            }
        )


ANTWOORDEN = {
    201: "Gemaakt.",
    202: "Aanvaard; de verwerking loopt.",
    204: "Gelukt, zonder inhoud.",
    207: "Per item een uitslag.",
}


def _object(verplicht: dict[str, Any], vrij: dict[str, Any] | None = None) -> dict[str, Any]:
    eigenschappen = {"@context": {"type": "string"}, **verplicht}
    return {
        "type": "object",
        "required": list(eigenschappen),
        "properties": eigenschappen | (vrij or {}),
        "additionalProperties": False,
    }
