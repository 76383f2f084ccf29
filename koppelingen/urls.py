"""All addresses of the API, its documentation, and what machines read besides."""

from django.urls import include, path, re_path

from dataleveranciers import api as dataleveranciers
from doelstellingen import api as doelstellingen
from doelstellingen import api_een as doelstellingen_een
from gemeenten import api as gemeenten
from gemeenten import api_tellingen as tellingen
from gereedschap.api.views import totaal_van
from koppelingen import (
    api_bezorgingen,
    api_webhooks,
    codelijsten,
    feed,
    linkeddata,
    ogc,
    views,
    webhookpaginas,
)
from meldingen import api as meldingen
from ondersteuners import api as ondersteuners
from verbeteringen import api as verbeteringen

app_name = "koppelingen"

v1 = [
    path("", views.Ingang.as_view(), name="ingang"),
    *gemeenten.urlpatterns,
    *tellingen.urlpatterns,
    *doelstellingen.urlpatterns,
    *doelstellingen_een.urlpatterns,
    *verbeteringen.urlpatterns,
    *ondersteuners.urlpatterns,
    *dataleveranciers.urlpatterns,
    *meldingen.urlpatterns,
    path("codelijsten", codelijsten.Codelijsten.as_view(), name="codelijsten"),
    path(
        "codelijsten/totaal-aantal",
        totaal_van(codelijsten.Codelijsten).as_view(),
        name="codelijsten-totaal",
    ),
    path("codelijsten/<str:slug>", codelijsten.CodelijstDetail.as_view(), name="codelijst"),
    path("feed", feed.Feed.as_view(), name="feed"),
    path("webhooks", api_webhooks.Webhooks.as_view(), name="api-webhooks"),
    path(
        "webhooks/totaal-aantal",
        totaal_van(api_webhooks.Webhooks).as_view(),
        name="api-webhooks-totaal",
    ),
    path("webhooks/<int:pk>", api_webhooks.WebhookDetail.as_view(), name="api-webhook"),
    path(
        "webhooks/<int:pk>/geheim", api_webhooks.WebhookGeheim.as_view(), name="api-webhook-geheim"
    ),
    path(
        "webhooks/<int:pk>/proef", api_bezorgingen.WebhookProef.as_view(), name="api-webhook-proef"
    ),
    path(
        "webhooks/<int:pk>/bezorgingen",
        api_bezorgingen.Bezorgingen.as_view(),
        name="api-bezorgingen",
    ),
    path(
        "webhooks/<int:pk>/bezorgingen/totaal-aantal",
        totaal_van(api_bezorgingen.Bezorgingen).as_view(),
        name="api-bezorgingen-totaal",
    ),
    path(
        "webhooks/<int:pk>/bezorgingen/opnieuw",
        api_bezorgingen.OpnieuwBezorgen.as_view(),
        name="api-bezorgingen-opnieuw",
    ),
    path(
        "webhooks/<int:pk>/bezorgingen/<int:nummer>/opnieuw",
        api_bezorgingen.OpnieuwBezorgen.as_view(),
        name="api-bezorging-opnieuw",
    ),
    re_path(r"^.*$", views.onbekend, name="onbekend"),
]
webhookadressen = [
    path("", webhookpaginas.lijst, name="webhooks"),
    path("<int:nummer>/", webhookpaginas.webhook, name="webhook"),
    path("<int:nummer>/wijzigen/", webhookpaginas.wijzigen, name="webhook-wijzigen"),
    path("<int:nummer>/doe/", webhookpaginas.doe, name="webhook-doe"),
]
docs = [
    path("", views.documentatie, name="documentatie"),
    path("openapi.yaml", views.document_yaml, name="openapi-yaml"),
    path("openapi.json", views.document_json, name="openapi-json"),
    path("uitfasering/", views.uitfasering, name="uitfasering"),
    path("gids/<slug:naam>/", views.gids, name="gids"),
]
_BESTAND = r"(?P<slug>[a-z]+)\.(?P<formaat>csv|geojson|gpkg|parquet)$"
opendata = [
    path("", linkeddata.opendata, name="opendata"),
    re_path(r"^catalogus\.(?P<soort>jsonld|ttl)$", linkeddata.dcat, name="opendata-catalogus"),
    path("<slug:slug>/", linkeddata.dataset, name="opendata-dataset"),
    re_path(rf"^{_BESTAND}", linkeddata.bestand, name="opendata-bestand"),
    re_path(
        rf"^(?P<dag>\d{{4}}-\d{{2}}-\d{{2}})/{_BESTAND}",
        linkeddata.bestand,
        name="opendata-van-dag",
    ),
]
ogcadressen = [
    path("", ogc.Landing.as_view(), name="ogc"),
    path("api", ogc.api_document, name="ogc-api"),
    path("conformance", ogc.Conformance.as_view(), name="ogc-conformance"),
    path("collections", ogc.Collecties.as_view(), name="ogc-collecties"),
    path("collections/<str:naam>", ogc.Collectie.as_view(), name="ogc-collectie"),
    path("collections/<str:naam>/items", ogc.Items.as_view(), name="ogc-items"),
    path("collections/<str:naam>/items/<str:sleutel>", ogc.Item.as_view(), name="ogc-item"),
]

# Few at this level: every address of the portal passes here first.
urlpatterns = [
    path("api/v1/", include(v1)),
    path("api/docs/", include(docs)),
    path("ogc/", include(ogcadressen)),
    path("opendata/", include(opendata)),
    path("toegang/organisatie/<slug:slug>/webhooks/", include(webhookadressen)),
    path("context/<str:soort>/<str:datum>/<str:naam>", views.context, name="context"),
    path("id/<path:pad>", linkeddata.ding, name="id"),
    path("doc/<path:pad>", linkeddata.over_ding, name="doc"),
    path("ns/pactportaal", linkeddata.ns, name="ns"),
]
