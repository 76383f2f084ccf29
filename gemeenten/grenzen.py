"""Boundaries in use: which set, which gemeente a shape lies in, and light shapes for a map.

Three kinds, the best first: imported by an operator, VRBG's generalised layer, our approximation.
With an approximate border a shape is refused only when it lies more than 5 km outside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from gemeenten.afstamming import afstamming
from gemeenten.grenzenindex import GEEN, Grenzenindex, afstand_m
from gemeenten.models import Gemeente, Grens, Grensbestand

__all__ = [
    "GEEN",
    "Grenzenindex",
    "HuidigeGrenzen",
    "Toewijzing",
    "afstand_m",
    "afwijking_m",
    "gemeente_van",
    "gemeenten_van",
    "grenzenindex",
    "huidige_grenzen",
    "voorganger_van",
    "voorgangers_van",
]

# An approximate border refuses only what lies further outside than this.
SPELING_BENADERING_M = 5_000.0
# Borders that were generalised to 100 m may be wrong by as much.
SPELING_M = 100.0
_RANG = {Grensbestand.Soort.INGEVOERD: 0, Grensbestand.Soort.VRBG: 1}


class GrenzenOntbreken(Exception):
    """No boundaries have been loaded yet."""

    def __init__(self) -> None:
        super().__init__(
            "Er zijn nog geen gemeentegrenzen geladen. Voer eerst `manage.py laad_referentie` uit."
        )


class HuidigeGrenzen(NamedTuple):
    """The set in use, whether it is approximate, how far it may err, and a sentence for a page."""

    bestand: Grensbestand
    benaderend: bool
    speling_m: float
    zin: str


def _zin(bestand: Grensbestand) -> str:
    datum = f"{bestand.geladen_op:%d-%m-%Y}"
    if bestand.soort == Grensbestand.Soort.INGEVOERD:
        return f"Gemeentegrenzen: {bestand.bron}, ingevoerd door de beheerder op {datum}."
    if bestand.soort == Grensbestand.Soort.VRBG:
        return (
            "Gemeentegrenzen: veralgemeende grenzen (100 m) van Digitaal Vlaanderen, "
            f"opgehaald op {datum}."
        )
    return (
        "De gemeentegrenzen zijn een benadering, berekend uit gerechtelijke kantons "
        "(© Nationaal Geografisch Instituut, CC BY 4.0) en de oppervlakte van elke gemeente. "
        "Dicht bij een grens kan een plek in de buurgemeente vallen."
    )


def huidige_grenzen() -> HuidigeGrenzen:
    """Give the boundaries in use; GrenzenOntbreken when none were loaded. One query."""
    rang = Case(
        *(When(soort=soort, then=Value(plaats)) for soort, plaats in _RANG.items()),
        default=Value(len(_RANG)),
        output_field=IntegerField(),
    )
    bestand = Grensbestand.objects.filter(fout="").order_by(rang, "-geladen_op", "-pk").first()
    if bestand is None:
        raise GrenzenOntbreken
    benaderend = bestand.soort == Grensbestand.Soort.BENADERING
    return HuidigeGrenzen(
        bestand=bestand,
        benaderend=benaderend,
        speling_m=SPELING_BENADERING_M if benaderend else SPELING_M,
        zin=_zin(bestand),
    )


@lru_cache(maxsize=2)
def _index(bestand_id: int, geladen_op: dt.datetime) -> Grenzenindex:
    # The moment is part of the key: a number that was rolled back may come again.
    paren = list(
        Grens.objects.filter(bestand_id=bestand_id)
        .order_by("gemeente__nis")
        .values_list("gemeente_id", "geometrie")
    )
    return Grenzenindex(ids=[pk for pk, _ in paren], vormen=[vorm for _, vorm in paren])


def grenzenindex(grenzen: HuidigeGrenzen | None = None) -> Grenzenindex:
    """Give the prepared boundaries in use, kept per process as long as they are in use."""
    bestand = (grenzen or huidige_grenzen()).bestand
    return _index(bestand.pk, bestand.geladen_op)


@dataclass(frozen=True)
class Toewijzing:
    """Where a shape lies.

    `aandelen`: share per gemeente id, the largest first; may add up to less than 1 where part of
    the shape lies outside Flanders. `afstand_m`: how far the whole shape lies outside (0 inside).
    `geschat`: the answer leans on approximate borders. `waarschuwing`: a sentence for the user.
    `gemeente_id` is None when the shape lies outside Flanders; `waarschuwing` then says so.
    """

    gemeente_id: int | None
    aandelen: dict[int, float] = field(default_factory=dict)
    afstand_m: float = 0.0
    geschat: bool = False
    waarschuwing: str = ""

    @property
    def over_grens(self) -> bool:
        """Whether more than one gemeente has a share of at least one percent."""
        return sum(deel >= 0.01 for deel in self.aandelen.values()) > 1


def _buiten(index: Grenzenindex, geometrie: BaseGeometry, grenzen: HuidigeGrenzen) -> Toewijzing:
    """Judge a shape that touches no gemeente at all."""
    ids, _ = index.dichtste(np.array([geometrie], dtype=object))
    dichtste = int(ids[0])
    meters = afstand_m(geometrie, index.vorm(dichtste))
    if meters > grenzen.speling_m:
        return Toewijzing(
            gemeente_id=None,
            afstand_m=meters,
            geschat=grenzen.benaderend,
            waarschuwing=(
                f"Deze plek ligt {meters / 1000:.1f} km buiten Vlaanderen.".replace(".", ",", 1)
                + " Controleer de coördinaten: lengtegraad eerst, dan breedtegraad."
            ),
        )
    return Toewijzing(
        gemeente_id=dichtste,
        aandelen={dichtste: 1.0},
        afstand_m=meters,
        geschat=True,
        waarschuwing=(
            "Deze plek ligt net buiten de grens van Vlaanderen die het portaal kent. "
            "We nemen de dichtstbijzijnde gemeente; kijk na of dat klopt."
        ),
    )


def gemeente_van(geometrie: BaseGeometry, *, op: dt.date | None = None) -> Toewijzing:
    """Give the gemeente with the largest share of `geometrie` (WGS84), with all shares.

    The answer is always a gemeente of today's borders: older ones don't ship. For an `op` before
    the fusies of 2025 ask `voorganger_van` which predecessor it was; the answer is then `geschat`
    when the gemeente found did not exist on `op`. Raises ValueError for an empty geometry.
    """
    if geometrie is None or geometrie.is_empty:
        raise ValueError("Een lege geometrie ligt in geen enkele gemeente.")
    grenzen = huidige_grenzen()
    index = grenzenindex(grenzen)
    aandelen = index.aandelen(geometrie)
    if not aandelen:
        return _buiten(index, geometrie, grenzen)
    eerste = next(iter(aandelen))
    geschat = grenzen.benaderend
    if op is not None and not geschat:
        geschat = not Gemeente.objects.op_datum(op).filter(pk=eerste).exists()
    return Toewijzing(gemeente_id=eerste, aandelen=aandelen, geschat=geschat)


def gemeenten_van(geometrieen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Judge many shapes: gemeente ids (today's; GEEN outside) and distances outside in metres.

    A shape that lies outside, but no further than the borders may err, goes to the nearest gemeente.
    """
    grenzen = huidige_grenzen()
    index = grenzenindex(grenzen)
    ids = index.gemeenten_van(geometrieen)
    meters = np.zeros(len(ids))
    los = np.flatnonzero(
        (ids == GEEN) & ~(shapely.is_missing(geometrieen) | shapely.is_empty(geometrieen))
    )
    if len(los):
        dichtste, afstand = index.dichtste(geometrieen[los])
        meters[los] = afstand
        ids[los] = np.where(afstand <= grenzen.speling_m, dichtste, GEEN)
    return ids, meters


def afwijking_m(geometrie: BaseGeometry, gemeente: Gemeente) -> float:
    """Give how far `geometrie` lies outside `gemeente`, in metres; 0 when it lies (partly) in it.

    For an ended gemeente the territory of its successor of today counts. A given NIS contradicts a
    shape when this exceeds `huidige_grenzen().speling_m`.
    """
    index = grenzenindex()
    doel = afstamming(timezone.localdate())[gemeente.pk] if gemeente.tot else gemeente.pk
    return afstand_m(geometrie, index.vorm(doel))


def voorgangers_van(geometrieen: np.ndarray, ids: np.ndarray, *, op: dt.date) -> np.ndarray:
    """Give, for gemeente ids of today, the ids of the gemeenten of `op` that hold the shapes.

    A gemeente that already existed on `op` stays; of a fusie the predecessor whose centre is nearest
    to the middle of the shape is taken, which is an estimate. GEEN stays GEEN. Three queries.
    """
    vandaag = afstamming(timezone.localdate())
    per_doel: dict[int, list[tuple[int, float, float]]] = {}
    for pk, lon, lat in Gemeente.objects.op_datum(op).values_list("pk", "lon", "lat"):
        if lon is not None and lat is not None:
            per_doel.setdefault(vandaag[pk], []).append((pk, lon, lat))
    uit = np.array(ids, dtype=np.int64)
    for doel, delen in per_doel.items():
        hier = np.flatnonzero(ids == doel)
        if not len(hier) or delen[0][0] == doel:
            continue
        midden = shapely.centroid(np.asarray(geometrieen, dtype=object)[hier])
        centra = np.array([(lon, lat) for _, lon, lat in delen])
        dx = (shapely.get_x(midden)[:, None] - centra[None, :, 0]) * np.cos(np.radians(51))
        dy = shapely.get_y(midden)[:, None] - centra[None, :, 1]
        dichtste = np.argmin(dx**2 + dy**2, axis=1)
        uit[hier] = np.array([pk for pk, _, _ in delen])[dichtste]
    return uit


def voorganger_van(geometrie: BaseGeometry, gemeente: Gemeente, op: dt.date) -> Gemeente:
    """Give the gemeente of `op` that probably held `geometrie`, when today it lies in `gemeente`."""
    ids = voorgangers_van(
        np.array([geometrie], dtype=object), np.array([gemeente.pk], dtype=np.int64), op=op
    )
    return Gemeente.objects.select_related("provincie").get(pk=int(ids[0]))
