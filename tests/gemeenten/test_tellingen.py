"""Inhabitants and dwellings of a gemeente of its time, fusies added up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from gemeenten import selectors, services
from gemeenten.models import Gemeente, Inwoners

OUD, NIEUW = dt.date(2024, 12, 31), dt.date(2026, 11, 22)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cijfers")]

SOMMEN = {
    2019: 6_589_069,
    2020: 6_629_143,
    2021: 6_653_062,
    2022: 6_698_896,
    2023: 6_774_824,
    2024: 6_821_776,
    2025: 6_864_769,
    2026: 6_898_350,
}


@pytest.mark.parametrize(("jaar", "som"), SOMMEN.items())
def test_som_van_de_inwoners_is_die_van_het_gewest(jaar: int, som: int) -> None:
    tellingen = selectors.inwoners(op=NIEUW, jaar=jaar)
    assert len(tellingen) == 285
    assert sum(t.aantal for t in tellingen.values()) == som


@pytest.mark.parametrize("jaar", range(2019, 2025))
def test_een_fusie_telt_haar_deelnemers_op(jaar: int) -> None:
    toen, nu = selectors.inwoners(op=OUD, jaar=jaar), selectors.inwoners(op=NIEUW, jaar=jaar)
    assert len(toen) == 300
    doelen = selectors.afstamming(NIEUW)
    som: dict[int, int] = {}
    for pk, telling in toen.items():
        som[doelen[pk]] = som.get(doelen[pk], 0) + telling.aantal
    assert som == {pk: t.aantal for pk, t in nu.items()}


def test_neemt_de_laatste_1_januari_tot_de_peildatum() -> None:
    gent = Gemeente.objects.get(nis="44021").pk
    assert selectors.inwoners(op=dt.date(2023, 6, 1))[gent].jaar == 2023
    assert selectors.inwoners(op=dt.date(2025, 1, 1))[gent].jaar == 2025
    assert selectors.inwoners(op=dt.date(2027, 5, 1))[gent].jaar == 2026
    assert selectors.inwonersjaren()[0] == 2026


def test_de_zwakste_herkomst_van_de_delen_toont() -> None:
    hasselt = selectors.gemeente_met_nis("71072")
    assert hasselt is not None
    assert selectors.inwoners(op=NIEUW, jaar=2021)[hasselt.pk].herkomst == "exact"
    telling = selectors.inwoners(op=NIEUW, jaar=2022)[hasselt.pk]
    assert telling.herkomst == "raming"
    assert telling.marge > 0
    assert "Raming" in telling.bronvermelding


def test_een_beeindigde_gemeente_heeft_geen_later_cijfer() -> None:
    borgloon = selectors.gemeente_op("73009", OUD)
    assert borgloon is not None
    assert borgloon.pk not in selectors.inwoners(op=OUD, jaar=2025)


def test_ontbreekt_een_deel_dan_ontbreekt_de_som() -> None:
    kortessem = selectors.gemeente_op("73040", OUD)
    hasselt = selectors.gemeente_met_nis("71072")
    assert kortessem is not None
    assert hasselt is not None
    Inwoners.objects.filter(gemeente=kortessem, jaar=2020).update(vervallen_in=10_000)
    assert hasselt.pk not in selectors.inwoners(op=NIEUW, jaar=2020)
    assert hasselt.pk in selectors.inwoners(op=NIEUW, jaar=2020, publicatie=9_999)


def test_wooneenheden_van_een_jaargang_voor_elke_datum() -> None:
    nu = selectors.wooneenheden(op=NIEUW)
    assert len(nu) == 285
    assert sum(t.aantal for t in nu.values()) == 3_406_401
    toen = selectors.wooneenheden(op=dt.date(2022, 1, 1))
    assert {t.jaar for t in toen.values()} == {2025}
    hasselt_toen = selectors.gemeente_op("71022", OUD)
    assert hasselt_toen is not None
    assert hasselt_toen.pk not in toen


def test_tweede_verblijven_aan_de_kust() -> None:
    namen = dict(Gemeente.objects.values_list("pk", "naam"))
    kust = {namen[pk] for pk, t in selectors.wooneenheden(op=NIEUW).items() if t.tweede_verblijven}
    assert {"De Haan", "Middelkerke", "Nieuwpoort", "Koksijde", "De Panne"} <= kust
    assert "Gent" not in kust


def test_ongewijzigd_herladen_geeft_geen_verschil() -> None:
    assert services.verschil_inwoners() == []
    assert services.verschil_wooneenheden() == []


def test_een_nieuw_cijfer_sluit_het_oude_en_laat_het_terugvinden() -> None:
    gent = Gemeente.objects.get(nis="44021").pk
    oud = Inwoners.objects.levend().get(gemeente=gent, jaar=2026)
    rijen = [
        replace(rij, aantal=rij.aantal + 1)
        for rij in _rijen()
        if (rij.gemeente_id, rij.jaar) == (gent, 2026)
    ]
    verschil = services.verschil_inwoners(rijen)
    geschreven = services.schrijf_inwoners(verschil, publicatie=10_000)
    assert (geschreven.nieuw, geschreven.vervangen) == (0, 1)
    assert selectors.inwoners(op=NIEUW)[gent].aantal == oud.aantal + 1
    assert selectors.inwoners(op=NIEUW, publicatie=9_999)[gent].aantal == oud.aantal


def _rijen() -> list:
    from django.conf import settings

    from gemeenten.jaarcijfers import lees_inwoners

    return lees_inwoners(settings.FIXTURES_MAP)


def test_het_aantal_vragen_hangt_niet_van_het_aantal_gemeenten_af(
    django_assert_max_num_queries: type[CaptureQueriesContext],
) -> None:
    with django_assert_max_num_queries(5):
        selectors.inwoners(op=NIEUW)
    with django_assert_max_num_queries(5):
        selectors.wooneenheden(op=NIEUW)
