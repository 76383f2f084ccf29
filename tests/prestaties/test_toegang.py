"""What signing in costs, and lists of thousands of accounts: counted in queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koppelingen.models import Bezorging, Webhook, Wijziging
from tests.conftest import PortaalClient
from tests.prestaties.vragen import controleer
from tests.rolverdeling import bestuur_van, maak_account
from toegang.logboek import noteer
from toegang.models import Account, Lidmaatschap, Organisatie
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
HOOGSTENS_VOOR_AANMELDEN = 8


def tel(client: Client, adres: str) -> int:
    client.get(adres)
    with CaptureQueriesContext(connection) as vragen:
        antwoord = client.get(adres)
    assert antwoord.status_code == 200
    return len(vragen)


@pytest.mark.parametrize(
    "speler",
    ["burger", "invoerder_gent", "ambtenaar_merelbeke_melle", "provincie_ovl", "vlaamse_beheerder"],
)
def test_aanmelden_voegt_hoogstens_acht_vragen_toe(
    speler: str, request: pytest.FixtureRequest
) -> None:
    client = PortaalClient()
    client.force_login(request.getfixturevalue(speler))
    adres = reverse("toegang:rechten")
    # The same page without session, not from the page cache.
    erbij = tel(client, adres) - tel(Client(), adres)
    assert erbij <= HOOGSTENS_VOOR_AANMELDEN
    controleer(f"aanmelden-{speler}", erbij, hoogstens=HOOGSTENS_VOOR_AANMELDEN)


@pytest.fixture
def menigte() -> None:
    """10.000 accounts in 300 organisaties."""
    organisaties = list(Organisatie.objects.order_by("pk")[:300])
    assert len(organisaties) == 300
    accounts = Account.objects.bulk_create(
        [
            Account(username=f"menigte-{n}", first_name=f"Voornaam{n}", last_name=f"Naam{n:05}")
            for n in range(10_000)
        ],
        batch_size=1000,
    )
    gent = bestuur_van("44021")
    # One organisatie has a thousand members; the others share the rest.
    Lidmaatschap.objects.bulk_create(
        [
            Lidmaatschap(
                account=account,
                organisatie=gent if n < 1000 else organisaties[n % 300],
                rol=Rol.LEZER,
            )
            for n, account in enumerate(accounts)
        ],
        batch_size=1000,
    )
    for _ in range(60):
        noteer("proef", organisatie=gent)


@pytest.mark.usefixtures("menigte")
def test_lijsten_blijven_gebladerd_en_binnen_het_aantal_vragen(vlaamse_beheerder: Any) -> None:
    client = PortaalClient()
    client.force_login(vlaamse_beheerder)
    gent = bestuur_van("44021").slug
    for naam, adres in {
        "organisaties": reverse("toegang:organisaties"),
        "organisaties-zoek": reverse("toegang:organisaties") + "?zoek=gemeente&soort=gemeente",
        "organisatie-duizend-leden": reverse("toegang:organisatie", args=[gent]),
        "organisatie-zoek": reverse("toegang:organisatie", args=[gent]) + "?zoek=naam00042",
        "logboek": reverse("toegang:logboek", args=[gent]),
    }.items():
        controleer(naam, tel(client, adres))
        pagina = client.get(adres).context["pagina"]
        assert len(pagina.object_list) <= 50
    assert client.get(reverse("toegang:organisaties") + "?pagina=9999").status_code == 200
    assert client.get(reverse("toegang:organisaties") + "?pagina=x").status_code == 200


def test_webhooks_vragen_niet_meer_met_meer_bezorgingen() -> None:
    gent = bestuur_van("44021")
    client = PortaalClient()
    client.force_login(maak_account("haakbeheerder", (gent, Rol.BEHEERDER)))
    haken = Webhook.objects.bulk_create(
        Webhook(organisatie=gent, naam=f"haak {n}", url="https://voorbeeld.be", gemeenten=["44021"])
        for n in range(20)
    )
    wijzigingen = Wijziging.objects.bulk_create(
        Wijziging(kenmerk=f"w-{n}", soort="standen", op=timezone.now()) for n in range(120)
    )
    Bezorging.objects.bulk_create(Bezorging(webhook=haken[0], wijziging=w) for w in wijzigingen)
    for naam, deel in (
        ("webhooks", []),
        ("webhook", [haken[0].pk]),
        ("webhook-wijzigen", [haken[0].pk]),
    ):
        controleer(naam, tel(client, reverse(f"koppelingen:{naam}", args=[gent.slug, *deel])))


def test_een_pagina_voor_een_bezoeker_raakt_geen_sessie_aan() -> None:
    antwoord = Client().get(reverse("toegang:rechten"))
    assert not antwoord.cookies
    assert not antwoord.wsgi_request.session.accessed
