"""New, copy and change: one form, one flow; a split over a border is asked, never guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from gemeenten.models import Gemeente
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from gereedschap.uploadwacht import UploadGeweigerd
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import concepten
from verbeteringen.beginwaarden import beginwaarden
from verbeteringen.burger import vraag_bevestiging
from verbeteringen.concepten import ConceptGeweigerd
from verbeteringen.dubbels import groepsvragen, kandidaten
from verbeteringen.forms import VerbeteringForm, als_geojson
from verbeteringen.fotos import MAX_FOTOS, bewaar_foto, bewijs, hang_aan, uit_bewijzen
from verbeteringen.invoer import Fout, Invoer, Maatregelinvoer, OngeldigeInvoer, verdeel
from verbeteringen.models import Verbetering
from verbeteringen.openbaarheid import ziet_alles
from verbeteringen.parameters import PER_SLEUTEL
from verbeteringen.plaats import Plaats, bepaal_plaats
from verbeteringen.registratie import (
    IntussenGewijzigd,
    NietToegestaan,
    Uitkomst,
    controleer_delen,
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


class _Opnieuw(Exception):
    """Show the form again, with a question (a split) or with errors on it."""

    def __init__(self, splitsing: list[dict[str, Any]] | None = None) -> None:
        self.splitsing = splitsing
        super().__init__()


def _gemeente(form: VerbeteringForm, plaats: Plaats | None) -> Gemeente:
    gekozen = form.cleaned_data.get("gemeente")
    if gekozen is not None:
        return gekozen
    if plaats is None or plaats.toewijzing.gemeente_id is None:
        form.add_error("gemeente", "Kies de gemeente.")
        raise _Opnieuw
    return Gemeente.objects.get(pk=plaats.toewijzing.gemeente_id)


def _splitsing(
    request: HttpRequest, form: VerbeteringForm, invoer: Invoer, plaats: Plaats | None
) -> dict[int, tuple[Maatregelinvoer, ...]] | None:
    """Give the chosen split; asks for it (by _Opnieuw) when the shape lies over a border."""
    if plaats is None or not plaats.over_grens:
        return None
    keuze = request.POST.get("verdeling")
    if keuze == "alles":
        return None
    namen = {g.pk: g for g in Gemeente.objects.filter(pk__in=plaats.aandelen)}
    if keuze != "delen":
        raise _Opnieuw(_voorstel(request, invoer, plaats, namen))
    try:
        delen = _gekozen_delen(request, invoer, namen)
        controleer_delen(invoer, delen)
    except OngeldigeInvoer as fout:
        form.neem_fouten_over(fout.fouten)
        raise _Opnieuw(_voorstel(request, invoer, plaats, namen)) from fout
    return delen


def _deelnaam(pk: int, m: Maatregelinvoer) -> str:
    """Give the name of the field for the part of `m` in one gemeente."""
    return "_".join(["deel", str(pk), m.parameter, m.richting, *m.uitsluitingen])


def _deellabel(m: Maatregelinvoer) -> str:
    p = PER_SLEUTEL[m.parameter]
    wat = p.vraag if m.richting == "plus" else p.min_vraag
    return wat if m.telt_mee else f"{wat}, telt niet mee: {m.redentekst}"


def _voorstel(
    request: HttpRequest, invoer: Invoer, plaats: Plaats, namen: dict[int, Gemeente]
) -> list[dict[str, Any]]:
    """Give the fields of a split: by share, or as they were filled in before."""
    verdeeld = {
        m.sleutel: verdeel(m.hoeveelheid, plaats.aandelen, geheel=PER_SLEUTEL[m.parameter].geheel)
        for m in invoer.maatregelen
    }
    return [
        {
            "gemeente": namen[pk],
            "aandeel": round(100 * aandeel),
            "velden": [
                {
                    "naam": _deelnaam(pk, m),
                    "label": _deellabel(m),
                    "eenheid": PER_SLEUTEL[m.parameter].eenheid,
                    "waarde": request.POST.get(
                        _deelnaam(pk, m),
                        f"{verdeeld[m.sleutel][pk].normalize():f}".replace(".", ","),
                    ),
                }
                for m in invoer.maatregelen
            ],
        }
        for pk, aandeel in plaats.aandelen.items()
    ]


def _gekozen_delen(
    request: HttpRequest, invoer: Invoer, namen: dict[int, Gemeente]
) -> dict[int, tuple[Maatregelinvoer, ...]]:
    uit: dict[int, tuple[Maatregelinvoer, ...]] = {}
    for pk in namen:
        eigen = []
        for m in invoer.maatregelen:
            tekst = request.POST.get(_deelnaam(pk, m), "")
            try:
                waarde = lees_getal(tekst, Notatie.KOMMA) if tekst.strip() else Decimal(0)
            except GeenGetal as fout:
                raise OngeldigeInvoer([Fout("", f"{namen[pk].naam}: {fout}")]) from fout
            if waarde > 0:
                m2 = m.oppervlakte_m2
                if m2 is not None:
                    m2 = (m2 * waarde / m.hoeveelheid).quantize(Decimal("0.001"))
                eigen.append(replace(m, hoeveelheid=waarde, oppervlakte_m2=m2))
        uit[pk] = tuple(eigen)
    return uit


def _neem_fotos(request: HttpRequest, form: VerbeteringForm, toegang: Toegang) -> list[Any]:
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
        if v is not None:
            return wijzig_verbetering(
                pk=v.pk,
                versie=form.cleaned_data["versie"] or 0,
                invoer=invoer,
                gemeente=gemeente,
                toegang=toegang,
                voorganger=voorganger,
            )
        return registreer_verbetering(
            invoer=invoer,
            gemeente=gemeente,
            toegang=toegang,
            voorganger=voorganger,
            delen=_splitsing(request, form, invoer, plaats),
        )
    except OngeldigeInvoer as fout:
        form.neem_fouten_over(fout.fouten)
        raise _Opnieuw from fout
    except NietToegestaan as fout:
        form.add_error(None, str(fout))
        raise _Opnieuw from fout


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
        raise _Opnieuw from fout


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
        "bewaarde_fotos": [],
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
    fotos = _neem_fotos(request, form, toegang)
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
        except _Opnieuw as opnieuw:
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
    eigen = eigen_gemeenten(toegang)
    if request.method == "POST":
        form = VerbeteringForm(request.POST, request.FILES, toegang=toegang, eigen=eigen)
        return _verwerk(request, form, toegang, v)
    begin = beginwaarden(v) | conceptweergave.open_concept(request, toegang, v)
    form = VerbeteringForm(initial=begin, toegang=toegang, eigen=eigen)
    return _toon(request, form, toegang, v=v)
