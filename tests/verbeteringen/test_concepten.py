"""Drafts on the server: kept while one types, continued by a colleague, gone after the save."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.verbeteringen.hulp import gemeente, invoer, toegang_van
from tests.verbeteringen.test_paginas import formuliervelden, maak
from toegang.models import Account
from verbeteringen import beoordeling, concepten, persoon, registratie
from verbeteringen.fotos import pad_van
from verbeteringen.models import Foto, Verbetering, Voorstel

pytestmark = pytest.mark.django_db
ADRES = "/verbeteringen/concept/"


def bewaar(client: Any, **velden: Any) -> Any:
    return client.post(ADRES, {"projectnaam": "Half werk", "bomen_plus": "1.2oo", **velden})


def test_een_collega_werkt_verder_aan_het_concept(
    client: Any, invoerder_gent: Account, publicator_gent: Account
) -> None:
    client.force_login(invoerder_gent)
    inhoud = bewaar(client, uitgevoerd="on").json()
    assert inhoud["tekst"].startswith("Concept bewaard om ")
    client.force_login(publicator_gent)
    assert "Half werk" in client.get(reverse("verbeteringen:nieuw")).content.decode()
    form = client.get(reverse("verbeteringen:nieuw"), {"concept": inhoud["concept"]}).context[
        "form"
    ]
    # What is no amount is kept as it was typed: nothing half-filled is lost.
    assert form["bomen_plus"].value() == "1.2oo"
    assert form["uitgevoerd"].value() == "on"
    assert form["heel_grondgebied"].value() == ""
    client.post(
        reverse("verbeteringen:nieuw"),
        formuliervelden(concept=form["concept"].value()),
        follow=True,
    )
    assert Verbetering.objects.count() == 1
    assert not Voorstel.objects.exists()


def test_een_concept_is_niet_voor_een_ander(
    client: Any, publicator_gent: Account, publicator_aalst: Account, burger: Account
) -> None:
    client.force_login(publicator_gent)
    pk = bewaar(client).json()["concept"]
    for ander in (publicator_aalst, burger):
        client.force_login(ander)
        assert "Half werk" not in client.get(reverse("verbeteringen:nieuw")).content.decode()
        assert client.get(reverse("verbeteringen:nieuw"), {"concept": pk}).status_code == 404
        assert client.post(reverse("verbeteringen:concept_weg", args=[pk])).status_code == 404
        # Naming it makes a draft of one's own; the other's stays as it was.
        assert bewaar(client, concept=pk, projectnaam="Van mij").json()["concept"] != pk
    assert Voorstel.objects.get(pk=pk).inhoud["velden"]["projectnaam"] == "Half werk"
    client.logout()
    assert bewaar(client).status_code == 404


def test_wie_intussen_bewaarde_wordt_niet_overschreven(
    client: Any, invoerder_gent: Account, publicator_gent: Account
) -> None:
    client.force_login(invoerder_gent)
    eerste = bewaar(client).json()
    client.force_login(publicator_gent)
    eigen = {"concept": eerste["concept"], "conceptversie": eerste["versie"]}
    assert bewaar(client, projectnaam="Van de publicator", **eigen).status_code == 200
    client.force_login(invoerder_gent)
    antwoord = bewaar(client, projectnaam="Van de invoerder", **eigen)
    assert antwoord.status_code == 409
    assert "bewaarde dit concept om" in antwoord.json()["fout"]
    assert Voorstel.objects.get().inhoud["velden"]["projectnaam"] == "Van de publicator"


def test_zonder_javascript_bewaart_een_knop_het_concept(
    client: Any, publicator_gent: Account
) -> None:
    client.force_login(publicator_gent)
    antwoord = client.post(
        reverse("verbeteringen:nieuw"),
        formuliervelden(bomen_plus="", uitgevoerd_op="", als_concept="1"),
        follow=True,
    )
    assert "Het concept is bewaard" in antwoord.content.decode()
    assert antwoord.context["form"]["geometrie"].value()
    assert not Verbetering.objects.exists()


def test_concept_van_een_wijziging_hoort_bij_die_verbetering(
    client: Any, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    client.force_login(publicator_gent)
    pk = bewaar(client, verbetering=v.pk, versie=1).json()["concept"]
    adres = reverse("verbeteringen:wijzig", args=[v.pk])
    antwoord = client.get(adres)
    assert "Er is een concept van een wijziging" in antwoord.content.decode()
    assert antwoord.context["form"]["projectnaam"].value() == v.projectnaam
    assert client.get(adres, {"concept": pk}).context["form"]["projectnaam"].value() == "Half werk"
    assert "Half werk" not in client.get(reverse("verbeteringen:nieuw")).content.decode()


def test_een_teruggestuurde_wijziging_gaat_als_concept_verder(
    client: Any, invoerder_gent: Account, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    registratie.wijzig_verbetering(
        pk=v.pk,
        versie=1,
        invoer=invoer(projectnaam="Meer bomen"),
        gemeente=gemeente("44021"),
        toegang=toegang_van(invoerder_gent),
    )
    beoordeling.stuur_terug(
        pk=v.pk, versie=1, toegang=toegang_van(publicator_gent), reden="te weinig"
    )
    client.force_login(invoerder_gent)
    concept = concepten.van_verbetering(v, toegang_van(invoerder_gent))
    assert concept is not None
    form = client.get(
        reverse("verbeteringen:wijzig", args=[v.pk]), {"concept": concept.pk}
    ).context["form"]
    assert form["projectnaam"].value() == "Meer bomen"
    assert form["versie"].value() == 1


def test_oude_concepten_verdwijnen_na_drie_maanden(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    bewaar(client)
    persoon.ruim_op(True)
    assert Voorstel.objects.count() == 1
    Voorstel.objects.update(gewijzigd_op=timezone.now() - concepten.BEWAREN - dt.timedelta(days=1))
    [telling] = [r for r in persoon.ruim_op(False) if r.soort == "concepten"]
    assert telling.aantal == 1
    persoon.ruim_op(True)
    assert not Voorstel.objects.exists()


def test_een_te_groot_concept_wordt_geweigerd(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    antwoord = bewaar(client, geometrie="x" * (concepten.GROOTSTE + 1))
    assert antwoord.status_code == 409
    assert "te groot" in antwoord.json()["fout"]


def _foto() -> SimpleUploadedFile:
    uit = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(uit, "JPEG")
    return SimpleUploadedFile("plein.jpg", uit.getvalue(), "image/jpeg")


def test_fotos_horen_bij_het_concept(
    client: Any, invoerder_gent: Account, publicator_gent: Account, publicator_aalst: Account
) -> None:
    """A colleague goes on with them, another never sees them, and they come along on saving."""
    client.force_login(invoerder_gent)
    pk = bewaar(client).json()["concept"]
    adres = reverse("verbeteringen:concept_fotos", args=[pk])
    for _ in range(2):
        antwoord = client.post(adres, {"foto": _foto()})
    eerste, tweede = antwoord.json()["fotos"]
    kwaad = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00" + b"\x00" * 200)
    antwoord = client.post(adres, {"foto": kwaad})
    assert antwoord.status_code == 422
    assert "foto.jpg" in antwoord.json()["fout"]

    client.force_login(publicator_aalst)
    assert client.get(adres).status_code == client.post(adres, {"weg": 1}).status_code == 404
    assert client.get(eerste["adres"]).status_code == 404

    client.force_login(publicator_gent)
    assert client.get(eerste["adres"]).status_code == 200
    pagina = client.get(reverse("verbeteringen:nieuw"), {"concept": pk})
    assert [foto.pk for foto, _ in pagina.context["bewaarde_fotos"]] == [eerste["pk"], tweede["pk"]]
    over = client.post(adres, {"weg": eerste["pk"]}).json()["fotos"]
    velden = formuliervelden(concept=pk, bewaarde_foto=[f["bewijs"] for f in over])
    client.post(reverse("verbeteringen:nieuw"), velden)
    foto = Foto.objects.get()
    assert (foto.pk, foto.verbetering, foto.voorstel) == (
        tweede["pk"],
        Verbetering.objects.get(),
        None,
    )


@pytest.mark.parametrize("hoe", ["weggooien", "verlopen"])
def test_fotos_van_een_concept_kennen_een_grens_en_verdwijnen_ermee(
    client: Any, publicator_gent: Account, django_capture_on_commit_callbacks: Any, hoe: str
) -> None:
    client.force_login(publicator_gent)
    # Without JavaScript they come along with the button.
    client.post(
        reverse("verbeteringen:nieuw"),
        formuliervelden(als_concept="1", fotos=[_foto() for _ in range(10)]),
    )
    concept = Voorstel.objects.get()
    assert concept.fotos.count() == 10
    adres = reverse("verbeteringen:concept_fotos", args=[concept.pk])
    antwoord = client.post(adres, {"foto": _foto()})
    assert "Hoogstens 10 foto's" in antwoord.json()["fout"]
    assert Foto.objects.count() == 10
    paden = [pad_van(foto) for foto in concept.fotos.all()]
    with django_capture_on_commit_callbacks(execute=True):
        if hoe == "weggooien":
            client.post(reverse("verbeteringen:concept_weg", args=[concept.pk]))
        else:
            Voorstel.objects.update(gewijzigd_op=timezone.now() - dt.timedelta(days=100))
            persoon.ruim_op(True)
    assert not Foto.objects.exists()
    assert not any(pad.exists() for pad in paden)
