"""Registering, changing and withdrawing, with what it does to the figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from doelstellingen.models import Meting, Stand
from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import overzicht
from tests.verbeteringen.hulp import GENT, bomen, gemeente, invoer, toegang_van, vak
from toegang.models import Account, Bericht, Organisatie
from verbeteringen import beoordeling, registratie
from verbeteringen.beginwaarden import beginwaarden
from verbeteringen.invoer import Maatregelinvoer, OngeldigeInvoer
from verbeteringen.levensloop import StapNietToegestaan
from verbeteringen.models import (
    Celtelling,
    Instelling,
    Telling,
    Verbetering,
    VerbeteringOud,
    Vertrouwen,
    Voorstel,
)
from verbeteringen.registratie import IntussenGewijzigd, NietToegestaan

pytestmark = pytest.mark.django_db


def bomen_van(nis: str) -> Decimal:
    doelen = overzicht(gemeente(nis), peildatum=timezone.localdate(), publicatie=nieuwste())
    [hoofd] = [d.hoofd for d in doelen if d.doelstelling.slug == "bomen"]
    return hoofd.cijfer.waarde or Decimal(0)


def registreer(account: Account, nis: str = "44021", **kwargs) -> registratie.Uitkomst:
    return registratie.registreer_verbetering(
        invoer=invoer(**kwargs), gemeente=gemeente(nis), toegang=toegang_van(account)
    )


def test_publicator_keurt_goed_door_te_bewaren_en_het_cijfer_volgt(
    publicator_gent: Account,
) -> None:
    eerst = bomen_van("44021")
    uitkomst = registreer(publicator_gent)
    [v] = uitkomst.verbeteringen
    assert v.goedkeuring == "goedgekeurd"
    assert bomen_van("44021") == eerst + 12
    assert uitkomst.gevolgen[0].zin.startswith("+12 bomen: Gent 12 van ")
    assert v.oppervlakte_m2 is not None
    assert 1_200 < v.oppervlakte_m2 < 1_300


def test_invoerder_wacht_tot_de_gemeente_eigen_registraties_meteen_publiceert(
    invoerder_gent: Account, publicator_gent: Account
) -> None:
    eerst = bomen_van("44021")
    uitkomst = registreer(invoerder_gent)
    assert uitkomst.wacht
    assert uitkomst.gevolgen == ()
    assert bomen_van("44021") == eerst
    gent = toegang_van(invoerder_gent).organisatie
    Instelling.objects.create(organisatie=gent, eigen_meteen=True)
    registreer(invoerder_gent)
    assert bomen_van("44021") == eerst + 12


def test_netto_telt_min_en_plus_samen(publicator_gent: Account) -> None:
    uitkomst = registreer(publicator_gent, maatregelen=bomen(20, eraf=35))
    assert bomen_van("44021") == -15
    assert uitkomst.gevolgen[0].zin.startswith("\u221215 bomen")


def test_bosverband_telt_niet_mee_en_wordt_bewaard_met_reden(publicator_gent: Account) -> None:
    uitkomst = registreer(publicator_gent, maatregelen=bomen(1200, uitsluitingen=("bosverband",)))
    [m] = uitkomst.verbeteringen[0].maatregelen.all()
    assert not m.telt_mee
    assert m.reden == "in bosverband"
    assert bomen_van("44021") == 0


def test_gepland_telt_pas_na_uitvoering(publicator_gent: Account) -> None:
    uitkomst = registreer(
        publicator_gent,
        uitgevoerd=False,
        uitgevoerd_op=None,
        gepland_op=dt.date(2026, 3, 1),
    )
    assert bomen_van("44021") == 0
    na = registratie.markeer_uitgevoerd(
        pks=[uitkomst.verbeteringen[0].pk], toegang=toegang_van(publicator_gent)
    )
    assert na.verbeteringen[0].uitgevoerd_op == dt.date(2026, 3, 1)
    assert bomen_van("44021") == 12


def test_vervallen_haalt_het_cijfer_terug_en_bewaart_de_geschiedenis(
    publicator_gent: Account,
) -> None:
    [v] = registreer(publicator_gent).verbeteringen
    registratie.laat_vervallen(
        pk=v.pk, versie=1, toegang=toegang_van(publicator_gent), reden="dubbel"
    )
    assert bomen_van("44021") == 0
    assert VerbeteringOud.objects.get(verbetering=v.pk).maatregelen[0]["hoeveelheid"] == "12.000"
    assert [g.wat for g in v.gebeurtenissen.all()] == ["laten vervallen", "geregistreerd"]


def test_tweede_bewerker_krijgt_de_verschillen(publicator_gent: Account) -> None:
    [v] = registreer(publicator_gent).verbeteringen
    toegang = toegang_van(publicator_gent)
    wijzig = {"pk": v.pk, "gemeente": gemeente("44021"), "toegang": toegang}
    registratie.wijzig_verbetering(versie=1, invoer=invoer(maatregelen=bomen(15)), **wijzig)
    with pytest.raises(IntussenGewijzigd) as fout:
        registratie.wijzig_verbetering(versie=1, invoer=invoer(maatregelen=bomen(20)), **wijzig)
    [verschil] = fout.value.verschillen
    assert (verschil.nu, verschil.nieuw) == ("15 bomen", "20 bomen")
    assert bomen_van("44021") == 15


def test_wijziging_door_de_indiener_wacht_en_het_oude_telt_intussen(
    landschap: Account, publicator_gent: Account
) -> None:
    [v] = registreer(landschap).verbeteringen
    beoordeling.keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    uitkomst = registratie.wijzig_verbetering(
        pk=v.pk,
        versie=2,
        invoer=invoer(maatregelen=bomen(30)),
        gemeente=gemeente("44021"),
        toegang=toegang_van(landschap),
    )
    assert uitkomst.wacht
    assert bomen_van("44021") == 12
    beoordeling.keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    assert bomen_van("44021") == 30
    assert not Voorstel.objects.exists()


def test_burger_dient_in_en_hoort_de_beslissing(burger: Account, publicator_gent: Account) -> None:
    [v] = registreer(burger, aanvrager="burger").verbeteringen
    assert v.goedkeuring == "ingediend"
    assert v.bron.slug == "pactportaal"
    beoordeling.stuur_terug(
        pk=v.pk, versie=1, toegang=toegang_van(publicator_gent), reden="Welke straat?"
    )
    bericht = Bericht.objects.get(aan=burger.email)
    assert "Welke straat?" in bericht.tekst
    assert bericht.bundel == "verbeteringen"
    registratie.dien_in(pk=v.pk, toegang=toegang_van(burger))
    v.refresh_from_db()
    assert v.goedkeuring == "ingediend"


def test_vertrouwde_organisatie_telt_meteen(landschap: Account, publicator_gent: Account) -> None:
    gent = toegang_van(publicator_gent).organisatie
    Vertrouwen.objects.create(bestuur=gent, organisatie=toegang_van(landschap).organisatie)
    assert registreer(landschap).verbeteringen[0].goedkeuring == "goedgekeurd"


def test_publicator_van_een_andere_gemeente_stelt_alleen_voor(publicator_aalst: Account) -> None:
    assert registreer(publicator_aalst).wacht


def test_publicator_van_aalst_kan_gent_niet_goedkeuren(
    burger: Account, publicator_aalst: Account
) -> None:
    [v] = registreer(burger, aanvrager="burger").verbeteringen
    with pytest.raises((NietToegestaan, Verbetering.DoesNotExist)):
        beoordeling.keur_goed(pks=[v.pk], toegang=toegang_van(publicator_aalst))


def test_lezer_zonder_recht_mag_niet_indienen() -> None:
    with pytest.raises(NietToegestaan):
        registratie.registreer_verbetering(
            invoer=invoer(), gemeente=gemeente("44021"), toegang=toegang_van(None)
        )


def test_weigert_een_vorm_ver_buiten_de_gekozen_gemeente(publicator_gent: Account) -> None:
    with pytest.raises(OngeldigeInvoer, match="buiten Gent"):
        registreer(publicator_gent, geometrie=vak(4.40, 51.22))


def test_weigert_een_aanplanting_van_voor_2021(publicator_gent: Account) -> None:
    with pytest.raises(OngeldigeInvoer, match="sinds 1-1-2021"):
        registreer(publicator_gent, uitgevoerd_op=dt.date(2020, 12, 31))


def test_vraagt_naar_de_gemeente_van_voor_de_fusie(ambtenaar_merelbeke_melle: Account) -> None:
    toegang = toegang_van(ambtenaar_merelbeke_melle)
    nu = gemeente("44088")
    oud = invoer(uitgevoerd_op=dt.date(2022, 3, 1), geometrie=None)
    with pytest.raises(OngeldigeInvoer, match="Kies waar dit lag"):
        registratie.registreer_verbetering(invoer=oud, gemeente=nu, toegang=toegang)
    melle = next(f.oud for f in nu.fusies_uit.all() if f.oud.naam == "Melle")
    uitkomst = registratie.registreer_verbetering(
        invoer=oud, gemeente=nu, toegang=toegang, voorganger=melle
    )
    assert uitkomst.verbeteringen[0].gemeente == melle
    begin = beginwaarden(uitkomst.verbeteringen[0])
    assert (begin["gemeente"], begin["voorganger"]) == (nu.pk, melle.pk)
    assert bomen_van("44088") == 12


def test_over_de_grens_krijgt_elke_gemeente_haar_deel(publicator_gent: Account) -> None:
    gent, aalst = gemeente("44021"), gemeente("44088")
    uitkomst = registratie.registreer_verbetering(
        invoer=invoer(maatregelen=bomen(12)),
        gemeente=gent,
        toegang=toegang_van(publicator_gent),
        delen={gent.pk: bomen(8), aalst.pk: bomen(4)},
    )
    mijn, hunne = uitkomst.verbeteringen
    assert (mijn.goedkeuring, hunne.goedkeuring) == ("goedgekeurd", "ingediend")
    assert mijn.externe_sleutel == hunne.externe_sleutel
    assert bomen_van("44021") == 8


def test_deel_moet_optellen_tot_het_geheel(publicator_gent: Account) -> None:
    gent, buur = gemeente("44021"), gemeente("44088")
    with pytest.raises(OngeldigeInvoer, match="tellen samen niet op"):
        registratie.registreer_verbetering(
            invoer=invoer(),
            gemeente=gent,
            toegang=toegang_van(publicator_gent),
            delen={gent.pk: bomen(8), buur.pk: bomen(8)},
        )


def test_rij_van_een_leverancier_is_alleen_te_lezen(publicator_gent: Account) -> None:
    [v] = registreer(publicator_gent).verbeteringen
    gbp = Organisatie.objects.get(slug="groenblauwpeil")
    Verbetering.objects.filter(pk=v.pk).update(goedkeuring="leverancier", bron=gbp)
    with pytest.raises(NietToegestaan, match="Verbeter ze bij"):
        registratie.laat_vervallen(
            pk=v.pk, versie=1, toegang=toegang_van(publicator_gent), reden=""
        )


def test_vervallen_is_een_eindpunt(publicator_gent: Account) -> None:
    [v] = registreer(publicator_gent).verbeteringen
    toegang = toegang_van(publicator_gent)
    registratie.laat_vervallen(pk=v.pk, versie=1, toegang=toegang, reden="")
    with pytest.raises(StapNietToegestaan):
        registratie.laat_vervallen(pk=v.pk, versie=2, toegang=toegang, reden="")
    with pytest.raises(StapNietToegestaan, match="kopiëren"):
        registratie.wijzig_verbetering(
            pk=v.pk, versie=2, invoer=invoer(), gemeente=gemeente("44021"), toegang=toegang
        )
    assert bomen_van("44021") == 0


def test_een_vervallen_verbetering_wijzigen_leidt_naar_haar_pagina(
    client: Any, publicator_gent: Account
) -> None:
    [v] = registreer(publicator_gent).verbeteringen
    registratie.laat_vervallen(
        pk=v.pk, versie=1, toegang=toegang_van(publicator_gent), reden="dubbel"
    )
    client.force_login(publicator_gent)
    antwoord = client.get(f"/verbeteringen/{v.pk}/wijzigen/", follow=True)
    assert antwoord.redirect_chain == [(f"/verbeteringen/{v.pk}/", 302)]
    tekst = antwoord.content.decode()
    assert "u kunt ze wel kopiëren" in tekst
    assert ">Wijzigen<" not in tekst
    assert "Telt niet mee: vervallen." in tekst


def test_tellingen_volgen_elke_stap(publicator_gent: Account, burger: Account) -> None:
    [v] = registreer(burger, aanvrager="burger").verbeteringen
    assert Telling.objects.get(goedkeuring="ingediend").aantal == 1
    assert not Celtelling.objects.filter(aantal__gt=0).exists()
    beoordeling.keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    assert Telling.objects.get(goedkeuring="ingediend").aantal == 0
    assert Telling.objects.get(goedkeuring="goedgekeurd").aantal == 1
    assert set(Celtelling.objects.values_list("aantal", flat=True)) == {1}


def test_maandcijfer_is_de_som_van_zijn_registraties(publicator_gent: Account) -> None:
    registreer(publicator_gent)
    registreer(publicator_gent, maatregelen=bomen(8))
    registreer(
        publicator_gent,
        maatregelen=(Maatregelinvoer("haag", "plus", Decimal("12.5")),),
        geometrie=vak(GENT[0] + 0.01, GENT[1]),
    )
    levend = Meting.objects.filter(vervallen_in__isnull=True, vorm="toename")
    assert {(m.indicator.doelstelling.slug, m.waarde) for m in levend} == {
        ("bomen", Decimal(20)),
        ("hagen_geveltuinen", Decimal("12.5")),
    }
    assert Stand.objects.filter(vervallen_in__isnull=True, gemeente__nis="44021").exists()


def test_kopie_van_dezelfde_inhoud_geeft_dezelfde_vingerafdruk() -> None:
    from verbeteringen.vastleggen import vingerafdruk

    assert vingerafdruk(invoer()) == vingerafdruk(replace(invoer()))
    assert vingerafdruk(invoer()) != vingerafdruk(invoer(maatregelen=bomen(13)))
