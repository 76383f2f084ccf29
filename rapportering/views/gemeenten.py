"""Finding a gemeente: the list, the search and the suggestions while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gemeenten.selectors import Suggestie, per_provincie, suggesties
from gereedschap.bewaren import bewaarbaar

SUGGESTIES_HOOGSTENS = 8
TREFFERS_HOOGSTENS = 60


@require_safe
@bewaarbaar()
def gemeenten(request: HttpRequest) -> HttpResponse:
    """All gemeenten per provincie; with `?zoek=` the hits, and straight on when there is one."""
    zoek = request.GET.get("zoek", "").strip()[:80]
    vandaag = timezone.localdate()
    context: dict[str, object] = {"zoek": zoek, "treffers": []}
    if zoek:
        treffers = suggesties(zoek, op=vandaag, limiet=TREFFERS_HOOGSTENS)
        if len(treffers) == 1:
            return redirect("rapportering:gemeente", nis=treffers[0].gemeente.nis)
        context["treffers"] = treffers
    provincies = per_provincie(vandaag)
    context["provincies"] = provincies
    context["aantal"] = sum(len(leden) for _, leden in provincies)
    return render(request, "rapportering/gemeenten.html", context)


def _als_json(suggestie: Suggestie) -> dict[str, str]:
    gemeente = suggestie.gemeente
    return {
        "naam": gemeente.naam,
        "bij": suggestie.via or gemeente.provincie.naam,
        "adres": reverse("rapportering:gemeente", args=[gemeente.nis]),
    }


@require_safe
def zoekvoorstellen(request: HttpRequest) -> JsonResponse:
    """The gemeenten that fit what is typed so far, the best first."""
    gevonden = suggesties(
        request.GET.get("zoek", "").strip(), op=timezone.localdate(), limiet=SUGGESTIES_HOOGSTENS
    )
    antwoord = JsonResponse({"gemeenten": [_als_json(s) for s in gevonden]})
    antwoord["Cache-Control"] = "public, max-age=300"
    return antwoord
