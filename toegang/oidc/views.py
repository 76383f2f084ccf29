"""To ACM/IDM and back."""

from __future__ import annotations

from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from toegang.adapters import toon_fout
from toegang.models import Organisatie
from toegang.oidc.fouten import AanmeldFout, Reden
from toegang.oidc.provider import PROVIDER_ID, AcmIdmAdapter, AcmIdmProvider
from toegang.views.hulp import veilig_adres


def _provider(request: HttpRequest) -> AcmIdmProvider:
    if settings.OIDC is None:
        raise Http404
    provider: AcmIdmProvider = get_adapter().get_provider(request, PROVIDER_ID)
    return provider


@require_GET
@never_cache
def aanmelden(request: HttpRequest) -> HttpResponse:
    """Send the browser to ACM/IDM. `organisatie` (a slug) makes it a targeted sign-in.

    A plain link may point here (from the Loket, or back from `switch`): state, nonce and PKCE tie
    the answer to this browser.
    """
    provider = _provider(request)
    slug = request.GET.get("organisatie", "")[:80]
    kbo = Organisatie.objects.filter(slug=slug).values_list("kbo", flat=True).first() or ""
    try:
        antwoord: HttpResponse = provider.begin(
            request, next_url=veilig_adres(request, ""), kbo=kbo
        )
    except AanmeldFout as fout:
        return toon_fout(request, fout)
    except (requests.RequestException, KeyError, ValueError) as fout:
        return toon_fout(request, AanmeldFout(Reden.ONBEREIKBAAR, type(fout).__name__))
    return antwoord


class Terugkeer(OAuth2CallbackView):
    """The answer of the issuer. The nonce of this sign-in goes from its state to the adapter."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, antwoord = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, antwoord


@require_GET
@never_cache
def terugkeer(request: HttpRequest) -> HttpResponse:
    _provider(request)
    view = Terugkeer.adapter_view(AcmIdmAdapter(request, PROVIDER_ID))
    try:
        antwoord: HttpResponse = view(request)
    except AanmeldFout as fout:
        return toon_fout(request, fout)
    except ImmediateHttpResponse as fout:
        return fout.response
    except (KeyError, ValueError) as fout:
        # What the issuer sent was not what the standard says (a key left out, no JSON).
        return toon_fout(request, AanmeldFout(Reden.GEWEIGERD, type(fout).__name__))
    return antwoord
