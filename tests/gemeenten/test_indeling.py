"""The same question gives 300 or 285 gemeenten, by its date."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from gemeenten import selectors, services
from gemeenten.models import Fusie, Gemeente, Postcode, Provincie

OUD, NIEUW = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gebied")]


@pytest.mark.parametrize(
    ("op", "aantal"),
    [(dt.date(2018, 12, 31), 308), (dt.date(2019, 1, 1), 300), (OUD, 300), (NIEUW, 285)],
)
def test_telt_de_gemeenten_van_de_datum(op: dt.date, aantal: int) -> None:
    gemeenten = selectors.gemeenten_op(op)
    assert len(gemeenten) == aantal
    assert len({g.nis for g in gemeenten}) == aantal


@pytest.mark.parametrize(
    ("op", "aantallen"),
    [
        (OUD, {"10000": 69, "20001": 65, "30000": 64, "40000": 60, "70000": 42}),
        (NIEUW, {"10000": 67, "20001": 63, "30000": 62, "40000": 55, "70000": 38}),
    ],
)
def test_verdeelt_over_de_provincies(op: dt.date, aantallen: dict[str, int]) -> None:
    assert {p.nis: len(lijst) for p, lijst in selectors.per_provincie(op)} == aantallen


@pytest.mark.parametrize(
    ("naam", "oud", "nieuw"),
    [
        ("Tielt", "37015", "37022"),
        ("Wingene", "37018", "37021"),
        ("Lochristi", "44034", "44087"),
        ("Lokeren", "46014", "46029"),
        ("Hasselt", "71022", "71072"),
    ],
)
def test_zelfde_naam_krijgt_een_nieuwe_nis(naam: str, oud: str, nieuw: str) -> None:
    vroeger, nu = selectors.gemeente_op(oud, OUD), selectors.gemeente_op(nieuw, NIEUW)
    assert vroeger is not None
    assert nu is not None
    assert vroeger.naam == nu.naam == naam
    assert selectors.opvolger(vroeger) == nu
    assert selectors.gemeente_op(oud, NIEUW) is None
    assert selectors.gemeente_op(nieuw, OUD) is None


def test_antwerpen_houdt_zijn_nis_maar_is_een_andere_gemeente() -> None:
    vroeger, nu = selectors.gemeente_op("11002", OUD), selectors.gemeente_op("11002", NIEUW)
    assert vroeger is not None
    assert nu is not None
    assert vroeger.pk != nu.pk
    assert selectors.gemeente_met_nis("11002") == nu
    assert [g.nis for g in selectors.voorgangers(nu)] == ["11002", "11007"]


def test_zwijndrecht_wisselt_van_provincie() -> None:
    vroeger = selectors.gemeente_op("11056", OUD)
    assert vroeger is not None
    nu = selectors.opvolger(vroeger)
    assert nu is not None
    assert (vroeger.provincie.naam, nu.provincie.naam) == ("Antwerpen", "Oost-Vlaanderen")
    assert nu.nis == "46030"


def test_een_gemeente_van_voor_2019_leidt_naar_vandaag() -> None:
    knesselare = selectors.gemeente_met_nis("44029")
    assert knesselare is not None
    opvolger = selectors.opvolger(knesselare)
    assert opvolger is not None
    assert opvolger.naam == "Aalter"
    assert selectors.opvolger(opvolger) is None


def test_onbekende_nis_geeft_niets() -> None:
    assert selectors.gemeente_met_nis("99999") is None
    assert selectors.gemeente_op("99999", NIEUW) is None


def test_elke_gemeente_ooit_komt_uit_bij_een_van_de_285() -> None:
    afstamming = selectors.afstamming(NIEUW)
    assert set(afstamming) == set(Gemeente.objects.values_list("pk", flat=True))
    assert set(afstamming.values()) == {g.pk for g in selectors.gemeenten_op(NIEUW)}


def test_op_een_oude_datum_draagt_een_latere_gemeente_niets() -> None:
    nu = selectors.gemeente_op("71072", NIEUW)
    assert nu is not None
    assert nu.pk not in selectors.afstamming(OUD)


def test_elke_fusie_sluit_de_dag_waarop_de_opvolger_begint() -> None:
    fusies = list(Fusie.objects.select_related("oud", "nieuw"))
    assert len(fusies) == 43
    assert all(f.oud.tot == f.datum == f.nieuw.van for f in fusies)


def test_een_beeindigde_gemeente_heeft_de_regio_van_haar_opvolger() -> None:
    for fusie in Fusie.objects.select_related("oud", "nieuw"):
        assert fusie.oud.referentieregio == fusie.nieuw.referentieregio
        assert fusie.oud.vervoerregio == fusie.nieuw.vervoerregio


def test_nogmaals_laden_verandert_niets() -> None:
    assert not any(verloop.iets for verloop in services.laad_gebieden().values())


def test_een_gewijzigde_naam_wordt_hersteld() -> None:
    Provincie.objects.filter(nis="10000").update(naam="Andwerpen")
    verloop = services.laad_gebieden()
    assert (verloop["provincies"].gewijzigd, verloop["provincies"].ongewijzigd) == (1, 4)
    assert Provincie.objects.get(nis="10000").naam == "Antwerpen"


def test_een_postcode_te_veel_verdwijnt() -> None:
    gent = Gemeente.objects.get(nis="44021")
    Postcode.objects.create(gemeente=gent, code="1234")
    services.laad_gebieden()
    assert not Postcode.objects.filter(code="1234").exists()


def test_geen_twee_geldige_rijen_met_een_nis() -> None:
    gent = Gemeente.objects.get(nis="44021")
    gent.pk, gent.van = None, dt.date(2026, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        gent.save(force_insert=True)


@pytest.mark.parametrize(
    ("bestand", "op"), [("gemeenten_300.csv", OUD), ("gemeenten_285.csv", NIEUW)]
)
def test_gelijk_aan_de_officiele_lijst(gedeelde_data: Path, bestand: str, op: dt.date) -> None:
    with (gedeelde_data / bestand).open(encoding="utf-8") as stroom:
        officieel = {
            (r["nis"], r["naam"], r["provincie_nis"], r["arrondissement_nis"])
            for r in csv.DictReader(stroom)
        }
    assert {
        (g.nis, g.naam, g.provincie.nis, g.arrondissement.nis) for g in selectors.gemeenten_op(op)
    } == officieel


def test_fixtures_zijn_geen_kopie_maar_genoemd() -> None:
    bronnen = (settings.FIXTURES_MAP / "BRONNEN.md").read_text(encoding="utf-8")
    for naam in ("gemeenten", "fusies", "inwoners", "wooneenheden", "organisaties", "besturen"):
        assert f"`{naam}.csv`" in bronnen
