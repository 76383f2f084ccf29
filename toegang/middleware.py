"""Puts `request.toegang` on every request, and ends sessions that may not go on."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from toegang import sessie
from toegang.handelende import handelt

# Without second factor one can set it up, prove oneself again, read why, and leave.
ZONDER_TOTP = (
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "toegang:afmelden",
)


class ToegangMiddleware:
    """`request.toegang`: for whom this request acts. `request.lidmaatschap`: the same, in short.

    Both are found on first use. A visitor without session cookie costs no query and touches no
    session, so that anonymous pages stay cacheable. The API makes its own toegang from a key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.toegang = SimpleLazyObject(lambda: sessie.zoek(request))  # type: ignore[attr-defined]
        request.lidmaatschap = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: request.toegang.lidmaatschap  # type: ignore[attr-defined]
        )
        heeft_sessie = settings.SESSION_COOKIE_NAME in request.COOKIES
        if heeft_sessie and (antwoord := self._stop(request)):
            return antwoord
        with handelt(lambda: request.toegang):  # type: ignore[attr-defined]
            antwoord = self.get_response(request)
        if antwoord.get("Content-Type", "").startswith("text/html"):
            # Every page has the sign-in bar: a shared cache may not mix visitors.
            patch_vary_headers(antwoord, ["Cookie"])
        return antwoord

    def _stop(self, request: HttpRequest) -> HttpResponse | None:
        if reden := sessie.einde_van(request):
            sessie.stop(request)
            return HttpResponseRedirect(reverse("toegang:gestopt", args=[reden.deel]))
        nu = sessie.lees(request)
        if nu and nu.wacht_op_totp and request.path not in {reverse(n) for n in ZONDER_TOTP}:
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None
