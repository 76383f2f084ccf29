"""The list: what each filter shows to whom, and that its page is read in the order of an index."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection

from doelstellingen.services import herroep
from gemeenten.models import Gemeente
from gemeenten.selectors import voorgangers
from tests.verbeteringen.hulp import bomen, gemeente, invoer, toegang_van
from toegang.models import Account
from verbeteringen import registratie
from verbeteringen.models import Verbetering
from verbeteringen.selectors import PER_BLAD, Selectie, blad, eerste

pytestmark = pytest.mark.django_db

MERELBEKE_MELLE = "44088"


def maak(account: Account, nis: str = "44021", **kwargs: object) -> Verbetering:
    return registratie.registreer_verbetering(
        invoer=invoer(**kwargs), gemeente=gemeente(nis), toegang=toegang_van(account)
    ).verbeteringen[0]


def blad_van(status: str, account: Account | None) -> list[Verbetering]:
    selectie = Selectie(gemeente=gemeente("44021"), status=status)
    return blad(selectie, toegang_van(account), volgorde="recent", nummer=1).rijen


def _plan(selectie: Selectie, account: Account | None, volgorde: str = "recent") -> str:
    toegang = toegang_van(account)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An empty table is sorted faster than an index is read; here the question is if it can.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        return eerste(selectie, toegang, volgorde=volgorde, aantal=PER_BLAD)[:PER_BLAD].explain()


@pytest.mark.parametrize("nis", [None, "44021"])
@pytest.mark.parametrize("eigen", [False, True])
def test_de_recente_lijst_wordt_in_volgorde_gelezen(
    nis: str | None, eigen: bool, publicator_gent: Account
) -> None:
    """With 1,000,000 rows a page costs what it costs with 10,000: an index gives the order."""
    selectie = Selectie(gemeente=gemeente(nis) if nis else None)
    plan = _plan(selectie, publicator_gent if eigen else None)
    assert "verbetering_levend" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("eigen", [False, True])
def test_een_fusiegemeente_leest_van_elke_voorganger_alleen_de_eerste(
    eigen: bool, ambtenaar_merelbeke_melle: Account
) -> None:
    """Only what the limited parts gave, a page of each at most, is sorted to merge them."""
    selectie = Selectie(gemeente=gemeente(MERELBEKE_MELLE))
    plan = _plan(selectie, ambtenaar_merelbeke_melle if eigen else None)
    assert len(selectie.gebied) == 3
    if connection.vendor == "postgresql":
        # Which of the two indexes that give the order it takes is chance on an empty table.
        delen = re.findall(r"Limit .*\n *->  Index Scan using verbetering_levend_", plan)
        assert len(delen) == 3, plan
    else:
        assert plan.count("verbetering_levend_gem") == 3, plan
        assert plan.count("TEMP B-TREE FOR ORDER BY") == 1


def test_telt_niet_mee_wordt_gevonden_zonder_de_rest_te_lezen() -> None:
    plan = _plan(Selectie(status="telt_niet"), None)
    assert "maatregel_telt_niet" in plan
    if connection.vendor == "sqlite":
        # From the few that don't count to their rows, not a test per row.
        assert "SEARCH verbeteringen_verbetering USING INTEGER PRIMARY KEY" in plan


def test_een_fusiegemeente_toont_de_rijen_van_vroeger_en_nu_door_elkaar(
    ambtenaar_merelbeke_melle: Account,
) -> None:
    nu = gemeente(MERELBEKE_MELLE)
    gebied = [nu, *voorgangers(nu)]
    for i in range(2 * PER_BLAD):
        v = maak(
            ambtenaar_merelbeke_melle, MERELBEKE_MELLE, geometrie=None, maatregelen=bomen(i + 1)
        )
        Verbetering.objects.filter(pk=v.pk).update(gemeente=gebied[i % 3])
    namen = list(Verbetering.objects.order_by("-gewijzigd_op", "-pk").values_list("pk", flat=True))
    for account in (None, ambtenaar_merelbeke_melle):
        gezien: list[int] = []
        for nummer in (1, 2):
            deel = blad(
                Selectie(gemeente=nu), toegang_van(account), volgorde="recent", nummer=nummer
            )
            gezien += [v.pk for v in deel.rijen]
        assert gezien == namen


def test_wat_ongedaan_gemaakt_is_staat_alleen_nog_onder_vervallen(
    publicator_gent: Account,
) -> None:
    v = maak(publicator_gent, maatregelen=bomen(3, uitsluitingen=("bosverband",)))
    assert [r.pk for r in blad_van("telt_niet", None)] == [v.pk]
    herroep(v.publicatie)

    def namen(status: str, account: Account | None = publicator_gent) -> list[str]:
        return [r.projectnaam for r in blad_van(status, account)]

    assert namen("") == []
    assert namen("uitgevoerd") == []
    assert namen("vervallen") == ["Bomen, Veldstraat"]
    assert [namen(status, None) for status in ("", "vervallen", "telt_niet")] == [[], [], []]


def test_vlaamse_beheerder_ziet_wat_overal_wacht(
    burger: Account, vlaamse_beheerder: Account, publicator_aalst: Account
) -> None:
    maak(burger, aanvrager="burger", uitgevoerd_op=dt.date(2025, 3, 1))

    def aantal(account: Account, van: Gemeente | None) -> int:
        selectie = Selectie(gemeente=van, status="ingediend")
        return len(blad(selectie, toegang_van(account), volgorde="recent", nummer=1).rijen)

    for van in (None, gemeente("44021")):
        assert aantal(vlaamse_beheerder, van) == 1
        assert aantal(publicator_aalst, van) == 0
