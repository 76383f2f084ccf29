"""From verbeteringen to figures: one toename per gemeente × indicator × month × bron.

Only what counts counts (`levensloop.telt`). A month that was touched is summed anew from its rows,
so that figures and registrations cannot drift apart; a test compares them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from doelstellingen.models import Indicator, Kwaliteit, Meting, Publicatie
from doelstellingen.services import MetingRij, schrijf_metingen, werk_standen_bij
from verbeteringen.levensloop import START
from verbeteringen.models import Maatregel
from verbeteringen.parameters import PARAMETERS
from verbeteringen.querysets import OPENBAAR

# (gemeente id, bron id, first day of the month)
Maandsleutel = tuple[int, int, dt.date]


def indicatoren() -> dict[str, Indicator]:
    """Give the hoofdindicator of each goal that verbeteringen feed, by slug of the goal."""
    slugs = {p.doelstelling for p in PARAMETERS}
    return {
        i.doelstelling.slug: i
        for i in Indicator.objects.filter(hoofd=True, doelstelling__slug__in=slugs).select_related(
            "doelstelling"
        )
    }


def volgende_maand(maand: dt.date) -> dt.date:
    return (maand.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _sommen(maanden: set[Maandsleutel]) -> dict[tuple[Maandsleutel, str], Decimal]:
    eerste = min(maand for _, _, maand in maanden)
    laatste = volgende_maand(max(maand for _, _, maand in maanden))
    rijen = (
        Maatregel.objects.filter(
            telt_mee=True,
            verbetering__vervallen_in__isnull=True,
            verbetering__goedkeuring__in=OPENBAAR,
            verbetering__uitvoering="uitgevoerd",
            verbetering__uitgevoerd_op__gte=max(eerste, START),
            verbetering__uitgevoerd_op__lt=laatste,
            verbetering__gemeente__in={g for g, _, _ in maanden},
            verbetering__bron__in={b for _, b, _ in maanden},
        )
        .order_by()
        .annotate(maand=TruncMonth("verbetering__uitgevoerd_op"))
        .values_list("verbetering__gemeente", "verbetering__bron", "maand", "parameter", "richting")
        .annotate(som=Sum("hoeveelheid"))
    )
    doel = {p.sleutel: p.doelstelling for p in PARAMETERS}
    uit: dict[tuple[Maandsleutel, str], Decimal] = defaultdict(Decimal)
    for gemeente, bron, maand, parameter, richting, som in rijen:
        sleutel = (gemeente, bron, maand)
        if sleutel in maanden:
            uit[sleutel, doel[parameter]] += som if richting == "plus" else -som
    return uit


def maandrijen(maanden: set[Maandsleutel]) -> Iterable[MetingRij]:
    """Give the figures of the touched months; a month that became empty gives 0, never nothing."""
    per_doel = indicatoren()
    sommen = _sommen(maanden)
    bestaand = Meting.objects.filter(
        vervallen_in__isnull=True,
        vorm=Meting.Vorm.TOENAME,
        gemeente__in={g for g, _, _ in maanden},
        bron__in={b for _, b, _ in maanden},
        van__in={m for _, _, m in maanden},
        indicator__in=per_doel.values(),
    ).values_list("gemeente", "bron", "van", "indicator__doelstelling__slug")
    for gemeente, bron, maand, slug in bestaand:
        if (gemeente, bron, maand) in maanden:
            sommen.setdefault(((gemeente, bron, maand), slug), Decimal(0))
    for ((gemeente, bron, maand), slug), som in sorted(sommen.items()):
        yield MetingRij(
            gemeente_id=gemeente,
            indicator_id=per_doel[slug].pk,
            bron_id=bron,
            vorm=Meting.Vorm.TOENAME,
            van=maand,
            tot=volgende_maand(maand),
            waarde=som,
            teller=None,
            noemer=None,
            kwaliteit=Kwaliteit.GEMETEN,
            basisjaar=None,
            opmerking="",
            rij=None,
        )


def herschrijf(*, publicatie: Publicatie, maanden: set[Maandsleutel]) -> None:
    """Write the figures of the touched months and the standen that follow from them."""
    if not maanden:
        return
    schrijf_metingen(publicatie=publicatie, metingen=maandrijen(maanden))
    werk_standen_bij(publicatie=publicatie)
