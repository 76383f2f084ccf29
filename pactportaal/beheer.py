"""The one admin site, for operators."""

from __future__ import annotations

from django.contrib.admin import AdminSite


class Beheer(AdminSite):
    site_title = "Beheer van PactPortaal"
    site_header = "Beheer van PactPortaal"
    index_title = "Wat wil je beheren?"
    empty_value_display = "–"
