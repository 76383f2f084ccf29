"""All addresses: each room brings its own `urls.py`, wired here."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from pactportaal.gezondheid import gezondheid, leeft
from toegang.views.aanmelden import naar_de_deur

urlpatterns: list[URLPattern | URLResolver] = [
    # First: programs ask most, and few patterns are in the way of the pages behind it.
    path("", include("koppelingen.urls")),
    path("", include("rapportering.urls")),
    path("", include("toegang.urls")),
    path("", include("dataleveranciers.urls")),
    path("", include("meldingen.urls")),
    path("toegang/lokaal/", include("toegang.urls_lokaal")),
    # One door: no password form of the admin itself, which would know no second step.
    path("admin/login/", naar_de_deur, name="admin_deur"),
    path("ondersteuners/", include("ondersteuners.urls")),
    path("admin/", admin.site.urls),
    path("verbeteringen/", include("verbeteringen.urls")),
    path("gezondheid/", gezondheid, name="gezondheid"),
    path("gezondheid/leeft/", leeft, name="leeft"),
]

handler400 = "rapportering.views.fouten.slecht_verzoek"
handler403 = "rapportering.views.fouten.geen_toegang"
handler404 = "rapportering.views.fouten.niet_gevonden"
handler500 = "rapportering.views.fouten.serverfout"
