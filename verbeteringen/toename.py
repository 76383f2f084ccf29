"""The monthly figures that verbeteringen publish: one toename per gemeente × indicator × month × bron.

Replaced when touched, never a meting per verbetering. Only executed, approved (or a supplier's),
living verbeteringen and maatregelen that count are in it. Source of the mapping: domein.md §4.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import CharField, Sum
from django.db.models.functions import Cast, Substr

from doelstellingen.models import Indicator, Publicatie
from doelstellingen.services import (
    MetingRij,
    levende_metingen,
    schrijf_metingen,
    werk_standen_bij,
)
from gemeenten.models import Gemeente
from verbeteringen.models import Goedkeuring, Maatregel, Uitvoering

# parameter → (doelstelling, indicator)
DOELEN = {
    Maatregel.Parameter.REGENWATEROPVANG: ("hemelwateropvang", "hemelwateropvang"),
    Maatregel.Parameter.BUFFERVOORZIENING: ("hemelwateropvang", "hemelwateropvang"),
    Maatregel.Parameter.INFILTRATIEVOORZIENING: ("hemelwateropvang", "hemelwateropvang"),
    Maatregel.Parameter.ONTHARDING: ("ontharding", "ontharding"),
    Maatregel.Parameter.BOMEN: ("bomen", "bomen"),
    Maatregel.Parameter.NATUURGROENPERKEN: ("natuurgroenperken", "aantal"),
    Maatregel.Parameter.HAAG: ("hagen_geveltuinen", "hagen_geveltuinen"),
    Maatregel.Parameter.GEVELTUIN: ("hagen_geveltuinen", "hagen_geveltuinen"),
}
TOENAME = "toename"
OPPERVLAKTE = ("natuurgroenperken", "oppervlakte")
TELT = (Goedkeuring.LEVERANCIER, Goedkeuring.GOEDGEKEURD)
# (gemeente, bron, first day of the month)
Maand = tuple[int, int, dt.date]


def volgende_maand(eerste: dt.date) -> dt.date:
    """Give the first day of the month after the one that starts on `eerste`."""
    return (eerste + dt.timedelta(days=31)).replace(day=1)


def _indicatoren() -> dict[tuple[str, str], int]:
    gezocht = {*DOELEN.values(), OPPERVLAKTE}
    return {
        (doelstelling, slug): pk
        for pk, doelstelling, slug in Indicator.objects.filter(
            doelstelling__slug__in={d for d, _ in gezocht}
        ).values_list("pk", "doelstelling__slug", "slug")
        if (doelstelling, slug) in gezocht
    }


def _sommen(
    bron: int, maanden: dict[tuple[int, str], dt.date]
) -> Iterator[tuple[int, dt.date, str, Decimal, Decimal]]:
    """Give (gemeente, month, parameter, amount, area) of the touched months of one bron."""
    rijen = (
        Maatregel.objects.filter(
            telt_mee=True,
            verbetering__bron=bron,
            verbetering__gemeente__in={gemeente for gemeente, _ in maanden},
            verbetering__uitvoering=Uitvoering.UITGEVOERD,
            verbetering__uitgevoerd_op__gte=min(maanden.values()),
            verbetering__uitgevoerd_op__lt=volgende_maand(max(maanden.values())),
            verbetering__goedkeuring__in=TELT,
            verbetering__vervallen_in__isnull=True,
        )
        .order_by()
        # Truncated as text: TruncMonth is a Python function on SQLite, called for every row.
        .annotate(maand=Substr(Cast("verbetering__uitgevoerd_op", CharField()), 1, 7))
        .values_list("verbetering__gemeente", "maand", "parameter", "richting")
        .annotate(Sum("hoeveelheid"), Sum("oppervlakte_m2"))
    )
    for gemeente, maand, parameter, richting, som, vlak in rijen.iterator():
        eerste = maanden.get((gemeente, maand))
        if eerste:
            teken = -1 if richting == Maatregel.Richting.MIN else 1
            yield gemeente, eerste, parameter, teken * som, teken * (vlak or Decimal(0))


def _nieuwe_stand(
    bron: int, maanden: dict[tuple[int, str], dt.date], indicatoren: dict[tuple[str, str], int]
) -> dict[tuple[int, int, dt.date], Decimal]:
    uit: dict[tuple[int, int, dt.date], Decimal] = {}

    def tel(gemeente: int, doel: tuple[str, str], maand: dt.date, waarde: Decimal) -> None:
        sleutel = (gemeente, indicatoren[doel], maand)
        uit[sleutel] = uit.get(sleutel, Decimal(0)) + waarde

    for gemeente, maand, parameter, som, vlak in _sommen(bron, maanden):
        tel(gemeente, DOELEN[Maatregel.Parameter(parameter)], maand, som)
        if parameter == Maatregel.Parameter.NATUURGROENPERKEN:
            tel(gemeente, OPPERVLAKTE, maand, vlak)
    # What was there and is no longer becomes 0, not "ontbreekt".
    gemeenten = {gemeente for gemeente, _ in maanden}
    for m in levende_metingen(bronnen=[bron], indicatoren=indicatoren.values()):
        geraakt = m.gemeente_id in gemeenten and (m.gemeente_id, f"{m.van:%Y-%m}") in maanden
        if geraakt and m.vorm == TOENAME:
            uit.setdefault((m.gemeente_id, m.indicator_id, m.van), Decimal(0))
    return uit


def schrijf_toename(*, publicatie: Publicatie, maanden: Iterable[Maand]) -> None:
    """Rewrite the monthly metingen of the touched months and the standen that follow from them.

    Call it inside the publishing transaction, after the verbeteringen were written. Per bron three
    queries, whatever the number of verbeteringen.
    """
    per_bron: dict[int, dict[tuple[int, str], dt.date]] = {}
    for gemeente, bron, maand in maanden:
        per_bron.setdefault(bron, {})[gemeente, f"{maand:%Y-%m}"] = maand
    if not per_bron:
        return
    indicatoren = _indicatoren()
    for bron, geraakt in per_bron.items():
        schrijf_metingen(
            publicatie=publicatie,
            metingen=(
                MetingRij(
                    gemeente_id=gemeente,
                    indicator_id=indicator,
                    bron_id=bron,
                    vorm=TOENAME,
                    van=maand,
                    tot=volgende_maand(maand),
                    waarde=waarde,
                )
                for (gemeente, indicator, maand), waarde in sorted(
                    _nieuwe_stand(bron, geraakt, indicatoren).items()
                )
            ),
        )
    werk_standen_bij(publicatie=publicatie)


def gepland_van(gemeente: Gemeente) -> dict[tuple[str, str], Decimal]:
    """Give what is planned and would count, by (doelstelling, indicator): one query."""
    uit: dict[tuple[str, str], Decimal] = {}
    rijen = (
        Maatregel.objects.filter(
            telt_mee=True,
            verbetering__gemeente=gemeente,
            verbetering__uitvoering=Uitvoering.GEPLAND,
            verbetering__goedkeuring__in=TELT,
            verbetering__vervallen_in__isnull=True,
        )
        .order_by()
        .values_list("parameter", "richting")
        .annotate(Sum("hoeveelheid"))
    )
    for parameter, richting, som in rijen:
        doel = DOELEN[Maatregel.Parameter(parameter)]
        teken = -1 if richting == Maatregel.Richting.MIN else 1
        uit[doel] = uit.get(doel, Decimal(0)) + teken * som
    return uit
