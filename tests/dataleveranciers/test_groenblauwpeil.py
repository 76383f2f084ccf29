"""From a Groenblauwpeil delivery to verbeteringen and the five goals."""

import datetime as dt
import re
from decimal import Decimal

import orjson
import pytest

from dataleveranciers.services import herroep_run
from doelstellingen.models import Meting, Publicatie, Stand
from gemeenten.models import Gemeente
from tests.dataleveranciers.conftest import feature, redenen
from verbeteringen.models import Verbetering, VerbeteringOud
from verbeteringen.tellingen import aantallen

pytestmark = pytest.mark.django_db


def stand(
    nis: str, doelstelling: str, indicator: str | None = None, op: str = "2026-01-01"
) -> Decimal:
    rijen = Stand.objects.levend().filter(
        gemeente__nis=nis,
        indicator__doelstelling__slug=doelstelling,
        indicator__slug=indicator or doelstelling,
        peildatum__lte=op,
    )
    return rijen.latest("peildatum").waarde


def test_uitgevoerde_verbetering_telt_mee_en_geplande_niet(gbp):
    run = gbp(
        feature("a", bomen=12),
        feature("b", uitgevoerd_op=None, geplande_datum="2027-03-01", bomen=500),
    )
    assert (run.status, run.nieuw) == ("gepubliceerd", 2)
    assert stand("44021", "bomen") == 12
    assert Verbetering.objects.get(externe_sleutel="b").uitvoering == "gepland"


def test_acht_maatregelen_voeden_vijf_doelen(gbp):
    gbp(
        feature(
            "a",
            bomen=-3,
            regenwateropvang_m3=1.5,
            buffervoorziening_m3=2,
            infiltratievoorziening_m3=-0.5,
            ontharding_m2=20.25,
            natuurgroenperken=2,
            natuurgroenperk_m2=45.5,
            haag_m=7,
            geveltuin_m=1.5,
        )
    )
    assert stand("44021", "hemelwateropvang") == 3
    assert stand("44021", "hagen_geveltuinen") == Decimal("8.5")
    assert stand("44021", "ontharding") == Decimal("20.25")
    assert stand("44021", "bomen") == -3
    assert stand("44021", "natuurgroenperken", "aantal") == 2
    assert stand("44021", "natuurgroenperken", "oppervlakte") == Decimal("45.5")


def test_een_meting_per_maand_niet_per_verbetering(gbp):
    gbp(*(feature(f"a-{i}", uitgevoerd_op=f"2023-05-{i + 1:02d}", bomen=1) for i in range(20)))
    meting = Meting.objects.get(indicator__slug="bomen", gemeente__nis="44021")
    assert (meting.waarde, meting.van, meting.tot) == (20, dt.date(2023, 5, 1), dt.date(2023, 6, 1))


def test_hetzelfde_bestand_tweemaal_verandert_niets(gbp):
    rijen = [feature(f"a-{i}") for i in range(5)]
    gbp(*rijen)
    publicaties = Publicatie.objects.count()
    tweede = gbp(*rijen)
    assert (tweede.status, tweede.ongewijzigd, tweede.publicatie) == ("ongewijzigd", 5, None)
    assert Publicatie.objects.count() == publicaties


def test_dezelfde_inhoud_als_regels_of_csv_is_ongewijzigd(gbp, lever):
    rij = feature("a", nis="44021", ontharding_m2=12.5)
    gbp(rij)
    assert lever("groenblauwpeil", orjson.dumps(rij) + b"\n", "a.ndjson").ongewijzigd == 1


def test_een_wijziging_raakt_een_rij_en_bewaart_de_vorige_versie(gbp):
    gbp(feature("a", bomen=10), feature("b", bomen=5))
    run = gbp(
        feature("a", bomen=30, uitgevoerd_op="2023-06-01", gewijzigd_op="2023-06-02T00:00:00Z"),
        feature("b", bomen=5),
    )
    assert (run.nieuw, run.gewijzigd, run.ongewijzigd) == (0, 1, 1)
    nu = Verbetering.objects.get(externe_sleutel="a")
    assert (nu.versie, nu.maatregelen.get().hoeveelheid) == (2, 30)
    oud = VerbeteringOud.objects.get(verbetering=nu.pk)
    assert oud.vervallen_in == run.publicatie
    assert Decimal(oud.maatregelen[0]["hoeveelheid"]) == 10
    assert stand("44021", "bomen", op="2023-05-31") == 5
    assert stand("44021", "bomen") == 35


def test_een_oudere_versie_wordt_overgeslagen(gbp):
    gbp(feature("a", bomen=10, gewijzigd_op="2023-06-02T00:00:00Z"))
    run = gbp(feature("a", bomen=99, gewijzigd_op="2023-06-01T00:00:00Z"))
    assert (run.status, run.ongewijzigd) == ("ongewijzigd", 1)
    assert stand("44021", "bomen") == 10


def test_verwijderd_telt_niet_meer_en_de_geschiedenis_blijft(gbp):
    gbp(feature("a", bomen=10))
    run = gbp({**feature("a", verwijderd=True, gewijzigd_op="2024-01-01T00:00:00Z")})
    assert (run.status, run.verwijderd) == ("gepubliceerd", 1)
    assert stand("44021", "bomen") == 0
    assert Verbetering.objects.get(externe_sleutel="a").vervallen_in == run.publicatie
    assert VerbeteringOud.objects.filter(vervallen_in=run.publicatie).count() == 1
    nogmaals = gbp({**feature("a", verwijderd=True, gewijzigd_op="2024-01-01T00:00:00Z")})
    assert nogmaals.status == "ongewijzigd"
    terug = gbp(feature("a", bomen=4, gewijzigd_op="2024-02-01T00:00:00Z"))
    assert terug.gewijzigd == 1
    assert stand("44021", "bomen") == 4


def test_dubbele_id_de_nieuwste_wint(gbp):
    run = gbp(
        feature("a", bomen=1, gewijzigd_op="2023-01-01T00:00:00Z"),
        feature("a", bomen=3, gewijzigd_op="2023-03-01T00:00:00Z"),
        feature("a", bomen=2, gewijzigd_op="2023-02-01T00:00:00Z"),
        feature("b", bomen=7),
    )
    assert (run.nieuw, run.afgewezen) == (2, 2)
    assert set(redenen(run)) == {"dubbele id in dit bestand"}
    assert [r.nr for r in run.rijen.order_by("nr")] == [1, 3]
    assert stand("44021", "bomen") == 10
    nogmaals = gbp(
        feature("a", bomen=3, gewijzigd_op="2023-03-01T00:00:00Z"),
        feature("a", bomen=3, gewijzigd_op="2023-03-01T00:00:00Z"),
    )
    assert (nogmaals.ongewijzigd, nogmaals.afgewezen) == (1, 1)


def test_zonder_vorm_geldt_het_hele_grondgebied_van_de_nis(gbp):
    gbp(feature("a", punt=None, nis="44021"))
    v = Verbetering.objects.get()
    assert (v.geometrie, v.cel, v.gemeente.nis, v.gemeente_uit) == (None, None, "44021", "nis")
    assert redenen(gbp(feature("b", punt=None))) == [
        "zonder vorm is een NIS-code nodig (het hele grondgebied van de gemeente)"
    ]


def test_gemeente_van_de_datum_van_uitvoering(gbp):
    """Merelbeke and Melle became Merelbeke-Melle on 1-1-2025."""
    merelbeke = (3.745, 50.99)
    gbp(
        feature("toen", punt=merelbeke, uitgevoerd_op="2023-05-10"),
        feature("nu", punt=merelbeke, uitgevoerd_op="2025-05-10"),
        feature("nis", punt=merelbeke, uitgevoerd_op="2023-05-10", nis="44043"),
    )
    nis = dict(Verbetering.objects.values_list("externe_sleutel", "gemeente__nis"))
    assert nis == {"toen": "44043", "nu": "44088", "nis": "44043"}


@pytest.mark.parametrize(
    ("leden", "veld", "reden"),
    [
        ({"uitgevoerd_op": "2020-12-31"}, "uitgevoerd_op", "vóór 1-1-2021"),
        ({"uitgevoerd_op": "2199-01-01"}, "uitgevoerd_op", "toekomst"),
        ({"uitgevoerd_op": None}, "uitgevoerd_op", "uitgevoerd_op of geplande_datum"),
        ({"uitgevoerd_op": "31/02/2024"}, "uitgevoerd_op", "geen geldige datum"),
        ({"gewijzigd_op": "2023-05-11"}, "gewijzigd_op", "tijdzone"),
        ({"gewijzigd_op": None}, "gewijzigd_op", "ontbreekt"),
        ({"projectnaam": None}, "projectnaam", "ontbreekt"),
        ({"projectnaam": "x" * 201}, "projectnaam", "200 tekens"),
        ({"aanvrager": "buur"}, "aanvrager", "kies uit"),
        ({"nis": "99999"}, "nis", "onbekende NIS"),
        ({"nis": "44088"}, "nis", "gold niet op 10-5-2023"),
        ({"nis": 44021}, "nis", "tekst van vijf cijfers"),
        ({"nis": "73107"}, "nis", "km buiten de gemeente|gold niet"),
        ({"nis": "31005"}, "nis", "km buiten de gemeente"),
        ({"bomen": None}, "", "geen enkele van de acht"),
        ({"bomen": 2.5}, "bomen", "geheel getal"),
        ({"bomen": "tien"}, "bomen", "geen getal"),
        ({"bomen": True}, "bomen", "geen getal"),
        ({"bomen": 10**12}, "bomen", "onwaarschijnlijk groot"),
        ({"natuurgroenperken": -1, "natuurgroenperk_m2": 10}, "natuurgroenperken", "negatief"),
        ({"natuurgroenperken": 3, "natuurgroenperk_m2": 29.9}, "natuurgroenperk_m2", "10 m²"),
        ({"natuurgroenperken": 3}, "natuurgroenperk_m2", "ontbreekt"),
        ({"geometrie": {"type": "Point", "coordinates": [2.35, 48.85]}}, "geometry", "buiten"),
        ({"geometrie": {"type": "Point", "coordinates": [51.05, 3.72]}}, "geometry", "omgewisseld"),
        ({"geometrie": {"type": "Polygon", "coordinates": []}}, "geometry", "leeg"),
        ({"geometrie": {"type": "Cirkel"}}, "geometry", "GeoJSON"),
    ],
)
def test_weigert_een_rij_met_veld_en_reden_en_neemt_de_andere(gbp, leden, veld, reden):
    run = gbp(feature("slecht", **leden), feature("goed"))
    rij = run.rijen.get()
    assert (rij.nr, rij.veld) == (1, veld)
    assert re.search(reden, rij.reden)
    assert (run.status, run.nieuw, run.afgewezen) == ("gepubliceerd", 1, 1)


def test_herroepen_van_een_run_zet_alles_terug(gbp):
    eerste = gbp(feature("a", bomen=10), feature("weg", bomen=1))
    tweede = gbp(
        feature("a", bomen=30, gewijzigd_op="2023-06-02T00:00:00Z"),
        feature("nieuw", bomen=100),
        feature("weg", verwijderd=True, gewijzigd_op="2024-01-01T00:00:00Z"),
    )
    assert stand("44021", "bomen") == 130
    herroep_run(tweede)
    assert stand("44021", "bomen") == 11
    a = Verbetering.objects.get(externe_sleutel="a")
    assert (a.versie, a.maatregelen.get().hoeveelheid, a.vervallen_in) == (3, 10, None)
    assert Verbetering.objects.get(externe_sleutel="weg").vervallen_in is None
    assert Verbetering.objects.get(externe_sleutel="nieuw").vervallen_in is not None
    opnieuw = gbp(
        feature("a", bomen=30, gewijzigd_op="2023-06-02T00:00:00Z"), feature("nieuw", bomen=100)
    )
    assert opnieuw.gewijzigd == 2
    assert stand("44021", "bomen") == 131
    assert eerste.publicatie_id < tweede.publicatie_id


def test_een_herroeping_kan_zelf_herroepen_worden(gbp):
    gbp(feature("a", bomen=10))
    tweede = gbp(
        feature("a", bomen=30, gewijzigd_op="2023-06-02T00:00:00Z"), feature("nieuw", bomen=100)
    )
    from doelstellingen.services import herroep

    herroep(herroep_run(tweede))
    assert stand("44021", "bomen") == 130
    assert Verbetering.objects.filter(vervallen_in=None).count() == 2


def test_gemeente_uit_de_vorm_is_geschat_op_benaderde_grenzen(gbp):
    gbp(feature("a"))
    v = Verbetering.objects.get()
    assert v.gemeente == Gemeente.objects.get(nis="44021", tot=None)
    assert v.gemeente_uit == "vorm_geschat"


def test_bewaarde_tellingen_volgen_een_levering_en_een_herroeping(gbp):
    gbp(feature("a"))
    tweede = gbp(feature("b"), feature("c", uitgevoerd_op=None, geplande_datum="2027-03-01"))
    assert aantallen() == {("leverancier", "uitgevoerd"): 2, ("leverancier", "gepland"): 1}
    herroep_run(tweede)
    assert aantallen() == {("leverancier", "uitgevoerd"): 1}
