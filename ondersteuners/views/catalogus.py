"""The public pages: catalogue, ondersteuner, item."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from gereedschap.bewaren import bewaarbaar
from ondersteuners import pagina_s
from ondersteuners.catalogus import doorzoek
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.views.hulp import mag_bewerken, toegang_van
from ondersteuners.zoeken import Zoekvraag
from toegang.rechten import Handeling, mag


@require_safe
@bewaarbaar()
def catalogus(request: HttpRequest) -> HttpResponse:
    """Search and filters in the address, so that a result can be shared and works without scripts."""
    vraag = Zoekvraag.uit(request.GET)
    gevonden = doorzoek(
        vraag,
        pagina=request.GET.get("pagina"),
        # The page cache read it already, for whoever is not signed in.
        publicatie=getattr(getattr(request, "stempel", None), "publicatie", None),
    )
    query = vraag.als_query()
    return render(
        request,
        "ondersteuners/catalogus.html",
        {
            "catalogus": gevonden,
            "vraag": vraag,
            "query": query,
            "behoud": f"{query}&" if query else "",
            "andere_query": replace(vraag, organisaties=not vraag.organisaties).als_query(),
        },
    )


@require_safe
@bewaarbaar()
def pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one ondersteuner. One that merged leads on; one that stopped says so (410)."""
    ondersteuner = get_object_or_404(
        Ondersteuner.objects.select_related("organisatie", "koepel__organisatie", "opgegaan_in"),
        slug=slug,
    )
    if ondersteuner.opgegaan_in:
        return HttpResponsePermanentRedirect(ondersteuner.opgegaan_in.get_absolute_url())
    if ondersteuner.staat == Ondersteuner.Staat.AFGEVOERD:
        return render(
            request, "ondersteuners/gestopt.html", {"ondersteuner": ondersteuner}, status=410
        )
    toegang = toegang_van(request)
    return render(
        request,
        "ondersteuners/pagina.html",
        {
            "ondersteuner": ondersteuner,
            "overzicht": pagina_s.overzicht(ondersteuner),
            "mag_bewerken": toegang.aangemeld and mag_bewerken(toegang, ondersteuner),
            "mag_vragen": toegang.aangemeld and mag(toegang, Handeling.ONDERSTEUNING_VRAGEN),
        },
    )


@require_safe
@bewaarbaar()
def aanbod(request: HttpRequest, slug: str, aanbod: str) -> HttpResponse:
    """One item. A concept shows to its own people only; merged leads on; retired says so (410)."""
    item = get_object_or_404(
        pagina_s.met_alles(Aanbod.objects.all()), ondersteuner__slug=slug, slug=aanbod
    )
    if item.opgegaan_in is not None:
        return HttpResponsePermanentRedirect(item.opgegaan_in.get_absolute_url())
    if item.ondersteuner.opgegaan_in_id:
        return redirect(item.ondersteuner)
    if item.staat == Aanbod.Staat.CONCEPT:
        raise Http404
    weg = item.staat == Aanbod.Staat.AFGEVOERD or item.ondersteuner.staat != "actief"
    toegang = toegang_van(request)
    return render(
        request,
        "ondersteuners/aanbod.html",
        {
            "item": item,
            "kenmerken": pagina_s.kenmerken(item),
            "onderdelen": list(item.onderdelen.openbaar().select_related("ondersteuner")),
            "weg": weg,
            "mag_bewerken": toegang.aangemeld and mag_bewerken(toegang, item.ondersteuner),
        },
        status=410 if weg else 200,
    )
