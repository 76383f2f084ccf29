"""The own people of an ondersteuner: what they offer, editing, preview, versions, publishing."""

from __future__ import annotations

import datetime as dt
from itertools import zip_longest
from typing import Any, overload

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ondersteuners.catalogus import waardenamen
from ondersteuners.forms import AanbodForm, PaginaForm
from ondersteuners.herinneringen import aanleidingen
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud, lees_keuzes, verschillen
from ondersteuners.linkcontrole import dode_links
from ondersteuners.models import Aanbod, Ondersteuner, Versie, Vraag
from ondersteuners.services import (
    bewaar_concept,
    bewaar_paginaconcept,
    kijk_na,
    publiceer_concept,
    verwerp_concept,
    zet_terug,
)
from ondersteuners.services.toepassen import OngeldigeInhoud
from ondersteuners.views.hulp import (
    aangemeld,
    eigen_aanbod,
    eigen_ondersteuner,
    mag_beheren,
    mag_publiceren,
    toegang_van,
)
from ondersteuners.voorbeeld import gelijkende_items, voorbeeld_van


@aangemeld
@require_safe
def mijn(request: HttpRequest) -> HttpResponse:
    """Which ondersteuners may I edit? Straight on when there is one."""
    rijen = list(
        Ondersteuner.objects.bewerkbaar_door(toegang_van(request))
        .select_related("organisatie")
        .defer("zoektekst")
        .order_by("sorteernaam")
    )
    if len(rijen) == 1:
        return redirect("ondersteuners:beheer", slug=rijen[0].slug)
    return render(request, "ondersteuners/mijn.html", {"rijen": rijen})


@aangemeld
@require_safe
def beheer(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of one ondersteuner: items with their state, what to look at, dead links, questions."""
    ondersteuner = eigen_ondersteuner(request, slug)
    concept = Prefetch(
        "versies", Versie.objects.filter(staat=Versie.Staat.CONCEPT), to_attr="concepten"
    )
    aanbod = list(
        ondersteuner.aanbod.defer("zoektekst")
        .prefetch_related(concept)
        .order_by("staat", "sorteernaam")
    )
    toegang, vandaag = toegang_van(request), timezone.localdate()
    return render(
        request,
        "ondersteuners/beheer.html",
        {
            "ondersteuner": ondersteuner,
            "aanbod": [(item, _aandacht(item, vandaag)) for item in aanbod],
            "paginaconcept": ondersteuner.versies.filter(
                aanbod=None, staat=Versie.Staat.CONCEPT
            ).first(),
            "dode_links": list(dode_links(ondersteuner)),
            "open_vragen": Vraag.objects.zichtbaar_voor(toegang)
            .filter(ondersteuner=ondersteuner)
            .open()
            .count(),
            "mag_publiceren": mag_publiceren(toegang, ondersteuner),
            "mag_beheren": mag_beheren(toegang),
        },
    )


@overload
def _nu(ding: Aanbod) -> AanbodInhoud: ...
@overload
def _nu(ding: Ondersteuner) -> PaginaInhoud: ...
def _nu(ding: Aanbod | Ondersteuner) -> AanbodInhoud | PaginaInhoud:
    """What shows now, read in one query."""
    keuzes = lees_keuzes(ding)
    if isinstance(ding, Aanbod):
        return AanbodInhoud.van(ding, keuzes=keuzes)
    return PaginaInhoud.van(ding, keuzes=keuzes)


def _aandacht(aanbod: Aanbod, op: dt.date) -> str:
    """Why an item asks to be looked at now, in words; empty where it doesn't."""
    if aanbod.staat != Aanbod.Staat.GEPUBLICEERD:
        return ""
    return ", ".join(soort.label for soort, _ in aanleidingen(aanbod, op=op))


def _formulierbegin(inhoud: AanbodInhoud | PaginaInhoud) -> dict[str, Any]:
    begin = inhoud.als_json()
    begin["gemeenten"] = "\n".join(begin["gemeenten"])
    return begin


def _concept(ondersteuner: Ondersteuner, aanbod: Aanbod | None) -> Versie | None:
    return Versie.objects.filter(
        ondersteuner=ondersteuner, aanbod=aanbod, staat=Versie.Staat.CONCEPT
    ).first()


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def bewerk_aanbod(request: HttpRequest, slug: str, aanbod: str | None = None) -> HttpResponse:
    """Write an item; it is kept as a concept, and the preview follows."""
    item = eigen_aanbod(request, slug, aanbod) if aanbod else None
    ondersteuner = item.ondersteuner if item else eigen_ondersteuner(request, slug)
    concept = _concept(ondersteuner, item) if item else None
    begin: dict[str, Any] = {}
    if item is not None:
        inhoud = AanbodInhoud.uit_json(concept.inhoud) if concept else _nu(item)
        begin = _formulierbegin(inhoud)
    formulier = AanbodForm(
        request.POST or None, initial=begin, ondersteuner=ondersteuner, aanbod=item
    )
    if request.method == "POST" and formulier.is_valid():
        versie = bewaar_concept(
            ondersteuner=ondersteuner,
            aanbod=item,
            inhoud=formulier.inhoud(),
            door=toegang_van(request).account,
        )
        return redirect("ondersteuners:voorbeeld", pk=versie.pk)
    return render(
        request,
        "ondersteuners/bewerk.html",
        {"ondersteuner": ondersteuner, "item": item, "formulier": formulier, "concept": concept},
        status=422 if formulier.errors else 200,
    )


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def bewerk_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the page of the ondersteuner itself."""
    ondersteuner = eigen_ondersteuner(request, slug)
    concept = _concept(ondersteuner, None)
    inhoud = PaginaInhoud.uit_json(concept.inhoud) if concept else _nu(ondersteuner)
    formulier = PaginaForm(request.POST or None, initial=_formulierbegin(inhoud))
    if request.method == "POST" and formulier.is_valid():
        versie = bewaar_paginaconcept(
            ondersteuner=ondersteuner,
            inhoud=formulier.inhoud(),
            door=toegang_van(request).account,
        )
        return redirect("ondersteuners:voorbeeld", pk=versie.pk)
    return render(
        request,
        "ondersteuners/bewerk.html",
        {"ondersteuner": ondersteuner, "item": None, "formulier": formulier, "concept": concept,
         "pagina": True},
        status=422 if formulier.errors else 200,
    )  # fmt: skip


def _eigen_versie(request: HttpRequest, pk: int) -> Versie:
    mijn_ondersteuners = Ondersteuner.objects.bewerkbaar_door(toegang_van(request))
    return get_object_or_404(
        Versie.objects.filter(ondersteuner__in=mijn_ondersteuners).select_related(
            "ondersteuner__organisatie", "aanbod__ondersteuner__organisatie"
        ),
        pk=pk,
    )


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def voorbeeld(request: HttpRequest, pk: int) -> HttpResponse:
    """How a version will show, what it changes, and publishing or dropping it."""
    versie = _eigen_versie(request, pk)
    toegang = toegang_van(request)
    if request.method == "POST":
        return _beslis(request, versie)
    nu = versie.aanbod or versie.ondersteuner
    openbaar = versie.aanbod is None or versie.aanbod.staat != Aanbod.Staat.CONCEPT
    huidig = _nu(nu).als_json() if openbaar else {}
    namen = waardenamen()
    return render(
        request,
        "ondersteuners/voorbeeld.html",
        {
            "versie": versie,
            "ondersteuner": versie.ondersteuner,
            "voorbeeld": voorbeeld_van(versie, namen=namen),
            "verschillen": verschillen(huidig, versie.inhoud, namen=namen) if huidig else [],
            "nieuw": not huidig,
            "gelijken": gelijkende_items(versie),
            "mag_publiceren": mag_publiceren(toegang, versie.ondersteuner),
            "is_concept": versie.staat == Versie.Staat.CONCEPT,
        },
    )


def _beslis(request: HttpRequest, versie: Versie) -> HttpResponse:
    toegang = toegang_van(request)
    terug = redirect("ondersteuners:beheer", slug=versie.ondersteuner.slug)
    if request.POST.get("besluit") == "verwerp":
        verwerp_concept(versie=versie)
        messages.success(request, "Het concept is verworpen. Wat openbaar was, blijft staan.")
        return terug
    if request.POST.get("besluit") != "publiceer":
        messages.error(request, "Kies “Publiceer” of “Verwerp dit concept”.")
        return redirect("ondersteuners:voorbeeld", pk=versie.pk)
    if not mag_publiceren(toegang, versie.ondersteuner):
        raise PermissionDenied("Alleen een publicator of beheerder kan publiceren.")
    try:
        publiceer_concept(versie=versie, door=toegang.account)
    except OngeldigeInhoud as fout:
        messages.error(request, str(fout))
        return terug
    messages.success(request, "Gepubliceerd. Iedereen ziet nu deze versie.")
    return redirect(
        Aanbod.objects.select_related("ondersteuner").get(pk=versie.aanbod_id)
        if versie.aanbod_id
        else versie.ondersteuner
    )


@aangemeld
@require_safe
def versies(request: HttpRequest, slug: str, aanbod: str | None = None) -> HttpResponse:
    """The history of an item or page, each version with what it changed."""
    item = eigen_aanbod(request, slug, aanbod) if aanbod else None
    ondersteuner = item.ondersteuner if item else eigen_ondersteuner(request, slug)
    rijen = list(
        Versie.objects.filter(ondersteuner=ondersteuner, aanbod=item)
        .select_related("door", "publicatie")
        .order_by("-nummer")[:100]
    )
    namen = waardenamen()
    return render(
        request,
        "ondersteuners/versies.html",
        {
            "ondersteuner": ondersteuner,
            "item": item,
            "rijen": [
                (versie, verschillen(oud.inhoud, versie.inhoud, namen=namen) if oud else None)
                for versie, oud in zip_longest(rijen, rijen[1:])
            ],
        },
    )


@aangemeld
@require_POST
def terugzetten(request: HttpRequest, pk: int) -> HttpResponse:
    versie = zet_terug(versie=_eigen_versie(request, pk), door=toegang_van(request).account)
    messages.success(request, "De oude tekst staat klaar als concept. Kijk hem na en publiceer.")
    return redirect("ondersteuners:voorbeeld", pk=versie.pk)


@aangemeld
@require_POST
def nagekeken(request: HttpRequest, slug: str, aanbod: str | None = None) -> HttpResponse:
    """ "Dit klopt nog": the item or page counts as reviewed today."""
    ding = eigen_aanbod(request, slug, aanbod) if aanbod else eigen_ondersteuner(request, slug)
    ondersteuner = ding.ondersteuner if isinstance(ding, Aanbod) else ding
    if not mag_publiceren(toegang_van(request), ondersteuner):
        raise PermissionDenied("Alleen een publicator of beheerder kan dit bevestigen.")
    kijk_na(ding=ding, door=toegang_van(request).account)
    messages.success(request, f"Nagekeken: {ding}.")
    return redirect("ondersteuners:beheer", slug=slug)
