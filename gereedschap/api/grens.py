"""The limit of who reads without a key: per address of the connection, never per X-Forwarded-For."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


@dataclass(frozen=True)
class Verbruik:
    """The state of a limit after one request."""

    grens: int
    over: int
    opnieuw_na_s: int


class AnoniemGrens(BaseThrottle):
    """So many requests a minute without a key; anybody can claim to be forwarded for another."""

    def __init__(self) -> None:
        self._wacht: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        grens: int = settings.API_ANONIEM_PER_MINUUT
        if request.auth is not None or not grens:
            return True
        nu = int(time.time())
        sleutel = f"api-anoniem:{request.META.get('REMOTE_ADDR', '')}:{nu // 60}"
        if cache.add(sleutel, 1, 120):
            aantal = 1
        else:
            try:
                aantal = cache.incr(sleutel)
            except ValueError:  # It expired in between.
                aantal = 1
        rest = 60 - nu % 60
        self._wacht = rest if aantal > grens else None
        stand = Verbruik(grens, max(0, grens - aantal), rest)
        request._request.verbruik = stand  # type: ignore[attr-defined]
        return self._wacht is None

    def wait(self) -> float | None:
        return self._wacht
