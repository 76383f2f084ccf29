"""`manage.py api_document`: write docs/openapi.yaml from the views; `--controle` only compares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from koppelingen.document import als_yaml

PAD = settings.BASE_DIR / "docs" / "openapi.yaml"


class Command(BaseCommand):
    help = "Schrijft het OpenAPI-document (docs/openapi.yaml) opnieuw uit de code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--controle", action="store_true", help="Vergelijk alleen.")

    def handle(self, **opties: Any) -> None:
        nieuw = als_yaml()
        if not opties["controle"]:
            PAD.write_text(nieuw, encoding="utf-8")
            self.stdout.write(f"{PAD.name} is geschreven.")
        elif not PAD.exists() or PAD.read_text(encoding="utf-8") != nieuw:
            raise CommandError("docs/openapi.yaml is verouderd: voer manage.py api_document uit.")
