"""What beat starts: the outbox (what a publicatie's own call missed), retries, tidying up, open data."""

from celery.schedules import crontab

ROOSTER = {
    "wijzigingen": {"task": "koppelingen.tasks.verzamel", "schedule": 60.0},
    "webhooks": {"task": "koppelingen.tasks.bezorg_wachtende", "schedule": 30.0},
    "webhooks-opruimen": {
        "task": "koppelingen.tasks.ruim_op",
        "schedule": crontab(hour=3, minute=50),
    },
    "momentopname": {
        "task": "koppelingen.tasks.maak_momentopname",
        "schedule": crontab(hour=2, minute=15),
    },
}
