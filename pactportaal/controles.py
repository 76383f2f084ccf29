"""Own system checks: a setting that would open the portal is refused by `check --deploy`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def controleer_uitrol(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """DEMO lets anyone sign in with one click; a SQLite file serves one machine."""
    gevonden: list[CheckMessage] = []
    if settings.DEMO:
        gevonden.append(
            Error(
                "DEMO staat aan: iedereen kan zich met één klik aanmelden.",
                hint="Zet DEMO=0 in de omgeving.",
                id="pactportaal.E001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        gevonden.append(
            Error(
                "ALLOWED_HOSTS aanvaardt elke hostnaam.",
                hint="Noem de hostnamen waarop het portaal antwoordt.",
                id="pactportaal.E002",
            )
        )
    if settings.DATABASE_URL and not settings.REDIS_URL:
        gevonden.append(
            Warning(
                "Er is PostgreSQL maar geen Redis: werkrij en cache zijn dan niet gedeeld.",
                hint="Zet REDIS_URL in de omgeving.",
                id="pactportaal.W001",
            )
        )
    return gevonden
