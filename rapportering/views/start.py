"""The start page and the pages with only text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doelstellingen.selectors import alle_doelstellingen
from gemeenten.kaart import svg_paden
from gereedschap.bewaren import bewaarbaar
from rapportering.werven import per_werf


@require_safe
@bewaarbaar()
def start(request: HttpRequest) -> HttpResponse:
    """What the portal is, and the way to one's own gemeente."""
    context = {"werven": per_werf(alle_doelstellingen()), "kaart": svg_paden()}
    return render(request, "rapportering/start.html", context)


@require_safe
@bewaarbaar()
def tekstpagina(request: HttpRequest, sjabloon: str) -> HttpResponse:
    """A page that is only text: accessibility, privacy, data."""
    return render(request, f"rapportering/{sjabloon}.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines are welcome on the public pages."""
    return render(request, "rapportering/robots.txt", content_type="text/plain; charset=utf-8")
