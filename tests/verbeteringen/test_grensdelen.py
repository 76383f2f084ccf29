"""A shape over a border of gemeenten: the question, its mistakes, and who decides about which part."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from django.urls import reverse

from gemeenten.grenzen import grenzenindex
from tests.verbeteringen.hulp import bomen, gemeente, invoer, toegang_van, vak
from tests.verbeteringen.test_paginas import formuliervelden, maak
from tests.verbeteringen.test_registratie import bomen_van
from toegang.models import Account
from verbeteringen import beoordeling, registratie
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def over_de_grens() -> tuple[Any, int, int]:
    """Give a shape in Gent and Merelbeke-Melle alone, with their ids."""
    gent, buur = gemeente("44021").pk, gemeente("44088").pk
    index = grenzenindex()
    rand = index.vorm(gent).intersection(index.vorm(buur))
    for deel in getattr(rand, "geoms", [rand]):
        midden = deel.interpolate(0.5, normalized=True) if deel.length else deel
        vorm = shapely.box(midden.x - 0.001, midden.y - 0.001, midden.x + 0.001, midden.y + 0.001)
        if set(registratie.bepaal_plaats(vorm).aandelen) == {gent, buur}:
            return vorm, gent, buur
    raise AssertionError("geen stuk grens tussen Gent en Merelbeke-Melle")


def test_een_wijziging_over_de_grens_vraagt_hoe_te_verdelen(
    client: Any, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    vorm, gent, buur = over_de_grens()
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:wijzig", args=[v.pk])
    velden = formuliervelden(
        geometrie=shapely.to_geojson(vorm), bomen_plus="101", versie="1", projectnaam="A"
    )
    antwoord = client.post(adres, velden)
    assert "Deze vorm ligt over een gemeentegrens" in antwoord.content.decode()
    voorstel = {d["gemeente"].pk: d["velden"][0] for d in antwoord.context["splitsing"]}
    assert sum(int(veld["waarde"]) for veld in voorstel.values()) == 101
    mijn, hunne = voorstel[gent]["naam"], voorstel[buur]["naam"]

    def bewaar(van_mij: str, van_hen: str, **anders: str) -> Any:
        delen = {"verdeling": "delen", mijn: van_mij, hunne: van_hen}
        return client.post(adres, velden | delen | anders)

    for van_mij, zegt in (
        ("60", "tellen samen niet op tot wat u invulde"),
        ("zestig", "Gent: “zestig” is geen getal"),
        ("-3", "tellen samen niet op"),
    ):
        antwoord = bewaar(van_mij, "31")
        assert antwoord.status_code == 422
        assert zegt in antwoord.content.decode()
        # What was typed stands there again.
        assert f'value="{van_mij}"' in antwoord.content.decode()
    assert Verbetering.objects.count() == 1

    bewaar("70", "31")
    v.refresh_from_db()
    ander = Verbetering.objects.exclude(pk=v.pk).get()
    assert (v.goedkeuring, ander.goedkeuring) == ("goedgekeurd", "ingediend")
    assert (ander.gemeente_id, ander.deel_van, ander.externe_sleutel) == (
        buur,
        v,
        v.externe_sleutel,
    )
    assert bomen_van("44021") == 70
    # The shape stays where it is, or moves on over the same border: the parts are known.
    elders = shapely.to_geojson(shapely.affinity.translate(vorm, 0.00001, 0))
    for nieuw in (velden["geometrie"], elders):
        v.refresh_from_db()
        client.post(adres, velden | {"geometrie": nieuw, "bomen_plus": "71", "versie": v.versie})
        assert Verbetering.objects.get(pk=v.pk).versie == v.versie + 1
    assert bomen_van("44021") == 71
    assert Verbetering.objects.count() == 2


def test_een_voorgestelde_wijziging_houdt_haar_delen(
    client: Any, invoerder_gent: Account, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    vorm, gent, buur = over_de_grens()
    uitkomst = registratie.wijzig_verbetering(
        pk=v.pk,
        versie=1,
        invoer=invoer(geometrie=vorm),
        gemeente=gemeente("44021"),
        toegang=toegang_van(invoerder_gent),
        delen={gent: bomen(8), buur: bomen(4)},
    )
    assert uitkomst.wacht
    assert Verbetering.objects.count() == 1
    client.force_login(publicator_gent)
    tekst = client.get(reverse("verbeteringen:beoordelen")).content.decode()
    assert "Deel van Merelbeke-Melle" in tekst
    assert "Bomen geplant: 4 bomen (Merelbeke-Melle beslist)" in tekst
    beoordeling.keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    ander = Verbetering.objects.exclude(pk=v.pk).get()
    assert (ander.gemeente_id, ander.goedkeuring) == (buur, "ingediend")
    assert ander.indiener == v.indiener
    assert bomen_van("44021") == 8


def test_wie_haar_naar_een_andere_gemeente_verlegt_keurt_daar_niets_goed(
    client: Any, publicator_gent: Account
) -> None:
    """The own publicator may let go of it; that it counts elsewhere is for the gemeente there."""
    v = maak(publicator_gent)
    midden = grenzenindex().vorm(gemeente("44088").pk).representative_point()
    toegang = toegang_van(publicator_gent)
    registratie.wijzig_verbetering(
        pk=v.pk,
        versie=1,
        invoer=invoer(geometrie=vak(midden.x, midden.y)),
        gemeente=gemeente("44088"),
        toegang=toegang,
    )
    client.force_login(publicator_gent)
    tekst = client.get(reverse("verbeteringen:beoordelen")).content.decode()
    assert "Merelbeke-Melle (Merelbeke-Melle beslist)" in tekst
    beoordeling.keur_goed(pks=[v.pk], toegang=toegang)
    v.refresh_from_db()
    assert (v.gemeente.nis, v.goedkeuring) == ("44088", "ingediend")
    assert (bomen_van("44021"), bomen_van("44088")) == (0, 0)
