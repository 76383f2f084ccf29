"""One figure per gemeente: units, qualities, names and dates."""

import re
from decimal import Decimal

import pytest

from doelstellingen.models import Meting, Publicatie, Stand

pytestmark = pytest.mark.django_db
KOP = "gemeente;doelstelling;indicator;peildatum;waarde;eenheid;kwaliteit"


def waarde(doelstelling: str, indicator: str | None = None) -> Decimal | None:
    return (
        Meting.objects.levend()
        .get(indicator__doelstelling__slug=doelstelling, indicator__slug=indicator or doelstelling)
        .waarde
    )


@pytest.mark.parametrize(
    ("rij", "doelstelling", "indicator", "verwacht"),
    [
        ("Gent;fietspaden;;2023-12-31;1,5;km;", "fietspaden", "fietspaden", "1500"),
        ("Gent;fietspaden;;2023-12-31;1500;m;", "fietspaden", "fietspaden", "1500"),
        ("Gent;hernieuwbare_energieprojecten;;2023-12-31;1.5;MW;", "hernieuwbare_energieprojecten", "kwp", "1500"),
        ("Gent;hernieuwbare_energieprojecten;;2023-12-31;12;projecten;", "hernieuwbare_energieprojecten", "projecten", "12"),
        ("Gent;deelsystemen;;2023-12-31;12;deelwagens;", "deelsystemen", "deelwagens", "12"),
        ("Gent;deelsystemen;;2023-12-31;12;;", "deelsystemen", "toegangspunten", "12"),
        ("Gent;natuurgroenperken;;2023-12-31;120;m2;", "natuurgroenperken", "oppervlakte", "120"),
        ("Gent;collectieve_renovaties;fossielvrij;2023-12-31;12;wooneenheden;", "collectieve_renovaties", "fossielvrij", "12"),
        ("Gent;geen_heffing;;2023-12-31;ja;;", "geen_heffing", "geen_heffing", "1"),
        ("Gent;geen_heffing;;2023-12-31;0;ja/nee;", "geen_heffing", "geen_heffing", "0"),
        ("Gent;co2_patrimonium;;2023-12-31;-12,5;%;", "co2_patrimonium", "co2_patrimonium", "-12.5"),
        ("GENT;laadpunten;;31/12/2023;12,5;CPE;voorlopig", "laadpunten", "laadpunten", "12.5"),
        ("VOERSTREEK;laadpunten;;2023-12-31;3;;", "laadpunten", "laadpunten", "3"),
        ("Halle (Arr.);laadpunten;;2023-12-31;3;;", "laadpunten", "laadpunten", "3"),
        ("Merelbeke;laadpunten;;2024-12-31;3;;", "laadpunten", "laadpunten", "3"),
    ],
)  # fmt: skip
def test_neemt_over(cijfers, rij, doelstelling, indicator, verwacht):
    run = cijfers(KOP, rij)
    assert (run.status, run.nieuw) == ("gepubliceerd", 1), [r.reden for r in run.rijen.all()]
    assert waarde(doelstelling, indicator) == Decimal(verwacht)


@pytest.mark.parametrize(
    ("rij", "veld", "reden"),
    [
        ("Gent;bomen;;2023-12-31;;;", "waarde", "leeg"),
        ("Gent;bomen;;2023-12-31;5;;geheim", "waarde", "moet leeg zijn"),
        ("Gent;bomen;;2023-12-31;5;;zeker", "kwaliteit", "kies uit"),
        ("Gent;bomen;;2023-12-31;NaN;;", "waarde", "geen getal"),
        ("Gent;bomen;;2023-12-31;1e400;;", "waarde", "geen getal"),
        ("Gent;bomen;;2023-12-31;1.234;;", "waarde", "dubbelzinnig"),
        ("Gent;bomen;;2023-12-31;999999999999999;;", "waarde", "onwaarschijnlijk groot"),
        ("Gent;laadpunten;;2023-12-31;-5;;", "waarde", "negatief"),
        ("Gent;verledding;;2023-12-31;101;;", "waarde", "tussen 0 en 100"),
        ("Gent;geen_heffing;;2023-12-31;2;;", "waarde", r"ja \(1\) of nee"),
        ("Gent;bomen;;2199-12-31;5;;", "peildatum", "toekomst"),
        ("Gent;bomen;;2019-12-31;5;;", "peildatum", "1-1-2021"),
        ("Gent;bomen;;vorig jaar;5;;", "peildatum", "geen geldige datum"),
        ("Gent;boomen;;2023-12-31;5;;", "doelstelling", "bedoeld: bomen"),
        ("Gent;bomen;struiken;2023-12-31;5;;", "indicator", "kies uit bomen"),
        ("Gent;bomen;;2023-12-31;5;km;", "eenheid", "past niet"),
        ("Gant;bomen;;2023-12-31;5;;", "gemeente", "bedoeld: Gent"),
        ("Merelbeke;bomen;;2025-12-31;5;;", "gemeente", "bestond niet meer"),
        ("Merelbeke-Melle;bomen;;2023-12-31;5;;", "gemeente", "bestond nog niet"),
        (";bomen;;2023-12-31;5;;", "nis", "NIS-code of een naam"),
    ],
)
def test_weigert_met_veld_en_reden(cijfers, rij, veld, reden):
    run = cijfers(KOP, rij)
    afgewezen = run.rijen.get()
    assert (afgewezen.nr, afgewezen.veld) == (2, veld)
    assert re.search(reden, afgewezen.reden)
    assert (run.status, Meting.objects.exists()) == ("ongewijzigd", False)


def test_nis_gaat_voor_op_naam_en_mag_ze_niet_tegenspreken(cijfers):
    kop = "nis;gemeente;doelstelling;peildatum;waarde"
    run = cijfers(kop, "44021;Ghent;bomen;2023-12-31;5", "44021;Aalst;bomen;2022-12-31;5",
                  "99991;;bomen;2023-12-31;5", "44088;;bomen;2023-12-31;5")  # fmt: skip
    assert run.nieuw == 1
    assert [r.reden.partition(" (")[0] for r in run.rijen.order_by("nr")] == [
        "spreekt de gemeentenaam Aalst tegen",
        "is geen NIS-code van een Vlaamse gemeente",
        "bestond nog niet op 31-12-2023; lever de gemeenten van toen",
    ]


def test_zonder_waarde_bij_geheim_en_niet_van_toepassing(cijfers):
    cijfers(KOP, "Gent;klimaattafels;;2023-12-31;;;geheim", "Aalst;klimaattafels;;2023-12-31;;;niet van toepassing")  # fmt: skip
    rijen = dict(Meting.objects.values_list("gemeente__naam", "kwaliteit"))
    assert rijen == {"Gent": "geheim", "Aalst": "niet_van_toepassing"}
    assert set(Stand.objects.levend().filter(indicator__slug="klimaattafels").values_list("waarde", flat=True)) == {None}  # fmt: skip


def test_de_rest_van_het_bestand_beslist_over_het_decimaalteken(cijfers):
    komma = cijfers(KOP, "Gent;bomen;;2023-12-31;1.234;;", "Aalst;bomen;;2023-12-31;2,5;;")
    assert komma.nieuw == 2
    assert Meting.objects.get(gemeente__naam="Gent").waarde == 1234
    punt = cijfers(KOP, "Gent;bomen;;2023-12-31;1.234;;", "Aalst;bomen;;2023-12-31;2.5;;")
    assert (punt.gewijzigd, punt.ongewijzigd) == (1, 1)
    assert Meting.objects.levend().get(gemeente__naam="Gent").waarde == Decimal("1.234")


def test_gelijke_sleutel_met_gelijke_inhoud_is_ongewijzigd(cijfers):
    cijfers(KOP, "Gent;bomen;;2023-12-31;5;;", "Aalst;bomen;;2023-12-31;5;;")
    publicaties = Publicatie.objects.count()
    assert cijfers(KOP, "Gent;bomen;;2023-12-31;5,0;;gemeten").status == "ongewijzigd"
    assert Publicatie.objects.count() == publicaties
    run = cijfers(KOP, "Gent;bomen;;2023-12-31;6;;", "Aalst;bomen;;2023-12-31;5;;")
    assert (run.gewijzigd, run.ongewijzigd) == (1, 1)


def test_tweemaal_in_een_bestand_wordt_geweigerd(cijfers):
    run = cijfers(KOP, "Gent;bomen;;2023-12-31;5;;", "GENT;bomen;bomen;31/12/2023;6;;")
    assert (run.nieuw, run.afgewezen) == (1, 1)
    assert "staan al op rij 2" in run.rijen.get().reden


def test_een_daling_wordt_gepubliceerd_en_gemeld(cijfers):
    cijfers(KOP, "Gent;fietspaden;;2022-12-31;1500;m;")
    run = cijfers(KOP, "Gent;fietspaden;;2023-12-31;400;m;")
    assert run.status == "gepubliceerd"
    assert "400 op 31-12-2023 is minder dan 1.500 op 31-12-2022" in run.meldingen[0]


def test_teller_en_noemer_horen_samen(cijfers):
    kop = "gemeente;doelstelling;peildatum;waarde;teller;noemer;basisjaar"
    run = cijfers(kop, "Gent;verledding;2023-12-31;40;40;100;", "Aalst;verledding;2023-12-31;40;40;;",
                  "Ninove;verledding;2023-12-31;40;40;0;", "Lede;co2_patrimonium;2023-12-31;-4;;;2015",
                  "Geel;co2_patrimonium;2023-12-31;-4;;;ooit")  # fmt: skip
    assert (run.nieuw, run.afgewezen) == (2, 3)
    assert Meting.objects.get(gemeente__naam="Lede").basisjaar == 2015


def test_een_percentage_spreekt_zijn_teller_en_noemer_niet_tegen(cijfers):
    kop = "gemeente;doelstelling;peildatum;waarde;teller;noemer;basisjaar"
    run = cijfers(kop, "Gent;co2_patrimonium;2023-12-31;-40;40;100;2019",
                  "Aalst;verledding;2023-12-31;40;400;500;", "Geel;verledding;2023-12-31;40;1;0.0001;",
                  "Lede;co2_patrimonium;2023-12-31;-33;-1;3;2019")  # fmt: skip
    assert (run.nieuw, Meting.objects.get().gemeente.naam) == (1, "Lede")
    assert [r.reden for r in run.rijen.order_by("nr")] == [
        "past niet bij teller en noemer: die geven 40 %",
        "past niet bij teller en noemer: die geven 80 %",
        "moet groter zijn dan nul",
    ]


def test_meer_dan_drie_decimalen_wordt_afgerond_en_gemeld(cijfers):
    run = cijfers(KOP, "Gent;laadpunten;;2023-12-31;1,23456;;")
    assert waarde("laadpunten") == Decimal("1.235")
    assert "afgerond" in run.meldingen[0]
