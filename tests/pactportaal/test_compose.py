"""The containers, without a Docker engine: what they name exists, and their commands really run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from pactportaal.omgeving import VARIABELEN
from scripts import diensten
from tests.werker import wacht_tot

WORTEL = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((WORTEL / "docker-compose.yml").read_text())
DIENSTEN: dict[str, Any] = COMPOSE["services"]
EIGEN = [naam for naam, dienst in DIENSTEN.items() if "build" in dienst]
DOCKERFILE = (WORTEL / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
BIN = Path(sys.executable).parent
VENV_PROGRAMMAS = {"python", "gunicorn", "celery"}


def instructies(naam: str) -> list[str]:
    return [regel.split(None, 1)[1] for regel in DOCKERFILE if regel.startswith(f"{naam} ")]


def opdrachten(dienst: dict[str, Any]) -> list[list[str]]:
    """Give the commands of a service; `sh -c "a && b"` is two."""
    opdracht: list[str] = dienst["command"]
    if opdracht[:2] == ["sh", "-c"]:
        return [shlex.split(deel) for deel in opdracht[2].split("&&")]
    return [opdracht]


def in_het_beeld(pad: str) -> bool:
    """Whether .dockerignore lets this path of the repository into the image."""
    mag = True
    for regel in (WORTEL / ".dockerignore").read_text().splitlines():
        if not regel or regel.startswith("#"):
            continue
        patroon = regel.removeprefix("!").removeprefix("**/")
        ouders = ["/".join(pad.split("/")[: i + 1]) for i in range(pad.count("/") + 1)]
        if any(fnmatch(ouder, patroon) for ouder in ouders):
            mag = regel.startswith("!")
    return mag


def test_er_zijn_web_werker_beat_databank_en_redis() -> None:
    assert {"web", "worker", "beat", "db", "redis"} <= DIENSTEN.keys()


@pytest.mark.parametrize("naam", EIGEN)
def test_elke_omgevingsvariabele_bestaat(naam: str) -> None:
    bekend = {variabele.naam for variabele in VARIABELEN}
    assert DIENSTEN[naam]["environment"].keys() <= bekend


@pytest.mark.parametrize("naam", EIGEN)
def test_elke_opdracht_en_elk_bestand_bestaat(naam: str) -> None:
    controle = DIENSTEN[naam].get("healthcheck", {}).get("test", ["CMD", "python"])[1:]
    for programma, *rest in [*opdrachten(DIENSTEN[naam]), controle]:
        assert programma in VENV_PROGRAMMAS
        assert (BIN / programma).exists()
        for woord in rest:
            if woord.endswith(".py"):
                assert (WORTEL / woord).is_file(), woord
                assert in_het_beeld(woord), f"{woord} staat niet in het beeld"


def test_elke_verwijzing_binnen_compose_bestaat() -> None:
    for naam, dienst in DIENSTEN.items():
        assert dienst.get("depends_on", {}).keys() <= DIENSTEN.keys(), naam
        for volume in dienst.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"], volume


def test_geheimen_hebben_geen_standaardwaarde() -> None:
    omgeving = DIENSTEN["web"]["environment"]
    assert omgeving["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "${POSTGRES_PASSWORD:?" in omgeving["DATABASE_URL"]


def test_poorten_van_compose_dockerfile_en_server_zijn_dezelfde() -> None:
    (poort,) = instructies("EXPOSE")
    web = DIENSTEN["web"]
    assert web["ports"] == [f"127.0.0.1:${{PORT:-{poort}}}:{poort}"]
    assert f"0.0.0.0:{poort}" in web["command"]
    assert json.loads(instructies("CMD")[0]) == web["command"]
    assert ":5432/" in web["environment"]["DATABASE_URL"]
    assert web["environment"]["REDIS_URL"].startswith("redis://redis:6379/")


def test_het_beeld_draait_niet_als_root_en_bewaart_gegevens_buiten_zichzelf() -> None:
    (gebruiker,) = instructies("USER")
    assert gebruiker.split(":")[0].isdecimal()
    assert gebruiker.split(":")[0] != "0"
    (volume,) = instructies("VOLUME")
    for naam in EIGEN:
        assert DIENSTEN[naam]["environment"]["DATA_MAP"] == volume
        assert DIENSTEN[naam]["volumes"] == [f"gegevens:{volume}"]


def test_het_beeld_is_in_twee_trappen_gebouwd_met_vergrendelde_pakketten() -> None:
    assert len(instructies("FROM")) == 2
    assert any("--require-hashes" in regel for regel in instructies("RUN"))
    for regel in instructies("COPY"):
        bron = regel.split()[-2]
        if not regel.startswith("--from"):
            assert (WORTEL / bron).exists(), regel


def test_wat_de_instellingen_lezen_gaat_mee_in_het_beeld() -> None:
    from django.conf import settings

    for pad in [*settings.ROOMS, "pactportaal", "gereedschap", "static", "templates", "fixtures"]:
        assert in_het_beeld(f"{pad}/x"), pad
    assert in_het_beeld("pyproject.toml")
    assert in_het_beeld("gunicorn.conf.py")
    assert not in_het_beeld("tests/conftest.py")
    assert not in_het_beeld(".env")
    assert not in_het_beeld(".data/pactportaal.sqlite3")


def _echt(opdracht: list[str], *, poort: int, map_: Path) -> list[str]:
    """Give the same command for this machine: its own venv, port and data map."""
    programma, *rest = opdracht
    vervang = {"0.0.0.0:8000": f"127.0.0.1:{poort}", "/data/beat": str(map_ / "beat")}
    return [str(BIN / programma), *(vervang.get(woord, woord) for woord in rest)]


def _omgeving(*, map_: Path, database: str, redis: str, poort: int) -> dict[str, str]:
    """Give the environment of the web service, with its ${NAAM:-standaard} filled in."""
    gevuld = {
        naam: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(waarde))
        for naam, waarde in DIENSTEN["web"]["environment"].items()
    }
    return {
        "PATH": os.environ["PATH"],
        **gevuld,
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "DATA_MAP": str(map_),
        "PORT": str(poort),
    }


@pytest.fixture
def echte_diensten() -> Iterator[tuple[str, str]]:
    with ExitStack() as stapel:
        database = stapel.enter_context(diensten.postgres())
        redis = stapel.enter_context(diensten.redis())
        if redis is None:
            pytest.skip("GEEN REDIS: de opdrachten van docker-compose.yml zijn niet gedraaid")
        yield database, redis


@pytest.mark.worker
@pytest.mark.zwaar
@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_de_opdrachten_draaien_op_echte_postgresql_en_redis(
    echte_diensten: tuple[str, str], tmp_path: Path
) -> None:
    """Migrate, then gunicorn, worker and beat at once, until each health check is content."""
    database, redis = echte_diensten
    poort = diensten.vrije_poort()
    omgeving = _omgeving(map_=tmp_path, database=database, redis=redis, poort=poort)
    for opdracht in opdrachten(DIENSTEN["migratie"]):
        subprocess.run(
            _echt(opdracht, poort=poort, map_=tmp_path),
            cwd=WORTEL,
            env=omgeving,
            check=True,
            capture_output=True,
            timeout=200,
        )
    log = tmp_path / "uitvoer.log"
    processen: list[subprocess.Popen[bytes]] = []

    def gezond(naam: str) -> bool:
        assert all(proces.poll() is None for proces in processen), log.read_text()
        controle = _echt(DIENSTEN[naam]["healthcheck"]["test"][1:], poort=poort, map_=tmp_path)
        uitkomst = subprocess.run(
            controle, cwd=WORTEL, env=omgeving, check=False, capture_output=True
        )
        return uitkomst.returncode == 0

    try:
        with log.open("wb") as uitvoer:
            for naam in ("web", "worker", "beat"):
                (opdracht,) = opdrachten(DIENSTEN[naam])
                processen.append(
                    subprocess.Popen(
                        _echt(opdracht, poort=poort, map_=tmp_path),
                        cwd=WORTEL,
                        env=omgeving,
                        stdout=uitvoer,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        for naam in ("web", "worker", "beat"):
            wacht_tot(lambda naam=naam: gezond(naam), seconden=60)
    finally:
        for proces in processen:
            proces.terminate()
        for proces in processen:
            proces.wait(30)
