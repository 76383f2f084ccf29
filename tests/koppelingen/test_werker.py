"""From a supplier's POST to a partner's receiver, through a real worker over the real broker."""

from __future__ import annotations

from typing import Any

import pytest

from dataleveranciers.models import Aanlevering
from koppelingen import webhooks
from koppelingen.models import Bezorging
from tests.dataleveranciers.conftest import collectie, feature
from tests.koppelingen.conftest import ADRES_GBP, ApiClient, maak_sleutel
from tests.koppelingen.ontvanger import draaiende_ontvanger
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from tests.werker import draaiende_werker, wacht_tot
from toegang.models import Organisatie
from toegang.rollen import Rol

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.mark.timeout(300)
def test_een_aanlevering_wordt_ingevoerd_en_verteld(monkeypatch: Any, settings: Any) -> None:
    settings.WEBHOOKS_LOKAAL = True
    monkeypatch.setenv("WEBHOOKS_LOKAAL", "1")
    gbp = Organisatie.objects.get(slug="groenblauwpeil")
    client = ApiClient(maak_sleutel(gbp, "aanleveren:groenblauwpeil"))
    with draaiende_ontvanger() as ontvanger, draaiende_werker() as log:
        ontvanger.gedrag = [500]
        _, geheim = webhooks.maak(
            organisatie=bestuur_van("44021"),
            gegevens=webhooks.Gegevens("x", ontvanger.adres, ["verbeteringen"], ["44021"]),
            toegang=toegang_van(maak_account("b", (bestuur_van("44021"), Rol.BEHEERDER))),
        )
        antwoord = client.stuur(
            "POST", ADRES_GBP, collectie(feature("a"), feature("b")), idempotency_key="een"
        )
        assert antwoord.status_code == 202, antwoord.content
        wacht_tot(lambda: Aanlevering.objects.get().status == "verwerkt", seconden=90)
        wacht_tot(lambda: Bezorging.objects.filter(pogingen=1).exists(), seconden=60)
        rij = Bezorging.objects.get()
        assert (rij.staat, rij.laatste_status) == ("wacht", 500), log.read_text()
        toegang = toegang_van(maak_account("c", (bestuur_van("44021"), Rol.BEHEERDER)))
        webhooks.stuur_opnieuw(webhook=rij.webhook, toegang=toegang, bezorging=rij)
        wacht_tot(lambda: len(ontvanger.berichten) == 2, seconden=60)
        wacht_tot(lambda: Bezorging.objects.get().staat == "bezorgd", seconden=20)
    een, twee = ontvanger.berichten
    assert een.koppen["webhook-id"] == twee.koppen["webhook-id"]
    assert ontvanger.klopt(een, geheim)
    assert ontvanger.klopt(twee, geheim)
    data = twee.gebeurtenis["data"]
    assert (data["nis"], data["aantal"], data["vervallen"]) == ("44021", 2, 0)
