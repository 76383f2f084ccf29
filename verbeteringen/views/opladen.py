"""Bulk: choose a file, map its columns, look, register, undo."""

from __future__ import annotations

import csv
import io

import orjson
import shapely
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gereedschap.uploadwacht import UploadGeweigerd
from toegang.rechten import Handeling, mag
from verbeteringen.aanvragers import aanvragers_voor, gewone_aanvrager
from verbeteringen.bulk import diensten
from verbeteringen.bulk.diensten import UploadStapKanNiet
from verbeteringen.bulk.kolommen import DOELKOLOMMEN
from verbeteringen.bulk.rijen import som_van
from verbeteringen.bulk.sjablonen import SJABLONEN
from verbeteringen.models import Upload, Uploadrij
from verbeteringen.registratie import NietToegestaan
from verbeteringen.views.gemeen import eigen_gemeenten, kaartinstellingen, toegang_van
from verbeteringen.views.lijst import veilig

TOON_FOUTEN = 50
TOON_VORMEN = 500


def _mijn(request: HttpRequest, pk: int) -> Upload:
    """Give an upload of the acting organisatie; 404 for anybody else's."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.BULK_OPLADEN):
        raise Http404
    upload = (
        Upload.objects.filter(pk=pk, organisatie=toegang.organisatie)
        .select_related("organisatie", "account", "gemeente", "publicatie")
        .first()
    )
    if upload is None:
        raise Http404
    return upload


@require_http_methods(["GET", "HEAD", "POST"])
def opladen(request: HttpRequest) -> HttpResponse:
    """Choose a file; below it the earlier uploads."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.BULK_OPLADEN):
        raise Http404
    eigen = eigen_gemeenten(toegang)
    fout = ""
    if request.method == "POST":
        bestand = request.FILES.get("bestand")
        aanvrager = request.POST.get("aanvrager", "")
        gemeente = next((g for g in eigen if str(g.pk) == request.POST.get("gemeente")), None)
        if bestand is None:
            fout = "Kies een bestand."
        elif aanvrager not in dict(aanvragers_voor(toegang)):
            fout = "Kies een aanvrager."
        else:
            try:
                upload = diensten.maak_upload(
                    bestand=bestand,
                    naam=bestand.name or "bestand",
                    toegang=toegang,
                    aanvrager=aanvrager,
                    gemeente=gemeente,
                )
                return redirect("verbeteringen:upload", pk=upload.pk)
            except (UploadGeweigerd, NietToegestaan) as reden:
                fout = str(reden)
    return render(
        request,
        "verbeteringen/opladen.html",
        {
            "fout": fout,
            "eigen": eigen,
            "aanvragers": aanvragers_voor(toegang),
            "standaard": gewone_aanvrager(toegang),
            "uploads": Upload.objects.filter(organisatie=toegang.organisatie)[:20],
            "kolommen": DOELKOLOMMEN,
        },
        status=422 if fout else 200,
    )


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an upload stands: mapping, progress, preview or result."""
    rij = _mijn(request, pk)
    gelezen = rij.status in (
        Upload.Status.GELEZEN,
        Upload.Status.BEZIG,
        Upload.Status.KLAAR,
        Upload.Status.HERROEPEN,
    )
    goede = Uploadrij.objects.filter(upload=rij, fouten=[]) if gelezen else Uploadrij.objects.none()
    foute = Uploadrij.objects.filter(upload=rij).exclude(fouten=[])
    return render(
        request,
        "verbeteringen/upload.html",
        {
            "upload": rij,
            "koppelen": rij.status in (Upload.Status.NIEUW, Upload.Status.MISLUKT),
            "bezig": rij.status in (Upload.Status.WACHT, Upload.Status.BEZIG),
            "kolommen": [(k, rij.koppeling.get(k, "")) for k in rij.kolommen if k],
            "doelen": DOELKOLOMMEN,
            "fouten": [(r.nr, _fouten_van(r, rij)) for r in foute[:TOON_FOUTEN]] if gelezen else [],
            "voorbeeld": [
                (r, som_van(r.inhoud), parse_date(r.inhoud["uitgevoerd_op"] or ""))
                for r in goede.select_related("gemeente")[:10]
            ],
            "delen": diensten.aandeel_per_gemeente(rij)
            if rij.status == Upload.Status.GELEZEN
            else [],
            "vormen": _vormen(rij) if gelezen else "",
            "kaart": kaartinstellingen(),
        },
    )


def _fouten_van(rij: Uploadrij, upload: Upload) -> list[tuple[str, str]]:
    """Give (column, message) with the name that the column has in the file itself."""
    kop = {doel: kop for kop, doel in upload.koppeling.items()}
    return [(kop.get(fout["veld"], fout["veld"]), fout["tekst"]) for fout in rij.fouten]


def _vormen(upload: Upload) -> str:
    """Give up to 500 shapes of the good rows for the preview map."""
    rijen = Uploadrij.objects.filter(upload=upload, fouten=[])[:TOON_VORMEN]
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": shapely.geometry.mapping(
                shapely.from_wkb(r.inhoud["wkb"]).simplify(0.00005)
            ),
        }
        for r in rijen
        if r.inhoud["wkb"]
    ]
    if not features:
        return ""
    return orjson.dumps({"type": "FeatureCollection", "features": features}).decode()


@require_safe
def stand(request: HttpRequest, pk: int) -> JsonResponse:
    """Progress for the page that waits."""
    rij = _mijn(request, pk)
    return JsonResponse(
        {
            "status": rij.status,
            "bezig": rij.status in (Upload.Status.WACHT, Upload.Status.BEZIG),
            "tekst": f"{rij.get_status_display()}: {rij.gedaan} rijen, {rij.fout} met fouten",
        }
    )


def _doe(request: HttpRequest, pk: int, actie: str) -> HttpResponse:
    rij = _mijn(request, pk)
    toegang = toegang_van(request)
    try:
        if actie == "koppelen":
            koppeling = {
                kop: doel
                for nr, kop in enumerate(rij.kolommen)
                if (doel := request.POST.get(f"kolom_{nr}", ""))
            }
            diensten.koppel(upload=rij, koppeling=koppeling, toegang=toegang)
        elif actie == "registreren":
            diensten.start_registratie(
                upload=rij, alleen_goede="alleen_goede" in request.POST, toegang=toegang
            )
        else:
            blijft = diensten.maak_ongedaan(upload=rij, toegang=toegang)
            messages.success(
                request, "De upload is ongedaan gemaakt; deze verbeteringen tellen niet meer mee."
            )
            if blijft:
                messages.info(request, f"Blijft staan, want sindsdien gewijzigd: {blijft}.")
    except (UploadStapKanNiet, UploadGeweigerd) as fout:
        messages.error(request, str(fout))
    return redirect("verbeteringen:upload", pk=pk)


@require_POST
def koppelen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mapping and read the rows."""
    return _doe(request, pk, "koppelen")


@require_POST
def registreren(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the rows."""
    return _doe(request, pk, "registreren")


@require_POST
def ongedaan(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the whole upload."""
    return _doe(request, pk, "ongedaan")


@require_safe
def fouten(request: HttpRequest, pk: int) -> HttpResponse:
    """All refused rows as CSV, by the file's own row numbers."""
    rij = _mijn(request, pk)
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";")
    schrijver.writerow(["rij", "kolom", "wat is er mis"])
    for r in Uploadrij.objects.filter(upload=rij).exclude(fouten=[]).iterator():
        for kolom, tekst in _fouten_van(r, rij):
            schrijver.writerow([r.nr, veilig(kolom), veilig(tekst)])
    antwoord = HttpResponse("\ufeff" + uit.getvalue(), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="fouten-upload-{rij.pk}.csv"'
    return antwoord


@require_safe
def sjabloon(request: HttpRequest, soort: str) -> HttpResponse:
    """A template file."""
    if soort not in SJABLONEN:
        raise Http404
    maak, type_ = SJABLONEN[soort]
    antwoord = HttpResponse(maak(), content_type=type_)
    antwoord["Content-Disposition"] = f'attachment; filename="sjabloon-verbeteringen.{soort}"'
    return antwoord
