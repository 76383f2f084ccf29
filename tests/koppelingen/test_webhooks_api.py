"""Webhooks over the API: whose they are, what is refused, the secret once, repeats."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from koppelingen import webhooks
from koppelingen.models import Bezorging, Webhook, Wijziging
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from toegang.models import Logboek

pytestmark = pytest.mark.django_db
LIJST = "/api/v1/webhooks"
GOED: dict[str, Any] = {
    "naam": "Monitor",
    "url": "http://127.0.0.1:9/haak",
    "soorten": ["standen"],
    "gemeenten": ["44021"],
}


@pytest.fixture(autouse=True)
def _lokaal(settings: Any) -> None:
    settings.WEBHOOKS_LOKAAL = True


@pytest.fixture
def gent() -> ApiClient:
    return ApiClient(maak_sleutel(bestuur_van("44021"), "webhooks", per_minuut=100_000))


@pytest.fixture
def aalst() -> ApiClient:
    return ApiClient(maak_sleutel(bestuur_van("41002"), "webhooks", per_minuut=100_000))


@pytest.fixture
def haak(gent: ApiClient) -> Webhook:
    return Webhook.objects.get(pk=gent.stuur("POST", LIJST, GOED).json()["data"]["id"])


def test_maken_toont_het_geheim_een_keer(gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, GOED)
    assert antwoord.status_code == 201, antwoord.content
    assert antwoord.json()["data"]["geheim"].startswith("whsec_")
    assert antwoord.json()["@type"] == "WebhookEnvelop"
    assert antwoord["Cache-Control"] == "no-store"
    adres = antwoord["Location"].removeprefix("http://testserver")
    data = gent.get(adres).json()["data"]
    assert not {"geheim", "vorigGeheim"} & data.keys()
    assert (data["naam"], data["soorten"], data["toestand"]) == ("Monitor", ["standen"], "actief")
    assert gent.get(LIJST).json()["data"][0]["id"] == data["id"]
    assert Logboek.objects.filter(handeling="webhook_gemaakt").exists()


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"naam": ""}, "naam"),
        ({"naam": 3}, "naam"),
        ({"naam": "x" * 81}, "naam"),
        ({"url": "ftp://x.be"}, "url"),
        ({"url": ["https://x.be"]}, "url"),
        ({"soorten": []}, "soorten"),
        ({"soorten": ["proef"]}, "soorten"),
        ({"soorten": "standen"}, "soorten"),
        ({"soorten": [1]}, "soorten"),
        ({"soorten": ["standen"] * 21}, "soorten"),
        ({"gemeenten": ["99999"]}, "gemeenten"),
        ({"gemeenten": ["44043"]}, "gemeenten"),
        ({"gemeenten": [44021]}, "gemeenten"),
        ({"gemeenten": ["44021"] * 301}, "gemeenten"),
        ({"actief": "ja"}, "actief"),
        ({"kleur": "rood"}, "kleur"),
    ],
)
def test_weigert_elk_veld_dat_niet_klopt(anders: Any, veld: str, gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, GOED | anders)
    assert antwoord.status_code == 400, antwoord.content
    assert veld in antwoord.json()["validationErrors"]
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize("veld", ["naam", "url", "soorten"])
def test_weigert_wat_ontbreekt(veld: str, gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, {n: w for n, w in GOED.items() if n != veld})
    assert veld in antwoord.json()["validationErrors"]


def test_zonder_instelling_gaat_er_niets_naar_het_eigen_netwerk(
    gent: ApiClient, settings: Any
) -> None:
    settings.WEBHOOKS_LOKAAL = False
    for url in ("http://127.0.0.1:9/", "https://127.0.0.1/", "https://localhost/"):
        antwoord = gent.stuur("POST", LIJST, GOED | {"url": url})
        assert antwoord.status_code == 400
        assert "url" in antwoord.json()["validationErrors"]


def test_hoogstens_twintig(gent: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "HOOGSTENS", 1)
    assert gent.stuur("POST", LIJST, GOED).status_code == 201
    assert gent.stuur("POST", LIJST, GOED).status_code == 409


def test_wijzigen_en_verwijderen_vragen_if_match(gent: ApiClient, haak: Webhook) -> None:
    adres = f"{LIJST}/{haak.pk}"
    etag = gent.get(adres)["ETag"]
    assert gent.stuur("PUT", adres, GOED).status_code == 428
    for fout in ('"w1"', "onzin", f'"w{haak.pk}-99"', f'"w{haak.pk + 1}-1"'):
        assert gent.stuur("PUT", adres, GOED, if_match=fout).status_code == 412
    nieuw = gent.stuur("PUT", adres, GOED | {"actief": False}, if_match=etag)
    assert nieuw.status_code == 200
    assert nieuw.json()["data"]["toestand"] == "gepauzeerd"
    assert gent.stuur("PUT", adres, GOED, if_match=etag).status_code == 412
    assert gent.delete(adres).status_code == 428
    assert gent.delete(adres, headers={"if-match": etag}).status_code == 412
    assert gent.delete(adres, headers={"if-match": nieuw["ETag"]}).status_code == 204
    assert gent.get(adres).status_code == 404
    assert [v.history_type for v in Webhook.geschiedenis.order_by("history_id")][-1] == "-"


def test_andermans_webhook_bestaat_niet(aalst: ApiClient, api: ApiClient, haak: Webhook) -> None:
    rij = Bezorging.objects.create(webhook=haak, wijziging=wijziging())
    adressen = [
        ("GET", f"{LIJST}/{haak.pk}"),
        ("PUT", f"{LIJST}/{haak.pk}"),
        ("DELETE", f"{LIJST}/{haak.pk}"),
        ("POST", f"{LIJST}/{haak.pk}/geheim"),
        ("POST", f"{LIJST}/{haak.pk}/proef"),
        ("GET", f"{LIJST}/{haak.pk}/bezorgingen"),
        ("POST", f"{LIJST}/{haak.pk}/bezorgingen/opnieuw"),
        ("POST", f"{LIJST}/{haak.pk}/bezorgingen/{rij.pk}/opnieuw"),
        ("GET", f"{LIJST}/{2**63}"),
    ]
    lezer = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen"))
    for methode, adres in adressen:
        assert aalst.stuur(methode, adres, GOED, if_match="*").status_code == 404, adres
        assert api.stuur(methode, adres, GOED).status_code == 401, adres
        assert lezer.stuur(methode, adres, GOED).status_code == 403, adres
    assert aalst.get(LIJST).json()["data"] == []
    assert aalst.get(f"{LIJST}/totaal-aantal").json()["totaalAantal"] == 0
    haak.refresh_from_db()
    assert haak.versie == 1


def wijziging(kenmerk: str = "haak-1") -> Wijziging:
    return Wijziging.objects.create(kenmerk=kenmerk, soort="standen", op=timezone.now())


def test_opgegeven_bezorgingen_gaan_opnieuw(gent: ApiClient, haak: Webhook) -> None:
    rijen = [
        Bezorging.objects.create(
            webhook=haak,
            wijziging=wijziging(f"haak-{i}"),
            staat=staat,
            pogingen=10,
            fout="HTTP 500",
        )
        for i, staat in enumerate(("opgegeven", "opgegeven", "bezorgd"))
    ]
    hier = f"{LIJST}/{haak.pk}/bezorgingen"
    data = gent.get(f"{hier}?staat=opgegeven").json()["data"]
    assert {d["bericht"] for d in data} == {"haak-0", "haak-1"}
    een = gent.stuur("POST", f"{hier}/{rijen[2].pk}/opnieuw", {})
    assert (een.status_code, een.json()["aantal"]) == (202, 1)
    assert gent.stuur("POST", f"{hier}/opnieuw", {}).json()["aantal"] == 2
    assert gent.stuur("POST", f"{hier}/opnieuw", {}).json()["aantal"] == 0
    assert set(Bezorging.objects.values_list("staat", "pogingen")) == {("wacht", 0)}


def test_een_proefbericht_en_een_nieuw_geheim(gent: ApiClient, haak: Webhook) -> None:
    antwoord = gent.stuur("POST", f"{LIJST}/{haak.pk}/proef", {})
    assert (antwoord.status_code, antwoord.json()["soort"]) == (202, "proef")
    # A trial is nobody else's news.
    assert Wijziging.objects.get(soort="proef").organisatie == bestuur_van("44021")
    assert "proef" not in gent.get("/api/v1/feed").content.decode()
    een = gent.stuur("POST", f"{LIJST}/{haak.pk}/geheim", {}).json()["data"]["geheim"]
    twee = gent.stuur("POST", f"{LIJST}/{haak.pk}/geheim", {}).json()["data"]["geheim"]
    assert een != twee
    Webhook.objects.update(toestand="gepauzeerd")
    assert gent.stuur("POST", f"{LIJST}/{haak.pk}/proef", {}).status_code == 409
