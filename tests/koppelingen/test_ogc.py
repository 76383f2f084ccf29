"""OGC API – Features: by its rules, and read by a real client (GDAL's OAPIF driver)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.koppelingen.conftest import ApiClient
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def test_de_landing_wijst_naar_alles(api: ApiClient) -> None:
    antwoord = api.get("/ogc/")
    assert antwoord["Content-Type"] == "application/json"
    rels = {link["rel"]: link["href"] for link in antwoord.json()["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(rels)
    for rel in ("service-desc", "conformance", "data"):
        assert api.get(rels[rel].removeprefix("http://testserver")).status_code == 200
    klassen = api.get("/ogc/conformance").json()["conformsTo"]
    assert any(k.endswith("/conf/core") for k in klassen)


@pytest.mark.parametrize("naam", ["verbeteringen", "gemeenten", "standen"])
def test_elke_verzameling_geeft_geojson_en_html(
    naam: str, api: ApiClient, verbetering: Any, cijfers: Any
) -> None:
    antwoord = api.get(f"/ogc/collections/{naam}/items?limit=1")
    assert antwoord["Content-Type"] == "application/geo+json", antwoord.content
    inhoud = antwoord.json()
    assert inhoud["numberReturned"] == len(inhoud["features"]) == 1
    assert inhoud["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    item = api.get(f"/ogc/collections/{naam}/items/{inhoud['features'][0]['id']}")
    assert item.json()["id"] == inhoud["features"][0]["id"]
    html = api.get(f"/ogc/collections/{naam}/items", headers={"accept": "text/html"})
    assert html["Content-Type"].startswith("text/html")
    assert "<table" in html.content.decode()
    assert "text/html" in api.get(f"/ogc/collections/{naam}?f=html")["Content-Type"]


def test_bbox_datetime_en_limit(api: ApiClient, verbetering: Any) -> None:
    def aantal(vraag: str) -> int:
        adres = f"/ogc/collections/verbeteringen/items?{vraag}"
        return int(api.get(adres).json()["numberReturned"])

    assert aantal("bbox=3.7,51.0,3.8,51.1") == 1
    assert aantal("bbox=3.7,51.0,0,3.8,51.1,10") == 1
    assert aantal("bbox=5.0,51.0,5.1,51.1") == 0
    assert aantal("datetime=2025-11-15T00:00:00Z") == 1
    assert aantal("datetime=2025-01-01/..") == 1
    assert aantal("datetime=../2025-01-01") == 0
    gent = api.get("/ogc/collections/gemeenten/items?bbox=3.70,51.04,3.75,51.06").json()
    assert "44021" in [f["id"] for f in gent["features"]]
    assert gent["numberMatched"] == len(gent["features"])


@pytest.mark.parametrize(
    "vraag", ["kleur=rood", "limit=0", "bbox=1", "datetime=gisteren", "f=xml", "datetime=/"]
)
def test_weigert_foute_parameters(vraag: str, api: ApiClient) -> None:
    antwoord = api.get(f"/ogc/collections/verbeteringen/items?{vraag}")
    assert antwoord.status_code == 400
    assert antwoord["Content-Type"] == "application/problem+json"


def test_van_een_burger_alleen_het_vak(api: ApiClient, tuin: Verbetering) -> None:
    tekst = api.get("/ogc/collections/verbeteringen/items").content.decode()
    assert "Peeters" not in tekst
    item = api.get(f"/ogc/collections/verbeteringen/items/{tuin.pk}")
    assert "Peeters" not in item.content.decode()
    assert api.get("/ogc/collections/niets/items").status_code == 404


# In a process of its own: GDAL holds this one's lock while it waits for the server in it.
CLIENT = """
import json, sys
import pyogrio

bron = f"OAPIF:{sys.argv[1]}/ogc"
lagen = [str(naam) for naam in pyogrio.list_layers(bron)[:, 0]]
driver = pyogrio.read_info(bron, layer="gemeenten")["driver"]
_, _, gemeenten, velden = pyogrio.raw.read(bron, layer="gemeenten", columns=["nis"])
vak = (3.6, 51.0, 3.8, 51.1)
_, _, verbeteringen, _ = pyogrio.raw.read(bron, layer="verbeteringen", bbox=vak)
print(json.dumps([lagen, driver, len(gemeenten), "44021" in set(velden[0]), len(verbeteringen)]))
"""


@pytest.mark.django_db(transaction=True)
def test_gdal_leest_alle_bladzijden(live_server: Any, verbetering: Any, tuin: Any) -> None:
    uitkomst = subprocess.run(
        [sys.executable, "-c", CLIENT, live_server.url],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert uitkomst.returncode == 0, uitkomst.stderr
    lagen, driver, gemeenten, heeft_gent, verbeteringen = json.loads(uitkomst.stdout)
    assert set(lagen) >= {"verbeteringen", "gemeenten", "standen"}
    assert driver == "OAPIF"
    assert (gemeenten, heeft_gent) == (285, True)
    assert verbeteringen == 2
