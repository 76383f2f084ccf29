"""`/gemeenten/<nis>/vooruitblik/<slug>/`: where one goal of a gemeente goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doelstellingen.selectors import METHODE, gemeenteblad
from gemeenten.models import Gemeente
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.tegels import indicatortegel
from rapportering.traject import traject_van
from rapportering.views.gemeente import gemeente_of_uitweg
from rapportering.views.rapport import kruimels
from verbeteringen.selectors import gepland_van


def _inhoud(gemeente: Gemeente, slug: str, editie: Editie) -> dict[str, Any]:
    blad = gemeenteblad(gemeente, peildatum=editie.peildatum, publicatie=editie.publicatie)
    doel = next((d for d in blad.doelstellingen if d.doelstelling.slug == slug), None)
    if doel is None:
        raise Http404
    # Plans are as registered now; a view of the past says nothing about them.
    gepland = {} if editie.vroeger else gepland_van(gemeente)
    return {
        "gemeente": gemeente,
        "editie": editie,
        "doel": doel.doelstelling,
        "delen": [
            {
                "tegel": indicatortegel(o, blad.reeksen.get(o.indicator.pk, [])),
                "traject": traject_van(
                    o,
                    blad.reeksen.get(o.indicator.pk, []),
                    gepland=gepland.get((slug, o.indicator.slug), Decimal(0)),
                ),
            }
            for o in doel.indicatoren
        ],
        "alle": [d.doelstelling for d in blad.doelstellingen],
        "methode": METHODE,
    }


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def traject(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Path, figures, plans and forecast of one goal."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie)
    if gevonden is None:
        return uitweg
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "blok": blok(
            "rapportering/traject_blok.html",
            editie=editie,
            sleutel=(gevonden.pk, slug),
            context=lambda: _inhoud(gevonden, slug, editie),
        ),
        "kruimels": kruimels(gevonden),
    }
    return render(request, "rapportering/traject.html", context)
