"""`manage.py klaarzetten`: everything between an empty database and a portal one can open.

One process for all steps, so that the second time takes seconds. With DEMO=1 also what a
demonstration needs: better boundaries if they can be had, the cast, and figures through the real door.
"""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

VAST = (
    ("migrate", "databank"),
    ("laad_referentie", "gemeenten, inwoners, doelstellingen en normen"),
    ("laad_ondersteuners", "ondersteuners en hun aanbod"),
)
DEMO = (
    ("probeer_vrbg", "gemeentegrenzen van Digitaal Vlaanderen (één poging van hoogstens 10 s)"),
    ("maak_demo_accounts", "accounts voor de demonstratie"),
    ("laad_demo_aanbod", "een ondersteuner met aanbod en een vraag, verzonnen"),
    ("laad_demo", "demonstratiegegevens, door de gewone invoer"),
)


def stappen() -> list[tuple[str, str]]:
    """Give the commands to run, with what they bring, in order."""
    demo = DEMO if settings.DEMO else ()
    # A build server measures the shipped boundaries and asks nothing of the outside.
    overslaan = {"probeer_vrbg"} if os.environ.get("CI") else set()
    bestaand = get_commands()
    return [
        (opdracht, wat)
        for opdracht, wat in (*VAST, *demo)
        if opdracht not in overslaan and opdracht in bestaand
    ]


class Command(BaseCommand):
    help = "Zet databank en gegevens klaar; met DEMO=1 ook de demonstratie. Mag herhaald worden."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        for opdracht, wat in stappen():
            self.stdout.write(f"→ {wat}")
            self.stdout.flush()
            begin = time.monotonic()
            stil = 0 if opdracht == "migrate" else options["verbosity"]
            call_command(opdracht, verbosity=stil, stdout=self.stdout, stderr=self.stderr)
            if (duur_s := time.monotonic() - begin) > 5:
                self.stdout.write(f"  {duur_s:.0f} s")
