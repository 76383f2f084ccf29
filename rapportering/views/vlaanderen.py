"""Flanders: every goal of the Gewest, and the gemeenten on a map and in a table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from doelstellingen.selectors import Gewestblad, IndicatorOverzicht, Status, gewestblad
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeenten_op
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.kaartbeeld import is_van_nu
from rapportering.kaarttijd import jaren_van, kaartgegevens, regels_op
from rapportering.kleinverloop import kleinverloop
from rapportering.regels import KOLOMMEN, Sortering, kaart_van, legende_van, tabelregels
from rapportering.tegels import indicatortegel, tegel, verloop_van
from rapportering.werven import groepeer

EERSTE_KEUZE = "bomen"
PER = {
    "provincie": "provincie",
    "referentieregio": "referentieregio",
    "arrondissement": "arrondissement",
}
RICHTINGEN = {"op": False, "af": True}


def sortering_van(request: HttpRequest) -> Sortering:
    """Read `?sorteer=` and `?richting=`; refuses what is no column or direction (400)."""
    kolom = request.GET.get("sorteer", "naam")
    richting = request.GET.get("richting", "op")
    if kolom not in KOLOMMEN:
        raise BadRequest(f"Sorteren kan op {', '.join(KOLOMMEN)}, niet op “{kolom[:40]}”.")
    if richting not in RICHTINGEN:
        raise BadRequest("De richting is op (oplopend) of af (aflopend).")
    return Sortering(kolom, RICHTINGEN[richting])


@dataclass(frozen=True)
class Groepsrij:
    """A provincie, arrondissement or regio for the chosen goal."""

    naam: str
    adres: str
    overzicht: IndicatorOverzicht
    gehaald: int
    aantal: int


@dataclass(frozen=True)
class Pactregel:
    """How many gemeenten signed a pact; what is unknown is said."""

    pact: str
    ondertekend: int
    gemengd: int
    onbekend: int


@dataclass(frozen=True)
class Vraag:
    """What the address asks of the lower half of the page."""

    keuze: str
    sortering: Sortering
    per: str
    jaar: int | None


def vraag_van(request: HttpRequest) -> Vraag:
    """Read the address; refuses what is no group or year (400)."""
    per, jaar = request.GET.get("per", "provincie"), request.GET.get("jaar", "")
    if per not in PER:
        raise BadRequest(f"Groeperen kan per {', '.join(PER)}.")
    if jaar and not (jaar.isascii() and jaar.isdigit() and len(jaar) == 4):
        raise BadRequest(
            f"“{jaar[:40]}” is geen jaar. Schrijf vier cijfers, bijvoorbeeld ?jaar=2023."
        )
    return Vraag(
        request.GET.get("doelstelling", EERSTE_KEUZE),
        sortering_van(request),
        per,
        int(jaar) if jaar else None,
    )


def _groepen(per: str, op: dt.date) -> dict[tuple[str, str], list[int]]:
    """The gemeenten (ids) of each group, by its name and address, in order of name."""
    leden: dict[tuple[str, str], list[int]] = {}
    for gemeente in gemeenten_op(op):
        leden.setdefault(_groep_van(gemeente, per), []).append(gemeente.pk)
    return dict(sorted(leden.items()))


def _groepsrijen(blad: Gewestblad, groepen: Mapping[tuple[str, str], list[int]]) -> list[Groepsrij]:
    klaar = {r.gemeente_id for r in blad.regels if r.status is Status.GEHAALD}
    return [
        Groepsrij(naam, adres, blad.groep(pks), len(klaar.intersection(pks)), len(pks))
        for (naam, adres), pks in groepen.items()
    ]


def _groep_van(gemeente: Gemeente, per: str) -> tuple[str, str]:
    if per == "arrondissement":
        return gemeente.arrondissement.naam, ""
    if per == "referentieregio":
        return gemeente.referentieregio or "zonder referentieregio", ""
    adres = reverse("rapportering:provincie", args=[gemeente.provincie.slug])
    return gemeente.provincie.naam, adres


def _pactregels(blad: Gewestblad) -> list[Pactregel]:
    return [
        Pactregel(f"LEKP {pact}", t["ondertekend"], t["gemengd"], t["onbekend"])
        for pact, t in blad.pacten.items()
    ]


def _dag(blad: Gewestblad, jaar: int | None) -> dt.date | None:
    """The day of the slider; None is the peildatum itself."""
    dagen = list(blad.jaarfiguren)
    if jaar is None or jaar == dagen[-1].year:
        return None
    gekozen = next((dag for dag in dagen if dag.year == jaar), None)
    if gekozen is None:
        raise BadRequest(f"Kies een jaar van {dagen[0].year} tot {dagen[-1].year}.")
    return gekozen


def _inhoud(vraag: Vraag, editie: Editie) -> dict[str, Any]:
    keuze, sortering = vraag.keuze, vraag.sortering
    blad = gewestblad(keuze, peildatum=editie.peildatum, publicatie=editie.publicatie)
    if blad is None:
        raise Http404
    dag = _dag(blad, vraag.jaar)
    regels = blad.regels if dag is None else regels_op(blad, dag)
    rijen = tabelregels(regels, blad.hoofd, sortering)
    gekozen = next(d for d in blad.doelstellingen if d.doelstelling.slug == keuze)
    groepen = _groepen(vraag.per, editie.peildatum)
    tegels = [tegel(doel, {}) for doel in blad.doelstellingen]
    return {
        "editie": editie,
        "keuze": gekozen.doelstelling,
        "indicator": blad.hoofd,
        "groepen": groepeer(tegels, doelstelling=lambda t: t.doelstelling),
        "gekozen": indicatortegel(gekozen.hoofd, []),
        "verloop": verloop_van(gekozen.hoofd, blad.reeksen[blad.hoofd.pk]),
        "rijen": rijen,
        "kaart": kaart_van(rijen, blad.hoofd) if is_van_nu(r.nis for r in regels) else None,
        "legende": legende_van(rijen, blad.hoofd),
        "sortering": sortering,
        "groepsrijen": _groepsrijen(blad, groepen),
        "klein": kleinverloop(blad, groepen),
        "per": vraag.per,
        "per_keuzes": PER,
        "pacten": _pactregels(blad),
        "aantal_gemeenten": len(regels),
        "jaren": jaren_van(blad),
        "dag": dag or editie.peildatum,
    }


@require_safe
@bewaarbaar(parameters=("doelstelling", "sorteer", "richting", "per", "jaar", "op", "gekend_op"))
def vlaanderen(request: HttpRequest) -> HttpResponse:
    """All goals of the Gewest, with the gemeenten for `?doelstelling=`."""
    editie = editie_van(request)
    vraag = vraag_van(request)
    inhoud = blok(
        "rapportering/vlaanderen_blok.html",
        editie=editie,
        sleutel=(vraag,),
        context=lambda: _inhoud(vraag, editie),
    )
    return render(request, "rapportering/vlaanderen.html", {"editie": editie, "blok": inhoud})


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def kaart_gegevens(request: HttpRequest, slug: str) -> HttpResponse:
    """The map of one goal over the years, for the slider; the page asks it once that is touched."""
    editie = editie_van(request)
    blad = gewestblad(slug, peildatum=editie.peildatum, publicatie=editie.publicatie, enkel=True)
    if blad is None:
        raise Http404
    return JsonResponse(kaartgegevens(blad), json_dumps_params={"separators": (",", ":")})


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def verloop(request: HttpRequest, slug: str) -> HttpResponse:
    """The line of one goal of the Gewest; `/vlaanderen/` asks it when its part is opened."""
    editie = editie_van(request)
    blad = gewestblad(slug, peildatum=editie.peildatum, publicatie=editie.publicatie, enkel=True)
    if blad is None:
        raise Http404
    [doel] = blad.doelstellingen
    punten = blad.reeksen[blad.hoofd.pk]
    context = {
        "indicator": blad.hoofd,
        "verloop": verloop_van(doel.hoofd, punten),
        "punten": punten,
    }
    return render(request, "rapportering/onderdelen/gewestverloop.html", context)
