"""`/gemeenten/<nis>/vooruitblik/<slug>/`: where one goal of a gemeente goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from doelstellingen.selectors import METHODE, IndicatorOverzicht, Punt, gemeenteblad
from gemeenten.models import Gemeente
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.tegels import indicatortegel
from rapportering.traject import traject_van
from rapportering.views.gemeente import gemeente_of_uitweg
from rapportering.views.rapport import kruimels
from rapportering.watals import lees_tempo, schuif_van
from verbeteringen.selectors import gepland_van


def _deel(o: IndicatorOverzicht, punten: list[Punt], **rest: Any) -> dict[str, Any]:
    traject = traject_van(o, punten, gepland=rest["gepland"])
    return {
        "tegel": indicatortegel(o, punten),
        "traject": traject,
        "schuif": schuif_van(
            o, blik=traject.blik, tekening=traject.tekening, gekozen=rest["gekozen"]
        ),
    }


def _inhoud(
    gemeente: Gemeente, slug: str, editie: Editie, *, cijfer: str, tempo: Decimal | None
) -> dict[str, Any]:
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
            _deel(
                o,
                blad.reeksen.get(o.indicator.pk, []),
                gepland=gepland.get((slug, o.indicator.slug), Decimal(0)),
                gekozen=tempo if o.indicator.slug == cijfer else None,
            )
            for o in doel.indicatoren
        ],
        "alle": [d.doelstelling for d in blad.doelstellingen],
        "methode": METHODE,
    }


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))  # Not `tempo`: anybody could invent a million.
def traject(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Path, figures, plans and forecast of one goal."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie)
    if gevonden is None:
        return uitweg
    tempo, cijfer = lees_tempo(request.GET.get("tempo", "")), request.GET.get("cijfer", "")

    def inhoud() -> dict[str, Any]:
        return _inhoud(gevonden, slug, editie, cijfer=cijfer, tempo=tempo)

    sjabloon = "rapportering/traject_blok.html"
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "blok": blok(sjabloon, editie=editie, sleutel=(gevonden.pk, slug), context=inhoud)
        if tempo is None
        else render_to_string(sjabloon, inhoud()),
        "kruimels": kruimels(gevonden),
    }
    return render(request, "rapportering/traject.html", context)
