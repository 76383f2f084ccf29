"""Invitations for who has no ACM/IDM, and what a beheerder may do with its members."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.rolverdeling import bestuur_van
from tests.toegang.conftest import WACHTWOORD, toegang_van
from toegang import services
from toegang.models import Account, Lidmaatschap, Logboek, Uitnodiging
from toegang.rollen import Herkomst, Rol

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder_gent(db: None) -> Account:
    from tests.rolverdeling import maak_account

    return maak_account("beheerder_gent", (bestuur_van("44021"), Rol.BEHEERDER))


def nodig_uit(
    client: Client, capture: Any, *, email: str = "nieuw@voorbeeld.test", rol: str = "invoerder"
) -> str:
    adres = reverse("toegang:uitnodigen", args=[bestuur_van("44021").slug])
    with capture(execute=True):
        antwoord = client.post(adres, {"email": email, "rol": rol})
    assert antwoord.status_code == 302
    (link,) = re.findall(r"http://testserver(/toegang/uitnodiging/\S+)", mail.outbox[-1].body)
    return str(link)


GEGEVENS = {
    "voornaam": "Jo",
    "familienaam": "Nieuw",
    "wachtwoord": WACHTWOORD,
    "herhaling": WACHTWOORD,
}


def test_een_uitnodiging_leidt_tot_een_account_met_tweede_stap(
    client: Client, beheerder_gent: Account, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks)
    assert mail.outbox[-1].to == ["nieuw@voorbeeld.test"]
    gast = Client()
    assert gast.get(link).status_code == 200
    antwoord = gast.post(link, GEGEVENS)
    assert antwoord.status_code == 302
    lid = Lidmaatschap.objects.get(account__username="nieuw@voorbeeld.test")
    assert (lid.rol, lid.organisatie) == (Rol.INVOERDER, bestuur_van("44021"))
    assert gast.get("/")["Location"] == reverse("mfa_activate_totp")
    assert Uitnodiging.objects.get().email == ""


def test_een_uitnodiging_werkt_een_keer(
    client: Client, beheerder_gent: Account, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks)
    Client().post(link, GEGEVENS)
    opnieuw = Client().post(link, {**GEGEVENS, "voornaam": "Ander"})
    assert opnieuw.status_code == 410
    assert "al gebruikt" in opnieuw.content.decode()
    assert Account.objects.filter(email="nieuw@voorbeeld.test").count() == 1


def test_een_verlopen_of_ingetrokken_uitnodiging_wordt_uitgelegd(
    client: Client, beheerder_gent: Account, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks)
    Uitnodiging.objects.update(verloopt_op=timezone.now() - dt.timedelta(minutes=1))
    antwoord = Client().get(link)
    assert antwoord.status_code == 410
    assert "verlopen" in antwoord.content.decode()
    tweede = nodig_uit(client, django_capture_on_commit_callbacks, email="b@voorbeeld.test")
    rij = Uitnodiging.objects.get(email="b@voorbeeld.test")
    client.post(reverse("toegang:uitnodiging_intrekken", args=[rij.organisatie.slug, rij.pk]))
    assert "ingetrokken" in Client().get(tweede).content.decode()
    assert Client().get("/toegang/uitnodiging/verzonnen/").status_code == 410


def test_de_databank_kent_alleen_de_afdruk_van_een_uitnodiging(
    client: Client, beheerder_gent: Account, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks)
    sleutel = link.rstrip("/").rsplit("/", 1)[1]
    rij = Uitnodiging.objects.get()
    assert sleutel not in str(vars(rij))
    assert len(rij.sleutel_hash) == 64


def test_een_bestaand_account_aanvaardt_met_een_knop(
    client: Client,
    beheerder_gent: Account,
    operator: Account,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks, email=operator.username)
    assert "bestaat al een account" in Client().get(link).content.decode()
    # Somebody else who is signed in can't take it.
    assert "met een ander account" in client.get(link).content.decode()
    client.post(link)
    assert operator.lidmaatschappen.count() == 1
    eigen = type(client)()
    eigen.force_login(operator)
    assert eigen.post(link).status_code == 302
    assert operator.lidmaatschappen.count() == 2
    assert eigen.get("/").wsgi_request.lidmaatschap.organisatie == bestuur_van("44021")


def test_een_zwak_wachtwoord_wordt_geweigerd(
    client: Client, beheerder_gent: Account, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(beheerder_gent)
    link = nodig_uit(client, django_capture_on_commit_callbacks)
    for woord in ("kort", "12345678901234", "nieuw@voorbeeld.test"):
        antwoord = Client().post(link, {**GEGEVENS, "wachtwoord": woord, "herhaling": woord})
        assert antwoord.status_code == 200, woord
    assert not Account.objects.filter(email="nieuw@voorbeeld.test").exists()


def test_een_beheerder_van_een_gemeente_geeft_nooit_de_vlaamse_rol(
    beheerder_gent: Account,
) -> None:
    toegang = toegang_van(beheerder_gent)
    with pytest.raises(services.Weigering):
        services.nodig_uit(
            organisatie=bestuur_van("44021"),
            email="x@voorbeeld.test",
            rol=Rol.VLAAMSE_BEHEERDER,
            toegang=toegang,
            adres=str,
        )
    lid = beheerder_gent.lidmaatschappen.get()
    with pytest.raises(services.Weigering):
        services.zet_rol(lid=lid, rol=Rol.VLAAMSE_BEHEERDER, toegang=toegang)


def test_de_laatste_beheerder_kan_zichzelf_niet_wegnemen(
    client: Client, beheerder_gent: Account
) -> None:
    client.force_login(beheerder_gent)
    lid = beheerder_gent.lidmaatschappen.get()
    adres = reverse("toegang:lid_verwijderen", args=[lid.organisatie.slug, lid.pk])
    antwoord = client.post(adres, follow=True)
    assert "de enige beheerder" in antwoord.content.decode()
    assert beheerder_gent.lidmaatschappen.exists()


def test_een_rol_van_acm_wordt_niet_hier_gewijzigd(
    client: Client, beheerder_gent: Account, invoerder_gent: Any
) -> None:
    lid = invoerder_gent.lidmaatschappen.get()
    lid.herkomst = Herkomst.ACM_IDM
    lid.save()
    client.force_login(beheerder_gent)
    adres = reverse("toegang:rol", args=[lid.organisatie.slug, lid.pk])
    antwoord = client.post(adres, {"rol": "publicator"}, follow=True)
    assert "gebruikersbeheer van de Vlaamse overheid" in antwoord.content.decode()
    lid.refresh_from_db()
    assert lid.rol == Rol.INVOERDER


def test_rollen_en_leden_wijzigen_staat_in_het_logboek_van_de_leden(
    client: Client, beheerder_gent: Account, invoerder_gent: Any
) -> None:
    client.force_login(beheerder_gent)
    lid = invoerder_gent.lidmaatschappen.get()
    client.post(reverse("toegang:rol", args=[lid.organisatie.slug, lid.pk]), {"rol": "publicator"})
    regel = Logboek.objects.get(handeling="rol_gegeven")
    assert (regel.account, regel.betrokkene, regel.rol) == (
        beheerder_gent,
        invoerder_gent,
        "beheerder",
    )
    lezer = type(client)()
    lezer.force_login(invoerder_gent)
    pagina = lezer.get(reverse("toegang:logboek", args=[lid.organisatie.slug]))
    assert "van invoerder naar publicator" in pagina.content.decode()
