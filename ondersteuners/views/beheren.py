"""The administration of the catalogue, and the offer as a file, out and in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gereedschap.stroom import Bestandsfout
from ondersteuners import services
from ondersteuners.catalogus import aanbod_bij
from ondersteuners.forms import InvoerForm, NieuweOndersteunerForm
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services.toepassen import OngeldigeInhoud
from ondersteuners.uitwisseling import Rijfout, als_csv, als_xlsx, voer_in
from ondersteuners.views.hulp import (
    aangemeld,
    alleen_beheer,
    eigen_aanbod,
    eigen_ondersteuner,
    mag_beheren,
    mag_publiceren,
    toegang_van,
)
from ondersteuners.zoeken import Zoekvraag

GROOTSTE_BESTAND = 5 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def uitvoer(request: HttpRequest, soort: str) -> HttpResponseBase:
    """The items of a question to the catalogue as CSV or Excel; everybody may."""
    if soort not in ("csv", "xlsx"):
        raise Http404
    aanbod = aanbod_bij(Zoekvraag.uit(request.GET))
    naam = f"aanbod-ondersteuners-{timezone.localdate():%Y-%m-%d}.{soort}"
    antwoord: HttpResponseBase
    if soort == "csv":
        antwoord = StreamingHttpResponse(als_csv(aanbod), content_type="text/csv; charset=utf-8")
    else:
        antwoord = HttpResponse(als_xlsx(aanbod), content_type=XLSX)
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


@aangemeld
@require_safe
def eigen_uitvoer(request: HttpRequest, slug: str) -> HttpResponse:
    """All items of an own ondersteuner, concepts too, as the file that can be read back."""
    ondersteuner = eigen_ondersteuner(request, slug)
    aanbod = ondersteuner.aanbod.exclude(staat=Aanbod.Staat.AFGEVOERD)
    antwoord = HttpResponse(als_xlsx(aanbod), content_type=XLSX)
    antwoord["Content-Disposition"] = f'attachment; filename="aanbod-{slug}.xlsx"'
    return antwoord


def _lees(bestand: UploadedFile, request: HttpRequest, ondersteuner: Ondersteuner) -> HttpResponse:
    context: dict[str, object] = {"ondersteuner": ondersteuner, "formulier": InvoerForm()}
    achtervoegsel = Path(bestand.name or "").suffix.lower()
    if (bestand.size or 0) > GROOTSTE_BESTAND:
        context["fouten"] = [Rijfout(0, "", "Het bestand is groter dan 5 MB. Splits het.")]
        return render(request, "ondersteuners/invoer.html", context, status=422)
    with tempfile.TemporaryDirectory() as folder:
        pad = Path(folder) / f"aanbod{achtervoegsel if achtervoegsel in ('.csv', '.xlsx') else ''}"
        with pad.open("wb") as uit:
            for blok in bestand.chunks():
                uit.write(blok)
        try:
            invoer = voer_in(pad=pad, ondersteuner=ondersteuner, door=toegang_van(request).account)
        except Bestandsfout as fout:
            context["fouten"] = [Rijfout(0, "", str(fout))]
            return render(request, "ondersteuners/invoer.html", context, status=422)
    if invoer.fouten:
        context |= {
            "fouten": invoer.fouten,
            "meldingen": invoer.meldingen,
            "overgenomen": len(invoer.concepten),
            "ongewijzigd": invoer.ongewijzigd,
        }
        return render(request, "ondersteuners/invoer.html", context, status=422)
    for melding in invoer.meldingen:
        messages.warning(request, melding)
    messages.success(
        request,
        f"{len(invoer.concepten)} concepten klaargezet, {invoer.ongewijzigd} rijen zonder "
        "wijziging. Kijk ze na en publiceer.",
    )
    return redirect("ondersteuners:beheer", slug=ondersteuner.slug)


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def invoer(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a file of items; good rows become concepts, the others say what is wrong."""
    ondersteuner = eigen_ondersteuner(request, slug)
    formulier = InvoerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and formulier.is_valid():
        return _lees(formulier.cleaned_data["bestand"], request, ondersteuner)
    return render(
        request,
        "ondersteuners/invoer.html",
        {"ondersteuner": ondersteuner, "formulier": formulier},
        status=422 if formulier.errors else 200,
    )


@aangemeld
@require_POST
def staat_aanbod(request: HttpRequest, slug: str, aanbod: str) -> HttpResponse:
    """Retire or restore an own item (publicator), or highlight it (administration)."""
    item = eigen_aanbod(request, slug, aanbod)
    toegang, daad = toegang_van(request), request.POST.get("daad")
    beheer = mag_beheren(toegang)
    if not mag_publiceren(toegang, item.ondersteuner):
        raise Http404
    try:
        if daad == "afvoeren":
            services.voer_aanbod_af(aanbod=item, door=toegang.account)
        elif daad == "herstellen":
            services.herstel_aanbod(aanbod=item, door=toegang.account)
        elif daad in ("uitlichten", "niet-uitlichten") and beheer:
            services.licht_uit(ding=item, aan=daad == "uitlichten", door=toegang.account)
        else:
            raise OngeldigeInhoud("Kies een actie bij een item uit de lijst.")
    except OngeldigeInhoud as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"Bewaard: {item.titel}.")
    return redirect("ondersteuners:beheer", slug=slug)


@alleen_beheer
@require_http_methods(["GET", "HEAD", "POST"])
def administratie(request: HttpRequest) -> HttpResponse:
    """All ondersteuners for the administration: add one, and see which still need work."""
    formulier = NieuweOndersteunerForm(request.POST or None)
    if request.method == "POST" and formulier.is_valid():
        try:
            nieuw = services.maak_ondersteuner(
                **formulier.cleaned_data, door=toegang_van(request).account
            )
        except OngeldigeInhoud as fout:
            formulier.add_error("naam", str(fout))
        else:
            messages.success(request, f"{nieuw.naam} is toegevoegd. Vul de pagina aan.")
            return redirect("ondersteuners:beheer", slug=nieuw.slug)
    rijen = (
        Ondersteuner.objects.select_related("organisatie", "opgegaan_in__organisatie")
        .defer("zoektekst")
        .order_by("staat", "sorteernaam")
    )
    return render(
        request,
        "ondersteuners/administratie.html",
        {"formulier": formulier, "rijen": list(rijen)},
        status=422 if formulier.errors else 200,
    )


@alleen_beheer
@require_POST
def staat_ondersteuner(request: HttpRequest, slug: str) -> HttpResponse:
    """Highlight, retire or restore an ondersteuner."""
    ondersteuner = get_object_or_404(Ondersteuner.objects.select_related("organisatie"), slug=slug)
    door, daad = toegang_van(request).account, request.POST.get("daad")
    try:
        if daad == "afvoeren":
            services.voer_ondersteuner_af(ondersteuner=ondersteuner, door=door)
        elif daad == "herstellen":
            services.herstel_ondersteuner(ondersteuner=ondersteuner, door=door)
        elif daad in ("uitlichten", "niet-uitlichten"):
            services.licht_uit(ding=ondersteuner, aan=daad == "uitlichten", door=door)
        else:
            raise OngeldigeInhoud("Kies een actie bij een item uit de lijst.")
    except OngeldigeInhoud as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"Bewaard: {ondersteuner.naam}.")
    return redirect("ondersteuners:administratie")


def _gaat_mee(weg: Aanbod | Ondersteuner) -> list[tuple[str, int]]:
    """Give what a merge moves, as (what, how many)."""
    if isinstance(weg, Aanbod):
        return [
            ("Vragen van gemeenten", weg.vragen.count()),
            ("Onderdelen", weg.onderdelen.count()),
            ("Werven", weg.werven.count()),
            ("Doelstellingen", weg.doelstellingen.count()),
            ("Partners", weg.partners.count()),
        ]
    return [
        ("Aanbod", weg.aanbod.count()),
        ("Vragen van gemeenten", weg.vragen.count()),
        ("Leden", weg.leden.count()),
        ("Aanbod van anderen waarin het partner is", weg.partner_in.count()),
    ]


def _vraag_of_het_zeker_is(
    request: HttpRequest, weg: Aanbod | Ondersteuner, blijft: Aanbod | Ondersteuner
) -> HttpResponse:
    """Show what moves where before it happens: a merge can't be undone with one click."""
    services.controleer_samenvoegen(weg, blijft)
    context: dict[str, object] = {"weg": weg, "blijft": blijft, "gaat_mee": _gaat_mee(weg)}
    if isinstance(weg, Aanbod):
        adres = reverse("ondersteuners:beheer", args=[weg.ondersteuner.slug])
        context |= {"terug": adres, "sleutels": (weg.pk, blijft.pk)}
    else:
        adres = reverse("ondersteuners:administratie")
        context |= {"terug": adres, "sleutels": (weg.slug, blijft.slug)}
    return render(request, "ondersteuners/samenvoegen.html", context)


@alleen_beheer
@require_POST
def samenvoegen_aanbod(request: HttpRequest, slug: str) -> HttpResponse:
    """Merge two items of one ondersteuner, after asking."""
    items = Aanbod.objects.filter(ondersteuner__slug=slug).select_related(
        "ondersteuner__organisatie"
    )
    weg = items.filter(pk=_nummer(request, "weg")).first()
    blijft = items.filter(pk=_nummer(request, "blijft")).first()
    try:
        if weg is None or blijft is None:
            raise OngeldigeInhoud("Kies twee items uit de lijst.")
        if "zeker" not in request.POST:
            return _vraag_of_het_zeker_is(request, weg, blijft)
        services.voeg_aanbod_samen(weg=weg, blijft=blijft, door=toegang_van(request).account)
    except OngeldigeInhoud as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"“{weg}” is samengevoegd met “{blijft}”.")
    return redirect("ondersteuners:beheer", slug=slug)


@alleen_beheer
@require_POST
def samenvoegen(request: HttpRequest) -> HttpResponse:
    """Merge two ondersteuners, after asking."""
    rijen = Ondersteuner.objects.select_related("organisatie")
    weg = rijen.filter(slug=request.POST.get("weg", "")).first()
    blijft = rijen.filter(slug=request.POST.get("blijft", "")).first()
    try:
        if weg is None or blijft is None:
            raise OngeldigeInhoud("Kies twee ondersteuners uit de lijst.")
        if "zeker" not in request.POST:
            return _vraag_of_het_zeker_is(request, weg, blijft)
        services.voeg_ondersteuners_samen(weg=weg, blijft=blijft, door=toegang_van(request).account)
    except OngeldigeInhoud as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"{weg.naam} is samengevoegd met {blijft.naam}.")
    return redirect("ondersteuners:administratie")


def _nummer(request: HttpRequest, naam: str) -> int:
    gegeven = request.POST.get(naam, "")
    return int(gegeven) if gegeven.isascii() and gegeven.isdigit() and len(gegeven) < 19 else 0
