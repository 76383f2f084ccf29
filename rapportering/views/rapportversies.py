"""Concept and fixed versions of a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doelstellingen.models import Doelstelling
from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import alle_doelstellingen
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_op
from rapportering.models import RapportVersie
from rapportering.rapport import versies
from rapportering.rapport.maken import rapport_van
from rapportering.rapport.pdf import gegevens_van
from rapportering.rapport.samenstellen import Keuze
from rapportering.views.rapport import VORMEN, download, kruimels
from toegang.rechten import Handeling, mag

_URL = URLValidator(
    schemes=["http", "https"], message="Dit is geen adres van een pagina. Begin met https://."
)


class Vastleggen(forms.Form):
    gemeenteraad_op = forms.DateField(
        label="Datum van de gemeenteraad",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Kies de datum.", "invalid": "Dit is geen datum."},
    )
    besluit = forms.CharField(
        label="Link naar het besluit",
        required=False,
        max_length=400,
        validators=[_URL],
        help_text="Dit mag u ook later invullen.",
    )


class Besluit(forms.Form):
    besluit = forms.CharField(label="Link naar het besluit", max_length=400, validators=[_URL])


def _eigen_gemeente(request: HttpRequest, nis: str) -> Gemeente | None:
    """The gemeente for who makes its report; None for who must sign in first, 404 for others."""
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    gemeente = gemeente_op(nis, timezone.localdate())
    if gemeente is None:
        raise Http404
    if not toegang.aangemeld:
        return None
    if not mag(toegang, Handeling.RAPPORT_OPMAKEN, gemeente):
        raise Http404
    return gemeente


def _volgorde(tekst: str) -> int:
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 4 else 999


def _gekozen(request: HttpRequest, slugs: list[str]) -> list[str]:
    """The goals that were ticked, in the order of their numbers."""
    aan = [slug for slug in slugs if f"kies-{slug}" in request.POST]
    return sorted(aan, key=lambda slug: _volgorde(request.POST.get(f"plaats-{slug}", "")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opmaken(request: HttpRequest, nis: str) -> HttpResponse:
    """Choose goals, order and notes; keep as concept or fix for the council."""
    gemeente = _eigen_gemeente(request, nis)
    if gemeente is None:
        return redirect_to_login(request.get_full_path())
    doelen = alle_doelstellingen()
    fout, form = "", Vastleggen(request.POST if "vastleggen" in request.POST else None)
    if request.method == "POST":
        try:
            if (antwoord := _bewaar(request, gemeente, [d.slug for d in doelen], form)) is not None:
                return antwoord
        except versies.RapportKanNiet as reden:
            fout = str(reden)
    concept = versies.concept_van(gemeente)
    ingevuld = _ingevuld(request, concept, [d.slug for d in doelen])
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    context = {
        "gemeente": gemeente,
        "concept": concept,
        "inleiding": ingevuld.inleiding,
        "regels": _keuzeregels(doelen, ingevuld),
        "form": form,
        "fout": fout,
        "mag_vastleggen": mag(toegang, Handeling.RAPPORT_VASTLEGGEN, gemeente),
        "kruimels": kruimels(gemeente),
    }
    return render(
        request,
        "rapportering/rapport_opmaken.html",
        context,
        status=422 if fout or form.errors else 200,
    )


def _ingevuld(request: HttpRequest, concept: RapportVersie | None, slugs: list[str]) -> Keuze:
    """What the form shows: what was just typed (nothing typed is lost), else the concept."""
    if request.method == "POST":
        return Keuze(
            doelen=tuple(_gekozen(request, slugs)),
            inleiding=request.POST.get("inleiding", ""),
            notities={slug: request.POST.get(f"notitie-{slug}", "") for slug in slugs},
        )
    return versies.keuze_van(concept) if concept else Keuze()


def _keuzeregels(doelen: list[Doelstelling], keuze: Keuze) -> list[dict[str, object]]:
    """One row per goal: those chosen first, in their order."""
    gekozen = [d.slug for d in doelen] if keuze.doelen is None else list(keuze.doelen)
    per_slug = {d.slug: d for d in doelen}
    volgorde = [*gekozen, *(slug for slug in per_slug if slug not in gekozen)]
    return [
        {
            "doel": per_slug[slug],
            "plaats": plaats,
            "gekozen": slug in gekozen,
            "notitie": keuze.notities.get(slug, ""),
        }
        for plaats, slug in enumerate(volgorde, start=1)
    ]


def _bewaar(
    request: HttpRequest, gemeente: Gemeente, slugs: list[str], form: Vastleggen
) -> HttpResponse | None:
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    versies.bewaar_concept(
        gemeente=gemeente,
        inleiding=request.POST.get("inleiding", ""),
        doelen=_gekozen(request, slugs),
        notities={slug: request.POST.get(f"notitie-{slug}", "") for slug in slugs},
        door=toegang,
    )
    if "vastleggen" not in request.POST:
        messages.success(request, "Het concept is bewaard. Enkel uw gemeente ziet het.")
        return redirect("rapportering:rapport-opmaken", nis=gemeente.nis)
    if not form.is_valid():
        return None
    versie = versies.leg_vast(gemeente=gemeente, door=toegang, **form.cleaned_data)
    messages.success(request, f"Versie {versie.nummer} ligt vast en is openbaar.")
    return redirect("rapportering:rapport-versie", nis=gemeente.nis, nummer=versie.nummer)


@never_cache
@require_safe
def ontwerp(request: HttpRequest, nis: str, soort: str) -> HttpResponse:
    """The concept as a file, with "ontwerp" on every page; for the own gemeente only."""
    gemeente = _eigen_gemeente(request, nis)
    if gemeente is None:
        return redirect_to_login(request.get_full_path())
    concept = versies.concept_van(gemeente)
    if concept is None or soort not in VORMEN:
        raise Http404
    inhoud = versies.ontwerp_van(gemeente, concept, peildatum=timezone.localdate())
    return download(VORMEN[soort][0](inhoud), soort=soort, naam=f"ontwerp-{inhoud.bestandsnaam}")


def _versie(nis: str, nummer: int) -> RapportVersie:
    gevonden = (
        RapportVersie.objects.filter(gemeente__nis=nis, nummer=nummer, vastgelegd_op__isnull=False)
        .select_related("gemeente__provincie", "vervangen_door")
        .first()
    )
    if gevonden is None:
        raise Http404
    return gevonden


def _sindsdien(versie: RapportVersie) -> list[tuple[str, str, str]]:
    """(goal, figure in the report, figure of the same day as known now) where they differ."""
    gegevens: Any = versie.gegevens
    gemeente, peildatum = versie.gemeente, versie.peildatum
    if gegevens is None or peildatum is None:
        return []
    nu = gegevens_van(rapport_van(gemeente, peildatum=peildatum, editie=nieuwste()))
    huidig = {(b["naam"], r["naam"]): r["gemeente"] for b in nu["blokken"] for r in b["regels"]}
    return [
        (f"{blok['naam']}: {regel['naam']}", regel["gemeente"], nieuw)
        for blok in gegevens["blokken"]
        for regel in blok["regels"]
        if (nieuw := huidig.get((blok["naam"], regel["naam"]), "staat er niet meer"))
        != regel["gemeente"]
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def versie(request: HttpRequest, nis: str, nummer: int) -> HttpResponse:
    """A fixed report: its hash, its decision, and what changed since."""
    gevonden = _versie(nis, nummer)
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    mag_aanvullen = toegang.aangemeld and mag(
        toegang, Handeling.RAPPORT_VASTLEGGEN, gevonden.gemeente_id
    )
    form = Besluit(request.POST or None, initial={"besluit": gevonden.besluit})
    if request.method == "POST":
        if not mag_aanvullen:
            raise Http404
        if form.is_valid():
            versies.voeg_besluit_toe(
                versie=gevonden, besluit=form.cleaned_data["besluit"], door=toegang
            )
            messages.success(request, "De link naar het besluit staat bij het rapport.")
            return redirect("rapportering:rapport-versie", nis=nis, nummer=nummer)
    context = {
        "versie": gevonden,
        "gemeente": gevonden.gemeente,
        "sindsdien": _sindsdien(gevonden),
        "mag_aanvullen": mag_aanvullen,
        "form": form,
        "kruimels": kruimels(gevonden.gemeente),
    }
    return render(
        request, "rapportering/rapport_versie.html", context, status=422 if form.errors else 200
    )


@require_safe
def versie_pdf(request: HttpRequest, nis: str, nummer: int) -> HttpResponse:
    """The stored bytes, never made again."""
    gevonden = _versie(nis, nummer)
    assert gevonden.pdf is not None
    antwoord = download(
        bytes(gevonden.pdf), soort="pdf", naam=f"lekp-rapport-{nis}-versie-{nummer}", tonen=True
    )
    antwoord["ETag"] = f'"{gevonden.sha256}"'
    antwoord["Cache-Control"] = "public, max-age=31536000, immutable"
    return antwoord
