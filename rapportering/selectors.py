"""Reads that belong to the pages as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from doelstellingen.models import Publicatie

_NIEUWSTE = f'SELECT id, op FROM "{Publicatie._meta.db_table}" ORDER BY id DESC LIMIT 1'


@dataclass(frozen=True)
class Stempel:
    """The newest publicatie; `op` tells two databases apart whose numbers are equal."""

    publicatie: int
    op: str

    def __str__(self) -> str:
        return f"{self.publicatie}@{self.op}"


def nieuwste_stempel() -> Stempel:
    """Read the newest publicatie (number 0: none) in one bare query."""
    with connection.cursor() as cursor:
        # Plain SQL: this runs on every request and the ORM would double its cost.
        cursor.execute(_NIEUWSTE)
        rij = cursor.fetchone()
    return Stempel(int(rij[0]), str(rij[1])) if rij else Stempel(0, "")
