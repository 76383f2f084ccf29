"""Asking for support, and the lists of questions on both sides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gemeenten.models import Gemeente
from ondersteuners.forms import StapForm, VraagForm
from ondersteuners.herinneringen import te_bekijken
from ondersteuners.models import Aanbod, Ondersteuner, Vraag
from ondersteuners.querysets import VraagQuerySet
from ondersteuners.services import stel_vraag, zet_stap
from ondersteuners.services.vragen import Kant, OngeldigeStap, mogelijke_stappen
from ondersteuners.views.hulp import aangemeld, toegang_van
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang

PER_PAGINA = 25
AAN_ONS = "Aan ons gevraagd"
DOOR_ONS = "Door ons of in ons gebied gevraagd"


def _eigen_gemeenten(toegang: Toegang) -> QuerySet[Gemeente]:
    """The gemeenten of today for which `toegang` may ask."""
    ver = bereik(toegang, Handeling.ONDERSTEUNING_VRAGEN)
    return Gemeente.objects.op_datum(timezone.localdate()).filter(ver.q("pk"))


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def stel(request: HttpRequest, slug: str, aanbod: str | None = None) -> HttpResponse:
    """The form "Vraag ondersteuning", about one item or about the ondersteuner as a whole."""
    ondersteuner = get_object_or_404(
        Ondersteuner.objects.openbaar().select_related("organisatie"), slug=slug
    )
    item = (
        get_object_or_404(Aanbod.objects.openbaar(), ondersteuner=ondersteuner, slug=aanbod)
        if aanbod
        else None
    )
    context: dict[str, Any] = {"ondersteuner": ondersteuner, "item": item}
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.ONDERSTEUNING_VRAGEN) or toegang.organisatie is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "ondersteuners/vraag_niet.html", context, status=status)
    begin = {
        "antwoord_naar": toegang.organisatie.functieadres,
        "doelstelling": request.GET.get("doelstelling"),
        "gemeente": request.GET.get("gemeente"),
    }
    formulier = VraagForm(request.POST or None, initial=begin, gemeenten=_eigen_gemeenten(toegang))
    if request.method == "POST" and formulier.is_valid():
        schoon = formulier.cleaned_data
        try:
            vraag = stel_vraag(
                ondersteuner=ondersteuner,
                aanbod=item,
                gemeente=schoon["gemeente"],
                organisatie=toegang.organisatie,
                doelstelling=schoon["doelstelling"],
                tekst=schoon["tekst"],
                antwoord_naar=schoon["antwoord_naar"],
                door=toegang.account,
            )
        except OngeldigeStap as fout:
            formulier.add_error(None, str(fout))
        else:
            messages.success(request, f"Uw vraag is verstuurd naar {ondersteuner.naam}.")
            return redirect("ondersteuners:vraagpagina", pk=vraag.pk)
    context["formulier"] = formulier
    status = 422 if formulier.errors else 200
    return render(request, "ondersteuners/vraag.html", context, status=status)


def _zichtbaar(toegang: Toegang) -> VraagQuerySet:
    rijen: VraagQuerySet = Vraag.objects.zichtbaar_voor(toegang).select_related(
        "ondersteuner__organisatie", "aanbod__ondersteuner", "gemeente", "organisatie",
        "doelstelling",
    )  # fmt: skip
    return rijen


def _kanten(toegang: Toegang, vraag: Vraag) -> set[Kant]:
    """On which side of a question this toegang stands; a reader stands on none."""
    kanten = set()
    if mag(toegang, Handeling.AANBOD_BEWERKEN, organisatie=vraag.ondersteuner.organisatie_id):
        kanten.add(Kant.HELPER)
    if mag(toegang, Handeling.ONDERSTEUNING_VRAGEN, vraag.gemeente_id):
        kanten.add(Kant.VRAGER)
    return kanten


def _eigen_ondersteuner(toegang: Toegang) -> Ondersteuner | None:
    """The ondersteuner for whose offer this toegang works, if any."""
    organisatie = toegang.organisatie
    if organisatie is None or not organisatie.is_ondersteuner:
        return None
    if not mag(toegang, Handeling.AANBOD_BEWERKEN, organisatie=organisatie.pk):
        return None
    return Ondersteuner.objects.openbaar().filter(organisatie=organisatie).first()


@aangemeld
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """The task list: questions to the own organisation and of the own gemeenten, open ones first."""
    toegang = toegang_van(request)
    rijen = _zichtbaar(toegang)
    toon = request.GET.get("toon", "open")
    if toon != "alle":
        rijen = rijen.open()
    organisatie = toegang.organisatie
    eigen = _eigen_ondersteuner(toegang)
    aan_ons = Q(ondersteuner__organisatie=organisatie) if organisatie else Q(pk__in=[])
    groepen = [
        (AAN_ONS, rijen.filter(aan_ons)),
        (DOOR_ONS, rijen.exclude(aan_ons)),
    ]
    return render(
        request,
        "ondersteuners/vragen.html",
        {
            "groepen": [
                (kop, Paginator(qs, PER_PAGINA).get_page(request.GET.get("pagina")))
                for kop, qs in groepen
            ],
            # Whoever offers nothing is asked nothing: an empty list would only puzzle.
            "eerste": AAN_ONS if eigen else DOOR_ONS,
            "toon": "alle" if toon == "alle" else "open",
            "eigen": eigen,
            "te_bekijken": te_bekijken(eigen, op=timezone.localdate()) if eigen else 0,
        },
    )


@aangemeld
@require_http_methods(["GET", "HEAD", "POST"])
def vraagpagina(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its steps, and the buttons that this side may press now."""
    toegang = toegang_van(request)
    vraag = get_object_or_404(_zichtbaar(toegang), pk=pk)
    kanten = _kanten(toegang, vraag)
    formulier = StapForm(request.POST or None)
    if request.method == "POST" and formulier.is_valid():
        try:
            vraag = zet_stap(
                vraag=vraag,
                naar=formulier.cleaned_data["naar"],
                bericht=formulier.cleaned_data["bericht"],
                kanten=kanten,
                organisatie=toegang.organisatie,
                door=toegang.account,
            )
        except OngeldigeStap as fout:
            formulier.add_error(None, str(fout))
        else:
            messages.success(request, f"Bewaard. Stand van de vraag: {vraag.get_staat_display()}.")
            return redirect("ondersteuners:vraagpagina", pk=pk)
    return render(
        request,
        "ondersteuners/vraagpagina.html",
        {
            "vraag": vraag,
            "stappen": vraag.stappen.select_related("organisatie"),
            "mogelijk": mogelijke_stappen(vraag, kanten=kanten),
            "formulier": formulier,
        },
        status=422 if formulier.errors else 200,
    )
