"""The Celery application; every room's `tasks.py` is found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pactportaal.settings")
app = Celery("pactportaal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
