"""Chances: what a gemeente can still win and who helps; which gemeenten an ondersteuner can help."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from doelstellingen.models import Doelstelling
from doelstellingen.publicaties import nieuwste
from gemeenten.models import Gemeente, Provincie
from ondersteuners import selectors
from ondersteuners.models import Ondersteuner, Vraag
from ondersteuners.views.hulp import aangemeld, toegang_van
from toegang.models import Organisatie
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang


def _peil() -> dict[str, Any]:
    return {"peildatum": timezone.localdate(), "publicatie": nieuwste()}


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
    lijst = selectors.kansen(gemeenten={rij.pk}, **_peil())
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


def _per_doel(
    lijst: list[selectors.Kans], doelen: list[Doelstelling]
) -> list[tuple[Doelstelling, list[selectors.Kans]]]:
    per_slug: dict[str, list[selectors.Kans]] = defaultdict(list)
    for kans in lijst:
        per_slug[kans.doelstelling].append(kans)
    return [(doel, per_slug[doel.slug]) for doel in doelen]


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
        gemeenten={g.pk for g in gebied}, doelstellingen={d.slug for d in doelen}, **_peil()
    )
    return render(
        request,
        "ondersteuners/kansen_ondersteuner.html",
        {
            "ondersteuner": rij,
            "aantal_gemeenten": len(gebied),
            "per_doel": _per_doel(lijst, doelen),
            "gekozen": request.GET.get("doelstelling", ""),
        },
    )


def _mag_provincie(toegang: Toegang, gemeenten: list[Gemeente]) -> bool:
    ver = bereik(toegang, Handeling.KANSEN_ZIEN)
    return ver.alle or (bool(gemeenten) and {g.pk for g in gemeenten} <= ver.gemeenten)


@aangemeld
@require_safe
def provincie(request: HttpRequest, slug: str) -> HttpResponse:
    """For people of the provincie: chances per gemeente and goal, which offer is used, questions."""
    rij = get_object_or_404(Provincie, slug=slug)
    gemeenten = list(Gemeente.objects.op_datum(timezone.localdate()).filter(provincie=rij))
    toegang = toegang_van(request)
    if not _mag_provincie(toegang, gemeenten):
        raise Http404
    ids = {g.pk for g in gemeenten}
    return render(
        request,
        "ondersteuners/kansen_provincie.html",
        {"provincie": rij, **provinciegegevens(toegang, rij, gemeenten=gemeenten, ids=ids)},
    )


def provinciegegevens(
    toegang: Toegang, provincie: Provincie, *, gemeenten: list[Gemeente], ids: set[int]
) -> dict[str, Any]:
    """Give what the partial `_kansen_provincie.html` shows."""
    lijst = selectors.kansen(gemeenten=ids, **_peil())
    doelen = list(
        Doelstelling.objects.filter(slug__in={k.doelstelling for k in lijst}).select_related("werf")
    )
    namen = {doel.slug: doel.naam for doel in doelen}
    per_gemeente: dict[int, list[tuple[selectors.Kans, str]]] = defaultdict(list)
    for kans in lijst:
        per_gemeente[kans.gemeente_id].append((kans, namen[kans.doelstelling]))
    met_verleden = toegang.gemeenten_provincie or ids
    return {
        "per_doel": _per_doel(lijst, doelen),
        "per_gemeente": [(g, per_gemeente[g.pk]) for g in gemeenten],
        "aantal_gemeenten": len(gemeenten),
        "gebruik": selectors.gebruikt_aanbod(met_verleden),
        "vragen": Vraag.objects.zichtbaar_voor(toegang)
        .filter(gemeente__in=met_verleden)
        .select_related("ondersteuner__organisatie", "aanbod", "gemeente")[:50],
        "eigen_ondersteuner": Ondersteuner.objects.filter(
            organisatie__provincie=provincie, organisatie__soort=Organisatie.Soort.PROVINCIE
        ).first(),
    }
