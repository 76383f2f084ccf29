"""One registration that counts in part: amounts that count beside amounts that don't."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.verbeteringen.hulp import gemeente, invoer, toegang_van
from tests.verbeteringen.test_paginas import formuliervelden, maak
from toegang.models import Account
from verbeteringen import registratie, vastleggen
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def test_deels_in_bosverband_telt_alleen_de_rest(client: Any, publicator_gent: Account) -> None:
    """100 trees, 60 of them in bosverband and 10 a compensation: 30 count, all are kept."""
    client.force_login(publicator_gent)
    velden = formuliervelden(
        bomen_plus="100",
        bomen_bosverband="on",
        bomen_bosverband_deel="60",
        bomen_compensatie="on",
        bomen_compensatie_deel="10",
    )
    antwoord = client.post(reverse("verbeteringen:nieuw"), velden, follow=True)
    tekst = antwoord.content.decode()
    assert "+30 bomen: Gent 30 van" in tekst
    assert "60 bomen in bosverband (telt niet mee)" in tekst
    v = Verbetering.objects.get()
    assert sum(m.hoeveelheid for m in v.maatregelen.all()) == 100
    form = client.get(reverse("verbeteringen:wijzig", args=[v.pk])).context["form"]
    assert form["bomen_plus"].value() == "100"
    assert form["bomen_compensatie_deel"].value() == "10"


@pytest.mark.parametrize(
    ("velden", "zegt"),
    [
        ({"bomen_bosverband_deel": "120"}, "er tellen er meer niet mee (120)"),
        ({"bomen_bosverband_deel": "10", "bomen_compensatie": "on"}, "Zeg bij elke reden hoeveel"),
        ({"bomen_bosverband_deel": "-3"}, "Zeg bij elke reden hoeveel"),
    ],
)
def test_een_deel_dat_niet_kan_wordt_gezegd(
    client: Any, publicator_gent: Account, velden: dict[str, str], zegt: str
) -> None:
    client.force_login(publicator_gent)
    alles = formuliervelden(bomen_plus="100", bomen_bosverband="on") | velden
    antwoord = client.post(reverse("verbeteringen:nieuw"), alles)
    assert antwoord.status_code == 422
    assert zegt in antwoord.content.decode()
    assert not Verbetering.objects.exists()


def test_een_wijziging_maakt_een_dubbel_niet_opnieuw_tellend(publicator_gent: Account) -> None:
    """What a decision about doubles took out of the count stays out when only the name changes."""
    from verbeteringen import dubbels

    eerste, tweede = (maak(publicator_gent) for _ in range(2))
    toegang = toegang_van(publicator_gent)
    dubbels.beslis(pk=tweede.pk, anderen=[eerste.pk], zelfde=True, toegang=toegang)
    registratie.wijzig_verbetering(
        pk=tweede.pk,
        versie=2,
        invoer=invoer(projectnaam="Andere naam"),
        gemeente=gemeente("44021"),
        toegang=toegang,
    )
    [m] = tweede.maatregelen.all()
    assert (m.telt_mee, m.reden) == (False, vastleggen.DUBBEL)
