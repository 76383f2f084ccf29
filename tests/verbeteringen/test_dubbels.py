"""Double counting: candidates by place, time and parameter, and decisions that are kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.verbeteringen.hulp import GENT, bomen, gemeente, invoer, toegang_van, vak
from toegang.models import Account, Organisatie
from verbeteringen import dubbels, registratie
from verbeteringen.invoer import Maatregelinvoer
from verbeteringen.models import Dubbelbesluit, Verbetering

pytestmark = pytest.mark.django_db


def maak(account: Account, **kwargs: Any) -> Verbetering:
    return registratie.registreer_verbetering(
        invoer=invoer(**kwargs), gemeente=gemeente("44021"), toegang=toegang_van(account)
    ).verbeteringen[0]


def namen(v: Verbetering, account: Account) -> list[str]:
    return [k.naam for k in dubbels.kandidaten(v, toegang_van(account))]


def test_vindt_dezelfde_plaats_tijd_en_maatregel_de_waarschijnlijkste_eerst(
    publicator_gent: Account,
) -> None:
    maak(publicator_gent, projectnaam="verder", geometrie=vak(GENT[0] + 0.0006, GENT[1]))
    maak(publicator_gent, projectnaam="zelfde")
    maak(publicator_gent, projectnaam="ander jaar", uitgevoerd_op=dt.date(2022, 1, 1))
    maak(publicator_gent, projectnaam="andere wijk", geometrie=vak(GENT[0] + 0.01, GENT[1]))
    maak(
        publicator_gent,
        projectnaam="andere maatregel",
        maatregelen=(Maatregelinvoer("haag", "plus", Decimal(5)),),
    )
    v = maak(publicator_gent, projectnaam="nieuw plein")
    assert namen(v, publicator_gent) == ["zelfde", "verder"]
    [eerste, _] = dubbels.kandidaten(v, toegang_van(publicator_gent))
    assert eerste.waarom == "bomen, overlappen voor 100 %, op dezelfde dag"


def test_hoogstens_vijf_kandidaten(publicator_gent: Account) -> None:
    for nummer in range(7):
        maak(publicator_gent, projectnaam=f"rij {nummer}")
    assert len(namen(maak(publicator_gent), publicator_gent)) == 5


def test_zelfde_project_laat_het_nieuwste_niet_meer_tellen(publicator_gent: Account) -> None:
    eerst = maak(publicator_gent)
    v = maak(publicator_gent)
    uitkomst = dubbels.beslis(
        pk=v.pk, anderen=[eerst.pk], zelfde=True, toegang=toegang_van(publicator_gent)
    )
    assert not v.maatregelen.get().telt_mee
    assert eerst.maatregelen.get().telt_mee
    assert uitkomst.gevolgen[0].zin.startswith("\u221212 bomen: Gent 12 van")
    assert namen(v, publicator_gent) == []


def test_verschillend_wordt_niet_opnieuw_gevraagd(publicator_gent: Account) -> None:
    eerst, v = maak(publicator_gent), maak(publicator_gent)
    dubbels.beslis(pk=v.pk, anderen=[eerst.pk], zelfde=False, toegang=toegang_van(publicator_gent))
    assert namen(v, publicator_gent) == []
    assert namen(eerst, publicator_gent) == []
    assert Dubbelbesluit.objects.get().besluit == "verschillend"


def test_rij_van_een_leverancier_blijft_tellen(publicator_gent: Account) -> None:
    gbp = Organisatie.objects.get(slug="groenblauwpeil")
    eigen = maak(publicator_gent)
    hunne = maak(publicator_gent)
    Verbetering.objects.filter(pk=hunne.pk).update(goedkeuring="leverancier", bron=gbp)
    dubbels.beslis(
        pk=eigen.pk, anderen=[hunne.pk], zelfde=True, toegang=toegang_van(publicator_gent)
    )
    assert not eigen.maatregelen.get().telt_mee
    assert hunne.maatregelen.get().telt_mee


def test_heel_het_grondgebied_stelt_een_gegroepeerde_vraag(
    client: Any, publicator_gent: Account
) -> None:
    for nummer in range(6):
        maak(
            publicator_gent,
            projectnaam=f"geveltuin {nummer}",
            maatregelen=(Maatregelinvoer("geveltuin", "plus", Decimal(5)),),
            geometrie=vak(GENT[0] + nummer * 0.01, GENT[1]),
        )
    v = maak(
        publicator_gent,
        projectnaam="Campagne",
        geometrie=None,
        maatregelen=(Maatregelinvoer("geveltuin", "plus", Decimal(800)),),
    )
    [vraag] = dubbels.groepsvragen(v)
    assert (vraag.aantal, vraag.samen, vraag.eigen) == (6, 30, 800)
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:dubbels_van", args=[v.pk])
    assert "6 registraties, samen 30 m geveltuin" in client.get(adres).content.decode()
    client.post(adres, {"parameter": "geveltuin", "besluit": "zelfde"})
    assert v.maatregelen.get().hoeveelheid == 770
    assert dubbels.groepsvragen(v) == []


def test_dubbelslijst_van_de_gemeente(client: Any, publicator_gent: Account) -> None:
    maak(publicator_gent, projectnaam="een")
    maak(publicator_gent, projectnaam="twee")
    client.force_login(publicator_gent)
    antwoord = client.get(reverse("verbeteringen:dubbels"))
    assert len(antwoord.context["paren"]) == 1
    assert "overlappen voor 100 %" in antwoord.content.decode()


def test_na_bewaren_volgt_de_vraag_naar_dubbels(client: Any, publicator_gent: Account) -> None:
    from tests.verbeteringen.test_paginas import formuliervelden

    maak(publicator_gent)
    client.force_login(publicator_gent)
    antwoord = client.post(reverse("verbeteringen:nieuw"), formuliervelden(), follow=True)
    assert "Staat dit er al in?" in antwoord.content.decode()


def test_aalst_beslist_niet_over_gent(publicator_gent: Account, publicator_aalst: Account) -> None:
    eerst, v = maak(publicator_gent), maak(publicator_gent)
    with pytest.raises(registratie.NietToegestaan):
        dubbels.beslis(
            pk=v.pk, anderen=[eerst.pk], zelfde=True, toegang=toegang_van(publicator_aalst)
        )


def test_bomen_in_bosverband_zijn_geen_kandidaat(publicator_gent: Account) -> None:
    maak(publicator_gent, maatregelen=bomen(5, uitsluitingen=("bosverband",)))
    assert namen(maak(publicator_gent), publicator_gent) == []


@pytest.mark.parametrize("besluit", ["zelfde", "verschillend"])
def test_beslissen_op_de_pagina(
    client: Any, burger: Account, publicator_gent: Account, besluit: str
) -> None:
    eerst = maak(burger, aanvrager="burger")
    v = maak(publicator_gent)
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:dubbels_van", args=[v.pk])
    antwoord = client.post(adres, {"ander": eerst.pk, "besluit": besluit}, follow=True)
    assert antwoord.status_code == 200
    assert "Onthouden: dit" in antwoord.content.decode()


def test_dubbels_verraden_een_burger_alleen_aan_de_gemeente(
    burger: Account, landschap: Account, publicator_gent: Account
) -> None:
    maak(burger, aanvrager="burger")
    v = maak(landschap)
    assert namen(v, landschap) == []
    assert namen(v, publicator_gent) == ["Bomen, Veldstraat"]
