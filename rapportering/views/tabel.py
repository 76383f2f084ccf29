"""`/vlaanderen/tabel/`: goals × gemeenten or groups × dates, on the screen and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doelstellingen.models import Indicator
from doelstellingen.selectors import Tijdtabel, alle_doelstellingen, tijdtabel
from gemeenten.models import Gemeente
from gereedschap.bewaren import bewaarbaar
from gereedschap.rekenblad import INHOUDSTYPE
from rapportering.editie import Editie, datum_van, editie_van
from rapportering.tabel import (
    GROEPEREN,
    Gebiedsrij,
    Regel,
    als_csv,
    als_xlsx,
    breukzinnen,
    gebieden_van,
    matrix,
    regels,
)
from rapportering.views.vergelijk import datums_tot

PARAMETERS = ("doel", "per", "indeling", "datum", "wat", "op", "gekend_op")
DATUMS_HOOGSTENS = 24


@dataclass(frozen=True)
class Vraag:
    """What the address asks; no `doelen`: all."""

    doelen: tuple[str, ...]
    per: str
    toen: bool
    wat: str
    datums: tuple[dt.date, ...]


def _vraag(request: HttpRequest, editie: Editie) -> Vraag:
    per, indeling = request.GET.get("per", "gemeente"), request.GET.get("indeling", "nu")
    wat = request.GET.get("wat", "cijfer")
    if per not in GROEPEREN:
        raise BadRequest(f"Groeperen kan per {', '.join(GROEPEREN)}.")
    if indeling not in {"nu", "toen"}:
        raise BadRequest("De indeling is die van nu of die van toen.")
    if wat not in {"cijfer", "gehaald"}:
        raise BadRequest("De tabel toont het cijfer of hoeveel gemeenten het doel haalden.")
    teksten = [t for t in request.GET.getlist("datum") if t]
    if len(teksten) > DATUMS_HOOGSTENS:
        raise BadRequest(f"Kies hoogstens {DATUMS_HOOGSTENS} datums.")
    datums = sorted({datum_van(t) for t in teksten}) or datums_tot(editie.peildatum)
    return Vraag(
        tuple(dict.fromkeys(request.GET.getlist("doel"))),
        per,
        indeling == "toen",
        wat,
        tuple(datums),
    )


@dataclass(frozen=True)
class _Blad:
    vraag: Vraag
    tabel: Tijdtabel
    indicatoren: list[Indicator]
    gebieden: list[Gebiedsrij]

    def regels(self) -> Iterator[Regel]:
        return regels(self.tabel, self.indicatoren, self.gebieden)


def _blad(vraag: Vraag, editie: Editie, *, doelen: tuple[str, ...]) -> _Blad:
    try:
        tabel = tijdtabel(
            datums=vraag.datums,
            publicatie=editie.publicatie,
            slug=doelen[0] if len(doelen) == 1 else None,
        )
    except LookupError as fout:
        raise BadRequest(f"Er is geen doelstelling “{str(fout)[:60]}”.") from fout
    bekend = {i.doelstelling.slug for i in tabel.indicatoren}
    if onbekend := [slug for slug in doelen if slug not in bekend]:
        raise BadRequest(f"Er is geen doelstelling “{onbekend[0][:60]}”.")
    rijen = {g.pk: g for g in Gemeente.objects.select_related("provincie", "arrondissement").all()}
    return _Blad(
        vraag,
        tabel,
        [i for i in tabel.indicatoren if not doelen or i.doelstelling.slug in doelen],
        gebieden_van(tabel, rijen, per=vraag.per, toen=vraag.toen),
    )


@require_safe
@bewaarbaar(parameters=PARAMETERS)
def tabel(request: HttpRequest) -> HttpResponse:
    """One goal at a time on the screen; files hold as many as asked."""
    editie = editie_van(request)
    vraag = _vraag(request, editie)
    blad = _blad(vraag, editie, doelen=(vraag.doelen[0] if vraag.doelen else "bomen",))
    hoofd = next(i for i in blad.indicatoren if i.hoofd)
    lijnen = matrix(regels(blad.tabel, [hoofd], blad.gebieden), blad.tabel.datums)
    context = {
        "editie": editie,
        "vraag": vraag,
        "indicator": hoofd,
        "kolommen": blad.tabel.kolommen(hoofd),
        "breuken": blad.tabel.breuken(hoofd),
        "wisselzinnen": breukzinnen(lijnen),
        "rijen": lijnen,
        "doelen": alle_doelstellingen(),
        "groeperen": GROEPEREN,
        "adres": request.GET.urlencode(),
        "kruimels": [("Vlaanderen", "/vlaanderen/")],
    }
    return render(request, "rapportering/tabel.html", context)


@require_safe
def tabel_bestand(request: HttpRequest, soort: str) -> HttpResponseBase:
    """The whole table, every goal unless some are named, as CSV or XLSX."""
    editie = editie_van(request)
    vraag = _vraag(request, editie)
    blad = _blad(vraag, editie, doelen=vraag.doelen)
    naam = f"lekp-tabel-{blad.tabel.datums[-1].isoformat()}-editie-{editie.publicatie}.{soort}"
    inhoud, inhoudstype = (
        (als_csv, "text/csv; charset=utf-8") if soort == "csv" else (als_xlsx, INHOUDSTYPE)
    )
    antwoord = StreamingHttpResponse(inhoud(blad.regels()), content_type=inhoudstype)
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord
