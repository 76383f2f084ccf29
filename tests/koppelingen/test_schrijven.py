"""Writing verbeteringen: rights, If-Match, external keys, bulk, bad input."""

from __future__ import annotations

from typing import Any

import pytest

from gemeenten.models import Gemeente
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from toegang.models import Account, ApiSleutel, Organisatie, SleutelToestemming
from verbeteringen.api_invoer import VOORBEELD
from verbeteringen.models import Instelling, Verbetering

pytestmark = pytest.mark.django_db
LIJST = "/api/v1/verbeteringen"


def lichaam(**anders: Any) -> dict[str, Any]:
    return {**VOORBEELD, **anders}


@pytest.fixture
def meteen(db: None) -> None:
    Instelling.objects.create(organisatie=bestuur_van("44021"), eigen_meteen=True)


def test_registreren_geeft_201_met_adres_en_etag(gent: ApiClient, meteen: None) -> None:
    antwoord = gent.stuur("POST", LIJST, lichaam())
    assert antwoord.status_code == 201, antwoord.content
    data = antwoord.json()["data"]
    assert antwoord["Location"] == data["detail"]
    assert antwoord["ETag"].startswith('"v1-')
    assert data["goedkeuring"] == "goedgekeurd"
    assert data["gemeente"]["nis"] == "44021"
    assert data["externeSleutel"] == "GIS-2025-0042"
    assert data["netto"] == {"bomen": "12"}


def test_zonder_instelling_wacht_ze_op_nazicht(gent: ApiClient, api: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, lichaam())
    pk = antwoord.json()["data"]["id"]
    assert antwoord.json()["data"]["goedkeuring"] == "ingediend"
    assert api.get(f"{LIJST}/{pk}").status_code == 404
    assert gent.get(f"{LIJST}/{pk}").status_code == 200


def test_de_geometrie_bepaalt_de_gemeente(gent: ApiClient) -> None:
    zonder = lichaam()
    del zonder["nis"]
    assert gent.stuur("POST", LIJST, zonder).json()["data"]["gemeente"]["nis"] == "44021"


def test_zonder_sleutel_401_en_zonder_recht_403(api: ApiClient) -> None:
    assert api.stuur("POST", LIJST, lichaam()).status_code == 401
    lezer = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen"))
    antwoord = lezer.stuur("POST", LIJST, lichaam())
    assert antwoord.status_code == 403
    assert "registreren" in antwoord.json()["detail"]


def test_dezelfde_sleutel_maakt_geen_dubbel(gent: ApiClient) -> None:
    een = gent.stuur("POST", LIJST, lichaam()).json()["data"]
    twee = gent.stuur("POST", LIJST, lichaam())
    assert (twee.status_code, twee.json()["data"]["id"]) == (200, een["id"])
    anders = gent.stuur("POST", LIJST, lichaam(projectnaam="Iets anders, Korenmarkt"))
    assert anders.status_code == 409
    assert Verbetering.objects.count() == 1


def test_dezelfde_sleutel_van_een_andere_organisatie_is_een_andere(gent: ApiClient) -> None:
    gent.stuur("POST", LIJST, lichaam())
    aalst = ApiClient(maak_sleutel(bestuur_van("41002"), "lezen", "registreren"))
    antwoord = aalst.stuur("PUT", f"{LIJST}/extern/GIS-2025-0042", lichaam())
    assert antwoord.status_code == 201
    assert Verbetering.objects.count() == 2


def test_put_met_sleutel_maakt_wijzigt_en_herhaalt(gent: ApiClient, meteen: None) -> None:
    adres = f"{LIJST}/extern/GIS-2025-0042"
    assert gent.stuur("PUT", adres, lichaam()).status_code == 201
    herhaald = gent.stuur("PUT", adres, lichaam())
    assert (herhaald.status_code, herhaald.json()["data"]["versie"]) == (200, 1)
    gewijzigd = gent.stuur("PUT", adres, lichaam(projectnaam="Bomen, Korenmarkt"))
    assert (gewijzigd.status_code, gewijzigd.json()["data"]["versie"]) == (200, 2)
    alleen_nieuw = gent.stuur("PUT", adres, lichaam(), if_none_match="*")
    assert alleen_nieuw.status_code == 412
    assert Verbetering.objects.count() == 1


def test_wijzigen_vraagt_de_etag_van_de_nieuwste_versie(gent: ApiClient, meteen: None) -> None:
    begin = gent.stuur("POST", LIJST, lichaam())
    adres, etag = begin["Location"].removeprefix("http://testserver"), begin["ETag"]
    nieuw = lichaam(projectnaam="Bomen, Korenmarkt")
    assert gent.stuur("PUT", adres, nieuw).status_code == 428
    assert gent.stuur("PUT", adres, nieuw, if_match='"onzin"').status_code == 412
    assert gent.stuur("PUT", adres, nieuw, if_match=f"W/{etag}").status_code in (200, 412)
    gent_etag = gent.get(adres)["ETag"]
    klaar = gent.stuur("PUT", adres, lichaam(projectnaam="Bomen, Kouter"), if_match=gent_etag)
    assert klaar.status_code == 200
    oud = gent.stuur("PUT", adres, nieuw, if_match=etag)
    assert oud.status_code == 412
    assert oud.json()["type"].endswith(":voorwaarde")


def test_wijziging_van_een_goedgekeurde_wacht_als_de_gemeente_nakijkt(
    gent: ApiClient, meteen: None
) -> None:
    begin = gent.stuur("POST", LIJST, lichaam())
    Instelling.objects.all().delete()
    adres = begin["Location"].removeprefix("http://testserver")
    antwoord = gent.stuur(
        "PUT", adres, lichaam(projectnaam="Bomen, Kouter"), if_match=begin["ETag"]
    )
    assert antwoord.status_code == 202
    assert antwoord.json()["data"]["projectnaam"] == "Bomen, Veldstraat"


def test_laten_vervallen_vraagt_if_match_en_geeft_daarna_410(gent: ApiClient) -> None:
    begin = gent.stuur("POST", LIJST, lichaam())
    adres = begin["Location"].removeprefix("http://testserver")
    assert gent.delete(adres).status_code == 428
    assert gent.delete(adres, headers={"if-match": begin["ETag"]}).status_code == 204
    opnieuw = gent.stuur("PUT", f"{LIJST}/extern/GIS-2025-0042", lichaam())
    assert opnieuw.status_code == 410


def test_wat_de_gemeente_goedkeurde_laat_een_sleutel_niet_vervallen(
    gent: ApiClient, verbetering: Verbetering
) -> None:
    adres = f"{LIJST}/{verbetering.pk}"
    antwoord = gent.delete(adres, headers={"if-match": gent.get(adres)["ETag"]})
    assert antwoord.status_code == 403
    assert gent.get(adres).status_code == 200


def test_een_vervallen_verbetering_geeft_410(api: ApiClient, verbetering: Verbetering) -> None:
    from doelstellingen.models import Publicatie
    from doelstellingen.publicaties import publiceer

    with publiceer(soort=Publicatie.Soort.HERROEPING) as publicatie:
        Verbetering.objects.filter(pk=verbetering.pk).update(vervallen_in=publicatie)
    antwoord = api.get(f"{LIJST}/{verbetering.pk}")
    assert antwoord.status_code == 410
    assert antwoord.json()["type"].endswith(":verwijderd")


def test_304_op_een_verbetering(gent: ApiClient, meteen: None) -> None:
    begin = gent.stuur("POST", LIJST, lichaam())
    adres = begin["Location"].removeprefix("http://testserver")
    etag = gent.get(adres)["ETag"]
    assert gent.get(adres, headers={"if-none-match": etag}).status_code == 304


def test_een_beeindigde_nis_komt_bij_de_gemeente_van_toen(gent: ApiClient) -> None:
    ding = lichaam(nis="44043", uitgevoerdOp="2023-05-01", geometrie=None)
    antwoord = gent.stuur("POST", LIJST, ding)
    assert antwoord.status_code == 201, antwoord.content
    assert antwoord.json()["data"]["gemeente"]["nis"] == "44043"


class TestSleutelVanEenSoftwareleverancier:
    @pytest.fixture
    def vendor(self, db: None) -> ApiClient:
        bedrijf = Organisatie.objects.create(
            slug="softwarehuis", soort="bedrijf", naam="Softwarehuis"
        )
        return ApiClient(maak_sleutel(bedrijf, "lezen", "registreren"))

    def test_de_gemeente_laat_toe_en_trekt_in(self, vendor: ApiClient, tuin: Verbetering) -> None:
        adres = f"{LIJST}/{tuin.pk}"
        assert vendor.get(adres).json()["data"]["afgeschermd"] is True
        toestemming = SleutelToestemming.objects.create(
            sleutel=ApiSleutel.objects.get(organisatie__slug="softwarehuis"),
            gemeente=Gemeente.objects.get(nis="44021", tot=None),
            verleend_door=Account.objects.get(username="sleutelmaker"),
        )
        assert vendor.get(adres).json()["data"]["afgeschermd"] is False
        toestemming.ingetrokken_op = tuin.gewijzigd_op
        toestemming.save()
        assert vendor.get(adres).json()["data"]["afgeschermd"] is True


def test_andermans_verbetering_wijzigen_mag_niet(gent: ApiClient, verbetering: Verbetering) -> None:
    aalst = ApiClient(maak_sleutel(bestuur_van("41002"), "lezen", "registreren"))
    adres = f"{LIJST}/{verbetering.pk}"
    antwoord = aalst.stuur("PUT", adres, lichaam(), if_match=aalst.get(adres)["ETag"])
    assert antwoord.status_code in (400, 403)
    verbetering.refresh_from_db()
    assert verbetering.versie == 1


class TestBulk:
    def test_elk_item_heeft_een_eigen_uitslag(self, gent: ApiClient, meteen: None) -> None:
        items = [
            lichaam(externeSleutel="a"),
            lichaam(externeSleutel="b", projectnaam=""),
            lichaam(externeSleutel="a"),
            lichaam(externeSleutel="c", kleur="groen"),
            {},
        ]
        antwoord = gent.stuur("POST", f"{LIJST}/bulk", {"verbeteringen": items})
        assert antwoord.status_code == 207
        uitslag = antwoord.json()
        assert [r["uitslag"] for r in uitslag["resultaten"]] == [
            "gemaakt",
            "geweigerd",
            "ongewijzigd",
            "geweigerd",
            "geweigerd",
        ]
        assert uitslag["gemaakt"] == 1
        assert uitslag["geweigerd"] == 3
        probleem = uitslag["resultaten"][3]["probleem"]
        assert "kleur" in probleem["validationErrors"]

    def test_meer_dan_duizend_wordt_geweigerd(self, gent: ApiClient) -> None:
        items: list[Any] = [{}] * 1001
        antwoord = gent.stuur("POST", f"{LIJST}/bulk", {"verbeteringen": items})
        assert antwoord.status_code == 400


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"projectnaam": 12}, "projectnaam"),
        ({"projectnaam": "test"}, "projectnaam"),
        ({"aanvrager": "koning"}, "aanvrager"),
        ({"nis": 44021}, "nis"),
        ({"nis": "99999"}, "nis"),
        ({"uitgevoerdOp": "15-11-2025"}, "uitgevoerdOp"),
        ({"uitgevoerdOp": "2019-01-01"}, "uitgevoerdOp"),
        ({"uitgevoerdOp": None}, "geplandOp"),
        ({"geometrie": {"type": "Punt"}}, "geometrie"),
        ({"geometrie": {"type": "Point", "coordinates": [1e300, 51]}}, "geometrie"),
        ({"geometrie": {"type": "Point", "coordinates": [13.4, 52.5]}}, "geometrie"),
        ({"geometrie": {"type": "Point", "coordinates": [5.5, 50.9]}}, "nis"),
        ({"maatregelen": []}, "maatregelen"),
        ({"maatregelen": [{"parameter": "bomen"}]}, "maatregelen[0].hoeveelheid"),
        (
            {"maatregelen": [{"parameter": "bomen", "hoeveelheid": "1e5"}]},
            "maatregelen[0].hoeveelheid",
        ),
        (
            {"maatregelen": [{"parameter": "bomen", "hoeveelheid": 10**15}]},
            "maatregelen[0].hoeveelheid",
        ),
        ({"maatregelen": [{"parameter": "bomen", "hoeveelheid": 1.5}]}, "maatregelen.bomen.plus"),
        (
            {"maatregelen": [{"parameter": "haag", "hoeveelheid": 5, "oppervlakteM2": "0"}]},
            "maatregelen.haag.plus.oppervlakteM2",
        ),
        ({"kleur": "groen"}, "kleur"),
        ({"externeSleutel": "a b"}, "externeSleutel"),
        ({"links": "https://x.be"}, "links"),
    ],
)
def test_weigert_foute_invoer_per_veld(anders: Any, veld: str, gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, lichaam(**anders))
    assert antwoord.status_code == 400, antwoord.content
    assert veld in antwoord.json()["validationErrors"], antwoord.json()
    assert Verbetering.objects.count() == 0


@pytest.mark.parametrize(
    ("inhoud", "soort", "code"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"null", "application/json", 400),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "application/json", 400),
        (b"[" * 5000 + b"]" * 5000, "application/json", 400),
        (b'{"projectnaam": "\\u0000"}', "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"", "application/json", 400),
        (b"<a/>", "application/xml", 415),
        (b"a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_een_kapot_lichaam_geeft_nooit_een_storing(
    inhoud: bytes, soort: str, code: int, gent: ApiClient
) -> None:
    antwoord = gent.stuur("POST", LIJST, inhoud, soort=soort)
    assert antwoord.status_code == code, antwoord.content
    assert antwoord["Content-Type"] == "application/problem+json"


def test_een_te_groot_lichaam_geeft_413(gent: ApiClient) -> None:
    groot = b'{"opmerking":"' + b"x" * (11 * 1024 * 1024) + b'"}'
    assert gent.stuur("POST", LIJST, groot).status_code == 413


def test_wie_csv_verkiest_krijgt_na_schrijven_een_406(gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, lichaam(), accept="text/csv")
    assert antwoord.status_code == 406
    assert "application/json" in antwoord.json()["detail"]
    assert Verbetering.objects.count() == 0
