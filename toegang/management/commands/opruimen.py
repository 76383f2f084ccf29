"""`manage.py opruimen`: the retention terms of docs/verwerkingsregister.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from toegang.avg import ruim_op


class Command(BaseCommand):
    help = "Verwijdert persoonsgegevens waarvan de bewaartermijn voorbij is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="toon alleen wat zou gebeuren")

    def handle(self, *args: Any, **opties: Any) -> None:
        echt = not opties["dry_run"]
        for regel in ruim_op(echt=echt):
            werkwoord = "verwijderd" if echt else "te verwijderen"
            self.stdout.write(f"{regel.soort}: {regel.aantal} {werkwoord} ({regel.uitleg})")
