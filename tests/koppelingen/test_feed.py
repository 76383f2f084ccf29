"""The outbox and its feed: what a publicatie tells, to whom, once, and read on by cursor."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from dataleveranciers.models import Importrun
from dataleveranciers.services import zorg_voor_feed
from doelstellingen.models import Doelstelling, Publicatie
from gemeenten.models import Gemeente
from koppelingen.models import Bezorging, Soort, Verzamelstand, Webhook, Wijziging
from koppelingen.verzamelen import verzamel, wil
from meldingen import services as meldingen
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from tests.toegang.conftest import toegang_van
from tests.verbeteringen.hulp import bomen, gemeente, invoer
from toegang.models import Account, Organisatie
from verbeteringen.models import Verbetering
from verbeteringen.registratie import registreer_verbetering

pytestmark = pytest.mark.django_db
FEED = "/api/v1/feed"


@pytest.fixture(autouse=True)
def _vanaf_nu() -> None:
    """What the reference data published is no news for these tests."""
    verzamel()
    Wijziging.objects.all().delete()


def soorten() -> list[tuple[str, str]]:
    return [
        (w.soort, w.gemeente.nis if w.gemeente else "")
        for w in Wijziging.objects.select_related("gemeente")
    ]


def webhook(nis: str = "44021", **anders: Any) -> Webhook:
    velden: dict[str, Any] = {
        "naam": "x",
        "url": "https://voorbeeld.be",
        "geheim": "x",
        "soorten": ["standen", "verbeteringen", "toelichting", "importrun"],
        "gemeenten": [],
    }
    return Webhook.objects.create(organisatie=bestuur_van(nis), **velden | anders)


def test_een_invoer_vertelt_per_gemeente_welke_doelstellingen_wijzigden(cijfers: Any) -> None:
    verzamel()
    assert soorten() == [("publicatie", ""), ("standen", "41002"), ("standen", "44021")]
    stand = Wijziging.objects.get(gemeente__nis="44021")
    assert stand.inhoud["doelstellingen"] == ["bomen"]
    assert stand.inhoud["editie"] == cijfers.pk
    assert stand.inhoud["adres"] == f"/api/v1/standen?nis=44021&gekendOp={cijfers.pk}"
    # Once more changes nothing.
    assert verzamel() == set()
    assert Wijziging.objects.count() == 3


def test_het_adres_in_een_gebeurtenis_antwoordt(
    cijfers: Any, verbetering: Any, api: ApiClient
) -> None:
    verzamel()
    adressen = [w.inhoud["adres"] for w in Wijziging.objects.exclude(gemeente=None)]
    assert len(adressen) >= 3
    for adres in adressen:
        assert api.get(adres).json()["data"], adres


def test_een_registratie_vertelt_haar_nummer_en_niets_van_de_burger(tuin: Verbetering) -> None:
    verzamel()
    rij = Wijziging.objects.get(soort=Soort.VERBETERINGEN)
    assert rij.inhoud["nummers"] == [tuin.pk]
    alles = str(list(Wijziging.objects.values("kenmerk", "inhoud")))
    assert "Peeters" not in alles
    assert "tuin" not in alles.lower()


def test_wat_op_nazicht_wacht_is_voor_niemand_nieuws(burger: Account) -> None:
    registreer_verbetering(
        invoer=invoer(aanvrager="burger", maatregelen=bomen(3)),
        gemeente=gemeente("44021"),
        toegang=toegang_van(burger),
    )
    verzamel()
    assert [s for s, _ in soorten()] == ["publicatie"]


def test_wat_openbaar_was_en_vervalt_wordt_verteld(verbetering: Verbetering) -> None:
    from doelstellingen.services import herroep

    verzamel()
    Wijziging.objects.all().delete()
    herroep(Publicatie.objects.get(pk=verbetering.publicatie_id))
    verzamel()
    rij = Wijziging.objects.get(soort=Soort.VERBETERINGEN)
    assert (rij.inhoud["aantal"], rij.inhoud["vervallen"]) == (0, 1)


def test_een_toelichting_wordt_verteld_als_ze_openbaar_is(publicator_gent: Account) -> None:
    gent, doel = gemeente("44021"), Doelstelling.objects.get(slug="bomen")
    door = toegang_van(publicator_gent)
    meldingen.bewaar_toelichting(
        gemeente=gent,
        doelstelling=doel,
        soort="toelichting",
        tekst="Uitleg.",
        meer_info="",
        door=door,
    )
    verzamel()
    assert Soort.TOELICHTING not in dict(soorten())
    meldingen.publiceer_toelichting(gemeente=gent, doelstelling=doel, door=door)
    verzamel()
    rij = Wijziging.objects.get(soort=Soort.TOELICHTING)
    assert rij.inhoud["doelstelling"] == "bomen"
    assert "Uitleg" not in str(rij.inhoud)


def beeindig(feed: str, status: str = "afgekeurd") -> Importrun:
    nu = timezone.now()
    return Importrun.objects.create(
        feed=zorg_voor_feed(feed), gestart_op=nu, hartslag=nu, status=status, beeindigd_op=nu
    )


def test_een_beeindigde_run_is_alleen_voor_wie_hem_leverde(api: ApiClient) -> None:
    run = beeindig("fluvius-led", "in_quarantaine")
    bezig = beeindig("groenblauwpeil", "bezig")
    verzamel()
    assert Wijziging.objects.get().inhoud["run"] == run.pk
    run.status = Importrun.Status.GEPUBLICEERD
    run.save()
    verzamel()
    assert [w.inhoud["status"] for w in Wijziging.objects.all()] == [
        "in_quarantaine",
        "gepubliceerd",
    ]
    bezig.delete()
    fluvius = Organisatie.objects.get(slug="fluvius")
    assert len(ApiClient(maak_sleutel(fluvius, "lezen")).get(FEED).json()) == 2
    for ander in (
        api,
        ApiClient(maak_sleutel(bestuur_van("44021"), "lezen")),
        ApiClient(maak_sleutel(fluvius, "webhooks")),
    ):
        assert ander.get(FEED).json() == []


# Who hears of it


def test_een_webhook_hoort_van_zijn_soorten_en_gemeenten(cijfers: Any) -> None:
    verzamelstand = Verzamelstand.objects.get()
    verzamelstand.laatste_editie = cijfers.pk - 1
    verzamelstand.save()
    alle, gent = webhook(), webhook(gemeenten=["44021"])
    geen = [
        webhook(soorten=["publicatie"], toestand="gepauzeerd"),
        webhook(soorten=["toelichting"]),
        webhook(gemeenten=["11002"]),
    ]
    assert verzamel() == {alle.pk, gent.pk}
    per = {w.pk: w.bezorgingen.count() for w in (alle, gent, *geen)}
    assert list(per.values()) == [2, 1, 0, 0, 0]


def test_nieuws_van_een_opgegane_gemeente_is_ook_voor_haar_opvolger() -> None:
    merelbeke = Gemeente.objects.get(nis="44043")
    rij = Wijziging(soort="standen", gemeente=merelbeke)
    haak = webhook(gemeenten=["44088"])
    assert wil(haak, rij, "44088")
    assert not wil(webhook(gemeenten=["44021"]), rij, "44088")


def test_een_run_van_een_ander_gaat_nooit_naar_een_webhook() -> None:
    haak = webhook()
    beeindig("fluvius-led")
    assert verzamel() == set()
    assert haak.bezorgingen.count() == 0
    eigen = Webhook.objects.create(
        organisatie=Organisatie.objects.get(slug="fluvius"),
        naam="x",
        url="https://x.be",
        geheim="x",
        soorten=["importrun"],
    )
    beeindig("fluvius-led")
    assert verzamel() == {eigen.pk}
    assert Bezorging.objects.count() == 1


def test_een_publicatie_vult_de_uitbak_na_commit(
    cijfers: Any, django_capture_on_commit_callbacks: Any, publicator_gent: Account
) -> None:
    verzamel()
    Wijziging.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        registreer_verbetering(
            invoer=invoer(), gemeente=gemeente("44021"), toegang=toegang_van(publicator_gent)
        )
    assert ("verbeteringen", "44021") in soorten()


# The feed


def test_de_feed_is_een_lijst_van_cloudevents(cijfers: Any, api: ApiClient) -> None:
    verzamel()
    antwoord = api.get(FEED)
    assert antwoord["Content-Type"] == "application/cloudevents-batch+json"
    assert antwoord["Access-Control-Allow-Origin"] == "*"
    gebeurtenissen = antwoord.json()
    assert [g["type"].split("pactportaal.")[1] for g in gebeurtenissen] == [
        "publicatie.gemaakt.v1",
        "standen.gewijzigd.v1",
        "standen.gewijzigd.v1",
    ]
    for g in gebeurtenissen:
        assert g["specversion"] == "1.0"
        assert dt.datetime.fromisoformat(g["time"]).tzinfo
        assert g["source"]
    assert len({(g["source"], g["id"]) for g in gebeurtenissen}) == 3


def volgende(antwoord: Any) -> str:
    adres, rel = antwoord["Link"].split("; ")
    assert rel == 'rel="next"'
    return str(adres.strip("<>").removeprefix("http://testserver"))


def test_verder_lezen_mist_niets_en_herhaalt_niets(
    cijfers: Any, api: ApiClient, publicator_gent: Account
) -> None:
    verzamel()
    gezien, adres = [], f"{FEED}?limit=2"
    for _ in range(3):
        antwoord = api.get(adres)
        gezien += [g["id"] for g in antwoord.json()]
        adres = volgende(antwoord)
    assert len(gezien) == len(set(gezien)) == 3
    # Nothing new: the same place to come back to.
    assert api.get(adres).json() == []
    assert volgende(api.get(adres)) == adres
    registreer_verbetering(
        invoer=invoer(), gemeente=gemeente("44021"), toegang=toegang_van(publicator_gent)
    )
    verzamel()
    assert len(api.get(adres).json()) == 2


def test_filters_van_de_feed(cijfers: Any, api: ApiClient) -> None:
    verzamel()
    assert len(api.get(f"{FEED}?soort=standen").json()) == 2
    assert len(api.get(f"{FEED}?soort=standen&nis=44021").json()) == 1
    assert api.get(f"{FEED}?nis=44021").json()[0]["subject"] == "gemeente/44021"
    for fout in ("soort=proef", "soort=publicatie&nis=44021", "cursor=x", "cursor=-1", "kleur=1"):
        assert api.get(f"{FEED}?{fout}").status_code == 400, fout
    assert api.get(f"{FEED}?cursor={2**63 - 1}").json() == []


def test_304_tot_er_iets_bijkomt(cijfers: Any, api: ApiClient) -> None:
    etag = api.get(FEED)["ETag"]
    assert api.get(FEED, headers={"if-none-match": etag}).status_code == 304
    verzamel()  # The edition stays the same, the feed does not.
    assert api.get(FEED, headers={"if-none-match": etag}).status_code == 200


def test_een_cursor_van_voor_de_bewaartermijn_zegt_dat_er_iets_weg_is(
    cijfers: Any, api: ApiClient
) -> None:
    verzamel()
    eerste = Wijziging.objects.order_by("pk")[0].pk
    Wijziging.objects.filter(pk__lte=eerste + 1).delete()
    antwoord = api.get(f"{FEED}?cursor={eerste}")
    assert antwoord.status_code == 410
    assert "volledig" in antwoord.json()["detail"]
    assert api.get(f"{FEED}?cursor={eerste + 1}").status_code == 200
