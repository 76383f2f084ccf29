"""Following by mail: asked, confirmed by a click, one mail a month, stopped by one click."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from rapportering import volgen
from rapportering.models import Volger
from tests.rapportering.test_cijfer import lever
from toegang.models import Account, Bericht
from toegang.postbode import verstuur_losse

pytestmark = pytest.mark.django_db
ADRES = "/gemeenten/44021/volgen/"


def vraag(client: Client, adres: str = "an@voorbeeld.be") -> str:
    """Ask, and give the path of the link that came by mail."""
    assert client.post(ADRES, {"mail": adres}).status_code == 302
    tekst = Bericht.objects.latest("pk").tekst
    treffer = re.search(r"http://testserver(/volgen/bevestigen/\S+)", tekst)
    assert treffer, tekst
    return treffer[1]


def volg(client: Client) -> Volger:
    client.post(vraag(client))
    return Volger.objects.get()


def test_vraagt_alleen_een_mailadres(client: Client) -> None:
    inhoud = client.get(ADRES).content.decode()
    assert "Gent volgen" in inhoud
    assert inhoud.count('<input type="email"') == 1


def test_pas_na_een_klik_uit_de_mailbox_volgt_iemand(client: Client) -> None:
    link = vraag(client)
    assert "Bevestigen</button>" in client.get(link).content.decode()
    assert Volger.objects.get().bevestigd_op is None
    assert "U volgt Gent" in client.post(link).content.decode()
    assert Volger.objects.get().bevestigd_op is not None


def test_overzicht_noemt_wat_veranderde_en_komt_geen_twee_keer(client: Client) -> None:
    lever("60")
    volg(client)
    Bericht.objects.all().delete()
    assert volgen.verstuur_overzichten() == 0
    lever("70")
    assert volgen.verstuur_overzichten() == 1
    assert volgen.verstuur_overzichten() == 0
    bericht = Bericht.objects.get()
    assert "70 %" in bericht.tekst
    assert "60 %" not in bericht.tekst
    assert "Stop met één klik: http://testserver/volgen/stoppen/" in bericht.tekst


def test_wat_een_andere_gemeente_aangaat_geeft_geen_mail(client: Client) -> None:
    volger = volg(client)
    Bericht.objects.all().delete()
    Volger.objects.filter(pk=volger.pk).update(gemeente=volger.gemeente_id, laatste_editie=0)
    lever("70")
    from gemeenten.models import Gemeente

    Volger.objects.update(gemeente=Gemeente.objects.get(nis="12021", tot=None))
    assert volgen.verstuur_overzichten() == 0


def test_mailprogramma_stopt_met_een_klik(client: Client) -> None:
    volg(client)
    Bericht.objects.all().delete()
    lever("70")
    volgen.verstuur_overzichten()
    verstuur_losse()
    verzonden = mail.outbox[-1]
    assert verzonden.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = verzonden.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    streng = Client(enforce_csrf_checks=True)
    assert "Stop met volgen" in streng.get(stop).content.decode()
    assert Volger.objects.count() == 1
    assert streng.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Volger.objects.exists()
    # Twice is no error.
    assert streng.post(stop).status_code == 200


def test_zegt_niet_wie_al_volgt(client: Client) -> None:
    volg(client)
    antwoord = client.post(ADRES, {"mail": "AN@voorbeeld.be"})
    assert antwoord.status_code == 302
    assert "U volgt Gent al" in Bericht.objects.latest("pk").onderwerp
    assert Volger.objects.count() == 1


@pytest.mark.parametrize("adres", ["", "geen adres", "a@b", "x" * 5000 + "@voorbeeld.be", "<b>@c"])
def test_slecht_adres_wordt_met_een_zin_geweigerd(client: Client, adres: str) -> None:
    antwoord = client.post(ADRES, {"mail": adres})
    assert antwoord.status_code == 422
    assert "Vul een mailadres in" in antwoord.content.decode()
    assert not Volger.objects.exists()


def test_twee_keer_vragen_stuurt_geen_tweede_mail(client: Client) -> None:
    vraag(client)
    antwoord = client.post(ADRES, {"mail": "an@voorbeeld.be"})
    assert antwoord.status_code == 422
    assert Bericht.objects.count() == 1


def test_een_verbinding_vraagt_niet_voor_wie_ze_wil(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volgen, "HOOGSTENS_PER_VERBINDING", 2)
    # A slow machine must not begin a new hour between two requests.
    monkeypatch.setattr("gereedschap.tellen.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    vraag(client, "an@voorbeeld.be")
    vraag(client, "ben@voorbeeld.be")
    antwoord = client.post(
        ADRES, {"mail": "cis@voorbeeld.be"}, headers={"x-forwarded-for": "203.0.113.9"}
    )
    assert antwoord.status_code == 422
    assert "van uw internetverbinding te veel aanvragen" in antwoord.content.decode()
    assert not Volger.objects.filter(mail="cis@voorbeeld.be").exists()
    # Another connection is not held up.
    ander = client.post(ADRES, {"mail": "cis@voorbeeld.be"}, REMOTE_ADDR="203.0.113.9")
    assert ander.status_code == 302


@pytest.mark.parametrize("soort", ["bevestigen", "stoppen"])
def test_verzonnen_link_is_een_duidelijke_pagina(client: Client, soort: str) -> None:
    antwoord = client.get(f"/volgen/{soort}/verzonnen/")
    assert antwoord.status_code == 410
    assert "Deze link werkt niet" in antwoord.content.decode()


def test_wie_niet_bevestigt_wordt_gewist(client: Client) -> None:
    vraag(client)
    assert volgen.ruim_op(True)[0].aantal == 0
    Volger.objects.update(gevraagd_op=timezone.now() - dt.timedelta(days=4))
    assert volgen.ruim_op(False)[0].aantal == 1
    assert volgen.ruim_op(True)[0].aantal == 1
    assert not Volger.objects.exists()


def test_staat_in_mijn_gegevens_en_verdwijnt_met_het_account(
    client: Client, publicator_gent: Any
) -> None:
    account = Account.objects.get(pk=publicator_gent.pk)
    account.email = "an@voorbeeld.be"
    account.save()
    volg(client)
    assert volgen.geef(account)[0]["gemeente__naam"] == "Gent"
    volgen.wis(account)
    assert not Volger.objects.exists()
