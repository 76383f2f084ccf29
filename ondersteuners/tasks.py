"""Periodic work: reminders and checking links. Both can run twice without harm."""

from __future__ import annotations

from celery import shared_task

from ondersteuners.herinneringen import herinner
from ondersteuners.linkcontrole import controleer_links


@shared_task
def herinner_ondersteuners() -> int:
    return herinner()


@shared_task
def controleer_alle_links() -> int:
    return controleer_links()
