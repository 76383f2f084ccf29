"""To share: tiles for other websites, pictures, and a feed of changes. Nothing here sets a cookie."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from doelstellingen.selectors import (
    DoelstellingOverzicht,
    Gemeenteblad,
    alle_doelstellingen,
    gemeenteblad,
)
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_met_nis, gemeente_op, opvolger
from gereedschap.bewaren import bewaarbaar
from rapportering.deelbeeld import Beeld, als_png, beeld_van_doel, beeld_van_gemeente
from rapportering.editie import Editie, editie_van
from rapportering.tegels import tegel
from rapportering.views.rapport import kruimels
from rapportering.wijzigingen import berichten_van


def gemeente_van_nu(nis: str) -> Gemeente:
    """The gemeente of today; what lies on another website goes on working after a fusie."""
    gevonden = gemeente_op(nis, timezone.localdate())
    if gevonden is None:
        oud = gemeente_met_nis(nis)
        gevonden = opvolger(oud) if oud else None
    if gevonden is None:
        raise Http404
    return gevonden


def _blad(gemeente: Gemeente, editie: Editie) -> Gemeenteblad:
    return gemeenteblad(gemeente, peildatum=editie.peildatum, publicatie=editie.publicatie)


def _doel(blad: Gemeenteblad, slug: str) -> DoelstellingOverzicht:
    for doel in blad.doelstellingen:
        if doel.doelstelling.slug == slug:
            return doel
    raise Http404


def _png(beeld: Beeld) -> HttpResponse:
    return HttpResponse(als_png(beeld), content_type="image/png")


@require_safe
@bewaarbaar()
def beeld(request: HttpRequest, nis: str) -> HttpResponse:
    """The picture that other sites show beside a link to a gemeente."""
    gemeente, editie = gemeente_van_nu(nis), editie_van(request)
    doelen = _blad(gemeente, editie).doelstellingen
    return _png(beeld_van_gemeente(gemeente.naam, gemeente.provincie.naam, doelen, editie))


@require_safe
@bewaarbaar()
def tegelbeeld(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """One goal as a picture, for a website that takes no frames."""
    gemeente, editie = gemeente_van_nu(nis), editie_van(request)
    return _png(beeld_van_doel(gemeente.naam, _doel(_blad(gemeente, editie), slug), editie))


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@require_safe
@bewaarbaar()
def insluiting(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """One goal as a small page that any website may frame."""
    gemeente, editie = gemeente_van_nu(nis), editie_van(request)
    blad = _blad(gemeente, editie)
    doel = _doel(blad, slug)
    context = {"gemeente": gemeente, "tegel": tegel(doel, blad.reeksen), "editie": editie}
    # Without the context processors of a page: nothing of who looks at it is read.
    return HttpResponse(render_to_string("rapportering/insluiting.html", context))


@require_safe
@bewaarbaar(parameters=("doelstelling",))
def insluiten(request: HttpRequest, nis: str) -> HttpResponse:
    """How a gemeente shows its figures on its own website: the code to copy, and what it gives."""
    gemeente = gemeente_van_nu(nis)
    doelen = alle_doelstellingen()
    slug = request.GET.get("doelstelling", "bomen")
    doel = next((d for d in doelen if d.slug == slug), None)
    if doel is None:
        raise Http404
    absoluut = request.build_absolute_uri
    codes: dict[str, Any] = {
        "tegel": absoluut(reverse("rapportering:insluiting", args=[gemeente.nis, slug])),
        "beeld": absoluut(reverse("rapportering:tegelbeeld", args=[gemeente.nis, slug])),
        "pagina": absoluut(reverse("rapportering:gemeente", args=[gemeente.nis])),
    }
    context = {
        "gemeente": gemeente,
        "doelen": doelen,
        "doel": doel,
        **codes,
        "kruimels": kruimels(gemeente),
    }
    return render(request, "rapportering/insluiten.html", context)


@require_safe
@bewaarbaar()
def atom(request: HttpRequest, nis: str) -> HttpResponse:
    """The changes of a gemeente as an Atom feed, one entry per edition."""
    gemeente, editie = gemeente_van_nu(nis), editie_van(request)
    basis = request.build_absolute_uri(reverse("rapportering:gemeente", args=[gemeente.nis]))
    feed = Atom1Feed(
        title=f"Lokaal Energie- en Klimaatpact: {gemeente.naam}",
        link=basis,
        description=f"Nieuwe en gewijzigde cijfers van {gemeente.naam}",
        language="nl-BE",
        feed_url=request.build_absolute_uri(),
        author_name="PactPortaal",
    )
    for bericht in berichten_van(gemeente, publicatie=editie.publicatie):
        adres = f"{basis}?gekend_op={bericht.editie}"
        feed.add_item(
            title=bericht.titel,
            link=adres,
            description="\n".join(bericht.regels),
            unique_id=adres,
            pubdate=bericht.op,
            updateddate=bericht.op,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
