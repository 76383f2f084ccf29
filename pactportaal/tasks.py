"""The heartbeat: proof that beat, the queue and a worker work together."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings


@shared_task(name="pactportaal.hartslag")
def hartslag() -> None:
    """Touch a file in DATA_MAP; the health checks look at its age."""
    (settings.DATA_MAP / "hartslag").touch()
