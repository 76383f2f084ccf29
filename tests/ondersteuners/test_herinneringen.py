"""Reminders: after a year, before and after expiry, once, and only to an organisation with people."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ondersteuners.herinneringen import herinner
from ondersteuners.models import Aanbod, Herinnering, Ondersteuner
from ondersteuners.tasks import herinner_ondersteuners
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import maak_account
from toegang.models import Account, Bericht
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
VANDAAG = timezone.localdate()


@pytest.fixture
def item(meetjesland: Ondersteuner, landschap: Account) -> Aanbod:
    meetjesland.functieadres = "info@voorbeeld.test"
    meetjesland.save()
    return maak_aanbod(meetjesland)


def soorten() -> list[str]:
    return list(Herinnering.objects.order_by("pk").values_list("soort", flat=True))


def test_na_een_jaar_zonder_nazicht(item: Aanbod) -> None:
    assert herinner(op=VANDAAG + dt.timedelta(days=364)) == 0
    assert herinner(op=VANDAAG + dt.timedelta(days=365)) == 1
    bericht = Bericht.objects.get()
    assert bericht.aan == "info@voorbeeld.test"
    assert item.titel in bericht.tekst
    assert "/ondersteuners/beheer/regionaal-landschap-meetjesland/" in bericht.tekst


def test_dezelfde_herinnering_komt_maar_een_keer(item: Aanbod) -> None:
    dag = VANDAAG + dt.timedelta(days=400)
    assert herinner(op=dag) == 1
    assert herinner(op=dag + dt.timedelta(days=1)) == 0
    assert Bericht.objects.count() == 1


def test_voor_en_na_het_verlopen(item: Aanbod) -> None:
    Aanbod.objects.filter(pk=item.pk).update(geldig_tot=VANDAAG + dt.timedelta(days=40))
    assert herinner(op=VANDAAG) == 0
    herinner(op=VANDAAG + dt.timedelta(days=10))
    herinner(op=VANDAAG + dt.timedelta(days=40))
    assert soorten() == ["verloopt", "verlopen"]


def test_een_mail_per_ondersteuner_met_alles_erin(meetjesland: Ondersteuner, item: Aanbod) -> None:
    maak_aanbod(meetjesland, titel="Poelen graven")
    herinner(op=VANDAAG + dt.timedelta(days=365))
    tekst = Bericht.objects.get().tekst
    assert "Hagen planten" in tekst
    assert "Poelen graven" in tekst


def test_overgenomen_aanbod_zonder_eigenaar_krijgt_niets() -> None:
    assert Aanbod.objects.filter(gegevens_van=2021).exists()
    assert herinner(op=VANDAAG + dt.timedelta(days=800)) == 0


def test_overgenomen_aanbod_met_eigenaar_krijgt_een_herinnering(limburg: Ondersteuner) -> None:
    maak_account("limburger", (limburg.organisatie, Rol.PUBLICATOR))
    assert herinner(op=VANDAAG + dt.timedelta(days=400)) == limburg.aanbod.count()


def test_een_lezer_is_geen_eigenaar(limburg: Ondersteuner) -> None:
    maak_account("lezer", (limburg.organisatie, Rol.LEZER))
    assert herinner(op=VANDAAG + dt.timedelta(days=400)) == 0


def test_de_taak_mag_twee_keer_lopen(item: Aanbod) -> None:
    Aanbod.objects.filter(pk=item.pk).update(nagekeken_op=VANDAAG - dt.timedelta(days=500))
    assert herinner_ondersteuners() == 1
    assert herinner_ondersteuners() == 0
