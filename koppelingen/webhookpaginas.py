"""Webhooks for the beheerder of an organisatie: subscribe, follow deliveries, send again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeenten.selectors import gemeenten_op
from koppelingen import webhooks
from koppelingen.feed import soorten
from koppelingen.models import Bezorging, Soort, Webhook
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

PER_PAGINA = 50
View = Callable[..., HttpResponse]
ALLEEN_LEVERANCIER = Soort.IMPORTRUN.value


def _toegang(request: HttpRequest) -> Toegang:
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    return toegang


def beheert(view: View) -> View:
    """Only for who sets the webhooks of this organisatie; for others the page does not exist."""

    @never_cache
    @wraps(view)
    def omhuld(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        toegang = _toegang(request)
        if not toegang.account:
            return redirect_to_login(request.get_full_path())
        organisatie = Organisatie.objects.filter(slug=slug).first()
        if organisatie is None or not mag(
            toegang, Handeling.WEBHOOKS_BEHEREN, organisatie=organisatie
        ):
            raise Http404
        return view(request, organisatie, *args, **kwargs)

    return omhuld


class WebhookFormulier(forms.Form):
    naam = forms.CharField(max_length=80, help_text="Waarvoor dient hij? Bijvoorbeeld: dashboard.")
    url = forms.CharField(
        label="Adres van de ontvanger",
        max_length=500,
        help_text="Begint met https:// en is van overal te bereiken (poort 443 of 8443).",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    soorten = forms.MultipleChoiceField(
        label="Waarvan krijgt u bericht?", widget=forms.CheckboxSelectMultiple
    )
    gemeenten = forms.MultipleChoiceField(
        label="Van welke gemeenten?",
        required=False,
        help_text=(
            "Niets gekozen: alle gemeenten. Meer dan één kiest u met Ctrl (of Cmd) en een klik, of "
            "met de spatiebalk."
        ),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, organisatie: Organisatie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [
            (waarde, tekst)
            for waarde, tekst in soorten()
            if waarde != ALLEEN_LEVERANCIER or organisatie.is_dataleverancier
        ]
        self.fields["soorten"].choices = keuzes  # type: ignore[attr-defined]
        self.fields["gemeenten"].choices = [  # type: ignore[attr-defined]
            (g.nis, g.naam) for g in gemeenten_op(timezone.localdate())
        ]

    def keuzes(self, veld: str) -> list[tuple[str, str]]:
        return list(self.fields[veld].choices)  # type: ignore[attr-defined]

    def gegevens(self) -> webhooks.Gegevens:
        return webhooks.Gegevens(**{naam: self.cleaned_data[naam] for naam in self.fields})

    def neem_fouten(self, fout: webhooks.WebhookKanNiet) -> None:
        for veld, teksten in fout.fouten.items():
            self.add_error(veld or None, teksten)


@require_http_methods(["GET", "HEAD", "POST"])
@beheert
def lijst(request: HttpRequest, organisatie: Organisatie) -> HttpResponse:
    """The webhooks of one organisatie; the secret of a new one is shown once, in this answer."""
    form = WebhookFormulier(request.POST or None, organisatie=organisatie)
    nieuw, geheim = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            nieuw, geheim = webhooks.maak(
                organisatie=organisatie, gegevens=form.gegevens(), toegang=_toegang(request)
            )
            form = WebhookFormulier(organisatie=organisatie)
        except webhooks.WebhookKanNiet as fout:
            form.neem_fouten(fout)
    return render(
        request,
        "koppelingen/webhooks.html",
        {
            "organisatie": organisatie,
            "rijen": Webhook.objects.filter(organisatie=organisatie),
            "form": form,
            "nieuw": nieuw,
            "geheim": geheim,
        },
    )


def _webhook(organisatie: Organisatie, nummer: int) -> Webhook:
    return get_object_or_404(Webhook, pk=nummer, organisatie=organisatie)


def _toon(request: HttpRequest, rij: Webhook, geheim: str = "") -> HttpResponse:
    bezorgingen = rij.bezorgingen.select_related("wijziging__gemeente")
    pagina = Paginator(bezorgingen, PER_PAGINA).get_page(request.GET.get("pagina"))
    labels = dict(soorten())
    namen = {g.nis: g.naam for g in gemeenten_op(timezone.localdate())} if rij.gemeenten else {}
    return render(
        request,
        "koppelingen/webhook.html",
        {
            "organisatie": rij.organisatie,
            "webhook": rij,
            "soorten": [labels.get(soort, soort) for soort in rij.soorten],
            "gemeenten": [namen.get(nis, nis) for nis in rij.gemeenten],
            "geheim": geheim,
            "pagina": pagina,
            "opgegeven": bezorgingen.filter(staat=Bezorging.Staat.OPGEGEVEN).count(),
        },
    )


@require_safe
@beheert
def webhook(request: HttpRequest, organisatie: Organisatie, nummer: int) -> HttpResponse:
    return _toon(request, _webhook(organisatie, nummer))


@require_http_methods(["GET", "HEAD", "POST"])
@beheert
def wijzigen(request: HttpRequest, organisatie: Organisatie, nummer: int) -> HttpResponse:
    rij = _webhook(organisatie, nummer)
    begin = {naam: getattr(rij, naam) for naam in ("naam", "url", "soorten", "gemeenten")}
    form = WebhookFormulier(request.POST or None, organisatie=organisatie, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            webhooks.wijzig(webhook=rij, gegevens=form.gegevens(), toegang=_toegang(request))
        except webhooks.WebhookKanNiet as fout:
            form.neem_fouten(fout)
        else:
            messages.success(request, f"De webhook “{form.cleaned_data['naam']}” is bewaard.")
            return redirect("koppelingen:webhook", organisatie.slug, rij.pk)
    return render(
        request,
        "koppelingen/webhook_wijzigen.html",
        {
            "organisatie": organisatie,
            "webhook": rij,
            "form": form,
            # A long list shows only its beginning: what is chosen may be far below.
            "gekozen": [naam for nis, naam in form.keuzes("gemeenten") if nis in rij.gemeenten],
        },
    )


@require_POST
@beheert
def doe(request: HttpRequest, organisatie: Organisatie, nummer: int) -> HttpResponse:
    """One act on a webhook: the button that was pressed names it."""
    rij, toegang = _webhook(organisatie, nummer), _toegang(request)
    daad = request.POST.get("daad", "")
    if daad == "geheim":
        rij, geheim = webhooks.nieuw_geheim(webhook=rij, toegang=toegang)
        return _toon(request, rij, geheim)
    try:
        tekst = _doe(daad, rij, toegang, request.POST.get("bezorging", ""))
    except webhooks.WebhookKanNiet as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, tekst)
    if daad == "verwijderen":
        return redirect("koppelingen:webhooks", organisatie.slug)
    return redirect("koppelingen:webhook", organisatie.slug, rij.pk)


def _doe(daad: str, rij: Webhook, toegang: Toegang, nummer: str) -> str:
    match daad:
        case "proef":
            webhooks.stuur_proef(webhook=rij, toegang=toegang)
            return "Het proefbericht is onderweg; ververs de pagina om de uitkomst te zien."
        case "pauzeren" | "hervatten":
            webhooks.zet_toestand(webhook=rij, actief=daad == "hervatten", toegang=toegang)
            return f"De webhook is {'weer actief' if daad == 'hervatten' else 'gepauzeerd'}."
        case "verwijderen":
            webhooks.verwijder(webhook=rij, toegang=toegang)
            return f"De webhook “{rij.naam}” is verwijderd."
        case "opnieuw":
            bezorging = None
            if nummer:
                geldig = nummer.isascii() and nummer.isdigit() and len(nummer) < 19
                bezorging = get_object_or_404(
                    Bezorging, pk=int(nummer) if geldig else 0, webhook=rij
                )
            aantal = webhooks.stuur_opnieuw(webhook=rij, toegang=toegang, bezorging=bezorging)
            woord = "bericht gaat" if aantal == 1 else "berichten gaan"
            return f"{aantal} {woord} opnieuw op weg."
    raise Http404
