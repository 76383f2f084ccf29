"""What beat starts: the outbox (what a publicatie's own call missed), retries, tidying up."""

from celery.schedules import crontab

ROOSTER = {
    "wijzigingen": {"task": "koppelingen.tasks.verzamel", "schedule": 60.0},
    "webhooks": {"task": "koppelingen.tasks.bezorg_wachtende", "schedule": 30.0},
    "webhooks-opruimen": {
        "task": "koppelingen.tasks.ruim_op",
        "schedule": crontab(hour=3, minute=50),
    },
}
