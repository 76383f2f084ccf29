"""One verbetering: its page, its history, and the steps of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import shapely
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import concepten, registratie
from verbeteringen.fotos import pad_van
from verbeteringen.invoer import OngeldigeInvoer
from verbeteringen.levensloop import (
    GEMEENTE,
    GOEDKEURING,
    TERUGGESTUURD,
    VERVALLEN,
    StapNietToegestaan,
    stappen_vanaf,
    telt,
)
from verbeteringen.models import Foto, Verbetering, VerbeteringOud, Voorstel
from verbeteringen.openbaarheid import getoond, ziet_alles
from verbeteringen.parameters import PER_SLEUTEL
from verbeteringen.registratie import IntussenGewijzigd, NietToegestaan, Uitkomst, rollen_op
from verbeteringen.selectors import datumzin, netto_van, regels_van
from verbeteringen.views.gemeen import (
    is_gemeente_van,
    kaartinstellingen,
    toegang_van,
    zoek_verbetering,
)


def meld(request: HttpRequest, uitkomst: Uitkomst, gedaan: str) -> None:
    """Say what was done and, in words, which figures changed."""
    messages.success(request, gedaan)
    for gevolg in uitkomst.gevolgen:
        messages.success(request, gevolg.zin)


def _waarom_niet(v: Verbetering) -> str:
    """Say why a verbetering doesn't count, or nothing when it does."""
    if v.is_vervallen:
        return "Telt niet mee: vervallen."
    if telt(goedkeuring=v.goedkeuring, uitvoering=v.uitvoering, uitgevoerd_op=v.uitgevoerd_op):
        return ""
    return {
        "ingediend": "Telt nog niet mee: de gemeente kijkt deze verbetering nog na.",
        "teruggestuurd": "Telt niet mee: teruggestuurd naar de indiener.",
    }.get(v.goedkeuring, "Telt nog niet mee: nog niet uitgevoerd.")


def _toonvorm(v: Verbetering, toegang: Toegang) -> str:
    vorm = getoond(v, toegang).vorm
    if vorm is None:
        return ""
    return orjson.dumps(
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(vorm)}
    ).decode()


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One verbetering as this visitor may see it."""
    toegang = toegang_van(request)
    v = zoek_verbetering(pk, toegang)
    rollen = rollen_op(toegang, v)
    stappen: dict[str, Any] = {}
    for rol in rollen:
        stappen |= stappen_vanaf(GOEDKEURING, v.goedkeuring, rol)
    alles = ziet_alles(v, toegang)
    intern = is_gemeente_van(toegang, v) or bool(rollen)
    voorstel = v.voorstellen.filter(soort=Voorstel.Soort.WIJZIGING).first() if intern else None
    return render(
        request,
        "verbeteringen/detail.html",
        {
            "v": v,
            "zicht": getoond(v, toegang),
            "maatregelen": [(m, PER_SLEUTEL[m.parameter]) for m in v.maatregelen.all()],
            "regels": regels_van(v),
            "netto": netto_van(v),
            "datum": datumzin(v),
            "waarom_niet": _waarom_niet(v),
            "kaart": kaartinstellingen(v.gemeente),
            "vorm": _toonvorm(v, toegang),
            "fotos": list(v.fotos.all()) if alles else [],
            "mag_wijzigen": bool(rollen) and not v.is_vervallen,
            "mag_vervallen": VERVALLEN in stappen and not v.is_vervallen,
            "mag_indienen": v.goedkeuring == TERUGGESTUURD and bool(rollen),
            "mag_uitvoeren": bool(rollen) and v.uitvoering == "gepland" and not v.is_vervallen,
            "mag_kopieren": mag(toegang, Handeling.VERBETERING_INDIENEN) and alles,
            "mag_dubbels": mag(toegang, Handeling.DUBBELS_BESLISSEN, v.gemeente_id)
            and not v.is_vervallen,
            "geschiedenis": list(v.gebeurtenissen.select_related("door", "organisatie"))
            if intern
            else [],
            "versies": VerbeteringOud.objects.filter(verbetering=v.pk).order_by("-versie")
            if intern
            else [],
            "delen": Verbetering.objects.levend()
            .filter(bron=v.bron_id, externe_sleutel=v.externe_sleutel)
            .exclude(pk=v.pk)
            .zichtbaar_voor(toegang)
            .select_related("gemeente"),
            "voorstel": voorstel,
            "concept": concepten.van_verbetering(v, toegang) if rollen else None,
            "gemeenterol": GEMEENTE in rollen,
            "intern": intern,
        },
    )


def deur_of_verboden(request: HttpRequest, *, terug: str) -> HttpResponse:
    """A visitor goes to the door and back to `terug`; who is signed in reads that it isn't theirs.

    Only for acts on what is public; of anything else the view says 404.
    """
    if not toegang_van(request).aangemeld:
        return redirect_to_login(terug)
    raise PermissionDenied


def _doe(request: HttpRequest, pk: int, actie: Any, gedaan: str) -> HttpResponse:
    v = zoek_verbetering(pk, toegang_van(request))
    if not rollen_op(toegang_van(request), v):
        return deur_of_verboden(request, terug=reverse("verbeteringen:detail", args=[pk]))
    try:
        uitkomst = actie()
    except Verbetering.DoesNotExist as fout:
        raise Http404 from fout
    except (NietToegestaan, StapNietToegestaan, IntussenGewijzigd) as fout:
        messages.error(request, str(fout))
    except OngeldigeInvoer as fout:
        messages.error(request, str(fout))
    else:
        meld(request, uitkomst, gedaan)
    return redirect("verbeteringen:detail", pk=pk)


def doe_samen(request: HttpRequest, actie: Callable[[], Uitkomst], gedaan: str) -> None:
    """Do something with several at once and say for how many, or why not."""
    try:
        uitkomst = actie()
    except Verbetering.DoesNotExist as fout:
        raise Http404 from fout
    except (NietToegestaan, StapNietToegestaan, OngeldigeInvoer) as fout:
        messages.error(request, str(fout))
    else:
        aantal = len(uitkomst.verbeteringen)
        wat = "Eén verbetering" if aantal == 1 else f"{aantal} verbeteringen"
        meld(request, uitkomst, f"{wat} {gedaan}.")


@require_http_methods(["GET", "HEAD", "POST"])
def vervallen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, then withdraw."""
    toegang = toegang_van(request)
    v = zoek_verbetering(pk, toegang)
    if not rollen_op(toegang, v):
        raise Http404
    if request.method == "POST":
        versie = request.POST.get("versie", "")
        return _doe(
            request,
            pk,
            lambda: registratie.laat_vervallen(
                pk=pk,
                versie=int(versie) if versie.isdigit() else 0,
                toegang=toegang,
                reden=request.POST.get("reden", ""),
            ),
            "De verbetering is vervallen en telt niet meer mee. De geschiedenis blijft bewaard.",
        )
    return render(request, "verbeteringen/vervallen.html", {"v": v, "regels": regels_van(v)})


@require_POST
def indienen(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit again what was sent back."""
    toegang = toegang_van(request)
    return _doe(
        request, pk, lambda: registratie.dien_in(pk=pk, toegang=toegang), "Opnieuw ingediend."
    )


@require_POST
def uitgevoerd(request: HttpRequest) -> HttpResponse:
    """Mark the ticked ones as executed, each on its planned date."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.VERBETERING_INDIENEN):
        return deur_of_verboden(request, terug=reverse("verbeteringen:lijst"))
    pks = [int(w) for w in request.POST.getlist("pk")[:200] if w.isdigit()]
    if not pks:
        messages.warning(request, "Duid eerst één of meer verbeteringen aan.")
        return redirect("verbeteringen:lijst")
    doe_samen(
        request,
        lambda: registratie.markeer_uitgevoerd(pks=pks, toegang=toegang),
        "als uitgevoerd aangeduid",
    )
    if len(pks) == 1:
        return redirect("verbeteringen:detail", pk=pks[0])
    return redirect("verbeteringen:lijst")


@require_safe
def foto(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo, for whom may see it."""
    toegang = toegang_van(request)
    rij = get_object_or_404(Foto.objects.select_related("verbetering"), pk=pk)
    if rij.verbetering is None:
        van_mij = toegang.account is not None and rij.account_id == toegang.account.pk
        if not van_mij and not concepten.fotos_van(rij.voorstel_id or 0, toegang).exists():
            raise Http404
    else:
        v = zoek_verbetering(rij.verbetering.pk, toegang)
        if not ziet_alles(v, toegang):
            raise Http404
    pad = pad_van(rij)
    if not pad.is_file():
        raise Http404
    antwoord = HttpResponse(pad.read_bytes(), content_type="image/jpeg")
    antwoord["Cache-Control"] = "private, max-age=3600"
    antwoord["X-Content-Type-Options"] = "nosniff"
    return antwoord


@require_POST
def fototekst(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the description of a photo, or remove it."""
    toegang = toegang_van(request)
    rij = get_object_or_404(Foto.objects.filter(verbetering__isnull=False), pk=pk)
    v = zoek_verbetering(rij.verbetering_id or 0, toegang)
    if not rollen_op(toegang, v):
        raise Http404
    if "verwijder" in request.POST:
        pad_van(rij).unlink(missing_ok=True)
        rij.delete()
        messages.success(request, "De foto is verwijderd.")
    else:
        rij.alt = request.POST.get("alt", "").strip()[:200]
        rij.save(update_fields=["alt"])
        messages.success(request, "De beschrijving is bewaard.")
    return redirect("verbeteringen:detail", pk=v.pk)
