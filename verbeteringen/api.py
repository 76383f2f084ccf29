"""REST edge of verbeteringen: addresses; reading in `api_lezen`, writing in `api_schrijven`."""

from django.urls import path

from gereedschap.api.views import totaal_van
from verbeteringen import api_bulk, api_schrijven
from verbeteringen.api_lezen import Verbeteringen

urlpatterns = [
    path("verbeteringen", api_schrijven.VerbeteringenSchrijven.as_view(), name="verbeteringen"),
    path(
        "verbeteringen/totaal-aantal",
        totaal_van(Verbeteringen).as_view(),
        name="verbeteringen-totaal",
    ),
    path("verbeteringen/bulk", api_bulk.Bulk.as_view(), name="verbeteringen-bulk"),
    path(
        "verbeteringen/extern/<str:sleutel>",
        api_schrijven.MetSleutel.as_view(),
        name="verbetering-extern",
    ),
    path("verbeteringen/<int:pk>", api_schrijven.VerbeteringDetail.as_view(), name="verbetering"),
]
