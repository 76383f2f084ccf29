"""The OpenAPI document: which paths are in it, and what drf-spectacular doesn't fill in itself."""

from __future__ import annotations

from typing import Any

import yaml

INLEIDING = """\
Lees en schrijf de gegevens van het Lokaal Energie- en Klimaatpact.

Lezen kan zonder sleutel. Schrijven en aanleveren vraagt een sleutel in de kop `x-api-key`; de \
beheerder van uw organisatie maakt ze in het portaal. Antwoorden zijn JSON-LD; vraag een ander \
formaat met de kop `Accept` of met `?formaat=`. Bedragen zijn exacte getallen als tekst ("12.5").

Wie alles ineens wil, haalt het bestand van vannacht op `/opendata/`: Parquet, GeoPackage, GeoJSON of CSV.
"""

GROEPEN = {
    "Grondgebied": "Gemeenten, provincies, inwoners en wooneenheden.",
    "Pact": "Pacten, ondertekeningen, werven, doelstellingen, indicatoren en doelen.",
    "Cijfers": "Metingen zoals geleverd, en standen zoals berekend.",
    "Verbeteringen": "Registraties op de kaart.",
    "Toelichtingen": "Wat gemeenten bij hun cijfers zeggen, en fouten melden.",
    "Ondersteuning": "Organisaties die helpen en hun aanbod.",
    "Aanlevering": "Feeds aanleveren en importruns volgen.",
    "Codelijsten": "Gecontroleerde waarden met hun betekenis (SKOS).",
    "Webhooks": "Bericht krijgen bij nieuws.",
    "Algemeen": "Ingang van de API.",
}


def alleen_onze_paden(endpoints: list[Any]) -> list[Any]:
    """Keep what lies under /api/v1/ (spectacular's preprocessing hook)."""
    return [e for e in endpoints if e[0].startswith("/api/v1")]


def werk_af(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Complete the document (spectacular's postprocessing hook)."""
    result["info"] |= {
        "description": INLEIDING,
        "license": {
            "name": "Modellicentie Gratis Hergebruik v1.0",
            "url": "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
        },
    }
    result["servers"] = [{"url": "/", "description": "Dit portaal"}]
    result["tags"] = [{"name": n, "description": u} for n, u in GROEPEN.items()]
    onderdelen = result.setdefault("components", {})
    onderdelen["securitySchemes"] = {
        "sleutel": {
            "type": "apiKey",
            "in": "header",
            "name": "x-api-key",
            "description": "Sleutel van uw organisatie; nooit in een adres.",
        }
    }
    for schema in onderdelen.get("schemas", {}).values():
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    onderdelen["schemas"]["Probleemvorm"]["additionalProperties"] = True
    return result


def maak_document() -> dict[str, Any]:
    """Generate the whole document from the views."""
    # Late: settings name the hooks of this module, and the generator reads the settings.
    from drf_spectacular.generators import SchemaGenerator

    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


def voor_generatoren(deel: Any) -> Any:
    """Give the document without the `@` members, which some generators take for their namesakes.

    (`@id` beside `id` becomes one name in Python.) An answer still has them, as members unnamed.
    """
    if isinstance(deel, list):
        return [voor_generatoren(d) for d in deel]
    if not isinstance(deel, dict):
        return deel
    uit = {naam: voor_generatoren(d) for naam, d in deel.items()}
    namen = deel.get("properties")
    if isinstance(namen, dict) and any(n.startswith("@") for n in namen):
        uit["properties"] = {n: d for n, d in uit["properties"].items() if not n.startswith("@")}
        uit["required"] = [n for n in deel.get("required", ()) if not n.startswith("@")]
        uit["additionalProperties"] = True
    return uit


def als_yaml() -> str:
    """Write the document as it is committed (docs/openapi.yaml)."""
    return yaml.safe_dump(
        maak_document(), allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
