"""The outbox and webhooks in the admin: to look at; the services write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from koppelingen.models import Bezorging, Webhook, Wijziging


class AlleenLezen(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Wijziging)
class WijzigingAdmin(AlleenLezen):
    list_display = ("id", "soort", "gemeente", "organisatie", "editie", "op")
    list_filter = ("soort",)
    list_select_related = ("gemeente", "organisatie")


@admin.register(Webhook)
class WebhookAdmin(AlleenLezen):
    list_display = ("naam", "organisatie", "toestand", "laatst_bezorgd_op", "mislukt_sinds")
    list_filter = ("toestand",)
    list_select_related = ("organisatie",)
    # What the secret is made from is nobody's to see.
    exclude = ("zout", "vorig_zout")


@admin.register(Bezorging)
class BezorgingAdmin(AlleenLezen):
    list_display = ("id", "webhook", "wijziging", "staat", "pogingen", "laatste_status", "fout")
    list_filter = ("staat",)
    list_select_related = ("webhook", "wijziging")
