"""An address that can't be a receiver is refused when the webhook is made."""

from __future__ import annotations

import pytest

from koppelingen import webhooks
from koppelingen.models import Webhook
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "fout"),
    [
        ("http://voorbeeld.be/", "https://"),
        ("https://127.0.0.1/", "niet openbaar"),
        ("https://[::1]/", "niet openbaar"),
        ("https://localhost/", "niet openbaar"),
        ("https://2130706433/", "niet openbaar"),
        ("https://gebruiker:wachtwoord@voorbeeld.be/", "geen webadres"),
        ("https://voorbeeld.be:22/", "Poort 22"),
        ("https://voorbeeld.be:8000/", "Poort 8000"),
        ("https://bestaat-niet.invalid/", "bestaat niet"),
        ("file:///etc/passwd", "https://"),
        ("https://", "geen webadres"),
        ("https://voorbeeld.be/\r\nX: y", "spaties"),
        ("https://" + "x" * 500, "500"),
        ("", "https://"),
    ],
)
def test_weigert_een_adres_dat_geen_ontvanger_kan_zijn(url: str, fout: str) -> None:
    toegang = toegang_van(maak_account("haakbeheerder", (bestuur_van("44021"), Rol.BEHEERDER)))
    with pytest.raises(webhooks.WebhookKanNiet) as weigering:
        webhooks.maak(
            organisatie=bestuur_van("44021"),
            gegevens=webhooks.Gegevens("x", url, ["standen"], []),
            toegang=toegang,
        )
    assert fout in weigering.value.fouten["url"][0]
    assert Webhook.objects.count() == 0
