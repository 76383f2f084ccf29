"""Deletion, export and history reach into every room that keeps words and choices of people."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from doelstellingen.models import Publicatie
from gemeenten.models import Fusie, Gemeente
from ondersteuners.models import Ondersteuner, Vraag, VraagStap
from ondersteuners.services import stel_vraag
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import bestuur_van, maak_account
from tests.verbeteringen.hulp import gemeente, invoer, toegang_van
from toegang import avg, sleutels
from toegang.berichten import stuur
from toegang.models import Account, Bericht, Logboek
from toegang.rollen import Rol
from toegang.wie import Toegang
from verbeteringen.fotos import bewaar_foto, hang_aan, pad_van
from verbeteringen.models import (
    Foto,
    Gebeurtenis,
    Instelling,
    Verbetering,
    VerbeteringOud,
    Vertrouwen,
    Voorstel,
)
from verbeteringen.registratie import (
    laat_vervallen,
    registreer_verbetering,
    wijzig_verbetering,
)

pytestmark = pytest.mark.django_db
NAAM = "Oprit van familie Janssens"
VAN_BURGER = {"aanvrager": "burger", "projectnaam": NAAM, "opmerking": "Bel Eva op zaterdag"}


def _foto(account: Account | None) -> Foto:
    uit = io.BytesIO()
    Image.new("RGB", (8, 8)).save(uit, "PNG")
    uit.seek(0)
    return bewaar_foto(uit, "oprit.png", account=account)


def _tekst(account: Account) -> str:
    return json.dumps(avg.exporteer(account), cls=DjangoJSONEncoder, ensure_ascii=False)


@pytest.fixture
def burger() -> Account:
    return maak_account("eva.janssens")


@pytest.fixture
def registratie(burger: Account, settings: Any, tmp_path: Any) -> Verbetering:
    """A verbetering of a citizen with a photo, an older version and a draft beside it."""
    settings.MEDIA_ROOT = tmp_path
    toegang = Toegang(burger)
    (v,) = registreer_verbetering(
        invoer=invoer(**VAN_BURGER, links=("https://janssens.example",)),
        gemeente=gemeente("44021"),
        toegang=toegang,
    ).verbeteringen
    hang_aan([_foto(burger)], v)
    wijzig_verbetering(
        pk=v.pk,
        versie=v.versie,
        invoer=invoer(**VAN_BURGER | {"opmerking": "Bel Eva op zondag"}),
        gemeente=gemeente("44021"),
        toegang=toegang,
    )
    Voorstel.objects.create(soort="concept", account=burger, inhoud={"projectnaam": NAAM})
    v.refresh_from_db()
    laat_vervallen(pk=v.pk, versie=v.versie, toegang=toegang, reden="Janssens verhuist")
    v.refresh_from_db()
    return v


def test_de_export_geeft_wat_een_burger_registreerde(
    burger: Account, registratie: Verbetering
) -> None:
    tekst = _tekst(burger)
    for woord in (
        NAAM,
        "op zondag",
        "op zaterdag",
        "janssens.example",
        "Janssens verhuist",
        "Foto 1",
    ):
        assert woord in tekst


def test_verwijderen_wist_woorden_en_fotos_van_een_burger_ook_in_oude_versies(
    burger: Account, registratie: Verbetering, django_capture_on_commit_callbacks: Any
) -> None:
    bestand = pad_van(Foto.objects.get())
    assert bestand.is_file()
    assert VerbeteringOud.objects.filter(opmerking__contains="Eva").exists()
    hoeveel = registratie.maatregelen.get().hoeveelheid
    with django_capture_on_commit_callbacks(execute=True):
        avg.verwijder_account(burger)
    sporen = json.dumps(
        [
            *Verbetering.objects.values("projectnaam", "zoeknaam", "opmerking", "links", "mail"),
            *VerbeteringOud.objects.values("projectnaam", "zoeknaam", "opmerking", "links", "mail"),
            *Voorstel.objects.values("inhoud", "mail"),
            *Gebeurtenis.objects.values("reden"),
            *Publicatie.objects.values("omschrijving"),
            *Foto.objects.values("alt"),
        ]
    ).casefold()
    for woord in ("janssens", "eva", "zaterdag"):
        assert woord not in sporen
    assert not bestand.exists()
    over = Verbetering.objects.get(pk=registratie.pk)
    assert over.maatregelen.get().hoeveelheid == hoeveel
    assert str(over.indiener) == "verwijderde account"
    assert (over.gemeente_id, over.uitgevoerd_op) == (
        registratie.gemeente_id,
        registratie.uitgevoerd_op,
    )


def test_een_publicatie_draagt_nooit_de_woorden_van_een_burger(
    burger: Account, registratie: Verbetering
) -> None:
    assert not Publicatie.objects.filter(omschrijving__contains="Janssens").exists()


def test_ook_wat_zonder_account_met_hetzelfde_adres_werd_ingediend_gaat_weg(
    burger: Account,
) -> None:
    (v,) = registreer_verbetering(
        invoer=invoer(**VAN_BURGER),
        gemeente=gemeente("44021"),
        toegang=Toegang(),
        mail=burger.email.upper(),
    ).verbeteringen
    assert NAAM in _tekst(burger)
    avg.verwijder_account(burger)
    v.refresh_from_db()
    assert (v.mail, v.opmerking) == ("", "")
    assert v.projectnaam == "Verbetering door een burger"


def test_wat_voor_de_gemeente_gebeurde_blijft_van_de_gemeente() -> None:
    ambtenaar = maak_account("ambtenaar", (bestuur_van("44021"), Rol.PUBLICATOR))
    (v,) = registreer_verbetering(
        invoer=replace(invoer(), opmerking="Fase 2 volgt"),
        gemeente=gemeente("44021"),
        toegang=toegang_van(ambtenaar),
    ).verbeteringen
    avg.verwijder_account(ambtenaar)
    v.refresh_from_db()
    assert (v.projectnaam, v.opmerking) == ("Bomen, Veldstraat", "Fase 2 volgt")
    assert str(v.indiener) == "verwijderde account"


def test_een_voorstel_van_de_gemeente_herhaalt_de_woorden_niet(
    burger: Account, registratie: Verbetering
) -> None:
    voorstel = Voorstel.objects.create(
        soort="wijziging",
        verbetering=registratie,
        organisatie=bestuur_van("44021"),
        inhoud={"projectnaam": NAAM, "opmerking": "Eva", "links": [], "uitgevoerd": True},
    )
    avg.verwijder_account(burger)
    voorstel.refresh_from_db()
    assert voorstel.inhoud["uitgevoerd"] is True
    assert "Janssens" not in json.dumps(voorstel.inhoud)
    assert voorstel.inhoud["opmerking"] == ""


def test_een_vraag_om_ondersteuning_blijft_maar_het_eigen_adres_gaat_weg() -> None:
    ambtenaar = maak_account("vrager", (bestuur_van("44021"), Rol.INVOERDER))
    ondersteuner = Ondersteuner.objects.get(slug="regionaal-landschap-meetjesland")
    vraag = stel_vraag(
        ondersteuner=ondersteuner,
        aanbod=maak_aanbod(ondersteuner),
        gemeente=gemeente("44021"),
        organisatie=bestuur_van("44021"),
        tekst="Helpt u ons met hagen?",
        antwoord_naar=ambtenaar.email,
        door=ambtenaar,
    )
    assert "hagen" in _tekst(ambtenaar)
    avg.verwijder_account(ambtenaar)
    vraag = Vraag.objects.get(pk=vraag.pk)
    assert (vraag.antwoord_naar, vraag.tekst) == ("", "Helpt u ons met hagen?")
    assert {str(s.door) for s in VraagStap.objects.filter(vraag=vraag)} <= {
        "verwijderde account",
        "None",
    }


def test_elke_room_die_een_account_bewaart_doet_mee_aan_de_export() -> None:
    gevuld = avg.exporteer(maak_account("leeg"))
    assert {"verbeteringen", "ondersteuning", "meldingen"} <= gevuld.keys()


def test_de_instellingen_van_een_gemeente_hebben_een_leesbare_historiek(client: Client) -> None:
    beheerder = maak_account("beheerder", (bestuur_van("44021"), Rol.BEHEERDER))
    lezer = maak_account("lezer", (bestuur_van("44021"), Rol.LEZER))
    aalst = maak_account("aalst", (bestuur_van("41002"), Rol.BEHEERDER))
    landschap = Ondersteuner.objects.get(slug="regionaal-landschap-meetjesland").organisatie
    client.force_login(beheerder)
    adres = reverse("verbeteringen:instellingen")
    client.post(adres, {"eigen_meteen": "1"})
    client.post(adres, {})
    client.post(adres, {"vertrouw": landschap.slug})
    vertrouwen = Vertrouwen.objects.get()
    links = client.get(adres).content.decode()
    client.post(adres, {"niet_meer": landschap.slug})
    instelling = reverse(
        "toegang:historiek", args=["verbeteringinstelling", Instelling.objects.get().pk]
    )
    vertrouwd = reverse("toegang:historiek", args=["vertrouwen", vertrouwen.pk])
    assert instelling in links
    assert vertrouwd in links
    client.force_login(lezer)
    tekst = client.get(instelling).content.decode()
    assert "beheerder@voorbeeld.test, namens Gemeente Gent" in tekst
    assert "<del>ja</del>" in tekst
    # What was taken away keeps its history.
    assert "verwijderd" in client.get(vertrouwd).content.decode()
    client.force_login(aalst)
    assert client.get(instelling).status_code == 404
    assert client.get(vertrouwd).status_code == 404


def test_een_toelating_lezen_de_gemeente_en_de_eigenaar_van_de_sleutel(client: Client) -> None:
    gent = maak_account("gent", (bestuur_van("44021"), Rol.BEHEERDER))
    aalst = maak_account("aalst", (bestuur_van("41002"), Rol.BEHEERDER))
    brugge = maak_account("brugge", (bestuur_van("31005"), Rol.BEHEERDER))
    sleutel = sleutels.maak_sleutel(
        organisatie=bestuur_van("41002"),
        naam="proef",
        scopes=["lezen"],
        dagen=30,
        toegang=toegang_van(aalst),
    ).sleutel
    rij = sleutels.laat_toe(
        voorvoegsel=sleutel.voorvoegsel, gemeente=gemeente("44021"), toegang=toegang_van(gent)
    )
    adres = reverse("toegang:historiek", args=["toelating", rij.pk])
    for account, code in ((gent, 200), (aalst, 200), (brugge, 404)):
        client.force_login(account)
        assert client.get(adres).status_code == code


def test_opruimen_vergeet_wat_niet_bevestigd_werd_met_zijn_fotos(
    settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    voorstel = Voorstel.objects.create(soort="onbevestigd", mail="x@voorbeeld.test")
    Voorstel.objects.update(gemaakt_op=timezone.now() - dt.timedelta(days=4))
    Foto.objects.filter(pk=_foto(None).pk).update(voorstel=voorstel)
    lang, pas = _foto(None), _foto(None)
    os.utime(pad_van(lang), (0, 0))
    uit = io.StringIO()
    call_command("opruimen", "--dry-run", stdout=uit)
    assert "registraties: 1 te verwijderen" in uit.getvalue()
    assert Foto.objects.count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        call_command("opruimen", stdout=uit)
    assert not Voorstel.objects.exists()
    # A form that is still open may hang its fresh photo on what it saves.
    assert [foto.pk for foto in Foto.objects.all()] == [pas.pk]
    assert [pad.name for pad in (tmp_path / "fotos").iterdir()] == [pad_van(pas).name]


def test_een_fusie_tijdens_een_sessie_wordt_op_de_volgende_pagina_uitgelegd(
    client: Client, publicator_aalst: Account
) -> None:
    v = registreer_verbetering(
        invoer=invoer(geometrie=None),
        gemeente=gemeente("41002"),
        toegang=toegang_van(publicator_aalst),
    ).verbeteringen[0]
    client.force_login(publicator_aalst)
    wijzig = reverse("verbeteringen:wijzig", args=[v.pk])
    assert client.get(wijzig).status_code == 200
    aalst, vandaag = gemeente("41002"), timezone.localdate()
    Gemeente.objects.filter(pk=aalst.pk).update(tot=vandaag)
    nieuw = Gemeente.objects.create(
        nis="49999",
        naam="Groot-Aalst",
        sorteernaam="groot-aalst",
        provincie=aalst.provincie,
        arrondissement=aalst.arrondissement,
        van=vandaag,
    )
    Fusie.objects.create(oud=aalst, nieuw=nieuw, datum=vandaag)
    pagina = client.get(reverse("toegang:mijn_gegevens")).content.decode()
    assert "Aalst is opgegaan in Groot-Aalst." in pagina
    assert client.get(reverse("verbeteringen:beoordelen")).status_code == 404


@pytest.fixture
def zonder_account(settings: Any, tmp_path: Any) -> Verbetering:
    """What somebody handed in with a confirmed address only, in two versions, with a photo."""
    settings.MEDIA_ROOT = tmp_path
    (v,) = registreer_verbetering(
        invoer=invoer(**VAN_BURGER),
        gemeente=gemeente("44021"),
        toegang=Toegang(),
        mail="eva@janssens.example",
    ).verbeteringen
    hang_aan([_foto(None)], v)
    Voorstel.objects.create(
        soort="onbevestigd", mail="Eva@janssens.example", inhoud={"projectnaam": NAAM}
    )
    stuur(aan="eva@janssens.example", onderwerp="Bevestig", tekst="Beste Eva")
    return v


def _opdracht(*argumenten: str) -> str:
    uit = io.StringIO()
    call_command("persoonsgegevens", *argumenten, stdout=uit)
    return uit.getvalue()


def test_operator_geeft_de_gegevens_van_iemand_zonder_account(zonder_account: Verbetering) -> None:
    gegevens = json.loads(_opdracht("geef", "EVA@janssens.example"))
    assert [rij["projectnaam"] for rij in gegevens["verbeteringen"]["ingediend"]] == [NAAM]
    assert len(gegevens["verbeteringen"]["concepten en voorstellen"]) == 1
    assert len(gegevens["verbeteringen"]["foto's"]) == 1
    assert [rij["onderwerp"] for rij in gegevens["berichten"]] == ["Bevestig"]


def test_operator_wist_de_gegevens_van_iemand_zonder_account(
    zonder_account: Verbetering, django_capture_on_commit_callbacks: Any
) -> None:
    bestand = pad_van(Foto.objects.get())
    andere = registreer_verbetering(
        invoer=invoer(**VAN_BURGER | {"projectnaam": "Haag van een buur"}),
        gemeente=gemeente("44021"),
        toegang=Toegang(),
        mail="buur@voorbeeld.example",
    ).verbeteringen[0]
    assert "niets gewist" in _opdracht("wis", "eva@janssens.example", "--dry-run")
    assert Foto.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        _opdracht("wis", "eva@janssens.example")
    zonder_account.refresh_from_db()
    assert (zonder_account.mail, zonder_account.opmerking) == ("", "")
    assert zonder_account.projectnaam == "Verbetering door een burger"
    assert zonder_account.maatregelen.exists()
    assert not Voorstel.objects.exists()
    assert not Bericht.objects.filter(aan__icontains="janssens").exists()
    assert not bestand.exists()
    assert "Janssens" not in json.dumps(list(VerbeteringOud.objects.values("projectnaam", "mail")))
    daad = Logboek.objects.get(handeling="adres_gewist")
    assert "janssens" not in daad.toelichting
    andere.refresh_from_db()
    assert andere.projectnaam == "Haag van een buur"


@pytest.mark.parametrize("daad", ["geef", "wis"])
def test_wie_een_account_heeft_doet_het_zelf(burger: Account, daad: str) -> None:
    with pytest.raises(CommandError, match="Mijn gegevens"):
        _opdracht(daad, burger.email)
    with pytest.raises(CommandError, match="geen e-mailadres"):
        _opdracht(daad, "geen adres")
