"""Exact amounts on their way out: whole thousandths from the database become text, no Decimal between.

A list of a hundred rows carries some hundreds of amounts; making a Decimal of each and text of that
cost more than the query.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F

from gereedschap.velden import naar_duizendsten


class Exact(str):
    """An exact amount as text (“-12.5”): JSON takes it for text, a CSV knows it for a number."""

    __slots__ = ()


def duizendsten(veld: str) -> Any:
    """Give the column of a HoeveelheidField as it is stored: whole thousandths."""
    return ExpressionWrapper(F(veld), output_field=BigIntegerField())


def exact(waarde: int | None) -> Exact | None:
    """Write whole thousandths: 12500 → “12.5”."""
    if waarde is None:
        return None
    heel, rest = divmod(abs(waarde), 1000)
    teken = "-" if waarde < 0 else ""
    if not rest:
        return Exact(f"{teken}{heel}")
    return Exact(f"{teken}{heel}.{rest:03d}".rstrip("0"))


def van_decimal(waarde: Decimal | None) -> int | None:
    """Give the amount of a loaded row in whole thousandths."""
    return None if waarde is None else naar_duizendsten(waarde)
