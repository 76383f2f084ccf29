"""One gemeente: all goals, as of a date and as known at an edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doelstellingen.selectors import Gebied, Pactkeuze, gemeenteblad
from gemeenten.models import Gemeente
from gemeenten.selectors import (
    gemeente_met_nis,
    gemeente_op,
    opvolger,
    voorgangers,
)
from gereedschap.bewaren import bewaarbaar
from meldingen.selectors import bijschriften
from ondersteuners.selectors import aanbod_bij_kansen, kansen
from rapportering.bijschrift import bijschrift_van
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.rapport.samenstellen import pactzin
from rapportering.tegels import samenvatting, tegel
from rapportering.werven import groepeer
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang


@dataclass(frozen=True)
class Voorganger:
    """A gemeente of before a fusie, with the last day on which it can be seen as it was."""

    nis: str
    naam: str
    tot: dt.date
    laatste_dag: str


def _voorgangers(gebieden: list[Gebied]) -> list[Voorganger]:
    # The pact starts in 2021: what ended before has no figures to go and see.
    return [
        Voorganger(g.nis, g.naam, g.tot, (g.tot - dt.timedelta(days=1)).isoformat())
        for g in sorted(gebieden, key=lambda g: g.naam)
        if g.tot is not None and g.tot > dt.date(2021, 1, 1)
    ]


def _bestond_niet(request: HttpRequest, *, nis: str, editie: Editie) -> HttpResponse:
    """The NIS is known, but not on that date: name the gemeenten that did exist then (404)."""
    gemeente = gemeente_met_nis(nis)
    if gemeente is None:
        raise Http404
    toen = [
        oud
        for oud in voorgangers(gemeente)
        if oud.van <= editie.peildatum and (oud.tot is None or editie.peildatum < oud.tot)
    ]
    context = {"gemeente": gemeente, "toen": toen, "editie": editie}
    return render(request, "rapportering/gemeente_bestond_niet.html", context, status=404)


def _naar_opvolger(
    request: HttpRequest, *, oud: Gemeente, nieuw: Gemeente, naar: str
) -> HttpResponse:
    adres = reverse(f"rapportering:{naar}", args=[nieuw.nis])
    vraag = f"?{request.GET.urlencode()}" if request.GET else ""
    # The page of the successor names its predecessors; the fragment points at the one asked for.
    return HttpResponseRedirect(f"{adres}{vraag}#vroeger-{oud.nis}")


def _pactmeldingen(keuze: Pactkeuze) -> list[str]:
    return [
        f"Niet alle gemeenten van voor de fusie ondertekenden LEKP {pact}. Waar de doelen "
        "verschillen, staan ze allebei."
        for pact in keuze.gemengd
    ]


def _inhoud(gemeente: Gemeente, editie: Editie) -> dict[str, Any]:
    blad = gemeenteblad(gemeente, peildatum=editie.peildatum, publicatie=editie.publicatie)
    gezegd = bijschriften(gemeente, publicatie=editie.publicatie)
    tegels = [
        replace(
            tegel(doel, blad.reeksen),
            bijschrift=bijschrift_van(doel, gezegd, nis=gemeente.nis),
        )
        for doel in blad.doelstellingen
    ]
    return {
        "gemeente": gemeente,
        "editie": editie,
        # The catalogue knows the gemeenten of today only.
        "helpt_in": "" if gemeente.tot else gemeente.nis,
        "blad": blad,
        "voorgangers": _voorgangers(blad.voorgangers),
        "groepen": groepeer(tegels, doelstelling=lambda t: t.doelstelling),
        "samenvatting": samenvatting(blad.doelstellingen),
        "pactzin": pactzin(blad.pactkeuze),
        "pactmeldingen": _pactmeldingen(blad.pactkeuze),
    }


def mag_toelichten(request: HttpRequest, gemeente: Gemeente) -> bool:
    """Whether the visitor writes for this gemeente; asks nothing for who is not signed in."""
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    return toegang.aangemeld and mag(toegang, Handeling.TOELICHTING_SCHRIJVEN, gemeente)


def _ziet_hulp(request: HttpRequest, gemeente: Gemeente, editie: Editie) -> bool:
    """Whether the visitor sees where this gemeente lags and who can help; it stands as of now only."""
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld or editie.vroeger:
        return False
    return mag(toegang, Handeling.KANSEN_ZIEN, gemeente)


@never_cache
@require_safe
def hulp(request: HttpRequest, nis: str) -> HttpResponse:
    """For each goal that lags, the offer that works here: a part that the page loads after itself.

    On its own, because the chances of all gemeenten are read for it once an edition.
    """
    editie = editie_van(request)
    gemeente = gemeente_op(nis, editie.peildatum)
    if gemeente is None or not _ziet_hulp(request, gemeente, editie):
        raise Http404

    def inhoud() -> dict[str, Any]:
        lijst = kansen(
            gemeenten={gemeente.pk}, peildatum=editie.peildatum, publicatie=editie.publicatie
        )
        return {"gemeente": gemeente, "rijen": aanbod_bij_kansen(gemeente, lijst)}

    return HttpResponse(
        blok(
            "rapportering/onderdelen/hulp.html",
            editie=editie,
            sleutel=("hulp", gemeente.pk),
            context=inhoud,
        )
    )


def gemeente_of_uitweg(
    request: HttpRequest, *, nis: str, editie: Editie, naar: str = "gemeente"
) -> tuple[Gemeente | None, HttpResponse]:
    """Give the gemeente of the peildatum, else the answer that leads on: successor, or 404 page.

    `naar` names the page of the successor. Raises Http404 for a NIS that never was.
    """
    gevonden = gemeente_op(nis, editie.peildatum)
    if gevonden is not None:
        return gevonden, HttpResponse()
    laatste = gemeente_met_nis(nis)
    nieuw = opvolger(laatste) if laatste else None
    if laatste and nieuw and laatste.tot and laatste.tot <= editie.peildatum:
        return None, _naar_opvolger(request, oud=laatste, nieuw=nieuw, naar=naar)
    return None, _bestond_niet(request, nis=nis, editie=editie)


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def gemeente(request: HttpRequest, nis: str) -> HttpResponse:
    """The page of a gemeente; a NIS of before a fusie leads to its successor."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie)
    if gevonden is None:
        return uitweg
    inhoud = blok(
        "rapportering/gemeente_blok.html",
        editie=editie,
        sleutel=(gevonden.pk,),
        context=lambda: _inhoud(gevonden, editie),
    )
    context = {
        "gemeente": gevonden,
        "editie": editie,
        "blok": inhoud,
        "ziet_hulp": _ziet_hulp(request, gevonden, editie),
        "mag_toelichten": mag_toelichten(request, gevonden),
        "kruimels": [("Gemeenten", reverse("rapportering:gemeenten"))],
    }
    return render(request, "rapportering/gemeente.html", context)
