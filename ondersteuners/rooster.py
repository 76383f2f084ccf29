"""Periodic work of the ondersteuners."""

from celery.schedules import crontab

ROOSTER = {
    "ondersteuners-herinneringen": {
        "task": "ondersteuners.tasks.herinner_ondersteuners",
        "schedule": crontab(hour=6, minute=40),
    },
    "ondersteuners-links": {
        "task": "ondersteuners.tasks.controleer_alle_links",
        "schedule": crontab(hour=4, minute=10),
    },
}
