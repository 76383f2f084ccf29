"""Per request: a number that all its log lines carry, and one line about how it went."""

from __future__ import annotations

import ipaddress
import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse

logger = structlog.get_logger("pactportaal.aanvraag")
# What a proxy may hand us; anything else could forge lines in the log.
AANVRAAGNUMMER = re.compile(r"[A-Za-z0-9._-]{8,64}")
STIL = ("/static/", "/gezondheid/")


Doorgeven = Callable[[HttpRequest], HttpResponse]


def bezoekersadres(get_response: Doorgeven) -> Doorgeven:
    """Behind our own proxy: let REMOTE_ADDR be the address that the proxy saw.

    Limits per connection would else count all visitors as one. Only the last address was written by
    the proxy; what stands before it is what the visitor claims to be.
    """
    if not settings.ACHTER_PROXY:
        raise MiddlewareNotUsed

    def zet_adres(request: HttpRequest) -> HttpResponse:
        laatste = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        # A request from inside, such as the health check, passed no proxy.
        with suppress(ValueError):
            request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(laatste))
        return get_response(request)

    return zet_adres


def _zonder_nul(get_response: Doorgeven) -> Doorgeven:
    def poort(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404  # PostgreSQL holds no such text, so nothing can bear that name
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("Het adres bevat een teken dat geen tekst is.")
        return get_response(request)

    return poort


class AanvraagMiddleware:
    """Take or make the request's number, bind it to the log, and send it back as X-Request-ID."""

    def __init__(self, get_response: Doorgeven) -> None:
        # What the door refuses is an answer like any other: with its number, and in the log.
        self.get_response = cast(
            Doorgeven, convert_exception_to_response(_zonder_nul(get_response))
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        gegeven = request.headers.get("X-Request-ID", "")
        nummer = gegeven if AANVRAAGNUMMER.fullmatch(gegeven) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(aanvraag=nummer)
        try:
            return self._behandel(request, nummer)
        finally:
            # The thread goes on to other work, which is not part of this request.
            structlog.contextvars.clear_contextvars()

    def _behandel(self, request: HttpRequest, nummer: str) -> HttpResponse:
        begin = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = nummer
        if not request.path.startswith(STIL):
            # No query string: it may hold what somebody searched for.
            logger.info(
                "aanvraag",
                methode=request.method,
                pad=request.path,
                status=response.status_code,
                duur_ms=round((time.perf_counter() - begin) * 1000),
            )
        return response
