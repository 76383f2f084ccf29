"""A break in method: recorded by command and admin, kept per edition, withdrawn, undone."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from doelstellingen import services
from doelstellingen.admin import MethodebreukFormulier
from doelstellingen.basis import lees_basis
from doelstellingen.models import Indicator, Methodebreuk, Publicatie
from doelstellingen.publicaties import nieuwste
from toegang.models import Account

pytestmark = pytest.mark.django_db


def meld(*argumenten: str) -> str:
    uit = io.StringIO()
    call_command("methodebreuk", *argumenten, stdout=uit)
    return uit.getvalue()


def breuken(editie: int | None = None, op: dt.date | None = None) -> list[tuple[str, str]]:
    """The breaks of laadpunten as a page reads them: day and sentence."""
    basis = lees_basis(
        peildatum=op or timezone.localdate(), publicatie=nieuwste() if editie is None else editie
    )
    assert len({i.pk for i in basis.indicatoren}) == len(basis.indicatoren)
    laadpunten = next(i for i in basis.indicatoren if i.slug == "laadpunten")
    return [(str(b.datum), b.zin) for b in basis.breuken.get(laadpunten.pk, [])]


def test_elke_editie_kent_haar_eigen_breuken() -> None:
    voor = nieuwste()
    uit = meld("laadpunten", "2024-01-01", "--toelichting", "Ook op straat", "--bron", "fluvius")
    assert "breuk in de methode op 1-1-2024" in uit
    eerste = nieuwste()
    meld("laadpunten.laadpunten", "2022-07-01", "--toelichting", "Nieuwe telling.")
    # The same again makes no edition; a better text does.
    meld("laadpunten", "2022-07-01", "--toelichting", "Nieuwe  telling.")
    assert nieuwste() == eerste + 1
    meld("laadpunten", "2024-01-01", "--toelichting", "Ook in garages")
    assert breuken(voor) == []
    [(_, zin)] = breuken(eerste)
    assert "gemeld door Fluvius): Ook op straat. Cijfers van ervoor en erna" in zin
    assert [dag for dag, _ in breuken()] == ["2022-07-01", "2024-01-01"]
    assert "Ook in garages" in breuken()[1][1]
    assert [dag for dag, _ in breuken(op=dt.date(2023, 1, 1))] == ["2022-07-01"]
    services.herroep(Publicatie.objects.latest("pk"))
    assert "Ook op straat" in breuken()[1][1]
    meld("laadpunten", "2022-07-01", "--intrekken")
    assert [dag for dag, _ in breuken()] == ["2024-01-01"]


@pytest.mark.parametrize(
    ("argumenten", "reden"),
    [
        (("laadpnt", "2024-01-01", "--toelichting", "x"), "Bedoelde u laadpunten.laadpunten?"),
        (("laadpunten", "1999-01-01", "--toelichting", "x"), "Kies een datum van 1-1-2019"),
        (("laadpunten", "2024-01-01", "--toelichting", "  "), "Leg uit wat er"),
        (("laadpunten", "2024-01-01", "--toelichting", "x" * 501), "hoogstens 500"),
        (("laadpunten", "2024-01-01", "--intrekken"), "heeft geen breuk"),
        (("laadpunten", "2024-01-01", "--toelichting", "x", "--bron", "nul"), "geen organisatie"),
    ],
)
def test_wat_niet_kan_zegt_waarom(argumenten: tuple[str, ...], reden: str) -> None:
    with pytest.raises(CommandError, match=reden):
        meld(*argumenten)
    assert not Methodebreuk.objects.exists()


def test_de_beheerder_meldt_en_trekt_in() -> None:
    vraag: HttpRequest = RequestFactory().get("/admin/")
    vraag.user = Account.objects.create_superuser("beheerder_van_de_proef")
    scherm = admin.site._registry[Methodebreuk]
    indicator = Indicator.objects.get(slug="laadpunten")
    for dag, geldig in (("2024-01-01", True), ("1999-01-01", False)):
        ingevuld = MethodebreukFormulier(
            {"indicator": indicator.pk, "datum": dag, "toelichting": "Ook op straat", "bron": ""}
        )
        assert ingevuld.is_valid() is geldig
        if geldig:
            scherm.save_model(vraag, ingevuld.save(commit=False), ingevuld, change=False)
    assert Publicatie.objects.latest("pk").door == vraag.user
    assert len(breuken()) == 1
    scherm.trek_in(vraag, Methodebreuk.objects.all())  # type: ignore[attr-defined]
    assert breuken() == []
    # What was withdrawn stays in the list.
    assert "Ook op straat" in scherm.changelist_view(vraag).render().content.decode()  # type: ignore[attr-defined]


def test_de_api_leest_ze_per_editie(client: Client) -> None:
    meld("laadpunten", "2024-01-01", "--toelichting", "Ook op straat", "--bron", "fluvius")
    editie = nieuwste()
    meld("laadpunten", "2024-01-01", "--intrekken")
    adres = "/api/v1/methodebreuken?doelstelling=laadpunten"
    assert client.get(adres).json()["data"] == []
    [rij] = client.get(f"{adres}&gekendOp={editie}").json()["data"]
    assert (rij["indicator"], rij["datum"], rij["bron"]) == ("laadpunten", "2024-01-01", "fluvius")
