"""The outbox and webhooks in the admin: to look at; the services write."""

from __future__ import annotations

from django.contrib import admin

from gereedschap.beheer import AlleenLezen
from koppelingen.models import Bezorging, Webhook, Wijziging


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
    exclude = ("geheim", "vorig_geheim")


@admin.register(Bezorging)
class BezorgingAdmin(AlleenLezen):
    list_display = ("id", "webhook", "wijziging", "staat", "pogingen", "laatste_status", "fout")
    list_filter = ("staat",)
    list_select_related = ("webhook", "wijziging")
