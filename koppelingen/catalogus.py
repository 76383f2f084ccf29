"""The catalogue of our open data as DCAT-AP VL: datasets, their files and the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from koppelingen.datasets import DATASETS, PER_SLUG, Dataset
from koppelingen.momentopnames import Bestand, Momentopname, nieuwste_momentopname

LICENTIE = "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
LICENTIENAAM = "Modellicentie Gratis Hergebruik v1.0"
_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
VOORVOEGSELS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "mdcat": "https://data.vlaanderen.be/ns/metadata-dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
# formaat → (name for people, EU file type when there is one, media type)
FORMATEN = {
    "csv": ("CSV", "CSV", "text/csv"),
    "geojson": ("GeoJSON", "GEOJSON", "application/geo+json"),
    "gpkg": ("GeoPackage", "GPKG", "application/geopackage+sqlite3"),
    "parquet": ("Parquet", "", "application/vnd.apache.parquet"),
}
Knoop = dict[str, Any]


def _nl(tekst: str) -> Knoop:
    return {"@value": tekst, "@language": "nl"}


def _id(iri: str) -> Knoop:
    return {"@id": iri}


def _moment(moment: dt.datetime) -> Knoop:
    return {"@value": moment.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def _contact(basis: str) -> Knoop:
    return {
        "@type": "vcard:Organization",
        "vcard:fn": _nl("PactPortaal"),
        "vcard:hasURL": _id(f"{basis}/opendata/"),
    }


def _rechten() -> Knoop:
    return {
        "dct:license": _id(LICENTIE),
        "dct:accessRights": _id(f"{_EU}/access-right/PUBLIC"),
    }


def _catalogus(basis: str, opname: Momentopname | None) -> Knoop:
    return {
        "@id": f"{basis}/id/catalogus/pactportaal",
        "@type": "dcat:Catalog",
        "dct:title": _nl("Open data van PactPortaal"),
        "dct:description": _nl(
            "De cijfers, doelen en verbeteringen van het Lokaal Energie- en Klimaatpact, als "
            "bestanden en als diensten."
        ),
        "dct:publisher": _id(f"{basis}/opendata/#uitgever"),
        "dct:language": _id(f"{_EU}/language/NLD"),
        "dct:license": _id(LICENTIE),
        "foaf:homepage": _id(f"{basis}/opendata/"),
        "dcat:themeTaxonomy": _id(f"{_EU}/data-theme"),
        "dct:modified": _moment(opname.gemaakt_op) if opname else None,
        "dcat:contactPoint": _contact(basis),
        "dcat:dataset": [_id(f"{basis}/id/dataset/{d.slug}") for d in DATASETS],
        "dcat:service": [_id(f"{basis}/id/dataservice/{slug}") for slug in ("api", "ogc")],
    }


def _dataset(dataset: Dataset, basis: str, opname: Momentopname | None) -> Knoop:
    bestanden = [b for b in opname.bestanden if b.dataset == dataset.slug] if opname else []
    iri = f"{basis}/id/dataset/{dataset.slug}"
    uitleg = f"{dataset.uitleg} {dataset.privacy}".strip()
    return {
        "@id": iri,
        "@type": "dcat:Dataset",
        "dct:title": _nl(dataset.titel),
        "dct:description": _nl(uitleg),
        "dct:identifier": iri,
        "dct:publisher": _id(f"{basis}/opendata/#uitgever"),
        "dcat:contactPoint": _contact(basis),
        "dcat:keyword": [_nl(woord) for woord in dataset.trefwoorden],
        "dcat:theme": [_id(f"{_EU}/data-theme/ENVI"), _id(f"{_EU}/data-theme/GOVE")],
        "dct:accrualPeriodicity": _id(f"{_EU}/frequency/{dataset.frequentie}"),
        "dct:language": _id(f"{_EU}/language/NLD"),
        "dct:spatial": _id("http://vocab.belgif.be/auth/refnis2025/02000"),
        "dct:modified": _moment(opname.gemaakt_op) if opname else None,
        **_rechten(),
        "mdcat:statuut": _id(
            "https://metadata.vlaanderen.be/id/GDI-Vlaanderen-Trefwoorden/VLOPENDATA"
        ),
        "dcat:landingPage": _id(f"{basis}/opendata/{dataset.slug}/"),
        "dcat:distribution": [
            *(_id(f"{basis}/id/distributie/{b.naam}") for b in bestanden),
            _id(f"{basis}/id/distributie/{dataset.slug}.api"),
        ],
    }


def _bestand(dataset: Dataset, b: Bestand, basis: str, opname: Momentopname) -> Knoop:
    naam, soort, media = FORMATEN[b.formaat]
    return {
        "@id": f"{basis}/id/distributie/{b.naam}",
        "@type": "dcat:Distribution",
        "dct:title": _nl(f"{dataset.titel} ({naam})"),
        "dct:description": _nl(
            f"Momentopname van alle rijen; elke nacht vernieuwd. Editie {opname.editie}."
        ),
        "dcat:accessURL": _id(f"{basis}/opendata/{dataset.slug}/"),
        "dcat:downloadURL": _id(f"{basis}/opendata/{b.naam}"),
        "dct:format": _id(f"{_EU}/file-type/{soort}") if soort else None,
        "dcat:mediaType": _id(f"{_IANA}/{media}"),
        "dcat:byteSize": {"@value": str(b.grootte), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": b.sha256, "@type": "xsd:hexBinary"},
        },
        "dct:issued": _moment(opname.gemaakt_op),
        **_rechten(),
    }


def _via_api(dataset: Dataset, basis: str) -> Knoop:
    return {
        "@id": f"{basis}/id/distributie/{dataset.slug}.api",
        "@type": "dcat:Distribution",
        "dct:title": _nl(f"{dataset.titel} (API)"),
        "dct:description": _nl("De stand van nu, per bladzijde, gefilterd of als geheel."),
        "dcat:accessURL": _id(f"{basis}/api/v1/{dataset.slug}"),
        "dcat:accessService": _id(f"{basis}/id/dataservice/api"),
        "dct:format": _id(f"{_EU}/file-type/JSON_LD"),
        "dcat:mediaType": _id(f"{_IANA}/application/ld+json"),
        **_rechten(),
    }


def _dienst(slug: str, titel: str, uitleg: str, eind: str, beschrijving: str, basis: str) -> Knoop:
    return {
        "@id": f"{basis}/id/dataservice/{slug}",
        "@type": "dcat:DataService",
        "dct:title": _nl(titel),
        "dct:description": _nl(uitleg),
        "dct:publisher": _id(f"{basis}/opendata/#uitgever"),
        "dcat:contactPoint": _contact(basis),
        "dcat:endpointURL": _id(f"{basis}{eind}"),
        "dcat:endpointDescription": _id(f"{basis}{beschrijving}"),
        "foaf:page": _id(f"{basis}/api/docs/"),
        **_rechten(),
    }


def _diensten(basis: str) -> list[Knoop]:
    api = _dienst(
        "api",
        "REST API van PactPortaal",
        "Alle open gegevens lezen als JSON-LD, GeoJSON en CSV; met een sleutel ook schrijven.",
        "/api/v1/",
        "/api/docs/openapi.json",
        basis,
    )
    api["dcat:servesDataset"] = [_id(f"{basis}/id/dataset/{d.slug}") for d in DATASETS]
    ogc = _dienst(
        "ogc",
        "OGC API – Features van PactPortaal",
        "Verbeteringen, gemeenten en standen voor QGIS en andere GIS-programma's.",
        "/ogc/",
        "/ogc/api",
        basis,
    )
    ogc["dct:conformsTo"] = _id("http://www.opengis.net/doc/IS/ogcapi-features-1/1.0")
    ogc["dcat:servesDataset"] = [
        _id(f"{basis}/id/dataset/{slug}") for slug in ("verbeteringen", "gemeenten", "standen")
    ]
    return [api, ogc]


def _uitgever(basis: str) -> Knoop:
    # Who runs this portal; no claim to be a public body.
    return {
        "@id": f"{basis}/opendata/#uitgever",
        "@type": "foaf:Agent",
        "foaf:name": _nl("PactPortaal"),
        "foaf:homepage": _id(f"{basis}/"),
    }


def _licentie() -> Knoop:
    return {
        "@id": LICENTIE,
        "@type": "dct:LicenseDocument",
        "dct:title": _nl(LICENTIENAAM),
        "dct:type": _id("http://purl.org/adms/licencetype/Attribution"),
    }


def knopen(basis: str) -> list[Knoop]:
    """Give every node of the catalogue; what is None or empty is left out."""
    opname = nieuwste_momentopname()
    uit = [_catalogus(basis, opname), *_diensten(basis)]
    for dataset in DATASETS:
        uit += [_dataset(dataset, basis, opname), _via_api(dataset, basis)]
    for b in opname.bestanden if opname else ():
        if b.dataset in PER_SLUG:
            uit.append(_bestand(PER_SLUG[b.dataset], b, basis, opname))  # type: ignore[arg-type]
    uit += [_uitgever(basis), _licentie()]
    return [{n: w for n, w in k.items() if w is not None} for k in uit]


def als_jsonld(basis: str) -> Knoop:
    """Give the catalogue as one JSON-LD document that needs no other context."""
    return {"@context": VOORVOEGSELS, "@graph": knopen(basis)}


def knoop(iri: str, basis: str) -> Knoop | None:
    """Give one node of the catalogue with the context that it needs."""
    gevonden = next((k for k in knopen(basis) if k["@id"] == iri), None)
    return {"@context": VOORVOEGSELS, **gevonden} if gevonden else None


def titel_van(knoop: Knoop) -> str:
    titel = knoop.get("dct:title", {})
    return str(titel.get("@value", knoop["@id"]))
