"""Writing a verbetering over a border: the question, its proposal sent back, and who decides what."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.koppelingen.test_schrijven import LIJST, lichaam
from tests.rolverdeling import bestuur_van
from tests.verbeteringen.test_grensdelen import over_de_grens
from verbeteringen.models import Instelling, Verbetering

pytestmark = pytest.mark.django_db
SLEUTEL = f"{LIJST}/extern/GIS-2025-0042"


@pytest.fixture(autouse=True)
def _meteen(db: None) -> None:
    Instelling.objects.create(organisatie=bestuur_van("44021"), eigen_meteen=True)


def over(**anders: Any) -> dict[str, Any]:
    vorm, _, _ = over_de_grens()
    return lichaam(
        geometrie=json.loads(shapely.to_geojson(vorm)),
        maatregelen=[
            {"parameter": "bomen", "hoeveelheid": 101},
            {"parameter": "natuurgroenperken", "hoeveelheid": 3, "oppervlakteM2": 60},
        ],
        **anders,
    )


def deel(nis: str, bomen: float, perken: int = 0) -> dict[str, Any]:
    maatregelen = [{"parameter": "bomen", "hoeveelheid": bomen}]
    if perken:
        maatregelen.append({"parameter": "natuurgroenperken", "hoeveelheid": perken})
    return {"nis": nis, "maatregelen": maatregelen}


def test_over_de_grens_vraagt_de_api_hoe_te_verdelen_en_neemt_haar_voorstel(
    gent: ApiClient,
) -> None:
    vraag = gent.stuur("POST", LIJST, over())
    assert vraag.status_code == 422
    probleem = vraag.json()
    assert "over een gemeentegrens" in probleem["detail"]
    assert "Gent" in probleem["detail"]
    assert {d["nis"] for d in probleem["delen"]} == {"44021", "44088"}
    bedragen = [m for d in probleem["delen"] for m in d["maatregelen"]]
    assert sum(int(m["hoeveelheid"]) for m in bedragen if m["parameter"] == "bomen") == 101
    assert Verbetering.objects.count() == 0

    antwoord = gent.stuur("POST", LIJST, over(delen=probleem["delen"]))
    assert antwoord.status_code == 201, antwoord.content
    data = antwoord.json()["data"]
    assert data["gemeente"]["nis"] == "44021"
    # The part of the neighbour is a proposal: only its publicator makes it count.
    assert {(d["nis"], d["goedkeuring"]) for d in data["delen"]} == {
        ("44021", "goedgekeurd"),
        ("44088", "ingediend"),
    }
    assert sum(int(d["netto"]["bomen"]) for d in data["delen"]) == 101
    perken = Verbetering.objects.filter(maatregelen__parameter="natuurgroenperken")
    assert (
        sum(p.maatregelen.get(parameter="natuurgroenperken").oppervlakte_m2 for p in perken) == 60
    )


def test_een_deel_groter_dan_het_geheel_is_400(gent: ApiClient) -> None:
    ding = over(delen=[deel("44021", 101, 367_851_383)])
    # Of next to nothing the part would be a surface that no number can hold.
    ding["maatregelen"][1]["hoeveelheid"] = 5e-324
    antwoord = gent.stuur("POST", LIJST, ding)
    assert antwoord.status_code == 400, antwoord.content
    fouten = antwoord.json()["validationErrors"]
    assert fouten["delen[0].maatregelen"] == ["Een deel is groter dan het geheel."]


def test_van_voor_een_fusie_krijgt_de_voorganger_van_de_buur_zijn_deel(gent: ApiClient) -> None:
    delen = [deel("44021", 60, 2), deel("44088", 41, 1)]
    antwoord = gent.stuur("POST", LIJST, over(delen=delen, uitgevoerdOp="2023-11-15"))
    assert antwoord.status_code == 201, antwoord.content
    gemeenten = {d["nis"] for d in antwoord.json()["data"]["delen"]}
    # Merelbeke-Melle did not exist yet: one of the two has it, and nobody was asked which.
    assert len(gemeenten) == 2
    assert gemeenten - {"44021"} <= {"44043", "44040"}


def test_een_deel_met_alles_laat_alles_in_een_gemeente_tellen(gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", LIJST, over(delen=[deel("44021", 101, 3)]))
    assert antwoord.status_code == 201, antwoord.content
    assert "delen" not in antwoord.json()["data"]
    assert antwoord.json()["data"]["netto"] == {"bomen": "101", "natuurgroenperken": "3"}
    # Known already, so not asked again.
    assert gent.stuur("POST", LIJST, over()).status_code == 200


@pytest.mark.parametrize(
    ("delen", "veld", "zegt"),
    [
        ([deel("44021", 60, 3), deel("44088", 31)], "delen", "tellen samen niet op"),
        ([deel("44021", 60.5, 3), deel("44088", 40.5)], "delen", "in gehele aantallen"),
        ([deel("44021", 0, 3), deel("44088", 101)], "delen[0].maatregelen", "groter dan 0"),
        ([deel("44088", 101, 3)], "delen", "Noem ook wat in Gent"),
        ([deel("44021", 60, 3), deel("11002", 41)], "nis", "buiten Antwerpen"),
        ([deel("44021", 60, 3), deel("99999", 41)], "delen", "geen Vlaamse gemeente"),
        ([deel("44021", 60, 3), deel("44021", 41)], "delen[1].nis", "elke gemeente één keer"),
        (
            [{"nis": "44021", "maatregelen": [{"parameter": "haag", "hoeveelheid": 5}]}],
            "delen[0].maatregelen",
            "staat niet in",
        ),
        ([{"nis": "44021"}], "delen[0].maatregelen", "verplicht"),
        (["Gent"], "delen[0]", "object"),
        ([], "delen", "lijst van 1 tot 20"),
        ("Gent", "delen", "lijst van 1 tot 20"),
    ],
)
def test_een_verkeerde_verdeling_wordt_geweigerd(
    gent: ApiClient, delen: Any, veld: str, zegt: str
) -> None:
    antwoord = gent.stuur("POST", LIJST, over(delen=delen))
    assert antwoord.status_code == 400, antwoord.content
    fouten = antwoord.json()["validationErrors"]
    assert zegt in " ".join(fouten[veld]), fouten
    assert Verbetering.objects.count() == 0


def test_dezelfde_put_nog_eens_verandert_niets(gent: ApiClient) -> None:
    inhoud = over(delen=[deel("44021", 70, 3), deel("44088", 31)])
    assert gent.stuur("PUT", SLEUTEL, inhoud).status_code == 201
    herhaald = gent.stuur("PUT", SLEUTEL, inhoud)
    assert (herhaald.status_code, herhaald.json()["data"]["versie"]) == (200, 1)
    assert gent.stuur("POST", LIJST, inhoud).status_code == 200
    assert Verbetering.objects.count() == 2


def test_het_deel_van_de_buur_wijzigt_men_apart(gent: ApiClient) -> None:
    gent.stuur("PUT", SLEUTEL, over(delen=[deel("44021", 70, 3), deel("44088", 31)]))
    anders = gent.stuur("PUT", SLEUTEL, over(delen=[deel("44021", 60, 3), deel("44088", 41)]))
    assert anders.status_code == 409
    buur = Verbetering.objects.get(gemeente__nis="44088")
    assert f"PUT /verbeteringen/{buur.pk}" in anders.json()["detail"]
    # Its own part alone: the neighbour's row keeps what it has.
    eigen = over()
    eigen["maatregelen"][0]["hoeveelheid"] = 75
    assert gent.stuur("PUT", SLEUTEL, eigen).json()["data"]["netto"]["bomen"] == "75"
    buur.refresh_from_db()
    assert buur.maatregelen.get().hoeveelheid == 31


def test_een_wijziging_die_over_de_grens_schuift_vraagt_het_ook(gent: ApiClient) -> None:
    assert gent.stuur("PUT", SLEUTEL, lichaam()).status_code == 201
    vraag = gent.stuur("PUT", SLEUTEL, over())
    assert vraag.status_code == 422
    antwoord = gent.stuur("PUT", SLEUTEL, over(delen=vraag.json()["delen"]))
    assert antwoord.status_code == 200, antwoord.content
    assert len(antwoord.json()["data"]["delen"]) == 2


def test_in_bulk_krijgt_het_item_het_voorstel(gent: ApiClient) -> None:
    antwoord = gent.stuur("POST", f"{LIJST}/bulk", {"verbeteringen": [over()]})
    [regel] = antwoord.json()["resultaten"]
    assert (regel["uitslag"], regel["probleem"]["status"]) == ("geweigerd", 422)
    inhoud = over(delen=regel["probleem"]["delen"])
    antwoord = gent.stuur("POST", f"{LIJST}/bulk", {"verbeteringen": [inhoud]})
    assert antwoord.json()["gemaakt"] == 1
    assert Verbetering.objects.count() == 2


def test_een_leverancier_zonder_toelating_stelt_alle_delen_voor() -> None:
    aalst = ApiClient(maak_sleutel(bestuur_van("41002"), "lezen", "registreren"))
    delen = aalst.stuur("POST", LIJST, over()).json()["delen"]
    antwoord = aalst.stuur("POST", LIJST, over(delen=delen))
    assert {d["goedkeuring"] for d in antwoord.json()["data"]["delen"]} == {"ingediend"}
