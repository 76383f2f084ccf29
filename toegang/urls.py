"""Addresses of toegang."""

from django.urls import path

from toegang.oidc import views as oidc
from toegang.views import aanmelden, gegevens, lokaal, organisaties, rechten, sleutels

app_name = "toegang"

urlpatterns = [
    path("aanmelden/", aanmelden.deur, name="deur"),
    path("aanmelden/demo/<slug:slug>/", aanmelden.demo_aanmelden, name="demo"),
    path("toegang/acm/aanmelden/", oidc.aanmelden, name="acm_aanmelden"),
    path("toegang/acm/terugkeer/", oidc.terugkeer, name="acm_terugkeer"),
    path("toegang/namens-wie/", aanmelden.namens_wie, name="namens_wie"),
    path("toegang/wissel/", aanmelden.wissel, name="wissel"),
    path("toegang/afmelden/", aanmelden.afmelden, name="afmelden"),
    path("toegang/afgemeld/", aanmelden.afgemeld, name="afgemeld"),
    path("toegang/gestopt/<slug:reden>/", aanmelden.gestopt, name="gestopt"),
    path("toegang/uitnodiging/<str:sleutel>/", lokaal.uitnodiging, name="uitnodiging"),
    path("toegang/rechten/", rechten.rechten, name="rechten"),
    path("toegang/mijn-gegevens/", gegevens.mijn_gegevens, name="mijn_gegevens"),
    path("toegang/mijn-gegevens/downloaden/", gegevens.downloaden, name="gegevens_downloaden"),
    path("toegang/mijn-gegevens/verwijderen/", gegevens.verwijderen, name="account_verwijderen"),
    path("toegang/historiek/<slug:soort>/<int:nummer>/", gegevens.historiek, name="historiek"),
    path("toegang/organisatie/", organisaties.eigen, name="eigen_organisatie"),
    path("toegang/organisaties/", organisaties.lijst, name="organisaties"),
    path("toegang/organisaties/nieuw/", organisaties.nieuw, name="organisatie_nieuw"),
    path("toegang/organisatie/<slug:slug>/", organisaties.organisatie, name="organisatie"),
    path(
        "toegang/organisatie/<slug:slug>/bewerken/",
        organisaties.bewerken,
        name="organisatie_bewerken",
    ),
    path("toegang/organisatie/<slug:slug>/uitnodigen/", organisaties.uitnodigen, name="uitnodigen"),
    path(
        "toegang/organisatie/<slug:slug>/uitnodigingen/<int:nummer>/intrekken/",
        organisaties.intrekken,
        name="uitnodiging_intrekken",
    ),
    path("toegang/organisatie/<slug:slug>/leden/<int:nummer>/rol/", organisaties.rol, name="rol"),
    path(
        "toegang/organisatie/<slug:slug>/leden/<int:nummer>/verwijderen/",
        organisaties.verwijderen,
        name="lid_verwijderen",
    ),
    path(
        "toegang/organisatie/<slug:slug>/leden/<int:nummer>/account/",
        organisaties.account,
        name="account",
    ),
    path("toegang/organisatie/<slug:slug>/logboek/", organisaties.logboek, name="logboek"),
    path("toegang/organisatie/<slug:slug>/sleutels/", sleutels.lijst, name="sleutels"),
    path(
        "toegang/organisatie/<slug:slug>/sleutels/<int:nummer>/intrekken/",
        sleutels.intrekken,
        name="sleutel_intrekken",
    ),
    path("toegang/toelatingen/", sleutels.toelatingen, name="toelatingen"),
    path(
        "toegang/toelatingen/<int:nummer>/intrekken/",
        sleutels.toelating_intrekken,
        name="toelating_intrekken",
    ),
]
