"""Small made-up figures (demonstratiegegevens) for tests of pages: every state, a fusie, two sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.http import HttpResponse

from doelstellingen import services
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import publiceer
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente
from toegang.models import Organisatie

PEILDATA = [dt.date(jaar, 12, 31) for jaar in range(2020, 2026)] + [dt.date(2026, 9, 30)]
NIS = ("44021", "11002", "73009", "73083", "73111", "12021", "31005", "71016", "24062", "46021")


def _waarde(indicator: Indicator, gemeente: Gemeente, jaar: int) -> Decimal:
    """A figure that grows to about the target, at a pace of its own per gemeente."""
    tempo = Decimal(3 + (int(gemeente.nis) * 7 + indicator.pk * 13) % 12) / 10
    deel = tempo * (jaar - 2020) / 10
    if indicator.soort == Indicator.Soort.JA_NEE:
        return Decimal(int(deel > Decimal("0.4")))
    if indicator.soort == Indicator.Soort.PERCENTAGE:
        eind = Decimal(100) if indicator.doelstelling.slug == "verledding" else Decimal(-40)
        return min(Decimal(100), (eind * deel).quantize(Decimal("0.1")))
    return (Decimal(1000 + int(gemeente.nis) % 9000) * deel).quantize(Decimal(1))


def _rijen(
    gemeenten: Collection[Gemeente], indicatoren: Collection[Indicator], bron: Organisatie
) -> Iterator[MetingRij]:
    for gemeente in gemeenten:
        for indicator in indicatoren:
            for dag in PEILDATA:
                if not (gemeente.van <= dag and (gemeente.tot is None or dag < gemeente.tot)):
                    continue
                kwaliteit = "gemeten"
                if (int(gemeente.nis) + indicator.pk) % 11 == 0:
                    kwaliteit = "voorlopig" if dag.year == 2026 else "geschat"
                if (int(gemeente.nis) + indicator.pk) % 13 == 0:
                    continue
                geheim = (int(gemeente.nis) + indicator.pk) % 17 == 0
                waarde = _waarde(indicator, gemeente, dag.year)
                deelbaar = indicator.samenvoeging == Indicator.Samenvoeging.AANDEEL and not geheim
                yield MetingRij(
                    gemeente_id=gemeente.pk,
                    indicator_id=indicator.pk,
                    bron_id=indicator.bron_id or bron.pk,
                    vorm="niveau",
                    van=dag,
                    tot=dag + dt.timedelta(days=1),
                    waarde=None if geheim else waarde,
                    teller=waarde * 10 if deelbaar else None,
                    noemer=Decimal(1000) if deelbaar else None,
                    kwaliteit="geheim" if geheim else kwaliteit,
                    basisjaar=2019 if waarde < 0 else None,
                )


def vul_cijfers(*, nis: Collection[str] | None = NIS) -> Publicatie:
    """Publish the figures of these gemeenten (None: all) under one demo publicatie."""
    gemeenten = Gemeente.objects.all() if nis is None else Gemeente.objects.filter(nis__in=nis)
    indicatoren = list(Indicator.objects.select_related("doelstelling"))
    bron = Organisatie.objects.get(slug="groenblauwpeil")
    with publiceer(
        soort=Publicatie.Soort.IMPORT,
        organisatie=bron,
        omschrijving="voorbeeldcijfers",
        demo=True,
    ) as publicatie:
        services.schrijf_metingen(
            publicatie=publicatie, metingen=_rijen(list(gemeenten), indicatoren, bron)
        )
        services.werk_standen_bij(publicatie=publicatie)
    return publicatie


def leesbaar(antwoord: HttpResponse) -> str:
    """The page without the element that keeps a date on one line."""
    return re.sub(r'<span class="heel">([^<]*)</span>', r"\1", antwoord.content.decode())
