"""`/provincies/<slug>/`: what the gemeenten of a provincie reached together, and each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doelstellingen.models import Doelstelling, Indicator
from doelstellingen.selectors import IndicatorOverzicht, Status, Tijdtabel, tijdtabel
from gemeenten.models import Provincie
from gereedschap.bewaren import bewaarbaar
from ondersteuners.selectors import provinciebeeld, ziet_kansen
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.regels import tabelregels
from rapportering.tabel import cel_van
from rapportering.views.vlaanderen import sortering_van
from rapportering.werven import groepeer
from toegang.wie import Toegang


@dataclass(frozen=True)
class Groepsregel:
    """One indicator of the provincie, and how many of its gemeenten reached their target."""

    overzicht: IndicatorOverzicht
    gehaald: int | None

    @property
    def indicator(self) -> Indicator:
        return self.overzicht.indicator

    @property
    def doelstelling(self) -> Doelstelling:
        return self.indicator.doelstelling


def _regel(tabel: Tijdtabel, indicator: Indicator, leden: list[int]) -> Groepsregel:
    return Groepsregel(
        tabel.groepsoverzicht(indicator, leden),
        cel_van(tabel, indicator, leden, tabel.datums[-1]).gehaald,
    )


def provincie_met_slug(slug: str) -> Provincie:
    """Give the provincie with `slug`, or a 404."""
    gevonden = Provincie.objects.filter(slug=slug).first()
    if gevonden is None:
        raise Http404
    return gevonden


def _inhoud(provincie: Provincie, editie: Editie, *, keuze: str, sortering: Any) -> dict[str, Any]:
    tabel = tijdtabel(datums=[editie.peildatum], publicatie=editie.publicatie)
    leden = [g.pk for g in tabel.basis.gemeenten if g.provincie_id == provincie.pk]
    hoofden = {i.doelstelling.slug: i for i in tabel.indicatoren if i.hoofd}
    if keuze not in hoofden:
        raise BadRequest(f"Er is geen doelstelling “{keuze[:60]}”.")
    groepsregels = [_regel(tabel, i, leden) for i in hoofden.values()]
    eigen = [r for r in tabel.regels(hoofden[keuze]) if r.provincie_id == provincie.pk]
    return {
        "provincie": provincie,
        "editie": editie,
        "groepen": groepeer(groepsregels, doelstelling=lambda r: r.doelstelling),
        "indicator": hoofden[keuze],
        "keuze": keuze,
        "doelen": [i.doelstelling for i in hoofden.values()],
        "rijen": tabelregels(eigen, hoofden[keuze], sortering),
        "aantal": len(leden),
        "sortering": sortering,
        "gehaald": sum(1 for r in eigen if r.status is Status.GEHAALD),
    }


def _ziet_beeld(toegang: Toegang, provincie: Provincie, editie: Editie) -> bool:
    """Whether chances, use and questions show: for who works for this provincie, as of today only."""
    return toegang.aangemeld and not editie.vroeger and ziet_kansen(toegang, provincie)


@never_cache
@require_safe
def kansen(request: HttpRequest, slug: str) -> HttpResponse:
    """Chances, used aanbod and questions of the provincie: a part that its page loads after itself."""
    editie, gevonden = editie_van(request), provincie_met_slug(slug)
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    if not _ziet_beeld(toegang, gevonden, editie):
        raise Http404
    beeld = provinciebeeld(
        gevonden, toegang=toegang, peildatum=editie.peildatum, publicatie=editie.publicatie
    )
    context = {"beeld": beeld, "toegang": toegang}
    return HttpResponse(render_to_string("ondersteuners/_kansen_provincie.html", context))


@require_safe
@bewaarbaar(parameters=("doelstelling", "sorteer", "richting", "op", "gekend_op"))
def provincie(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a provincie; who works for it also sees chances, used aanbod and questions."""
    editie, sortering = editie_van(request), sortering_van(request)
    gevonden = provincie_met_slug(slug)
    keuze = request.GET.get("doelstelling", "bomen")
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    context = {
        "provincie": gevonden,
        "editie": editie,
        "ziet_beeld": _ziet_beeld(toegang, gevonden, editie),
        "blok": blok(
            "rapportering/provincie_blok.html",
            editie=editie,
            sleutel=(gevonden.pk, keuze, sortering),
            context=lambda: _inhoud(gevonden, editie, keuze=keuze, sortering=sortering),
        ),
        "kruimels": [("Vlaanderen", "/vlaanderen/")],
    }
    return render(request, "rapportering/provincie.html", context)
