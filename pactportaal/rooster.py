"""What beat starts and when, gathered from the rooms.

A room that has periodic work brings a `rooster.py` with `ROOSTER`: entries as Celery's
`beat_schedule` wants them. It imports nothing of Django, because settings read it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

HARTSLAG_S = 20
EIGEN = {"hartslag": {"task": "pactportaal.hartslag", "schedule": float(HARTSLAG_S)}}


def stel_samen(rooms: list[str]) -> dict[str, dict[str, Any]]:
    """Give one schedule; two rooms that use the same name for an entry is a mistake."""
    geheel: dict[str, dict[str, Any]] = dict(EIGEN)
    for room in rooms:
        if find_spec(f"{room}.rooster") is None:
            continue
        eigen: dict[str, dict[str, Any]] = import_module(f"{room}.rooster").ROOSTER
        if dubbel := sorted(geheel.keys() & eigen.keys()):
            raise ImproperlyConfigured(f"{room}.rooster herhaalt {', '.join(dubbel)}.")
        geheel |= eigen
    return geheel
