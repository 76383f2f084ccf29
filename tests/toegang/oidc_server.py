"""A real OpenID Connect provider that behaves as ACM/IDM does (abb.md §2), in its own process.

Authorization code with PKCE S256, RS256 id_tokens, userinfo, single sign-on by cookie, `switch`, and
RP-initiated logout. It refuses what ACM/IDM refuses: an unknown scope, redirect address or client, a
code used twice, a wrong verifier. `POST /proef` makes it misbehave in one way; `GET /proef` tells what
it was asked. Run: python tests/toegang/oidc_server.py <port>.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import sys
import time
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = ("pactportaal", "geheim+van/de=client")
SCOPES = {"openid", "profile", "vo", "abb_pactportaal"}
SLEUTEL = rsa.generate_private_key(public_exponent=65537, key_size=2048)
VREEMDE_SLEUTEL = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Stand:
    """What the provider knows and how it misbehaves."""

    def __init__(self) -> None:
        self.fout = ""
        self.weglaten: list[str] = []
        self.personen: dict[str, dict[str, Any]] = {}
        self.terug: list[str] = []
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.sessies: dict[str, str] = {}
        self.gevraagd: list[dict[str, str]] = []


STAND = Stand()


def _jwk() -> dict[str, Any]:
    return {
        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(SLEUTEL.public_key())),
        "kid": "sleutel-1",
        "use": "sig",
        "alg": "RS256",
    }


def _id_token(issuer: str, claims: dict[str, Any], nonce: str) -> str:
    nu = int(time.time())
    inhoud = {
        "iss": issuer,
        "aud": CLIENT[0],
        "iat": nu,
        "exp": nu + 300,
        "nonce": nonce,
        **claims,
    }
    sleutel: Any = SLEUTEL
    alg, kid = "RS256", "sleutel-1"
    match STAND.fout:
        case "aud":
            inhoud["aud"] = "andere-toepassing"
        case "aud_meer":
            inhoud |= {"aud": [CLIENT[0], "andere"], "azp": "andere"}
        case "exp":
            inhoud |= {"iat": nu - 900, "exp": nu - 600}
        case "iss":
            inhoud["iss"] = "https://iemand-anders.example/op"
        case "nonce":
            inhoud["nonce"] = "van-een-andere-aanmelding"
        case "nonce_weg":
            del inhoud["nonce"]
        case "handtekening":
            sleutel = VREEMDE_SLEUTEL
        case "onbekende_sleutel":
            kid = "sleutel-9"
        case "hs256":
            sleutel, alg = CLIENT[1] + "x" * 32, "HS256"
        case "zonder_handtekening":
            return jwt.encode(inhoud, None, algorithm="none")
    return jwt.encode(inhoud, sleutel, algorithm=alg, headers={"kid": kid})


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/op"  # type: ignore[attr-defined]

    def _stuur(
        self, status: int, inhoud: str | dict[str, Any] = "", *, naar: str = "", koek: str = ""
    ) -> None:
        soort = "application/json" if isinstance(inhoud, dict) else "text/html; charset=utf-8"
        lichaam = (json.dumps(inhoud) if isinstance(inhoud, dict) else inhoud).encode()
        self.send_response(status)
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(lichaam)))
        if naar:
            self.send_header("Location", naar)
        if koek:
            self.send_header("Set-Cookie", f"{koek}; Path=/; HttpOnly; SameSite=Lax")
        self.end_headers()
        self.wfile.write(lichaam)

    def _lees(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

    def do_GET(self) -> None:
        deel = urlsplit(self.path)
        vraag = dict(parse_qsl(deel.query, keep_blank_values=True))
        match deel.path:
            case "/op/.well-known/openid-configuration":
                self._ontdekking()
            case "/op/v1/keys":
                self._stuur(200, {"keys": [_jwk()]})
            case "/op/v1/auth":
                self._auth(vraag)
            case "/op/v1/kies":
                self._kies(vraag)
            case "/op/v1/userinfo":
                self._userinfo()
            case "/op/v1/logout":
                self._logout(vraag)
            case "/proef":
                self._stuur(200, {"gevraagd": STAND.gevraagd})
            case _:
                self._stuur(404, "niet gevonden")

    def do_POST(self) -> None:
        lichaam = self._lees()
        if self.path == "/proef":
            gegeven = json.loads(lichaam)
            STAND.fout = gegeven.get("fout", "")
            STAND.weglaten = gegeven.get("weglaten", [])
            STAND.personen = gegeven.get("personen", STAND.personen)
            STAND.terug = gegeven.get("terug", STAND.terug)
            STAND.gevraagd, STAND.sessies = [], {}
            self._stuur(200, {})
        elif self.path == "/op/v1/token":
            self._token({naam: waarden[0] for naam, waarden in parse_qs(lichaam).items()})
        else:
            self._stuur(404, "niet gevonden")

    def _ontdekking(self) -> None:
        einde = {"end_session_endpoint": f"{self.issuer}/v1/logout"}
        self._stuur(
            200,
            {
                "issuer": self.issuer if STAND.fout != "ontdekking" else "https://vals.example",
                "authorization_endpoint": f"{self.issuer}/v1/auth",
                "token_endpoint": f"{self.issuer}/v1/token",
                "userinfo_endpoint": f"{self.issuer}/v1/userinfo",
                "jwks_uri": f"{self.issuer}/v1/keys",
                **(einde if STAND.fout != "zonder_einde" else {}),
            },
        )

    def _auth(self, vraag: dict[str, str]) -> None:
        STAND.gevraagd.append({"pad": "auth", **vraag})
        if vraag.get("client_id") != CLIENT[0] or vraag.get("redirect_uri") not in STAND.terug:
            return self._stuur(400, "onbekende client of onbekend adres")
        terug = {"state": vraag.get("state", "")}
        if vraag.get("response_type") != "code" or vraag.get("code_challenge_method") != "S256":
            return self._terug(vraag, {"error": "invalid_request", **terug})
        if not set(vraag["scope"].split()) <= SCOPES:
            return self._terug(vraag, {"error": "invalid_scope", **terug})
        if STAND.fout in ("access_denied", "server_error"):
            return self._terug(vraag, {"error": STAND.fout, **terug})
        if persoon := STAND.sessies.get(self._sso()):
            return self._geef_code(vraag, persoon)
        keuzes = "".join(
            f'<li><a href="/op/v1/kies?persoon={quote(naam)}&vraag={quote(urlencode(vraag))}">'
            f"{html.escape(naam)}</a></li>"
            for naam in STAND.personen
        )
        return self._stuur(200, f"<h1>Selecteer namens wie</h1><ul>{keuzes}</ul>")

    def _sso(self) -> str:
        koek = SimpleCookie(self.headers.get("Cookie", "")).get("sso")
        return koek.value if koek else ""

    def _terug(self, vraag: dict[str, str], antwoord: dict[str, str], *, koek: str = "") -> None:
        self._stuur(302, naar=f"{vraag['redirect_uri']}?{urlencode(antwoord)}", koek=koek)

    def _kies(self, gegeven: dict[str, str]) -> None:
        sso = secrets.token_hex(8)
        STAND.sessies[sso] = gegeven["persoon"]
        self._geef_code(dict(parse_qsl(gegeven["vraag"])), gegeven["persoon"], koek=f"sso={sso}")

    def _geef_code(self, vraag: dict[str, str], persoon: str, *, koek: str = "") -> None:
        code = secrets.token_urlsafe(16)
        STAND.codes[code] = {"vraag": vraag, "persoon": persoon, "tot": time.time() + 30}
        self._terug(vraag, {"code": code, "state": vraag.get("state", "")}, koek=koek)

    def _token(self, gegeven: dict[str, str]) -> None:
        soort, _, waarde = self.headers.get("Authorization", "").partition(" ")
        client = (gegeven.get("client_id", ""), gegeven.get("client_secret", ""))
        if soort == "Basic":
            naam, _, geheim = base64.b64decode(waarde).decode().partition(":")
            client = (unquote(naam), geheim)
        code = STAND.codes.pop(gegeven.get("code", ""), None)
        if client != CLIENT:
            return self._stuur(401, {"error": "invalid_client"})
        som = hashlib.sha256(gegeven.get("code_verifier", "").encode()).digest()
        uitdaging = base64.urlsafe_b64encode(som).rstrip(b"=").decode()
        if (
            code is None
            or code["tot"] < time.time()
            or code["vraag"]["code_challenge"] != uitdaging
            or code["vraag"]["redirect_uri"] != gegeven.get("redirect_uri")
            or STAND.fout == "token_geweigerd"
        ):
            return self._stuur(400, {"error": "invalid_grant"})
        claims = {
            naam: waarde
            for naam, waarde in STAND.personen[code["persoon"]].items()
            if naam not in STAND.weglaten
        }
        toegang = secrets.token_urlsafe(16)
        STAND.tokens[toegang] = claims
        antwoord = {
            "access_token": toegang,
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": _id_token(
                self.issuer,
                {"sub": claims["sub"]} if "sub" in claims else {},
                code["vraag"].get("nonce", ""),
            ),
        }
        if STAND.fout == "zonder_id_token":
            del antwoord["id_token"]
        return self._stuur(200, antwoord)

    def _userinfo(self) -> None:
        claims = STAND.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if claims is None:
            return self._stuur(401, {"error": "invalid_token"})
        if STAND.fout == "andere_persoon":
            return self._stuur(200, {**claims, "sub": "iemand-anders"})
        return self._stuur(200, claims)

    def _logout(self, vraag: dict[str, str]) -> None:
        STAND.gevraagd.append({"pad": "logout", **vraag})
        if (
            vraag.get("client_id") != CLIENT[0]
            or vraag.get("post_logout_redirect_uri") not in STAND.terug
        ):
            return self._stuur(400, "onbekende client of onbekend adres")
        STAND.sessies.pop(self._sso(), None)
        return self._stuur(302, naar=vraag["post_logout_redirect_uri"], koek="sso=weg")


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    print(server.server_address[1], flush=True)
    server.serve_forever()
