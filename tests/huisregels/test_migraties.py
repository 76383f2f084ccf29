"""Migrations are one line per room, and each can be undone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

LADER = MigrationLoader(connection=None)
EIGEN = sorted(sleutel for sleutel in LADER.disk_migrations if sleutel[0] in settings.ROOMS)


@pytest.mark.parametrize("room", settings.ROOMS)
def test_de_migraties_van_een_room_liggen_op_een_rij(room: str) -> None:
    eigen = [LADER.disk_migrations[sleutel] for sleutel in EIGEN if sleutel[0] == room]
    voorgangers = [naam for migratie in eigen for app, naam in migratie.dependencies if app == room]
    assert len(voorgangers) == len(set(voorgangers)), "twee migraties volgen op dezelfde"
    assert len(voorgangers) == max(0, len(eigen) - 1), (
        "een migratie hangt los of is een samenvoeging"
    )


def _onomkeerbaar(operaties: Sequence[Operation]) -> list[str]:
    fout = []
    for operatie in operaties:
        if isinstance(operatie, SeparateDatabaseAndState):
            fout += _onomkeerbaar(operatie.database_operations)
        elif not operatie.reversible:
            fout.append(operatie.describe())
    return fout


@pytest.mark.parametrize("sleutel", EIGEN, ids=".".join)
def test_elke_migratie_kan_terug(sleutel: tuple[str, str]) -> None:
    assert not _onomkeerbaar(LADER.disk_migrations[sleutel].operations)
