"""The LEKP-rapport of a gemeente: the page, and the same as PDF, XLSX, CSV and DOCX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_op
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.models import RapportVersie
from rapportering.rapport.docx import als_docx
from rapportering.rapport.inhoud import GEEN_MELDINGEN, STANDAARDINLEIDING, Rapport
from rapportering.rapport.maken import rapport_van
from rapportering.rapport.pdf import als_pdf
from rapportering.rapport.tabellen import als_csv, als_xlsx
from rapportering.views.gemeente import gemeente_of_uitweg
from toegang.rechten import Handeling, mag

VORMEN: dict[str, tuple[Callable[[Rapport], bytes], str]] = {
    "pdf": (als_pdf, "application/pdf"),
    "xlsx": (
        als_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (als_csv, "text/csv; charset=utf-8"),
    "docx": (
        als_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def kruimels(gemeente: Gemeente) -> list[tuple[str, str]]:
    return [
        ("Gemeenten", reverse("rapportering:gemeenten")),
        (gemeente.naam, reverse("rapportering:gemeente", args=[gemeente.nis])),
    ]


def download(inhoud: bytes, *, soort: str, naam: str, tonen: bool = False) -> HttpResponse:
    """An answer that a browser saves; a PDF may also be shown."""
    antwoord = HttpResponse(inhoud, content_type=VORMEN[soort][1])
    plaats = "inline" if tonen else "attachment"
    antwoord["Content-Disposition"] = f'{plaats}; filename="{naam}.{soort}"'
    return antwoord


def _inhoud(gemeente: Gemeente, editie: Editie) -> dict[str, Any]:
    rapport = rapport_van(gemeente, peildatum=editie.peildatum, editie=editie.publicatie)
    versies = (
        RapportVersie.objects.filter(gemeente__nis=gemeente.nis, vastgelegd_op__isnull=False)
        .defer("pdf", "gegevens")
        .select_related("vervangen_door")
    )
    return {
        "rapport": rapport,
        "editie": editie,
        "versies": list(versies),
        "standaardinleiding": STANDAARDINLEIDING,
        "geen_meldingen": GEEN_MELDINGEN,
    }


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def rapport(request: HttpRequest, nis: str) -> HttpResponse:
    """The report on the screen, with everything the PDF says."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie, naar="rapport")
    if gevonden is None:
        return uitweg
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    mag_opmaken = toegang.aangemeld and mag(toegang, Handeling.RAPPORT_OPMAKEN, gevonden)
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "blok": blok(
            "rapportering/rapport_blok.html",
            editie=editie,
            sleutel=(gevonden.pk,),
            context=lambda: _inhoud(gevonden, editie),
        ),
        "vormen": list(VORMEN),
        "vraag": f"?{request.GET.urlencode()}" if request.GET else "",
        "mag_opmaken": mag_opmaken,
        "kruimels": kruimels(gevonden),
    }
    return render(request, "rapportering/rapport.html", context)


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def bestand(request: HttpRequest, nis: str, soort: str) -> HttpResponse:
    """The report as a file, of one consistent edition."""
    if soort not in VORMEN:
        raise Http404
    editie = editie_van(request)
    gemeente = gemeente_op(nis, editie.peildatum)
    if gemeente is None:
        raise Http404
    inhoud = rapport_van(gemeente, peildatum=editie.peildatum, editie=editie.publicatie)
    return download(VORMEN[soort][0](inhoud), soort=soort, naam=inhoud.bestandsnaam)
