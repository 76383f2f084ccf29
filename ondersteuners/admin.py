"""The tables of the ondersteuners in Django's admin: to look, and to mend lists of choices.

Texts are written in the portal itself, where they get a version and a publicatie; so rows that have
those are read-only here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from gereedschap.beheer import AlleenLezen
from ondersteuners.models import (
    Aanbod,
    Doelgroep,
    Herinnering,
    LinkControle,
    Ondersteuner,
    SoortOndersteuning,
    Versie,
    Vraag,
)


@admin.register(SoortOndersteuning, Doelgroep)
class LijstwaardeAdmin(admin.ModelAdmin):
    list_display = ["naam", "slug", "volgorde"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Old versions and shared addresses name the slug.
        return ["slug"] if obj else []


@admin.register(Ondersteuner)
class OndersteunerAdmin(AlleenLezen):
    list_display = ["slug", "organisatie", "volledigheid", "staat", "uitgelicht", "nagekeken_op"]
    list_filter = ["staat", "volledigheid"]
    list_select_related = ["organisatie"]
    search_fields = ["slug", "organisatie__naam"]


@admin.register(Aanbod)
class AanbodAdmin(AlleenLezen):
    list_display = ["titel", "ondersteuner", "staat", "kosten", "geldig_tot", "nagekeken_op"]
    list_filter = ["staat", "kosten", "uitgelicht"]
    list_select_related = ["ondersteuner__organisatie"]
    search_fields = ["titel", "slug"]


@admin.register(Versie)
class VersieAdmin(AlleenLezen):
    list_display = ["__str__", "staat", "gewijzigd_op", "publicatie"]
    list_filter = ["staat"]
    list_select_related = ["ondersteuner__organisatie", "aanbod", "publicatie"]


@admin.register(Vraag)
class VraagAdmin(AlleenLezen):
    list_display = ["__str__", "staat", "gesteld_op"]
    list_filter = ["staat"]
    list_select_related = ["ondersteuner__organisatie", "gemeente"]


@admin.register(Herinnering)
class HerinneringAdmin(AlleenLezen):
    list_display = ["aanbod", "soort", "aanleiding", "op"]
    list_filter = ["soort"]
    list_select_related = ["aanbod"]


@admin.register(LinkControle)
class LinkControleAdmin(AlleenLezen):
    list_display = ["url", "uitkomst", "code", "gecontroleerd_op", "mislukt_sinds"]
    list_filter = ["uitkomst"]
    search_fields = ["url"]
