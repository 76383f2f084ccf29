"""The checks on an id_token: signature, issuer, audience, expiry and nonce, every time.

OpenID Connect lets a client skip the signature when the token came straight from the issuer over
TLS. We don't: a proxy, a wrong address or a mistake in settings must not be able to sign anyone in.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from toegang.oidc.fouten import AanmeldFout, Reden

# Asymmetric only: with HS256 allowed, the public key or the client secret could sign a token.
ALGORITMEN = frozenset({"RS256", "PS256", "ES256"})
SPELING_S = 10


def _sleutel(jwks: Mapping[str, Any], kop: Mapping[str, Any]) -> Any:
    bruikbaar = [rij for rij in jwks.get("keys", []) if rij.get("use", "sig") == "sig"]
    if (kid := kop.get("kid")) is not None:
        bruikbaar = [rij for rij in bruikbaar if rij.get("kid") == kid]
    if len(bruikbaar) != 1:
        raise AanmeldFout(Reden.TOKEN, "geen enkele of meer dan een sleutel past bij het token")
    return jwt.PyJWK(bruikbaar[0], algorithm=kop["alg"]).key


def kent_sleutel(jwks: Mapping[str, Any], token: str) -> bool:
    """Tell whether the key set has the key that `token` names (an issuer may have rotated)."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except jwt.PyJWTError:
        return True
    return kid is None or any(rij.get("kid") == kid for rij in jwks.get("keys", []))


def controleer_id_token(
    token: str, *, jwks: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Give the claims of `token`, or raise AanmeldFout with the reason.

    `nonce` is what this browser's sign-in began with. Clocks may differ by ten seconds.
    """
    try:
        kop = jwt.get_unverified_header(token)
        if kop.get("alg") not in ALGORITMEN:
            raise AanmeldFout(Reden.TOKEN, f"handtekening met {kop.get('alg')} wordt geweigerd")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_sleutel(jwks, kop),
            algorithms=[kop["alg"]],
            issuer=issuer,
            audience=client_id,
            leeway=SPELING_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as fout:
        raise AanmeldFout(Reden.TOKEN, f"id_token: {type(fout).__name__}") from fout
    voor_meer = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if voor_meer and claims.get("azp") != client_id:
        # Meant for several clients: then it must have been issued to us.
        raise AanmeldFout(Reden.TOKEN, "id_token: azp is een andere toepassing")
    gekregen = claims.get("nonce")
    if not nonce or not isinstance(gekregen, str):
        raise AanmeldFout(Reden.TOKEN, "id_token: nonce ontbreekt")
    if not hmac.compare_digest(gekregen.encode(), nonce.encode()):
        raise AanmeldFout(Reden.TOKEN, "id_token: nonce van een andere aanmelding")
    return claims
