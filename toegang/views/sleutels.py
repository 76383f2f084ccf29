"""API keys of an organisation, and the keys of others that a gemeente let in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gemeenten.models import Gemeente
from toegang import sleutels
from toegang.models import ApiSleutel, Organisatie, SleutelToestemming
from toegang.rechten import Handeling, bereik
from toegang.selectors import sleutels_van
from toegang.services import Weigering
from toegang.views.hulp import met_recht, toegang_van
from toegang.views.organisaties import organisatie_of_404

H = Handeling
SCOPETEKST = {
    "lezen": "lezen: interne gegevens van de eigen gemeente",
    "registreren": "registreren: verbeteringen toevoegen en wijzigen",
    "toelichten": "toelichten: toelichtingen en foutmeldingen indienen",
    "webhooks": "webhooks: meldingen van wijzigingen instellen",
}
GELDIGHEID = ((90, "90 dagen"), (365, "een jaar"), (730, "twee jaar"))


class SleutelFormulier(forms.Form):
    naam = forms.CharField(
        max_length=80, help_text="Waarvoor dient de sleutel? Bijvoorbeeld: GIS-dienst."
    )
    scopes = forms.MultipleChoiceField(
        label="Wat mag de sleutel?", widget=forms.CheckboxSelectMultiple
    )
    dagen = forms.TypedChoiceField(
        label="Geldig gedurende", choices=GELDIGHEID, coerce=int, initial=365
    )

    def __init__(self, *args: Any, organisatie: Organisatie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        feeds = [
            (f"aanleveren:{slug}", f"aanleveren voor de feed {slug}")
            for slug in sleutels.feeds_van(organisatie)
        ]
        self.fields["scopes"].choices = [*SCOPETEKST.items(), *feeds]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.SLEUTELS_BEHEREN)
def lijst(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys of one organisatie; a new one is shown once, in the answer to its form."""
    organisatie = organisatie_of_404(request, slug, H.SLEUTELS_BEHEREN)
    form = SleutelFormulier(request.POST or None, organisatie=organisatie)
    nieuw = None
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = sleutels.maak_sleutel(
                organisatie=organisatie,
                naam=form.cleaned_data["naam"],
                scopes=form.cleaned_data["scopes"],
                dagen=form.cleaned_data["dagen"],
                toegang=toegang_van(request),
            )
            form = SleutelFormulier(organisatie=organisatie)
        except Weigering as fout:
            form.add_error(None, str(fout))
    return render(
        request,
        "toegang/sleutels.html",
        {
            "organisatie": organisatie,
            "regels": sleutels_van(organisatie),
            "form": form,
            "nieuw": nieuw,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.SLEUTELS_BEHEREN)
def intrekken(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    organisatie = organisatie_of_404(request, slug, H.SLEUTELS_BEHEREN)
    sleutel = get_object_or_404(ApiSleutel, pk=nummer, organisatie=organisatie)
    if request.method != "POST":
        return render(
            request,
            "toegang/sleutel_intrekken.html",
            {"organisatie": organisatie, "sleutel": sleutel},
        )
    sleutels.trek_in(sleutel=sleutel, toegang=toegang_van(request))
    messages.success(request, f"De sleutel “{sleutel.naam}” werkt niet meer.")
    return redirect("toegang:sleutels", slug)


class ToelatingFormulier(forms.Form):
    kenmerk = forms.CharField(
        label="Kenmerk van de sleutel",
        max_length=20,
        help_text="Begint met ppk_ en acht tekens; niet de geheime sleutel zelf.",
    )
    gemeente = forms.ModelChoiceField(Gemeente.objects.none(), empty_label=None)

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.SLEUTEL_TOESTAAN)
def toelatingen(request: HttpRequest) -> HttpResponse:
    """Keys of other organisations that may act on the own gemeente."""
    toegang = toegang_van(request)
    ver = bereik(toegang, H.SLEUTEL_TOESTAAN)
    gemeenten = Gemeente.objects.filter(ver.q("pk")).geldig()
    form = ToelatingFormulier(request.POST or None, gemeenten=gemeenten)
    if request.method == "POST" and form.is_valid():
        try:
            rij = sleutels.laat_toe(
                voorvoegsel=form.cleaned_data["kenmerk"],
                gemeente=form.cleaned_data["gemeente"],
                toegang=toegang,
            )
        except Weigering as fout:
            form.add_error("kenmerk", str(fout))
        else:
            messages.success(
                request,
                f"{rij.sleutel.organisatie} mag met deze sleutel werken voor {rij.gemeente}.",
            )
            return redirect("toegang:toelatingen")
    rijen = SleutelToestemming.objects.filter(ver.q("gemeente")).select_related(
        "sleutel__organisatie", "gemeente", "verleend_door"
    )
    return render(request, "toegang/toelatingen.html", {"form": form, "rijen": rijen})


@require_POST
@met_recht(H.SLEUTEL_TOESTAAN)
def toelating_intrekken(request: HttpRequest, nummer: int) -> HttpResponse:
    toegang = toegang_van(request)
    ver = bereik(toegang, H.SLEUTEL_TOESTAAN)
    rij = get_object_or_404(SleutelToestemming.objects.filter(ver.q("gemeente")), pk=nummer)
    sleutels.trek_toestemming_in(toestemming=rij, toegang=toegang)
    messages.success(request, "De toelating is ingetrokken. De sleutel werkt niet meer voor u.")
    return redirect("toegang:toelatingen")
