"""Drafts on the server: kept while one types, continued by a colleague, gone after the save."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.verbeteringen.hulp import gemeente, invoer, toegang_van
from tests.verbeteringen.test_paginas import formuliervelden, maak
from toegang.models import Account
from verbeteringen import beoordeling, concepten, persoon, registratie
from verbeteringen.models import Verbetering, Voorstel

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
