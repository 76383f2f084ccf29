"""Drafts: kept while one types, continued by whoever of the organisatie comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gereedschap.uploadwacht import UploadGeweigerd
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import concepten
from verbeteringen.concepten import Bewaard, ConceptGeweigerd
from verbeteringen.forms import VerbeteringForm
from verbeteringen.fotos import bewaar_foto, bewijs, wis_fotos
from verbeteringen.models import Foto, Verbetering, Voorstel
from verbeteringen.registratie import rollen_op
from verbeteringen.views.gemeen import toegang_van, zoek_verbetering

_NIET = {"vormbestand", "concept", "conceptversie"}


@dataclass(frozen=True)
class Conceptregel:
    """One draft as the list shows it."""

    pk: int
    naam: str
    door: str
    rij: Voorstel


def regels(toegang: Toegang) -> list[Conceptregel]:
    """Give the drafts of new registrations of this toegang."""
    return [als_regel(c, toegang) for c in concepten.mijn(toegang).filter(verbetering=None)[:20]]


def als_regel(concept: Voorstel, toegang: Toegang) -> Conceptregel:
    ander = concept.account is not None and concept.account != toegang.account
    door = concept.account.get_full_name() if ander and concept.account else ""
    return Conceptregel(concept.pk, concepten.naam_van(concept), door, concept)


def _velden(request: HttpRequest, toegang: Toegang) -> dict[str, str]:
    """Take what was typed by the names of the form; an unticked box is kept as empty."""
    form = VerbeteringForm(toegang=toegang, eigen=[])
    return {
        naam: request.POST.get(naam, "")
        for naam, veld in form.fields.items()
        if naam not in _NIET and (naam in request.POST or isinstance(veld, forms.BooleanField))
    }


def _getal(tekst: str) -> int:
    return int(tekst) if tekst.isdigit() and len(tekst) < 19 else 0


def bewaar_uit(request: HttpRequest, toegang: Toegang, v: Verbetering | None) -> Bewaard:
    """Keep the posted form as a draft; raises ConceptGeweigerd."""
    return concepten.bewaar(
        toegang=toegang,
        velden=_velden(request, toegang),
        pk=_getal(request.POST.get("concept", "")) or None,
        versie=_getal(request.POST.get("conceptversie", "")),
        verbetering=v,
    )


def open_concept(request: HttpRequest, toegang: Toegang, v: Verbetering | None) -> dict[str, Any]:
    """Give what `?concept=<id>` starts with; 404 for another's or one that is gone."""
    gevraagd = request.GET.get("concept", "")
    if not gevraagd:
        return {}
    concept = concepten.mijn(toegang).filter(pk=_getal(gevraagd), verbetering=v).first()
    if concept is None:
        raise Http404
    return concepten.velden_van(concept)


@require_POST
def bewaren(request: HttpRequest) -> JsonResponse:
    """Keep what is in the form now; the page calls this while one types."""
    toegang = toegang_van(request)
    if not toegang.aangemeld or not mag(toegang, Handeling.VERBETERING_INDIENEN):
        raise Http404
    v = None
    if van := _getal(request.POST.get("verbetering", "")):
        v = zoek_verbetering(van, toegang)
        if not rollen_op(toegang, v):
            raise Http404
    try:
        bewaard = bewaar_uit(request, toegang, v)
    except ConceptGeweigerd as fout:
        return JsonResponse({"fout": str(fout)}, status=409)
    tekst = f"Concept bewaard om {timezone.localtime():%H:%M}."
    return JsonResponse({"concept": bewaard.pk, "versie": bewaard.versie, "tekst": tekst})


def fotos_van(toegang: Toegang, pk: int) -> list[tuple[Foto, str]]:
    """Give the photos of an own draft, each with the reference that the form hands back."""
    return [(foto, bewijs(foto)) for foto in concepten.fotos_van(pk, toegang)] if pk else []


@require_http_methods(["GET", "HEAD", "POST"])
def fotos(request: HttpRequest, pk: int) -> JsonResponse:
    """The photos of an own draft: read them, add one (`foto`) or remove one (`weg`)."""
    toegang = toegang_van(request)
    if not concepten.mijn(toegang).filter(pk=pk).exists():
        raise Http404
    if weg := _getal(request.POST.get("weg", "")):
        wis_fotos(concepten.fotos_van(pk, toegang).filter(pk=weg))
    try:
        if bestand := request.FILES.get("foto"):
            nieuw = bewaar_foto(bestand, bestand.name or "foto", account=toegang.account)
            try:
                concepten.houd_fotos(pk, [nieuw], toegang)
            except ConceptGeweigerd:
                wis_fotos(Foto.objects.filter(pk=nieuw.pk))
                raise
    except (UploadGeweigerd, ConceptGeweigerd) as fout:
        return JsonResponse({"fout": str(fout)}, status=422)
    return JsonResponse(
        {
            "fotos": [
                {
                    "pk": foto.pk,
                    "adres": reverse("verbeteringen:foto", args=[foto.pk]),
                    "bewijs": teken,
                }
                for foto, teken in fotos_van(toegang, pk)
            ]
        }
    )


@require_POST
def weggooien(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    if not concepten.gooi_weg(pk, toegang_van(request)):
        raise Http404
    messages.success(request, "Het concept is weggegooid.")
    return redirect("verbeteringen:nieuw")
