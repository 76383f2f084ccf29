"""Addresses of the public pages."""

from django.urls import path

from rapportering.views import doelstellingen, gemeente, gemeenten, start, vlaanderen

app_name = "rapportering"

urlpatterns = [
    path("", start.start, name="start"),
    path("vlaanderen/", vlaanderen.vlaanderen, name="vlaanderen"),
    path("gemeenten/", gemeenten.gemeenten, name="gemeenten"),
    path("gemeenten/voorstellen/", gemeenten.zoekvoorstellen, name="zoekvoorstellen"),
    path("gemeenten/<str:nis>/", gemeente.gemeente, name="gemeente"),
    path("doelstellingen/", doelstellingen.doelstellingen, name="doelstellingen"),
    path("doelstellingen/<str:slug>/", doelstellingen.doelstelling, name="doelstelling"),
    path(
        "toegankelijkheid/",
        start.tekstpagina,
        {"sjabloon": "toegankelijkheid"},
        name="toegankelijkheid",
    ),
    path("privacy/", start.tekstpagina, {"sjabloon": "privacy"}, name="privacy"),
    path("gegevens/", start.tekstpagina, {"sjabloon": "gegevens"}, name="gegevens"),
    path("robots.txt", start.robots, name="robots"),
]
