"""The reference data in the test database: loaded once, put back after a flush."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction

# Django's own tables are filled by migrate itself, with other keys after each flush.
ONZE_ROOMS = frozenset(
    {
        "gemeenten",
        "toegang",
        "doelstellingen",
        "verbeteringen",
        "ondersteuners",
        "dataleveranciers",
        "meldingen",
        "rapportering",
        "koppelingen",
    }
)
# SQLite takes some thirty thousand values in one statement.
RIJEN_PER_KEER = 500
Rijen = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def laad() -> None:
    """Fill the empty test database through the same command as an operator."""
    call_command("laad_referentie", verbosity=0)
    call_command("laad_ondersteuners", verbosity=0)


def _tabellen() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ONZE_ROOMS and model._meta.managed and not model._meta.proxy
    ]


def bewaar() -> Rijen:
    """Read every row of our tables, as the database holds them."""
    rijen: Rijen = {}
    with connection.cursor() as cursor:
        for model in _tabellen():
            kolommen = [str(veld.column) for veld in model._meta.local_concrete_fields]
            namen = ", ".join(connection.ops.quote_name(kolom) for kolom in kolommen)
            tabel = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT {namen} FROM {tabel}")
            inhoud = [tuple(rij) for rij in cursor.fetchall()]
            if inhoud:
                rijen[model._meta.db_table] = (kolommen, inhoud)
    return rijen


def zet_terug(rijen: Rijen) -> None:
    """Write the rows of `bewaar` back into flushed tables; foreign keys are checked at commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        for tabel, (kolommen, inhoud) in rijen.items():
            namen = ", ".join(connection.ops.quote_name(kolom) for kolom in kolommen)
            plaatsen = f"({', '.join(['%s'] * len(kolommen))})"
            # Many rows in one statement: PostgreSQL's driver sends executemany row by row.
            for begin in range(0, len(inhoud), RIJEN_PER_KEER):
                blok = inhoud[begin : begin + RIJEN_PER_KEER]
                cursor.execute(
                    f"INSERT INTO {connection.ops.quote_name(tabel)} ({namen}) "
                    f"VALUES {', '.join([plaatsen] * len(blok))}",
                    [waarde for rij in blok for waarde in rij],
                )
