"""`manage.py klaarzetten`: the steps between an empty database and a portal one can open."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from pactportaal.management.commands import klaarzetten
from toegang.models import Account


def _namen() -> list[str]:
    return [opdracht for opdracht, _ in klaarzetten.stappen()]


def test_zonder_demo_geen_demonstratie(settings: Any) -> None:
    settings.DEMO = False
    assert _namen() == ["migrate", "laad_referentie", "laad_ondersteuners"]


def test_een_bouwserver_vraagt_niets_van_buiten(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setenv("CI", "true")
    assert "probeer_vrbg" not in _namen()
    monkeypatch.delenv("CI")
    assert "probeer_vrbg" in _namen()


@pytest.mark.django_db
def test_een_tweede_keer_verandert_niets(settings: Any) -> None:
    settings.DEMO = False
    call_command("klaarzetten", stdout=StringIO())
    uitvoer = StringIO()
    call_command("klaarzetten", stdout=uitvoer)
    assert "geen publicatie" in uitvoer.getvalue() or " 0 nieuw" in uitvoer.getvalue()
    assert not Account.objects.exists()
