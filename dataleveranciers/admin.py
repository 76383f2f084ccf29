"""Feeds, runs and refused rows in the admin: to look at; services decide and write."""

from __future__ import annotations

from django.contrib import admin

from dataleveranciers.models import Aanlevering, Feed, Importrij, Importrun
from gereedschap.beheer import AlleenLezen


@admin.register(Feed)
class FeedAdmin(AlleenLezen):
    list_display = ("naam", "slug", "organisatie", "soort")
    list_select_related = ("organisatie",)


@admin.register(Importrun)
class ImportrunAdmin(AlleenLezen):
    list_display = ("id", "feed", "status", "gestart_op", "gelezen", "nieuw", "afgewezen", "demo")
    list_filter = ("status", "feed", "demo")
    list_select_related = ("feed",)
    date_hierarchy = "gestart_op"


@admin.register(Importrij)
class ImportrijAdmin(AlleenLezen):
    list_display = ("run", "nr", "veld", "waarde", "reden")
    list_select_related = ("run",)
    search_fields = ("reden", "waarde")


@admin.register(Aanlevering)
class AanleveringAdmin(AlleenLezen):
    list_display = ("id", "feed", "status", "sleutel", "bestandsnaam", "grootte", "ontvangen_op")
    list_filter = ("status", "feed")
    list_select_related = ("feed", "sleutel")
    date_hierarchy = "ontvangen_op"
