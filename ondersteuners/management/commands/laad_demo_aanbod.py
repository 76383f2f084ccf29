"""`manage.py laad_demo_aanbod`: an offer and a question for the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ondersteuners.demo import laad_demo
from ondersteuners.models import Ondersteuner


class Command(BaseCommand):
    help = "Maakt een aanbod en een vraag voor de demonstratie (alleen met DEMO=1); herhalen kan."

    def handle(self, *args: Any, **opties: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Verzonnen aanbod bestaat alleen met DEMO=1.")
        try:
            nieuw = laad_demo()
        except Ondersteuner.DoesNotExist as fout:
            raise CommandError(
                "De ondersteuners ontbreken nog. Voer eerst `manage.py laad_ondersteuners` uit."
            ) from fout
        if opties["verbosity"]:
            self.stdout.write("demo-aanbod: 1 nieuw" if nieuw else "demo-aanbod: was er al")
