"""The entrance of the API, its documentation in our own design, and the published contexts."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api.problemen import probleemantwoord
from gereedschap.api.schema import LOS_OBJECT, Actie
from gereedschap.api.views import CONTEXT, BasisView
from koppelingen.bladzijde import Documentatie, maak_documentatie
from koppelingen.document import als_yaml, maak_document, voor_generatoren
from koppelingen.gids import GIDSEN, VOORBEELDADRES, lees_gids

CONTEXTEN = Path(__file__).parent / "contexten"
NAAM = re.compile(r"[a-z0-9-]+\.jsonld", re.ASCII)
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

COLLECTIES = (
    "gemeenten",
    "provincies",
    "inwoners",
    "wooneenheden",
    "pacten",
    "ondertekeningen",
    "werven",
    "doelstellingen",
    "indicatoren",
    "methodebreuken",
    "doelen",
    "metingen",
    "standen",
    "verbeteringen",
    "ondersteuners",
    "aanbod",
    "toelichtingen",
    "importruns",
    "codelijsten",
)


class Ingang(BasisView):
    groep = "Algemeen"
    titel = "Ingang van de API"
    acties = {
        "GET": Actie(
            "Ingang van de API",
            "Welke verzamelingen er zijn.",
            antwoorden={200: LOS_OBJECT},
            fouten=(400, 401, 406, 429),
            sleutel=False,
        )
    }

    def get(self, request: Request) -> Response:
        begin = f"{self.basis}/api/v1/"
        links = {naam: {"href": begin + naam} for naam in COLLECTIES}
        links |= {
            "feed": {"href": f"{begin}feed"},
            "webhooks": {"href": f"{begin}webhooks"},
            "opendata": {"href": f"{self.basis}/opendata/"},
            "documentatie": {"href": f"{self.basis}/api/docs/"},
            "openapi": {"href": f"{self.basis}/api/docs/openapi.json"},
            "ogc": {"href": f"{self.basis}/ogc/"},
        }
        return Response(
            {
                "@context": self.basis + CONTEXT,
                "@type": "Ingang",
                "titel": "PactPortaal API",
                "versie": "1",
                "licentie": "Modellicentie Gratis Hergebruik v1.0",
                "_links": links,
            }
        )


@csrf_exempt
def onbekend(request: HttpRequest) -> HttpResponse:
    """Answer an address of the API that doesn't exist as a problem document."""
    antwoord = probleemantwoord(404, "Dit adres kent de API niet. Zie /api/docs/.")
    antwoord["Access-Control-Allow-Origin"] = "*"
    return antwoord


@lru_cache(maxsize=1)
def _json() -> bytes:
    return orjson.dumps(maak_document(), default=str)


@lru_cache(maxsize=1)
def _yaml() -> bytes:
    return als_yaml().encode()


@lru_cache(maxsize=1)
def _bladzijde() -> Documentatie:
    return maak_documentatie(orjson.loads(_json()))


def _open(antwoord: HttpResponse) -> HttpResponse:
    antwoord["Access-Control-Allow-Origin"] = "*"
    antwoord["Cache-Control"] = "public, max-age=3600"
    return antwoord


@lru_cache(maxsize=1)
def _json_voor_generatoren() -> bytes:
    return orjson.dumps(voor_generatoren(orjson.loads(_json())))


@require_safe
def document_json(request: HttpRequest) -> HttpResponse:
    """Give the document; with `?ld=nee` without the members that begin with @."""
    inhoud = _json_voor_generatoren() if request.GET.get("ld") == "nee" else _json()
    return _open(HttpResponse(inhoud, content_type="application/json"))


@require_safe
def document_yaml(request: HttpRequest) -> HttpResponse:
    return _open(HttpResponse(_yaml(), content_type="application/yaml; charset=utf-8"))


@require_safe
def documentatie(request: HttpRequest) -> HttpResponse:
    inhoud: dict[str, Any] = {
        "blad": _bladzijde(),
        "basis": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "koppelingen/documentatie.html", inhoud)


@require_safe
def gids(request: HttpRequest, naam: str) -> HttpResponse:
    """Show a guide of docs/, with the addresses of this portal in its examples."""
    if naam not in GIDSEN:
        raise Http404
    inhoud = lees_gids(naam)
    basis = f"{request.scheme}://{request.get_host()}"
    tekst = inhoud.html.replace(VOORBEELDADRES, escape(basis))
    return render(request, "koppelingen/gids.html", {"gids": inhoud, "tekst": tekst})


@require_safe
def uitfasering(request: HttpRequest) -> HttpResponse:
    return render(request, "koppelingen/uitfasering.html")


@require_safe
def context(request: HttpRequest, soort: str, datum: str, naam: str) -> HttpResponse:
    """Serve a published context; what was published under a date never changes."""
    if soort != "api" or not DATUM.fullmatch(datum) or not NAAM.fullmatch(naam):
        raise Http404
    pad = CONTEXTEN / datum / naam
    if not pad.is_file():
        raise Http404
    tekst = pad.read_text(encoding="utf-8").replace(
        "__BASIS__", f"{request.scheme}://{request.get_host()}"
    )
    antwoord = HttpResponse(tekst, content_type="application/ld+json")
    antwoord["Access-Control-Allow-Origin"] = "*"
    antwoord["Cache-Control"] = "public, max-age=86400"
    return antwoord
