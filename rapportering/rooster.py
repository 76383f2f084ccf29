"""Periodic work of rapportering: the monthly mail to who follows a gemeente."""

from celery.schedules import crontab

ROOSTER = {
    "overzichten-voor-volgers": {
        "task": "rapportering.tasks.verstuur_overzichten",
        "schedule": crontab(hour=7, minute=0, day_of_month=1),
    }
}
