"""The pages of webhooks: the secret once, every button, other organisations, bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koppelingen.models import Bezorging, Webhook, Wijziging
from tests.conftest import PortaalClient
from tests.rolverdeling import bestuur_van, maak_account
from toegang.models import Organisatie
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
GOED = {
    "naam": "Dashboard",
    "url": "http://127.0.0.1:9/haak",
    "soorten": ["standen"],
    "gemeenten": ["44021"],
}
LIJST = "/toegang/organisatie/gemeente-44021/webhooks/"


@pytest.fixture(autouse=True)
def _lokaal(settings: Any) -> None:
    settings.WEBHOOKS_LOKAAL = True


@pytest.fixture
def beheerder(client: PortaalClient) -> PortaalClient:
    client.force_login(maak_account("beheerder", (bestuur_van("44021"), Rol.BEHEERDER)))
    return client


@pytest.fixture
def haak(beheerder: PortaalClient) -> Webhook:
    beheerder.post(LIJST, GOED)
    return Webhook.objects.get()


def test_maken_toont_het_geheim_en_daarna_nooit_meer(beheerder: PortaalClient) -> None:
    antwoord = beheerder.post(LIJST, GOED)
    assert antwoord.status_code == 200
    assert "whsec_" in antwoord.content.decode()
    assert "no-store" in antwoord["Cache-Control"]
    haak = Webhook.objects.get()
    for adres in (LIJST, reverse("koppelingen:webhook", args=["gemeente-44021", haak.pk])):
        tekst = beheerder.get(adres).content.decode()
        assert "Dashboard" in tekst
        assert "Gent" in tekst
        assert "whsec_" not in tekst
    logboek = beheerder.get("/toegang/organisatie/gemeente-44021/logboek/").content.decode()
    assert "maakte een webhook" in logboek


def test_foute_invoer_zegt_wat_er_aan_scheelt_en_bewaart_wat_ingevuld_is(
    beheerder: PortaalClient, settings: Any
) -> None:
    settings.WEBHOOKS_LOKAAL = False
    antwoord = beheerder.post(LIJST, GOED | {"url": "https://127.0.0.1/haak"})
    tekst = antwoord.content.decode()
    assert "leidt naar een adres dat niet openbaar is" in tekst
    assert 'value="Dashboard"' in tekst
    assert Webhook.objects.count() == 0
    # Only a supplier hears of its runs.
    assert "importrun" not in tekst


def test_elke_knop_doet_wat_hij_zegt(beheerder: PortaalClient, haak: Webhook) -> None:
    doe = reverse("koppelingen:webhook-doe", args=["gemeente-44021", haak.pk])
    assert "proefbericht is onderweg" in _tekst(beheerder, doe, daad="proef")
    assert "gepauzeerd" in _tekst(beheerder, doe, daad="pauzeren")
    assert "niet actief" in _tekst(beheerder, doe, daad="proef")
    assert "weer actief" in _tekst(beheerder, doe, daad="hervatten")
    geheim = beheerder.post(doe, {"daad": "geheim"}).content.decode()
    assert "whsec_" in geheim
    rij = Bezorging.objects.get()
    Bezorging.objects.update(staat="opgegeven", pogingen=10, fout="HTTP 500")
    pagina = beheerder.get(reverse("koppelingen:webhook", args=["gemeente-44021", haak.pk]))
    assert "1 bericht kwam" in " ".join(pagina.content.decode().split())
    assert "1 bericht gaat opnieuw" in _tekst(beheerder, doe, daad="opnieuw")
    assert "1 bericht gaat opnieuw" in _tekst(beheerder, doe, daad="opnieuw", bezorging=rij.pk)
    for fout in ("x", "0", "9" * 30):
        assert beheerder.post(doe, {"daad": "opnieuw", "bezorging": fout}).status_code == 404
    for fout in ("", "iets anders"):
        assert beheerder.post(doe, {"daad": fout}).status_code == 404
    assert "verwijderd" in _tekst(beheerder, doe, daad="verwijderen")
    assert Webhook.objects.count() == 0


def _tekst(client: PortaalClient, adres: str, **velden: Any) -> str:
    return client.post(adres, velden, follow=True).content.decode()


def test_wijzigen_bewaart_en_staat_in_de_historiek(beheerder: PortaalClient, haak: Webhook) -> None:
    adres = reverse("koppelingen:webhook-wijzigen", args=["gemeente-44021", haak.pk])
    assert "Nu alleen van: Gent." in beheerder.get(adres).content.decode()
    assert 'value="Dashboard"' in beheerder.get(adres).content.decode()
    antwoord = beheerder.post(adres, GOED | {"naam": "Monitor", "gemeenten": []}, follow=True)
    assert "“Monitor” is bewaard" in antwoord.content.decode()
    haak.refresh_from_db()
    assert (haak.naam, haak.gemeenten) == ("Monitor", [])
    fout = beheerder.post(adres, GOED | {"naam": ""})
    assert "Er is nog iets aan te passen" in fout.content.decode()
    historiek = beheerder.get(reverse("toegang:historiek", args=["webhook", haak.pk]))
    assert "Monitor" in historiek.content.decode()


def test_een_bezorging_van_een_ander_wordt_niet_opnieuw_gestuurd(
    beheerder: PortaalClient, haak: Webhook
) -> None:
    ander = Webhook.objects.create(
        organisatie=bestuur_van("41002"), naam="x", url="https://x.be", geheim="x"
    )
    wijziging = Wijziging.objects.create(kenmerk="haak-1", soort="standen", op=timezone.now())
    rij = Bezorging.objects.create(webhook=ander, wijziging=wijziging, staat="opgegeven")
    doe = reverse("koppelingen:webhook-doe", args=["gemeente-44021", haak.pk])
    assert beheerder.post(doe, {"daad": "opnieuw", "bezorging": rij.pk}).status_code == 404
    adres = reverse("koppelingen:webhook", args=["gemeente-44021", ander.pk])
    assert beheerder.get(adres).status_code == 404


def test_een_dataleverancier_kiest_zijn_runs(client: PortaalClient) -> None:
    fluvius = Organisatie.objects.get(slug="fluvius")
    client.force_login(maak_account("fluviusbeheerder", (fluvius, Rol.BEHEERDER)))
    assert (
        "importrun van uw feed"
        in client.get(reverse("koppelingen:webhooks", args=["fluvius"])).content.decode()
    )
