"""Goals and figures in the admin: to look at; a signature is recorded through the service."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from doelstellingen.models import (
    Doelstelling,
    Indicator,
    Methodebreuk,
    Meting,
    Norm,
    Ondertekening,
    Pad,
    Publicatie,
    Stand,
    Werf,
)
from doelstellingen.services import (
    MethodebreukKanNiet,
    controleer_methodebreuk,
    trek_methodebreuk_in,
    zet_methodebreuk,
    zet_ondertekening,
)
from gereedschap.beheer import AlleenLezen, AlleenLezenRegels, LevendFilter
from toegang.models import Account


class IndicatorInline(AlleenLezenRegels):
    model = Indicator
    fields = ["naam", "slug", "eenheid", "soort", "samenvoeging", "hoofd", "bron"]


class PadInline(AlleenLezenRegels):
    model = Pad
    verbose_name_plural = "pad"


class WerfAdmin(AlleenLezen):
    list_display = ["naam", "motto", "volgorde"]


class DoelstellingAdmin(AlleenLezen):
    list_display = ["naam", "code", "werf", "sinds_pact", "leverancier", "frequentie", "invloed"]
    list_filter = ["werf", "sinds_pact", "invloed"]
    list_select_related = ["werf"]
    search_fields = ["naam", "slug", "code"]
    inlines = [IndicatorInline]


class NormAdmin(AlleenLezen):
    list_display = [
        "indicator",
        "pact",
        "teller",
        "noemer",
        "per",
        "gewestdoel_tekst",
        "van",
        "tot",
    ]
    list_filter = [LevendFilter, "pact", "per"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__naam", "indicator__doelstelling__naam"]
    inlines = [PadInline]


class OndertekeningFormulier(forms.ModelForm):
    """Date and source are required here: what an official records is never assumed."""

    status = forms.ChoiceField(
        choices=[
            (Ondertekening.Status.ONDERTEKEND, "ondertekend"),
            (Ondertekening.Status.NIET, "ingetrokken"),
        ]
    )
    datum = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        model = Ondertekening
        fields = ["gemeente", "pact", "status", "datum", "bronvermelding"]

    def clean_datum(self) -> Any:
        datum = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise ValidationError("De datum ligt in de toekomst.")
        return datum

    def validate_constraints(self) -> None:
        """One living row per gemeente and pact: the service closes the older one itself."""


class OndertekeningAdmin(AlleenLezen):
    form = OndertekeningFormulier
    list_display = ["gemeente", "pact", "status", "aangenomen", "datum", "bronvermelding"]
    list_filter = [LevendFilter, "pact", "status", "aangenomen"]
    list_select_related = ["gemeente"]
    search_fields = ["gemeente__naam", "gemeente__nis"]
    autocomplete_fields = ["gemeente"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("doelstellingen.add_ondertekening"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Record it through the one door and show the row that the service made."""
        rij = zet_ondertekening(
            gemeente=obj.gemeente,
            pact=obj.pact,
            datum=obj.datum,
            bron=obj.bronvermelding,
            ingetrokken=obj.status == Ondertekening.Status.NIET,
            door=cast(Account, request.user),
        )
        obj.pk, obj.publicatie = rij.pk, rij.publicatie


class MethodebreukFormulier(forms.ModelForm):
    datum = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Eerste dag van de nieuwe methode.",
    )

    class Meta:
        model = Methodebreuk
        fields = ["indicator", "datum", "toelichting", "bron"]
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if "datum" in gegevens and "toelichting" in gegevens:
            try:
                controleer_methodebreuk(
                    datum=gegevens["datum"], toelichting=gegevens["toelichting"]
                )
            except MethodebreukKanNiet as reden:
                raise ValidationError(str(reden)) from reden
        return gegevens

    def validate_constraints(self) -> None:
        """One living row per indicator and day: the service closes the older one itself."""


class MethodebreukAdmin(AlleenLezen):
    """Breaks with their history: what was replaced or withdrawn stays in the list."""

    form = MethodebreukFormulier
    list_display = ["indicator", "datum", "toelichting", "bron", "publicatie", "vervallen_in"]
    list_filter = [LevendFilter, "indicator__doelstelling"]
    list_select_related = ["indicator", "bron", "publicatie", "vervallen_in"]
    search_fields = ["indicator__naam", "toelichting"]
    actions = ["trek_in"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("doelstellingen.add_methodebreuk"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Record it through the one door and show the row that the service made."""
        rij = zet_methodebreuk(
            indicator=obj.indicator,
            datum=obj.datum,
            toelichting=obj.toelichting,
            bron=obj.bron,
            door=cast(Account, request.user),
        )
        obj.pk, obj.publicatie = rij.pk, rij.publicatie

    @admin.action(description="Trek de gekozen methodebreuken in", permissions=["add"])
    def trek_in(self, request: HttpRequest, queryset: QuerySet[Methodebreuk]) -> None:
        for rij in queryset.filter(vervallen_in=None).select_related("indicator"):
            trek_methodebreuk_in(
                indicator=rij.indicator, datum=rij.datum, door=cast(Account, request.user)
            )


class PublicatieAdmin(AlleenLezen):
    list_display = ["id", "soort", "op", "omschrijving", "organisatie", "demo", "herroept"]
    list_filter = ["soort", "demo", "organisatie"]
    list_select_related = ["organisatie", "herroept"]
    search_fields = ["omschrijving"]
    date_hierarchy = "op"


class MetingAdmin(AlleenLezen):
    list_display = [
        "gemeente",
        "indicator",
        "bron",
        "vorm",
        "van",
        "tot",
        "waarde",
        "kwaliteit",
        "publicatie",
        "vervallen_in",
    ]
    list_filter = [LevendFilter, "indicator", "bron", "kwaliteit"]
    list_select_related = ["gemeente", "indicator", "bron", "publicatie", "vervallen_in"]
    search_fields = ["gemeente__naam", "gemeente__nis"]


class StandAdmin(AlleenLezen):
    list_display = [
        "gemeente",
        "indicator",
        "peildatum",
        "waarde",
        "kwaliteit",
        "publicatie",
        "vervallen_in",
    ]
    list_filter = [LevendFilter, "indicator", "kwaliteit"]
    list_select_related = ["gemeente", "indicator", "publicatie", "vervallen_in"]
    search_fields = ["gemeente__naam", "gemeente__nis"]


admin.site.register(Werf, WerfAdmin)
admin.site.register(Doelstelling, DoelstellingAdmin)
admin.site.register(Norm, NormAdmin)
admin.site.register(Ondertekening, OndertekeningAdmin)
admin.site.register(Methodebreuk, MethodebreukAdmin)
admin.site.register(Publicatie, PublicatieAdmin)
admin.site.register(Meting, MetingAdmin)
admin.site.register(Stand, StandAdmin)
