"""The bases of every resource: conditions and headers once, and what a list, a thing, a count is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gereedschap.api import bladeren, editie, formaten
from gereedschap.api import parameters as p
from gereedschap.api.bladeren import Rijen
from gereedschap.api.problemen import Probleem, aanvraagnummer
from gereedschap.bewaren import bewaarsleutel

CONTEXT = "/context/api/2026-11-22/pactportaal.jsonld"
TOON = (
    "ETag, Link, X-Correlation-Id, X-Request-Id, Retry-After, RateLimit-Limit, "
    "RateLimit-Remaining, RateLimit-Reset, Content-Language"
)
KLEINSTE_SAMENGEDRUKT = 1024
LEZEN = ("GET", "HEAD")
# What says which part of the same rows, and in which form.
BLAD = ("limit", "offset", "cursor", "sort", "formaat", "geheel")
TELTIJD_S = 3600


_PARAMETERS: dict[object, tuple[p.Param, ...]] = {}


class NietGewijzigd(Exception):
    """The visitor has this very answer already: 304."""

    def __init__(self, etag: str) -> None:
        self.etag = etag


class BasisView(APIView):
    """`parameters` are the named filters; `groep`, `titel` and `uitleg` go to the document."""

    renderer_classes: Any = (formaten.JsonLd, formaten.Json)
    parser_classes = (formaten.JsonLezer, formaten.JsonLdLezer)
    parameters: ClassVar[tuple[p.Param, ...]] = ()
    groep: ClassVar[str] = ""
    titel: ClassVar[str] = ""
    uitleg: ClassVar[str] = ""
    # What is answered depends on rights that change without a publicatie: no ETag for who has them.
    prive: ClassVar[bool] = False
    met_etag: ClassVar[bool] = True
    # What GET can answer besides the usual, for the document.
    leesfouten: ClassVar[tuple[int, ...]] = ()
    keuze: dict[str, Any]
    basis: str
    _etag: str = ""

    def alle_parameters(self) -> tuple[p.Param, ...]:
        """Give every query parameter of GET, `formaat` included."""
        soorten = list(dict.fromkeys(r.format for r in self.renderer_classes))
        formaat = p.keuze("formaat", "Het formaat; gaat voor op de kop Accept.", soorten)
        return (*self.parameters, formaat)

    def parametersleutel(self) -> object:
        """Name what `alle_parameters` depends on; it is worked out once for each."""
        return type(self)

    def _bekende_parameters(self) -> tuple[p.Param, ...]:
        sleutel = self.parametersleutel()
        if (bekend := _PARAMETERS.get(sleutel)) is None:
            bekend = _PARAMETERS[sleutel] = self.alle_parameters()
        return bekend

    def get_renderers(self) -> list[Any]:
        """Give every format to who reads; the outcome of a write is JSON."""
        leest = self.request.method in LEZEN
        return [r() for r in self.renderer_classes if leest or issubclass(r, formaten.JSON)]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.basis = f"{request.scheme}://{request.get_host()}"
        methode = str(request.method).lower()
        # Before anything else is judged; a count inherits the writing of its list, but does none.
        if methode not in self.http_method_names or not hasattr(self, methode):
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        leest = request.method in LEZEN
        self.keuze = p.lees_parameters(
            request.query_params, self._bekende_parameters() if leest else ()
        )
        if leest and self.met_etag and not (self.prive and request.auth):
            etag = editie.etag(
                request, self.publiek(request), request.accepted_renderer.format, self._gzip()
            )
            if editie.is_gekend(request, etag):
                raise NietGewijzigd(etag)
            self._etag = etag

    def publiek(self, request: Request) -> str:
        """Part of the ETag: who has the same publiek gets the same answer."""
        auth: Any = request.auth
        return f"{auth.kring}:{auth.sleutel.pk}" if auth else "anoniem"

    def _gzip(self) -> bool:
        return formaten.aanvaardt_gzip(self.request.META.get("HTTP_ACCEPT_ENCODING", ""))

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NietGewijzigd):
            antwoord = HttpResponse(status=304)
            # Without a body it is no page either: the same Vary as the 200 it stands for.
            del antwoord["Content-Type"]
            antwoord["ETag"] = exc.etag
            return antwoord
        return super().handle_exception(exc)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        antwoord = HttpResponse(status=204)
        # A browser may read from anywhere without a key; a key of a partner stays on a server.
        antwoord["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        antwoord["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        antwoord["Access-Control-Max-Age"] = "86400"
        return antwoord

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for naam, waarde in self.headers.items():
            if naam != "Vary":
                response.setdefault(naam, waarde)
        response["X-Correlation-Id"] = aanvraagnummer()
        response.setdefault("Content-Language", "nl-BE")
        # Not Accept-Language: whatever is asked, the answer is in Dutch.
        patch_vary_headers(response, ("Accept", "Accept-Encoding", "Authorization", "X-Api-Key"))
        if self._etag and response.status_code == 200:
            response.setdefault("ETag", self._etag)
        if not getattr(request, "auth", None):
            response.setdefault("Cache-Control", "public, no-cache")
            if request.method in ("GET", "HEAD", "OPTIONS"):
                response["Access-Control-Allow-Origin"] = "*"
                response["Access-Control-Expose-Headers"] = TOON
        else:
            response.setdefault("Cache-Control", "private, no-cache")
        if stand := getattr(request._request, "verbruik", None):
            response["RateLimit-Limit"] = str(stand.grens)
            response["RateLimit-Remaining"] = str(stand.over)
            response["RateLimit-Reset"] = str(stand.opnieuw_na_s or 60)
        if self._gzip() and "Content-Encoding" not in response:
            _druk_samen(response)
        return response


def _druk_samen(antwoord: HttpResponseBase) -> None:
    if isinstance(antwoord, StreamingHttpResponse):
        antwoord.streaming_content = formaten.gezipt(antwoord.streaming_content)  # type: ignore[arg-type]
    elif isinstance(antwoord, Response):
        # Rendered later, outside this view.
        antwoord.add_post_render_callback(_druk_inhoud_samen)
        return
    else:
        _druk_inhoud_samen(antwoord)  # type: ignore[arg-type]
        return
    antwoord["Content-Encoding"] = "gzip"


def _druk_inhoud_samen(antwoord: HttpResponse) -> None:
    inhoud = antwoord.content
    if len(inhoud) >= KLEINSTE_SAMENGEDRUKT:
        antwoord.content = b"".join(formaten.gezipt([inhoud]))
        antwoord["Content-Encoding"] = "gzip"


def identificator(naamruimte: str, lokaal: object, versie: str | None = None) -> dict[str, Any]:
    """Give the structured identifier (OSLO generiek)."""
    delen: dict[str, Any] = {"naamruimte": naamruimte, "lokaleIdentificator": str(lokaal)}
    if versie is not None:
        delen["versieIdentificator"] = versie
    return {"@type": "Identificator", "gestructureerdeIdentificator": delen}


class LijstView(BasisView):
    """A collection. Rows come from `rijen`, each becomes a dict by `regel`."""

    type_: ClassVar[str] = ""
    item: ClassVar[Any] = None  # serializer class: the shape of one line, for the document
    csv_velden: ClassVar[tuple[str, ...]] = ()
    sorteringen: ClassVar[dict[str, tuple[str, ...]]] = {}
    standaard_sort: ClassVar[str] = ""
    groot: ClassVar[bool] = False
    geo: ClassVar[bool] = False

    def alle_parameters(self) -> tuple[p.Param, ...]:
        namen = [n for kaal in self.sorteringen for n in (kaal, f"-{kaal}")]
        volgorde = "Volgorde; een min ervoor keert ze om."
        sort = [p.keuze("sort", volgorde, namen)] if namen else []
        geheel = p.ja_nee(
            "geheel",
            "Geef alles in één stroom, zonder bladzijden (volgorde: id). Bij CSV vanzelf zo zolang "
            "u geen limit, offset of cursor geeft.",
        )
        blad = (bladeren.LIMIT, bladeren.OFFSET, *((bladeren.CURSOR,) if self.groot else ()))
        return (*super().alle_parameters(), *sort, *blad, geheel)

    def rijen(self) -> Rijen:
        """Give the rows that `self.keuze` asks for, unordered and uncut."""
        raise NotImplementedError

    def telrijen(self) -> Rijen:
        """Give the same rows to count, where `rijen` takes more along than a count needs."""
        return self.rijen()

    def laad(self, rijen: list[Any]) -> None:
        """Read at once what the lines of these rows need besides."""

    def regel(self, rij: Any) -> dict[str, Any]:
        """Give one line."""
        raise NotImplementedError

    def feature(self, rij: Any) -> dict[str, Any]:
        """Give one GeoJSON feature (where `geo`)."""
        raise NotImplementedError

    @property
    def volgorde(self) -> bladeren.Volgorde:
        if not self.sorteringen:
            return bladeren.Volgorde("", ())
        return bladeren.kies_volgorde(self.keuze.get("sort"), self.sorteringen, self.standaard_sort)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        soort = request.accepted_renderer.format
        bladert = not {"limit", "offset", "cursor"}.isdisjoint(request.query_params)
        alles = self.keuze["geheel"] or (
            soort.startswith("csv") and not bladert and self.keuze["geheel"] is None
        )
        if alles and bladert:
            raise Probleem(400, "“geheel” gaat niet samen met limit, offset of cursor.")
        if alles:
            rijen: Iterable[Any] = bladeren.alle_rijen(self.rijen(), self.volgorde, self.laad)
            return self._stroom(soort, rijen, {})
        rijen = self.rijen()
        if self.groot:
            blad = bladeren.blad_met_cursor(rijen, self.keuze, self.volgorde)  # type: ignore[arg-type]
        else:
            blad = bladeren.blad_met_offset(rijen, self.keuze, self.volgorde, self._aantal)
        self.laad(blad.rijen)
        links = self._links(blad)
        if soort.startswith("csv"):
            antwoord: Any = self._stroom(soort, blad.rijen, links)
        elif soort == "geojson":
            antwoord = Response(self._features(blad.rijen, links))
        else:
            antwoord = Response(self._lijst(blad.rijen, links))
        if links:
            antwoord["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
        return antwoord  # type: ignore[no-any-return]

    def _aantal(self) -> int:
        """Count all rows, once per edition: for a page of thousands that costs as much as the page."""
        if self.prive or not self.met_etag:
            return bladeren.tel(self.telrijen())
        keuze = sorted((n, str(w)) for n, w in self.keuze.items() if n not in BLAD)
        sleutel = bewaarsleutel("aantal", editie.stempel(self.request), self.request.path, keuze)
        # In the process: asking Redis costs as much as a tenth of the page.
        tellingen = caches["proces"]
        aantal: Any = tellingen.get_or_set(
            sleutel, lambda: bladeren.tel(self.telrijen()), TELTIJD_S
        )
        return int(aantal)

    def _links(self, blad: bladeren.Blad) -> dict[str, str]:
        vraag = {n: str(w) for n, w in self.request.query_params.items()}
        hier = f"{self.basis}{self.request.path}"
        delen = {
            "first": {"limit": self.keuze["limit"]} if blad.volgende or blad.vorige else None,
            "prev": blad.vorige,
            "next": blad.volgende,
            "last": blad.laatste,
        }
        return {
            rel: bladeren.adres(hier, vraag, deel)
            for rel, deel in delen.items()
            if deel is not None
        }

    def _kop(self) -> dict[str, Any]:
        return {"@context": self.basis + CONTEXT, "@type": f"{self.type_}Lijst"}

    def _lijst(self, rijen: Iterable[Any], links: dict[str, str]) -> dict[str, Any]:
        uit = self._kop() | {"data": [self.regel(rij) for rij in rijen]}
        if "next" in links:
            uit["volgende"] = links["next"]
        return uit

    def _features(self, rijen: Iterable[Any], links: dict[str, str]) -> dict[str, Any]:
        uit: dict[str, Any] = {
            "type": "FeatureCollection",
            "features": [self.feature(rij) for rij in rijen],
        }
        if "next" in links:
            uit["volgende"] = links["next"]
        return uit

    def _stroom(
        self, soort: str, rijen: Iterable[Any], links: dict[str, str]
    ) -> StreamingHttpResponse:
        stukken: Iterator[bytes]
        if soort.startswith("csv"):
            regels = map(self.regel, rijen)
            stukken = formaten.csv_regels(regels, self.csv_velden, excel=soort == "csv-excel")
            type_ = "text/csv; charset=utf-8"
        elif soort == "geojson":
            kop = {"type": "FeatureCollection"}
            stukken = formaten.json_stroom(kop, "features", map(self.feature, rijen))
            type_ = "application/geo+json"
        else:
            stukken = formaten.json_stroom(self._kop(), "data", map(self.regel, rijen))
            type_ = self.request.accepted_renderer.media_type
        antwoord = StreamingHttpResponse(stukken, content_type=type_)
        if soort.startswith("csv"):
            naam = self.request.path.strip("/").rpartition("/")[2]
            antwoord["Content-Disposition"] = f'attachment; filename="{naam}.csv"'
        return antwoord


class GeoLijstView(LijstView):
    renderer_classes = (
        formaten.JsonLd,
        formaten.Json,
        formaten.GeoJson,
        formaten.Csv,
        formaten.CsvExcel,
    )
    geo = True


LIJSTFORMATEN = (formaten.JsonLd, formaten.Json, formaten.Csv, formaten.CsvExcel)


class TotaalMixin(BasisView):
    """The count of a collection under the same filters: `/{resource}/totaal-aantal`."""

    renderer_classes = (formaten.JsonLd, formaten.Json)
    # What the collection itself writes is not written here.
    http_method_names = ["get", "head", "options"]

    def alle_parameters(self) -> tuple[p.Param, ...]:
        return BasisView.alle_parameters(self)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rijen = self.telrijen()  # type: ignore[attr-defined]
        aantal = bladeren.tel(rijen)
        return Response(
            {"@context": self.basis + CONTEXT, "@type": "TotaalAantal", "totaalAantal": aantal}
        )


def totaal_van(lijst: type[LijstView]) -> type[TotaalMixin]:
    """Make the view that counts what `lijst` lists."""
    naam = f"{lijst.__name__}Totaal"
    return type(naam, (TotaalMixin, lijst), {"titel": f"{lijst.titel}: totaal aantal"})


class DetailView(BasisView):
    """One thing: `ding` gives its data, or raises Probleem(404) or Probleem(410)."""

    type_: ClassVar[str] = ""
    item: ClassVar[Any] = None

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        raise NotImplementedError

    def envelop(self, data: dict[str, Any], links: Mapping[str, str] | None = None) -> Any:
        adressen = {"self": {"href": f"{self.basis}{self.request.path}"}}
        adressen |= {rel: {"href": url} for rel, url in (links or {}).items()}
        return {
            "@context": self.basis + CONTEXT,
            "@type": f"{self.type_}Envelop",
            "data": data,
            "_links": adressen,
        }

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.envelop(self.ding(**kwargs)))


@lru_cache(maxsize=2048)
def versie_van(moment: dt.datetime) -> str:
    """Write a moment as RFC 3339 in local time with its offset."""
    return moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
