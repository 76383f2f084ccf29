"""The limit of who reads without a key: per address of the connection, never per X-Forwarded-For."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from gereedschap.tellen import tel


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
        stand = tel(f"api-anoniem:{request.META.get('REMOTE_ADDR', '')}", venster_s=60)
        self._wacht = stand.opnieuw_na_s if stand.aantal > grens else None
        verbruik = Verbruik(grens, max(0, grens - stand.aantal), stand.opnieuw_na_s)
        request._request.verbruik = verbruik  # type: ignore[attr-defined]
        return self._wacht is None

    def wait(self) -> float | None:
        return self._wacht
