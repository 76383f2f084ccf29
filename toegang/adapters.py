"""How allauth behaves in this house: which doors, whose rules, where mail goes."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from gereedschap.versleuteling import ontsleutel, versleutel
from toegang import blokkering, sessie
from toegang.berichten import stuur
from toegang.models import Account
from toegang.oidc.fouten import AanmeldFout, Reden
from toegang.oidc.provider import identiteit_van
from toegang.rollen import Herkomst
from toegang.selectors import lidmaatschappen_van
from toegang.services import DOEL_TWEEDE_STAP, organisatie_voor, werk_account_bij

logger = logging.getLogger("toegang.aanmelden")
PAS_AANGEMELD_S = 900


def toon_fout(request: HttpRequest, fout: AanmeldFout) -> HttpResponse:
    """The page that explains why nobody was signed in; its reference leads to the log line."""
    referentie = uuid.uuid4().hex[:8]
    logger.warning(
        "aanmelding geweigerd (%s): %s [%s]", fout.reden.name.lower(), fout.detail, referentie
    )
    return render(
        request,
        "toegang/aanmelding_mislukt.html",
        {"reden": fout.reden, "referentie": referentie},
        status=fout.reden.status,
    )


class AccountAdapter(DefaultAccountAdapter):
    """Sessions, lockout and mail of the portal instead of allauth's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        # Nobody registers: one is invited, or comes from ACM/IDM.
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only our own host: not every host that ALLOWED_HOSTS or a trusted origin names."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who just signed in sets up the second step and reads the codes without a second proof."""
        nu = sessie.lees(self.request)
        if nu and time.time() - nu.begin < PAS_AANGEMELD_S:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        tot = blokkering.geblokkeerd_tot(
            naam=credentials.get("username", ""), adres=self.get_client_ip(request)
        )
        if tot:
            raise self.validation_error("geblokkeerd", timezone.localtime(tot).strftime("%H.%M"))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        blokkering.tel_mislukking(
            naam=credentials.get("username", ""), adres=self.get_client_ip(request)
        )

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "geblokkeerd": "Te veel mislukte pogingen. Probeer opnieuw na %s uur.",
        "username_password_mismatch": (
            "De gebruikersnaam of het wachtwoord klopt niet. Kijk beide na; hoofdletters tellen mee "
            "in het wachtwoord."
        ),
        "incorrect_password": "Het wachtwoord klopt niet.",
        "enter_current_password": "Het huidige wachtwoord klopt niet.",
        "too_many_login_attempts": "Te veel mislukte pogingen. Probeer het later opnieuw.",
        "rate_limited": "U doet te veel aanvragen na elkaar. Wacht even en probeer opnieuw.",
        "account_inactive": "Dit account is uitgeschakeld.",
        "invalid_password_reset": "Deze link is ongeldig of werd al gebruikt.",
        "unknown_email": "Dit e-mailadres is niet bekend.",
    }

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """Begin the session of the portal: which door, and for whom."""
        aanmelding = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if aanmelding is not None:
            lidmaatschap = werk_account_bij(account=user, identiteit=identiteit_van(aanmelding))
            sessie.begin(request, deur=Herkomst.ACM_IDM, lidmaatschap=lidmaatschap)
        else:
            blokkering.vergeet(naam=user.username)
            leden = lidmaatschappen_van(user, deur=Herkomst.LOKAAL)
            totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
            sessie.begin(
                request,
                deur=Herkomst.LOKAAL,
                lidmaatschap=leden[0] if len(leden) == 1 else None,
                totp=totp,
            )
            if len(leden) > 1:
                redirect_url = reverse("toegang:namens_wie")
        return HttpResponseRedirect(redirect_url or self.get_login_redirect_url(request))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if message_template:
            message = render_to_string(message_template, message_context or {}).strip()
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        inhoud = {"email": email, **context}
        stuur(
            aan=email,
            onderwerp=render_to_string(f"{template_prefix}_subject.txt", inhoud),
            tekst=render_to_string(f"{template_prefix}_message.txt", inhoud).strip(),
        )

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **kw: Any
    ) -> None:
        """Tell a local account by mail that its password or second factor changed."""
        if user.email:
            context = kw.get("context") or {}
            self.send_mail(template_prefix, user.email, {"user": user, **context})


class AcmAdapter(DefaultSocialAccountAdapter):
    """Who comes in through ACM/IDM, and who does not."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse before any account exists when the organisation is unknown here."""
        try:
            organisatie_voor(identiteit_van(sociallogin))
        except AanmeldFout as fout:
            raise ImmediateHttpResponse(toon_fout(request, fout)) from fout

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        raise ImmediateHttpResponse(toon_fout(request, _vertaal(error, exception, extra_context)))

    def new_user(self, request: HttpRequest, sociallogin: Any) -> Account:
        return Account(
            username=f"acm-{uuid.uuid4().hex}",
            herkomst=Herkomst.ACM_IDM,
        )

    def populate_user(
        self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]
    ) -> Account:
        account: Account = sociallogin.user
        account.first_name = (data.get("first_name") or "")[:150]
        account.last_name = (data.get("last_name") or "")[:150]
        return account

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True


def _vertaal(error: Any, exception: Exception | None, extra: dict[str, Any] | None) -> AanmeldFout:
    if isinstance(exception, AanmeldFout):
        return exception
    if isinstance(exception, requests.RequestException):
        return AanmeldFout(Reden.ONBEREIKBAAR, type(exception).__name__)
    if exception is not None:
        return AanmeldFout(Reden.GEWEIGERD, type(exception).__name__)
    if error == AuthError.CANCELLED:
        return AanmeldFout(Reden.GEANNULEERD, "door de gebruiker")
    if extra and "state_id" in extra:
        return AanmeldFout(Reden.STATE, "state ontbreekt, is onbekend of al gebruikt")
    return AanmeldFout(Reden.GEWEIGERD, "antwoord zonder code")


class TotpAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept closed with a key derived from SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "De code klopt niet. Neem de code die uw app nu toont.",
        "cannot_delete_authenticator": "De tweede stap is verplicht en blijft aan.",
    }

    def encrypt(self, text: str) -> str:
        return versleutel(DOEL_TWEEDE_STAP, text)

    def decrypt(self, encrypted_text: str) -> str:
        return ontsleutel(DOEL_TWEEDE_STAP, encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return False
