"""`manage.py omgeving_docs`: write docs/omgeving.md from the declared variables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pactportaal.omgeving import WORTEL, als_markdown

BLAD = WORTEL / "docs" / "omgeving.md"


class Command(BaseCommand):
    help = "Schrijf docs/omgeving.md uit pactportaal/omgeving.py."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--controleer", action="store_true", help="Schrijf niets; fout als het blad afwijkt."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        inhoud = als_markdown()
        if not options["controleer"]:
            BLAD.parent.mkdir(exist_ok=True)
            BLAD.write_text(inhoud, encoding="utf-8")
        elif not BLAD.exists() or BLAD.read_text(encoding="utf-8") != inhoud:
            raise CommandError(
                "docs/omgeving.md loopt achter op pactportaal/omgeving.py. "
                "Draai `make docs` en neem de wijziging mee."
            )
