"""Flanders: every goal of the Gewest, and the gemeenten on a map and in a table beside it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doelstellingen.selectors import gewestblad
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.regels import KOLOMMEN, Sortering, kaart_van, legende_van, tabelregels
from rapportering.tegels import indicatortegel, tegel, verloop_van
from rapportering.werven import groepeer

EERSTE_KEUZE = "bomen"
RICHTINGEN = {"op": False, "af": True}


def sortering_van(request: HttpRequest) -> Sortering:
    """Read `?sorteer=` and `?richting=`; refuses what is no column or direction (400)."""
    kolom = request.GET.get("sorteer", "naam")
    richting = request.GET.get("richting", "op")
    if kolom not in KOLOMMEN:
        raise BadRequest(f"Sorteren kan op {', '.join(KOLOMMEN)}, niet op “{kolom[:40]}”.")
    if richting not in RICHTINGEN:
        raise BadRequest("De richting is op (oplopend) of af (aflopend).")
    return Sortering(kolom, RICHTINGEN[richting])


def _inhoud(*, keuze: str, editie: Editie, sortering: Sortering) -> dict[str, Any]:
    blad = gewestblad(keuze, peildatum=editie.peildatum, publicatie=editie.publicatie)
    if blad is None:
        raise Http404
    rijen = tabelregels(blad.regels, blad.hoofd, sortering)
    gekozen = next(d for d in blad.doelstellingen if d.doelstelling.slug == keuze)
    tegels = [tegel(doel, {}) for doel in blad.doelstellingen]
    return {
        "editie": editie,
        "keuze": gekozen.doelstelling,
        "indicator": blad.hoofd,
        "groepen": groepeer(tegels, doelstelling=lambda t: t.doelstelling),
        "gekozen": indicatortegel(gekozen.hoofd, []),
        "verloop": verloop_van(gekozen.hoofd, blad.reeksen[blad.hoofd.pk]),
        "rijen": rijen,
        # Shapes exist of today's gemeenten only.
        "kaart": None if editie.gekozen_datum else kaart_van(rijen, blad.hoofd),
        "legende": legende_van(rijen, blad.hoofd),
        "sortering": sortering,
    }


@require_safe
@bewaarbaar(parameters=("doelstelling", "sorteer", "richting", "op", "gekend_op"))
def vlaanderen(request: HttpRequest) -> HttpResponse:
    """All goals of the Gewest, with the gemeenten for `?doelstelling=`."""
    editie = editie_van(request)
    sortering = sortering_van(request)
    keuze = request.GET.get("doelstelling", EERSTE_KEUZE)
    inhoud = blok(
        "rapportering/vlaanderen_blok.html",
        editie=editie,
        sleutel=(keuze, sortering),
        context=lambda: _inhoud(keuze=keuze, editie=editie, sortering=sortering),
    )
    return render(request, "rapportering/vlaanderen.html", {"editie": editie, "blok": inhoud})
