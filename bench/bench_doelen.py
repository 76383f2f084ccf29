"""Targets and standen: all of them within the time that an official doesn't notice.

Bound in seconds of processor time, of this process and its database session: what else the machine
does should not decide. The time on the clock stands beside it. The data are made up and rolled back.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from decimal import Decimal

from django.core.management import call_command
from django.db import transaction

from bench.kader import Duur, Uitkomst, duur
from doelstellingen import selectors, services
from doelstellingen.doelenlijst import doelenlijst
from doelstellingen.models import Indicator, Meting, Publicatie, Stand
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente

JAREN = range(2019, 2027)
PEILDATUM = dt.date(2026, 11, 22)


def _maanden() -> Iterator[dt.date]:
    for jaar, maand in itertools.product(range(2021, 2027), range(1, 13)):
        if dt.date(jaar, maand, 1) <= PEILDATUM:
            yield dt.date(jaar, maand, 1)


def _metingen() -> Iterator[MetingRij]:
    """Monthly increases for what Groenblauwpeil feeds, yearly levels for the rest, as in real life."""
    indicatoren = list(Indicator.objects.select_related("bron"))
    gemeenten = list(Gemeente.objects.all())
    maanden = list(_maanden())
    for gemeente, indicator in itertools.product(gemeenten, indicatoren):
        assert indicator.bron_id is not None
        maandelijks = indicator.bron is not None and indicator.bron.slug == "groenblauwpeil"
        dagen = maanden if maandelijks else [dt.date(jaar, 12, 31) for jaar in range(2019, 2026)]
        for nummer, dag in enumerate(dagen, start=1):
            if not (gemeente.van <= dag and (gemeente.tot is None or dag < gemeente.tot)):
                continue
            einde = (dag + dt.timedelta(days=32)).replace(day=1)
            yield MetingRij(
                gemeente_id=gemeente.pk,
                indicator_id=indicator.pk,
                bron_id=indicator.bron_id,
                vorm="toename" if maandelijks else "niveau",
                van=dag,
                tot=einde if maandelijks else dag + dt.timedelta(days=1),
                waarde=Decimal(nummer % 7) if maandelijks else Decimal(nummer),
                teller=None if maandelijks else Decimal(nummer),
                noemer=None if maandelijks else Decimal(100),
            )


def _alle_doelen(publicatie: int) -> int:
    return sum(
        1
        for jaar in JAREN
        for _ in doelenlijst(
            peildatum=PEILDATUM, publicatie=publicatie, pact="2.1", inwonersjaar=jaar
        )
    )


def _seconden(naam: str, tijd: Duur, grens: float, toelichting: str = "") -> Uitkomst:
    klok = f"{tijd.klok_s:.2f} s op de klok"
    uitleg = f"{toelichting}; {klok}" if toelichting else klok
    return Uitkomst(naam, tijd.cpu_s, grens, eenheid="s", toelichting=uitleg)


def _standen(uitkomsten: list[Uitkomst]) -> None:
    with publiceer(soort=Publicatie.Soort.IMPORT, demo=True) as publicatie:
        # A list: PostgreSQL answers no question while COPY runs on the connection.
        services.schrijf_metingen(publicatie=publicatie, metingen=list(_metingen()))

        def herbereken() -> None:
            services.herbereken_standen(publicatie=publicatie, gemeenten=None, indicatoren=None)

        van_nul = duur(herbereken)
        opnieuw = duur(herbereken)
    aantal = Stand.objects.levend().count()
    uitkomsten += [
        _seconden(
            "alle standen herberekenen, vanaf niets",
            van_nul,
            5,
            f"{aantal} standen uit {Meting.objects.count()} metingen",
        ),
        _seconden("alle standen herberekenen, niets veranderd", opnieuw, 5),
    ]


def _bladen(uitkomsten: list[Uitkomst]) -> None:
    publicatie = nieuwste()
    gent = Gemeente.objects.geldig().get(nis="44021")
    bomen = Indicator.objects.get(doelstelling__slug="bomen")
    metingen = {
        "overzicht van een gemeente": lambda: selectors.overzicht(
            gent, peildatum=PEILDATUM, publicatie=publicatie
        ),
        "overzicht van Vlaanderen": lambda: selectors.overzicht_gewest(
            peildatum=PEILDATUM, publicatie=publicatie
        ),
        "alle gemeenten voor één doel": lambda: selectors.per_gemeente(
            bomen, peildatum=PEILDATUM, publicatie=publicatie
        ),
        "reeksen van een gemeente": lambda: selectors.reeks(
            gent, tot=PEILDATUM, publicatie=publicatie
        ),
    }
    uitkomsten += [
        _seconden(naam, duur(functie, herhalingen=3), 1) for naam, functie in metingen.items()
    ]


def main() -> list[Uitkomst]:
    """Measure targets, standen and the selectors, and leave the database as it was."""
    call_command("laad_referentie", verbosity=0, stdout=_Stil())
    publicatie = nieuwste()
    uitkomsten = [
        _seconden(
            "alle doelen: 285 gemeenten × 20 doelstellingen × 8 jaren",
            duur(lambda: _alle_doelen(publicatie), herhalingen=3),
            1,
            f"{_alle_doelen(publicatie)} doelen",
        )
    ]
    with transaction.atomic():
        _standen(uitkomsten)
        _bladen(uitkomsten)
        transaction.set_rollback(True)
    return uitkomsten


class _Stil:
    """Where the command may write: nowhere."""

    def write(self, tekst: str) -> None:
        """Drop the text."""
