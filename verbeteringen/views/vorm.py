"""Answers to the drawing: read a file or coordinates, say where a shape lies, give boundaries."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from gemeenten.grenzen import grenzenindex, huidige_grenzen
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_getal
from gereedschap.uploadwacht import UploadGeweigerd
from verbeteringen.forms import lees_vormbestand
from verbeteringen.invoer import OngeldigeInvoer
from verbeteringen.plaats import Plaats, bepaal_plaats
from verbeteringen.vormlezen import gewisseld, uit_coordinaten

MAX_GEOJSON = 8 * 1024 * 1024
# Degrees; about 20 m: invisible at the zooms where borders help to find one's way.
VEREENVOUDIG = 0.0004
OMGEWISSELD = "Lengte- en breedtegraad lijken omgewisseld: zo ligt deze vorm niet in Vlaanderen."


def _fout(tekst: str) -> JsonResponse:
    return JsonResponse({"fout": tekst}, status=422)


def _meter(tekst: str) -> float | None:
    try:
        return float(tekst.replace(",", ".")) if tekst.strip() else None
    except ValueError as fout:
        raise UploadGeweigerd(f"“{tekst[:20]}” is geen aantal meter.") from fout


def _lees(request: HttpRequest) -> tuple[Any, list[str]]:
    if bestand := request.FILES.get("bestand"):
        return lees_vormbestand(bestand)
    if tekst := request.POST.get("coordinaten", "").strip():
        soort = request.POST.get("soort", "vlak")
        vorm = uit_coordinaten(
            tekst[:20_000],
            soort=soort if soort in ("punt", "lijn", "vlak") else "vlak",
            straal_m=_meter(request.POST.get("straal_m", "")),
            breedte_m=_meter(request.POST.get("breedte_m", "")),
        )
        return vorm, []
    tekst = request.POST.get("geometrie", "")
    if not tekst or len(tekst) > MAX_GEOJSON:
        raise UploadGeweigerd("Er is geen vorm, of ze is te groot om na te kijken.")
    try:
        return shapely.from_geojson(tekst), []
    except shapely.errors.GEOSException as fout:
        raise UploadGeweigerd("De tekening is niet te lezen.") from fout


def plaatszin(plaats: Plaats, namen: dict[int, str]) -> str:
    """Say in words where a shape lies: one gemeente, or the shares over a border."""
    if not plaats.over_grens:
        eerste = plaats.toewijzing.gemeente_id
        return f"Ligt in {namen.get(eerste or 0, 'onbekend')}."
    delen = [
        f"{namen[pk]} {toon_getal(round(100 * deel))} %"
        for pk, deel in plaats.aandelen.items()
        if pk in namen
    ]
    return f"Ligt over een grens: {', '.join(delen)}."


@require_POST
def vorm(request: HttpRequest) -> JsonResponse:
    """Read a shape, check it and say where it lies; 422 with a Dutch sentence where it can't be used."""
    try:
        geometrie, meldingen = _lees(request)
    except UploadGeweigerd as fout:
        return _fout(str(fout))
    try:
        plaats = bepaal_plaats(geometrie)
    except OngeldigeInvoer as fout:
        goed = gewisseld(geometrie)
        if goed is None:
            return _fout(str(fout))
        # Offered, not done: the drawer says whether this is what was meant.
        voorstel = shapely.geometry.mapping(goed)
        return JsonResponse({"fout": OMGEWISSELD, "gewisseld": voorstel}, status=422)
    ids = {*plaats.aandelen, plaats.toewijzing.gemeente_id or 0}
    gevonden = {g.pk: g for g in Gemeente.objects.filter(pk__in=ids)}
    namen = {pk: g.naam for pk, g in gevonden.items()}
    return JsonResponse(
        {
            "geometrie": shapely.geometry.mapping(plaats.vorm.geometrie),
            "oppervlakte_m2": round(plaats.vorm.oppervlakte_m2, 2),
            "lengte_m": round(plaats.vorm.lengte_m, 2),
            "gemeente": plaats.toewijzing.gemeente_id,
            "gemeenten": [{"id": pk, "nis": g.nis, "naam": g.naam} for pk, g in gevonden.items()],
            "plaats": plaatszin(plaats, namen),
            "waarschuwingen": [*meldingen, *plaats.waarschuwingen],
        }
    )


@require_safe
@cache_control(public=True, max_age=3600)
def grenzen(request: HttpRequest) -> HttpResponse:
    """Give the borders in use as light GeoJSON lines, for maps with or without tiles."""
    huidig = huidige_grenzen()
    sleutel = f"verbeteringen-grenzen-{huidig.bestand.pk}-{huidig.bestand.geladen_op:%s}"
    inhoud = cache.get(sleutel)
    if inhoud is None:
        index = grenzenindex(huidig)
        features = [
            {
                "type": "Feature",
                "properties": {},
                "geometry": shapely.geometry.mapping(
                    shapely.set_precision(index.vorm(pk).boundary.simplify(VEREENVOUDIG), 0.0001)
                ),
            }
            for pk in index.ids
        ]
        inhoud = orjson.dumps({"type": "FeatureCollection", "features": features})
        cache.set(sleutel, inhoud, None)
    return HttpResponse(inhoud, content_type="application/geo+json")
