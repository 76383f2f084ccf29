"""allauth's OpenID Connect provider, made strict: nonce and signature are always verified.

What allauth leaves open and ACM/IDM needs: a nonce in every request and its check, the signature on
the code flow too, the `sub` of userinfo compared, `end_session_endpoint`, `switch` and `login_hint`.
Parameters of the request (`scope`, `auth_params`, `process`) are not taken over.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from toegang.oidc.claims import BEWAARDE_CLAIMS, Identiteit, lees_identiteit
from toegang.oidc.fouten import AanmeldFout, Reden
from toegang.oidc.instellingen import OidcInstellingen
from toegang.oidc.tokens import controleer_id_token, kent_sleutel

PROVIDER_ID = "acm-idm"
ONTDEKKING_S = 900


def instellingen() -> OidcInstellingen:
    """Give the settings; only called where ACM/IDM is in use."""
    gegeven: OidcInstellingen | None = settings.OIDC
    if gegeven is None:
        raise LookupError("ACM/IDM is niet ingesteld")
    return gegeven


def _haal(adres: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as sessie:
        antwoord = sessie.get(adres)
        antwoord.raise_for_status()
        inhoud = antwoord.json()
    if not isinstance(inhoud, dict):
        raise AanmeldFout(Reden.GEWEIGERD, f"{adres} gaf geen JSON-object")
    return inhoud


def ontdek() -> dict[str, Any]:
    """Read the discovery document; kept for a quarter of an hour."""
    issuer = instellingen().issuer
    sleutel = f"oidc:ontdekking:{issuer}"
    gekend = cache.get(sleutel)
    if gekend is None:
        gekend = _haal(f"{issuer}/.well-known/openid-configuration")
        if str(gekend.get("issuer", "")).rstrip("/") != issuer:
            raise AanmeldFout(Reden.GEWEIGERD, "ontdekking noemt een andere issuer")
        cache.set(sleutel, gekend, ONTDEKKING_S)
    return dict(gekend)


def haal_sleutels(adres: str, *, token: str) -> dict[str, Any]:
    """Read the key set; read it anew when the token names a key that the kept set lacks."""
    sleutel = f"oidc:sleutels:{adres}"
    gekend = cache.get(sleutel)
    if gekend is None or not kent_sleutel(gekend, token):
        gekend = _haal(adres)
        cache.set(sleutel, gekend, ONTDEKKING_S)
    return dict(gekend)


def hint(kbo: str) -> str:
    """Give `login_hint` for a lokaal bestuur: base64 of JSON (abb.md §2.4)."""
    inhoud = json.dumps({"cap_hint": "LB", "code_hint": kbo}, separators=(",", ":"))
    return base64.b64encode(inhoud.encode()).decode()


def adres_einde(request: HttpRequest, *, wissel: bool) -> str | None:
    """Give the address that ends the single sign-on, or (with `wissel`) lets one choose again.

    None when the issuer offers no such address or does not answer; the local session ended already.
    """
    try:
        einde = ontdek().get("end_session_endpoint")
    except (requests.RequestException, AanmeldFout):
        return None
    if not einde:
        return None
    terug = reverse("toegang:acm_aanmelden" if wissel else "toegang:afgemeld")
    vraag = {
        "client_id": instellingen().client_id,
        "post_logout_redirect_uri": build_absolute_uri(request, terug),
    }
    if wissel:
        vraag["switch"] = "true"
    return f"{einde}{'&' if '?' in einde else '?'}{urlencode(vraag)}"


class AcmIdmAdapter(OpenIDConnectOAuth2Adapter):
    nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        return ontdek()

    @property
    def basic_auth(self) -> bool:
        return instellingen().client_auth == "client_secret_basic"

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        adres: str = build_absolute_uri(request, reverse("toegang:acm_terugkeer"))
        return adres

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        ruw = kwargs["response"].get("id_token")
        if not isinstance(ruw, str):
            raise AanmeldFout(Reden.TOKEN, "antwoord zonder id_token")
        claims = self._claims(ruw, token.token)
        identiteit = lees_identiteit(claims, instellingen=instellingen())
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.identiteit = identiteit
        return login

    def _claims(self, ruw: str, toegangstoken: str) -> dict[str, Any]:
        config = self.openid_config
        id_claims = controleer_id_token(
            ruw,
            jwks=haal_sleutels(config["jwks_uri"], token=ruw),
            issuer=config["issuer"],
            client_id=instellingen().client_id,
            nonce=self.nonce,
        )
        info = self._fetch_user_info(toegangstoken) if "userinfo_endpoint" in config else {}
        if info and info.get("sub") != id_claims["sub"]:
            raise AanmeldFout(Reden.TOKEN, "userinfo gaat over iemand anders")
        return {**id_claims, **info}


class AcmIdmProvider(OpenIDConnectProvider):
    oauth2_adapter_class = AcmIdmAdapter

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        adres = reverse("toegang:acm_aanmelden")
        return f"{adres}?{urlencode(kwargs)}" if kwargs else adres

    def get_callback_url(self) -> str:
        return reverse("toegang:acm_terugkeer")

    def get_pkce_params(self) -> dict[str, str]:
        from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge

        paar: dict[str, str] = generate_code_challenge()
        return paar

    def get_scope(self) -> list[str]:
        return ["openid", "profile", "vo", instellingen().scope]

    def begin(self, request: HttpRequest, *, next_url: str | None, kbo: str = "") -> Any:
        """Redirect to the issuer, with a nonce of this sign-in beside state and PKCE."""
        nonce = secrets.token_urlsafe(24)
        vraag = {"nonce": nonce}
        if kbo:
            vraag["login_hint"] = hint(kbo)
        return self.redirect(
            request,
            process="login",
            next_url=next_url,
            scope=self.get_scope(),
            auth_params=vraag,
            nonce=nonce,
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"first_name": data.get("given_name"), "last_name": data.get("family_name")}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {naam: data[naam] for naam in BEWAARDE_CLAIMS if naam in data}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


def identiteit_van(login: Any) -> Identiteit:
    """Give what `complete_login` read."""
    gegeven: Identiteit = login.identiteit
    return gegeven
