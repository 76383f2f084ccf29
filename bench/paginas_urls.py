"""The portal's own addresses plus one empty view, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pactportaal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def leeg(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("bench/leeg/", leeg), *urlpatterns]
