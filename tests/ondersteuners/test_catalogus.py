"""The catalogue page: search, facets, addresses that can be shared, bad input."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ondersteuners.catalogus import Catalogus, doorzoek
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services import voer_aanbod_af, voer_ondersteuner_af
from ondersteuners.zoeken import Zoekvraag
from tests.ondersteuners.conftest import maak_aanbod

pytestmark = pytest.mark.django_db


def zoek(query: str) -> Catalogus:
    return doorzoek(Zoekvraag.uit(QueryDict(query)))


def slugs(query: str) -> set[str]:
    uit: set[str] = set()
    pagina = 1
    while True:
        gevonden = doorzoek(Zoekvraag.uit(QueryDict(query)), pagina=pagina).pagina
        uit |= {rij.slug for rij in gevonden}
        if not gevonden.has_next():
            return uit
        pagina += 1


@pytest.mark.parametrize(
    ("vraag", "slug"),
    [
        ("boom", "klimaatbomen-in-limburg"),
        ("tuinen", "klimaattuincoach"),
        ("BOMENVISIE", "klimaatbomen-in-limburg"),
        ("ontharden", "speelplaatsen-ontharden"),
        ("droogtecoordinator", "droogtecoordinator"),
        ("laadpaal", "subsidiereglement-klimaatacties"),
        ("warmtenet", "warmtenetten"),
        ("klimaatb", "klimaatbomen-in-limburg"),
        ("huisdokter", "limburg-renoveert"),
    ],
)
def test_vindt_woordvormen_samenstellingen_en_delen(vraag: str, slug: str) -> None:
    assert slug in slugs(f"zoek={vraag}")


def test_elk_woord_van_de_vraag_moet_voorkomen() -> None:
    assert "subsidie-biodiversiteitsprojecten" in slugs("zoek=subsidie biodiversiteit")
    assert "klimaatbomen-in-limburg" not in slugs("zoek=subsidie bomenvisie")


def test_een_treffer_in_de_titel_staat_vooraan(limburg: Ondersteuner) -> None:
    maak_aanbod(limburg, titel="Zzz poelenplan")
    maak_aanbod(limburg, titel="Aaa iets anders", omschrijving="Met een poelenplan.")
    namen = [rij.titel for rij in zoek("zoek=poelenplan").pagina]
    assert namen == ["Zzz poelenplan", "Aaa iets anders"]


def test_keuzes_binnen_een_facet_tellen_op_en_tussen_facetten_verengen() -> None:
    werf3, werf4 = slugs("werf=werf-3"), slugs("werf=werf-4")
    assert slugs("werf=werf-3&werf=werf-4") == werf3 | werf4
    gratis = slugs("werf=werf-4&kosten=gratis")
    assert gratis
    assert gratis < werf4


def test_de_telling_van_een_facet_zegt_wat_een_keuze_oplevert() -> None:
    for query in ("", "zoek=klimaat", "werf=werf-1&soort=subsidie", "gemeente=71016"):
        gevonden = zoek(query)
        for blok in gevonden.facetten:
            for keuze in blok.keuzes:
                if not keuze.gekozen and not blok.aantal_gekozen:
                    assert zoek(keuze.adres).aantal == keuze.aantal, (query, keuze.adres)


def test_werkt_in_gemeente_volgt_gewest_provincie_en_gemeente(limburg: Ondersteuner) -> None:
    eigen = maak_aanbod(limburg, titel="Alleen Genk", gebied="gemeenten", gemeenten=("71016",))
    in_genk, in_gent = slugs("gemeente=71016"), slugs("gemeente=44021")
    assert {eigen.slug, "limburg-renoveert", "warmtefoto-daken"} <= in_genk
    assert "warmtefoto-daken" in in_gent
    assert not {eigen.slug, "limburg-renoveert"} & in_gent


def test_gebied_van_een_aantal_gemeenten_is_een_keuze(limburg: Ondersteuner) -> None:
    eigen = maak_aanbod(limburg, titel="Alleen Genk", gebied="gemeenten", gemeenten=("71016",))
    assert slugs("gebied=gemeenten") == {eigen.slug}
    [blok] = [b for b in zoek("").facetten if b.facet == "gebied"]
    assert ("een aantal gemeenten", 1) in [(k.naam, k.aantal) for k in blok.keuzes]


def test_verlopen_afgevoerd_en_concept_staan_niet_in_de_catalogus(limburg: Ondersteuner) -> None:
    gisteren = timezone.localdate() - dt.timedelta(days=1)
    verlopen = maak_aanbod(limburg, titel="Oude actie", geldig_tot=gisteren)
    weg = maak_aanbod(limburg, titel="Oude campagne")
    voer_aanbod_af(aanbod=weg, door=None)
    assert not {verlopen.slug, weg.slug} & slugs("zoek=oude")


def test_aanbod_van_een_verdwenen_ondersteuner_verdwijnt_mee(limburg: Ondersteuner) -> None:
    voer_ondersteuner_af(ondersteuner=limburg, door=None)
    assert "limburg-renoveert" not in slugs("")
    assert limburg.slug not in slugs("toon=organisaties")
    assert Aanbod.objects.get(slug="limburg-renoveert").staat == Aanbod.Staat.GEPUBLICEERD


def test_organisaties_zonder_aanbod_zijn_te_vinden() -> None:
    assert "breekijzer" in slugs("toon=organisaties&zoek=ontharden")


def test_item_zonder_werf_is_te_vinden() -> None:
    assert "klimaatfonds" in slugs("zoek=klimaatfonds")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "zoek=",
        "zoek=" + "x" * 10_000,
        "zoek=" + "%20".join(["woord"] * 1000),
        "zoek=%27%22%3B--%20%25_%5C",
        "zoek=de+het+een",
        "zoek=%3A*%20%26%20%7C%20!%28",
        "zoek=%F0%9F%8C%B3",
        "werf=bestaat-niet",
        "werf=" + "a" * 5000,
        "&".join(f"werf=w{n}" for n in range(500)),
        "gemeente=99999",
        "gemeente=abc",
        "pagina=999999",
        "pagina=-1",
        "pagina=x",
        "toon=organisaties&pagina=0",
        "zoek=<script>alert(1)</script>",
    ],
)
def test_vreemde_vragen_geven_een_pagina(client: Client, query: str) -> None:
    antwoord = client.get(f"/ondersteuners/?{query}")
    assert antwoord.status_code == 200
    assert b"<script>alert" not in antwoord.content


def test_adres_van_een_vraag_is_te_delen() -> None:
    vraag = Zoekvraag.uit(QueryDict("soort=subsidie&werf=werf-4&werf=werf-1&zoek=groen%20dak"))
    assert vraag.als_query() == "zoek=groen+dak&werf=werf-1&werf=werf-4&soort=subsidie"
    assert Zoekvraag.uit(QueryDict(vraag.als_query())).als_query() == vraag.als_query()


def test_hoogstens_twaalf_vragen_aan_de_databank(client: Client) -> None:
    adres = (
        "/ondersteuners/?zoek=klimaat&werf=werf-1&doelstelling=bomen&soort=begeleiding&soort=advies"
        "&kosten=gratis&kosten=onbekend&gebied=limburg&doelgroep=lokale-besturen&gemeente=71016"
    )
    with CaptureQueriesContext(connection) as vragen:
        assert client.get(adres).status_code == 200
    assert len(vragen) <= 12


def test_index_volgt_wat_gepubliceerd_wordt(limburg: Ondersteuner) -> None:
    assert not slugs("zoek=zonneboiler")
    item = maak_aanbod(limburg, titel="Zonneboilers samen kopen", kosten="betalend")
    assert slugs("zoek=zonneboiler") == {item.slug}
    assert slugs("zoek=zonneboiler&kosten=betalend") == {item.slug}
    voer_aanbod_af(aanbod=item, door=None)
    assert not slugs("zoek=zonneboiler")


@pytest.mark.parametrize("methode", ["post", "put", "delete"])
def test_catalogus_wordt_alleen_gelezen(client: Client, methode: str) -> None:
    assert getattr(client, methode)("/ondersteuners/").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "zoek=water",
        "zoek=groen&werf=werf-1&werf=werf-4",
        "zoek=klimaat&werf=werf-1&soort=campagne&kosten=gemengd",
        "zoek=groen&gebied=limburg&gebied=gewest&gemeente=71016&doelgroep=lokale-besturen",
    ],
)
def test_met_woorden_gelden_dezelfde_filters_en_tellingen_als_zonder(query: str) -> None:
    """The ids that a word gives, cut by the choices, are those that every choice gives by itself."""
    woord, *keuzes = query.split("&")
    per_facet: dict[str, set[str]] = {}
    for keuze in keuzes:
        facet = keuze.split("=")[0]
        per_facet[facet] = per_facet.get(facet, set()) | slugs(keuze)
    assert slugs(query) == set.intersection(slugs(woord), *per_facet.values())
    for blok in zoek(query).facetten:
        zonder = "&".join([woord, *(k for k in keuzes if not k.startswith(f"{blok.facet}="))])
        for waarde in blok.keuzes:
            assert waarde.aantal == len(slugs(f"{zonder}&{blok.facet}={waarde.waarde}")), waarde


def test_bladzijden_met_woorden_sluiten_op_elkaar_aan() -> None:
    eerste = doorzoek(Zoekvraag.uit(QueryDict("zoek=gemeente")), pagina=1).pagina
    tweede = doorzoek(Zoekvraag.uit(QueryDict("zoek=gemeente")), pagina=2).pagina
    samen = [rij.pk for blad in (eerste, tweede) for rij in blad]
    assert len(samen) == len(set(samen)) == min(40, eerste.paginator.count)
    assert eerste.paginator.count > 20
