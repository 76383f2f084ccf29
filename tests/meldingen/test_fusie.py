"""What gemeenten said before a fusie goes on in the one that they went up in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from doelstellingen.models import Doelstelling, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.services import herroep
from gemeenten.models import Fusie, Gemeente
from meldingen import services
from meldingen.models import Toelichting
from meldingen.selectors import bijschriften
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db
NIEUW = "73111"  # Tongeren-Borgloon
VERSIES = f"/gemeenten/{NIEUW}/toelichting/bomen/versies/"


@pytest.fixture
def bomen() -> Doelstelling:
    return Doelstelling.objects.get(slug="bomen")


def zeg(oud: Gemeente, doel: Doelstelling, tekst: str) -> Publicatie:
    """Publish a toelichting of a gemeente that no longer exists, as it did when it did."""
    with publiceer(soort=Publicatie.Soort.TOELICHTING, omschrijving="vroeger") as publicatie:
        Toelichting.objects.create(
            gemeente=oud,
            doelstelling=doel,
            soort="toelichting",
            tekst=tekst,
            bewaard_op=timezone.now(),
            publicatie=publicatie,
        )
    return publicatie


@pytest.fixture
def opvolger(bomen: Doelstelling) -> Gemeente:
    nieuw = Gemeente.objects.get(nis=NIEUW)
    for fusie in nieuw.fusies_uit.select_related("oud").order_by("oud__naam"):
        zeg(fusie.oud, bomen, f"Uitleg van {fusie.oud.naam}.")
    return nieuw


def _regels(gemeente: Gemeente, doel: Doelstelling) -> Any:
    return bijschriften(gemeente, publicatie=nieuwste()).toelichtingen.get(doel.pk, ())


def _regel(gemeente: Gemeente, doel: Doelstelling) -> Any:
    [regel] = _regels(gemeente, doel) or [None]
    return regel


def test_opvolger_toont_de_toelichting_van_elke_voorganger_met_naam(
    opvolger: Gemeente, bomen: Doelstelling
) -> None:
    # Two fusies one after the other: Borgloon went up in Tongeren, that in Tongeren-Borgloon.
    borgloon, tongeren = (Gemeente.objects.get(naam=n) for n in ("Borgloon", "Tongeren"))
    Fusie.objects.filter(oud=borgloon).update(nieuw=tongeren)
    assert [regel.van for regel in _regels(opvolger, bomen)] == ["Borgloon", "Tongeren"]
    assert [regel.van for regel in _regels(tongeren, bomen)] == [""]
    client = Client()
    plekken = (f"/gemeenten/{NIEUW}/", VERSIES, f"/gemeenten/{NIEUW}/lekp-rapport/")
    for adres in (*plekken, f"/gemeenten/{NIEUW}/lekp-rapport.csv"):
        inhoud = client.get(adres).content.decode()
        for naam in ("Borgloon", "Tongeren"):
            assert f"Uitleg van {naam}." in inhoud, adres
    assert "van Borgloon, vóór de fusie" in client.get(plekken[0]).content.decode()


def test_eigen_toelichting_vervangt_die_van_de_voorgangers_en_telt_verder(
    opvolger: Gemeente, bomen: Doelstelling
) -> None:
    toegang = toegang_van(maak_account("tongeren", (bestuur_van(NIEUW), Rol.PUBLICATOR)))
    eigen = {"gemeente": opvolger, "doelstelling": bomen, "door": toegang}
    services.bewaar_toelichting(**eigen, soort="toelichting", tekst="Onze eigen uitleg.")
    rij = services.publiceer_toelichting(**eigen)
    assert rij.versie == 2
    assert (_regel(opvolger, bomen).tekst, _regel(opvolger, bomen).van) == (
        "Onze eigen uitleg.",
        "",
    )
    # Withdrawn is withdrawn: the old text does not come back.
    services.trek_toelichting_in(**eigen)
    assert _regels(opvolger, bomen) == ()
    herroep(Publicatie.objects.get(pk=nieuwste()))
    assert _regel(opvolger, bomen).tekst == "Onze eigen uitleg."


def test_het_verleden_van_een_voorganger_blijft_zijn_eigen(
    opvolger: Gemeente, bomen: Doelstelling
) -> None:
    oud = opvolger.fusies_uit.select_related("oud").order_by("oud__naam")[0].oud
    regel = _regel(oud, bomen)
    assert (regel.tekst, regel.van) == (f"Uitleg van {oud.naam}.", "")
