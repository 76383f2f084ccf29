"""New, copy and change: one form, one flow; a split over a border is asked, never guessed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from gemeenten.models import Gemeente
from gereedschap.uploadwacht import UploadGeweigerd
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import concepten
from verbeteringen.beginwaarden import beginwaarden
from verbeteringen.burger import vraag_bevestiging
from verbeteringen.concepten import ConceptGeweigerd
from verbeteringen.dubbels import groepsvragen, kandidaten
from verbeteringen.forms import VerbeteringForm, als_geojson
from verbeteringen.fotos import (
    MAX_FOTOS,
    bewaar_foto,
    bewijs,
    hang_aan,
    uit_bewijzen,
    wis_fotos,
)
from verbeteringen.grensdelen import te_verdelen
from verbeteringen.invoer import OngeldigeInvoer
from verbeteringen.levensloop import StapNietToegestaan
from verbeteringen.models import Verbetering
from verbeteringen.openbaarheid import ziet_alles
from verbeteringen.plaats import Plaats, bepaal_plaats
from verbeteringen.registratie import (
    IntussenGewijzigd,
    NietToegestaan,
    Uitkomst,
    registreer_verbetering,
    rollen_op,
    wijzig_verbetering,
)
from verbeteringen.views import concept as conceptweergave
from verbeteringen.views.gemeen import (
    eigen_gemeenten,
    kaartinstellingen,
    toegang_van,
    zoek_verbetering,
)
from verbeteringen.views.splitsing import Opnieuw, gekozen_splitsing


def _gemeente(form: VerbeteringForm, plaats: Plaats | None) -> Gemeente:
    gekozen = form.cleaned_data.get("gemeente")
    if gekozen is not None:
        return gekozen
    if plaats is None or plaats.toewijzing.gemeente_id is None:
        form.add_error("gemeente", "Kies de gemeente.")
        raise Opnieuw
    return Gemeente.objects.get(pk=plaats.toewijzing.gemeente_id)


def _neem_fotos(request: HttpRequest, toegang: Toegang) -> list[Any]:
    """Store new photos at once; a bad one is reported and the rest goes on."""
    fotos = uit_bewijzen(request.POST.getlist("bewaarde_foto"))
    for bestand in request.FILES.getlist("fotos"):
        if len(fotos) >= MAX_FOTOS:
            messages.warning(request, f"Alleen de eerste {MAX_FOTOS} foto's zijn bewaard.")
            break
        try:
            fotos.append(bewaar_foto(bestand, bestand.name or "foto", account=toegang.account))
        except UploadGeweigerd as fout:
            messages.warning(request, str(fout))
    return fotos


def _bewaar(
    request: HttpRequest, form: VerbeteringForm, toegang: Toegang, v: Verbetering | None
) -> Uitkomst:
    vorm = form.cleaned_data["vorm"]
    try:
        plaats = bepaal_plaats(vorm) if vorm is not None else None
        gemeente = _gemeente(form, plaats)
        invoer = form.als_invoer(gemeente.naam)
        voorganger = form.cleaned_data.get("voorganger")
        delen = gekozen_splitsing(request, form, invoer, te_verdelen(plaats, v))
        if v is not None:
            return wijzig_verbetering(
                pk=v.pk,
                versie=form.cleaned_data["versie"] or 0,
                invoer=invoer,
                gemeente=gemeente,
                toegang=toegang,
                voorganger=voorganger,
                delen=delen,
            )
        return registreer_verbetering(
            invoer=invoer,
            gemeente=gemeente,
            toegang=toegang,
            voorganger=voorganger,
            delen=delen,
        )
    except OngeldigeInvoer as fout:
        form.neem_fouten_over(fout.fouten)
        raise Opnieuw from fout
    except (NietToegestaan, StapNietToegestaan) as fout:
        form.add_error(None, str(fout))
        raise Opnieuw from fout


def _vraag_bevestiging(request: HttpRequest, form: VerbeteringForm, fotos: list[Any]) -> None:
    """Keep what a visitor without account entered until the mail address is confirmed."""
    vorm = form.cleaned_data["vorm"]
    try:
        gemeente = _gemeente(form, bepaal_plaats(vorm) if vorm is not None else None)
        vraag_bevestiging(
            invoer=form.als_invoer(gemeente.naam),
            gemeente=gemeente,
            mail=form.cleaned_data["mail"].lower(),
            fotos=fotos,
            adres_van=lambda bewijs: request.build_absolute_uri(
                reverse("verbeteringen:bevestigen", args=[bewijs])
            ),
        )
    except OngeldigeInvoer as fout:
        form.neem_fouten_over(fout.fouten)
        raise Opnieuw from fout


def _meld(request: HttpRequest, uitkomst: Uitkomst) -> None:
    if uitkomst.wacht:
        messages.info(
            request, "Ingediend. De gemeente kijkt dit na; u krijgt bericht van de beslissing."
        )
    for gevolg in uitkomst.gevolgen:
        messages.success(request, gevolg.zin)
    if not uitkomst.wacht and not uitkomst.gevolgen:
        messages.success(request, "Bewaard. De cijfers veranderen hierdoor niet.")


def _toon(
    request: HttpRequest,
    form: VerbeteringForm,
    toegang: Toegang,
    *,
    v: Verbetering | None = None,
    extra: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    eigen = eigen_gemeenten(toegang)
    context = {
        "form": form,
        "v": v,
        "kaart": kaartinstellingen(v.gemeente if v else (eigen[0] if eigen else None)),
        "eigen": eigen,
        "fotos_max": MAX_FOTOS,
        "concepten": conceptweergave.regels(toegang) if v is None else [],
        "concept_van_wijziging": _concept_van(v, toegang) if v is not None else None,
        "conceptsleutel": f"{toegang.account.pk if toegang.account else 'gast'}-{v.pk if v else 'nieuw'}",
        "splitsing": None,
        "verschillen": None,
        "bewaarde_fotos": []
        if form.is_bound
        else conceptweergave.fotos_van(toegang, form["concept"].value() or 0),
        "vraag_voorganger": bool(form.is_bound and form["voorganger"].errors)
        or bool(form["voorganger"].value()),
    } | (extra or {})
    return render(request, "verbeteringen/formulier.html", context, status=status)


def _concept_van(v: Verbetering, toegang: Toegang) -> Any:
    concept = concepten.van_verbetering(v, toegang)
    return conceptweergave.als_regel(concept, toegang) if concept else None


def _als_concept(request: HttpRequest, toegang: Toegang, v: Verbetering | None) -> HttpResponse:
    """Keep the form as a draft for later; also the way without JavaScript."""
    try:
        bewaard = conceptweergave.bewaar_uit(request, toegang, v)
        # Without JavaScript this is where photos come along, and where unticked ones go.
        meegenomen = _neem_fotos(request, toegang)
        wis_fotos(
            concepten.fotos_van(bewaard.pk, toegang).exclude(pk__in=[f.pk for f in meegenomen])
        )
        concepten.houd_fotos(bewaard.pk, meegenomen, toegang)
    except ConceptGeweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(
            request, "Het concept is bewaard. U of een collega kan er later mee verder."
        )
        if v is not None:
            return redirect("verbeteringen:detail", pk=v.pk)
        return redirect(f"{reverse('verbeteringen:nieuw')}?concept={bewaard.pk}")
    return redirect("verbeteringen:nieuw")


def _verwerk(
    request: HttpRequest, form: VerbeteringForm, toegang: Toegang, v: Verbetering | None = None
) -> HttpResponse:
    if "als_concept" in request.POST and toegang.aangemeld:
        return _als_concept(request, toegang, v)
    fotos = _neem_fotos(request, toegang)
    extra: dict[str, Any] = {"bewaarde_fotos": [(f, bewijs(f)) for f in fotos]}
    geldig = form.is_valid()
    # A copy that may change: what the form shows again.
    data = request.POST.copy()
    form.data = data
    if form.cleaned_data.get("vorm") is not None:
        # What came from a file or coordinates goes on as the drawing.
        data["geometrie"] = als_geojson(form.cleaned_data["vorm"])
        data["coordinaten"] = ""
    if geldig:
        try:
            if not toegang.aangemeld:
                _vraag_bevestiging(request, form, fotos)
                return redirect("verbeteringen:bevestiging_verstuurd")
            uitkomst = _bewaar(request, form, toegang, v)
        except Opnieuw as opnieuw:
            extra["splitsing"] = opnieuw.splitsing
        except IntussenGewijzigd as fout:
            extra["verschillen"] = fout
            data["versie"] = str(fout.nu.versie)
        else:
            eerste = uitkomst.verbeteringen[0]
            hang_aan(fotos, eerste)
            if concept := form.cleaned_data["concept"]:
                concepten.gooi_weg(concept, toegang)
            _meld(request, uitkomst)
            for melding in form.vormmeldingen:
                messages.info(request, melding)
            if kandidaten(eerste, toegang) or groepsvragen(eerste):
                return redirect("verbeteringen:dubbels_van", pk=eerste.pk)
            return redirect("verbeteringen:detail", pk=eerste.pk)
    return _toon(request, form, toegang, v=v, extra=extra, status=422)


# All gemeenten stand in the form: in the field, on a phone, that is 40 kB less to wait for.
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    """Register a verbetering; `?kopie=<id>` starts from another one."""
    toegang = toegang_van(request)
    als_burger = not toegang.aangemeld and "burger" in request.GET
    if not als_burger and not mag(toegang, Handeling.VERBETERING_INDIENEN):
        return render(request, "verbeteringen/aanmelden.html")
    eigen = eigen_gemeenten(toegang)
    if request.method == "POST":
        form = VerbeteringForm(request.POST, request.FILES, toegang=toegang, eigen=eigen)
        return _verwerk(request, form, toegang)
    begin = conceptweergave.open_concept(request, toegang, None)
    if not begin and (kopie := request.GET.get("kopie", "")).isdigit():
        voorbeeld = zoek_verbetering(int(kopie), toegang)
        # A copy shows everything of the original: only for who sees everything.
        if not ziet_alles(voorbeeld, toegang):
            raise Http404
        begin = beginwaarden(voorbeeld, kopie=True)
    form = VerbeteringForm(initial=begin, toegang=toegang, eigen=eigen)
    return _toon(request, form, toegang)


@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a verbetering; a second editor sees the differences."""
    toegang = toegang_van(request)
    v = zoek_verbetering(pk, toegang)
    if not rollen_op(toegang, v):
        raise Http404
    if v.is_vervallen:
        messages.error(request, "Deze verbetering is vervallen; u kunt ze wel kopiëren.")
        return redirect("verbeteringen:detail", pk=v.pk)
    eigen = eigen_gemeenten(toegang)
    if request.method == "POST":
        form = VerbeteringForm(request.POST, request.FILES, toegang=toegang, eigen=eigen)
        return _verwerk(request, form, toegang, v)
    begin = beginwaarden(v) | conceptweergave.open_concept(request, toegang, v)
    form = VerbeteringForm(initial=begin, toegang=toegang, eigen=eigen)
    return _toon(request, form, toegang, v=v)
