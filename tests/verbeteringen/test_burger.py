"""Without account: compute, submit with a confirmed address, and privacy of the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from tests.verbeteringen.hulp import gemeente
from tests.verbeteringen.test_paginas import formuliervelden, maak
from toegang import postbode
from toegang.models import Account, Bericht
from verbeteringen.models import Verbetering, Voorstel

pytestmark = pytest.mark.django_db


def dien_in(client: Any, **kwargs: Any) -> Any:
    adres = reverse("verbeteringen:nieuw") + "?burger=1"
    # Not asked of a burger: the page fills it in.
    aanvrager = client.get(adres).context["form"]["aanvrager"].value() or ""
    velden = formuliervelden(aanvrager=aanvrager, mail="An@Voorbeeld.test", **kwargs)
    return client.post(adres, velden, follow=True)


def link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", Bericht.objects.latest("pk").tekst)[1]  # type: ignore[index]


def test_berekenen_toont_de_bijdrage_en_bewaart_niets(client: Any) -> None:
    antwoord = client.post(
        reverse("verbeteringen:berekenen"),
        {"gemeente": gemeente("44021").pk, "bomen_plus": "3", "haag_plus": "12,5"},
    )
    tekst = antwoord.content.decode()
    assert "Uw actie telt voor 3 bomen. Gent staat nu op" in tekst
    assert "dit is minder dan 0,01 % van het doel" in tekst
    assert "Uw actie telt voor 12,5 m" in tekst
    assert not Verbetering.objects.exists()
    assert not Voorstel.objects.exists()


def test_berekenen_zegt_wat_niet_meetelt(client: Any) -> None:
    antwoord = client.post(
        reverse("verbeteringen:berekenen"),
        {"gemeente": gemeente("44021").pk, "bomen_plus": "1200", "bomen_bosverband": "on"},
    )
    assert "Telt niet mee: 1.200 bomen (in bosverband)." in antwoord.content.decode()


def test_burger_bevestigt_en_de_gemeente_beslist(client: Any, publicator_gent: Account) -> None:
    antwoord = dien_in(client)
    assert "Kijk in uw mailbox" in antwoord.content.decode()
    assert not Verbetering.objects.exists()
    adres = link()
    assert client.get(adres).status_code == 200
    assert not Verbetering.objects.exists()
    assert "is ingediend bij Gent" in client.post(adres).content.decode()
    v = Verbetering.objects.get()
    assert (v.goedkeuring, v.mail, v.aanvrager) == ("ingediend", "an@voorbeeld.test", "burger")
    assert client.post(adres).status_code == 410
    client.force_login(publicator_gent)
    client.post(reverse("verbeteringen:beoordelen"), {"pk": v.pk})
    assert Bericht.objects.filter(aan="an@voorbeeld.test", onderwerp__startswith="Goedgekeurd")
    client.logout()
    pagina = client.get(reverse("verbeteringen:detail", args=[v.pk])).content.decode()
    assert "an@voorbeeld.test" not in pagina


def test_zonder_mailadres_wordt_niets_bewaard(client: Any) -> None:
    velden = formuliervelden(aanvrager="burger", mail="")
    antwoord = client.post(reverse("verbeteringen:nieuw") + "?burger=1", velden)
    assert antwoord.status_code == 422
    assert not Voorstel.objects.exists()


def test_bezoeker_kan_zich_niet_als_gemeente_voordoen(client: Any) -> None:
    velden = formuliervelden(aanvrager="gemeente", mail="an@voorbeeld.test")
    antwoord = client.post(reverse("verbeteringen:nieuw") + "?burger=1", velden)
    assert antwoord.status_code == 422


def test_hoogstens_vijf_wachtende_bevestigingen_per_dag(client: Any) -> None:
    for _ in range(5):
        dien_in(client)
    assert "wachten al vijf bevestigingen" in dien_in(client).content.decode()


def test_onbekende_link_zegt_wat_te_doen(client: Any) -> None:
    antwoord = client.get(reverse("verbeteringen:bevestigen", args=["verzonnen"]))
    assert antwoord.status_code == 410
    assert "Opnieuw invullen" in antwoord.content.decode()


def test_zonder_account_kiest_men_eerst_hoe(client: Any) -> None:
    tekst = client.get(reverse("verbeteringen:nieuw")).content.decode()
    assert "Indienen zonder account" in tekst
    assert "Bereken" in tekst


def test_de_indiener_krijgt_een_mail_per_dag(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    """Two decisions, one mail, with addresses that open for who gets it."""
    goed, terug = (maak(burger, aanvrager="burger", projectnaam=n) for n in ("Tuin", "Oprit"))
    dien_in(client)
    client.post(link())
    van_gast = Verbetering.objects.latest("pk")
    client.force_login(publicator_gent)
    client.post(reverse("verbeteringen:beoordelen"), {"pk": goed.pk})
    for v in (terug, van_gast):
        adres = reverse("verbeteringen:terugsturen", args=[v.pk])
        client.post(adres, {"versie": 1, "reden": "De datum klopt niet."})
    mail.outbox.clear()
    assert postbode.verstuur_gebundelde() == 2
    brief, aan_gast = sorted(mail.outbox, key=lambda b: b.to != [burger.email])
    assert brief.subject == "PactPortaal: 2 berichten"
    assert "Gent keurde uw verbetering “Tuin” goed. Ze telt nu mee" in brief.body
    assert "stuurde uw verbetering “Oprit” terug: De datum klopt niet." in brief.body
    client.force_login(burger)
    paden = re.findall(r"http://testserver(/\S+)", brief.body)
    assert paden == [reverse("verbeteringen:detail", args=[v.pk]) for v in (goed, terug)]
    assert [client.get(pad).status_code for pad in paden] == [200, 200]
    client.logout()
    (nieuw,) = re.findall(r"http://testserver(/\S+)", aan_gast.body)
    assert "Uw mailadres" in client.get(nieuw).content.decode()
