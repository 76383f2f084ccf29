"""`/gemeenten/<nis>/cijfers/<slug>/`: source, history and permanent link of a figure."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dataleveranciers.selectors import runs_van
from doelstellingen.selectors import cijferherkomst
from gemeenten.models import Gemeente
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.herkomst import uitleg_van
from rapportering.views.gemeente import gemeente_of_uitweg
from rapportering.views.rapport import kruimels
from verbeteringen.selectors import bijdragen, heeft_bijdragen


def _inhoud(gemeente: Gemeente, slug: str, editie: Editie) -> dict[str, Any]:
    h = cijferherkomst(gemeente, slug, peildatum=editie.peildatum, publicatie=editie.publicatie)
    if h is None:
        raise Http404
    rijen, meer = (
        bijdragen(h.afkomst, slug, peildatum=editie.peildatum, publicatie=editie.publicatie)
        if heeft_bijdragen(slug)
        else ([], False)
    )
    adres = reverse("rapportering:cijfer", args=[gemeente.nis, slug])
    vast = f"{adres}?op={editie.peildatum.isoformat()}&gekend_op={editie.publicatie}"
    return {
        "gemeente": gemeente,
        "editie": editie,
        "doel": h.doelstelling,
        "delen": h.delen,
        "cijfers": uitleg_van(h, gemeente=gemeente.naam, runs=runs_van(list(h.publicaties))),
        "heeft_rijen": heeft_bijdragen(slug),
        "rijen": rijen,
        "meer": meer,
        "vast": vast,
    }


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def cijfer(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Where the figures of one goal of one gemeente come from, and why they changed."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie)
    if gevonden is None:
        return uitweg
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "blok": blok(
            "rapportering/cijfer_blok.html",
            editie=editie,
            sleutel=(gevonden.pk, slug),
            context=lambda: _inhoud(gevonden, slug, editie),
        ),
        "kruimels": kruimels(gevonden),
    }
    return render(request, "rapportering/cijfer.html", context)
