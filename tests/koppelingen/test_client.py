"""A client made from the document by a generator that isn't ours, used against the running portal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van
from verbeteringen.models import Instelling, Verbetering

# In a process of its own, as a partner has it: only the made package and the address.
GEBRUIK = """
import json, sys
from partner import AuthenticatedClient, Client
from partner.api.cijfers import lees_standen
from partner.api.codelijsten import lees_codelijsten_slug
from partner.api.grondgebied import lees_gemeenten, lees_gemeenten_nis
from partner.api.verbeteringen import lees_verbeteringen, zet_verbeteringen_extern_sleutel
from partner.models import ZetVerbeteringenExternSleutelBody as Invoer

basis, sleutel = sys.argv[1:]
client = Client(base_url=basis, raise_on_unexpected_status=True)
gent = lees_gemeenten_nis.sync(client=client, nis="44021")
lijst = lees_gemeenten.sync(client=client, limit=3)
standen = lees_standen.sync(client=client, nis="44021", doelstelling="bomen")
codes = lees_codelijsten_slug.sync(client=client, slug="pact")
weg = lees_gemeenten_nis.sync_detailed(client=client, nis="99999")
schrijver = AuthenticatedClient(
    base_url=basis, token=sleutel, auth_header_name="x-api-key", prefix="",
    raise_on_unexpected_status=True,
)
inhoud = Invoer.from_dict({
    "projectnaam": "Bomen, Kerkstraat", "aanvrager": "gemeente", "nis": "44021",
    "uitgevoerdOp": "2025-11-15",
    "geometrie": {"type": "Point", "coordinates": [3.7252, 51.0536]},
    "maatregelen": [{"parameter": "bomen", "hoeveelheid": 7}],
})
gemaakt = zet_verbeteringen_extern_sleutel.sync_detailed("P-1", client=schrijver, body=inhoud)
gezien = lees_verbeteringen.sync(client=schrijver, nis="44021")
print(json.dumps([
    gent.data.naam, len(lijst.data), bool(lijst.volgende), standen.data[-1].waarde,
    len(codes.data.concepten), weg.status_code, weg.parsed.detail, gemaakt.status_code,
    [v.projectnaam for v in gezien.data],
]))
"""


@pytest.fixture
def gemaakt(tmp_path: Path, api: ApiClient) -> Path:
    """The generated package; what the generator leaves out of it is a mistake in our document."""
    document = tmp_path / "openapi.json"
    document.write_bytes(api.get("/api/docs/openapi.json?ld=nee").content)
    instellingen = tmp_path / "instellingen.yaml"
    instellingen.write_text("package_name_override: partner\nproject_name_override: partner\n")
    uitkomst = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
            *("--path", str(document), "--config", str(instellingen)),
            *("--output-path", str(tmp_path / "partner")),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    tekst = uitkomst.stdout + uitkomst.stderr
    assert uitkomst.returncode == 0, tekst[-3_000:]
    # This generator knows no bodies of CSV, ndjson or Excel: a delivery is sent by hand.
    mis = [r for r in tekst.splitlines() if "WARNING parsing" in r and "/feeds/" not in r]
    assert not mis, mis
    assert "Unable to process schema" not in tekst, tekst[-3_000:]
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_een_gemaakte_client_leest_en_schrijft(
    gemaakt: Path, live_server: Any, cijfers: Any
) -> None:
    gent = bestuur_van("44021")
    Instelling.objects.create(organisatie=gent, eigen_meteen=True)
    sleutel = maak_sleutel(gent, "lezen", "registreren")
    uitkomst = subprocess.run(
        [sys.executable, "-c", GEBRUIK, live_server.url, sleutel],
        capture_output=True,
        text=True,
        check=False,
        cwd=gemaakt,
        timeout=100,
    )
    assert uitkomst.returncode == 0, uitkomst.stderr[-3_000:]
    naam, aantal, meer, waarde, codes, weg, uitleg, nieuw, projecten = json.loads(uitkomst.stdout)
    assert (naam, aantal, meer, codes) == ("Gent", 3, True, 3)
    assert waarde == "250"
    assert (weg, uitleg) == (404, "Er is geen Vlaamse gemeente met NIS-code 99999.")
    assert (nieuw, projecten) == (201, ["Bomen, Kerkstraat"])
    assert Verbetering.objects.get().externe_sleutel == "P-1"
