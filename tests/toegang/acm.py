"""ACM/IDM in tests: the provider process, the portal set up for it, and a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from django.urls import reverse

from tests.toegang.oidc_server import CLIENT
from toegang.oidc.instellingen import stel_in
from toegang.rollen import Rol

CLAIM = "abb_pactportaal_rol_3d"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The provider in its own process, on a free port."""
    bestand = Path(__file__).with_name("oidc_server.py")
    with subprocess.Popen(
        [sys.executable, str(bestand), "0"], stdout=subprocess.PIPE, text=True
    ) as proces:
        assert proces.stdout is not None
        yield f"http://127.0.0.1:{proces.stdout.readline().strip()}/op"
        proces.terminate()


def persoon(sub: str, code: str, rollen: Any, **meer: Any) -> dict[str, Any]:
    return {
        "sub": sub,
        "given_name": "Nele",
        "family_name": "Voorbeeld",
        "vo_id": f"vo-{sub}",
        "vo_doelgroepcode": "LB",
        "vo_orgcode": code,
        "vo_orgnaam": "een bestuur",
        CLAIM: rollen,
        **meer,
    }


@dataclass
class Acm:
    """The provider as a test sees it."""

    issuer: str
    portaal: str

    @property
    def _proef(self) -> str:
        return self.issuer.removesuffix("/op") + "/proef"

    def stel(self, *, fout: str = "", weglaten: tuple[str, ...] = (), **personen: Any) -> None:
        adressen = ("toegang:acm_terugkeer", "toegang:afgemeld", "toegang:acm_aanmelden")
        requests.post(
            self._proef,
            json={
                "fout": fout,
                "weglaten": list(weglaten),
                "personen": personen,
                "terug": [self.portaal + reverse(naam) for naam in adressen],
            },
            timeout=5,
        ).raise_for_status()

    @property
    def gevraagd(self) -> list[dict[str, str]]:
        antwoord: list[dict[str, str]] = requests.get(self._proef, timeout=5).json()["gevraagd"]
        return antwoord


@pytest.fixture
def acm(issuer: str, live_server: Any, settings: Any) -> Acm:
    """The portal, set up for the provider as an operator would."""
    oidc = stel_in(
        issuer=issuer,
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
        scope="abb_pactportaal",
        rol_claim="",
        rollen=[f"PactPortaal{rol.title().replace('_', '')}={rol}" for rol in Rol.values],
        vlaamse_organisaties=["OVO001835"],
        client_auth="client_secret_basic",
    )
    assert oidc is not None
    settings.OIDC = oidc
    app = {
        "provider_id": "acm-idm",
        "name": "ACM/IDM",
        "client_id": oidc.client_id,
        "secret": oidc.client_secret,
        "settings": {"server_url": oidc.issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
    }
    beleid = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**beleid, "form-action": ["'self'", oidc.oorsprong]}
    }
    return Acm(issuer, live_server.url)


@pytest.fixture
def pagina(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page of its own: refusals (403) are meant here, and a console may say so."""
    context = chromium.new_context(base_url=live_server.url, locale="nl-BE")
    yield context.new_page()
    context.close()


def meld_aan(pagina: Any, naam: str, *, via: str = "/aanmelden/") -> None:
    pagina.goto(via)
    pagina.get_by_role("link", name="Aanmelden met ACM/IDM").click()
    pagina.get_by_role("link", name=naam, exact=True).click()


def kop(pagina: Any) -> str:
    tekst: str = pagina.locator("h1").inner_text()
    return tekst


def meld_af(pagina: Any) -> None:
    pagina.locator("details.wie summary").click()
    pagina.get_by_role("button", name="Afmelden").click()
    pagina.get_by_role("heading", name="U bent afgemeld").wait_for()
