"""Every curl line of docs/api.md is run as it stands."""

from __future__ import annotations

import base64
import hmac
import re
import shlex
from typing import Any
from urllib.parse import urljoin

import pytest

from gereedschap.versleuteling import versleutel
from koppelingen import webhooks
from koppelingen.gids import GIDSEN
from koppelingen.models import Webhook
from tests.conftest import WORTEL
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from toegang.models import Organisatie

pytestmark = pytest.mark.django_db
BLAD = (WORTEL / "docs" / "api.md").read_text(encoding="utf-8")
BLOKKEN = re.findall(r"```sh\n(.*?)```", BLAD, re.S)
REGELS = [r for blok in BLOKKEN for r in blok.replace("\\\n", " ").splitlines() if r.strip()]


@pytest.mark.parametrize("regel", REGELS, ids=lambda r: r.split("'")[1])
def test_elk_voorbeeld_met_curl_werkt(
    regel: str, cijfers: Any, verbetering: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    delen = shlex.split(regel)
    assert delen.pop(0) == "curl"
    adres, methode, inhoud = "", "GET", b""
    kop: dict[str, str] = {}
    volgt = "-L" in delen
    while delen:
        deel = delen.pop(0)
        if deel == "-X":
            methode = delen.pop(0)
        elif deel == "-H":
            naam, _, waarde = delen.pop(0).partition(": ")
            kop[naam.lower()] = waarde
        elif deel == "-L":
            continue
        elif deel == "-d":
            inhoud = delen.pop(0).encode()
        else:
            adres = deel.removeprefix("http://127.0.0.1:8000")
    sleutel = ""
    if kop.get("x-api-key") == "$SLEUTEL":
        sleutel = maak_sleutel(bestuur_van("44021"), "lezen", "registreren", "toelichten")
    if kop.get("x-api-key") == "$LEVERANCIER":
        groenblauwpeil = Organisatie.objects.get(slug="groenblauwpeil")
        sleutel = maak_sleutel(groenblauwpeil, "aanleveren:groenblauwpeil")
    if kop.get("x-api-key") == "$WEBHOOKSLEUTEL":
        sleutel = maak_sleutel(bestuur_van("44021"), "webhooks")
        # No test asks a name server of the outside.
        monkeypatch.setattr(webhooks, "los_op", lambda *_, **__: None)
    client = ApiClient(sleutel)
    soort = kop.get("content-type", "application/json")
    meer = {n: w for n, w in kop.items() if n not in ("x-api-key", "content-type")}
    antwoord = client.generic(methode, adres, inhoud, content_type=soort, headers=meer)
    if volgt:
        assert antwoord.status_code == 303
        antwoord = client.get(antwoord["Location"], headers=meer)
    assert antwoord.status_code in (200, 201, 202), (adres, antwoord)


def test_de_gids_staat_op_de_site_met_het_adres_van_dit_portaal(api: ApiClient) -> None:
    assert api.get("/api/docs/gids/bestaat-niet/").status_code == 404
    for naam in GIDSEN:
        tekst = api.get(f"/api/docs/gids/{naam}/").content.decode()
        assert "http://127.0.0.1:8000" not in tekst
        for kop in re.findall(r'href="#([^"]+)"', tekst):
            assert f'id="{kop}"' in tekst, kop
        # Each link to another page of the site works.
        for adres in set(re.findall(r'<a href="(/api/[^"#]+|\.\./[^"]+)"', tekst)):
            doel = urljoin(f"/api/docs/gids/{naam}/", adres)
            assert api.get(doel).status_code == 200, doel
    assert (
        "http://testserver/api/v1/verbeteringen/extern/"
        in api.get("/api/docs/gids/api/").content.decode()
    )


def test_het_voorbeeld_in_python_herkent_een_bericht(settings: Any) -> None:
    (voorbeeld,) = re.findall(r"```python\n(.*?)```", BLAD, re.S)
    ruimte: dict[str, Any] = {"base64": base64, "hmac": hmac}
    exec(voorbeeld, ruimte)
    geheim = "whsec_" + base64.b64encode(b"geheim").decode()
    haak = Webhook(geheim=versleutel(webhooks.DOEL, geheim.removeprefix("whsec_")))
    koppen = {
        "webhook-id": "editie-1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": webhooks.handtekeningen(haak, "editie-1", 1_700_000_000, b"{}"),
    }
    assert ruimte["klopt"](koppen, b"{}", geheim)
    assert not ruimte["klopt"](koppen, b"{} ", geheim)
    assert not ruimte["klopt"](koppen | {"webhook-id": "editie-2"}, b"{}", geheim)
