"""What the views of verbeteringen share: own gemeenten, map settings, refusals."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from gemeenten.grenzen import grenzenindex
from gemeenten.models import Gemeente
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang
from verbeteringen.models import Verbetering


def toegang_van(request: HttpRequest) -> Toegang:
    """Give for whom the request acts (set by the middleware of `toegang`)."""
    gevonden: Toegang = request.toegang  # type: ignore[attr-defined]
    return gevonden


def eigen_gemeenten(toegang: Toegang) -> list[Gemeente]:
    """Give today's gemeenten on which this toegang registers, by name."""
    ver = bereik(toegang, Handeling.VERBETERING_REGISTREREN)
    return list(Gemeente.objects.filter(tot=None, pk__in=ver.gemeenten).order_by("sorteernaam"))


def kaartinstellingen(gemeente: Gemeente | None = None) -> dict[str, Any]:
    """Give what the map module reads from data attributes."""
    lagen = [
        {"naam": naam, "url": url, "bron": bron} for naam, url, bron in settings.KAARTLAGEN if url
    ]
    uitsnede = ""
    if gemeente is not None:
        index = grenzenindex()
        if gemeente.pk in index.ids:
            minx, miny, maxx, maxy = index.vorm(gemeente.pk).bounds
            uitsnede = orjson.dumps([[miny, minx], [maxy, maxx]]).decode()
    return {
        "lagen": orjson.dumps(lagen).decode(),
        "uitsnede": uitsnede,
        "grenzen": reverse("verbeteringen:grenzen"),
        "adreszoeker": settings.ADRESZOEKER,
    }


def zoek_verbetering(pk: int, toegang: Toegang) -> Verbetering:
    """Give the verbetering with its gemeente, or 404 where one may not know that it exists."""
    v = (
        Verbetering.objects.zichtbaar_voor(toegang)
        .select_related("gemeente__provincie", "bron", "organisatie", "indiener")
        .prefetch_related("maatregelen", "fotos")
        .filter(pk=pk)
        .first()
    )
    if v is None:
        raise Http404
    return v


def is_gemeente_van(toegang: Toegang, v: Verbetering) -> bool:
    return mag(toegang, Handeling.INTERN_LEZEN, v.gemeente_id)
