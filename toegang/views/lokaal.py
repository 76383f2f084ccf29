"""Local accounts: invitation, second step. allauth brings the forms; we close its other doors."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from toegang import sessie
from toegang.formulieren import UitnodigingAanvaarden
from toegang.models import Account, Uitnodiging
from toegang.rollen import Herkomst
from toegang.services import (
    NieuwAccount,
    Weigering,
    aanvaard_uitnodiging,
    heeft_lokaal_account,
    vind_uitnodiging,
)
from toegang.views.hulp import alleen_lokaal


class TotpInstellen(ActivateTOTPView):
    """Set up the second step; only then does the session of a local account begin to work."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            sessie.zet_totp(request)
            return HttpResponseRedirect(reverse("mfa_index"))
        antwoord: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return antwoord

    def form_valid(self, form: Any) -> HttpResponse:
        antwoord: HttpResponse = super().form_valid(form)
        sessie.zet_totp(self.request)
        return antwoord

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["code"].label = "Code uit uw app"
        form.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        }
        return form


totp_instellen = never_cache(alleen_lokaal(TotpInstellen.as_view()))


def _aanmelden(request: HttpRequest, account: Account) -> HttpResponse:
    record_authentication(request, account, method="password", username=account.username)
    antwoord: HttpResponse = perform_login(request, account, email_verification="none")
    return antwoord


def _bestaand(request: HttpRequest, sleutel: str, uitnodiging: Uitnodiging) -> HttpResponse:
    """The invited address has an account: sign in with it first, then accept with one button."""
    nu = sessie.lees(request)
    account = request.user
    zelf = (
        isinstance(account, Account)
        and nu is not None
        and nu.deur == Herkomst.LOKAAL
        and account.username == uitnodiging.email
    )
    if request.method == "POST" and zelf:
        assert isinstance(account, Account)
        try:
            lid = aanvaard_uitnodiging(sleutel, account=account)
        except Weigering as fout:
            return _ongeldig(request, fout)
        sessie.wissel(request, lidmaatschap=lid)
        messages.success(request, f"U bent nu {lid.get_rol_display()} van {lid.organisatie}.")
        return redirect("/")
    return render(
        request,
        "toegang/uitnodiging.html",
        {
            "uitnodiging": uitnodiging,
            "bestaand": True,
            "zelf": zelf,
            "aangemeld": request.user.is_authenticated,
        },
    )


def _ongeldig(request: HttpRequest, fout: Weigering) -> HttpResponse:
    return render(request, "toegang/uitnodiging_ongeldig.html", {"uitleg": str(fout)}, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("wachtwoord", "herhaling")
def uitnodiging(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Accept an invitation. Opening the link uses nothing up: mail scanners open links too."""
    try:
        rij = vind_uitnodiging(sleutel)
    except Weigering as fout:
        return _ongeldig(request, fout)
    if request.user.is_authenticated or heeft_lokaal_account(rij.email):
        return _bestaand(request, sleutel, rij)
    form = UitnodigingAanvaarden(request.POST or None, email=rij.email)
    if request.method == "POST" and form.is_valid():
        nieuw = NieuwAccount(
            voornaam=form.cleaned_data["voornaam"],
            familienaam=form.cleaned_data["familienaam"],
            wachtwoord=form.cleaned_data["wachtwoord"],
        )
        try:
            lid = aanvaard_uitnodiging(sleutel, nieuw=nieuw)
        except Weigering as fout:
            return _ongeldig(request, fout)
        return _aanmelden(request, lid.account)
    return render(request, "toegang/uitnodiging.html", {"uitnodiging": rij, "form": form})
