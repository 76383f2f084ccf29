"""Periodic work of toegang: mail that is gathered per day, mail that failed, data that grew old."""

from celery.schedules import crontab

ROOSTER = {
    "berichten": {"task": "toegang.tasks.verstuur_berichten", "schedule": 300.0},
    "bundels": {"task": "toegang.tasks.verstuur_bundels", "schedule": crontab(hour=7, minute=30)},
    "bewaartermijnen": {"task": "toegang.tasks.ruim_op", "schedule": crontab(hour=3, minute=15)},
}
