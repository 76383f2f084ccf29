"""What the schedule sends is fetched and imported by a real worker, over the real broker."""

from __future__ import annotations

import pytest

from dataleveranciers import tasks
from dataleveranciers.models import Importrun
from doelstellingen.models import Stand
from tests.dataleveranciers.conftest import feature
from tests.feeds.server import Gedrag, leverancier
from tests.werker import draaiende_werker, wacht_tot
from verbeteringen.models import Verbetering

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def _klaar(aantal: int) -> bool:
    return Importrun.objects.exclude(status=Importrun.Status.BEZIG).count() == aantal


def test_de_werker_voert_een_levering_in_en_een_herhaling_verandert_niets(monkeypatch) -> None:
    gedrag = Gedrag(features=[feature(f"w-{i}") for i in range(30)] + [feature("fout", bomen=-0.5)])
    with leverancier(gedrag) as adres:
        monkeypatch.setenv("GROENBLAUWPEIL_URL", f"{adres}/api")
        with draaiende_werker() as log:
            tasks.haal_groenblauwpeil.delay()
            wacht_tot(lambda: _klaar(1), seconden=60)
            run = Importrun.objects.get()
            assert (run.status, run.gelezen, run.nieuw, run.afgewezen) == (
                "gepubliceerd",
                31,
                30,
                1,
            ), log.read_text()
            tasks.haal_groenblauwpeil_geheel.delay()
            wacht_tot(lambda: _klaar(2), seconden=60)
    weer = Importrun.objects.latest("pk")
    assert (weer.status, weer.ongewijzigd, weer.publicatie) == ("ongewijzigd", 30, None)
    assert Verbetering.objects.count() == 30
    bomen = Stand.objects.filter(indicator__doelstelling__slug="bomen").latest("pk")
    assert bomen.waarde == 300
