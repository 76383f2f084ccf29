"""Reports and bundles in the admin: to look at; a fixed report never changes."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from gereedschap.beheer import AlleenLezen, AlleenLezenRegels
from rapportering.models import Rapportbundel, RapportNotitie, RapportVersie


class _NotitieInline(AlleenLezenRegels):
    model = RapportNotitie
    fields = ("doelstelling", "tekst")


@admin.register(RapportVersie)
class RapportVersieAdmin(AlleenLezen):
    list_display = ("gemeente", "nummer", "gemeenteraad_op", "vastgelegd_op", "vervangen_door")
    list_select_related = ("gemeente", "vervangen_door__gemeente")
    search_fields = ("gemeente__naam", "gemeente__nis", "sha256")
    # The bytes of the PDF and its data are on the page of the report.
    exclude = ("pdf", "gegevens")
    inlines = (_NotitieInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RapportVersie]:
        return super().get_queryset(request).defer("pdf", "gegevens")


@admin.register(Rapportbundel)
class RapportbundelAdmin(AlleenLezen):
    list_display = ("peildatum", "editie", "status", "klaar", "totaal", "gevraagd_op", "door")
    list_filter = ("status",)
    list_select_related = ("door",)
