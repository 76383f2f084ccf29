"""The settings of ACM/IDM, checked once at start: complete and safe, or absent."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from toegang.rollen import Rol

LUSLUS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class OidcInstellingen:
    """How to reach the issuer and how to read its claims. `rollen` has lower-case names as keys."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str
    rol_claim: str
    rollen: dict[str, str] = field(default_factory=dict)
    vlaamse_organisaties: frozenset[str] = frozenset()
    client_auth: str = "client_secret_basic"

    @property
    def oorsprong(self) -> str:
        """Scheme and host of the issuer, for `form-action` of the CSP."""
        deel = urlsplit(self.issuer)
        return f"{deel.scheme}://{deel.netloc}"


def _rollen(regels: list[str]) -> dict[str, str]:
    uit: dict[str, str] = {}
    for regel in regels:
        naam, teken, rol = regel.partition("=")
        if not teken or rol.strip() not in Rol.values or not naam.strip():
            raise ImproperlyConfigured(
                f"OIDC_ROLLEN: “{regel}” is geen rol. Schrijf naam=rol, met als rol een van "
                f"{', '.join(Rol.values)}."
            )
        uit[naam.strip().casefold()] = rol.strip()
    return uit


def stel_in(
    *,
    issuer: str,
    client_id: str,
    client_secret: str,
    scope: str,
    rol_claim: str,
    rollen: list[str],
    vlaamse_organisaties: list[str],
    client_auth: str,
) -> OidcInstellingen | None:
    """Give the settings, None when ACM/IDM is not used, or raise when something is missing.

    An issuer without https is accepted only on this machine.
    """
    delen = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": client_id,
        "OIDC_CLIENT_SECRET": client_secret,
        "OIDC_SCOPE": scope,
    }
    leeg = [naam for naam, waarde in delen.items() if not waarde]
    if len(leeg) == len(delen):
        return None
    if leeg:
        raise ImproperlyConfigured(
            f"ACM/IDM is half ingesteld: {', '.join(leeg)} ontbreekt. Geef alle vier de waarden "
            f"({', '.join(delen)}) of geen enkele."
        )
    adres = urlsplit(issuer)
    if adres.scheme != "https" and adres.hostname not in LUSLUS:
        raise ImproperlyConfigured(f"OIDC_ISSUER moet met https:// beginnen, niet: {issuer}")
    if client_auth not in ("client_secret_basic", "client_secret_post"):
        raise ImproperlyConfigured(
            "OIDC_CLIENT_AUTH is client_secret_basic of client_secret_post, niet: " + client_auth
        )
    return OidcInstellingen(
        issuer=issuer.rstrip("/"),
        client_id=client_id,
        client_secret=client_secret,
        scope=scope,
        rol_claim=rol_claim or f"{scope}_rol_3d",
        rollen=_rollen(rollen),
        vlaamse_organisaties=frozenset(code.upper() for code in vlaamse_organisaties),
        client_auth=client_auth,
    )
