"""One gemeente: all goals, as of a date and as known at an edition."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_met_nis, gemeente_op, opvolger, voorgangers
from gereedschap.bewaren import bewaarbaar
from rapportering.editie import Editie, editie_van


def _vroegere(gemeente: Gemeente, nis: str) -> Gemeente | None:
    """The gemeente before a fusie from whose address the visitor was sent on."""
    if not nis:
        return None
    return next((oud for oud in voorgangers(gemeente) if oud.nis == nis), None)


def _bestond_niet(request: HttpRequest, *, nis: str, editie: Editie) -> HttpResponse:
    """The NIS is known, but not on that date: name the gemeenten that did exist then (404)."""
    gemeente = gemeente_met_nis(nis)
    if gemeente is None:
        raise Http404
    toen = [
        oud
        for oud in voorgangers(gemeente)
        if oud.van <= editie.peildatum and (oud.tot is None or editie.peildatum < oud.tot)
    ]
    context = {"gemeente": gemeente, "toen": toen, "editie": editie}
    return render(request, "rapportering/gemeente_bestond_niet.html", context, status=404)


def _naar_opvolger(request: HttpRequest, *, oud: Gemeente, nieuw: Gemeente) -> HttpResponse:
    vraag = request.GET.copy()
    vraag["vroeger"] = oud.nis
    adres = reverse("rapportering:gemeente", args=[nieuw.nis])
    return HttpResponseRedirect(f"{adres}?{vraag.urlencode()}")


@require_safe
@bewaarbaar(parameters=("op", "gekend_op", "vroeger"))
def gemeente(request: HttpRequest, nis: str) -> HttpResponse:
    """The page of a gemeente; a NIS of before a fusie leads to its successor."""
    editie = editie_van(request)
    gevonden = gemeente_op(nis, editie.peildatum)
    if gevonden is None:
        laatste = gemeente_met_nis(nis)
        nieuw = opvolger(laatste) if laatste else None
        if laatste and nieuw and laatste.tot and laatste.tot <= editie.peildatum:
            return _naar_opvolger(request, oud=laatste, nieuw=nieuw)
        return _bestond_niet(request, nis=nis, editie=editie)
    vroeger = _vroegere(gevonden, request.GET.get("vroeger", ""))
    if vroeger is None and "vroeger" in request.GET:
        # An invented predecessor: without this the cache could be filled with such addresses.
        return redirect("rapportering:gemeente", nis=nis)
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "vroeger": vroeger,
        "laatste_dag": vroeger.tot - dt.timedelta(days=1) if vroeger and vroeger.tot else None,
        "opvolger": opvolger(gevonden) if gevonden.tot else None,
        "kruimels": [("Gemeenten", reverse("rapportering:gemeenten"))],
    }
    return render(request, "rapportering/gemeente.html", context)
