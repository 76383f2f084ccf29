"""Personal data: export, deletion, retention; the log and history that stay behind."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang import avg
from toegang.berichten import stuur
from toegang.handelende import handelt
from toegang.historie import versies_van
from toegang.logboek import noteer
from toegang.models import (
    Account,
    AlleenToevoegen,
    Bericht,
    Lidmaatschap,
    Logboek,
    Uitnodiging,
)
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva() -> Account:
    account = maak_account("eva", (bestuur_van("44021"), Rol.PUBLICATOR))
    account.first_name, account.last_name = "Eva", "Peeters"
    account.save()
    SocialAccount.objects.create(
        user=account, provider="acm-idm", uid="sub-eva", extra_data={"vo_id": "vo-eva"}
    )
    with handelt(lambda: toegang_van(account)):
        noteer("verbetering_goedgekeurd", organisatie=bestuur_van("44021"))
    stuur(aan=account.email, onderwerp="Dag Eva", tekst="x", account=account, bundel="dag")
    return account


def test_de_export_bevat_alles_en_is_json(client: Client, eva: Account) -> None:
    client.force_login(eva)
    antwoord = client.post(reverse("toegang:gegevens_downloaden"))
    inhoud = json.loads(antwoord.content)
    assert inhoud["account"]["familienaam"] == "Peeters"
    assert inhoud["gegevens van ACM/IDM"][0]["uid"] == "sub-eva"
    assert inhoud["lidmaatschappen"][0]["rol"] == "publicator"
    assert inhoud["handelingen"][0]["handeling"] == "verbetering_goedgekeurd"
    assert inhoud["berichten"][0]["onderwerp"] == "Dag Eva"
    assert "attachment" in antwoord["Content-Disposition"]


def test_verwijderen_wist_de_persoon_en_laat_de_daad_staan(client: Client, eva: Account) -> None:
    client.force_login(eva)
    adres = reverse("toegang:account_verwijderen")
    assert client.post(adres, {"woord": "ja"}).status_code == 200
    assert not Account.objects.get(pk=eva.pk).verwijderd_op
    assert client.post(adres, {"woord": "verwijder"}).status_code == 302
    weg = Account.objects.get(pk=eva.pk)
    assert str(weg) == "verwijderde account"
    sporen = json.dumps(list(Account.objects.filter(pk=eva.pk).values()), default=str)
    for woord in ("Eva", "Peeters", "eva@", "vo-eva"):
        assert woord not in sporen
    assert not SocialAccount.objects.exists()
    assert not Bericht.objects.exists()
    assert not Lidmaatschap.objects.filter(account=weg).exists()
    regel = Logboek.objects.get(handeling="verbetering_goedgekeurd")
    assert (str(regel.account), regel.organisatie) == (
        "verwijderde account",
        bestuur_van("44021"),
    )
    # The session is over, and the account opens nothing any more.
    assert not client.get("/").wsgi_request.toegang.aangemeld


def test_ook_in_de_historiek_heet_de_persoon_verwijderde_account(eva: Account) -> None:
    lezer = maak_account("lezer", (bestuur_van("44021"), Rol.LEZER))
    with handelt(lambda: toegang_van(eva)):
        lid = lezer.lidmaatschappen.get()
        lid.rol = Rol.INVOERDER
        lid.save()
    voor = versies_van("lidmaatschap", lid.pk, toegang=toegang_van(lezer))
    assert voor is not None
    assert (voor[0].door, voor[0].organisatie) == ("Eva Peeters", str(bestuur_van("44021")))
    (wijziging,) = voor[0].wijzigingen
    assert (wijziging.veld, wijziging.oud, wijziging.nieuw) == ("rol", "lezer", "invoerder")
    avg.verwijder_account(eva)
    na = versies_van("lidmaatschap", lid.pk, toegang=toegang_van(lezer))
    assert na is not None
    assert na[0].door == "verwijderde account"


def test_andere_rooms_geven_en_wissen_hun_deel(eva: Account, monkeypatch: Any) -> None:
    gewist: list[Account] = []
    monkeypatch.setattr(avg, "_onderdelen", [])
    avg.meld_aan(naam="opmerkingen", geef=lambda a: ["dag"], wis=gewist.append)
    assert avg.exporteer(eva)["opmerkingen"] == ["dag"]
    avg.verwijder_account(eva)
    assert gewist == [eva]


def test_het_logboek_kan_alleen_groeien(eva: Account) -> None:
    regel = Logboek.objects.get()
    for poging in (regel.save, regel.delete, Logboek.objects.all().delete):
        with pytest.raises(AlleenToevoegen):
            poging()
    with pytest.raises(AlleenToevoegen):
        Logboek.objects.update(toelichting="anders")


def test_historiek_van_een_ander_bestaat_niet(client: Client, eva: Account) -> None:
    aalst = maak_account("aalst", (bestuur_van("41002"), Rol.BEHEERDER))
    lid = eva.lidmaatschappen.get()
    client.force_login(aalst)
    adres = reverse("toegang:historiek", args=["lidmaatschap", lid.pk])
    assert client.get(adres).status_code == 404
    assert client.get(reverse("toegang:historiek", args=["verzonnen", 1])).status_code == 404
    client.force_login(eva)
    assert client.get(adres).status_code == 200


def test_opruimen_toont_eerst_wat_het_zou_doen(eva: Account) -> None:
    lang = timezone.now() - dt.timedelta(days=4 * 365)
    Account.objects.filter(pk=eva.pk).update(last_login=lang, date_joined=lang)
    Bericht.objects.update(gemaakt_op=lang)
    Uitnodiging.objects.create(
        organisatie=bestuur_van("44021"),
        rol=Rol.LEZER,
        email="x@voorbeeld.test",
        sleutel_hash="x",
        gemaakt_door=eva,
        verloopt_op=lang,
    )
    uit = StringIO()
    call_command("opruimen", "--dry-run", stdout=uit)
    assert "accounts: 1 te verwijderen" in uit.getvalue()
    assert Account.objects.get(pk=eva.pk).verwijderd_op is None
    call_command("opruimen", stdout=uit)
    assert Account.objects.get(pk=eva.pk).verwijderd_op is not None
    assert not Bericht.objects.exists()
    assert Uitnodiging.objects.get().email == ""
