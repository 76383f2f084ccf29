"""Any past page can be rebuilt: counts, norms and signatures answer per edition, and can be undone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from doelstellingen import selectors, services
from doelstellingen.models import Norm, Ondertekening, Pad, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.selectors import IndicatorOverzicht
from gemeenten.models import Inwoners, Wooneenheden
from gemeenten.selectors import inwoners, wooneenheden
from tests.doelstellingen.conftest import gemeente, indicator

pytestmark = pytest.mark.django_db
VANDAAG = dt.date(2026, 11, 22)


def vervang(rij: Any, soort: str = Publicatie.Soort.INWONERS, **anders: Any) -> Publicatie:
    """Close a living row and write it anew, changed, under a publicatie of its own."""
    with publiceer(soort=soort) as publicatie:
        type(rij).objects.filter(pk=rij.pk).update(vervallen_in=publicatie.pk)
        velden = {
            veld.attname: getattr(rij, veld.attname)
            for veld in rij._meta.concrete_fields
            if veld.name not in ("id", "publicatie", "vervallen_in")
        }
        nummer = publicatie.pk if isinstance(rij, Inwoners | Wooneenheden) else publicatie
        type(rij).objects.create(**(velden | anders), publicatie=nummer)
    return publicatie


def bekijk(sleutel: str, publicatie: int, naam: str = "Gent") -> IndicatorOverzicht:
    overzicht = selectors.overzicht(gemeente(naam), peildatum=VANDAAG, publicatie=publicatie)
    return next(i for d in overzicht for i in d.indicatoren if i.indicator == indicator(sleutel))


def test_inwoners_zijn_gekend_per_editie_en_te_herroepen() -> None:
    voor, gent = nieuwste(), gemeente("Gent")
    rij = Inwoners.objects.levend().get(gemeente=gent, jaar=2026)
    nieuw = vervang(rij, aantal=rij.aantal + 1000)
    for editie, aantal in ((voor, rij.aantal), (nieuw.pk, rij.aantal + 1000)):
        assert bekijk("bomen", editie).doelen[0].exact == aantal
        assert inwoners(op=VANDAAG, publicatie=editie)[gent.pk].aantal == aantal
    terug = services.herroep(nieuw)
    assert bekijk("bomen", terug.pk).doelen[0].exact == rij.aantal
    assert bekijk("bomen", nieuw.pk).doelen[0].exact == rij.aantal + 1000


def test_wooneenheden_zijn_gekend_per_editie_en_te_herroepen() -> None:
    voor, gent = nieuwste(), gemeente("Gent")
    rij = Wooneenheden.objects.levend().get(gemeente=gent)
    nieuw = vervang(rij, aantal=rij.aantal + 2000)
    for editie, aantal in ((voor, rij.aantal), (nieuw.pk, rij.aantal + 2000)):
        doel = bekijk("collectieve_renovaties", editie).doelen[0]
        assert doel.exact == Decimal(aantal) * 50 / 1000
        assert wooneenheden(op=VANDAAG, publicatie=editie)[gent.pk].aantal == aantal
    terug = services.herroep(nieuw)
    assert bekijk("collectieve_renovaties", terug.pk).doelen[0].exact == rij.aantal / Decimal(20)


def test_normen_zijn_gekend_per_editie_en_te_herroepen_met_hun_pad() -> None:
    voor = nieuwste()
    norm = Norm.objects.levend().get(indicator=indicator("bomen"))
    nieuw = vervang(norm, Publicatie.Soort.NORMEN, teller=Decimal(2))
    Pad.objects.create(norm=Norm.objects.get(publicatie=nieuw), datum=dt.date(2030, 12, 31))
    toen, nu = (bekijk("bomen", editie).doelen[0].exact for editie in (voor, nieuw.pk))
    assert toen is not None
    assert nu == 2 * toen
    assert len(bekijk("bomen", nieuw.pk).lijn) == 1
    terug = services.herroep(nieuw)
    assert bekijk("bomen", terug.pk).doelen[0].exact == toen
    assert bekijk("bomen", terug.pk).lijn == bekijk("bomen", voor).lijn
    assert bekijk("bomen", nieuw.pk).doelen[0].exact == nu


def test_een_ondertekening_is_gekend_per_editie_en_te_herroepen() -> None:
    voor = nieuwste()
    rij = services.zet_ondertekening(
        gemeente=gemeente("Aalter"), pact="2.0", datum=dt.date(2023, 8, 28), bron="gemeenteraad"
    )
    nieuw = Publicatie.objects.get(pk=rij.publicatie_id)

    def pacten(editie: int) -> list[str]:
        return [doel.pact for doel in bekijk("laadpunten", editie, "Aalter").doelen]

    assert (pacten(voor), pacten(nieuw.pk)) == (["1.0"], ["2.0"])
    terug = services.herroep(nieuw)
    assert (pacten(nieuw.pk), pacten(terug.pk)) == (["2.0"], ["1.0"])
    levend = Ondertekening.objects.levend().get(gemeente=gemeente("Aalter"), pact="2.0")
    assert (levend.status, levend.publicatie_id) == ("onbekend", terug.pk)


def test_de_eerste_lading_van_inwoners_herroepen_maakt_het_doel_ontbrekend() -> None:
    rij = Inwoners.objects.levend().get(gemeente=gemeente("Gent"), jaar=2026)
    eerste = Publicatie.objects.get(pk=rij.publicatie)
    voor = nieuwste()
    terug = services.herroep(eerste)
    doel = bekijk("bomen", terug.pk).doelen[0]
    assert (doel.exact, doel.toon) == (None, "ontbreekt")
    assert bekijk("bomen", voor).doelen[0].exact == rij.aantal
    services.herroep(terug)
    assert bekijk("bomen", nieuwste()).doelen[0].exact == rij.aantal
