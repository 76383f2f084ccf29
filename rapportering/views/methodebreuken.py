"""`/beheer/methodebreuken/`: breaks in the method of an indicator, for the Vlaamse administratie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doelstellingen import services
from doelstellingen.models import Indicator, Methodebreuk
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag


class IndicatorVeld(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.doelstelling.naam}: {obj.naam}"


class MethodebreukForm(forms.Form):
    indicator = IndicatorVeld(
        label="Cijfer",
        queryset=Indicator.objects.select_related("doelstelling"),
        empty_label="Kies een cijfer",
        error_messages={"required": "Kies een cijfer."},
    )
    datum = forms.DateField(
        label="Eerste dag van de nieuwe methode",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Vul een datum in.", "invalid": "Dit is geen datum."},
    )
    toelichting = forms.CharField(
        label="Wat veranderde er?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In gewone taal; dit staat bij elke grafiek en tabel. Hoogstens 500 tekens.",
        error_messages={"required": "Leg uit wat er in de methode veranderde."},
    )
    bron = forms.ModelChoiceField(
        label="Wie meldde het?",
        queryset=Organisatie.objects.filter(is_dataleverancier=True).order_by("naam"),
        required=False,
        empty_label="Niet gezegd",
    )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if "datum" in gegevens and "toelichting" in gegevens:
            try:
                services.controleer_methodebreuk(
                    datum=gegevens["datum"], toelichting=gegevens["toelichting"]
                )
            except services.MethodebreukKanNiet as reden:
                raise ValidationError(str(reden)) from reden
        return gegevens


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def methodebreuken(request: HttpRequest) -> HttpResponse:
    """Record a break, withdraw one, and read what was recorded before."""
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld:
        return redirect_to_login(request.get_full_path())
    if not mag(toegang, Handeling.REFERENTIE_BEHEREN):
        raise Http404
    if "intrekken" in request.POST:
        _trek_in(request, toegang.account)
        return redirect("rapportering:methodebreuken")
    form = MethodebreukForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rij = services.zet_methodebreuk(**form.cleaned_data, door=toegang.account)
        messages.success(
            request, f"De breuk staat bij het cijfer, vanaf editie {rij.publicatie_id}."
        )
        return redirect("rapportering:methodebreuken")
    rijen = Methodebreuk.objects.select_related(
        "indicator__doelstelling", "bron", "publicatie__door", "vervallen_in__door"
    )
    context = {"form": form, "rijen": list(rijen.order_by("-publicatie_id")[:200])}
    return render(request, "rapportering/methodebreuken.html", context)


def _trek_in(request: HttpRequest, door: Any) -> None:
    """Withdraw the break that the button named; one that is gone already says so."""
    nummer = request.POST["intrekken"]
    rij = (
        Methodebreuk.objects.levend().select_related("indicator").filter(pk=int(nummer)).first()
        if nummer.isascii() and nummer.isdigit() and len(nummer) <= 12
        else None
    )
    if rij is None:
        messages.warning(request, "Deze breuk was al ingetrokken of vervangen.")
        return
    services.trek_methodebreuk_in(indicator=rij.indicator, datum=rij.datum, door=door)
    messages.success(request, "De breuk is ingetrokken; een vroegere editie toont ze nog.")
