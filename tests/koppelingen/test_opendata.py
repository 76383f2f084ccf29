"""Open data: the catalogue as DCAT, the snapshots, and who may read what in them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyogrio
import pytest
import rdflib
import shapely
from django.utils import timezone
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from koppelingen import momentopnames, schrijvers
from koppelingen.datasets import DATASETS, PER_SLUG
from koppelingen.momentopnames import INHOUD, maak_momentopname, ruim_op
from koppelingen.rooster import ROOSTER
from koppelingen.tasks import maak_momentopname as taak
from tests.koppelingen.conftest import ApiClient
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kluis(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_MAP = tmp_path
    momentopnames._lees.cache_clear()
    return tmp_path / "opendata"


@pytest.fixture
def opname(verbetering: Verbetering, tuin: Verbetering, cijfers: Any) -> Any:
    return maak_momentopname()


def haal(api: ApiClient, pad: str, **kwargs: Any) -> Any:
    """Ask for a file and read it to its end, which closes it."""
    antwoord = api.get(pad, **kwargs)
    if antwoord.streaming:
        antwoord.inhoud = b"".join(antwoord.streaming_content)
    return antwoord


def lees(opname: Any, naam: str) -> str:
    return str((opname.map / naam).read_text(encoding="utf-8"))


def test_elke_dataset_staat_er_in_elk_formaat(opname: Any, api: ApiClient) -> None:
    namen = {b.naam for b in opname.bestanden}
    for dataset in DATASETS:
        soorten = ["csv", "parquet"] + (["geojson", "gpkg"] if dataset.vorm else [])
        for soort in soorten:
            assert f"{dataset.slug}.{soort}" in namen
            antwoord = haal(api, f"/opendata/{dataset.slug}.{soort}")
            inhoud = antwoord.inhoud
            b = opname.bestand(dataset.slug, soort)
            assert hashlib.sha256(inhoud).hexdigest() == b.sha256
            assert len(inhoud) == b.grootte == int(antwoord["Content-Length"])


def test_de_csv_is_die_van_de_api(opname: Any, api: ApiClient) -> None:
    for slug in ("standen", "verbeteringen", "doelen", "aanbod"):
        stroom = b"".join(api.get(f"/api/v1/{slug}?formaat=csv").streaming_content)
        assert (opname.map / f"{slug}.csv").read_bytes() == stroom, slug


def test_elke_kolom_heeft_een_betekenis_en_staat_in_het_bestand(opname: Any) -> None:
    for dataset in DATASETS:
        with (opname.map / f"{dataset.slug}.csv").open(encoding="utf-8", newline="") as bron:
            kop = next(csv.reader(bron))
        assert kop == [k.naam for k in dataset.kolommen]
        zonder = [k.naam for k in dataset.kolommen if len(k.uitleg) < 4]
        assert not zonder, (dataset.slug, zonder)


def test_van_een_burger_alleen_het_vak_in_elk_formaat(opname: Any, tuin: Verbetering) -> None:
    geheim = ("Peeters", "achter het huis", tuin.externe_sleutel)
    for bestand in opname.bestanden:
        ruw = (opname.map / bestand.naam).read_bytes()
        for woord in geheim:
            assert woord.encode() not in ruw, (bestand.naam, woord)
    [feature] = [
        f
        for f in json.loads(lees(opname, "verbeteringen.geojson"))["features"]
        if f["properties"]["id"] == tuin.pk
    ]
    west, zuid, oost, noord = rand(feature["geometry"]["coordinates"][0])
    assert oost - west > 0.007  # 500 m at this latitude
    assert noord - zuid > 0.0045
    assert feature["geometry"]["coordinates"] != tuin.geometrie.__geo_interface__["coordinates"]
    tabel = pq.read_table(opname.map / "verbeteringen.parquet").to_pylist()
    [rij] = [r for r in tabel if r["id"] == tuin.pk]
    assert rij["projectnaam"] == "Verbetering door een burger"
    assert shapely.from_wkb(rij["geometrie"]).bounds == pytest.approx((west, zuid, oost, noord))


def rand(punten: list[list[float]]) -> tuple[float, float, float, float]:
    x, y = zip(*punten, strict=True)
    return min(x), min(y), max(x), max(y)


def test_geopackage_en_parquet_dragen_dezelfde_bedragen(opname: Any) -> None:
    info = pyogrio.read_info(opname.map / "verbeteringen.gpkg", layer="verbeteringen")
    assert info["features"] == 2
    assert info["crs"] == "EPSG:4326"
    _, _, vormen, [bomen] = pyogrio.raw.read(
        opname.map / "verbeteringen.gpkg", columns=["netto_bomen"]
    )
    assert sorted(bomen) == [2.0, 12.0]
    assert len(vormen) == 2
    tabel = pq.read_table(opname.map / "standen.parquet")
    assert str(tabel.schema.field("waarde").type) == "decimal128(24, 9)"
    assert tabel.schema.field("waarde").metadata[b"uitleg"]
    with (opname.map / "standen.csv").open(encoding="utf-8", newline="") as bron:
        exact = {int(r["id"]): r["waarde"] for r in csv.DictReader(bron)}
    for rij in tabel.to_pylist():
        gelezen = exact[rij["id"]]
        assert (gelezen == "") == (rij["waarde"] is None)
        assert not gelezen or float(gelezen) == float(rij["waarde"])


def test_meer_rijen_dan_een_blok_staan_er_elk_een_keer(
    monkeypatch: pytest.MonkeyPatch, cijfers: Any, kluis: Path
) -> None:
    monkeypatch.setattr(momentopnames, "BLOK", 100)
    opname = maak_momentopname(datasets=(PER_SLUG["gemeenten"],))
    with (opname.map / "gemeenten.csv").open(encoding="utf-8", newline="") as bron:
        nissen = [r["nis"] for r in csv.DictReader(bron)]
    assert len(nissen) == len(set(nissen)) == 285
    assert len(json.loads(lees(opname, "gemeenten.geojson"))["features"]) == 285
    assert pq.read_metadata(opname.map / "gemeenten.parquet").num_rows == 285
    assert pyogrio.read_info(opname.map / "gemeenten.gpkg")["features"] == 285


def test_zonder_rijen_zijn_de_bestanden_leeg_maar_geldig(kluis: Path) -> None:
    opname = maak_momentopname(datasets=(PER_SLUG["verbeteringen"],))
    assert json.loads(lees(opname, "verbeteringen.geojson"))["features"] == []
    assert pq.read_metadata(opname.map / "verbeteringen.parquet").num_rows == 0
    assert pyogrio.read_info(opname.map / "verbeteringen.gpkg")["features"] == 0


def test_zonder_pyarrow_geen_parquet(monkeypatch: pytest.MonkeyPatch, kluis: Path) -> None:
    monkeypatch.setattr(schrijvers, "met_parquet", lambda: False)
    opname = maak_momentopname(datasets=(PER_SLUG["indicatoren"],))
    assert [b.naam for b in opname.bestanden] == ["indicatoren.csv"]


class TestTonen:
    def test_een_mislukte_nacht_laat_de_vorige_staan(
        self, opname: Any, monkeypatch: pytest.MonkeyPatch, kluis: Path, api: ApiClient
    ) -> None:
        def stuk(*_: Any) -> None:
            raise OSError("schijf vol")

        monkeypatch.setattr(schrijvers.Parquet, "sluit", stuk)
        with pytest.raises(OSError, match="schijf vol"):
            maak_momentopname()
        assert [m.name for m in kluis.iterdir()] == [opname.map.name]
        assert haal(api, "/opendata/standen.csv").status_code == 200

    def test_een_half_geschreven_map_bestaat_niet_voor_een_lezer(
        self, opname: Any, kluis: Path, api: ApiClient
    ) -> None:
        half = kluis / "20991231T000000"
        half.mkdir()
        (half / "standen.csv").write_text("half")
        assert (
            haal(api, "/opendata/standen.csv")["ETag"].strip('"')
            in (opname.bestand("standen", "csv").sha256[:32])
        )

    def test_304_zolang_de_inhoud_gelijk_is(self, opname: Any, api: ApiClient) -> None:
        etag = haal(api, "/opendata/standen.csv")["ETag"]
        weer = api.get("/opendata/standen.csv", headers={"if-none-match": etag})
        assert (weer.status_code, weer["ETag"]) == (304, etag)
        anders = haal(api, "/opendata/metingen.csv", headers={"if-none-match": etag})
        assert anders.status_code == 200

    def test_een_bestand_van_een_dag(self, opname: Any, api: ApiClient) -> None:
        dag = timezone.localdate()
        assert haal(api, f"/opendata/{dag:%Y-%m-%d}/standen.csv").status_code == 200
        for mis in (
            "2020-01-01/standen.csv",
            "2020-13-41/standen.csv",
            "standen.gpkg",
            "niets.csv",
        ):
            assert api.get(f"/opendata/{mis}").status_code == 404, mis

    def test_bewaart_veertien_dagen_en_van_elke_maand_de_eerste(self, kluis: Path) -> None:
        vandaag = dt.date(2026, 11, 22)
        for achter in range(120):
            dag = vandaag - dt.timedelta(days=achter)
            map_ = kluis / f"{dag:%Y%m%d}T021500"
            map_.mkdir(parents=True)
            moment = dt.datetime(dag.year, dag.month, dag.day, 2, 15, tzinfo=dt.UTC)
            inhoud = {"gemaaktOp": moment.isoformat(), "editie": 1, "bestanden": []}
            (map_ / INHOUD).write_text(json.dumps(inhoud))
        ruim_op(vandaag=vandaag)
        over = sorted(m.name[:8] for m in kluis.iterdir())
        assert over[:4] == ["20260726", "20260801", "20260901", "20261001"]
        assert over[4:] == [
            "20261101",
            *(f"{vandaag - dt.timedelta(days=n):%Y%m%d}" for n in range(13, -1, -1)),
        ]

    def test_de_taak_staat_in_het_rooster(self, kluis: Path) -> None:
        assert ROOSTER["momentopname"]["task"] == taak.name


class TestCatalogus:
    @pytest.fixture
    def graaf(self, opname: Any, api: ApiClient) -> rdflib.Graph:
        antwoord = api.get("/opendata/catalogus.ttl")
        assert antwoord["Content-Type"] == "text/turtle; charset=utf-8"
        return rdflib.Graph().parse(data=antwoord.content, format="turtle")

    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
    def test_turtle_en_jsonld_zeggen_hetzelfde(self, graaf: Any, api: ApiClient) -> None:
        ld = api.get("/opendata/", headers={"accept": "application/ld+json"})
        assert ld["Content-Type"] == "application/ld+json"
        assert "Accept" in ld["Vary"]
        andere = rdflib.Graph().parse(data=ld.content, format="json-ld")
        assert len(graaf) > 300
        assert isomorphic(graaf, andere)

    def test_elke_dataset_is_volledig_beschreven(self, graaf: Any) -> None:
        datasets = set(graaf.subjects(RDF.type, DCAT.Dataset))
        assert len(datasets) == len(DATASETS)
        for soort, verplicht in (
            (
                DCAT.Dataset,
                (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint)
                + (DCTERMS.license, DCTERMS.accessRights, DCAT.distribution, DCAT.theme),
            ),
            (DCAT.Distribution, (DCAT.accessURL, DCTERMS.license, DCAT.mediaType)),
            (DCAT.DataService, (DCTERMS.title, DCAT.endpointURL, DCAT.servesDataset)),
            (DCAT.Catalog, (DCTERMS.title, DCTERMS.publisher, DCAT.dataset, DCAT.service)),
        ):
            dingen = set(graaf.subjects(RDF.type, soort))
            assert dingen
            for ding in dingen:
                for eigenschap in verplicht:
                    assert (ding, eigenschap, None) in graaf, (ding, eigenschap)
        # Nothing points at what is not described.
        for _, _, distributie in graaf.triples((None, DCAT.distribution, None)):
            assert (distributie, RDF.type, DCAT.Distribution) in graaf

    def test_elk_adres_van_ons_in_de_catalogus_antwoordt(self, graaf: Any, api: ApiClient) -> None:
        adressen = {
            str(iri)
            for drie in graaf
            for iri in drie
            if isinstance(iri, rdflib.URIRef) and str(iri).startswith("http://testserver/")
        }
        assert len(adressen) > 60
        for adres in adressen:
            pad = adres.removeprefix("http://testserver").partition("#")[0]
            antwoord = haal(api, pad, follow=True)
            assert antwoord.status_code == 200, pad

    def test_voor_de_eerste_nacht_is_er_alleen_de_api(self, api: ApiClient, kluis: Path) -> None:
        assert "vannacht" in api.get("/opendata/").content.decode()
        assert "vannacht" in api.get("/opendata/standen/").content.decode()
        assert "downloadURL" not in api.get("/opendata/catalogus.jsonld").content.decode()
        assert api.get("/opendata/niets/").status_code == 404
