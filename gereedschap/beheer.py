"""What the rooms share in Django's admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest


class AlleenLezen(admin.ModelAdmin):
    """Rows to look at: they change by a command, an import or the portal's own pages.

    Those doors give every change its publicatie or version; the admin would not.
    """

    list_per_page = 50
    # Counting a million rows takes longer than showing fifty of them.
    show_full_result_count = False
    # Django 5.2 warns of a default that changes; ours are full addresses.
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AlleenLezenRegels(admin.TabularInline):
    """The rows that belong to one in an `AlleenLezen`, to look at as well."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LevendFilter(admin.SimpleListFilter):
    """Choose between the rows in use and those that a later publicatie replaced."""

    title = "toestand"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("levend", "in gebruik"), ("vervallen", "vervangen")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(vervallen_in__isnull=self.value() == "levend")
