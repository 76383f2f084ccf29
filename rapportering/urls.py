"""Addresses of the public pages."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "rapportering"

urlpatterns = [
    path("", TemplateView.as_view(template_name="rapportering/start.html"), name="start"),
    path(
        "toegankelijkheid/",
        TemplateView.as_view(template_name="rapportering/toegankelijkheid.html"),
        name="toegankelijkheid",
    ),
    path(
        "privacy/",
        TemplateView.as_view(template_name="rapportering/privacy.html"),
        name="privacy",
    ),
    path(
        "gegevens/",
        TemplateView.as_view(template_name="rapportering/gegevens.html"),
        name="gegevens",
    ),
]
