"""Import the boundaries of the gemeenten from a file or a web address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dataleveranciers.grenzen import importeer_grenzen
from gemeenten.grensimport import Grensfout
from gemeenten.grensophaler import is_adres
from verbeteringen.herverdeling import beschrijf


class Command(BaseCommand):
    help = (
        "Neemt gemeentegrenzen in gebruik uit een bestand (GeoJSON, TopoJSON, GeoPackage, zip met "
        "shapefile) of een adres (OGC API Features, WFS, bestand). Weigert het geheel als iets niet "
        "klopt. Verbeteringen met een geschatte gemeente worden opnieuw toegewezen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bron", metavar="PAD|URL", help="Het bestand of het webadres.")
        parser.add_argument("--naam", default="", help="Hoe pagina's deze grenzen noemen.")

    def handle(self, *args: Any, **options: Any) -> None:
        bron: str = options["bron"]
        naam = options["naam"] or (bron if is_adres(bron) else Path(bron).name)
        try:
            uitslag = importeer_grenzen(bron, naam=naam)
        except Grensfout as fout:
            raise CommandError(f"Geweigerd, er is niets gewijzigd. {fout}") from fout
        for opmerking in uitslag.opmerkingen:
            self.stdout.write(f"- {opmerking}")
        if uitslag.publicatie is None:
            self.stdout.write("Ongewijzigd: deze grenzen zijn al in gebruik.")
            return
        self.stdout.write(
            f"De grenzen van 285 gemeenten zijn in gebruik (editie {uitslag.publicatie})."
        )
        regels = beschrijf(uitslag.verhuizingen)
        self.stdout.write(f"Verbeteringen in een andere gemeente: {len(regels)}.")
        for regel in regels:
            self.stdout.write(f"  {regel}")
