"""Addresses of the ondersteuners; fixed words stand before the slugs (`services.versies` reserves)."""

from django.urls import path

from ondersteuners.views import beheren, bewerken, catalogus, kansen, vragen

app_name = "ondersteuners"

urlpatterns = [
    path("", catalogus.catalogus, name="catalogus"),
    path("uitvoer.<str:soort>", beheren.uitvoer, name="uitvoer"),
    path("kansen/", kansen.begin, name="kansen"),
    path("kansen/gemeente/<str:nis>/", kansen.gemeente, name="kansen-gemeente"),
    path("kansen/provincie/<slug:slug>/", kansen.provincie, name="kansen-provincie"),
    path("kansen/ondersteuner/<slug:slug>/", kansen.ondersteuner, name="kansen-ondersteuner"),
    path("vragen/", vragen.lijst, name="vragen"),
    path("vragen/<int:pk>/", vragen.vraagpagina, name="vraagpagina"),
    path("beheer/", bewerken.mijn, name="mijn"),
    path("beheer/alle/", beheren.administratie, name="administratie"),
    path("beheer/alle/samenvoegen/", beheren.samenvoegen, name="samenvoegen"),
    path("beheer/versies/<int:pk>/", bewerken.voorbeeld, name="voorbeeld"),
    path("beheer/versies/<int:pk>/terugzetten/", bewerken.terugzetten, name="terugzetten"),
    path("beheer/<slug:slug>/", bewerken.beheer, name="beheer"),
    path("beheer/<slug:slug>/pagina/", bewerken.bewerk_pagina, name="bewerk-pagina"),
    path("beheer/<slug:slug>/versies/", bewerken.versies, name="paginaversies"),
    path("beheer/<slug:slug>/nagekeken/", bewerken.nagekeken, name="pagina-nagekeken"),
    path("beheer/<slug:slug>/staat/", beheren.staat_ondersteuner, name="staat-ondersteuner"),
    path("beheer/<slug:slug>/uitvoer/", beheren.eigen_uitvoer, name="eigen-uitvoer"),
    path("beheer/<slug:slug>/invoer/", beheren.invoer, name="invoer"),
    path("beheer/<slug:slug>/samenvoegen/", beheren.samenvoegen_aanbod, name="samenvoegen-aanbod"),
    path("beheer/<slug:slug>/nieuw/", bewerken.bewerk_aanbod, name="nieuw"),
    path("beheer/<slug:slug>/aanbod/<slug:aanbod>/", bewerken.bewerk_aanbod, name="bewerk"),
    path("beheer/<slug:slug>/aanbod/<slug:aanbod>/versies/", bewerken.versies, name="versies"),
    path(
        "beheer/<slug:slug>/aanbod/<slug:aanbod>/nagekeken/", bewerken.nagekeken, name="nagekeken"
    ),
    path(
        "beheer/<slug:slug>/aanbod/<slug:aanbod>/staat/", beheren.staat_aanbod, name="staat-aanbod"
    ),
    path("<slug:slug>/", catalogus.pagina, name="pagina"),
    path("<slug:slug>/vraag/", vragen.stel, name="vraag-algemeen"),
    path("<slug:slug>/<slug:aanbod>/", catalogus.aanbod, name="aanbod"),
    path("<slug:slug>/<slug:aanbod>/vraag/", vragen.stel, name="vraag"),
]
