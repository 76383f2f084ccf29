"""What each goal asks, what counts, who supplies it, and how the gemeenten are spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from doelstellingen.models import Doelstelling, Indicator
from doelstellingen.selectors import (
    Gewestblad,
    alle_doelstellingen,
    doelstelling_met_slug,
    gewestblad,
)
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.normwoorden import norm_in_woorden
from rapportering.regels import spreiding_van
from rapportering.tegels import indicatortegel, verloop_van
from rapportering.werven import per_werf


@dataclass(frozen=True)
class NormRegel:
    """One row of "wat het pact vraagt"."""

    indicator: Indicator
    pact: str
    vraagt: str
    gewest: str
    bron: str


def _normregels(blad: Gewestblad) -> list[NormRegel]:
    regels = []
    for overzicht in blad.doelstellingen[0].indicatoren:
        indicator = overzicht.indicator
        infos = blad.normen[indicator.pk]
        for info in sorted(infos, key=lambda n: (n.norm.pact, n.norm.basisjaar or 0)):
            regels.append(
                NormRegel(
                    indicator=indicator,
                    pact=f"LEKP {info.norm.pact}",
                    vraagt=norm_in_woorden(info.norm, indicator),
                    gewest=info.gewestdoel_tekst,
                    bron=info.norm.bron,
                )
            )
    return regels


def _inhoud(doelstelling: Doelstelling, editie: Editie) -> dict[str, Any]:
    blad = gewestblad(
        doelstelling.slug, peildatum=editie.peildatum, publicatie=editie.publicatie, enkel=True
    )
    if blad is None:
        raise Http404
    overzicht = blad.doelstellingen[0].hoofd
    return {
        "doelstelling": doelstelling,
        "editie": editie,
        "werf_css": f"werf-{doelstelling.werf.nummer or 'algemeen'}",
        "normregels": _normregels(blad),
        "gewest": indicatortegel(overzicht, []),
        "verloop": verloop_van(overzicht, blad.reeksen[blad.hoofd.pk]),
        "spreiding": spreiding_van(blad.regels),
    }


@require_safe
@bewaarbaar()
def doelstellingen(request: HttpRequest) -> HttpResponse:
    """All goals by werf, each with its sentence."""
    context = {"groepen": per_werf(alle_doelstellingen())}
    return render(request, "rapportering/doelstellingen.html", context)


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def doelstelling(request: HttpRequest, slug: str) -> HttpResponse:
    """One goal: explanation, norms, source, and the spread of the gemeenten without an order."""
    editie = editie_van(request)
    gevonden = doelstelling_met_slug(slug)
    if gevonden is None:
        raise Http404
    inhoud = blok(
        "rapportering/doelstelling_blok.html",
        editie=editie,
        sleutel=(gevonden.pk,),
        context=lambda: _inhoud(gevonden, editie),
    )
    context = {
        "doelstelling": gevonden,
        "editie": editie,
        "blok": inhoud,
        "kruimels": [("Doelstellingen", reverse("rapportering:doelstellingen"))],
    }
    return render(request, "rapportering/doelstelling.html", context)
