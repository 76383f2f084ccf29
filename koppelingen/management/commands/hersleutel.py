"""`manage.py hersleutel`: close what is kept as a secret with today's SECRET_KEY."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from koppelingen.webhooks import hersleutel as hersleutel_webhooks
from toegang.services import hersleutel_tweede_stappen


class Command(BaseCommand):
    help = (
        "Versleutelt bewaarde geheimen opnieuw met de huidige SECRET_KEY. Doe dit na een nieuwe "
        "sleutel, terwijl de vorige in SECRET_KEY_FALLBACKS staat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        onleesbaar = 0
        for naam, (gedaan, niet) in {
            "webhooks": hersleutel_webhooks(),
            "tweede stappen": hersleutel_tweede_stappen(),
        }.items():
            self.stdout.write(f"{naam}: {gedaan} opnieuw versleuteld, {niet} onleesbaar")
            onleesbaar += niet
        if onleesbaar:
            raise CommandError(
                "Wat onleesbaar is, sloot een sleutel die het portaal niet meer heeft. Zet die in "
                "SECRET_KEY_FALLBACKS en begin opnieuw, of laat een nieuw geheim maken."
            )
