"""Pages of a large collection by cursor: forward, back and from the end, as its Link header says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.koppelingen.conftest import ApiClient

pytestmark = pytest.mark.django_db


def _links(antwoord: Any) -> dict[str, str]:
    return {
        rel: adres.removeprefix("http://testserver")
        for adres, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', antwoord.headers.get("Link", ""))
    }


def _ids(antwoord: Any) -> list[int]:
    return [rij["id"] for rij in antwoord.json()["data"]]


@pytest.mark.parametrize(
    "vraag",
    ["standen?limit=1", "standen?limit=2&sort=-id", "verbeteringen?limit=1&sort=-gewijzigdOp"],
)
def test_wie_van_achter_naar_voor_bladert_ziet_elke_rij_een_keer(
    vraag: str, api: ApiClient, cijfers: Any, verbetering: Any, tuin: Any
) -> None:
    alle = _ids(api.get(f"/api/v1/{re.sub('limit=.', 'limit=500', vraag)}"))
    assert len(alle) >= 2
    eerste = api.get(f"/api/v1/{vraag}")
    assert "prev" not in _links(eerste)
    blad = api.get(_links(eerste)["last"])
    assert "next" not in _links(blad)
    gezien: list[int] = []
    for _ in alle:
        gezien = _ids(blad) + gezien
        terug = _links(blad).get("prev")
        if terug is None:
            break
        blad = api.get(terug)
    assert gezien == alle


def test_terug_en_weer_verder_geeft_hetzelfde_blad(api: ApiClient, cijfers: Any) -> None:
    eerste = api.get("/api/v1/standen?limit=1")
    tweede = api.get(_links(eerste)["next"])
    terug = api.get(_links(tweede)["prev"])
    assert _ids(terug) == _ids(eerste) != _ids(tweede)
    assert "prev" not in _links(terug)
    assert _ids(api.get(_links(terug)["next"])) == _ids(tweede)


def test_voorbij_het_einde_wijst_terug_naar_de_laatste_rijen(api: ApiClient, cijfers: Any) -> None:
    alle = _ids(api.get("/api/v1/standen?limit=500"))
    voorbij = api.get(f"/api/v1/standen?limit=2&offset={len(alle) + 5}")
    assert _ids(voorbij) == []
    assert _ids(api.get(_links(voorbij)["prev"])) == alle[-2:]


def test_wat_op_een_blad_past_heeft_geen_andere_bladen(api: ApiClient, cijfers: Any) -> None:
    assert _links(api.get("/api/v1/standen?limit=500")) == {}
