"""/beheer/methodebreuken/: recorded and withdrawn by the Vlaamse administratie, with its history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doelstellingen.models import Indicator, Methodebreuk
from tests.rapportering.voorbeeld import leesbaar

pytestmark = pytest.mark.django_db
ADRES = "/beheer/methodebreuken/"


def test_de_vlaamse_beheerder_legt_vast_en_trekt_in(client: Client, vlaamse_beheerder: Any) -> None:
    client.force_login(vlaamse_beheerder)
    gegevens = {
        "indicator": Indicator.objects.get(slug="laadpunten").pk,
        "datum": "1999-01-01",
        "toelichting": "Ook <b>garages</b>",
    }
    assert "Kies een datum van 1-1-2019" in leesbaar(client.post(ADRES, gegevens))
    assert "Kies een cijfer." in leesbaar(client.post(ADRES, {}))
    gegevens["datum"] = "2024-01-01"
    assert client.post(ADRES, gegevens).status_code == 302
    breuk = Methodebreuk.objects.get()
    assert breuk.publicatie.door == vlaamse_beheerder
    inhoud = leesbaar(client.get(ADRES))
    assert "Ook &lt;b&gt;garages&lt;/b&gt;" in inhoud
    # Twice the same button: the second time says that it is gone.
    for _ in range(2):
        client.post(ADRES, {"intrekken": str(breuk.pk)})
    inhoud = leesbaar(client.get(ADRES))
    assert "De breuk is ingetrokken" in inhoud
    assert "al ingetrokken of vervangen" in inhoud
    assert "vervangen of ingetrokken in editie" in inhoud
