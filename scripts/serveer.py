"""Run the portal on this machine: gunicorn and a Celery worker with beat, stopped together.

`make run` calls this after the data is ready. If one of the two stops, so does the other, with a
message: a portal without its worker would look healthy and do nothing.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
OPSTARTTIJD_S = 60
STOPTIJD_S = 15


def meld(tekst: str) -> None:
    print(tekst, flush=True)


def poort_is_vrij(host: str, poort: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stopcontact:
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stopcontact.bind((host, poort))
        except OSError:
            return False
    return True


def opdrachten(host: str, poort: int) -> dict[str, list[str]]:
    """Give the two commands; the worker uses threads, because SQLite has one writer anyway."""
    return {
        "server": [
            *(sys.executable, "-m", "gunicorn", "pactportaal.wsgi"),
            *("--bind", f"{host}:{poort}", "--workers", "1", "--threads", "8"),
            *("--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning"),
            *("--no-control-socket",),
        ],
        "werker": [
            *(sys.executable, "-m", "celery", "--app", "pactportaal", "--quiet", "worker"),
            *("--beat", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
    }


def start(opdracht: list[str]) -> subprocess.Popen[bytes]:
    omgeving = {
        **os.environ,
        # Tasks travel as JSON, so a worker of root unpickles nothing: the warning says nothing new.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    # A session of its own: Ctrl-C reaches us alone, and we stop both in order.
    return subprocess.Popen(opdracht, cwd=WORTEL, env=omgeving, start_new_session=True)


def stop(processen: dict[str, subprocess.Popen[bytes]]) -> None:
    for proces in processen.values():
        if proces.poll() is None:
            proces.terminate()
    einde = time.monotonic() + STOPTIJD_S
    for naam, proces in processen.items():
        try:
            proces.wait(max(0.1, einde - time.monotonic()))
        except subprocess.TimeoutExpired:
            meld(f"De {naam} stopt niet vanzelf en wordt afgebroken.")
            os.killpg(proces.pid, signal.SIGKILL)
            proces.wait()


def leeft(adres: str) -> bool:
    try:
        with urllib.request.urlopen(f"{adres}gezondheid/", timeout=5) as antwoord:
            return bool(antwoord.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


class Gestopt(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""


def _op_signaal(nummer: int, _: object) -> None:
    raise Gestopt(signal.Signals(nummer).name)


def waak(processen: dict[str, subprocess.Popen[bytes]], *, adres: str) -> int:
    """Wait until a process ends or somebody stops us; give the exit code of `make run`."""
    ouder = os.getppid()
    gemeld = False
    begin = time.monotonic()
    while True:
        for naam, proces in processen.items():
            if proces.poll() is not None:
                meld(f"De {naam} is gestopt (code {proces.returncode}); de rest stopt mee.")
                meld("De reden staat in de regels hierboven. Start opnieuw met: make run")
                return 1
        if not gemeld and leeft(adres):
            meld(f"\n  PactPortaal draait op {adres}\n  Stoppen: Ctrl-C\n")
            gemeld = True
        elif not gemeld and time.monotonic() - begin > OPSTARTTIJD_S:
            meld(f"De server antwoordt na {OPSTARTTIJD_S} s nog niet op {adres}gezondheid/.")
            return 1
        if os.getppid() != ouder:
            return 0
        time.sleep(0.3 if not gemeld else 1)


def main() -> int:
    host = os.environ.get("HOST") or "127.0.0.1"
    tekst = os.environ.get("PORT") or "8000"
    if not (tekst.isdecimal() and 0 < int(tekst) < 65536):
        meld(f"PORT is “{tekst}”, maar moet een getal van 1 tot 65535 zijn.")
        return 2
    poort = int(tekst)
    if not poort_is_vrij(host, poort):
        meld(f"Poort {poort} is bezet of mag niet. Kies een andere: make run PORT={poort + 1}")
        return 2
    toon = "127.0.0.1" if host == "0.0.0.0" else host
    for nummer in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(nummer, _op_signaal)
    processen: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for naam, opdracht in opdrachten(host, poort).items():
            processen[naam] = start(opdracht)
        return waak(processen, adres=f"http://{toon}:{poort}/")
    except Gestopt:
        meld("\nStoppen …")
        return 0
    finally:
        for nummer in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(nummer, signal.SIG_IGN)
        stop(processen)
        meld("Gestopt.")


if __name__ == "__main__":
    sys.exit(main())
