"""Reading: envelope, paging, filters, formats, conditions, problems."""

from __future__ import annotations

import csv
import gzip
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from koppelingen.views import COLLECTIES
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db
OPEN = [naam for naam in COLLECTIES if naam != "importruns"]


@pytest.mark.parametrize("naam", OPEN)
def test_elke_verzameling_antwoordt_met_envelop_telling_en_csv(naam: str, api: ApiClient) -> None:
    antwoord = api.get(f"/api/v1/{naam}")
    assert antwoord.status_code == 200, antwoord.content
    assert antwoord["Content-Type"] == "application/ld+json"
    inhoud = antwoord.json()
    assert list(inhoud)[:2] == ["@context", "@type"]
    assert inhoud["@type"].endswith("Lijst")
    assert isinstance(inhoud["data"], list)
    assert antwoord["Content-Language"] == "nl-BE"
    assert antwoord["X-Correlation-Id"] == antwoord["X-Request-Id"]
    assert {"Accept", "Accept-Encoding"} <= set(antwoord["Vary"].split(", "))
    totaal = api.get(f"/api/v1/{naam}/totaal-aantal").json()
    assert totaal["@type"] == "TotaalAantal"
    assert totaal["totaalAantal"] >= len(inhoud["data"])
    rijen = b"".join(api.get(f"/api/v1/{naam}?formaat=csv").streaming_content).decode()
    assert len(list(csv.reader(io.StringIO(rijen)))) == totaal["totaalAantal"] + 1


@pytest.mark.parametrize("naam", OPEN)
def test_een_lijst_vraagt_hoogstens_zes_vragen(
    naam: str, api: ApiClient, cijfers: Any, verbetering: Any
) -> None:
    api.get(f"/api/v1/{naam}")
    with CaptureQueriesContext(connection) as vragen:
        api.get(f"/api/v1/{naam}")
    assert len(vragen) <= 6, [v["sql"][:120] for v in vragen]


def test_een_context_bestaat_en_draagt_dit_adres(api: ApiClient) -> None:
    adres = api.get("/api/v1/werven").json()["@context"]
    antwoord = api.get(adres.removeprefix("http://testserver"))
    assert antwoord.status_code == 200
    assert antwoord.json()["@context"]["@vocab"] == "http://testserver/ns/pactportaal#"


def test_bladeren_met_offset_geeft_elke_gemeente_een_keer(api: ApiClient) -> None:
    gezien: list[str] = []
    adres: str | None = "/api/v1/gemeenten?limit=100&sort=naam"
    while adres:
        antwoord = api.get(adres)
        inhoud = antwoord.json()
        gezien += [g["nis"] for g in inhoud["data"]]
        adres = inhoud.get("volgende")
        if adres:
            assert f'<{adres}>; rel="next"' in antwoord["Link"]
            assert 'rel="last"' in antwoord["Link"]
    assert len(gezien) == len(set(gezien)) == 285
    assert 'rel="prev"' in antwoord["Link"]


def test_meer_dan_500_wordt_500(api: ApiClient) -> None:
    assert len(api.get("/api/v1/gemeenten?limit=9999").json()["data"]) == 285


def test_bladeren_met_cursor_geeft_elke_stand_een_keer(api: ApiClient, cijfers: Any) -> None:
    totaal = api.get("/api/v1/standen/totaal-aantal").json()["totaalAantal"]
    gezien: list[int] = []
    adres: str | None = "/api/v1/standen?limit=1"
    while adres:
        inhoud = api.get(adres).json()
        gezien += [s["id"] for s in inhoud["data"]]
        adres = inhoud.get("volgende")
        assert adres is None or "cursor=" in adres
    assert len(gezien) == len(set(gezien)) == totaal >= 3


def test_een_cursor_van_een_andere_volgorde_wordt_geweigerd(
    api: ApiClient, verbetering: Any, tuin: Any
) -> None:
    volgende = api.get("/api/v1/verbeteringen?limit=1").json()["volgende"]
    cursor = re.search(r"cursor=([^&]+)", volgende)
    assert cursor is not None
    antwoord = api.get(f"/api/v1/verbeteringen?sort=-gewijzigdOp&cursor={cursor.group(1)}")
    assert antwoord.status_code == 400
    assert "cursor" in antwoord.json()["validationErrors"]


@pytest.mark.parametrize(
    ("vraag", "veld"),
    [
        ("naamm=Gent", "naamm"),
        ("gemeente.nis=44021", "gemeente.nis"),
        ("nis=4402", "nis"),
        ("limit=0", "limit"),
        ("limit=99999999999999999999999", "limit"),
        ("offset=1000001", "offset"),
        ("op=2025-02-30", "op"),
        ("nis=44021&nis=41002", "nis"),
        ("formaat=xml", "formaat"),
        ("sort=kleur", "sort"),
        ("bbox=1,2,3", "bbox"),
        ("naam=%20", "naam"),
    ],
)
def test_weigert_een_foute_parameter_in_het_nederlands(
    vraag: str, veld: str, api: ApiClient
) -> None:
    antwoord = api.get(f"/api/v1/gemeenten?{vraag}")
    assert antwoord.status_code == 400
    assert antwoord["Content-Type"] == "application/problem+json"
    probleem = antwoord.json()
    assert probleem["type"] == "urn:be.vlaanderen.pactportaal:validatie"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", probleem["instance"])
    assert probleem["instance"].replace("-", "").endswith(antwoord["X-Correlation-Id"])
    assert list(probleem["validationErrors"]) == [veld]


def test_alle_fouten_staan_er_tegelijk(api: ApiClient) -> None:
    probleem = api.get("/api/v1/gemeenten?nis=x&kleur=rood&limit=a").json()
    assert set(probleem["validationErrors"]) == {"nis", "kleur", "limit"}


def test_een_beeindigde_nis_geeft_de_gemeente_zoals_ze_was(api: ApiClient) -> None:
    gemeente = api.get("/api/v1/gemeenten/44012").json()["data"]
    assert gemeente["naam"] == "De Pinte"
    assert gemeente["status"] == "gehistoreerd"
    assert gemeente["geldigTot"] == "2025-01-01"
    assert gemeente["opvolger"]["nis"] == "44086"
    assert gemeente["@id"] == "https://data.vlaanderen.be/id/gemeente/44012"


def test_op_een_dag_voor_de_fusies_zijn_er_driehonderd(api: ApiClient) -> None:
    telling = api.get("/api/v1/gemeenten/totaal-aantal?op=2024-12-31").json()
    assert telling["totaalAantal"] == 300


@pytest.mark.parametrize(
    "adres",
    ["gemeenten/99999", "doelstellingen/geen", "verbeteringen/999999", "bestaat/niet", "aanbod/0"],
)
def test_wat_er_niet_is_geeft_404_als_probleem(adres: str, api: ApiClient) -> None:
    antwoord = api.get(f"/api/v1/{adres}")
    assert antwoord.status_code == 404
    assert antwoord["Content-Type"] == "application/problem+json"
    assert antwoord.json()["status"] == 404


def test_een_onbekend_mediatype_geeft_406(api: ApiClient) -> None:
    antwoord = api.get("/api/v1/gemeenten", headers={"accept": "application/pdf"})
    assert antwoord.status_code == 406
    assert "text/csv" in antwoord.json()["detail"]


def test_een_verkeerde_methode_geeft_405_met_allow(api: ApiClient) -> None:
    antwoord = api.delete("/api/v1/gemeenten")
    assert antwoord.status_code == 405
    assert "GET" in antwoord["Allow"]
    assert antwoord.json()["type"].endswith(":methode")


def test_304_tot_er_een_nieuwe_publicatie_is(api: ApiClient) -> None:
    eerst = api.get("/api/v1/werven")
    etag = eerst["ETag"]
    with CaptureQueriesContext(connection) as vragen:
        opnieuw = api.get("/api/v1/werven", headers={"if-none-match": etag})
    assert opnieuw.status_code == 304
    assert not opnieuw.content
    assert opnieuw["ETag"] == etag
    assert opnieuw["Vary"] == eerst["Vary"]
    assert len(vragen) == 1
    with publiceer(soort=Publicatie.Soort.NORMEN):
        pass
    assert api.get("/api/v1/werven", headers={"if-none-match": etag}).status_code == 200


def test_elk_formaat_heeft_een_eigen_etag(api: ApiClient) -> None:
    soorten = ("application/ld+json", "application/json", "application/geo+json")
    etags = {api.get("/api/v1/gemeenten", headers={"accept": s})["ETag"] for s in soorten}
    assert len(etags) == 3


def test_gzip_op_vraag(api: ApiClient) -> None:
    plat = api.get("/api/v1/gemeenten").content
    antwoord = api.get("/api/v1/gemeenten", headers={"accept-encoding": "gzip"})
    assert antwoord["Content-Encoding"] == "gzip"
    assert gzip.decompress(antwoord.content) == plat
    stroom = api.get("/api/v1/gemeenten?formaat=csv", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(b"".join(stroom.streaming_content)).startswith(b"nis,")


def test_csv_voor_excel_heeft_puntkomma_komma_en_bom(api: ApiClient, cijfers: Any) -> None:
    adres = "/api/v1/metingen?formaat={}&nis=44021&vanaf=2025-01-01"
    excel = b"".join(api.get(adres.format("csv-excel")).streaming_content).decode()
    gewoon = b"".join(api.get(adres.format("csv")).streaming_content).decode()
    assert excel.startswith("\ufeffid;gemeente_nis;")
    assert ";100,5;" in excel
    assert ",100.5," in gewoon
    assert not gewoon.startswith("\ufeff")


def test_een_hele_verzameling_in_een_stroom_is_geldige_json(api: ApiClient) -> None:
    import json

    antwoord = api.get("/api/v1/gemeenten?geheel=true")
    inhoud = json.loads(b"".join(antwoord.streaming_content))
    assert len(inhoud["data"]) == 285
    geo = api.get("/api/v1/gemeenten?geheel=true&formaat=geojson")
    assert len(json.loads(b"".join(geo.streaming_content))["features"]) == 285
    assert api.get("/api/v1/gemeenten?geheel=true&limit=5").status_code == 400


def test_bedragen_zijn_exacte_tekst_met_getoonde_vorm(api: ApiClient, cijfers: Any) -> None:
    regels = api.get("/api/v1/metingen?nis=44021&vanaf=2025-01-01").json()["data"]
    assert ("100.5", "100") in {(regel["waarde"], regel["toon"]) for regel in regels}


def test_standen_op_een_dag_en_zoals_gekend(api: ApiClient, cijfers: Publicatie) -> None:
    def waarden(vraag: str) -> list[str]:
        adres = f"/api/v1/standen?nis=44021&doelstelling=bomen&indicator=bomen&{vraag}"
        return [s["waarde"] for s in api.get(adres).json()["data"]]

    assert waarden("op=2025-06-01") == ["100.5"]
    assert waarden("op=2026-06-01") == ["250"]
    assert waarden(f"op=2026-06-01&gekendOp={cijfers.pk - 1}") == []
    vandaag = timezone.localdate()
    assert waarden(f"op=2026-06-01&gekendOp={vandaag}") == ["250"]
    # Before the first edition nothing was known; that is an answer, not an error.
    assert waarden("op=2026-06-01&gekendOp=2001-01-01") == []
    for adres in ("inwoners?nis=44021", "doelen?nis=44021", "ondertekeningen?nis=44021"):
        assert api.get(f"/api/v1/{adres}&gekendOp={vandaag}").json()["data"]
        assert api.get(f"/api/v1/{adres}&gekendOp=2001-01-01").json()["data"] == []


def test_een_editie_is_een_nummer_of_een_dag(api: ApiClient) -> None:
    for fout in ("morgen", "2026-02-30", "0", "-1", "2026-11"):
        antwoord = api.get(f"/api/v1/standen?gekendOp={fout}")
        assert antwoord.status_code == 400
        assert "datum" in str(antwoord.json()["validationErrors"])


def test_een_doel_draagt_zijn_afleiding(api: ApiClient) -> None:
    [doel] = [
        d
        for d in api.get("/api/v1/doelen?nis=44021&doelstelling=bomen&pact=1.0").json()["data"]
        if d["indicator"] == "bomen"
    ]
    assert doel["berekening"]["grondslag"]["soort"] == "inwoners"
    assert "×" in doel["berekening"]["zin"]
    assert float(doel["exact"]) > 0


def test_een_codelijst_verwijst_naar_abb(api: ApiClient) -> None:
    lijst = api.get("/api/v1/codelijsten/doelstelling").json()["data"]
    bomen = next(c for c in lijst["concepten"] if c["notatie"] == "bomen")
    assert bomen["exactMatch"].endswith("2d39e883-336c-4c6f-99cb-73ffd5030bfc")
    assert bomen["prefLabel"]["@language"] == "nl"


class TestVerbeteringen:
    def test_van_een_burger_ziet_niemand_naam_of_plaats(
        self, api: ApiClient, tuin: Verbetering
    ) -> None:
        for adres in ("/api/v1/verbeteringen", "/api/v1/verbeteringen?formaat=geojson"):
            tekst = api.get(adres).content.decode()
            assert "Peeters" not in tekst
            assert "achter het huis" not in tekst
            assert tuin.externe_sleutel not in tekst
        csv_ = b"".join(api.get("/api/v1/verbeteringen?formaat=csv").streaming_content).decode()
        assert "Peeters" not in csv_
        detail = api.get(f"/api/v1/verbeteringen/{tuin.pk}").json()["data"]
        assert detail["afgeschermd"] is True
        assert detail["geometrie"]["type"] == "Polygon"
        assert len(detail["geometrie"]["coordinates"][0]) == 5

    def test_de_eigen_gemeente_ziet_alles(self, gent: ApiClient, tuin: Verbetering) -> None:
        detail = gent.get(f"/api/v1/verbeteringen/{tuin.pk}").json()["data"]
        assert detail["projectnaam"] == "Tuin van de familie Peeters"
        assert detail["afgeschermd"] is False

    def test_een_sleutel_van_een_andere_gemeente_niet(
        self, tuin: Verbetering, verbetering: Verbetering
    ) -> None:
        aalst = ApiClient(maak_sleutel(bestuur_van("41002"), "lezen"))
        data = aalst.get("/api/v1/verbeteringen").json()["data"]
        assert len(data) == 2
        assert [v["afgeschermd"] for v in data if v["id"] == tuin.pk] == [True]

    def test_filters(self, api: ApiClient, verbetering: Verbetering) -> None:
        def aantal(vraag: str) -> int:
            return len(api.get(f"/api/v1/verbeteringen?{vraag}").json()["data"])

        assert aantal("nis=44021&doelstelling=bomen&aanvrager=gemeente") == 1
        assert aantal("nis=41002") == 0
        assert aantal("bbox=3.7,51.0,3.8,51.1") == 1
        assert aantal("bbox=4.7,51.0,4.8,51.1") == 0
        assert aantal("uitgevoerdVanaf=2025-11-16") == 0
        assert aantal("parameter=haag") == 0

    def test_geojson_heeft_platte_eigenschappen(
        self, api: ApiClient, verbetering: Verbetering
    ) -> None:
        [feature] = api.get("/api/v1/verbeteringen?formaat=geojson").json()["features"]
        assert feature["geometry"]["type"] == "Polygon"
        assert feature["properties"]["netto_bomen"] == 12.0
        assert feature["properties"]["nis"] == "44021"


class TestSleutels:
    def test_een_verlopen_sleutel_geeft_401(self) -> None:
        client = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen", dagen=-1))
        antwoord = client.get("/api/v1/gemeenten")
        assert antwoord.status_code == 401
        assert antwoord["Content-Type"] == "application/problem+json"
        assert "WWW-Authenticate" in antwoord

    def test_bearer_mag_ook(self) -> None:
        geheim = maak_sleutel(bestuur_van("44021"), "lezen")
        kop = {"authorization": f"Bearer {geheim}"}
        assert ApiClient().get("/api/v1/importruns", headers=kop).status_code in (200, 403)

    def test_importruns_vragen_een_sleutel(self, api: ApiClient) -> None:
        assert api.get("/api/v1/importruns").status_code == 401

    def test_de_grens_per_sleutel_staat_in_de_koppen(self) -> None:
        client = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen", per_minuut=2))
        eerste = client.get("/api/v1/werven")
        assert (eerste["RateLimit-Limit"], eerste["RateLimit-Remaining"]) == ("2", "1")
        client.get("/api/v1/werven")
        antwoord = client.get("/api/v1/werven")
        assert antwoord.status_code == 429
        assert 1 <= int(antwoord["Retry-After"]) <= 60
        assert "Wacht" in antwoord.json()["detail"]

    def test_de_grens_zonder_sleutel_gaat_per_verbinding(self, settings: Any) -> None:
        settings.API_ANONIEM_PER_MINUUT = 2
        client = ApiClient()
        codes = [
            client.get("/api/v1/werven", headers={"x-forwarded-for": f"10.0.0.{i}"}).status_code
            for i in range(4)
        ]
        assert codes == [200, 200, 429, 429]


class TestAndereOorsprong:
    def test_open_lezen_mag_van_overal(self, api: ApiClient) -> None:
        antwoord = api.get("/api/v1/werven", headers={"origin": "https://elders.test"})
        assert antwoord["Access-Control-Allow-Origin"] == "*"

    def test_met_een_sleutel_niet(self, gent: ApiClient) -> None:
        antwoord = gent.get("/api/v1/werven", headers={"origin": "https://elders.test"})
        assert "Access-Control-Allow-Origin" not in antwoord

    def test_een_browser_mag_niet_schrijven_en_geen_sleutel_sturen(self, api: ApiClient) -> None:
        antwoord = api.options("/api/v1/verbeteringen")
        assert antwoord.status_code == 204
        assert "POST" not in antwoord["Access-Control-Allow-Methods"]
        assert "api-key" not in antwoord["Access-Control-Allow-Headers"].lower()
        assert "POST" in antwoord["Allow"]


@pytest.mark.parametrize("adres", ["/api/v1/gemeenten?naam=%00", "/ogc/collections?f=%00"])
def test_een_nulteken_in_het_adres_geeft_een_probleem_en_geen_bladzijde(
    adres: str, api: ApiClient
) -> None:
    antwoord = api.get(adres)
    assert antwoord.status_code == 400
    assert antwoord["Content-Type"] == "application/problem+json"
    assert antwoord.json()["detail"] == "Het adres bevat een teken dat geen tekst is."
    # The number in the answer is the one in the log.
    assert antwoord.json()["instance"].replace("-", "").endswith(antwoord["X-Request-ID"])


def test_trace_met_parameters_geeft_405(api: ApiClient) -> None:
    antwoord = api.generic("TRACE", "/api/v1/gemeenten?nis=44021")
    assert antwoord.status_code == 405
    telling = api.post("/api/v1/toelichtingen/totaal-aantal?nis=44021")
    assert (telling.status_code, telling["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "GET" in antwoord["Allow"]
