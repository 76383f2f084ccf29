"""A group of gemeenten: norm × its own count, cut once, and only for those who signed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from doelstellingen import selectors, services
from doelstellingen.groep import weeg_paden
from doelstellingen.models import Ondertekening
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.selectors import IndicatorOverzicht, Status
from doelstellingen.tempo import Pad
from gemeenten.selectors import inwoners
from tests.doelstellingen.conftest import gemeente, indicator, lever, niveau

VANDAAG = dt.date(2026, 11, 22)


def groep(sleutel: str, *namen: str, op: dt.date = VANDAAG) -> IndicatorOverzicht:
    doelen = selectors.overzicht_groep(
        [gemeente(naam, op.isoformat()).pk for naam in namen], peildatum=op, publicatie=nieuwste()
    )
    ind = indicator(sleutel)
    return next(i for d in doelen for i in d.indicatoren if i.indicator == ind)


def aantal(*namen: str) -> Decimal:
    tellingen = inwoners(op=VANDAAG)
    return Decimal(sum(tellingen[gemeente(naam).pk].aantal for naam in namen))


def tekent_niet(naam: str, pact: str) -> None:
    with publiceer(soort="ondertekening") as publicatie:
        rij = Ondertekening.objects.levend().get(gemeente=gemeente(naam), pact=pact)
        Ondertekening.objects.filter(pk=rij.pk).update(vervallen_in=publicatie)
        Ondertekening.objects.create(
            gemeente=gemeente(naam), pact=pact, status="niet", bronvermelding="proef",
            publicatie=publicatie,
        )  # fmt: skip


@pytest.mark.django_db
def test_het_doel_van_een_groep_wordt_een_keer_afgekapt() -> None:
    regel = groep("natuurgroenperken", "Gent", "Aalst", "Lede")
    assert regel.doel is not None
    assert regel.doel.exact == aantal("Gent", "Aalst", "Lede") / 1000
    assert regel.doel.toon == str(int(regel.doel.exact))
    assert "inwoners (1-1-2026) × 1 / 1.000 = " in regel.doel.berekening


@pytest.mark.django_db
def test_gemengde_pacten_tellen_elk_met_hun_eigen_norm() -> None:
    lever(
        niveau("Gent", "laadpunten", "2025-12-31", "1000"),
        niveau("Aalter", "laadpunten", "2025-12-31", "100"),
    )
    regel = groep("laadpunten", "Gent", "Aalter")
    assert regel.doel is not None
    assert regel.doel.exact == aantal("Gent") * Decimal("0.015") + aantal("Aalter") / 100
    assert regel.doel.pact == "2.0 en 1.0"
    assert "LEKP 2.0, 1 gemeente: " in regel.doel.berekening
    assert "LEKP 1.0, 1 gemeente: " in regel.doel.berekening
    assert regel.cijfer.waarde == 1100
    assert regel.tussendoel is not None
    assert round(regel.percentage or 0, 20) == round(Decimal(1100) / regel.doel.exact, 20)


@pytest.mark.django_db
def test_wie_niet_tekende_telt_in_doel_noch_cijfer() -> None:
    lever(
        niveau("Gent", "fietspaden", "2025-12-31", "1000"),
        niveau("Mesen", "fietspaden", "2025-12-31", "50"),
    )
    tekent_niet("Mesen", "1.0")
    regel = groep("fietspaden", "Gent", "Mesen")
    assert regel.doel is not None
    assert (regel.doel.exact, regel.cijfer.waarde) == (aantal("Gent"), Decimal(1000))
    assert any("Niet meegeteld: Mesen" in zin for zin in regel.meldingen)


@pytest.mark.django_db
def test_een_groep_met_een_ontbrekend_cijfer_wordt_niet_beoordeeld() -> None:
    lever(niveau("Gent", "fietspaden", "2025-12-31", "1000"))
    regel = groep("fietspaden", "Gent", "Aalst")
    assert (regel.cijfer.n, regel.cijfer.van_n, regel.percentage) == (1, 2, None)
    assert regel.status == Status.ONTBREEKT


@pytest.mark.django_db
def test_ja_nee_telt_gemeenten() -> None:
    lever(
        niveau("Gent", "burgemeestersconvenant", "2025-12-31", "1"),
        niveau("Aalst", "burgemeestersconvenant", "2025-12-31", "1"),
    )
    regel = groep("burgemeestersconvenant", "Gent", "Aalst")
    assert (regel.cijfer.toon, regel.status) == ("2 van 2", Status.GEHAALD)
    assert regel.doel is not None
    assert regel.doel.toon == "2 gemeenten"


@pytest.mark.django_db
def test_verschillende_vaste_doelen_worden_geen_gemiddelde() -> None:
    regel = groep("co2_patrimonium", "Gent", "Aalter")
    assert [doel.toon for doel in regel.doelen] == ["−55", "−40"]
    assert regel.status == Status.NIET_VAN_TOEPASSING
    assert any("geen gezamenlijk doel" in zin for zin in regel.meldingen)


@pytest.mark.django_db
def test_een_onbekend_pact_is_geen_doel_en_geen_achterstand() -> None:
    regel = groep("wijkverbeteringscontracten", "Gent", "Aalter")
    assert (regel.doelen, regel.status) == ([], Status.PACT_ONBEKEND)
    for naam in ("Gent", "Aalter"):
        tekent_niet(naam, "2.1")
    assert groep("wijkverbeteringscontracten", "Gent", "Aalter").status == (
        Status.NIET_VAN_TOEPASSING
    )


@pytest.mark.django_db
def test_zonder_wooneenheden_ontbreekt_het_doel_van_een_groep_van_toen() -> None:
    regel = groep("collectieve_renovaties", "Melle", "Gent", op=dt.date(2024, 12, 31))
    assert regel.doel is not None
    assert regel.doel.exact is None
    assert "ontbreekt het aantal wooneenheden" in regel.doel.berekening


@pytest.mark.django_db
def test_een_groep_van_een_gemeente_zegt_wat_die_gemeente_zegt() -> None:
    services.zet_ondertekening(
        gemeente=gemeente("Gent"), pact="2.1", datum=dt.date(2023, 10, 1), bron="proef"
    )
    lever(niveau("Gent", "laadpunten", "2025-12-31", "1000"))
    alleen = selectors.overzicht(gemeente("Gent"), peildatum=VANDAAG, publicatie=nieuwste())
    samen = selectors.overzicht_groep(
        [gemeente("Gent").pk], peildatum=VANDAAG, publicatie=nieuwste()
    )
    for een, groep_ in zip(alleen, samen, strict=True):
        for a, b in zip(een.indicatoren, groep_.indicatoren, strict=True):
            if a.indicator.soort == "ja_nee" or a.doel is None:
                continue
            assert b.doel is not None
            assert (a.doel.exact, a.tussendoel, a.percentage, a.lijn) == (
                b.doel.exact, b.tussendoel, b.percentage, b.lijn,
            )  # fmt: skip
            assert a.cijfer.waarde == b.cijfer.waarde


def test_een_gewogen_pad_vraagt_de_som_van_wat_elk_pad_vraagt() -> None:
    begin, midden, einde = (dt.date(jaar, 12, 31) for jaar in (2020, 2025, 2030))
    recht = Pad(((begin, Fraction(0)), (einde, Fraction(1))))
    snel = Pad(((begin, Fraction(0)), (midden, Fraction(1, 2)), (einde, Fraction(1))))
    knik = Pad(((begin, Fraction(0)), (midden, Fraction(3, 4)), (einde, Fraction(1))))
    samen = weeg_paden([recht, knik], [Fraction(100), Fraction(300)])
    assert samen.deel_op(midden) == (Fraction(1, 2) * 100 + Fraction(3, 4) * 300) / 400
    assert weeg_paden([recht, snel], [Fraction(1), Fraction(2)]).deel_op(midden) == Fraction(1, 2)
    assert weeg_paden([recht, Pad()], [Fraction(1), Fraction(2)]) == Pad()
