"""Pages for what went wrong: what, and where to go now."""

from __future__ import annotations

import difflib
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone

from doelstellingen.selectors import alle_doelstellingen
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeenten_op, suggesties
from gereedschap.api.problemen import probleemantwoord

GEMEENTE_IN_PAD = re.compile(r"^/gemeenten/(?P<woord>[^/]{1,80})/")
DOELSTELLING_IN_PAD = re.compile(r"^/doelstellingen/(?P<woord>[^/]{1,80})/")
VOORSTELLEN = 5
# Who asks here is a program: it gets a problem document instead of a page.
VOOR_PROGRAMMAS = ("/api/v1/", "/ogc/")


def _gemeenten_bij(woord: str) -> list[Gemeente]:
    """Gemeenten that `woord` (a NIS code, a postcode or a name) may have meant."""
    vandaag = timezone.localdate()
    gevonden = [s.gemeente for s in suggesties(woord, op=vandaag, limiet=VOORSTELLEN)]
    if gevonden:
        return gevonden
    geldig = {str(g.nis): g for g in gemeenten_op(vandaag)}
    if woord.isdigit():
        return [geldig[n] for n in difflib.get_close_matches(woord, geldig, n=VOORSTELLEN)]
    namen = {g.sorteernaam: g for g in geldig.values()}
    dichtbij = difflib.get_close_matches(woord.lower(), namen, n=VOORSTELLEN, cutoff=0.5)
    return [namen[naam] for naam in dichtbij]


def niet_gevonden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the nearest gemeenten or doelstellingen when the address looks like one."""
    if request.path.startswith(VOOR_PROGRAMMAS):
        return probleemantwoord(404)
    context: dict[str, object] = {"uitleg": "", "gemeenten": [], "doelstellingen": []}
    if treffer := GEMEENTE_IN_PAD.match(request.path):
        context["gemeenten"] = _gemeenten_bij(treffer["woord"])
        context["uitleg"] = f"Er is geen gemeente met NIS-code “{treffer['woord']}”."
    elif treffer := DOELSTELLING_IN_PAD.match(request.path):
        alle = {d.slug: d for d in alle_doelstellingen()}
        dichtbij = difflib.get_close_matches(treffer["woord"], alle, n=VOORSTELLEN, cutoff=0.4)
        context["doelstellingen"] = [alle[slug] for slug in dichtbij]
        context["uitleg"] = f"Er is geen doelstelling “{treffer['woord']}”."
    return render(request, "404.html", context, status=404)


def slecht_verzoek(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: says what in the address cannot be read."""
    reden = str(exception.args[0]) if exception.args else ""
    # Only BadRequest of our own carries a sentence for people; others speak to developers.
    eigen = type(exception).__name__ == "BadRequest"
    if request.path.startswith(VOOR_PROGRAMMAS):
        return probleemantwoord(400, reden if eigen else "")
    return render(request, "400.html", {"reden": reden if eigen else ""}, status=400)


def geen_toegang(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", status=403)


def serverfout(request: HttpRequest) -> HttpResponse:
    """500: no database, no context, no template inheritance: all of that may be what failed."""
    if request.path.startswith(VOOR_PROGRAMMAS):
        return probleemantwoord(500)
    return HttpResponse(loader.get_template("500.html").render(), status=500)
