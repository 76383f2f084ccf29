"""OGC API – Features, part 1 core: verbeteringen, gemeenten and standen for QGIS and other GIS."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api import formaten
from gereedschap.api import parameters as p
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import BasisView
from koppelingen.ogcbronnen import Bron, gemeenten, standen, verbeteringen

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
KLASSEN = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{deel}"
    for deel in ("core", "oas30", "html", "geojson")
]
VLAANDEREN = [2.5, 50.6, 6.0, 51.6]
BRONNEN: dict[str, Bron] = {b.naam: b for b in (verbeteringen, gemeenten, standen)}
LIMIET = p.geheel("limit", "Hoeveel items.", minimum=1, standaard=100, kap=1_000, voorbeeld=10)
OFFSET = p.geheel("offset", "Hoeveel items overgeslagen.", standaard=0, maximum=1_000_000)


class Html(BaseRenderer):
    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> Any:
        request: HttpRequest = renderer_context["request"]._request
        return render(
            request, "koppelingen/ogc.html", {"document": data, "rijen": _plat(data)}
        ).content


class OgcJson(formaten.Json):
    format = "json"


def _plat(data: dict[str, Any]) -> dict[str, Any]:
    """Give what the HTML page shows of a document: its links, collections or features."""
    features = data.get("features", [data] if data.get("type") == "Feature" else [])
    namen = features[0]["properties"] if features else ()
    kolommen = [n for n in namen if not n.startswith("@") and n != "detail"][:8]
    return {
        "collecties": data.get("collections", []),
        "kolommen": kolommen,
        "features": [
            (f["id"], [f["properties"].get(kolom) for kolom in kolommen]) for f in features[:100]
        ],
        "conformance": data.get("conformsTo", []),
    }


class OgcView(BasisView):
    """`f=json|html` next to Accept; unknown parameters are refused, as core asks."""

    renderer_classes: Any = (OgcJson, Html)
    schema = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        gekozen = request.query_params.get("f")
        for renderer in self.get_renderers() if gekozen else ():
            if renderer.format == gekozen:
                return renderer, renderer.media_type
        if gekozen is not None and not force:
            raise Probleem(400, "“f” is json of html.", fouten={"f": ["Kies json of html."]})
        return super().perform_content_negotiation(request, force)

    def alle_parameters(self) -> tuple[p.Param, ...]:
        return (*self.parameters, p.keuze("f", "Formaat.", ["json", "html"]))

    def link(
        self, pad: str, rel: str, titel: str, type_: str = "application/json"
    ) -> dict[str, str]:
        return {"href": f"{self.basis}{pad}", "rel": rel, "type": type_, "title": titel}

    def zelf(self, type_: str = "application/json") -> list[dict[str, str]]:
        hier = self.request.path
        return [
            self.link(hier, "self", "Dit document", type_),
            self.link(f"{hier}?f=html", "alternate", "Dit document als HTML", "text/html"),
        ]


class Landing(OgcView):
    def get(self, request: Request) -> Response:
        return Response(
            {
                "title": "PactPortaal: Lokaal Energie- en Klimaatpact",
                "description": "Verbeteringen, gemeenten en standen als OGC API – Features.",
                "links": [
                    *self.zelf(),
                    self.link(
                        "/ogc/api",
                        "service-desc",
                        "Beschrijving van de dienst",
                        "application/vnd.oai.openapi+json;version=3.0",
                    ),
                    self.link("/api/docs/", "service-doc", "Documentatie", "text/html"),
                    self.link("/ogc/conformance", "conformance", "Waaraan deze dienst voldoet"),
                    self.link("/ogc/collections", "data", "Verzamelingen"),
                ],
            }
        )


class Conformance(OgcView):
    def get(self, request: Request) -> Response:
        return Response({"conformsTo": KLASSEN, "links": self.zelf(), "title": "Conformiteit"})


def _collectie(view: OgcView, bron: Bron) -> dict[str, Any]:
    pad = f"/ogc/collections/{bron.naam}"
    return {
        "id": bron.naam,
        "title": bron.titel,
        "description": bron.uitleg,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [VLAANDEREN], "crs": CRS84},
            "temporal": {"interval": [["2021-01-01T00:00:00Z", None]]},
        },
        "links": [
            view.link(pad, "self", bron.titel),
            view.link(f"{pad}/items", "items", bron.titel, "application/geo+json"),
            view.link(f"{pad}/items?f=html", "items", f"{bron.titel} als HTML", "text/html"),
        ],
    }


class Collecties(OgcView):
    def get(self, request: Request) -> Response:
        delen = [_collectie(self, bron) for bron in BRONNEN.values()]
        return Response({"title": "Verzamelingen", "links": self.zelf(), "collections": delen})


def _bron(naam: str) -> Bron:
    if naam not in BRONNEN:
        raise Probleem(404, f"Deze verzameling bestaat niet. Wel: {', '.join(BRONNEN)}.")
    return BRONNEN[naam]


class Collectie(OgcView):
    def get(self, request: Request, naam: str) -> Response:
        return Response(_collectie(self, _bron(naam)))


def _lees_moment(tekst: str) -> dt.date | None:
    if tekst in ("", ".."):
        return None
    try:
        if len(tekst) == 10:
            return dt.date.fromisoformat(tekst)
        moment = dt.datetime.fromisoformat(tekst.replace("Z", "+00:00"))
        return timezone.localtime(moment).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError) as fout:
        raise ValueError(
            "Geef een tijdstip of een interval: 2024-01-01/.. of 2024-05-01."
        ) from fout


def _interval(waarde: str) -> tuple[dt.date | None, dt.date | None]:
    begin, streep, einde = waarde.partition("/")
    van = _lees_moment(begin)
    tot = _lees_moment(einde) if streep else van
    if (van is None and tot is None and waarde != "../..") or (van and tot and van > tot):
        raise ValueError("Geef een tijdstip of een interval: 2024-01-01/.. of 2024-05-01.")
    return van, tot


DATETIME = p.Param(
    "datetime",
    "Tijdstip of interval (RFC 3339), open met ..",
    {"type": "string"},
    _interval,
    "2024-01-01/..",
)


class GeoJsonItems(formaten.GeoJson):
    format = "json"


class Items(OgcView):
    renderer_classes = (GeoJsonItems, OgcJson, Html)
    prive = True
    parameters = (LIMIET, OFFSET, p.omhullende(), DATETIME)

    def parametersleutel(self) -> object:
        naam = self.kwargs.get("naam", "")
        return type(self), naam if naam in BRONNEN else ""

    def alle_parameters(self) -> tuple[p.Param, ...]:
        bron = BRONNEN.get(self.kwargs.get("naam", ""))
        return (*super().alle_parameters(), *(bron.filters if bron else ()))

    def get(self, request: Request, naam: str) -> Response:
        bron, k = _bron(naam), self.keuze
        toegang = request.toegang  # type: ignore[attr-defined]
        rijen = bron.rijen(k, toegang)
        offset, limit = k["offset"], k["limit"]
        geladen = list(rijen[offset : offset + limit + 1])
        features = bron.features(geladen[:limit], toegang, self.basis)
        aantal = bron.aantal(rijen, k) if bron.aantal else None
        uit: dict[str, Any] = {
            "type": "FeatureCollection",
            "title": bron.titel,
            "timeStamp": dt.datetime.now(dt.UTC)
            .isoformat(timespec="seconds")
            .replace("+00:00", "Z"),
            "numberReturned": len(features),
            "links": self.zelf("application/geo+json"),
            "features": features,
        }
        if aantal is not None:
            uit["numberMatched"] = aantal
        rest = {n: w for n, w in request.query_params.items() if n != "offset"}
        for rel, waar in (
            ("next", offset + limit if len(geladen) > limit else None),
            ("prev", max(0, offset - limit) if offset else None),
        ):
            if waar is not None:
                adres = f"{request.path}?{urlencode(rest | {'offset': waar})}"
                uit["links"].append(self.link(adres, rel, rel, "application/geo+json"))
        return Response(uit)


class Item(OgcView):
    renderer_classes = (GeoJsonItems, OgcJson, Html)
    prive = True

    def get(self, request: Request, naam: str, sleutel: str) -> Response:
        bron = _bron(naam)
        toegang = request.toegang  # type: ignore[attr-defined]
        rij = bron.een(sleutel, toegang)
        if rij is None:
            raise Probleem(404, "Dit item bestaat niet.")
        [feature] = bron.features([rij], toegang, self.basis)
        collectie = self.link(f"/ogc/collections/{naam}", "collection", bron.titel)
        return Response(feature | {"links": [*self.zelf("application/geo+json"), collectie]})


@require_safe
def api_document(request: HttpRequest) -> HttpResponse:
    """Describe the service in OpenAPI 3.0, as core asks of `service-desc`."""
    paden: dict[str, Any] = {
        pad: {"get": {"responses": {"200": {"description": "Gelukt."}}}}
        for pad in ("/", "/conformance", "/collections")
    }
    for naam, bron in BRONNEN.items():
        vraag = [
            {"name": x.naam, "in": "query", "description": x.uitleg, "schema": dict(x.schema)}
            for x in (*Items.parameters, *bron.filters)
        ]
        paden[f"/collections/{naam}"] = {"get": {"responses": {"200": {"description": "Gelukt."}}}}
        paden[f"/collections/{naam}/items"] = {
            "get": {"parameters": vraag, "responses": {"200": {"description": "GeoJSON."}}}
        }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "PactPortaal OGC API – Features", "version": "1"},
        "servers": [{"url": f"{request.scheme}://{request.get_host()}/ogc"}],
        "paths": paden,
    }
    antwoord = HttpResponse(
        formaten.naar_json(document), content_type="application/vnd.oai.openapi+json;version=3.0"
    )
    antwoord["Access-Control-Allow-Origin"] = "*"
    return antwoord
