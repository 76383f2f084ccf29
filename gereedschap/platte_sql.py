"""Plain SQL for the few questions that every page of a list asks.

The ORM builds such a question anew each time, with a hundred numbers in it: that costs more than the
answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def een_van(pks: Iterable[int]) -> str:
    """Write the condition that follows a column: one of these numbers."""
    getallen = ",".join(str(int(pk)) for pk in pks)
    if connection.vendor == "postgresql":
        # One array is planned at once, a list of numbers one by one.
        return f"= ANY('{{{getallen}}}'::bigint[])"
    return f"IN ({getallen})"
