"""When feeds are fetched; the tasks do nothing for a feed without an address (see FEED_URLS)."""

from celery.schedules import crontab

ROOSTER = {
    "groenblauwpeil": {
        "task": "dataleveranciers.tasks.haal_groenblauwpeil",
        "schedule": crontab(hour=2, minute=10),
    },
    # Whole once a week: what the supplier forgot to mark as changed comes in too.
    "groenblauwpeil-geheel": {
        "task": "dataleveranciers.tasks.haal_groenblauwpeil_geheel",
        "schedule": crontab(hour=4, minute=10, day_of_week="sun"),
    },
    "fluvius-led": {
        "task": "dataleveranciers.tasks.haal_fluvius_led",
        "schedule": crontab(hour=2, minute=40, day_of_month="2"),
    },
    "fluvius-renovaties": {
        "task": "dataleveranciers.tasks.haal_fluvius_renovaties",
        "schedule": crontab(hour=2, minute=50, day_of_month="2"),
    },
    "cijfers": {
        "task": "dataleveranciers.tasks.haal_cijfers",
        "schedule": crontab(hour=3, minute=0),
    },
    # What a stopped worker, a busy feed or a queue out of reach left waiting.
    "aanleveringen": {
        "task": "dataleveranciers.tasks.verwerk_alle_aanleveringen",
        "schedule": 60.0,
    },
    "aanleveringen-opruimen": {
        "task": "dataleveranciers.tasks.ruim_aanleveringen_op",
        "schedule": crontab(hour=3, minute=40),
    },
}
