"""REST edge of deliveries: addresses; runs in `api_runs`, handing in in `api_aanleveren`."""

from django.urls import path

from dataleveranciers import api_aanleveren
from dataleveranciers.api_runs import ImportrunDetail, Importruns
from gereedschap.api.views import totaal_van

urlpatterns = [
    path("importruns", Importruns.as_view(), name="importruns"),
    path("importruns/totaal-aantal", totaal_van(Importruns).as_view(), name="importruns-totaal"),
    path("importruns/<int:pk>", ImportrunDetail.as_view(), name="importrun"),
    path(
        "importruns/<int:pk>/fouten",
        api_aanleveren.ImportrunFouten.as_view(),
        name="importrun-fouten",
    ),
    path(
        "importruns/<int:pk>/fouten/totaal-aantal",
        totaal_van(api_aanleveren.ImportrunFouten).as_view(),
        name="importrun-fouten-totaal",
    ),
    path(
        "feeds/<str:feed>/aanleveringen",
        api_aanleveren.Aanleveren.as_view(),
        name="aanleveren",
    ),
    path(
        "aanleveringen/<int:pk>",
        api_aanleveren.AanleveringDetail.as_view(),
        name="aanlevering",
    ),
]
