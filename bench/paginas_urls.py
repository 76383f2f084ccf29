"""The portal's own addresses plus two empty views, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gereedschap.api.formaten import JsonLd
from pactportaal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def leeg(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


class RestLeeg(APIView):
    """What REST framework costs at least: its request, our keys and limits, an empty answer."""

    schema = None
    renderer_classes = [JsonLd]

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [
    path("bench/leeg/", leeg),
    path("bench/rest-leeg/", RestLeeg.as_view()),
    *urlpatterns,
]
