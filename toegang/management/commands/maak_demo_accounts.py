"""`manage.py maak_demo_accounts`: the cast of the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from toegang.demo import ROLVERDELING, maak_demo_accounts
from toegang.models import Organisatie


class Command(BaseCommand):
    help = "Maakt de accounts voor de demonstratie (alleen met DEMO=1); mag herhaald worden."

    def handle(self, *args: Any, **opties: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo-accounts bestaan alleen met DEMO=1.")
        try:
            nieuw = maak_demo_accounts()
        except Organisatie.DoesNotExist as fout:
            raise CommandError(
                "De organisaties zijn nog niet geladen. Voer eerst `manage.py laad_referentie` uit."
            ) from fout
        self.stdout.write(f"demo-accounts: {len(ROLVERDELING)} rollen, {nieuw} nieuw")
