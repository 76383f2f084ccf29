"""What gemeenten said, in the admin: to look at; it changes through the services only."""

from __future__ import annotations

from django.contrib import admin

from gereedschap.beheer import AlleenLezen, AlleenLezenRegels
from meldingen.models import Foutbijlage, Foutmelding, Nagekeken, Toelichting


class _BijlageInline(AlleenLezenRegels):
    model = Foutbijlage
    fields = ("naam", "grootte")


@admin.register(Toelichting)
class ToelichtingAdmin(AlleenLezen):
    list_display = ("gemeente", "doelstelling", "soort", "versie", "publicatie", "vervallen_in")
    list_filter = ("soort", "doelstelling")
    list_select_related = ("gemeente", "doelstelling", "publicatie", "vervallen_in")
    search_fields = ("gemeente__naam", "gemeente__nis", "tekst")


@admin.register(Foutmelding)
class FoutmeldingAdmin(AlleenLezen):
    list_display = ("gemeente", "indicator", "bron", "gemeld_op", "vervallen_in")
    list_filter = ("bron", "indicator")
    list_select_related = ("gemeente", "indicator", "bron", "vervallen_in")
    search_fields = ("gemeente__naam", "gemeente__nis", "omschrijving")
    inlines = (_BijlageInline,)


@admin.register(Nagekeken)
class NagekekenAdmin(AlleenLezen):
    list_display = ("gemeente", "indicator", "peildatum", "op", "vervallen_in")
    list_filter = ("indicator",)
    list_select_related = ("gemeente", "indicator", "vervallen_in")
    search_fields = ("gemeente__naam", "gemeente__nis")
