"""Goals and figures in the admin: to look at; a signature is recorded through the service."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from doelstellingen.models import (
    Doelstelling,
    Indicator,
    Meting,
    Norm,
    Ondertekening,
    Pad,
    Publicatie,
    Stand,
    Werf,
)
from doelstellingen.services import zet_ondertekening
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
admin.site.register(Publicatie, PublicatieAdmin)
admin.site.register(Meting, MetingAdmin)
admin.site.register(Stand, StandAdmin)
