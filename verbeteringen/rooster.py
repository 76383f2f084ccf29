"""Periodic work of verbeteringen."""

from __future__ import annotations

from celery.schedules import crontab

ROOSTER = {
    "verbeteringen-onbevestigd-wissen": {
        "task": "verbeteringen.tasks.wis_onbevestigd",
        "schedule": crontab(hour=3, minute=40),
    }
}
