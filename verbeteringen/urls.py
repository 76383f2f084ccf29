"""Addresses of the map, the list, the form and the work around them."""

from django.urls import path

from verbeteringen.views import (
    beoordelen,
    burger,
    concept,
    formulier,
    leven,
    lijst,
    opladen,
    vorm,
)

app_name = "verbeteringen"

urlpatterns = [
    path("", lijst.lijst, name="lijst"),
    path("kaart/", lijst.kaart, name="kaart"),
    path("verbeteringen.csv", lijst.csv_uitvoer, name="csv"),
    path("verbeteringen.geojson", lijst.geojson_uitvoer, name="geojson"),
    path("grenzen.json", vorm.grenzen, name="grenzen"),
    path("vorm/", vorm.vorm, name="vorm"),
    path("nieuw/", formulier.nieuw, name="nieuw"),
    path("concept/", concept.bewaren, name="concept"),
    path("concept/<int:pk>/weggooien/", concept.weggooien, name="concept_weg"),
    path("concept/<int:pk>/fotos/", concept.fotos, name="concept_fotos"),
    path("berekenen/", burger.berekenen, name="berekenen"),
    path("bevestigen/", burger.verstuurd, name="bevestiging_verstuurd"),
    path("bevestigen/<str:bewijs>/", burger.bevestigen, name="bevestigen"),
    path("uitgevoerd/", leven.uitgevoerd, name="uitgevoerd"),
    path("beoordelen/", beoordelen.beoordelen, name="beoordelen"),
    path("instellingen/", beoordelen.instellingen, name="instellingen"),
    path("dubbels/", beoordelen.dubbels_lijst, name="dubbels"),
    path("opladen/", opladen.opladen, name="opladen"),
    path("opladen/sjabloon.<str:soort>", opladen.sjabloon, name="sjabloon"),
    path("opladen/<int:pk>/", opladen.upload, name="upload"),
    path("opladen/<int:pk>/stand/", opladen.stand, name="upload_stand"),
    path("opladen/<int:pk>/koppelen/", opladen.koppelen, name="upload_koppelen"),
    path("opladen/<int:pk>/registreren/", opladen.registreren, name="upload_registreren"),
    path("opladen/<int:pk>/ongedaan/", opladen.ongedaan, name="upload_ongedaan"),
    path("opladen/<int:pk>/fouten.csv", opladen.fouten, name="upload_fouten"),
    path("foto/<int:pk>/", leven.foto, name="foto"),
    path("foto/<int:pk>/beschrijving/", leven.fototekst, name="fototekst"),
    path("<int:pk>/", leven.detail, name="detail"),
    path("<int:pk>/wijzigen/", formulier.wijzig, name="wijzig"),
    path("<int:pk>/vervallen/", leven.vervallen, name="vervallen"),
    path("<int:pk>/indienen/", leven.indienen, name="indienen"),
    path("<int:pk>/terugsturen/", beoordelen.terugsturen, name="terugsturen"),
    path("<int:pk>/dubbels/", beoordelen.dubbels_van, name="dubbels_van"),
]
