"""Whole pages for anonymous visitors, kept as bytes.

The key holds the newest publicatie, read from the database at each request, so that no process ever
serves a figure of before an import, whichever process did the import. It also holds today's date
(a page looks at "today"), the path with its query, and a fingerprint of templates and static files,
because Redis outlives a deployment. A visitor with a session is never served from here.

Stands after the security headers and WhiteNoise, before sessions: what it serves still gets its
Content-Security-Policy. Kept pages carry no token, name or nonce: a response that sets a cookie is
not kept.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from doelstellingen.publicaties import Stempel, nieuwste_stempel
from gereedschap.bewaren import BEWAARBAAR, bewaarsleutel

BEWAARTIJD_S = 24 * 3600
KLEINSTE_SAMENGEDRUKT = 1024
NIET_BEWAARD = frozenset({"vary", "content-length", "etag", "cache-control", "date", "expires"})

GEWEIGERD = re.compile(r"[\w*-]+\s*;\s*q=0(\.0*)?(?=\s*(,|$))")

Volgende = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class BewaardePagina:
    """One page: its bytes, its own headers and its changes to the CSP.

    A page worth compressing is kept as brotli and gzip only (`los` empty); who accepts neither gets
    the gzip unpacked.
    """

    los: bytes
    gzip: bytes
    br: bytes
    kop: tuple[tuple[str, str], ...]
    csp: tuple[tuple[str, object], ...]
    status: int
    etag: str


def _sleutel(request: HttpRequest, stempel: Stempel) -> str:
    adres = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
    return bewaarsleutel("anoniem", stempel, adres)


def _is_anoniem(request: HttpRequest) -> bool:
    return not (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
        or "HTTP_AUTHORIZATION" in request.META
        or "HTTP_HX_REQUEST" in request.META
    )


def _leg_vast(antwoord: HttpResponse) -> BewaardePagina:
    inhoud = antwoord.content
    samendrukken = len(inhoud) >= KLEINSTE_SAMENGEDRUKT
    return BewaardePagina(
        los=b"" if samendrukken else inhoud,
        gzip=gzip.compress(inhoud, 6, mtime=0) if samendrukken else b"",
        br=brotli.compress(inhoud, quality=6) if samendrukken else b"",
        kop=tuple((n, w) for n, w in antwoord.items() if n.lower() not in NIET_BEWAARD),
        csp=tuple((n, w) for n, w in vars(antwoord).items() if n.startswith("_csp")),
        status=antwoord.status_code,
        etag=hashlib.blake2b(inhoud, digest_size=12).hexdigest(),
    )


def _codering(request: HttpRequest, pagina: BewaardePagina) -> str:
    aanvaard = request.META.get("HTTP_ACCEPT_ENCODING", "")
    namen = {deel.split(";")[0].strip() for deel in GEWEIGERD.sub("", aanvaard).split(",")}
    if not pagina.br:
        return ""
    return "br" if "br" in namen else "gzip" if "gzip" in namen else ""


def _lichaam(pagina: BewaardePagina, codering: str) -> bytes:
    if codering:
        return pagina.br if codering == "br" else pagina.gzip
    return gzip.decompress(pagina.gzip) if pagina.gzip else pagina.los


def _antwoord(request: HttpRequest, pagina: BewaardePagina) -> HttpResponse:
    codering = _codering(request, pagina)
    etag = f'"{pagina.etag}-{codering or "id"}"'
    gekend = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    antwoord: HttpResponse
    if pagina.status == 200 and (etag in gekend or f"W/{etag}" in gekend):
        antwoord = HttpResponseNotModified()
    else:
        lichaam = _lichaam(pagina, codering)
        antwoord = HttpResponse(lichaam, status=pagina.status)
        for naam, waarde in pagina.kop:
            antwoord[naam] = waarde
        if codering:
            antwoord["Content-Encoding"] = codering
        antwoord["Content-Length"] = str(len(lichaam))
    antwoord["ETag"] = etag
    # A browser may keep the page but asks each time whether it still stands (304).
    antwoord["Cache-Control"] = "public, no-cache"
    patch_vary_headers(antwoord, ("Accept-Encoding", "Cookie"))
    for naam, beleid in pagina.csp:
        setattr(antwoord, naam, beleid)
    return antwoord


def _mag_bewaard(antwoord: HttpResponseBase) -> bool:
    return (
        isinstance(antwoord, HttpResponse)
        and getattr(antwoord, BEWAARBAAR, False)
        and antwoord.status_code == 200
        and not antwoord.cookies
        and "Content-Encoding" not in antwoord
    )


def paginacache(volgende: Volgende) -> Volgende:
    """The middleware; it also hands the newest publicatie to the view as `request.stempel`."""
    kluis = caches["paginas"]

    def behandel(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not _is_anoniem(request):
            return volgende(request)
        if request.path_info.startswith("/gezondheid/"):  # answers without a database too
            return volgende(request)
        request.get_host()  # An unknown host is refused here too.
        stempel = nieuwste_stempel()
        request.stempel = stempel  # type: ignore[attr-defined]
        sleutel = _sleutel(request, stempel)
        pagina = kluis.get(sleutel)
        if pagina is None:
            antwoord = volgende(request)
            if request.method != "GET" or not _mag_bewaard(antwoord):
                return antwoord
            assert isinstance(antwoord, HttpResponse)
            pagina = _leg_vast(antwoord)
            kluis.set(sleutel, pagina, BEWAARTIJD_S)
        return _antwoord(request, pagina)

    return behandel
