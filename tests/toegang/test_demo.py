"""Demonstration sign-in: one click with DEMO=1, and not there without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from toegang.demo import ROLVERDELING, maak_demo_accounts
from toegang.models import Account
from toegang.rollen import Herkomst

pytestmark = pytest.mark.django_db
WORTEL = Path(__file__).resolve().parents[2]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    maak_demo_accounts()


@pytest.mark.parametrize("speler", ROLVERDELING, ids=lambda s: s.slug)
def test_een_klik_meldt_aan_als_elke_rol(demo: None, client: Client, speler: Any) -> None:
    antwoord = client.post(reverse("toegang:demo", args=[speler.slug]))
    assert antwoord.status_code == 302
    if len(speler.leden) > 1:
        assert antwoord["Location"] == reverse("toegang:namens_wie")
        return
    pagina = client.get(reverse("toegang:mijn_gegevens"))
    assert pagina.status_code == 200
    assert speler.naam in pagina.content.decode()
    rollen = {rol for _, rol in speler.leden}
    lid = pagina.wsgi_request.lidmaatschap
    assert ({lid.rol} if lid else set()) == rollen


def test_zonder_demo_bestaat_het_adres_niet(client: Client) -> None:
    maak_demo_accounts()
    for speler in ROLVERDELING:
        adres = reverse("toegang:demo", args=[speler.slug])
        assert client.post(adres).status_code == 404
    assert b"Demonstratie" not in client.get(reverse("toegang:deur")).content


def test_een_demosessie_stopt_zodra_demo_uit_staat(
    demo: None, client: Client, settings: Any
) -> None:
    client.post(reverse("toegang:demo", args=["vlaamse-beheerder"]))
    assert client.get(reverse("toegang:organisaties")).status_code == 200
    settings.DEMO = False
    antwoord = client.get(reverse("toegang:organisaties"))
    assert antwoord["Location"] == reverse("toegang:gestopt", args=["deur"])
    assert client.get(reverse("toegang:organisaties")).status_code == 302


def test_aanmelden_met_een_klik_vraagt_een_post_met_csrf(demo: None) -> None:
    client = Client(enforce_csrf_checks=True)
    adres = reverse("toegang:demo", args=["burger"])
    assert client.get(adres).status_code == 405
    antwoord = client.post(adres)
    assert antwoord.status_code == 403
    assert "Het formulier is niet verzonden" in antwoord.content.decode()


def test_een_demo_account_heeft_geen_wachtwoord(demo: None, client: Client) -> None:
    assert not any(
        account.has_usable_password() for account in Account.objects.filter(herkomst=Herkomst.DEMO)
    )
    antwoord = client.post(
        reverse("account_login"), {"login": "demo-vlaamse-beheerder", "password": ""}
    )
    assert antwoord.status_code == 200
    assert not antwoord.wsgi_request.user.is_authenticated


def test_de_rolverdeling_wordt_niet_dubbel_gemaakt(demo: None) -> None:
    assert maak_demo_accounts() == 0
    assert Account.objects.filter(herkomst=Herkomst.DEMO).count() == len(ROLVERDELING)


def test_het_commando_weigert_zonder_demo() -> None:
    with pytest.raises(CommandError, match="alleen met DEMO=1"):
        call_command("maak_demo_accounts")


@pytest.mark.parametrize(
    "omgeving",
    [
        {"DEMO": "1", "HTTPS": "1"},
        {
            "DEMO": "1",
            "OIDC_ISSUER": "https://authenticatie.vlaanderen.be/op",
            "OIDC_CLIENT_ID": "a",
            "OIDC_CLIENT_SECRET": "b",
            "OIDC_SCOPE": "c",
        },
    ],
)
def test_een_demo_start_niet_op_een_echt_portaal(omgeving: dict[str, str], tmp_path: Path) -> None:
    uit = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=WORTEL,
        env={
            **os.environ,
            "DATA_MAP": str(tmp_path),
            **omgeving,
            "DJANGO_SETTINGS_MODULE": "pactportaal.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert uit.returncode != 0
    assert "DEMO=1 laat iedereen aanmelden" in uit.stderr


def test_de_rollen_krijgen_hun_mails_op_een_adres_dat_nergens_bestaat(demo: None) -> None:
    adressen = Account.objects.filter(herkomst=Herkomst.DEMO).values_list("email", flat=True)
    assert len(set(adressen)) == len(ROLVERDELING)
    assert all(adres.endswith("@voorbeeld.example") for adres in adressen)
