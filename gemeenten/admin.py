"""The territory in the admin: to look at; it changes by fixtures, publicaties and commands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from gemeenten.models import (
    Arrondissement,
    Fusie,
    Gemeente,
    Grensbestand,
    Inwoners,
    Postcode,
    Provincie,
    Wooneenheden,
)
from gereedschap.beheer import AlleenLezen, AlleenLezenRegels, LevendFilter


class GeldigFilter(admin.SimpleListFilter):
    title = "indeling"
    parameter_name = "indeling"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nu", "geldig"), ("voorbij", "beëindigd")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(tot__isnull=self.value() == "nu")


class PostcodesInline(AlleenLezenRegels):
    model = Postcode


class GemeenteAdmin(AlleenLezen):
    list_display = ["naam", "nis", "provincie", "arrondissement", "van", "tot", "vervoerregio"]
    list_filter = [GeldigFilter, "provincie", "referentieregio"]
    list_select_related = ["provincie", "arrondissement"]
    search_fields = ["naam", "sorteernaam", "nis", "postcodes__code"]
    inlines = [PostcodesInline]


class ProvincieAdmin(AlleenLezen):
    list_display = ["naam", "nis", "slug"]


class ArrondissementAdmin(AlleenLezen):
    list_display = ["naam", "nis"]
    search_fields = ["naam", "nis"]


class FusieAdmin(AlleenLezen):
    list_display = ["oud", "nieuw", "datum"]
    list_filter = ["datum"]
    list_select_related = ["oud", "nieuw"]


class JaarcijferAdmin(AlleenLezen):
    list_display = ["gemeente", "jaar", "aantal", "herkomst", "marge", "publicatie", "vervallen_in"]
    list_filter = [LevendFilter, "jaar", "herkomst"]
    list_select_related = ["gemeente"]
    search_fields = ["gemeente__naam", "gemeente__nis"]


class GrensbestandAdmin(AlleenLezen):
    list_display = ["soort", "bron", "geladen_op", "aantal_gemeenten", "publicatie", "fout"]
    list_filter = ["soort"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grensbestand]:
        return super().get_queryset(request).annotate(aantal=Count("grenzen"))

    @admin.display(description="gemeenten", ordering="aantal")
    def aantal_gemeenten(self, bestand: Any) -> int:
        return int(bestand.aantal)


admin.site.register(Provincie, ProvincieAdmin)
admin.site.register(Arrondissement, ArrondissementAdmin)
admin.site.register(Gemeente, GemeenteAdmin)
admin.site.register(Fusie, FusieAdmin)
admin.site.register(Inwoners, JaarcijferAdmin)
admin.site.register(Wooneenheden, JaarcijferAdmin)
admin.site.register(Grensbestand, GrensbestandAdmin)
