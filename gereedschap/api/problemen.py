"""Errors as application/problem+json (RFC 9457), in Dutch, with the number that the log carries."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status

logger = logging.getLogger(__name__)

URN = "urn:be.vlaanderen.pactportaal"
MEDIATYPE = "application/problem+json"

# code → (title, detail when nothing more is known)
TITELS: dict[int, tuple[str, str, str]] = {
    400: ("validatie", "Ongeldige aanvraag", "Kijk de aanvraag na."),
    401: (
        "niet-aangemeld",
        "Geen geldige sleutel",
        "Geef een geldige API-sleutel in de kop x-api-key.",
    ),
    403: ("geen-toegang", "Geen toegang", "Uw sleutel heeft dit recht niet."),
    404: ("niet-gevonden", "Niet gevonden", "Op dit adres staat niets. Kijk het adres na."),
    405: (
        "methode",
        "Deze methode kan hier niet",
        "De kop Allow zegt welke methoden dit adres kent.",
    ),
    406: (
        "formaat",
        "Dit formaat is er niet",
        "Vraag een van de formaten die in de documentatie staan.",
    ),
    409: ("conflict", "Botst met wat er al is", "Haal de nieuwste versie op en probeer opnieuw."),
    410: ("verwijderd", "Bestaat niet meer", "Dit object is verwijderd en komt niet terug."),
    411: (
        "lengte",
        "Lengte onbekend",
        "Stuur de kop Content-Length mee.",
    ),
    412: (
        "voorwaarde",
        "Intussen gewijzigd",
        "Iemand anders wijzigde dit object. Haal het opnieuw op en stuur If-Match met de nieuwe ETag.",
    ),
    413: ("te-groot", "Te groot", "Splits de aanvraag in kleinere delen."),
    415: (
        "mediatype",
        "Dit mediatype wordt niet gelezen",
        "Stuur JSON met Content-Type: application/json.",
    ),
    422: (
        "keuze-nodig",
        "Nog één keuze nodig",
        "Vul de aanvraag aan met wat dit antwoord voorstelt.",
    ),
    428: (
        "voorwaarde-ontbreekt",
        "If-Match ontbreekt",
        "Stuur de ETag van de versie die u wijzigt mee in de kop If-Match.",
    ),
    429: ("te-veel", "Te veel aanvragen", "Wacht en probeer daarna opnieuw."),
    500: (
        "storing",
        "Er liep iets fout",
        "Het portaal kon de aanvraag niet afhandelen. Meld het nummer bij “instance”.",
    ),
    503: ("niet-beschikbaar", "Even niet beschikbaar", "Probeer het over enkele minuten opnieuw."),
}

Fouten = Mapping[str, list[str]]


class Probleem(exceptions.APIException):
    """An answer with this status; `fouten` names the fields with their messages."""

    def __init__(
        self,
        code: int,
        detail: str = "",
        *,
        fouten: Fouten | None = None,
        kop: Mapping[str, str] | None = None,
        **meer: Any,
    ) -> None:
        super().__init__(detail or TITELS[code][2])
        self.status_code = code
        self.tekst = detail
        self.fouten = fouten
        self.kop = dict(kop or {})
        self.meer = meer


class Ongeldig(Probleem):
    """400, with every mistake at once, by field."""

    def __init__(self, fouten: Fouten, detail: str = "") -> None:
        aantal = sum(map(len, fouten.values()))
        super().__init__(
            400,
            detail
            or ("Eén gegeven klopt niet." if aantal == 1 else f"{aantal} gegevens kloppen niet."),
            fouten=fouten,
        )


def aanvraagnummer() -> str:
    """Give the number of the request that is being answered, as its log lines carry it."""
    return str(structlog.contextvars.get_contextvars().get("aanvraag") or uuid.uuid4().hex)


def instantie(nummer: str) -> str:
    """Write a request number as a URI: urn:uuid when it is one, else in our own namespace."""
    try:
        return f"urn:uuid:{uuid.UUID(nummer)}"
    except ValueError:
        return f"{URN}:aanvraag:{nummer}"


def probleemdocument(
    code: int, detail: str = "", *, fouten: Fouten | None = None, **meer: Any
) -> dict[str, Any]:
    """Give the problem document; `meer` are extra members."""
    soort, titel, standaard = TITELS.get(code, ("fout", "Fout", ""))
    document: dict[str, Any] = {
        "type": f"{URN}:{soort}",
        "title": titel,
        "status": code,
        "detail": detail or standaard,
        "instance": instantie(aanvraagnummer()),
    }
    if fouten:
        document["validationErrors"] = {veld: list(teksten) for veld, teksten in fouten.items()}
    return document | meer


def probleemantwoord(
    code: int,
    detail: str = "",
    *,
    fouten: Fouten | None = None,
    kop: Mapping[str, str] | None = None,
    **meer: Any,
) -> HttpResponse:
    """Give the response; a problem is JSON in every format that was asked for."""
    antwoord = HttpResponse(
        orjson.dumps(probleemdocument(code, detail, fouten=fouten, **meer)),
        status=code,
        content_type=MEDIATYPE,
    )
    antwoord["Content-Language"] = "nl-BE"
    antwoord["Cache-Control"] = "no-store"
    for naam, waarde in (kop or {}).items():
        antwoord[naam] = waarde
    return antwoord


def _uit_drf(fout: exceptions.APIException) -> HttpResponse:
    kop: dict[str, str] = {}
    if aanmelden := getattr(fout, "auth_header", None):
        kop["WWW-Authenticate"] = aanmelden
    detail = ""
    match fout:
        case Probleem():
            return probleemantwoord(
                fout.status_code,
                fout.tekst,
                fouten=fout.fouten,
                kop=kop | fout.kop,
                **fout.meer,
            )
        case exceptions.AuthenticationFailed():
            detail = str(fout.detail)
        case exceptions.ParseError():
            detail = str(fout.detail)
        case exceptions.Throttled():
            seconden = max(1, int(getattr(fout, "wait", None) or 1))
            kop["Retry-After"] = str(seconden)
            detail = f"U deed te veel aanvragen. Wacht {seconden} seconden en probeer opnieuw."
    return probleemantwoord(fout.status_code, detail, kop=kop)


def behandel(fout: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler: every error leaves as a problem document."""
    if isinstance(fout, exceptions.APIException):
        return _uit_drf(fout)
    if isinstance(fout, Http404):
        return probleemantwoord(status.HTTP_404_NOT_FOUND)
    if isinstance(fout, PermissionDenied):
        return probleemantwoord(status.HTTP_403_FORBIDDEN)
    if settings.DEBUG:
        return None
    logger.error("fout in de API", exc_info=fout)
    return probleemantwoord(500)
