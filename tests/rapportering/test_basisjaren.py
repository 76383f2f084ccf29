"""A change of base year is a break in method: marked in the table of Vlaanderen and in a comparison."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from doelstellingen import services
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import publiceer
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente
from rapportering.basisjaren import gemengd, wissel_voor, wissels_van, wisselzinnen
from tests.rapportering.voorbeeld import leesbaar

SLUG = "co2_patrimonium"
GENT, AALST, LEDE = "44021", "41002", "41034"
DATUMS = [dt.date(jaar, 12, 31) for jaar in range(2021, 2026)]
ZIN = "ten opzichte van 2019 en niet meer van 2015"


def _rij(*jaren: int | None) -> list[tuple[dt.date, int | None]]:
    return list(zip(DATUMS, jaren, strict=False))


def test_een_wissel_ligt_tussen_de_twee_kolommen_met_een_ander_basisjaar() -> None:
    [wissel] = wissels_van(_rij(2015, None, 2015, 2019, 2019))
    assert (wissel.na, wissel.datum) == (DATUMS[2], DATUMS[3])
    assert [bool(wissel_voor([wissel], dag)) for dag in DATUMS] == [False] * 3 + [True] * 2
    assert not wissels_van(_rij(None, 2015, None, 2015))
    assert len(wissels_van(_rij(2015, 2019, 2015))) == 2


def test_elke_wissel_wordt_een_keer_gezegd_met_wie_ze_raakt() -> None:
    wissels = wissels_van(_rij(2015, 2019))

    def zin(*namen: str, anderen: int = 0) -> str:
        rest = [(f"rest {n}", ()) for n in range(anderen)]
        [enige] = wisselzinnen([*((naam, wissels) for naam in namen), *rest])
        return enige

    assert "31-12-2022 bij Gent: " in zin("Gent")
    assert "31-12-2022: " in zin("Gent", "Aalst")
    assert " bij Gent en Aalst: " in zin("Gent", "Aalst", anderen=1)
    assert " bij A, B en 2 andere: " in zin("A", "B", "C", "D", anderen=1)
    assert ZIN in zin("Gent")


def test_cijfers_van_verschillende_basisjaren_naast_elkaar_krijgen_een_waarschuwing() -> None:
    assert not gemengd([2019, None, 2019])
    assert "(2015 en 2019)" in gemengd([2019, 2015, None])


@pytest.fixture
def _wissel(db: None) -> None:
    """Gent and Aalst move to 2019 in 2022, Lede stays with 2015."""
    co2 = Indicator.objects.get(doelstelling__slug=SLUG, hoofd=True)
    rijen = [
        MetingRij(
            gemeente_id=Gemeente.objects.get(nis=nis, tot=None).pk, indicator_id=co2.pk,
            bron_id=co2.bron_id, vorm="niveau", van=dt.date(jaar, 12, 31),
            tot=dt.date(jaar + 1, 1, 1), waarde=Decimal(-10), kwaliteit="gemeten",
            basisjaar=2015 if jaar == 2021 else nieuw,
        )
        for nis, nieuw in ((GENT, 2019), (AALST, 2019), (LEDE, 2015))
        for jaar in (2021, 2022, 2023)
    ]  # fmt: skip
    with publiceer(soort=Publicatie.Soort.IMPORT, omschrijving="levering") as publicatie:
        services.schrijf_metingen(publicatie=publicatie, metingen=rijen)
        services.werk_standen_bij(publicatie=publicatie)


def _tekst(client: Client, adres: str) -> str:
    antwoord: Any = client.get(adres)
    assert antwoord.status_code == 200
    if antwoord.streaming:
        return b"".join(antwoord).decode("utf-8-sig")
    return leesbaar(antwoord).removeprefix("\ufeff")


def _rijen(client: Client, adres: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_tekst(client, adres)), delimiter=";"))


@pytest.mark.usefixtures("_wissel")
def test_de_tabel_van_vlaanderen_merkt_de_cellen_en_zegt_bij_wie(client: Client) -> None:
    inhoud = _tekst(client, f"/vlaanderen/tabel/?doel={SLUG}")
    assert inhoud.count("na breuk, ten opzichte van 2019") == 2
    assert f"tussen 31-12-2021 en 31-12-2022 bij Aalst en Gent: {ZIN}" in inhoud
    assert "(2015 en 2019)" in inhoud
    rijen = _rijen(client, f"/vlaanderen/tabel.csv?doel={SLUG}")
    breuk = {(r["Gebied"], r["Datum"]): r["Methodebreuk"] for r in rijen}
    assert ZIN in breuk["Gent", "31-12-2023"]
    assert not breuk["Gent", "31-12-2021"]
    assert not breuk["Lede", "31-12-2023"]


@pytest.mark.usefixtures("_wissel")
def test_een_keuze_van_jaren_na_de_wissel_toont_geen_breuk(client: Client) -> None:
    inhoud = _tekst(client, f"/vlaanderen/tabel/?doel={SLUG}&datum=2022-12-31&datum=2023-12-31")
    assert "na breuk" not in inhoud


@pytest.mark.usefixtures("_wissel")
def test_de_vergelijking_merkt_de_cellen_de_grafiek_en_het_bestand(client: Client) -> None:
    vraag = f"?gemeente={GENT}&gemeente={LEDE}&jaar=2023"
    inhoud = _tekst(client, f"/vergelijk/{SLUG}/{vraag}")
    assert inhoud.count("na breuk, ten opzichte van 2019") == 1
    assert f" bij Gent: {ZIN}" in inhoud
    # Equal numbers against different base years are not "about equal".
    assert "Ongeveer gelijk" not in inhoud
    assert "(2015 en 2019)" in inhoud
    gegevens = re.search(r'id="vergelijking-gegevens"[^>]*>(.*?)</script>', inhoud, re.S)
    assert gegevens
    assert json.loads(gegevens[1])["breuken"] == ["2022-12-31"]
    rijen = _rijen(client, f"/vergelijk/{SLUG}.csv{vraag}")
    breuk = {(r["Naam"], r["Datum"]): r["Methodebreuk"] for r in rijen}
    assert ZIN in breuk["Gent", "31-12-2023"]
    assert not breuk["Lede", "31-12-2023"]
    assert "Ongeveer gelijk: Aalst en Gent" in _tekst(
        client, f"/vergelijk/{SLUG}/?gemeente={GENT}&gemeente={AALST}&jaar=2023"
    )
