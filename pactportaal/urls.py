"""All addresses: each room brings its own `urls.py`, wired here."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from pactportaal.gezondheid import gezondheid, leeft

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rapportering.urls")),
    path("admin/", admin.site.urls),
    path("gezondheid/", gezondheid, name="gezondheid"),
    path("gezondheid/leeft/", leeft, name="leeft"),
]

handler400 = "rapportering.views.fouten.slecht_verzoek"
handler403 = "rapportering.views.fouten.geen_toegang"
handler404 = "rapportering.views.fouten.niet_gevonden"
handler500 = "rapportering.views.fouten.serverfout"
