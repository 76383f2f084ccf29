"""The command takes boundaries into use under one publicatie, or changes nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from shapely.geometry import mapping

from dataleveranciers.management.commands import probeer_vrbg
from doelstellingen.models import Publicatie
from gemeenten import grensformaat, services
from gemeenten.grenzen import huidige_grenzen
from gemeenten.models import Grensbestand

pytestmark = pytest.mark.django_db


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    services.laad_gebieden()
    vormen = grensformaat.lees(settings.FIXTURES_MAP / "grenzen_benadering.csv")
    pad = tmp_path / "refgem.geojson"
    features = [
        {"type": "Feature", "properties": {"NISCODE": nis}, "geometry": mapping(vorm)}
        for nis, vorm in vormen.items()
    ]
    pad.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return pad


def _roep(*args: str) -> str:
    uit = StringIO()
    call_command(*args, stdout=uit)
    return uit.getvalue()


def test_neemt_grenzen_in_gebruik_onder_een_publicatie(bestand: Path) -> None:
    uit = _roep("importeer_grenzen", str(bestand), "--naam", "VRBG 2025")
    publicatie = Publicatie.objects.latest("pk")
    assert publicatie.soort == Publicatie.Soort.GRENZEN
    assert huidige_grenzen().bestand.publicatie == publicatie.pk
    assert not huidige_grenzen().benaderend
    assert "VRBG 2025" in huidige_grenzen().zin
    assert "285 gemeenten zijn in gebruik" in uit


def test_hetzelfde_bestand_nogmaals_verandert_niets(bestand: Path) -> None:
    _roep("importeer_grenzen", str(bestand))
    aantal = (Publicatie.objects.count(), Grensbestand.objects.count())
    assert "Ongewijzigd" in _roep("importeer_grenzen", str(bestand))
    assert (Publicatie.objects.count(), Grensbestand.objects.count()) == aantal


def test_een_geweigerd_bestand_laat_niets_achter(bestand: Path) -> None:
    inhoud = json.loads(bestand.read_text())
    del inhoud["features"][7]
    bestand.write_text(json.dumps(inhoud))
    aantal = (Publicatie.objects.count(), Grensbestand.objects.count())
    with pytest.raises(CommandError, match="niets gewijzigd"):
        _roep("importeer_grenzen", str(bestand))
    assert (Publicatie.objects.count(), Grensbestand.objects.count()) == aantal
    assert huidige_grenzen().benaderend


def test_probeert_de_officiele_grenzen_een_keer(
    bestand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pogingen: list[str] = []

    def weg(url: str, doel: Path, *, seconden: float) -> str:
        pogingen.append(url)
        return "niet bereikbaar"

    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(probeer_vrbg, "haal_binnen_de_tijd", weg)
    assert "niet bereikbaar" in _roep("probeer_vrbg")
    assert "Eerder geprobeerd" in _roep("probeer_vrbg")
    assert len(pogingen) == 1
    assert huidige_grenzen().benaderend


def test_een_geslaagde_poging_blijft_in_gebruik(
    bestand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def haal(url: str, doel: Path, *, seconden: float) -> str:
        doel.write_bytes(bestand.read_bytes())
        return ""

    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(probeer_vrbg, "haal_binnen_de_tijd", haal)
    _roep("probeer_vrbg")
    assert huidige_grenzen().bestand.soort == Grensbestand.Soort.VRBG
    assert "zijn er al" in _roep("probeer_vrbg")


def test_in_ci_gaat_niets_naar_buiten(bestand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(probeer_vrbg, "haal_binnen_de_tijd", None)
    assert "Overgeslagen in CI" in _roep("probeer_vrbg")


def test_wacht_niet_langer_dan_afgesproken(tmp_path: Path) -> None:
    # A name that never resolves and a server that hangs look the same: the thread stays behind.
    import socket

    with socket.create_server(("127.0.0.1", 0)) as zwijger:
        url = f"http://127.0.0.1:{zwijger.getsockname()[1]}/"
        fout = probeer_vrbg.haal_binnen_de_tijd(url, tmp_path / "x", seconden=0.2)
    assert "binnen" in fout
