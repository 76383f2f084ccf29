"""Addresses of what a gemeente says about its figures."""

from django.urls import path

from meldingen import views

app_name = "meldingen"
urlpatterns = [
    path("gemeenten/<str:nis>/cijfers-opvolgen/", views.opvolgen, name="opvolgen"),
    path("gemeenten/<str:nis>/toelichting/<slug:slug>/", views.toelichting, name="toelichting"),
    path(
        "gemeenten/<str:nis>/toelichting/<slug:slug>/versies/",
        views.versies,
        name="toelichting-versies",
    ),
    path("gemeenten/<str:nis>/fout-melden/<slug:slug>/<slug:indicator>/", views.fout, name="fout"),
    path(
        "gemeenten/<str:nis>/nagekeken/<slug:slug>/<slug:indicator>/",
        views.nagekeken,
        name="nagekeken",
    ),
    path("meldingen/fouten/<int:pk>/", views.foutmelding, name="foutmelding"),
    path("meldingen/bijlagen/<int:pk>/", views.bijlage, name="bijlage"),
]
