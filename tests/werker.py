"""A real Celery worker on the test database, over the broker of this run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from pactportaal.celery import app

WORTEL = Path(__file__).resolve().parent.parent


def wacht_tot(voorwaarde: Callable[[], object], *, seconden: float = 20) -> None:
    """Wait until `voorwaarde()` is true; AssertionError after `seconden`."""
    einde = time.monotonic() + seconden
    while not voorwaarde():
        assert time.monotonic() < einde, f"na {seconden} s nog niet waar"
        time.sleep(0.1)


def testdatabank_url() -> str:
    """Give the DATABASE_URL with which another process reaches this test's database."""
    naam = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{naam}"
    return urlunsplit(urlsplit(os.environ["PROEF_DATABASE_URL"])._replace(path=f"/{naam}"))


def omgeving() -> dict[str, str]:
    """Give the environment of the portal's own processes beside this test."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pactportaal.settings",
        "DATABASE_URL": testdatabank_url(),
        "LOGFORMAAT": "tekst",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


@contextmanager
def _aangesloten() -> Iterator[None]:
    """Let `taak.delay()` in this process go to the real broker instead of running in place."""
    oud = {
        naam: app.conf[naam]
        for naam in ("task_always_eager", "broker_url", "broker_transport_options")
    }

    def zet(waarden: dict[str, Any]) -> None:
        app.conf.update(waarden)
        app._pool = None
        app.amqp._producer_pool = None

    zet(
        {
            "task_always_eager": False,
            "broker_url": settings.ECHTE_BROKER,
            "broker_transport_options": settings.ECHTE_BROKER_OPTIES,
        }
    )
    try:
        yield
    finally:
        zet(oud)


@contextmanager
def draaiende_werker(*opties: str) -> Iterator[Path]:
    """Run `celery worker` until the block ends; gives the file with what it logs."""
    log = Path(settings.DATA_MAP) / "werker.log"
    with log.open("w") as uitvoer:
        proces = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "pactportaal", "worker"]
            + ["--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle"]
            + ["--without-heartbeat", *opties],
            cwd=WORTEL,
            env=omgeving(),
            stdout=uitvoer,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wacht_tot(lambda: " ready." in log.read_text() or proces.poll() is not None, seconden=40)
        assert proces.poll() is None, log.read_text()
        with _aangesloten():
            yield log
    finally:
        proces.terminate()
        try:
            proces.wait(20)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()
