"""Deliveries by key in the worker: in order, once, also when a worker stops or a feed is busy."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings as instellingen
from django.utils import timezone

from dataleveranciers import aanleverwerk, slot
from dataleveranciers.models import Aanlevering, Importrun
from dataleveranciers.services import importeer, zorg_voor_feed
from tests.dataleveranciers.conftest import collectie, feature
from tests.koppelingen.conftest import ADRES_GBP as ADRES
from tests.koppelingen.conftest import ApiClient, maak_sleutel, paden
from toegang.models import Organisatie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eigen_datamap")]


def wachtend(gbp: ApiClient, *namen: str) -> list[Aanlevering]:
    for naam in namen:
        gbp.stuur("POST", ADRES, collectie(feature(naam)))
    return list(Aanlevering.objects.order_by("pk"))


def test_wat_wacht_komt_in_volgorde_aan_de_beurt(gbp: ApiClient) -> None:
    rijen = wachtend(gbp, "a", "b", "c")
    assert aanleverwerk.wachtende_feeds() == ["groenblauwpeil"]
    assert aanleverwerk.verwerk("groenblauwpeil") == 3
    runs = [Aanlevering.objects.get(pk=rij.pk).run_id for rij in rijen]
    assert runs == sorted(filter(None, runs))
    assert aanleverwerk.wachtende_feeds() == []


def test_een_bezige_feed_laat_de_levering_wachten(gbp: ApiClient) -> None:
    wachtend(gbp, "a")
    nu = timezone.now()
    bezig = Importrun.objects.create(
        feed=zorg_voor_feed("groenblauwpeil"),
        gestart_op=nu,
        hartslag=nu,
        proces=slot.dit_proces(),
    )
    assert aanleverwerk.verwerk("groenblauwpeil") == 0
    assert Aanlevering.objects.get().status == "ontvangen"
    assert len(paden()) == 1
    bezig.delete()
    assert aanleverwerk.verwerk("groenblauwpeil") == 1
    assert Aanlevering.objects.get().status == "verwerkt"


def test_een_gestopte_werker_laat_ze_aan_de_volgende(gbp: ApiClient) -> None:
    (rij,) = wachtend(gbp, "a")
    lang = timezone.now() - dt.timedelta(hours=2)
    dood = Importrun.objects.create(
        feed=rij.feed, gestart_op=lang, hartslag=lang, proces="elders:1:1"
    )
    Aanlevering.objects.update(
        status="bezig", run=dood, hartslag=lang, proces="elders:1:1", pogingen=1
    )
    assert aanleverwerk.verwerk("groenblauwpeil") == 1
    rij.refresh_from_db()
    assert (rij.status, rij.pogingen) == ("verwerkt", 2)
    assert rij.run is not None
    assert rij.run.status == "gepubliceerd"
    dood.refresh_from_db()
    assert dood.status == "mislukt"


def test_na_drie_keer_stoppen_houdt_het_op(gbp: ApiClient) -> None:
    (rij,) = wachtend(gbp, "a")
    lang = timezone.now() - dt.timedelta(hours=2)
    Aanlevering.objects.update(status="bezig", hartslag=lang, proces="elders:1:1", pogingen=3)
    assert aanleverwerk.verwerk("groenblauwpeil") == 0
    data = gbp.get(f"/api/v1/aanleveringen/{rij.pk}").json()["data"]
    assert data["status"] == "mislukt"
    assert "3 keer" in data["reden"]
    assert paden() == []


def test_stopte_de_werker_na_het_publiceren_dan_komt_er_geen_tweede_run(
    gbp: ApiClient,
) -> None:
    (rij,) = wachtend(gbp, "a")
    run = importeer(feed="groenblauwpeil", bestand=rij.pad)
    Aanlevering.objects.update(status="bezig", run=run, hartslag=timezone.now())
    assert aanleverwerk.verwerk("groenblauwpeil") == 0
    assert Importrun.objects.count() == 1
    rij.refresh_from_db()
    assert rij.status == "verwerkt"


def test_mappen_van_afgebroken_leveringen_worden_opgeruimd(gbp: ApiClient) -> None:
    wachtend(gbp, "a")
    wees = Path(instellingen.DATA_MAP) / "aanleveringen" / "wees"
    wees.mkdir()
    for map_ in paden():
        os.utime(map_, (1, 1))
    assert aanleverwerk.ruim_op() == 1
    assert not wees.exists()
    assert len(paden()) == 1
    aanleverwerk.verwerk("groenblauwpeil")


def test_een_levering_in_quarantaine_bewaart_haar_bestand() -> None:
    """The brake judges whole deliveries; the kept file is the one of the engine."""
    fluvius = ApiClient(
        maak_sleutel(Organisatie.objects.get(slug="fluvius"), "aanleveren:fluvius-led")
    )
    namen = ["GENT", "AALST", "BRUGGE", "LEUVEN", "HASSELT", "GENK", "MECHELEN", "KORTRIJK"]

    def stuur(aantal: int) -> Aanlevering:
        regels = "".join(f"2025-12-31;{n};100;40\n" for n in namen[:aantal])
        tekst = "peildatum;hoofdgemeente;lichtpunten;led\n" + regels
        antwoord = fluvius.stuur(
            "POST", "/api/v1/feeds/fluvius-led/aanleveringen", tekst.encode(), soort="text/csv"
        )
        assert antwoord.status_code == 202, antwoord.content
        aanleverwerk.verwerk("fluvius-led")
        return Aanlevering.objects.select_related("run").get(pk=antwoord.json()["id"])

    stuur(8)
    rij = stuur(4)
    assert rij.run is not None
    assert rij.run.status == "in_quarantaine"
    antwoord = fluvius.get(f"/api/v1/aanleveringen/{rij.pk}").json()["data"]
    assert antwoord["status"] == "in_quarantaine"
    assert "minder" in antwoord["reden"]
    assert paden() == []
