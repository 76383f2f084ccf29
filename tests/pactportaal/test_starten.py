"""`make run` and `make setup` on a machine where something is not as it should be."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scripts import serveer
from scripts.diensten import vrije_poort
from tests.werker import wacht_tot

WORTEL = Path(__file__).resolve().parents[2]


def _omgeving(map_: Path, **extra: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "pactportaal.settings",
        "DATA_MAP": str(map_),
        "LOGFORMAAT": "tekst",
        **extra,
    }


def _serveer(map_: Path, poort: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/serveer.py"],
        cwd=WORTEL,
        env=_omgeving(map_, PORT=poort),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_een_bezette_poort_krijgt_een_duidelijke_melding(tmp_path: Path) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        poort = bezet.getsockname()[1]
        uitkomst = _serveer(tmp_path, str(poort))
    assert uitkomst.returncode == 2
    assert f"Poort {poort} is bezet" in uitkomst.stdout
    assert f"make run PORT={poort + 1}" in uitkomst.stdout


@pytest.mark.parametrize("poort", ["acht", "0", "70000", "-1"])
def test_een_poort_die_geen_poort_is_wordt_geweigerd(tmp_path: Path, poort: str) -> None:
    uitkomst = _serveer(tmp_path, poort)
    assert uitkomst.returncode == 2
    assert "1 tot 65535" in uitkomst.stdout


def _kinderen(pid: int) -> list[int]:
    lijst = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(kind) for kind in lijst.read_text().split()] if lijst.exists() else []


def _vraag(poort: int, *, lengte: int) -> tuple[int, str]:
    """Ask for an address of this many characters."""
    with closing(http.client.HTTPConnection("127.0.0.1", poort, timeout=30)) as lijn:
        lijn.request("GET", "/gezondheid/?x=".ljust(lengte, "x"))
        with lijn.getresponse() as antwoord:
            return antwoord.status, antwoord.read().decode()


@pytest.mark.worker
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="leest kindprocessen uit /proc")
@pytest.mark.parametrize("hoe", ["ctrl-c", "een van beide sterft"])
def test_server_en_werker_stoppen_samen(tmp_path: Path, hoe: str) -> None:
    log, poort = tmp_path / "uitvoer", vrije_poort()
    with log.open("wb") as uitvoer:
        proces = subprocess.Popen(
            [sys.executable, "scripts/serveer.py"],
            cwd=WORTEL,
            env=_omgeving(tmp_path, PORT=str(poort)),
            stdout=uitvoer,
            stderr=subprocess.STDOUT,
        )
    try:
        wacht_tot(lambda: len(_kinderen(proces.pid)) == 2, seconden=30)
        server, werker = _kinderen(proces.pid)
        wacht_tot(lambda: " ready." in log.read_text(), seconden=60)
        if hoe == "ctrl-c":
            wacht_tot(lambda: not serveer.poort_is_vrij("127.0.0.1", poort), seconden=30)
            assert _vraag(poort, lengte=8_100)[0] != 414
            code, pagina = _vraag(poort, lengte=70_000)
            assert code == 414
            assert "Dit adres is te lang" in pagina
            proces.send_signal(signal.SIGINT)
            assert proces.wait(40) == 0
        else:
            os.kill(werker, signal.SIGKILL)
            assert proces.wait(40) == 1
            assert "De werker is gestopt" in log.read_text()
        assert not Path(f"/proc/{server}").exists()
        assert not Path(f"/proc/{werker}").exists()
    finally:
        if proces.poll() is None:
            proces.terminate()
            proces.wait(40)


def test_de_werker_van_make_run_heeft_beat_en_draden() -> None:
    opdracht = serveer.opdrachten("127.0.0.1", 8000)["werker"]
    assert "--beat" in opdracht
    assert opdracht[opdracht.index("--pool") + 1] == "threads"


def _nep_python(map_: Path, *, versie_in_orde: bool) -> Path:
    """Write a Python that says its version, and has no ensurepip."""
    pad = map_ / "python-nep"
    pad.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        "  --version) echo Python 3.11.0 ;;\n"
        f'  *"sys.version_info <"*) exit {0 if versie_in_orde else 1} ;;\n'
        '  *"%d.%d"*) echo 3.11 ;;\n'
        "  *) exit 1 ;;\n"
        "esac\n"
    )
    pad.chmod(0o755)
    return pad


@pytest.mark.parametrize(
    ("versie_in_orde", "uitleg"),
    [(True, "python3.11-venv"), (False, "Python 3.11 of nieuwer is nodig")],
)
def test_make_setup_zegt_wat_te_installeren(
    tmp_path: Path, versie_in_orde: bool, uitleg: str
) -> None:
    nep = _nep_python(tmp_path, versie_in_orde=versie_in_orde)
    uitkomst = subprocess.run(
        ["sh", "scripts/venv.sh", "basis"],
        cwd=WORTEL,
        env={"PATH": os.environ["PATH"], "PYTHON": str(nep), "VENV": str(tmp_path / "venv")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert uitkomst.returncode == 1
    assert uitleg in uitkomst.stderr
