"""`manage.py laad_referentie`: the goals, norms and signatures as the sources give them."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command

from doelstellingen.models import Doelstelling, Indicator, Norm, Ondertekening, Pad, Publicatie
from gemeenten.models import Gemeente

pytestmark = pytest.mark.django_db


def pad(indicator: str, pact: str, basisjaar: int | None = None) -> dict[dt.date, Fraction]:
    doel, _, slug = indicator.partition("/")
    punten = Pad.objects.filter(
        norm__indicator__doelstelling__slug=doel,
        norm__indicator__slug=slug or doel,
        norm__pact=pact,
        norm__basisjaar=basisjaar,
    )
    return {p.datum: Fraction(p.teller) / Fraction(p.noemer) for p in punten}


def test_een_tweede_keer_verandert_niets_en_publiceert_niets() -> None:
    voor = Publicatie.objects.count()
    call_command("laad_referentie", verbosity=0)
    assert Publicatie.objects.count() == voor


def test_zeventien_doelstellingen_en_drie_van_2_1() -> None:
    assert Doelstelling.objects.exclude(sinds_pact="2.1").count() == 17
    assert Doelstelling.objects.filter(sinds_pact="2.1").count() == 3
    assert Doelstelling.objects.get(sinds_pact="2.0").slug == "klimaattafels"


def test_concepten_en_pact_zijn_die_van_abb(gedeelde_data: Path) -> None:
    with (gedeelde_data / "lekp_doelstellingen_abb.csv").open() as bestand:
        verwacht = {(r["uri"], r["naam"], r["pact"]) for r in csv.DictReader(bestand)}
    assert set(Doelstelling.objects.values_list("uri_abb", "naam", "sinds_pact")) == verwacht


def test_elke_doelstelling_heeft_een_hoofdindicator_en_een_bron() -> None:
    assert Indicator.objects.filter(hoofd=True).count() == 20
    assert not Indicator.objects.filter(bron__isnull=True).exists()


@pytest.mark.parametrize(
    ("doel", "slugs"),
    [
        ("hernieuwbare_energieprojecten", ["kwp", "projecten"]),
        ("collectieve_renovaties", ["totaal", "fossielvrij"]),
        ("deelsystemen", ["toegangspunten", "deelwagens"]),
        ("natuurgroenperken", ["aantal", "oppervlakte"]),
        ("warmte_en_sloopbeleid", ["beide", "warmteplan", "sloopbeleidsplan"]),
        ("bomen", ["bomen"]),
    ],
)
def test_hoofdindicator_eerst(doel: str, slugs: list[str]) -> None:
    indicatoren = Indicator.objects.filter(doelstelling__slug=doel)
    assert [i.slug for i in indicatoren] == slugs
    assert [i.hoofd for i in indicatoren] == [True] + [False] * (len(slugs) - 1)


@pytest.mark.parametrize(
    ("indicator", "pact", "gewest", "tekst"),
    [
        ("bomen", "1.0", "6600000", "6.600.000"),
        ("hagen_geveltuinen", "1.0", "3300000", "3.300 km"),
        ("totaal", "1.0", "150000", "± 150.000"),
        ("kwp", "1.0", "216000", "216 MW"),
        ("laadpunten", "1.0", "66000", "66.000"),
        ("laadpunten", "2.0", "99000", "99.000"),
    ],
)
def test_gewestdoelen_zijn_de_officiele(indicator: str, pact: str, gewest: str, tekst: str) -> None:
    norm = Norm.objects.get(indicator__slug=indicator, pact=pact)
    assert (norm.gewestdoel, norm.gewestdoel_tekst) == (Decimal(gewest), tekst)


def test_welk_pact_wat_vraagt() -> None:
    per_pact: dict[str, set[str]] = {}
    for pact, slug in Norm.objects.values_list("pact", "indicator__slug"):
        per_pact.setdefault(pact, set()).add(slug)
    assert per_pact["2.0"] == {
        "fossielvrij",
        "klimaattafels",
        "laadpunten",
        "energiebesparing_patrimonium",
        "co2_patrimonium",
        "geen_heffing",
    }
    assert per_pact["2.1"] == {
        "kwp",
        "renovatietrajecten_klimaattafels",
        "energiegemeenschappen",
        "wijkverbeteringscontracten",
    }
    assert not Norm.objects.filter(indicator__slug="oppervlakte").exists()


def test_cumulatieve_doelen_lopen_met_een_tiende_per_jaar() -> None:
    verwacht = {dt.date(2020 + n, 12, 31): Fraction(n, 10) for n in range(11)}
    assert pad("bomen", "1.0") == verwacht
    assert pad("laadpunten", "2.0") == verwacht
    assert pad("verledding", "1.0") == verwacht


def test_energiebesparing_loopt_eerst_2_09_en_dan_3_punten_per_jaar() -> None:
    punten = pad("energiebesparing_patrimonium", "2.0", 2019)
    vraagt = {d.year: round(f * Fraction("-28.18"), 6) for d, f in punten.items()}
    assert vraagt[2021] == Fraction("-2.09")
    assert vraagt[2022] == Fraction("-4.18")
    assert vraagt[2023] == Fraction("-7.18")
    assert vraagt[2030] == Fraction("-28.18")
    assert pad("energiebesparing_patrimonium", "1.0", 2019)[dt.date(2021, 12, 31)] == Fraction(
        1, 10
    )


def test_paden_met_een_eigen_einddatum() -> None:
    assert pad("hernieuwbare_energieprojecten/kwp", "2.1")[dt.date(2025, 12, 31)] == Fraction(1, 2)
    assert pad("wijkverbeteringscontracten", "2.1") == {dt.date(2025, 12, 31): 1}
    assert max(pad("renovatietrajecten_klimaattafels", "2.1").items()) == (dt.date(2026, 12, 31), 1)
    assert max(pad("klimaattafels", "2.0").items()) == (dt.date(2024, 12, 31), 1)
    assert pad("geen_heffing", "1.0") == {}
    assert Norm.objects.get(indicator__slug="klimaattafels").tot == dt.date(2025, 1, 1)


def test_ondertekeningen_zijn_wat_de_bronnen_zeggen(gedeelde_data: Path) -> None:
    with (gedeelde_data / "lekp_trekkingsrechten.csv").open() as bestand:
        verwacht = {
            r["nis"]: "ondertekend" if r["lekp21_doelgroep"] == "1" else "onbekend"
            for r in csv.DictReader(bestand)
        }
    levend = Ondertekening.objects.levend().filter(gemeente__isnull=False)
    van_2_0 = levend.filter(pact="2.0").values_list("gemeente__nis", "status")
    assert dict(van_2_0) == verwacht
    assert set(levend.filter(pact="2.1").values_list("status", flat=True)) == {"onbekend"}
    van_1_0 = levend.filter(pact="1.0")
    assert sorted(van_1_0.filter(status="niet").values_list("gemeente__naam", flat=True)) == [
        "Alveringem",
        "Mesen",
        "Middelkerke",
        "Vleteren",
    ]
    assert set(van_1_0.exclude(status="niet").values_list("aangenomen", flat=True)) == {True}


def test_wat_een_ambtenaar_vastlegde_blijft_staan() -> None:
    aalter = Gemeente.objects.geldig().get(naam="Aalter")
    rij = Ondertekening.objects.levend().get(gemeente=aalter, pact="2.0")
    rij.bronvermelding, rij.status = "Gemeenteraad 28-8-2023", "ondertekend"
    rij.save()
    call_command("laad_referentie", verbosity=0)
    assert Ondertekening.objects.levend().get(gemeente=aalter, pact="2.0").status == "ondertekend"
