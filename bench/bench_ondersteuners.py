"""The catalogue with 10,000 items: searching with every facet chosen against a plain list.

The plain list is the same page (frame, template, twenty items with their tags, page numbers) without
search, choices and counts. Both go through the whole middleware, past the page cache. The items are
made up and rolled back at the end.
"""

from __future__ import annotations

import itertools
import random
from functools import partial
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench.kader import Uitkomst, cpu_s, duur_s
from doelstellingen.models import Doelstelling, Publicatie
from doelstellingen.publicaties import publiceer
from ondersteuners import catalogus
from ondersteuners.models import Aanbod, Doelgroep, Kosten, Ondersteuner, SoortOndersteuning
from ondersteuners.views import catalogus as view
from ondersteuners.voltekst import in_volgorde
from ondersteuners.zoeken import Zoekvraag
from ondersteuners.zoekindex import indexeer_aanbod

AANTAL = 10_000
HERHALINGEN = 15
VAAK = "zoek=subsidie+klimaat"
ZWAAR = (
    "zoek=klimaat&werf=werf-1&werf=werf-4&doelstelling=bomen&doelstelling=ontharding"
    "&soort=begeleiding&soort=advies&soort=subsidie&kosten=gratis&kosten=onbekend"
    "&gebied=limburg&gebied=gewest&doelgroep=lokale-besturen&doelgroep=scholen&gemeente=71016"
)
VRAGEN = {
    "alles, met tellingen": "pagina=1",
    "een veelvoorkomend woord": VAAK,
    "een woordvorm die bijna overal staat": "zoek=geveltuintjes",
    "een zeldzaam woord": "zoek=zonneboilers",
    "twee facetten": "werf=werf-1&kosten=gratis",
    "woord en elk facet": ZWAAR,
}
WOORDEN = [
    "klimaat",
    "boom",
    "haag",
    "geveltuin",
    "ontharden",
    "regenwater",
    "infiltratie",
    "wadi",
    "renovatie",
    "isolatie",
    "warmtenet",
    "energiegemeenschap",
    "laadpaal",
    "deelwagen",
    "fietspad",
    "subsidie",
    "advies",
    "begeleiding",
    "vorming",
    "draaiboek",
    "campagne",
    "netwerk",
    "gemeente",
    "wijk",
    "school",
    "park",
    "begraafplaats",
    "natuur",
    "bodem",
    "droogte",
]


def maak_aanbod() -> list[int]:
    """Make items like the real ones: some sixty words, one to three werven, goals and kinds."""
    toeval = random.Random(1)
    ondersteuners = list(Ondersteuner.objects.all())
    doelen = list(Doelstelling.objects.select_related("werf"))
    soorten, groepen = list(SoortOndersteuning.objects.all()), list(Doelgroep.objects.all())
    with publiceer(soort=Publicatie.Soort.AANBOD, demo=True) as publicatie:
        items = Aanbod.objects.bulk_create(
            Aanbod(
                ondersteuner=toeval.choice(ondersteuners),
                slug=f"proef-{nummer}",
                titel=f"{' '.join(toeval.sample(WOORDEN, 3)).capitalize()} {nummer}",
                omschrijving=" ".join(toeval.choices(WOORDEN, k=60))
                + (" zonneboiler" if nummer % 100 == 0 else ""),
                kosten=toeval.choice(Kosten.values),
                staat=Aanbod.Staat.GEPUBLICEERD,
                publicatie=publicatie,
            )
            for nummer in range(AANTAL)
        )
    gekozen = {item.pk: toeval.sample(doelen, toeval.randint(1, 3)) for item in items}

    def koppel(veld: str, kolom: str, paren: Any) -> None:
        door = getattr(Aanbod, veld).through
        door.objects.bulk_create(
            (door(aanbod_id=pk, **{kolom: ander}) for pk, ander in paren), batch_size=5000
        )

    koppel(
        "doelstellingen", "doelstelling_id", ((p, d.pk) for p, ds in gekozen.items() for d in ds)
    )
    koppel("werven", "werf_id", {(p, d.werf_id) for p, ds in gekozen.items() for d in ds})
    koppel(
        "soorten",
        "soortondersteuning_id",
        itertools.chain.from_iterable(
            ((pk, s.pk) for s in toeval.sample(soorten, 2)) for pk in gekozen
        ),
    )
    koppel("doelgroepen", "doelgroep_id", ((pk, toeval.choice(groepen).pk) for pk in gekozen))
    return list(gekozen)


def _platte_lijst(vraag: Zoekvraag, **opties: Any) -> catalogus.Catalogus:
    """What `doorzoek` gives, without searching, choosing or counting."""
    keuzes = catalogus.keuzelijsten()
    rijen = catalogus.voor_lijst(in_volgorde(Aanbod.objects.openbaar()), Zoekvraag())
    pagina = catalogus.Paginator(rijen, catalogus.PER_PAGINA).get_page(opties.get("pagina"))
    for rij in pagina:
        catalogus.label(rij, keuzes.namen)
    return catalogus.Catalogus(Zoekvraag(), pagina, [], [], None, keuzes.gemeenten)


def _pagina(query: str) -> None:
    antwoord = Client().get(f"/ondersteuners/?{query}&x=1")
    assert antwoord.status_code == 200


def _meet(uitkomsten: list[Uitkomst]) -> None:
    def plat() -> None:
        with patch.object(view, "doorzoek", _platte_lijst):
            _pagina("pagina=1")

    for naam, query in VRAGEN.items():
        vraag = partial(_pagina, query)
        duur = gewoon = float("inf")
        werk = gewoon_werk = 0.0
        # In turns, so that a machine that is busy half-way slows both. The ratio is of processor
        # time; the shortest time on the clock stands beside it.
        for _ in range(HERHALINGEN):
            begin = cpu_s()
            gewoon = min(gewoon, duur_s(plat))
            midden = cpu_s()
            duur = min(duur, duur_s(vraag))
            werk += cpu_s() - midden
            gewoon_werk += midden - begin
        with CaptureQueriesContext(connection) as vragen:
            _pagina(query)
        uitkomsten += [
            Uitkomst(
                f"{naam}: tegen een gewone lijst",
                werk / gewoon_werk,
                2,
                eenheid="×",
                toelichting=(
                    f"{werk / HERHALINGEN * 1000:.0f} ms tegen "
                    f"{gewoon_werk / HERHALINGEN * 1000:.0f} ms; klok {duur * 1000:.0f} tegen "
                    f"{gewoon * 1000:.0f}"
                ),
            ),
            Uitkomst(f"{naam}: vragen aan de databank", len(vragen), 12),
        ]


def main() -> list[Uitkomst]:
    """Make 10,000 items, measure the page six ways, and leave the database as it was."""
    call_command("laad_referentie", verbosity=0)
    call_command("laad_ondersteuners", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    uitkomsten: list[Uitkomst] = []
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=["testserver"]):
        ids = maak_aanbod()
        indexeer_aanbod(ids)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        _meet(uitkomsten)
        transaction.set_rollback(True)
    return uitkomsten
