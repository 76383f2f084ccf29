"""Better boundaries: estimated verbeteringen get their gemeente again, the changes are listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from doelstellingen.models import Meting, Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.grenzen import gemeente_van, huidige_grenzen
from gemeenten.models import Gemeente, Grens, Grensbestand
from toegang.models import Organisatie
from verbeteringen.herverdeling import beschrijf, geraakte_maanden, herverdeel_geschatte
from verbeteringen.models import Maatregel, Verbetering, VerbeteringOud
from verbeteringen.toename import schrijf_toename

pytestmark = pytest.mark.django_db
GENT, HASSELT = Point(3.72, 51.05), Point(5.34, 50.93)


@pytest.fixture
def publicatie() -> Publicatie:
    with publiceer(soort=Publicatie.Soort.GRENZEN) as p:
        return p


def _voer_in(wissel: tuple[str, str] | None = None) -> None:
    """Put the boundaries in use again as imported ones, with the shapes of two gemeenten swapped."""
    huidig = {
        g.gemeente.nis: g for g in huidige_grenzen().bestand.grenzen.select_related("gemeente")
    }
    vormen = {nis: g.geometrie for nis, g in huidig.items()}
    if wissel:
        a, b = wissel
        vormen[a], vormen[b] = vormen[b], vormen[a]
    bestand = Grensbestand.objects.create(
        soort=Grensbestand.Soort.INGEVOERD, geladen_op=timezone.now(), bron="proef"
    )
    Grens.objects.bulk_create(
        [
            Grens(bestand=bestand, gemeente_id=huidig[nis].gemeente_id, geometrie=vorm)
            for nis, vorm in vormen.items()
        ]
    )


def _verbetering(
    publicatie: Publicatie, geometrie: BaseGeometry, gemeente: Gemeente, **anders: Any
) -> Verbetering:
    waarden: dict[str, Any] = {
        "bron": Organisatie.objects.get(slug="groenblauwpeil"),
        "externe_sleutel": "gbp-1",
        "projectnaam": "Wadi",
        "aanvrager": "gemeente",
        "gemeente_uit": "vorm_geschat",
        "goedkeuring": "leverancier",
        "uitvoering": "uitgevoerd",
        "uitgevoerd_op": dt.date(2025, 5, 17),
        "gewijzigd_op": timezone.now(),
        "hash": b"0" * 16,
    }
    verbetering = Verbetering.objects.create(
        publicatie=publicatie, geometrie=geometrie, gemeente=gemeente, **(waarden | anders)
    )
    Maatregel.objects.create(
        verbetering=verbetering, parameter="bomen", richting="plus", hoeveelheid=3
    )
    return verbetering


def test_wat_elders_blijkt_te_liggen_verhuist_met_behoud_van_de_oude_versie(
    publicatie: Publicatie,
) -> None:
    gent = Gemeente.objects.get(nis="44021")
    aalst = Gemeente.objects.get(nis="41002")
    verbetering = _verbetering(publicatie, GENT, gent)
    _voer_in(("44021", "41002"))
    with publiceer(soort=Publicatie.Soort.GRENZEN) as nieuw:
        verhuizingen = herverdeel_geschatte(publicatie=nieuw)
    verbetering.refresh_from_db()
    assert (verbetering.gemeente, verbetering.gemeente_uit) == (aalst, "vorm")
    assert (verbetering.versie, verbetering.publicatie) == (2, nieuw)
    oud = VerbeteringOud.objects.get(verbetering=verbetering.pk)
    assert (oud.gemeente, oud.versie, oud.vervallen_in) == (gent, 1, nieuw)
    assert [m["hoeveelheid"] for m in oud.maatregelen] == ["3.000"]
    assert beschrijf(verhuizingen) == [f"Wadi ({verbetering.pk}): Gent → Aalst"]
    mei = dt.date(2025, 5, 1)
    assert geraakte_maanden(verhuizingen) == {
        (gent.pk, verbetering.bron_id, mei),
        (aalst.pk, verbetering.bron_id, mei),
    }


def test_de_maandcijfers_van_beide_gemeenten_volgen(publicatie: Publicatie) -> None:
    gent, aalst = (Gemeente.objects.get(nis=nis) for nis in ("44021", "41002"))
    verbetering = _verbetering(publicatie, GENT, gent)
    mei = (gent.pk, verbetering.bron_id, dt.date(2025, 5, 1))
    with publiceer(soort=Publicatie.Soort.IMPORT) as eerst:
        schrijf_toename(publicatie=eerst, maanden={mei})
    _voer_in(("44021", "41002"))
    with publiceer(soort=Publicatie.Soort.GRENZEN) as nieuw:
        herverdeel_geschatte(publicatie=nieuw)
    bomen = Meting.objects.levend().filter(indicator__slug="bomen", bron=verbetering.bron)
    assert dict(bomen.values_list("gemeente", "waarde")) == {gent.pk: 0, aalst.pk: 3}
    assert set(bomen.values_list("publicatie", flat=True)) == {nieuw.pk}


def test_wat_blijft_liggen_is_voortaan_zeker(publicatie: Publicatie) -> None:
    verbetering = _verbetering(publicatie, GENT, Gemeente.objects.get(nis="44021"))
    _voer_in()
    assert herverdeel_geschatte(publicatie=publicatie) == []
    verbetering.refresh_from_db()
    assert (verbetering.gemeente_uit, verbetering.versie) == ("vorm", 1)


def test_op_een_benadering_blijft_alles_geschat(publicatie: Publicatie) -> None:
    verbetering = _verbetering(publicatie, GENT, Gemeente.objects.get(nis="44021"))
    assert herverdeel_geschatte(publicatie=publicatie) == []
    verbetering.refresh_from_db()
    assert verbetering.gemeente_uit == "vorm_geschat"


def test_van_voor_een_fusie_blijft_het_een_schatting(publicatie: Publicatie) -> None:
    toen = Gemeente.objects.get(nis="71022")
    verbetering = _verbetering(publicatie, HASSELT, toen, uitgevoerd_op=dt.date(2022, 3, 1))
    _voer_in()
    assert herverdeel_geschatte(publicatie=publicatie) == []
    verbetering.refresh_from_db()
    assert (verbetering.gemeente, verbetering.gemeente_uit) == (toen, "vorm_geschat")


def test_een_opgegeven_of_gekozen_gemeente_blijft(publicatie: Publicatie) -> None:
    gent = Gemeente.objects.get(nis="44021")
    for nr, uit in enumerate(("nis", "keuze", "vorm")):
        _verbetering(publicatie, GENT, gent, gemeente_uit=uit, externe_sleutel=f"k{nr}")
    _voer_in(("44021", "41002"))
    assert herverdeel_geschatte(publicatie=publicatie) == []
    assert set(Verbetering.objects.values_list("gemeente", flat=True)) == {gent.pk}


def test_botst_het_met_een_deel_van_dezelfde_registratie_dan_blijft_het_en_staat_het_in_de_lijst(
    publicatie: Publicatie,
) -> None:
    gent, aalst = (Gemeente.objects.get(nis=nis) for nis in ("44021", "41002"))
    verbetering = _verbetering(publicatie, GENT, gent)
    _verbetering(publicatie, Point(4.04, 50.94), aalst, gemeente_uit="keuze")
    _voer_in(("44021", "41002"))
    (verhuizing,) = herverdeel_geschatte(publicatie=publicatie)
    verbetering.refresh_from_db()
    assert verbetering.gemeente == gent
    assert not verhuizing.gelukt
    assert geraakte_maanden([verhuizing]) == set()
    assert "niet verplaatst" in beschrijf([verhuizing])[0]


def test_de_wissel_van_de_proef_wisselt_echt() -> None:
    _voer_in(("44021", "41002"))
    assert gemeente_van(GENT).gemeente_id == Gemeente.objects.get(nis="41002").pk
