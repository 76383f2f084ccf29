"""Asking for support: the request, its steps, both task lists, mail, and who may not."""

from __future__ import annotations

import pytest
from django.test import Client

from gemeenten.models import Gemeente
from ondersteuners.models import Aanbod, Ondersteuner, Vraag
from ondersteuners.services import stel_vraag, voer_ondersteuner_af, zet_stap
from ondersteuners.services.vragen import STAPPEN, Kant, OngeldigeStap, mogelijke_stappen
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import bestuur_van
from toegang.models import Account, Bericht

pytestmark = pytest.mark.django_db
Staat = Vraag.Staat


@pytest.fixture
def item(meetjesland: Ondersteuner) -> Aanbod:
    meetjesland.functieadres = "info@voorbeeld.test"
    meetjesland.save()
    return maak_aanbod(meetjesland)


@pytest.fixture
def vraag(item: Aanbod) -> Vraag:
    return stel_vraag(
        ondersteuner=item.ondersteuner,
        aanbod=item,
        gemeente=Gemeente.objects.get(nis="44021", tot=None),
        organisatie=bestuur_van("44021"),
        tekst="Wie helpt ons met hagen?",
        antwoord_naar="klimaat@voorbeeld.test",
        door=None,
    )


def stap(vraag: Vraag, naar: str, kant: Kant, bericht: str = "") -> Vraag:
    return zet_stap(
        vraag=vraag,
        naar=naar,
        kanten={kant},
        organisatie=vraag.organisatie,
        door=None,
        bericht=bericht,
    )


def test_vraag_komt_in_beide_takenlijsten(
    client: Client, item: Aanbod, invoerder_gent: Account, landschap: Account
) -> None:
    client.force_login(invoerder_gent)
    gent = Gemeente.objects.get(nis="44021", tot=None)
    adres = f"{item.get_absolute_url()}vraag/"
    antwoord = client.post(adres, {"gemeente": gent.pk, "tekst": "Wie helpt ons?"})
    vraag = Vraag.objects.get()
    assert antwoord["Location"] == f"/ondersteuners/vragen/{vraag.pk}/"
    assert (vraag.staat, vraag.organisatie) == (Staat.NIEUW, bestuur_van("44021"))
    assert item.titel in client.get("/ondersteuners/vragen/").content.decode()
    client.force_login(landschap)
    assert item.titel in client.get("/ondersteuners/vragen/").content.decode()
    assert (
        "1 open vraag"
        in client.get("/ondersteuners/beheer/regionaal-landschap-meetjesland/").content.decode()
    )


def test_vraag_stuurt_een_bericht_naar_het_functieadres(vraag: Vraag) -> None:
    bericht = Bericht.objects.get()
    assert bericht.aan == "info@voorbeeld.test"
    assert "Wie helpt ons met hagen?" in bericht.tekst
    assert f"/ondersteuners/vragen/{vraag.pk}/" in bericht.tekst


def test_zonder_functieadres_gaat_er_geen_bericht(limburg: Ondersteuner) -> None:
    stel_vraag(
        ondersteuner=limburg,
        aanbod=None,
        gemeente=Gemeente.objects.get(nis="71016", tot=None),
        organisatie=bestuur_van("71016"),
        tekst="Algemene vraag",
        door=None,
    )
    assert not Bericht.objects.exists()


def test_het_hele_leven_van_een_vraag(vraag: Vraag) -> None:
    vraag = stap(vraag, Staat.IN_BEHANDELING, Kant.HELPER)
    vraag = stap(vraag, Staat.IN_BEHANDELING, Kant.VRAGER, "Nog een detail")
    vraag = stap(vraag, Staat.LOOPT, Kant.HELPER)
    vraag = stap(vraag, Staat.AFGEROND, Kant.HELPER)
    vraag = stap(vraag, Staat.IN_BEHANDELING, Kant.VRAGER, "Toch nog iets")
    assert [(s.van, s.naar) for s in vraag.stappen.all()] == [
        ("", Staat.NIEUW),
        (Staat.NIEUW, Staat.IN_BEHANDELING),
        (Staat.IN_BEHANDELING, Staat.IN_BEHANDELING),
        (Staat.IN_BEHANDELING, Staat.LOOPT),
        (Staat.LOOPT, Staat.AFGEROND),
        (Staat.AFGEROND, Staat.IN_BEHANDELING),
    ]


def test_elke_stap_meldt_zich_aan_de_andere_kant(vraag: Vraag) -> None:
    Bericht.objects.all().delete()
    stap(vraag, Staat.IN_BEHANDELING, Kant.HELPER)
    stap(vraag, Staat.INGETROKKEN, Kant.VRAGER)
    assert [b.aan for b in Bericht.objects.order_by("pk")] == [
        "klimaat@voorbeeld.test",
        "info@voorbeeld.test",
    ]


@pytest.mark.parametrize("van", Staat.values)
@pytest.mark.parametrize("naar", Staat.values)
@pytest.mark.parametrize("kant", list(Kant))
def test_alleen_stappen_uit_de_tabel_kunnen(vraag: Vraag, van: str, naar: str, kant: Kant) -> None:
    Vraag.objects.filter(pk=vraag.pk).update(staat=van)
    vraag.refresh_from_db()
    mag = any((s.van, s.naar, s.kant) == (van, naar, kant) for s in STAPPEN)
    if mag:
        assert stap(vraag, naar, kant, "bericht").staat == naar
    else:
        with pytest.raises(OngeldigeStap):
            stap(vraag, naar, kant, "bericht")


def test_weigeren_vraagt_uitleg(vraag: Vraag) -> None:
    with pytest.raises(OngeldigeStap, match="bericht"):
        stap(vraag, Staat.NIET_MOGELIJK, Kant.HELPER)


def test_wie_op_geen_kant_staat_zet_geen_stap(vraag: Vraag) -> None:
    assert mogelijke_stappen(vraag, kanten=set()) == []


def test_een_collega_was_eerst(client: Client, vraag: Vraag, landschap: Account) -> None:
    client.force_login(landschap)
    adres = f"/ondersteuners/vragen/{vraag.pk}/"
    assert client.post(adres, {"naar": "in_behandeling"}).status_code == 302
    antwoord = client.post(adres, {"naar": "niet_mogelijk", "bericht": "x"})
    assert antwoord.status_code == 302
    antwoord = client.post(adres, {"naar": "in_behandeling", "bericht": ""})
    assert antwoord.status_code == 422
    assert "Misschien was een collega eerst" in antwoord.content.decode()


def test_andere_gemeente_ziet_de_vraag_niet(
    client: Client, vraag: Vraag, publicator_aalst: Account
) -> None:
    client.force_login(publicator_aalst)
    assert client.get(f"/ondersteuners/vragen/{vraag.pk}/").status_code == 404
    assert vraag.onderwerp not in client.get("/ondersteuners/vragen/?toon=alle").content.decode()


def test_provincie_ziet_vragen_van_haar_gemeenten_maar_zet_geen_stap(
    client: Client, vraag: Vraag, provincie_ovl: Account
) -> None:
    client.force_login(provincie_ovl)
    html = client.get(f"/ondersteuners/vragen/{vraag.pk}/").content.decode()
    assert vraag.tekst in html
    assert 'name="naar"' not in html
    assert client.post(f"/ondersteuners/vragen/{vraag.pk}/", {"naar": "loopt"}).status_code == 422


def test_burger_leest_waarom_het_niet_kan(client: Client, item: Aanbod, burger: Account) -> None:
    client.force_login(burger)
    antwoord = client.get(f"{item.get_absolute_url()}vraag/")
    assert "Alleen medewerkers van een gemeente" in antwoord.content.decode()
    client.post(f"{item.get_absolute_url()}vraag/", {"tekst": "Help", "gemeente": 1})
    assert not Vraag.objects.exists()


def test_voor_een_andere_gemeente_vragen_kan_niet(
    client: Client, item: Aanbod, invoerder_gent: Account
) -> None:
    client.force_login(invoerder_gent)
    aalst = Gemeente.objects.get(nis="41002", tot=None)
    antwoord = client.post(f"{item.get_absolute_url()}vraag/", {"gemeente": aalst.pk, "tekst": "x"})
    assert antwoord.status_code == 422
    assert not Vraag.objects.exists()


def test_vraag_aan_een_verdwenen_ondersteuner_wordt_geweigerd(item: Aanbod) -> None:
    voer_ondersteuner_af(ondersteuner=item.ondersteuner, door=None)
    with pytest.raises(OngeldigeStap, match="geen ondersteuning meer"):
        stel_vraag(
            ondersteuner=item.ondersteuner,
            aanbod=item,
            gemeente=Gemeente.objects.get(nis="44021", tot=None),
            organisatie=bestuur_van("44021"),
            tekst="Hallo",
            door=None,
        )


def test_open_vraag_blijft_leesbaar_als_de_ondersteuner_verdwijnt(
    client: Client, vraag: Vraag, invoerder_gent: Account
) -> None:
    voer_ondersteuner_af(ondersteuner=vraag.ondersteuner, door=None)
    client.force_login(invoerder_gent)
    html = client.get(f"/ondersteuners/vragen/{vraag.pk}/").content.decode()
    assert "biedt geen ondersteuning meer aan" in html


def test_script_in_een_vraag_blijft_tekst(client: Client, vraag: Vraag, landschap: Account) -> None:
    Vraag.objects.filter(pk=vraag.pk).update(tekst="<script>alert(1)</script>")
    client.force_login(landschap)
    assert "<script>alert" not in client.get(f"/ondersteuners/vragen/{vraag.pk}/").content.decode()
