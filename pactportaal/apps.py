"""The portal itself and its admin."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule


class PactportaalConfig(AppConfig):
    name = "pactportaal"
    verbose_name = "PactPortaal"

    def ready(self) -> None:
        import_module("pactportaal.controles")


class BeheerConfig(SimpleAdminConfig):
    """Admin with our own site; loads the `admin.py` of our rooms only.

    Autodiscover would import leaflet.admin, which needs GDAL and would not start.
    """

    default_site = "pactportaal.beheer.Beheer"

    def ready(self) -> None:
        super().ready()
        for room in settings.ROOMS:
            if module_has_submodule(import_module(room), "admin"):
                import_module(f"{room}.admin")
