"""The OpenAPI document: committed equals generated, answers fit it, every example runs."""

from __future__ import annotations

from typing import Any

import jsonschema
import orjson
import pytest
import yaml
from django.core.management import call_command

from koppelingen.document import maak_document
from tests.conftest import WORTEL
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from toegang.models import Organisatie
from verbeteringen.models import Instelling, Verbetering

pytestmark = pytest.mark.django_db
DOCUMENT = orjson.loads(orjson.dumps(maak_document(), default=str))
LEZEN = [(pad, o["get"]) for pad, o in DOCUMENT["paths"].items() if "get" in o]


@pytest.fixture
def abb(verbetering: Any, tuin: Any, cijfers: Any) -> ApiClient:
    """A key that may read imports too, with something in every collection."""
    organisatie = Organisatie.objects.get(slug="groenblauwpeil")
    return ApiClient(
        maak_sleutel(
            organisatie, "lezen", "webhooks", "aanleveren:groenblauwpeil", per_minuut=100_000
        )
    )


def vul_in(pad: str, operatie: dict[str, Any]) -> str:
    for p in operatie["parameters"]:
        if p["in"] == "path":
            waarde = p["example"]
            if p["name"] == "pk" and "verbeteringen" in pad:
                waarde = Verbetering.objects.order_by("pk").values_list("pk", flat=True)[0]
            pad = pad.replace("{" + p["name"] + "}", str(waarde))
    return pad


def past(schema: dict[str, Any], waarde: Any) -> None:
    jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(
        waarde
    )


def test_het_vastgelegde_document_is_het_gemaakte() -> None:
    call_command("api_document", "--controle")


def test_het_document_is_geldig_openapi_met_nederlandse_teksten() -> None:
    document = yaml.safe_load((WORTEL / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
    assert document["openapi"] == "3.1.0"
    namen = [o["operationId"] for m in document["paths"].values() for o in m.values()]
    assert len(namen) == len(set(namen))
    for pad, methoden in document["paths"].items():
        for methode, operatie in methoden.items():
            assert operatie["summary"], (pad, methode)
            assert all(p["description"] for p in operatie["parameters"]), pad


@pytest.mark.parametrize(("pad", "operatie"), LEZEN, ids=[pad for pad, _ in LEZEN])
def test_elk_antwoord_past_op_zijn_schema(
    pad: str, operatie: dict[str, Any], abb: ApiClient
) -> None:
    for soort in ("application/ld+json", "application/geo+json"):
        ok = operatie["responses"]["200"]["content"]
        if soort not in ok:
            continue
        antwoord = abb.get(vul_in(pad, operatie), headers={"accept": soort})
        if antwoord.status_code == 404 and "{" in pad:
            past({"$ref": "#/components/schemas/Probleemvorm"}, antwoord.json())
            continue
        assert antwoord.status_code == 200, antwoord.content
        past(ok[soort]["schema"], antwoord.json())


@pytest.mark.parametrize(("pad", "operatie"), LEZEN, ids=[pad for pad, _ in LEZEN])
def test_elk_voorbeeld_van_een_parameter_werkt(
    pad: str, operatie: dict[str, Any], abb: ApiClient
) -> None:
    for parameter in operatie["parameters"]:
        if parameter["in"] != "query" or "example" not in parameter:
            continue
        voorbeeld = parameter["example"]
        if isinstance(voorbeeld, list):
            voorbeeld = ",".join(map(str, voorbeeld))
        elif isinstance(voorbeeld, bool):
            voorbeeld = str(voorbeeld).lower()
        antwoord = abb.get(vul_in(pad, operatie), {parameter["name"]: voorbeeld})
        goed = (200, 404) if "{" in pad else (200,)
        assert antwoord.status_code in goed, (parameter["name"], antwoord.content)


SCHRIJVEN = [
    (pad, methode, o)
    for pad, methoden in DOCUMENT["paths"].items()
    for methode, o in methoden.items()
    if "requestBody" in o and "verbeteringen" in pad
]


@pytest.mark.parametrize(
    ("pad", "methode", "operatie"), SCHRIJVEN, ids=[f"{m} {pad}" for pad, m, _ in SCHRIJVEN]
)
def test_elk_voorbeeld_van_een_inhoud_werkt(
    pad: str, methode: str, operatie: dict[str, Any], gent: ApiClient, verbetering: Any
) -> None:
    from tests.rolverdeling import bestuur_van

    Instelling.objects.create(organisatie=bestuur_van("44021"), eigen_meteen=True)
    inhoud = operatie["requestBody"]["content"]["application/json"]
    past(inhoud["schema"], inhoud["example"])
    ding, kop = dict(inhoud["example"]), {}
    adres = vul_in(pad, operatie)
    if "{pk}" in pad:
        kop["if_match"] = gent.get(adres)["ETag"]
        ding.pop("externeSleutel", None)
    antwoord = gent.stuur(methode.upper(), adres, ding, **kop)
    assert str(antwoord.status_code) in operatie["responses"], antwoord.content
    assert antwoord.status_code < 300, antwoord.content


def test_de_bladzijde_toont_elke_operatie_en_heeft_geen_vreemde_bronnen() -> None:
    antwoord = ApiClient().get("/api/docs/")
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    for methoden in DOCUMENT["paths"].values():
        for operatie in methoden.values():
            assert f'id="{operatie["operationId"]}"' in tekst
    assert "https://cdn" not in tekst
    assert ApiClient().get("/api/docs/uitfasering/").status_code == 200
    assert ApiClient().get("/api/docs/openapi.yaml").status_code == 200
