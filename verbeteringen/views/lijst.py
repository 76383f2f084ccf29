"""The list with its map, and downloads of the same selection."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_met_nis, opvolger
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen.kaartbeeld import Beeld, kaartbeeld
from verbeteringen.models import Aanvrager, Verbetering
from verbeteringen.openbaarheid import als_feature, getoond
from verbeteringen.parameters import PARAMETERS, PER_SLEUTEL
from verbeteringen.registratie import rollen_op
from verbeteringen.selectors import (
    INTERNE_STATUSSEN,
    PER_BLAD,
    STATUSSEN,
    Selectie,
    blad,
    datumzin,
    netto_van,
    regels_van,
    uitvoer,
    volgorde_voor,
)
from verbeteringen.views.gemeen import eigen_gemeenten, kaartinstellingen, toegang_van

DOELSTELLINGEN = {
    "bomen": "Bomen",
    "hagen_geveltuinen": "Haag of geveltuinbeplanting",
    "natuurgroenperken": "Natuurgroenperken",
    "ontharding": "Ontharding",
    "hemelwateropvang": "Hemelwateropvang",
}
WERVEN = {1: "Vergroening", 4: "Droogte"}


def _datum(tekst: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(tekst)
    except ValueError:
        return None


def _gemeente(request: HttpRequest, toegang: Toegang) -> Gemeente | None:
    """Give the asked gemeente; who works for one gemeente starts there, `gemeente=` empty is all."""
    if "gemeente" not in request.GET:
        eigen = eigen_gemeenten(toegang)
        return eigen[0] if eigen else None
    nis = request.GET["gemeente"]
    gevonden = gemeente_met_nis(nis) if nis else None
    return (opvolger(gevonden) or gevonden) if gevonden else None


def lees_selectie(request: HttpRequest) -> Selectie:
    """Read the filters of the address; what cannot be read is left out."""
    toegang = toegang_van(request)
    vraag = request.GET
    werf = vraag.get("werf", "")
    status = vraag.get("status", "")
    return Selectie(
        gemeente=_gemeente(request, toegang),
        werf=int(werf) if werf in ("1", "4") else None,
        doelstelling=vraag.get("doelstelling", "")
        if vraag.get("doelstelling", "") in DOELSTELLINGEN
        else "",
        status=status if status in STATUSSEN else "",
        aanvrager=vraag.get("aanvrager", "")
        if vraag.get("aanvrager", "") in Aanvrager.values
        else "",
        van=_datum(vraag.get("van", "")),
        tot=_datum(vraag.get("tot", "")),
        tekst=vraag.get("q", "").strip()[:80],
    )


def regel(v: Verbetering, toegang: Toegang) -> dict[str, Any]:
    """Give what a row of the list shows."""
    zicht = getoond(v, toegang, met_vorm=False)
    rollen = rollen_op(toegang, v)
    maat = ""
    if not zicht.vergroofd:
        maat = "heel het grondgebied" if v.cel is None else ""
    return {
        "v": v,
        "naam": zicht.naam,
        "maat": maat,
        "oppervlakte": None if zicht.vergroofd else v.oppervlakte_m2,
        "lengte": None if zicht.vergroofd else v.lengte_m,
        "regels": regels_van(v),
        "netto": netto_van(v),
        "datum": datumzin(v),
        "mag_wijzigen": bool(rollen) and not v.is_vervallen,
        "voorbij": bool(
            rollen
            and v.uitvoering == "gepland"
            and v.gepland_op
            and v.gepland_op < timezone.localdate()
        ),
    }


@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Recent verbeteringen with filters and map."""
    toegang = toegang_van(request)
    selectie = lees_selectie(request)
    nummer = request.GET.get("pagina", "1")
    volgorde = volgorde_voor(request.GET.get("volgorde", "recent"), selectie, toegang)
    gevonden = blad(
        selectie, toegang, volgorde=volgorde, nummer=int(nummer) if nummer.isdigit() else 1
    )
    intern = selectie.gemeente is not None and mag(
        toegang, Handeling.INTERN_LEZEN, selectie.gemeente
    )
    zonder_pagina = request.GET.copy()
    zonder_pagina.pop("pagina", None)
    if selectie.gemeente and "gemeente" not in zonder_pagina:
        zonder_pagina["gemeente"] = selectie.gemeente.nis
    behoud = zonder_pagina.urlencode()
    return render(
        request,
        "verbeteringen/lijst.html",
        {
            "selectie": selectie,
            "blad": gevonden,
            "regels": [regel(v, toegang) for v in gevonden.rijen],
            "volgorde": volgorde,
            "volgordes": _volgordes(selectie, intern),
            "statussen": {
                k: n
                for k, n in STATUSSEN.items()
                if toegang.aangemeld or k not in INTERNE_STATUSSEN
            },
            "doelstellingen": DOELSTELLINGEN,
            "werven": WERVEN,
            "aanvragers": Aanvrager.choices,
            "gemeenten": Gemeente.objects.filter(tot=None).order_by("sorteernaam"),
            "kaart": kaartinstellingen(selectie.gemeente),
            "behoud": f"{behoud}&" if behoud else "",
            "vraag": behoud,
            "per_blad": PER_BLAD,
            "intern": intern,
            "mag_indienen": mag(toegang, Handeling.VERBETERING_INDIENEN),
            "mag_beoordelen": mag(toegang, Handeling.VERBETERING_GOEDKEUREN),
            "mag_opladen": mag(toegang, Handeling.BULK_OPLADEN),
        },
    )


def _volgordes(selectie: Selectie, intern: bool) -> dict[str, str]:
    uit = {"recent": "laatst gewijzigd eerst"}
    if selectie.gemeente:
        uit["datum"] = "laatst uitgevoerd eerst"
    if intern:
        uit["naam"] = "op naam"
    return uit


@require_safe
def kaart(request: HttpRequest) -> HttpResponse:
    """Give what the map shows; `bbox` (west,zuid,oost,noord), `zoom` and the filters of the list."""
    try:
        beeld = Beeld.lees(request.GET.get("bbox", ""), request.GET.get("zoom", ""))
    except ValueError:
        return JsonResponse({"fout": "Geef bbox=west,zuid,oost,noord en zoom."}, status=400)
    inhoud = kaartbeeld(lees_selectie(request), beeld, toegang_van(request))
    antwoord = HttpResponse(orjson.dumps(inhoud), content_type="application/geo+json")
    antwoord["Cache-Control"] = "private, max-age=15"
    return antwoord


def veilig(tekst: str) -> str:
    """Disarm text that a spreadsheet would run as a formula."""
    return f"'{tekst}" if tekst[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%") else tekst


KOPPEN = [
    "id",
    "projectnaam",
    "gemeente",
    "nis",
    "aanvrager",
    "bron",
    "status",
    "uitgevoerd_op",
    "gepland_op",
    *(
        f"{p.sleutel}_{p.eenheid.split()[0].replace('²', '2').replace('³', '3')}"
        for p in PARAMETERS
    ),
    "telt_niet_mee",
    "opmerking",
]


def _csvrij(v: Verbetering, toegang: Toegang) -> list[str]:
    zicht = getoond(v, toegang, met_vorm=False)
    netto = dict.fromkeys(PER_SLEUTEL, "")
    for m in v.maatregelen.all():
        if m.telt_mee:
            eerder = netto[m.parameter].replace(",", ".") or "0"
            bedrag = m.hoeveelheid if m.richting == "plus" else -m.hoeveelheid
            som = type(bedrag)(eerder) + bedrag
            netto[m.parameter] = f"{som.normalize():f}".replace(".", ",")
    niet = "; ".join(r for r in regels_van(v) if "telt niet mee" in r)
    return [
        str(v.pk),
        veilig(zicht.naam),
        v.gemeente.naam,
        v.gemeente.nis,
        v.aanvrager,
        v.bron.naam,
        v.goedkeuring if v.goedkeuring in INTERNE_STATUSSEN else v.uitvoering,
        v.uitgevoerd_op.isoformat() if v.uitgevoerd_op else "",
        v.gepland_op.isoformat() if v.gepland_op else "",
        *netto.values(),
        veilig(niet),
        veilig(zicht.opmerking),
    ]


class _Echo:
    def write(self, waarde: str) -> str:
        return waarde


@require_safe
def csv_uitvoer(request: HttpRequest) -> StreamingHttpResponse:
    """Download the selection as CSV for a spreadsheet (`;`, BOM, decimal comma)."""
    toegang = toegang_van(request)
    schrijver = csv.writer(_Echo(), delimiter=";")

    def regels() -> Iterator[str]:
        yield "\ufeff"
        yield schrijver.writerow(KOPPEN)
        for v in uitvoer(lees_selectie(request), toegang):
            yield schrijver.writerow(_csvrij(v, toegang))

    antwoord = StreamingHttpResponse(regels(), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = 'attachment; filename="verbeteringen.csv"'
    return antwoord


@require_safe
def geojson_uitvoer(request: HttpRequest) -> StreamingHttpResponse:
    """Download the selection as GeoJSON, with what this visitor may see."""
    toegang = toegang_van(request)

    def delen() -> Iterator[bytes]:
        yield b'{"type":"FeatureCollection","features":['
        komma = b""
        for v in uitvoer(lees_selectie(request), toegang):
            feature = als_feature(
                v,
                toegang,
                {
                    "gemeente": v.gemeente.naam,
                    "nis": v.gemeente.nis,
                    "aanvrager": v.aanvrager,
                    "uitgevoerd_op": v.uitgevoerd_op,
                    "gepland_op": v.gepland_op,
                    "maatregelen": regels_van(v),
                },
            )
            yield komma + orjson.dumps(feature)
            komma = b",\n"
        yield b"]}"

    antwoord = StreamingHttpResponse(delen(), content_type="application/geo+json")
    antwoord["Content-Disposition"] = 'attachment; filename="verbeteringen.geojson"'
    return antwoord
