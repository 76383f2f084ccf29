"""`/gezondheid/`: may traffic come (all parts answer), and `/gezondheid/leeft/`: does it live.

The answer names the parts and nothing more; what is wrong with one goes to the log.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from pactportaal.celery import app
from pactportaal.rooster import HARTSLAG_S

logger = structlog.get_logger(__name__)


class NietInOrde(RuntimeError):
    """A part answers, but not as it should."""


def databank() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migraties() -> None:
    uitvoerder = MigrationExecutor(connection)
    if uitvoerder.migration_plan(uitvoerder.loader.graph.leaf_nodes()):
        raise NietInOrde("er zijn migraties die nog niet zijn uitgevoerd")


def tijdelijk_geheugen() -> None:
    cache.set("gezondheid", "ja", 10)
    if cache.get("gezondheid") != "ja":
        raise NietInOrde("de cache geeft niet terug wat erin ging")


def werkrij() -> None:
    with app.connection_for_write(connect_timeout=2) as verbinding:
        verbinding.ensure_connection(max_retries=1, timeout=2)


def datamap() -> None:
    with tempfile.NamedTemporaryFile(dir=settings.DATA_MAP):
        pass


def werker_leeft() -> bool:
    """Whether a worker did the heartbeat of beat lately; three may be missed."""
    try:
        leeftijd_s = time.time() - (settings.DATA_MAP / "hartslag").stat().st_mtime
    except FileNotFoundError:
        return False
    return bool(leeftijd_s < 4 * HARTSLAG_S)


ONDERDELEN: dict[str, Callable[[], None]] = {
    "databank": databank,
    "migraties": migraties,
    "cache": tijdelijk_geheugen,
    "werkrij": werkrij,
    "datamap": datamap,
}


def in_orde(naam: str) -> bool:
    try:
        ONDERDELEN[naam]()
    except (DatabaseError, OperationalError, RedisError, OSError, NietInOrde) as fout:
        logger.error("onderdeel niet in orde", onderdeel=naam, fout=str(fout))
        return False
    return True


@never_cache
@require_safe
def gezondheid(request: HttpRequest) -> JsonResponse:
    stand = {naam: "ok" if in_orde(naam) else "fout" for naam in ONDERDELEN}
    goed = all(waarde == "ok" for waarde in stand.values())
    # Pages can be read without a worker, so it is told but takes no traffic away.
    stand["werker"] = "ok" if werker_leeft() else "geen hartslag"
    return JsonResponse(
        {"status": "ok" if goed else "fout", "onderdelen": stand}, status=200 if goed else 503
    )


@never_cache
@require_safe
def leeft(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})
