"""Pages and data of things (`/id/`, `/doc/`, `/ns/`) and of the open datasets (`/opendata/`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.views.decorators.http import require_safe

from gereedschap.api.formaten import naar_json
from gereedschap.api.problemen import Probleem, probleemantwoord
from gereedschap.api.views import CONTEXT
from koppelingen import catalogus, identificatie, turtle, woordenlijst
from koppelingen.datasets import DATASETS, PER_SLUG
from koppelingen.momentopnames import momentopnames, nieuwste_momentopname, van_dag

HTML, JSONLD, JSON, TURTLE = "text/html", "application/ld+json", "application/json", "text/turtle"


def _basis(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _keuze(request: HttpRequest, *soorten: str) -> str:
    """Give the media type to answer in: what Accept prefers, the first when it doesn't say."""
    if request.headers.get("Accept", "*/*").strip() in ("", "*/*"):
        return soorten[0]
    return request.get_preferred_type(soorten) or soorten[0]


def _open(antwoord: Any) -> Any:
    antwoord["Access-Control-Allow-Origin"] = "*"
    antwoord.setdefault("Cache-Control", "public, no-cache")
    patch_vary_headers(antwoord, ("Accept",))
    return antwoord


def _zie_ook(adres: str) -> HttpResponse:
    antwoord = redirect(adres)
    antwoord.status_code = 303
    return _open(antwoord)


@require_safe
def ding(request: HttpRequest, pad: str) -> HttpResponse:
    """A thing is no document: see `/doc/` (303)."""
    if pad.partition("/")[0] not in identificatie.SOORTEN:
        raise Http404
    return _zie_ook(request.path.replace("/id/", "/doc/", 1))


def _mis(request: HttpRequest, soort: str, fout: Probleem) -> HttpResponse:
    if soort != HTML:
        return probleemantwoord(fout.status_code, fout.tekst)
    if fout.status_code == 410:
        inhoud = {"reden": fout.tekst}
        return render(request, "koppelingen/vervallen.html", inhoud, status=410)
    raise Http404


@require_safe
def over_ding(request: HttpRequest, pad: str) -> HttpResponse:
    """Tell about a thing, as a page or as JSON-LD."""
    soort = _keuze(request, HTML, JSONLD, JSON)
    basis = _basis(request)
    naam, _, sleutel = pad.partition("/")
    try:
        gevonden = identificatie.vind(naam, sleutel, basis)
    except Probleem as fout:
        return _open(_mis(request, soort, fout))
    if isinstance(gevonden, identificatie.Afgeschermd):
        doel = gevonden.pagina if soort == HTML and gevonden.pagina else gevonden.api
        return _zie_ook(doel)
    if soort != HTML:
        data = {"@context": basis + CONTEXT} | gevonden.data
        return _open(HttpResponse(naar_json(data), content_type=soort))
    inhoud = {
        "ding": gevonden,
        "uri": gevonden.data["@id"],
        "regels": _regels(gevonden.data),
        "detail": gevonden.data.get("detail", ""),
    }
    return _open(render(request, "koppelingen/ding.html", inhoud))


def _regels(data: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Give name and values of what a page shows: nested things in a few words, no empty ones."""
    uit = []
    for naam, waarde in data.items():
        if naam in ("@context", "@id", "identificator", "geometrie") or waarde in (None, "", []):
            continue
        delen = waarde if isinstance(waarde, list) else [waarde]
        uit.append((naam.removeprefix("@"), [_toon(deel) for deel in delen[:200]]))
    return uit


def _toon(waarde: Any) -> dict[str, str]:
    if isinstance(waarde, dict):
        adres = str(waarde.get("@id") or waarde.get("detail") or "")
        naam = waarde.get("@value") or waarde.get("naam") or waarde.get("prefLabel") or adres
        if isinstance(naam, dict):
            naam = naam.get("@value", "")
        rest = ", ".join(f"{n}: {w}" for n, w in waarde.items() if w and not n.startswith("@"))
        return {"tekst": str(naam or rest), "adres": adres if _is_web(adres) else ""}
    if isinstance(waarde, bool):
        return {"tekst": "ja" if waarde else "nee", "adres": ""}
    tekst = str(waarde)
    return {"tekst": tekst, "adres": tekst if _is_web(tekst) else ""}


def _is_web(tekst: str) -> bool:
    return tekst.startswith(("https://", "http://"))


@require_safe
def ns(request: HttpRequest) -> HttpResponse:
    """Our words: what every type and member of the JSON-LD means."""
    soort = _keuze(request, HTML, JSONLD, JSON)
    if soort != HTML:
        data = naar_json(woordenlijst.als_jsonld(_basis(request)))
        return _open(HttpResponse(data, content_type=soort))
    alle = woordenlijst.woorden()
    inhoud = {
        "klassen": [w for w in alle if w.klasse],
        "leden": [w for w in alle if not w.klasse],
        "uri": f"{_basis(request)}/ns/pactportaal#",
    }
    return _open(render(request, "koppelingen/woordenlijst.html", inhoud))


# --- open data


def _als_data(request: HttpRequest, soort: str) -> HttpResponse:
    basis = _basis(request)
    if soort == TURTLE:
        tekst = turtle.schrijf(catalogus.knopen(basis), catalogus.VOORVOEGSELS)
        inhoud, soort = tekst.encode(), "text/turtle; charset=utf-8"
    else:
        inhoud = naar_json(catalogus.als_jsonld(basis))
    return _open(HttpResponse(inhoud, content_type=soort))


@require_safe
def opendata(request: HttpRequest) -> HttpResponse:
    """The list of datasets, for people or as DCAT."""
    soort = _keuze(request, HTML, JSONLD, TURTLE)
    if soort != HTML:
        return _als_data(request, soort)
    opname = nieuwste_momentopname()
    rijen = [
        {
            "dataset": dataset,
            "bestanden": _bestanden(dataset.slug, opname),
        }
        for dataset in DATASETS
    ]
    inhoud = {
        "rijen": rijen,
        "opname": opname,
        "licentie": catalogus.LICENTIE,
        "licentienaam": catalogus.LICENTIENAAM,
        "basis": _basis(request),
    }
    return _open(render(request, "koppelingen/opendata.html", inhoud))


def _bestanden(slug: str, opname: Any) -> list[dict[str, Any]]:
    if opname is None:
        return []
    return [
        {"bestand": b, "formaat": catalogus.FORMATEN[b.formaat][0]}
        for b in opname.bestanden
        if b.dataset == slug
    ]


@require_safe
def dcat(request: HttpRequest, soort: str) -> HttpResponse:
    return _als_data(request, {"jsonld": JSONLD, "ttl": TURTLE}[soort])


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One dataset: what is in it, column by column, and every file that is kept."""
    if slug not in PER_SLUG:
        raise Http404
    alle = momentopnames()
    opname = alle[0] if alle else None
    inhoud = {
        "dataset": PER_SLUG[slug],
        "bestanden": _bestanden(slug, opname),
        "opname": opname,
        "vroeger": [(o.dag, _bestanden(slug, o)) for o in alle[1:]],
        "licentie": catalogus.LICENTIE,
        "licentienaam": catalogus.LICENTIENAAM,
        "basis": _basis(request),
    }
    return _open(render(request, "koppelingen/dataset.html", inhoud))


def _dag(tekst: str) -> dt.date:
    try:
        return dt.date.fromisoformat(tekst)
    except ValueError as fout:
        raise Http404 from fout


@require_safe
def bestand(request: HttpRequest, slug: str, formaat: str, dag: str = "") -> HttpResponseBase:
    """Send a file of the newest snapshot, or of that of a day; its checksum is its ETag."""
    opname = van_dag(_dag(dag)) if dag else nieuwste_momentopname()
    gevonden = opname.bestand(slug, formaat) if opname and slug in PER_SLUG else None
    if opname is None or gevonden is None:
        raise Http404
    etag = f'"{gevonden.sha256[:32]}"'
    gekend = parse_etags(request.headers.get("If-None-Match", ""))
    antwoord: Any
    if etag in gekend or f"W/{etag}" in gekend or "*" in gekend:
        antwoord = HttpResponseNotModified()
    else:
        try:
            stroom = opname.pad(gevonden).open("rb")
        except FileNotFoundError as fout:  # Tidied up since it was listed.
            raise Http404 from fout
        naam = f"{slug}-{opname.dag:%Y-%m-%d}.{formaat}"
        antwoord = FileResponse(stroom, as_attachment=True, filename=naam)
        antwoord["Content-Type"] = catalogus.FORMATEN[formaat][2]
        antwoord["Last-Modified"] = http_date(opname.gemaakt_op.timestamp())
        antwoord["Link"] = f'<{catalogus.LICENTIE}>; rel="license"'
    antwoord["ETag"] = etag
    antwoord["Access-Control-Allow-Origin"] = "*"
    antwoord["Cache-Control"] = "public, no-cache"
    return antwoord
