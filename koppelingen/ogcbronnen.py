"""The three collections of the OGC API: what their rows are and how each becomes a feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from django.utils import timezone

from doelstellingen.api_cijfers import DOELSTELLING, INDICATOR, indicatoren_van
from doelstellingen.models import Stand
from gemeenten.api import gekozen_gemeente, gemeente_feature, gemeente_item
from gemeenten.grenzen import grenzenindex
from gemeenten.models import Gemeente
from gereedschap.api import parameters as p
from toegang.wie import Toegang
from verbeteringen.api_lezen import FILTERS, gekozen
from verbeteringen.api_rijen import als_rijen, verbetering_features
from verbeteringen.models import Verbetering

Keuze = dict[str, Any]


@dataclass(frozen=True)
class Bron:
    """A collection; `aantal` is None where counting all would cost more than the page."""

    naam: str
    titel: str
    uitleg: str
    filters: tuple[p.Param, ...]
    rijen: Callable[[Keuze, Toegang], Any]
    een: Callable[[str, Toegang], Any]
    features: Callable[[Sequence[Any], Toegang, str], list[dict[str, Any]]]
    aantal: Callable[[Any, Keuze], int] | None = None


def _nummer(sleutel: str) -> int | None:
    return int(sleutel) if sleutel.isascii() and sleutel.isdigit() and len(sleutel) < 19 else None


# --- verbeteringen


def _verbeteringen(keuze: Keuze, toegang: Toegang) -> Any:
    rijen = gekozen(keuze, toegang)
    if keuze["datetime"]:
        van, tot = keuze["datetime"]
        dag = Q()
        if van:
            dag &= Q(uitgevoerd_op__gte=van) | Q(uitgevoerd_op=None, gepland_op__gte=van)
        if tot:
            dag &= Q(uitgevoerd_op__lte=tot) | Q(uitgevoerd_op=None, gepland_op__lte=tot)
        rijen = rijen.filter(dag)
    return als_rijen(rijen.order_by("pk"), met_vorm=True)


def _verbetering(sleutel: str, toegang: Toegang) -> Any:
    alle = Verbetering.objects.all()
    zichtbaar = alle.zichtbaar_voor(toegang).levend() if toegang.aangemeld else alle.openbaar()
    pk = _nummer(sleutel)
    if pk is None:
        return None
    return als_rijen(zichtbaar.filter(pk=pk).order_by(), met_vorm=True).first()


verbeteringen = Bron(
    "verbeteringen",
    "Verbeteringen",
    "Geregistreerde projecten; van een burger het vak van de kaart in plaats van de exacte plaats.",
    tuple(f for f in FILTERS if f.naam != "bbox"),
    _verbeteringen,
    _verbetering,
    verbetering_features,
)

# --- gemeenten


def _raken(vak: Any) -> list[int]:
    index = grenzenindex()
    raakt = shapely.intersects(np.asarray(index.vormen), shapely.box(*vak))
    ids: list[int] = np.asarray(index.ids)[raakt].tolist()
    return ids


def _gemeenten(keuze: Keuze, toegang: Toegang) -> Any:
    rijen = Gemeente.objects.geldig().select_related("provincie").order_by("nis")
    if keuze["bbox"]:
        rijen = rijen.filter(pk__in=_raken(keuze["bbox"]))
    if keuze["datetime"]:
        _, tot = keuze["datetime"]
        if tot:
            rijen = rijen.filter(van__lte=tot)
    if keuze["nis"]:
        rijen = rijen.filter(nis=keuze["nis"])
    return rijen


gemeenten = Bron(
    "gemeenten",
    "Gemeenten",
    "De gemeenten van vandaag met hun grens; de documentatie zegt hoe nauwkeurig die is.",
    (p.nis(),),
    _gemeenten,
    lambda sleutel, toegang: (
        Gemeente.objects.geldig().select_related("provincie").filter(nis=sleutel[:5]).first()
        if len(sleutel) == 5
        else None
    ),
    lambda rijen, toegang, basis: [
        gemeente_feature(g, gemeente_item(g, g.provincie.nis, basis)) for g in rijen
    ],
    lambda rijen, keuze: int(rijen.count()),
)

# --- standen


def _standen(keuze: Keuze, toegang: Toegang) -> Any:
    van, tot = keuze["datetime"] or (None, None)
    rijen = Stand.objects.op_datum(tot or timezone.localdate())
    if van:
        rijen = rijen.filter(peildatum__gte=van)
    if (gekozen_ids := indicatoren_van(keuze)) is not None:
        rijen = rijen.filter(indicator__in=gekozen_ids)
    if (gemeente := gekozen_gemeente(keuze["nis"])) is not None:
        rijen = rijen.filter(gemeente=gemeente)
    if keuze["bbox"]:
        rijen = rijen.filter(gemeente__in=_raken(keuze["bbox"]))
    # Only gemeenten of today have a border to draw.
    rijen = rijen.filter(gemeente__tot=None)
    return rijen.select_related("gemeente", "indicator__doelstelling").order_by("pk")


def _stand_feature(rij: Stand, toegang: Toegang, basis: str) -> dict[str, Any]:
    index = grenzenindex()
    kent = rij.gemeente.tot is None and rij.gemeente_id in index.ids
    return {
        "type": "Feature",
        "id": rij.pk,
        "geometry": shapely.geometry.mapping(index.vorm(rij.gemeente_id)) if kent else None,
        "properties": {
            "nis": rij.gemeente.nis,
            "gemeente": rij.gemeente.naam,
            "doelstelling": rij.indicator.doelstelling.slug,
            "indicator": rij.indicator.slug,
            "eenheid": rij.indicator.eenheid,
            "peildatum": rij.peildatum.isoformat(),
            # A GIS colours by numbers; the exact amount is in the REST API.
            "waarde": None if rij.waarde is None else float(rij.waarde),
            "kwaliteit": rij.kwaliteit,
            "editie": rij.publicatie_id,
        },
    }


def _stand(sleutel: str, toegang: Toegang) -> Any:
    pk = _nummer(sleutel)
    rijen = Stand.objects.levend().select_related("gemeente", "indicator__doelstelling")
    return None if pk is None else rijen.filter(pk=pk).first()


standen = Bron(
    "standen",
    "Standen per gemeente",
    "De laatste stand van elke gemeente en indicator, op de grens van de gemeente.",
    (p.nis(), DOELSTELLING, INDICATOR),
    _standen,
    _stand,
    lambda rijen, toegang, basis: [_stand_feature(rij, toegang, basis) for rij in rijen],
)
