"""Toelichting, foutmelding and nagekeken: concept, public, versions, rights, mail, undo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import nieuwste
from doelstellingen.services import herroep
from gemeenten.models import Gemeente
from meldingen import services
from meldingen.models import Foutmelding, Nagekeken, Toelichting
from meldingen.selectors import bijschriften
from tests.rapportering.voorbeeld import vul_cijfers
from tests.toegang.conftest import toegang_van
from toegang.models import Bericht, Organisatie

pytestmark = pytest.mark.django_db
ADRES = "/gemeenten/44021/toelichting/bomen/"
FOUT = "/gemeenten/44021/fout-melden/bomen/bomen/"
INHOUD = {"soort": "toelichting", "tekst": "We planten samen met de buren.", "meer_info": ""}


@pytest.fixture(autouse=True)
def _cijfers() -> None:
    vul_cijfers(nis=("44021",))


@pytest.fixture
def gent() -> Gemeente:
    return Gemeente.objects.get(nis="44021", tot=None)


def test_concept_is_niet_openbaar_tot_de_publicator_het_verzendt(
    client: Client, invoerder_gent: Any, publicator_gent: Any
) -> None:
    client.force_login(invoerder_gent)
    assert client.post(ADRES, {**INHOUD, "bewaren": "1"}).status_code == 302
    assert INHOUD["tekst"] not in Client().get("/gemeenten/44021/").content.decode()
    assert client.post(ADRES, {**INHOUD, "publiceren": "1"}).status_code == 422
    client.force_login(publicator_gent)
    assert client.post(ADRES, {**INHOUD, "publiceren": "1"}).status_code == 302
    pagina = Client().get("/gemeenten/44021/").content.decode()
    assert INHOUD["tekst"] in pagina
    assert Publicatie.objects.get(pk=nieuwste()).soort == Publicatie.Soort.TOELICHTING


def test_alle_versies_blijven_leesbaar(client: Client, publicator_gent: Any) -> None:
    client.force_login(publicator_gent)
    for tekst in ("Eerste uitleg.", "Tweede uitleg."):
        client.post(ADRES, {**INHOUD, "tekst": tekst, "publiceren": "1"})
    assert [t.versie for t in Toelichting.objects.order_by("pk")] == [1, 2]
    versies = Client().get(f"{ADRES}versies/").content.decode()
    assert "Eerste uitleg." in versies
    assert "Tweede uitleg." in versies
    eerste = Toelichting.objects.get(versie=1)
    toen = Client().get(f"/gemeenten/44021/?gekend_op={eerste.publicatie_id}").content.decode()
    assert "Eerste uitleg." in toen
    assert "Tweede uitleg." not in toen
    nu = Client().get("/gemeenten/44021/").content.decode()
    assert "Tweede uitleg." in nu
    assert "Eerste uitleg." not in nu


@pytest.mark.parametrize("tekst", ["", "   ", "x" * 501, "x" * 100_000])
def test_weigert_een_lege_of_te_lange_tekst(
    client: Client, publicator_gent: Any, tekst: str
) -> None:
    client.force_login(publicator_gent)
    antwoord = client.post(ADRES, {**INHOUD, "tekst": tekst, "publiceren": "1"})
    assert antwoord.status_code == 422
    assert "Er is nog iets aan te passen" in antwoord.content.decode()
    assert not Toelichting.objects.exists()


@pytest.mark.parametrize("meer", ["javascript:alert(1)", "geen adres", "data:text/html,x"])
def test_weigert_een_adres_dat_geen_pagina_is(
    client: Client, publicator_gent: Any, meer: str
) -> None:
    client.force_login(publicator_gent)
    assert client.post(ADRES, {**INHOUD, "meer_info": meer}).status_code == 422


def test_html_in_een_toelichting_staat_er_als_tekst(client: Client, publicator_gent: Any) -> None:
    client.force_login(publicator_gent)
    client.post(ADRES, {**INHOUD, "tekst": "<script>alert(1)</script>", "publiceren": "1"})
    pagina = Client().get("/gemeenten/44021/").content.decode()
    assert "&lt;script&gt;alert(1)" in pagina
    assert "<script>alert" not in pagina


@pytest.mark.parametrize("adres", [ADRES, FOUT, "/gemeenten/44021/cijfers-opvolgen/"])
def test_een_ander_ziet_de_pagina_niet_en_een_bezoeker_moet_zich_aanmelden(
    client: Client, publicator_aalst: Any, adres: str
) -> None:
    assert Client().get(adres).status_code == 302
    client.force_login(publicator_aalst)
    assert client.get(adres).status_code == 404
    assert client.post(adres, INHOUD).status_code in (404, 405)


def test_intrekken_haalt_ze_van_de_pagina_maar_niet_uit_de_versies(
    client: Client, publicator_gent: Any
) -> None:
    client.force_login(publicator_gent)
    client.post(ADRES, {**INHOUD, "publiceren": "1"})
    client.post(ADRES, {"intrekken": "1"})
    assert INHOUD["tekst"] not in Client().get("/gemeenten/44021/").content.decode()
    assert INHOUD["tekst"] in Client().get(f"{ADRES}versies/").content.decode()


def test_herroepen_van_een_toelichting_geeft_de_vorige_terug(
    client: Client, publicator_gent: Any, gent: Gemeente
) -> None:
    client.force_login(publicator_gent)
    for tekst in ("Eerste uitleg.", "Tweede uitleg."):
        client.post(ADRES, {**INHOUD, "tekst": tekst, "publiceren": "1"})
    herroep(Publicatie.objects.get(pk=nieuwste()))
    [[regel]] = bijschriften(gent, publicatie=nieuwste()).toelichtingen.values()
    assert regel.tekst == "Eerste uitleg."


def test_gemelde_fout_staat_bij_het_cijfer_en_gaat_naar_het_functieadres(
    client: Client, invoerder_gent: Any
) -> None:
    gbp = Organisatie.objects.get(slug="groenblauwpeil")
    Organisatie.objects.filter(slug="groenblauwpeil").update(functieadres="data@voorbeeld.test")
    Organisatie.objects.filter(slug="abb").update(functieadres="abb@voorbeeld.test")
    client.force_login(invoerder_gent)
    bestand = SimpleUploadedFile("lijst.csv", b"a;b\n1;2\n", content_type="text/csv")
    antwoord = client.post(
        FOUT, {"bron": gbp.pk, "omschrijving": "Er ontbreken 20 bomen.", "bestanden": [bestand]}
    )
    assert antwoord.status_code == 302
    melding = Foutmelding.objects.get()
    assert melding.bijlagen.count() == 1
    assert set(Bericht.objects.values_list("aan", flat=True)) == {
        "data@voorbeeld.test",
        "abb@voorbeeld.test",
    }
    pagina = Client().get("/gemeenten/44021/").content.decode()
    assert "gemeld als onjuist op" in pagina
    client.post(f"/meldingen/fouten/{melding.pk}/", {"antwoord": "Verbeterd in de bron."})
    assert "gemeld als onjuist op" not in Client().get("/gemeenten/44021/").content.decode()


def test_weigert_een_programma_als_bijlage(client: Client, invoerder_gent: Any) -> None:
    client.force_login(invoerder_gent)
    bestand = SimpleUploadedFile("lijst.pdf", b"MZ\x90\x00", content_type="application/pdf")
    gbp = Organisatie.objects.get(slug="groenblauwpeil")
    antwoord = client.post(FOUT, {"bron": gbp.pk, "omschrijving": "Fout.", "bestanden": [bestand]})
    assert antwoord.status_code == 422
    assert not Foutmelding.objects.exists()


def test_bijlage_is_enkel_voor_wie_de_melding_mag_lezen(
    client: Client, invoerder_gent: Any, publicator_aalst: Any
) -> None:
    client.force_login(invoerder_gent)
    bestand = SimpleUploadedFile("lijst.csv", b"a;b\n", content_type="text/csv")
    client.post(FOUT, {"bron": "nieuw", "omschrijving": "Fout.", "bestanden": [bestand]})
    adres = f"/meldingen/bijlagen/{Foutmelding.objects.get().bijlagen.get().pk}/"
    antwoord = client.get(adres)
    assert antwoord["Content-Disposition"].startswith("attachment")
    assert b"".join(antwoord.streaming_content) == b"a;b\n"  # type: ignore[attr-defined]
    assert Client().get(adres).status_code == 302
    client.force_login(publicator_aalst)
    assert client.get(adres).status_code == 404


def test_nagekeken_geldt_tot_de_leverancier_een_ander_cijfer_geeft(
    client: Client, publicator_gent: Any, invoerder_gent: Any, gent: Gemeente
) -> None:
    adres = "/gemeenten/44021/nagekeken/verledding/led/"
    led = Indicator.objects.filter(doelstelling__slug="verledding").get(hoofd=True)
    adres = f"/gemeenten/44021/nagekeken/verledding/{led.slug}/"
    client.force_login(publicator_gent)
    client.post(adres, {"gezien": "een ander cijfer"})
    assert not Nagekeken.objects.exists()
    client.force_login(invoerder_gent)
    assert client.post(adres, {"gezien": "x"}).status_code == 404
    rij = services.kijk_na(
        gemeente=gent,
        indicator=led,
        waarde=Decimal("41.5"),
        peildatum=gent.van,
        door=toegang_van(publicator_gent),
    )
    gezegd = bijschriften(gent, publicatie=rij.publicatie_id)
    assert gezegd.is_nagekeken(led.pk, Decimal("41.5"))
    assert not gezegd.is_nagekeken(led.pk, Decimal("42"))
