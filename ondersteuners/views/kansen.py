"""Chances: what a gemeente can still win and who helps; which gemeenten an ondersteuner can help."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from doelstellingen.publicaties import stempel_van
from gemeenten.models import Gemeente, Provincie
from ondersteuners import selectors
from ondersteuners.models import Ondersteuner, Vraag
from ondersteuners.views.hulp import aangemeld, toegang_van
from toegang.rechten import Handeling, bereik, mag


def _peil(request: HttpRequest) -> dict[str, Any]:
    return {"peildatum": timezone.localdate(), "publicatie": stempel_van(request).publicatie}


@aangemeld
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the page that fits who is asking; a choice where more than one fits."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.KANSEN_ZIEN):
        raise Http404
    organisatie = toegang.organisatie
    vandaag = timezone.localdate()
    eigen = list(Gemeente.objects.op_datum(vandaag).filter(pk__in=toegang.gemeenten))
    if len(eigen) == 1:
        return redirect("ondersteuners:kansen-gemeente", nis=eigen[0].nis)
    ondersteuner = Ondersteuner.objects.filter(organisatie=organisatie).first()
    if organisatie and organisatie.provincie:
        return redirect("ondersteuners:kansen-provincie", slug=organisatie.provincie.slug)
    if ondersteuner:
        return redirect("ondersteuners:kansen-ondersteuner", slug=ondersteuner.slug)
    return render(
        request,
        "ondersteuners/kansen.html",
        {
            "gemeenten": eigen,
            "provincies": Provincie.objects.all(),
            "ondersteuners": Ondersteuner.objects.openbaar().select_related("organisatie"),
        },
    )


@aangemeld
@require_safe
def gemeente(request: HttpRequest, nis: str) -> HttpResponse:
    """The chances of one gemeente, per goal with the offer that works there."""
    rij = get_object_or_404(
        Gemeente.objects.op_datum(timezone.localdate()).select_related("provincie"), nis=nis
    )
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.KANSEN_ZIEN, rij):
        raise Http404
    lijst = selectors.kansen(gemeenten={rij.pk}, **_peil(request))
    return render(
        request,
        "ondersteuners/kansen_gemeente.html",
        {
            "gemeente": rij,
            "rijen": selectors.aanbod_bij_kansen(rij, lijst),
            "mag_vragen": mag(toegang, Handeling.ONDERSTEUNING_VRAGEN, rij),
            "vragen": Vraag.objects.zichtbaar_voor(toegang)
            .open()
            .filter(gemeente=rij)
            .select_related("ondersteuner__organisatie", "aanbod"),
        },
    )


@aangemeld
@require_safe
def ondersteuner(request: HttpRequest, slug: str) -> HttpResponse:
    """Which gemeenten in the area of an ondersteuner lag on its goals."""
    rij = get_object_or_404(
        Ondersteuner.objects.openbaar().select_related("organisatie"), slug=slug
    )
    toegang = toegang_van(request)
    ver = bereik(toegang, Handeling.KANSEN_ZIEN)
    eigen = toegang.organisatie is not None and toegang.organisatie.pk == rij.organisatie_id
    if not (eigen or ver.alle or ver.gemeenten):
        raise Http404
    gebied = [
        g
        for g in selectors.gemeenten_van(rij, op=timezone.localdate())
        if ver.alle or g.pk in ver.gemeenten
    ]
    doelen = selectors.doelstellingen_van(rij)
    lijst = selectors.kansen(
        gemeenten={g.pk for g in gebied}, doelstellingen={d.slug for d in doelen}, **_peil(request)
    )
    return render(
        request,
        "ondersteuners/kansen_ondersteuner.html",
        {
            "ondersteuner": rij,
            "aantal_gemeenten": len(gebied),
            "per_doel": selectors.per_doel(lijst, doelen),
            "gekozen": request.GET.get("doelstelling", ""),
        },
    )


@aangemeld
@require_safe
def provincie(request: HttpRequest, slug: str) -> HttpResponse:
    """For people of the provincie: chances per gemeente and goal, which offer is used, questions."""
    gemeenten = list(
        Gemeente.objects.op_datum(timezone.localdate())
        .filter(provincie__slug=slug)
        .select_related("provincie")
    )
    rij = gemeenten[0].provincie if gemeenten else None
    toegang = toegang_van(request)
    if rij is None or not selectors.ziet_kansen(toegang, rij):
        raise Http404
    beeld = selectors.provinciebeeld(rij, toegang=toegang, gemeenten=gemeenten, **_peil(request))
    return render(
        request, "ondersteuners/kansen_provincie.html", {"provincie": rij, "beeld": beeld}
    )
