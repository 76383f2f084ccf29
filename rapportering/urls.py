"""Addresses of the public pages."""

from django.urls import path, re_path

from rapportering.views import (
    bundels,
    cijfer,
    delen,
    doelstellingen,
    gemeente,
    gemeenten,
    provincies,
    rapport,
    rapportversies,
    start,
    tabel,
    traject,
    vergelijk,
    vlaanderen,
    volgen,
)

app_name = "rapportering"

urlpatterns = [
    path("", start.start, name="start"),
    path("vlaanderen/", vlaanderen.vlaanderen, name="vlaanderen"),
    path("vlaanderen/tabel/", tabel.tabel, name="tabel"),
    re_path(r"^vlaanderen/tabel\.(?P<soort>csv|xlsx)$", tabel.tabel_bestand, name="tabel-bestand"),
    path("vlaanderen/cijfers/<slug:slug>/", cijfer.gewest_cijfer, name="gewest-cijfer"),
    path("vlaanderen/kaart/<slug:slug>.json", vlaanderen.kaart_gegevens, name="kaart-gegevens"),
    path("provincies/<slug:slug>/", provincies.provincie, name="provincie"),
    path(
        "provincies/<slug:provincie>/cijfers/<slug:slug>/",
        cijfer.provincie_cijfer,
        name="provincie-cijfer",
    ),
    path("gemeenten/", gemeenten.gemeenten, name="gemeenten"),
    path("gemeenten/voorstellen/", gemeenten.zoekvoorstellen, name="zoekvoorstellen"),
    path("gemeenten/<str:nis>/", gemeente.gemeente, name="gemeente"),
    path("gemeenten/<str:nis>/lekp-rapport/", rapport.rapport, name="rapport"),
    path("gemeenten/<str:nis>/lekp-rapport.<slug:soort>", rapport.bestand, name="rapport-bestand"),
    path(
        "gemeenten/<str:nis>/lekp-rapport/opmaken/",
        rapportversies.opmaken,
        name="rapport-opmaken",
    ),
    path(
        "gemeenten/<str:nis>/lekp-rapport/ontwerp.<slug:soort>",
        rapportversies.ontwerp,
        name="rapport-ontwerp",
    ),
    path(
        "gemeenten/<str:nis>/lekp-rapport/versies/<int:nummer>/",
        rapportversies.versie,
        name="rapport-versie",
    ),
    path(
        "gemeenten/<str:nis>/lekp-rapport/versies/<int:nummer>.pdf",
        rapportversies.versie_pdf,
        name="rapport-versie-pdf",
    ),
    path("gemeenten/<str:nis>/vooruitblik/<slug:slug>/", traject.traject, name="traject"),
    path("gemeenten/<str:nis>/cijfers/<slug:slug>/", cijfer.cijfer, name="cijfer"),
    path("gemeenten/<str:nis>/beeld.png", delen.beeld, name="beeld"),
    path("gemeenten/<str:nis>/wijzigingen.atom", delen.atom, name="atom"),
    path("gemeenten/<str:nis>/volgen/", volgen.volg, name="volgen"),
    path("gemeenten/<str:nis>/volgen/verstuurd/", volgen.verstuurd, name="volgen-verstuurd"),
    path("volgen/bevestigen/<str:bewijs>/", volgen.bevestigen, name="volgen-bevestigen"),
    path("volgen/stoppen/<str:bewijs>/", volgen.stoppen, name="volgen-stop"),
    path("insluiten/<str:nis>/", delen.insluiten, name="insluiten"),
    path("insluiten/<str:nis>/<slug:slug>/", delen.insluiting, name="insluiting"),
    path("insluiten/<str:nis>/<slug:slug>.png", delen.tegelbeeld, name="tegelbeeld"),
    path("beheer/rapporten/", bundels.bundels, name="bundels"),
    path("beheer/rapporten/<int:pk>.zip", bundels.bundel_zip, name="bundel-zip"),
    path("vergelijk/<slug:slug>/", vergelijk.vergelijking, name="vergelijk"),
    path("vergelijk/<slug:slug>.csv", vergelijk.vergelijking_csv, name="vergelijk-csv"),
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
