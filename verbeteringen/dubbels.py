"""Double counting: which other verbeteringen may be the same project, and what was decided.

Candidates share a parameter, lie in the same place and were done around the same time. A shape for
the whole territory is compared by parameter and period only, as one grouped question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely
from django.db.models import Q

from gemeenten.models import Gemeente
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import vastleggen
from verbeteringen.geometrie import cellen_in_beeld
from verbeteringen.models import Dubbelbesluit, Maatregel, Verbetering
from verbeteringen.openbaarheid import getoond, ziet_alles
from verbeteringen.parameters import PER_SLEUTEL
from verbeteringen.querysets import VerbeteringQuerySet
from verbeteringen.registratie import NietToegestaan, Uitkomst, boek, gevolgen_van, rollen_op

HOOGSTENS = 5
PERIODE = dt.timedelta(days=365)
# About 30 m: two people draw the same hedge on either side of the pavement.
MARGE_LON, MARGE_LAT = 0.00043, 0.00027
MARGE_M = 30.0
_LEVEND = ("ingediend", "goedgekeurd", "leverancier")
_METER_PER_GRAAD = (70_200.0, 111_250.0)
_MAX_NABIJ = 500


@dataclass(frozen=True)
class Kandidaat:
    """One possible double: why in words, and how likely (0-1)."""

    verbetering: Verbetering
    naam: str
    waarom: str
    kans: float


@dataclass(frozen=True)
class Groepsvraag:
    """Many small ones that may be inside one registration for the whole territory."""

    parameter: str
    eenheid: str
    aantal: int
    samen: Decimal
    eigen: Decimal
    ids: tuple[int, ...]


def _datum(v: Verbetering) -> dt.date | None:
    return v.uitgevoerd_op or v.gepland_op


def _plussen(v: Verbetering) -> dict[str, Decimal]:
    """Give the amounts that count; what doesn't count already is never counted double."""
    return {
        m.parameter: m.hoeveelheid
        for m in v.maatregelen.all()
        if m.richting == "plus" and m.telt_mee
    }


def _basis(v: Verbetering, parameters: Iterable[str]) -> VerbeteringQuerySet:
    """Others of the gemeente with one of the parameters, around the same time, not decided yet."""
    datum = _datum(v)
    rijen = Verbetering.objects.levend().filter(
        gemeente=v.gemeente_id,
        goedkeuring__in=_LEVEND,
        maatregelen__parameter__in=list(parameters),
        maatregelen__richting="plus",
        maatregelen__telt_mee=True,
    )
    if datum:
        van, tot = datum - PERIODE, datum + PERIODE
        rijen = rijen.filter(
            Q(uitgevoerd_op__range=(van, tot))
            | Q(uitgevoerd_op__isnull=True, gepland_op__range=(van, tot))
        )
    beslist = set(Dubbelbesluit.objects.filter(a=v.pk).values_list("b", flat=True)) | set(
        Dubbelbesluit.objects.filter(b=v.pk).values_list("a", flat=True)
    )
    return rijen.exclude(pk__in=beslist | {v.pk}).exclude(
        bron=v.bron_id, externe_sleutel=v.externe_sleutel
    )


def _nabij(v: Verbetering, parameters: Iterable[str]) -> list[Verbetering]:
    assert v.minx is not None
    assert v.miny is not None
    assert v.maxx is not None
    assert v.maxy is not None
    raakt = Q(
        minx__lte=v.maxx + MARGE_LON,
        maxx__gte=v.minx - MARGE_LON,
        miny__lte=v.maxy + MARGE_LAT,
        maxy__gte=v.miny - MARGE_LAT,
    )
    # A shape of many cells is compared with all of the gemeente: that is cheaper than a long list.
    cellen = cellen_in_beeld(v.minx, v.miny, v.maxx, v.maxy)
    plekken = (
        [Q(cel__in=cellen), Q(groot=True)] if len(cellen) <= 400 else [Q(gemeente=v.gemeente_id)]
    )
    # Place first and alone, by its index; asked together, SQLite walks through the whole gemeente.
    nabij = {
        pk
        for plek in plekken
        for pk in Verbetering.objects.levend()
        .filter(plek)
        .filter(raakt)
        .values_list("pk", flat=True)[:_MAX_NABIJ]
    }
    return list(
        _basis(v, parameters)
        .filter(pk__in=nabij)
        .distinct()
        .select_related("bron")
        .prefetch_related("maatregelen")[:_MAX_NABIJ]
    )


def _op_meters(vorm: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(
        vorm,
        lambda p: np.column_stack((p[:, 0] * _METER_PER_GRAAD[0], p[:, 1] * _METER_PER_GRAAD[1])),
    )


def _overlap(a: shapely.Geometry, b: shapely.Geometry) -> tuple[float, str]:
    """Give how much two shapes are the same place (0-1) and say it."""
    afstand = float(a.distance(b))
    if afstand > MARGE_M:
        return 0.0, ""
    if afstand > 0:
        return 0.5 * (1 - afstand / MARGE_M), f"op {round(afstand)} m van elkaar"
    kleinste = min(a.area, b.area)
    if kleinste > 0:
        deel = float(a.intersection(b).area) / kleinste
        if deel < 0.05:
            return 0.1, "raken elkaar"
        return 0.4 + 0.6 * deel, f"overlappen voor {round(100 * deel)} %"
    return 0.8, "op dezelfde plaats"


def kandidaten(v: Verbetering, toegang: Toegang) -> list[Kandidaat]:
    """Give at most five possible doubles of `v`, the likeliest first."""
    if v.geometrie is None:
        return _kandidaten_grondgebied(v, toegang)
    plussen = _plussen(v)
    if not plussen:
        return []
    eigen = _op_meters(v.geometrie)
    uit = []
    for ander in _nabij(v, plussen):
        # Who could draw until a burger's registration answers would know the place: skip it.
        if ander.geometrie is None or not ziet_alles(ander, toegang):
            continue
        plaats, waar = _overlap(eigen, _op_meters(ander.geometrie))
        if plaats:
            uit.append(_maak(v, ander, plaats, waar, plussen, toegang))
    return sorted(uit, key=lambda k: -k.kans)[:HOOGSTENS]


def _kandidaten_grondgebied(v: Verbetering, toegang: Toegang) -> list[Kandidaat]:
    plussen = _plussen(v)
    anderen = (
        _basis(v, plussen)
        .filter(geometrie__isnull=True)
        .distinct()
        .select_related("bron")
        .prefetch_related("maatregelen")[:_MAX_NABIJ]
    )
    uit = [_maak(v, a, 0.5, "ook heel het grondgebied", plussen, toegang) for a in anderen]
    return sorted(uit, key=lambda k: -k.kans)[:HOOGSTENS]


def _maak(
    v: Verbetering,
    ander: Verbetering,
    plaats: float,
    waar: str,
    plussen: dict[str, Decimal],
    toegang: Toegang,
) -> Kandidaat:
    hunne = _plussen(ander)
    gedeeld = [p for p in plussen if p in hunne]
    gelijk = max(
        (float(min(plussen[p], hunne[p]) / max(plussen[p], hunne[p])) for p in gedeeld), default=0.0
    )
    a, b = _datum(v), _datum(ander)
    dagen = abs((a - b).days) if a and b else 180
    tijd = max(0.0, 1 - dagen / (PERIODE.days + 1))
    wat = ", ".join(PER_SLEUTEL[p].naam for p in gedeeld)
    wanneer = (
        "op dezelfde dag" if dagen == 0 else f"{dagen} {'dag' if dagen == 1 else 'dagen'} verschil"
    )
    return Kandidaat(
        ander,
        getoond(ander, toegang, met_vorm=False).naam,
        f"{wat}, {waar}, {wanneer}",
        plaats * (0.4 + 0.3 * tijd + 0.3 * gelijk),
    )


def groepsvragen(v: Verbetering) -> list[Groepsvraag]:
    """Give, for a whole-territory registration, one question per parameter about all small ones."""
    if v.geometrie is not None:
        return []
    uit = []
    for parameter, eigen in _plussen(v).items():
        ids = tuple(
            _basis(v, [parameter])
            .filter(geometrie__isnull=False)
            .order_by("pk")
            .values_list("pk", flat=True)
            .distinct()
        )
        if not ids:
            continue
        samen = sum(
            Maatregel.objects.filter(
                verbetering__in=ids, parameter=parameter, richting="plus", telt_mee=True
            ).values_list("hoeveelheid", flat=True),
            Decimal(0),
        )
        uit.append(
            Groepsvraag(parameter, PER_SLEUTEL[parameter].eenheid, len(ids), samen, eigen, ids)
        )
    return uit


def beslis(
    *, pk: int, anderen: Iterable[int], zelfde: bool, toegang: Toegang, parameter: str = ""
) -> Uitkomst:
    """Keep a decision and act on it: of two that are the same, one stops counting.

    A supplier's row is read-only, so the own one gives way; of two own ones the newest does. For a
    grouped question with `parameter`, what the small ones hold is taken off the large one.
    """
    geraakt: list[Verbetering] = []
    with boek(toegang, "Beslist over dubbels") as boeking:
        v = (
            Verbetering.objects.levend()
            .select_for_update(of=("self",))
            .select_related("gemeente", "bron")
            .get(pk=pk)
        )
        _controleer_recht(toegang, v)
        for ander in _anderen(v, anderen):
            a, b = sorted((v.pk, ander.pk))
            besluit = Dubbelbesluit.Besluit.ZELFDE if zelfde else Dubbelbesluit.Besluit.VERSCHILLEND
            Dubbelbesluit.objects.update_or_create(
                a_id=a, b_id=b, defaults={"besluit": besluit, "door": toegang.account}
            )
            if zelfde and not parameter and (wijkt := _wie_wijkt(v, ander)):
                _tel_niet_mee(boeking, wijkt, ander if wijkt is v else v)
                geraakt.append(wijkt)
        if zelfde and parameter:
            _trek_af(boeking, v, parameter, list(anderen))
            geraakt.append(v)
    return Uitkomst(tuple(geraakt), gevolgen_van(boeking.verschil))


def _controleer_recht(toegang: Toegang, v: Verbetering) -> None:
    if not (
        mag(toegang, Handeling.DUBBELS_BESLISSEN, v.gemeente_id)
        or (rollen_op(toegang, v) and v.goedkeuring == "ingediend")
    ):
        raise NietToegestaan("Alleen een publicator van de gemeente beslist over dubbels.")


def _anderen(v: Verbetering, ids: Iterable[int]) -> list[Verbetering]:
    return list(
        Verbetering.objects.levend()
        .filter(pk__in=list(ids), gemeente=v.gemeente_id)
        .exclude(pk=v.pk)
        .select_for_update(of=("self",))
        .select_related("gemeente", "bron")
        .order_by("pk")
    )


def _wie_wijkt(v: Verbetering, ander: Verbetering) -> Verbetering | None:
    eigen = [x for x in (v, ander) if x.goedkeuring != "leverancier"]
    return max(eigen, key=lambda x: x.pk) if eigen else None


def _tel_niet_mee(boeking: vastleggen.Boeking, v: Verbetering, ander: Verbetering) -> None:
    gedeeld = set(_plussen(v)) & set(_plussen(ander))
    vastleggen.bewaar_oud(boeking, v)
    v.maatregelen.filter(parameter__in=gedeeld, richting="plus", telt_mee=True).update(
        telt_mee=False, reden=vastleggen.DUBBEL
    )
    vastleggen.vervang(boeking, v, wat="dubbel: telt niet mee")


def _trek_af(boeking: vastleggen.Boeking, v: Verbetering, parameter: str, ids: list[int]) -> None:
    """Take the amount of the small ones off the large one; nothing left means it doesn't count."""
    samen = sum(
        Maatregel.objects.filter(
            verbetering__in=ids, parameter=parameter, richting="plus", telt_mee=True
        ).values_list("hoeveelheid", flat=True),
        Decimal(0),
    )
    vastleggen.bewaar_oud(boeking, v)
    m = v.maatregelen.get(parameter=parameter, richting="plus", telt_mee=True)
    if samen >= m.hoeveelheid:
        m.telt_mee, m.reden = False, vastleggen.DUBBEL
    else:
        if m.oppervlakte_m2 is not None:
            m.oppervlakte_m2 = (m.oppervlakte_m2 * (1 - samen / m.hoeveelheid)).quantize(
                Decimal("0.001")
            )
        m.hoeveelheid -= samen
    m.save()
    vastleggen.vervang(
        boeking, v, wat="dubbels afgetrokken", reden=f"{len(ids)} registraties van {parameter}"
    )


def open_dubbels(
    gemeente: Gemeente, toegang: Toegang, *, hoogstens: int = 50
) -> list[tuple[Verbetering, list[Kandidaat]]]:
    """Give own registrations of a gemeente with undecided candidates, the newest first."""
    uit = []
    gezien: set[tuple[int, int]] = set()
    rijen = (
        Verbetering.objects.levend()
        .filter(gemeente=gemeente, goedkeuring__in=("ingediend", "goedgekeurd"))
        .select_related("gemeente", "bron")
        .prefetch_related("maatregelen")
        .order_by("-pk")[: 20 * hoogstens]
    )
    for v in rijen:
        paren = [
            k
            for k in kandidaten(v, toegang)
            if (min(v.pk, k.verbetering.pk), max(v.pk, k.verbetering.pk)) not in gezien
        ]
        gezien |= {(min(v.pk, k.verbetering.pk), max(v.pk, k.verbetering.pk)) for k in paren}
        if paren:
            uit.append((v, paren))
        if len(uit) >= hoogstens:
            break
    return uit
