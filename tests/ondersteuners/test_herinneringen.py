"""Reminders: after a year, before and after expiry, once, and only to an organisation with people."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ondersteuners.herinneringen import herinner
from ondersteuners.models import Aanbod, Herinnering, Ondersteuner
from ondersteuners.services import kijk_na
from ondersteuners.tasks import herinner_ondersteuners
from tests.conftest import PortaalClient
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import maak_account
from toegang.models import Account, Bericht, Organisatie
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
VANDAAG = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _op_een_middag(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the day of a test when midnight passes while the tests run."""
    middag = dt.datetime.combine(VANDAAG, dt.time(12), tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: middag)


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


def test_zonder_functieadres_krijgt_wie_mag_publiceren_zelf_een_mail(
    meetjesland: Ondersteuner, landschap: Account
) -> None:
    meetjesland.functieadres = ""
    meetjesland.save()
    Organisatie.objects.filter(pk=meetjesland.organisatie_id).update(functieadres="")
    abb = Organisatie.objects.get(slug="abb")
    Organisatie.objects.filter(pk=abb.pk).update(functieadres="abb@voorbeeld.test")
    item = maak_aanbod(meetjesland)
    dag = VANDAAG + dt.timedelta(days=365)

    # Nobody who may publish has an address: the administration hears which organisation it is about.
    Account.objects.filter(pk=landschap.pk).update(email="")
    maak_account("schrijver", (meetjesland.organisatie, Rol.INVOERDER))
    assert herinner(op=dag) == 1
    bericht = Bericht.objects.get()
    assert (bericht.aan, bericht.organisatie) == ("abb@voorbeeld.test", abb)
    assert meetjesland.naam in bericht.onderwerp

    Bericht.objects.all().delete()
    Herinnering.objects.all().delete()
    Account.objects.filter(pk=landschap.pk).update(email="landschap@voorbeeld.test")
    anders = maak_account("collega", (meetjesland.organisatie, Rol.BEHEERDER))
    Account.objects.filter(pk=anders.pk).update(email="collega@voorbeeld.test")
    weg = maak_account("vertrokken", (meetjesland.organisatie, Rol.PUBLICATOR))
    Account.objects.filter(pk=weg.pk).update(email="weg@voorbeeld.test", is_active=False)
    assert herinner(op=dag) == 1
    assert set(Bericht.objects.values_list("aan", "account")) == {
        ("landschap@voorbeeld.test", landschap.pk),
        ("collega@voorbeeld.test", anders.pk),
    }

    # Their task list says so too, whoever got the mail; until somebody looked at it.
    client = PortaalClient()
    client.force_login(landschap)
    Aanbod.objects.filter(pk=item.pk).update(nagekeken_op=VANDAAG - dt.timedelta(days=365))
    assert b"Een item van uw aanbod vraagt" in client.get("/ondersteuners/vragen/").content
    kijk_na(ding=item, door=landschap)
    assert b"van uw aanbod vraagt" not in client.get("/ondersteuners/vragen/").content


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
