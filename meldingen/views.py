"""Forms at the figure: explain it, report an error in it, say that it was checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import DoelstellingOverzicht, IndicatorOverzicht, overzicht
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_op
from gereedschap.uploadwacht import UploadGeweigerd
from meldingen import services
from meldingen.bijlagen import pad_van
from meldingen.forms import AntwoordForm, FoutForm, ToelichtingForm
from meldingen.models import Foutbijlage, Foutmelding, Toelichting
from meldingen.selectors import afkomst_van, bijschriften
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang


class _NaarDeDeur(Exception):
    pass


def _toegang(request: HttpRequest) -> Toegang:
    gelezen: Toegang = request.toegang  # type: ignore[attr-defined]
    return gelezen


def _gemeente(request: HttpRequest, nis: str, handeling: Handeling) -> Gemeente:
    """The gemeente of today, for who may do this; 404 for others, the door for who is not in."""
    gevonden = gemeente_op(nis, timezone.localdate())
    if gevonden is None:
        raise Http404
    toegang = _toegang(request)
    if not toegang.aangemeld:
        raise _NaarDeDeur
    if not mag(toegang, handeling, gevonden):
        raise Http404
    return gevonden


def _deur(view: Any) -> Any:
    """Send who is not signed in to the door and back."""

    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            antwoord: HttpResponseBase = view(request, *args, **kwargs)
        except _NaarDeDeur:
            return redirect_to_login(request.get_full_path())
        return antwoord

    return bewaakt


def _doel(gemeente: Gemeente, slug: str) -> DoelstellingOverzicht:
    bladen = overzicht(gemeente, peildatum=timezone.localdate(), publicatie=nieuwste())
    gevonden = next((d for d in bladen if d.doelstelling.slug == slug), None)
    if gevonden is None:
        raise Http404
    return gevonden


def _indicator(gemeente: Gemeente, slug: str, indicator: str) -> IndicatorOverzicht:
    doel = _doel(gemeente, slug)
    gevonden = next((i for i in doel.indicatoren if i.indicator.slug == indicator), None)
    if gevonden is None:
        raise Http404
    return gevonden


def _kruimels(gemeente: Gemeente) -> list[tuple[str, str]]:
    return [("Gemeenten", "/gemeenten/"), (gemeente.naam, f"/gemeenten/{gemeente.nis}/")]


@never_cache
@_deur
@require_safe
def opvolgen(request: HttpRequest, nis: str) -> HttpResponse:
    """All figures of the own gemeente with what was said about them, and the acts beside each."""
    gemeente = _gemeente(request, nis, Handeling.INTERN_LEZEN)
    editie = nieuwste()
    gezegd = bijschriften(gemeente, publicatie=editie)
    doelen = overzicht(gemeente, peildatum=timezone.localdate(), publicatie=editie)
    concepten = set(
        Toelichting.objects.filter(gemeente=gemeente, publicatie=None).values_list(
            "doelstelling_id", flat=True
        )
    )
    regels = [
        {
            "doel": doel.doelstelling,
            "toelichting": gezegd.toelichtingen.get(doel.doelstelling.pk),
            "concept": doel.doelstelling.pk in concepten,
            "indicatoren": [
                {
                    "o": o,
                    "fout": gezegd.fouten.get(o.indicator.pk),
                    "nagekeken": gezegd.is_nagekeken(o.indicator.pk, o.cijfer.waarde),
                }
                for o in doel.indicatoren
            ],
        }
        for doel in doelen
    ]
    toegang = _toegang(request)
    context = {
        "gemeente": gemeente,
        "regels": regels,
        "mag_nakijken": mag(toegang, Handeling.CIJFER_NAKIJKEN, gemeente),
        "mag_schrijven": mag(toegang, Handeling.TOELICHTING_SCHRIJVEN, gemeente),
        "kruimels": _kruimels(gemeente),
    }
    return render(request, "meldingen/opvolgen.html", context)


@never_cache
@_deur
@require_http_methods(["GET", "HEAD", "POST"])
def toelichting(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Write, publish or withdraw the toelichting of one goal."""
    gemeente = _gemeente(request, nis, Handeling.TOELICHTING_SCHRIJVEN)
    doel = _doel(gemeente, slug)
    van_doel = Toelichting.objects.filter(doelstelling=doel.doelstelling)
    concept = van_doel.filter(gemeente=gemeente, publicatie=None).first()
    openbaar = (
        van_doel.filter(gemeente__in=afkomst_van(gemeente), publicatie__isnull=False)
        .filter(vervallen_in=None)
        .select_related("gemeente")
        .order_by("-gemeente__van", "-publicatie_id")
        .first()
    )
    bron = concept or openbaar
    begin = (
        {"soort": bron.soort, "tekst": bron.tekst, "meer_info": bron.meer_info} if bron else None
    )
    form = ToelichtingForm(request.POST or None, initial=begin)
    if request.method == "POST":
        antwoord = _toelichting_post(request, gemeente, doel, form)
        if antwoord is not None:
            return antwoord
    context = {
        "gemeente": gemeente,
        "doel": doel,
        "form": form,
        "concept": concept,
        "openbaar": openbaar,
        "mag_publiceren": mag(_toegang(request), Handeling.TOELICHTING_PUBLICEREN, gemeente),
        "kruimels": _kruimels(gemeente),
    }
    return render(
        request, "meldingen/toelichting.html", context, status=422 if form.errors else 200
    )


def _toelichting_post(
    request: HttpRequest, gemeente: Gemeente, doel: DoelstellingOverzicht, form: ToelichtingForm
) -> HttpResponse | None:
    door, doelstelling = _toegang(request), doel.doelstelling
    naar = redirect("meldingen:toelichting", nis=gemeente.nis, slug=doelstelling.slug)
    try:
        if "intrekken" in request.POST:
            services.trek_toelichting_in(gemeente=gemeente, doelstelling=doelstelling, door=door)
            messages.success(request, "De toelichting staat niet meer op de openbare pagina’s.")
            return naar
        if not form.is_valid():
            return None
        services.bewaar_toelichting(
            gemeente=gemeente, doelstelling=doelstelling, door=door, **form.cleaned_data
        )
        if "publiceren" in request.POST:
            services.publiceer_toelichting(gemeente=gemeente, doelstelling=doelstelling, door=door)
            messages.success(request, "De toelichting is openbaar en staat bij het cijfer.")
        else:
            messages.success(request, "Het concept is bewaard. Enkel uw gemeente ziet het.")
    except services.MeldingKanNiet as fout:
        form.add_error(None, str(fout))
        return None
    return naar


@require_safe
def versies(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Every version that was public, the newest first; for everyone."""
    gemeente = gemeente_op(nis, timezone.localdate())
    if gemeente is None:
        raise Http404
    rijen = list(
        Toelichting.objects.filter(
            gemeente__in=afkomst_van(gemeente), doelstelling__slug=slug, publicatie__isnull=False
        )
        .select_related("publicatie", "vervallen_in", "doelstelling", "gemeente")
        .order_by("-publicatie_id")
    )
    if not rijen:
        raise Http404
    context = {
        "gemeente": gemeente,
        "doelstelling": rijen[0].doelstelling,
        "rijen": rijen,
        "kruimels": _kruimels(gemeente),
    }
    return render(request, "meldingen/versies.html", context)


@never_cache
@_deur
@require_http_methods(["GET", "HEAD", "POST"])
def fout(request: HttpRequest, nis: str, slug: str, indicator: str) -> HttpResponse:
    """Report that a figure is wrong."""
    gemeente = _gemeente(request, nis, Handeling.FOUT_MELDEN)
    o = _indicator(gemeente, slug, indicator)
    leveranciers = list(Organisatie.objects.filter(is_dataleverancier=True).order_by("naam"))
    begin = {"bron": str(o.indicator.bron_id) if o.indicator.bron_id else ""}
    form = FoutForm(
        request.POST or None, request.FILES or None, leveranciers=leveranciers, initial=begin
    )
    if request.method == "POST" and form.is_valid():
        bestanden = [(b.name, b.file) for b in form.cleaned_data["bestanden"]]
        try:
            melding = services.meld_fout(
                gemeente=gemeente,
                indicator=o.indicator,
                bron=form.gekozen_bron(),
                omschrijving=form.cleaned_data["omschrijving"],
                bestanden=bestanden,
                door=_toegang(request),
            )
        except (services.MeldingKanNiet, UploadGeweigerd) as reden:
            form.add_error(None, str(reden))
        else:
            messages.success(request, _bedankt(melding))
            return redirect("meldingen:foutmelding", pk=melding.pk)
    context = {"gemeente": gemeente, "o": o, "form": form, "kruimels": _kruimels(gemeente)}
    return render(request, "meldingen/fout.html", context, status=422 if form.errors else 200)


def _bedankt(melding: Foutmelding) -> str:
    naar = [o.naam for o in services.ontvangers(melding.bron)]
    if not naar:
        return (
            "De fout is gemeld en staat bij het cijfer. Er is nog geen mailadres van de leverancier "
            "bekend; de Vlaamse administratie ziet de melding in het portaal."
        )
    return f"De fout is gemeld, staat bij het cijfer en is gemaild naar {' en '.join(naar)}."


@never_cache
@_deur
@require_POST
def nagekeken(request: HttpRequest, nis: str, slug: str, indicator: str) -> HttpResponse:
    """Mark the figure that the page showed; another one meanwhile asks to look again."""
    gemeente = _gemeente(request, nis, Handeling.CIJFER_NAKIJKEN)
    o = _indicator(gemeente, slug, indicator)
    naar = redirect("meldingen:opvolgen", nis=nis)
    if o.cijfer.peildatum is None:
        messages.error(request, "Er is nog geen cijfer om na te kijken.")
    elif request.POST.get("gezien") != o.cijfer.toon:
        messages.error(
            request,
            f"Het cijfer is intussen {o.cijfer.toon} geworden. Kijk het nieuwe cijfer na.",
        )
    else:
        services.kijk_na(
            gemeente=gemeente,
            indicator=o.indicator,
            waarde=o.cijfer.waarde,
            peildatum=o.cijfer.peildatum,
            door=_toegang(request),
        )
        messages.success(request, f"{o.indicator.naam} staat als nagekeken.")
    return naar


def _melding(request: HttpRequest, pk: int) -> Foutmelding:
    """A report, for its gemeente, its supplier and the Vlaamse administratie."""
    toegang = _toegang(request)
    if not toegang.aangemeld:
        raise _NaarDeDeur
    gevonden = (
        Foutmelding.objects.select_related("gemeente", "indicator__doelstelling", "bron")
        .filter(pk=pk)
        .first()
    )
    if gevonden is None:
        raise Http404
    leest = mag(toegang, Handeling.INTERN_LEZEN, gevonden.gemeente_id)
    if not (leest or services.mag_sluiten(gevonden, toegang)):
        raise Http404
    return gevonden


@never_cache
@_deur
@require_http_methods(["GET", "HEAD", "POST"])
def foutmelding(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and the way to settle it."""
    melding = _melding(request, pk)
    form = AntwoordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sluit_foutmelding(
                melding=melding, antwoord=form.cleaned_data["antwoord"], door=_toegang(request)
            )
        except services.MeldingKanNiet as reden:
            form.add_error(None, str(reden))
        else:
            messages.success(request, "De foutmelding is afgesloten.")
            return redirect("meldingen:foutmelding", pk=pk)
    context = {
        "melding": melding,
        "bijlagen": list(melding.bijlagen.all()),
        "form": form,
        "mag_sluiten": melding.vervallen_in_id is None
        and services.mag_sluiten(melding, _toegang(request)),
        "kruimels": _kruimels(melding.gemeente),
    }
    return render(
        request, "meldingen/foutmelding.html", context, status=422 if form.errors else 200
    )


@never_cache
@_deur
@require_safe
def bijlage(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a report; always a download, never shown inside the portal."""
    gevonden = Foutbijlage.objects.filter(pk=pk).first()
    if gevonden is None:
        raise Http404
    _melding(request, gevonden.foutmelding_id)
    return FileResponse(
        pad_van(gevonden.bestand).open("rb"),
        as_attachment=True,
        filename=gevonden.naam,
        content_type="application/octet-stream",
    )
