"""Full addresses for mail, which leaves the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def volledig_adres(naam: str, *args: object) -> str:
    """Give the address of a page with the host of this portal, or the path where none is set."""
    herkomsten: list[str] = settings.CSRF_TRUSTED_ORIGINS
    basis = herkomsten[0].rstrip("/") if herkomsten else ""
    return f"{basis}{reverse(f'ondersteuners:{naam}', args=args)}"
