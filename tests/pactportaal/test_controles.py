"""`check --deploy` refuses settings that would open the portal."""

from __future__ import annotations

from typing import Any

from pactportaal.controles import controleer_uitrol


def _gevonden() -> set[str]:
    return {str(melding.id) for melding in controleer_uitrol(None)}


def test_een_gewone_uitrol_is_in_orde(settings: Any) -> None:
    settings.DEMO = False
    settings.ALLOWED_HOSTS = ["pactportaal.example"]
    settings.DATABASE_URL, settings.REDIS_URL = "postgres://x/y", "redis://x/0"
    assert _gevonden() == set()


def test_demo_mag_niet_naar_buiten(settings: Any) -> None:
    settings.DEMO = True
    assert "pactportaal.E001" in _gevonden()


def test_elke_hostnaam_mag_niet(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert "pactportaal.E002" in _gevonden()


def test_postgresql_zonder_redis_deelt_geen_werkrij(settings: Any) -> None:
    settings.DATABASE_URL, settings.REDIS_URL = "postgres://x/y", ""
    assert "pactportaal.W001" in _gevonden()
