"""REST framework's view of a key: `X-Api-Key: ppk_…` or `Authorization: Bearer ppk_…`, and its limit.

A view that uses these finds `request.toegang`, of the same type as in a page, so the same `mag`
and `zichtbaar_voor` decide. Without a key a request is an anonymous reader.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from toegang import sleutels
from toegang.wie import Toegang


class SleutelAuthenticatie(BaseAuthentication):
    """A key in the header; never in the address, where logs and browsers keep it."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[Any, Toegang] | None:
        # The session of a browser never opens the API: no CSRF to think of.
        if kop := request.META.get("HTTP_X_API_KEY"):
            return self._open(request, kop)
        delen = get_authorization_header(request).split()
        if not delen or delen[0].lower() != self.keyword.lower().encode():
            self._zet(request, Toegang())
            return None
        if len(delen) != 2:
            raise AuthenticationFailed("Schrijf de sleutel als: Authorization: Bearer <sleutel>.")
        return self._open(request, delen[1].decode("latin-1"))

    def _open(self, request: Request, geheim: str) -> tuple[Any, Toegang]:
        sleutel = sleutels.controleer(geheim.strip())
        if sleutel is None:
            raise AuthenticationFailed(
                "Deze sleutel bestaat niet, is verlopen of werd ingetrokken. Vraag de beheerder van "
                "uw organisatie een nieuwe."
            )
        toegang = Toegang(sleutel=sleutel)
        self._zet(request, toegang)
        return AnonymousUser(), toegang

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="PactPortaal"'

    def _zet(self, request: Request, toegang: Toegang) -> None:
        request.toegang = toegang  # type: ignore[attr-defined]
        request._request.toegang = toegang  # type: ignore[attr-defined]


class SleutelGrens(BaseThrottle):
    """The limit per key; the numbers go to headers through `request.verbruik`."""

    def __init__(self) -> None:
        self._wacht: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        toegang: Toegang | None = getattr(request, "auth", None)
        if toegang is None or toegang.sleutel is None:
            return True
        stand = sleutels.verbruik(toegang.sleutel)
        request._request.verbruik = stand  # type: ignore[attr-defined]
        self._wacht = stand.opnieuw_na_s or None
        return stand.opnieuw_na_s == 0

    def wait(self) -> float | None:
        return self._wacht
