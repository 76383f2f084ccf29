"""The Celery application; every room's `tasks.py` is found by name."""

from __future__ import annotations

import os
from typing import Any

import structlog
from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pactportaal.settings")
app = Celery("pactportaal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def _laat_logging_met_rust(**_: Any) -> None:
    """Connected so that Celery keeps the logging of the settings."""


@signals.task_prerun.connect
def _bind_taak(task_id: str, task: Any, **_: Any) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(taak=task.name, taaknummer=task_id)
