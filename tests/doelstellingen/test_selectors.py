"""What a page gets: one edition, fusies carried on, missing as a state, status in calm words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from doelstellingen import selectors, services
from doelstellingen.models import Ondertekening, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.selectors import IndicatorOverzicht, Status
from tests.doelstellingen.conftest import gemeente, indicator, lever, niveau, toename

pytestmark = pytest.mark.django_db
VANDAAG = dt.date(2026, 11, 22)


def bekijk(
    naam: str, sleutel: str, *, op: dt.date = VANDAAG, publicatie: int | None = None
) -> IndicatorOverzicht:
    ind = indicator(sleutel)
    overzicht = selectors.overzicht(
        gemeente(naam, op.isoformat()),
        peildatum=op,
        publicatie=nieuwste() if publicatie is None else publicatie,
    )
    return next(i for doel in overzicht for i in doel.indicatoren if i.indicator == ind)


def gewest(sleutel: str) -> IndicatorOverzicht:
    ind = indicator(sleutel)
    overzicht = selectors.overzicht_gewest(peildatum=VANDAAG, publicatie=nieuwste())
    return next(i for doel in overzicht for i in doel.indicatoren if i.indicator == ind)


def test_twintig_doelstellingen_met_de_hoofdindicator_eerst() -> None:
    overzicht = selectors.overzicht(gemeente("Gent"), peildatum=VANDAAG, publicatie=nieuwste())
    assert len(overzicht) == 20
    assert all(doel.hoofd.indicator.hoofd for doel in overzicht)
    assert overzicht[0].doelstelling.slug == "bomen"


def test_een_doel_toont_zijn_som() -> None:
    doel = bekijk("Gent", "hagen_geveltuinen").doel
    assert doel is not None
    assert doel.exact is not None
    inwoners = doel.exact * 2
    assert doel.berekening.startswith(f"{inwoners:,.0f}".replace(",", ".") + " inwoners (1-1-2026)")


def test_zonder_cijfer_ontbreekt_het_en_is_het_niet_nul() -> None:
    regel = bekijk("Gent", "laadpunten")
    assert (regel.status, regel.cijfer.waarde, regel.cijfer.toon) == (
        Status.ONTBREEKT,
        None,
        "ontbreekt",
    )


def test_het_tussendoel_is_dat_van_de_datum_van_het_cijfer() -> None:
    lever(niveau("Gent", "fietspaden", "2025-12-31", "1000.5"))
    regel = bekijk("Gent", "fietspaden")
    assert regel.doel is not None
    assert regel.doel.exact is not None
    assert regel.cijfer.peildatum == dt.date(2025, 12, 31)
    assert regel.tussendoel == regel.doel.exact / 2
    assert regel.status is Status.ACHTER
    assert regel.cijfer.toon == "1.000,5"


def test_na_een_levering_van_groenblauwpeil_is_geen_rij_nul(
    vandaag: Callable[[str], None],
) -> None:
    assert bekijk("Gent", "bomen").status is Status.ONTBREEKT
    vandaag("2026-11-20")
    lever(toename("Aalst", "bomen", "2026-10", "5"), bron="groenblauwpeil")
    gent, aalst = bekijk("Gent", "bomen"), bekijk("Aalst", "bomen")
    assert (gent.cijfer.waarde, gent.status) == (Decimal(0), Status.NOG_NIETS)
    assert aalst.cijfer.waarde == Decimal(5)
    assert aalst.cijfer.peildatum == dt.date(2026, 11, 20)
    assert bekijk("Gent", "laadpunten").status is Status.ONTBREEKT


def test_een_herroepen_levering_maakt_geen_nul() -> None:
    services.herroep(lever(toename("Aalst", "bomen", "2026-10", "5"), bron="groenblauwpeil"))
    assert bekijk("Gent", "bomen").status is Status.ONTBREEKT


def test_geheim_is_een_toestand() -> None:
    lever(niveau("Gent", "laadpunten", "2025-12-31", None, kwaliteit="geheim"))
    regel = bekijk("Gent", "laadpunten")
    assert (regel.cijfer.toon, regel.cijfer.toestand, regel.status) == (
        "geheim",
        "geheim",
        Status.ONTBREEKT,
    )


def test_een_fusie_telt_op_en_een_deelsom_wordt_niet_beoordeeld() -> None:
    lever(niveau("Merelbeke", "laadpunten", "2024-12-31", "100"))
    deels = bekijk("Merelbeke-Melle", "laadpunten")
    assert (deels.cijfer.waarde, deels.cijfer.n, deels.cijfer.van_n) == (Decimal(100), 1, 2)
    assert deels.status is Status.ONTBREEKT
    assert deels.percentage is None
    lever(niveau("Melle", "laadpunten", "2024-12-31", "60", kwaliteit="geschat"))
    heel = bekijk("Merelbeke-Melle", "laadpunten")
    assert (heel.cijfer.waarde, heel.cijfer.toestand) == (Decimal(160), "geschat")
    assert heel.cijfer.volledig


def test_een_aandeel_na_een_fusie_komt_uit_teller_en_noemer() -> None:
    lever(
        niveau("Merelbeke", "verledding", "2024-12-31", "50", teller="500", noemer="1000"),
        niveau("Melle", "verledding", "2024-12-31", "100", teller="3000", noemer="3000"),
    )
    assert bekijk("Merelbeke-Melle", "verledding").cijfer.waarde == Decimal("87.5")


def test_een_gemeente_zoals_ze_was() -> None:
    lever(niveau("Melle", "laadpunten", "2024-06-30", "60"))
    regel = bekijk("Melle", "laadpunten", op=dt.date(2024, 12, 31))
    assert regel.cijfer.waarde == Decimal(60)
    assert regel.doel is not None
    assert "(1-1-2024)" in regel.doel.berekening
    renovaties = bekijk("Melle", "collectieve_renovaties", op=dt.date(2024, 12, 31))
    assert renovaties.doel is not None
    assert (renovaties.doel.exact, renovaties.doel.toon) == (None, "ontbreekt")


def test_gemengde_handtekeningen_tonen_beide_doelen_met_een_melding() -> None:
    regel = bekijk("Merelbeke-Melle", "laadpunten")
    assert [doel.pact for doel in regel.doelen] == ["1.0", "2.0"]
    assert any("deel van deze fusiegemeente" in melding for melding in regel.meldingen)
    assert bekijk("Merelbeke-Melle", "klimaattafels").status is Status.PACT_ONBEKEND


@pytest.mark.parametrize(
    ("naam", "sleutel", "status"),
    [
        ("Middelkerke", "bomen", Status.NIET_VAN_TOEPASSING),
        ("Aalter", "klimaattafels", Status.PACT_ONBEKEND),
        ("Gent", "renovatietrajecten_klimaattafels", Status.PACT_ONBEKEND),
        ("Gent", "klimaattafels", Status.AFGESLOTEN),
        ("Gent", "natuurgroenperken/oppervlakte", Status.NIET_VAN_TOEPASSING),
    ],
)
def test_wat_een_pact_niet_vraagt_is_nooit_achter(naam: str, sleutel: str, status: Status) -> None:
    assert bekijk(naam, sleutel).status is status


def test_klimaattafels_waren_op_tijd_te_beoordelen() -> None:
    lever(niveau("Gent", "klimaattafels", "2023-12-31", "1"))
    assert bekijk("Gent", "klimaattafels", op=dt.date(2024, 6, 1)).status is Status.ACHTER
    lever(niveau("Gent", "klimaattafels", "2024-12-31", "9999999"))
    assert bekijk("Gent", "klimaattafels").status is Status.GEHAALD


def test_co2_kiest_het_doel_bij_het_basisjaar_van_het_cijfer() -> None:
    zonder = bekijk("Gent", "co2_patrimonium").doel
    assert zonder is not None
    assert zonder.exact == Decimal(-55)
    lever(niveau("Gent", "co2_patrimonium", "2023-12-31", "-30", basisjaar=2019))
    regel = bekijk("Gent", "co2_patrimonium")
    assert regel.doel is not None
    assert regel.doel.exact == Decimal("-40.3")
    assert regel.status is Status.OP_SCHEMA


def test_een_voorraad_start_van_haar_cijfer_rond_2020() -> None:
    lever(
        niveau("Gent", "laadpunten", "2021-03-31", "1000"),
        niveau("Gent", "laadpunten", "2025-12-31", "2000"),
    )
    regel = bekijk("Gent", "laadpunten")
    assert regel.start == (dt.date(2021, 3, 31), Decimal(1000))
    assert regel.doel is not None
    assert regel.doel.exact is not None
    assert regel.tussendoel == 1000 + (regel.doel.exact - 1000) / 2
    assert any("start van 1.000 CPE" in melding for melding in regel.meldingen)
    assert any("start van 0" in m for m in bekijk("Aalst", "laadpunten").meldingen)


def test_beide_plannen_volgt_uit_elk_plan_en_noemt_hun_bron() -> None:
    lever(niveau("Gent", "warmte_en_sloopbeleid/warmteplan", "2024-12-31", "1"), demo=True)
    assert bekijk("Gent", "warmte_en_sloopbeleid").cijfer.toon == "ontbreekt"
    lever(niveau("Gent", "warmte_en_sloopbeleid/sloopbeleidsplan", "2025-12-31", "1"))
    regel = bekijk("Gent", "warmte_en_sloopbeleid")
    assert (regel.cijfer.toon, regel.cijfer.peildatum) == ("ja", dt.date(2025, 12, 31))
    assert regel.status == Status.GEHAALD
    assert [bron.slug for bron in regel.cijfer.bronnen] == ["abb"]
    assert regel.cijfer.demo
    [uit_de_lijst] = [
        r
        for r in selectors.per_gemeente(
            indicator("warmte_en_sloopbeleid"), peildatum=VANDAAG, publicatie=nieuwste()
        )
        if r.naam == "Gent"
    ]
    assert uit_de_lijst.cijfer == regel.cijfer


def test_een_herroepen_plan_neemt_wat_eruit_volgde_mee() -> None:
    lever(niveau("Gent", "warmte_en_sloopbeleid/warmteplan", "2024-12-31", "1"))
    tweede = lever(niveau("Gent", "warmte_en_sloopbeleid/sloopbeleidsplan", "2024-12-31", "1"))
    assert bekijk("Gent", "warmte_en_sloopbeleid").cijfer.toon == "ja"
    services.herroep(tweede)
    assert bekijk("Gent", "warmte_en_sloopbeleid").cijfer.toon == "ontbreekt"


def test_wat_een_leverancier_zelf_zegt_gaat_voor_wat_uit_de_plannen_volgt() -> None:
    lever(
        niveau("Gent", "warmte_en_sloopbeleid/warmteplan", "2024-12-31", "1"),
        niveau("Gent", "warmte_en_sloopbeleid/sloopbeleidsplan", "2024-12-31", "1"),
    )
    lever(niveau("Gent", "warmte_en_sloopbeleid", "2024-12-31", "0"))
    assert bekijk("Gent", "warmte_en_sloopbeleid").cijfer.toon == "nee"


def test_het_gewest_toont_zijn_officiele_doel_en_n_van_n() -> None:
    lever(
        niveau("Gent", "laadpunten", "2025-12-31", "2000"),
        niveau("Aalst", "laadpunten", "2025-12-31", "500"),
    )
    regel = gewest("laadpunten")
    assert [doel.toon for doel in regel.doelen] == ["99.000", "66.000"]
    assert (regel.cijfer.waarde, regel.cijfer.n, regel.cijfer.van_n) == (Decimal(2500), 2, 285)
    assert regel.status is Status.ONTBREEKT
    assert any("6.600.000 inwoners" in melding for melding in regel.meldingen)


def test_ja_nee_telt_in_het_gewest_gemeenten() -> None:
    lever(
        niveau("Gent", "burgemeestersconvenant", "2025-12-31", "1"),
        niveau("Aalst", "burgemeestersconvenant", "2025-12-31", "0"),
    )
    assert gewest("burgemeestersconvenant").cijfer.toon == "1 van 285"
    assert bekijk("Gent", "burgemeestersconvenant").status is Status.GEHAALD
    assert bekijk("Aalst", "burgemeestersconvenant").status is Status.NOG_NIET


def test_per_gemeente_geeft_285_of_300_regels() -> None:
    ind = indicator("bomen")
    nu = selectors.per_gemeente(ind, peildatum=VANDAAG, publicatie=nieuwste())
    toen = selectors.per_gemeente(ind, peildatum=dt.date(2024, 12, 31), publicatie=nieuwste())
    assert (len(nu), len(toen)) == (285, 300)
    assert all(regel.doel for regel in nu if regel.naam == "Gent")


def test_een_reeks_loopt_door_een_fusie() -> None:
    lever(
        niveau("Merelbeke", "laadpunten", "2023-12-31", "100"),
        niveau("Melle", "laadpunten", "2023-12-31", "50"),
        niveau("Merelbeke-Melle", "laadpunten", "2025-12-31", "200"),
    )
    ind = indicator("laadpunten")
    punten = selectors.reeks(
        gemeente("Merelbeke-Melle"), indicator=ind, tot=VANDAAG, publicatie=nieuwste()
    )[ind.pk]
    assert [(p.datum.year, p.waarde) for p in punten] == [
        (2023, Decimal(150)),
        (2025, Decimal(200)),
    ]
    heel = selectors.reeks(None, indicator=ind, tot=VANDAAG, publicatie=nieuwste())[ind.pk]
    assert [(p.datum.year, p.waarde, p.van_n) for p in heel][-1] == (2026, Decimal(200), 285)
    assert next(p for p in heel if p.datum.year == 2023).van_n == 300


def test_een_deel_van_een_fusie_zonder_registraties_is_nul_in_de_reeks() -> None:
    lever(toename("Melle", "bomen", "2022-05", "10"), bron="groenblauwpeil")
    ind = indicator("bomen")
    lijn = selectors.reeks(
        gemeente("Merelbeke-Melle"), indicator=ind, tot=VANDAAG, publicatie=nieuwste()
    )[ind.pk]
    assert [(p.waarde, p.n, p.van_n) for p in lijn if p.datum.year == 2022] in (
        [(Decimal(10), 1, 1)],
        [(Decimal(10), 2, 2)],
    )


def test_gekend_op_geldt_voor_ondertekeningen_en_cijfers() -> None:
    voor = nieuwste()
    with publiceer(soort=Publicatie.Soort.ONDERTEKENING) as publicatie:
        rij = Ondertekening.objects.levend().get(gemeente=gemeente("Aalter"), pact="2.0")
        rij.vervallen_in = publicatie
        rij.save()
        Ondertekening.objects.create(
            gemeente=gemeente("Aalter"),
            pact="2.0",
            status="ondertekend",
            datum=dt.date(2023, 8, 28),
            bronvermelding="gemeenteraad",
            publicatie=publicatie,
        )
    nu, toen = bekijk("Aalter", "laadpunten"), bekijk("Aalter", "laadpunten", publicatie=voor)
    assert [doel.pact for doel in nu.doelen] == ["2.0"]
    assert [doel.pact for doel in toen.doelen] == ["1.0"]


def test_bronnen_en_demo_staan_bij_het_cijfer() -> None:
    lever(niveau("Gent", "laadpunten", "2025-12-31", "2000"), demo=True)
    cijfer = bekijk("Gent", "laadpunten").cijfer
    assert [bron.naam for bron in cijfer.bronnen] == ["Eco-Movement"]
    assert cijfer.demo


@pytest.mark.parametrize("aantal", [1, 40])
def test_het_aantal_vragen_hangt_niet_van_de_gegevens_af(
    aantal: int, django_assert_num_queries: Any
) -> None:
    maanden = [f"{2021 + n // 12}-{n % 12 + 1:02d}" for n in range(aantal)]
    lever(*[toename("Gent", "bomen", maand, "3") for maand in maanden])
    publicatie, gent, bomen = nieuwste(), gemeente("Gent"), indicator("bomen")
    with django_assert_num_queries(6):
        selectors.overzicht(gent, peildatum=VANDAAG, publicatie=publicatie)
    with django_assert_num_queries(6):
        selectors.overzicht_gewest(peildatum=VANDAAG, publicatie=publicatie)
    with django_assert_num_queries(6):
        selectors.per_gemeente(bomen, peildatum=VANDAAG, publicatie=publicatie)
    with django_assert_num_queries(4):
        selectors.reeks(gent, tot=VANDAAG, publicatie=publicatie)
