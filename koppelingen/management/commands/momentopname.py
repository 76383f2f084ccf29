"""Make the open datasets now instead of tonight: `manage.py momentopname`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gereedschap.opmaak import toon_getal
from koppelingen.momentopnames import maak_momentopname


class Command(BaseCommand):
    help = "Schrijft elke open dataset in elk formaat en toont ze op /opendata/."

    def handle(self, *args: Any, **options: Any) -> None:
        opname = maak_momentopname()
        for bestand in opname.bestanden:
            self.stdout.write(
                f"{bestand.naam}: {toon_getal(bestand.rijen, 0)} rijen, "
                f"{toon_getal(bestand.grootte // 1024, 0)} kB"
            )
        self.stdout.write(f"Momentopname {opname.map.name}, editie {opname.editie}.")
