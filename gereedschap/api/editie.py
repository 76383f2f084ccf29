"""Which data an answer stands on, and the conditions of RFC 9110 that follow from it.

The newest edition comes from a room above (`stel_in`, called in its `AppConfig.ready`): tools know
no domain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_etags

_bron: list[Callable[[], object]] = []
_nummer: list[Callable[[], int]] = []
_nummer_op: list[Callable[[dt.date], int | None]] = []


def stel_in(
    stempel: Callable[[], object],
    nummer: Callable[[], int],
    nummer_op: Callable[[dt.date], int | None],
) -> None:
    """Have `stempel` name the newest edition (for ETags) and `nummer` give its number.

    `nummer_op` gives the number of the newest edition at the end of a day, None before the first.
    """
    _bron[:] = [stempel]
    _nummer[:] = [nummer]
    _nummer_op[:] = [nummer_op]


def nummer_op(dag: dt.date) -> int:
    """Give the edition that was the newest at the end of `dag`; 0, which knows nothing, before."""
    return (_nummer_op[0](dag) if _nummer_op else None) or 0


def stempel(request: Any) -> str:
    """Give what names the newest edition, once per request."""
    http = request._request
    if (gekend := getattr(http, "stempel", None)) is None:
        gekend = http.stempel = _bron[0]() if _bron else "0"
    return str(gekend)


def editienummer(request: Any) -> int:
    """Give the number of the newest edition, the one a page fixes first."""
    http = request._request
    if (nummer := getattr(http, "editienummer", None)) is None:
        gekend = getattr(getattr(http, "stempel", None), "publicatie", None)
        nummer = http.editienummer = (
            gekend if gekend is not None else (_nummer[0]() if _nummer else 0)
        )
    return int(nummer)


def etag(request: Any, *delen: object) -> str:
    """Give the ETag of this address for this audience on this day and this edition."""
    som = hashlib.blake2b(digest_size=10)
    for deel in (
        settings.VERSIE,
        stempel(request),
        timezone.localdate(),
        request.get_full_path(),
        request.get_host(),
        *delen,
    ):
        som.update(f"{deel}\x1f".encode())
    return f'"{som.hexdigest()}"'


def is_gekend(request: Any, waarde: str) -> bool:
    """Whether If-None-Match names this ETag (weak comparison)."""
    kop = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not kop:
        return False
    kaal = waarde.removeprefix("W/")
    return kop.strip() == "*" or any(e.removeprefix("W/") == kaal for e in parse_etags(kop))
