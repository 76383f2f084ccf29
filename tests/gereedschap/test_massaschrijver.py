"""A bulk row and a row of the ORM are the same in the database."""

import datetime as dt
from decimal import Decimal

import pytest
import shapely
from django.db import IntegrityError, connection, transaction

from dataleveranciers.models import Feed, Importrij, Importrun
from doelstellingen.models import Publicatie
from gemeenten.models import Arrondissement, Gemeente, Provincie
from gereedschap.massaschrijver import (
    RUIME_CACHE_KB,
    Massaschrijver,
    blokken,
    reserveer_nummers,
    ruime_cache,
)
from toegang.models import Organisatie
from verbeteringen.models import Maatregel, Verbetering

pytestmark = pytest.mark.django_db
NU = dt.datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=dt.UTC)


@pytest.fixture
def run():
    leverancier = Organisatie.objects.create(
        slug="toets-leverancier", soort="bedrijf", naam="Toetsleverancier"
    )
    feed = Feed.objects.create(
        slug="toets", naam="Toets", organisatie=leverancier, soort="mutaties"
    )
    return Importrun.objects.create(feed=feed, herkomst="toets.csv", gestart_op=NU, hartslag=NU)


def test_tekst_json_en_leeg_komen_heel_terug(run):
    lastig = 'tab\t nieuwe regel\n terugloop\r schuin \\ \\N "é" 😀'
    schrijver = Massaschrijver(Importrij, ["run_id", "nr", "inhoud", "veld", "waarde", "reden"])
    inhoud = {"a": [1, None, lastig]}
    assert (
        schrijver.schrijf([(run.pk, 1, inhoud, "v", lastig, ""), (run.pk, 2, None, "", "", "")])
        == 2
    )
    eerste, tweede = Importrij.objects.order_by("nr")
    assert (eerste.inhoud, eerste.waarde) == (inhoud, lastig)
    assert tweede.inhoud is None


def test_datum_hoeveelheid_en_geometrie_als_bij_de_orm(run):
    gemeente = Gemeente.objects.create(
        nis="99001",
        naam="Toetsgem",
        sorteernaam="toetsgem",
        van=dt.date(2025, 1, 1),
        provincie=Provincie.objects.create(nis="99000", naam="Toets", slug="toets"),
        arrondissement=Arrondissement.objects.create(nis="99100", naam="Toets"),
    )
    publicatie = Publicatie.objects.create(pk=10**6, soort="import", op=NU)
    punt = shapely.Point(4.1, 50.9)
    waarden = {
        "bron_id": run.feed.organisatie_id,
        "projectnaam": "Laan",
        "aanvrager": "gemeente",
        "gemeente_id": gemeente.pk,
        "gemeente_uit": "nis",
        "geometrie": punt,
        "minx": 4.1,
        "miny": 1 / 3,
        "cel": 2**40,
        "groot": False,
        "goedkeuring": "leverancier",
        "uitvoering": "uitgevoerd",
        "uitgevoerd_op": dt.date(2024, 2, 29),
        "gewijzigd_op": NU,
        "hash": bytes(range(16)),
        "publicatie_id": publicatie.pk,
        "versie": 1,
        "opmerking": "",
    }
    via_orm = Verbetering.objects.create(externe_sleutel="orm", **waarden)
    eerste = reserveer_nummers(Verbetering, 1)
    kolommen = ["id", "externe_sleutel", *waarden]
    Massaschrijver(Verbetering, kolommen).schrijf([(eerste, "massa", *waarden.values())])
    via_massa = Verbetering.objects.get(pk=eerste)
    for naam in waarden:
        if naam == "geometrie":
            assert via_massa.geometrie.equals(via_orm.geometrie)
        else:
            assert getattr(via_massa, naam) == getattr(
                Verbetering.objects.get(pk=via_orm.pk), naam
            ), naam
    Massaschrijver(
        Maatregel,
        ["verbetering_id", "parameter", "richting", "hoeveelheid", "telt_mee", "reden"],
        ruw=["hoeveelheid"],
    ).schrijf([(eerste, "bomen", "plus", 12_500, True, "")])
    assert via_massa.maatregelen.get().hoeveelheid == Decimal("12.5")


def test_de_database_houdt_haar_belofte(run):
    schrijver = Massaschrijver(Importrij, ["run_id", "nr", "veld", "waarde", "reden"])
    with pytest.raises(IntegrityError), transaction.atomic():
        schrijver.schrijf([(run.pk, None, "", "", "")])
    assert not Importrij.objects.exists()


def test_nummers_zijn_vrij_en_opeenvolgend(run):
    eerste = reserveer_nummers(Importrij, 3)
    Massaschrijver(Importrij, ["id", "run_id", "nr", "veld", "waarde", "reden"]).schrijf(
        [(eerste + i, run.pk, i, "", "", "") for i in range(3)]
    )
    via_orm = Importrij.objects.create(run=run, nr=9)
    assert via_orm.pk == eerste + 3


def test_blokken_zijn_hoogstens_zo_groot():
    assert [len(b) for b in blokken(range(5), 2)] == [2, 2, 1]


def test_ruime_cache_geldt_alleen_binnen_het_blok():
    def cache():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            return cursor.fetchone()[0]

    if connection.vendor != "sqlite":
        with ruime_cache():  # nothing to set, nothing to break
            return
    gewoon = cache()
    with ruime_cache():
        assert cache() == -RUIME_CACHE_KB
    assert cache() == gewoon
