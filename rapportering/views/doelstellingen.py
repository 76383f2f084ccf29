"""What each goal asks, what counts, who supplies it, and how the gemeenten are spread."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from doelstellingen.models import Doelstelling, Indicator, Norm
from gereedschap.bewaren import bewaarbaar
from rapportering.editie import Editie, editie_van
from rapportering.normwoorden import norm_in_woorden
from rapportering.werven import per_werf


@dataclass(frozen=True)
class NormRegel:
    """One row of "wat het pact vraagt"."""

    indicator: Indicator
    pact: str
    vraagt: str
    gewest: str
    bron: str


def _normregels(doelstelling: Doelstelling, editie: Editie) -> list[NormRegel]:
    normen = Norm.objects.gekend_op(editie.publicatie).order_by("pact", "basisjaar", "van")
    indicatoren = doelstelling.indicatoren.prefetch_related(
        Prefetch("normen", queryset=normen, to_attr="gekende_normen")
    )
    return [
        NormRegel(
            indicator=indicator,
            pact=norm.get_pact_display(),
            vraagt=norm_in_woorden(norm, indicator),
            gewest=norm.gewestdoel_tekst,
            bron=norm.bronvermelding,
        )
        for indicator in indicatoren
        for norm in indicator.gekende_normen
    ]


@require_safe
@bewaarbaar()
def doelstellingen(request: HttpRequest) -> HttpResponse:
    """All goals by werf, each with its sentence."""
    groepen = per_werf(Doelstelling.objects.select_related("werf"))
    return render(request, "rapportering/doelstellingen.html", {"groepen": groepen})


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def doelstelling(request: HttpRequest, slug: str) -> HttpResponse:
    """One goal: explanation, norms, source, and the spread of the gemeenten without an order."""
    editie = editie_van(request)
    gevonden = get_object_or_404(Doelstelling.objects.select_related("werf"), slug=slug)
    context = {
        "doelstelling": gevonden,
        "editie": editie,
        "normregels": _normregels(gevonden, editie),
        "kruimels": [("Doelstellingen", reverse("rapportering:doelstellingen"))],
    }
    return render(request, "rapportering/doelstelling.html", context)
