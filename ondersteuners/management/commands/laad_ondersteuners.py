"""`manage.py laad_ondersteuners`: the offer from the sources, without touching what people wrote."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doelstellingen.models import Werf
from ondersteuners.services import laad_ondersteuners


class Command(BaseCommand):
    help = "Laadt de ondersteuners en hun aanbod; wat mensen zelf schreven, blijft staan."

    def handle(self, *args: Any, **opties: Any) -> None:
        if not Werf.objects.exists():
            raise CommandError(
                "De werven ontbreken nog. Voer eerst `manage.py laad_referentie` uit."
            )
        verloop = laad_ondersteuners()
        if opties["verbosity"]:
            self.stdout.write(
                f"Ondersteuners en aanbod: {verloop.nieuw} nieuw, {verloop.gewijzigd} gewijzigd, "
                f"{verloop.ongewijzigd} ongewijzigd."
            )
