"""`/vergelijk/<slug>/`: up to twelve gemeenten or groups for one goal."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_update
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from doelstellingen.doelberekening import INWONER, WOONEENHEID
from doelstellingen.models import Indicator
from doelstellingen.selectors import Tijdtabel, tijdtabel
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeenten_op
from gereedschap.bewaren import bewaarbaar
from gereedschap.opmaak import toon_datum
from rapportering.blokken import blok
from rapportering.editie import EERSTE_DAG, Editie, editie_van
from rapportering.groepen import Gelijkende, Groep, buren, groepen_van, vergelijkbare
from rapportering.plotlybeleid import BELEID
from rapportering.samenwerking import mag_samenwerking_zien, samenwerking_van
from rapportering.uitvoer import veilig
from rapportering.vergelijking import (
    HOOGSTENS,
    Deelnemer,
    Vergelijking,
    noemer_van,
    vergelijk,
)
from toegang.wie import Toegang

PARAMETERS = (
    "gemeente",
    "groep",
    "jaar",
    "per",
    "vorm",
    "cijfer",
    "op",
    "gekend_op",
    "erbij",
    "weg",
)
CSVKOLOMMEN = (
    "Naam", "Datum", "Cijfer", "Toestand", "Eenheid", "Waarmee gerekend", "Editie", "Methodebreuk",
)  # fmt: skip
VORMEN = {"lijn": "lijn", "staaf": "staaf", "punt": "punt"}


@dataclass(frozen=True)
class Vraag:
    """What the address asks; codes are checked against what exists later."""

    codes: tuple[str, ...]
    per: str
    vorm: str
    cijfer: str
    jaar: int | None


def _jaar(tekst: str) -> int | None:
    if not tekst:
        return None
    vandaag = timezone.localdate().year
    if not (tekst.isascii() and tekst.isdigit() and EERSTE_DAG.year < int(tekst[:5]) <= vandaag):
        raise BadRequest(f"Kies een jaar van {EERSTE_DAG.year + 1} tot {vandaag}.")
    return int(tekst)


def vraag_van(request: HttpRequest) -> Vraag:
    """Read the address; refuses more than twelve and what cannot be (400)."""
    codes = [f"gemeente:{nis}" for nis in request.GET.getlist("gemeente")]
    codes += request.GET.getlist("groep")
    for erbij in filter(None, request.GET.get("erbij", "").replace(" ", "").split(",")):
        codes.append(erbij if ":" in erbij or erbij == "gewest" else f"gemeente:{erbij}")
    weg = request.GET.get("weg", "")
    uniek = [code for code in dict.fromkeys(codes) if code and code != weg]
    if len(uniek) > HOOGSTENS:
        raise BadRequest(
            f"U vroeg {len(uniek)} gemeenten of groepen; hoogstens {HOOGSTENS} passen in een "
            "vergelijking. Kies een groep, of gebruik de tabel van Vlaanderen voor alle gemeenten."
        )
    per, vorm = request.GET.get("per", ""), request.GET.get("vorm", "lijn")
    if per not in {"", INWONER, WOONEENHEID, "geheel"}:
        raise BadRequest("Vergelijken kan per inwoner, per wooneenheid of als geheel.")
    if vorm not in VORMEN:
        raise BadRequest("De grafiek is een lijn, staaf of punt.")
    return Vraag(
        tuple(uniek), per, vorm, request.GET.get("cijfer", ""), _jaar(request.GET.get("jaar", ""))
    )


@dataclass(frozen=True)
class _Blad:
    vraag: Vraag
    indicator: Indicator
    indicatoren: list[Indicator]
    noemer: str
    vergelijking: Vergelijking
    deelnemers: list[Deelnemer]
    gemeenten: list[Gemeente]
    groepen: list[Groep]
    van: Gemeente | None
    buren: list[Gelijkende]
    vergelijkbaar: list[Gelijkende]


def datums_tot(tot: dt.date) -> list[dt.date]:
    """Each 31 December since 2020, and the day itself."""
    jaren = (dt.date(jaar, 12, 31) for jaar in range(2020, tot.year + 1))
    return [*(dag for dag in jaren if dag < tot), tot]


def _kies_indicator(tabel: Tijdtabel, cijfer: str) -> Indicator:
    for indicator in tabel.indicatoren:
        if indicator.slug == cijfer or (not cijfer and indicator.hoofd):
            return indicator
    raise Http404


def _deelnemers(vraag: Vraag, gemeenten: list[Gemeente], groepen: list[Groep]) -> list[Deelnemer]:
    per_nis = {g.nis: g for g in gemeenten}
    per_code = {g.code: g for g in groepen}
    uit = []
    for code in vraag.codes:
        nis = code.removeprefix("gemeente:")
        if code.startswith("gemeente:") and nis in per_nis:
            g = per_nis[nis]
            adres = reverse("rapportering:gemeente", args=[nis])
            uit.append(Deelnemer(code, g.naam, (g.pk,), adres))
        elif code in per_code:
            uit.append(Deelnemer(code, per_code[code].naam, per_code[code].leden))
        else:
            raise BadRequest(
                f"“{code[:60]}” is geen gemeente of groep van {toon_datum(_op(gemeenten))}."
            )
    return uit


def _op(gemeenten: list[Gemeente]) -> dt.date:
    return timezone.localdate() if not gemeenten else max(timezone.localdate(), gemeenten[0].van)


def _blad(slug: str, vraag: Vraag, editie: Editie) -> _Blad:
    tot = editie.peildatum
    if vraag.jaar is not None:
        tot = min(tot, dt.date(vraag.jaar, 12, 31))
    tabel = tijdtabel(datums=datums_tot(tot), publicatie=editie.publicatie, slug=slug)
    indicator = _kies_indicator(tabel, vraag.cijfer)
    gemeenten = gemeenten_op(tot)
    inwoners = {
        g.pk: telling.aantal
        for g in gemeenten
        if (telling := tabel.grondtal(INWONER, [g.pk], tot.year)) is not None
    }
    groepen = groepen_van(gemeenten, inwoners)
    deelnemers = _deelnemers(vraag, gemeenten, groepen)
    norm = next(iter(tabel.basis.normen.get(indicator.pk, [])), None)
    gewoon = WOONEENHEID if norm and norm.norm.per == WOONEENHEID else INWONER
    noemer = "" if vraag.per == "geheel" else noemer_van(indicator, vraag.per or gewoon)
    eerste = next((d for d in deelnemers if d.code.startswith("gemeente:")), None)
    van = next((g for g in gemeenten if eerste and g.pk == eerste.leden[0]), None)
    gekozen = {d.code for d in deelnemers}

    def nieuw(rijen: list[Gelijkende]) -> list[Gelijkende]:
        return [r for r in rijen if f"gemeente:{r.gemeente.nis}" not in gekozen][:5]

    return _Blad(
        vraag=vraag,
        indicator=indicator,
        indicatoren=tabel.indicatoren,
        noemer=noemer,
        vergelijking=vergelijk(tabel, indicator, deelnemers, noemer=noemer),
        deelnemers=deelnemers,
        gemeenten=gemeenten,
        groepen=groepen,
        van=van,
        buren=nieuw(buren(van, gemeenten, aantal=10)) if van else [],
        vergelijkbaar=nieuw(vergelijkbare(van, gemeenten, inwoners, aantal=10)) if van else [],
    )


def _grafiek(blad: _Blad) -> dict[str, Any]:
    """What the browser draws: numbers as shown, states beside them."""
    v = blad.vergelijking
    return {
        "titel": blad.indicator.naam,
        "eenheid": v.eenheid,
        "vorm": blad.vraag.vorm,
        "datums": [d.isoformat() for d in v.datums],
        "breuken": [d.isoformat() for d in v.breukdatums()],
        "reeksen": [
            {
                "naam": rij.deelnemer.naam,
                "y": [None if c.waarde is None else round(float(c.waarde), 3) for c in rij.cellen],
                "tekst": [f"{c.toon} ({c.toestand})" for c in rij.cellen],
                "onzeker": [c.onzeker for c in rij.cellen],
            }
            for rij in v.rijen
        ],
    }


def _adres(request: HttpRequest, blad: _Blad) -> str:
    """The address without `erbij` and `weg`: what people share."""
    vraag = request.GET.copy()
    for naam in ("erbij", "weg", "gemeente", "groep"):
        vraag.pop(naam, None)
    codes = [d.code for d in blad.deelnemers]
    vraag.setlist(
        "gemeente", [c.removeprefix("gemeente:") for c in codes if c.startswith("gemeente:")]
    )
    vraag.setlist("groep", [c for c in codes if not c.startswith("gemeente:")])
    return vraag.urlencode(safe=":")


@csp_update(BELEID)
@require_safe
@bewaarbaar(parameters=PARAMETERS)
def vergelijking(request: HttpRequest, slug: str) -> HttpResponse:
    """The comparison on a page: chart, table, and who to add."""
    editie, vraag = editie_van(request), vraag_van(request)
    blad = _blad_of_404(slug, vraag, editie)
    if "erbij" in request.GET or "weg" in request.GET:
        adres = _adres(request, blad)
        return redirect(f"{request.path}{'?' + adres if adres else ''}")
    d = blad.indicator.doelstelling
    context = {
        "editie": editie,
        "blad": blad,
        "doelstelling": d,
        "grafiek": _grafiek(blad),
        "adres": _adres(request, blad),
        "vormen": VORMEN,
        "samenwerking": _samenwerking(request, blad, editie),
        "kruimels": [
            ("Doelstellingen", reverse("rapportering:doelstellingen")),
            (d.naam, reverse("rapportering:doelstelling", args=[d.slug])),
        ],
    }
    return render(request, "rapportering/vergelijk.html", context)


def _samenwerking(request: HttpRequest, blad: _Blad, editie: Editie) -> str:
    """For who is signed in; never part of what is kept for visitors."""
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    if editie.vroeger or blad.van is None or not mag_samenwerking_zien(toegang, blad.van):
        return ""
    van, doel = blad.van, blad.indicator.doelstelling
    return blok(
        "rapportering/samenwerking_blok.html",
        editie=editie,
        sleutel=(van.pk, doel.pk, toegang.kring),
        context=lambda: {
            "doelstelling": doel,
            "s": samenwerking_van(
                toegang, van, blad.gemeenten, slug=doel.slug, publicatie=editie.publicatie
            ),
        },
    )


def _blad_of_404(slug: str, vraag: Vraag, editie: Editie) -> _Blad:
    try:
        return _blad(slug, vraag, editie)
    except LookupError as fout:
        raise Http404 from fout


@require_safe
@bewaarbaar(parameters=PARAMETERS)
def vergelijking_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table for a Dutch Excel."""
    editie, vraag = editie_van(request), vraag_van(request)
    blad = _blad_of_404(slug, vraag, editie)
    v = blad.vergelijking
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(CSVKOLOMMEN)
    for rij in v.rijen:
        for datum, cel in zip(v.datums, rij.cellen, strict=True):
            cellen = (
                rij.deelnemer.naam, toon_datum(datum), cel.toon, cel.toestand, v.eenheid,
                cel.uitleg, editie.publicatie, v.breuk_bij(rij, datum),
            )  # fmt: skip
            schrijver.writerow([veilig(c) for c in cellen])
    antwoord = HttpResponse(
        uit.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    antwoord["Content-Disposition"] = f'attachment; filename="vergelijking-{slug}.csv"'
    return antwoord
