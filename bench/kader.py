"""What every benchmark uses: an outcome with its limit, ratios of one run, and peak memory.

A benchmark compares two times measured in the same run on the same machine, so that its outcome
means the same on a laptop and on a build server.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Richting = Literal["hoogstens", "minstens"]


@dataclass(frozen=True)
class Uitkomst:
    """One measured value against its limit; `eenheid` is "×" for a ratio."""

    naam: str
    waarde: float
    grens: float
    richting: Richting = "hoogstens"
    eenheid: str = "×"
    toelichting: str = ""

    @property
    def gehaald(self) -> bool:
        if self.richting == "hoogstens":
            return self.waarde <= self.grens
        return self.waarde >= self.grens

    def als_dict(self) -> dict[str, Any]:
        return {**asdict(self), "gehaald": self.gehaald}


def duur_s(functie: Callable[[], object], *, herhalingen: int = 1) -> float:
    """Give the shortest wall-clock time in seconds of `herhalingen` calls.

    The shortest, because whatever else the machine does can only add time.
    """
    tijden = []
    for _ in range(herhalingen):
        begin = time.perf_counter()
        functie()
        tijden.append(time.perf_counter() - begin)
    return min(tijden)


@dataclass(frozen=True)
class Duur:
    """How long a call took: processor seconds (see `cpu_s`) and seconds on the clock."""

    cpu_s: float
    klok_s: float


def duur(functie: Callable[[], object], *, herhalingen: int = 1) -> Duur:
    """Give the shortest of `herhalingen` calls, in processor time and on the clock."""
    metingen = []
    for _ in range(herhalingen):
        klok, cpu = time.perf_counter(), cpu_s()
        functie()
        metingen.append((cpu_s() - cpu, time.perf_counter() - klok))
    return Duur(min(cpu for cpu, _ in metingen), min(klok for _, klok in metingen))


def gemiddeld_cpu_s(functie: Callable[[], object], *, herhalingen: int) -> float:
    """Give the mean processor seconds of a call, after one that warms up.

    Taken over all calls together: the clock of a database session ticks a hundred times a second.
    """
    functie()
    begin = cpu_s()
    for _ in range(herhalingen):
        functie()
    return (cpu_s() - begin) / herhalingen


def verhouding(
    teller: Callable[[], object], noemer: Callable[[], object], *, herhalingen: int = 3
) -> float:
    """Give time(teller) / time(noemer), the two measured in turns.

    In turns, so that a machine that slows down half-way slows both.
    """
    beste_teller = beste_noemer = float("inf")
    for _ in range(herhalingen):
        beste_teller = min(beste_teller, duur_s(teller))
        beste_noemer = min(beste_noemer, duur_s(noemer))
    return beste_teller / beste_noemer


@dataclass(frozen=True)
class EigenProces:
    """What a function did in a process of its own."""

    seconden: float
    cpu_s: float
    piek_mb: float
    resultaat: Any


def in_eigen_proces(doel: str, **argumenten: Any) -> EigenProces:
    """Run `"module:functie"` with JSON-able keyword arguments in a fresh Python with Django set up.

    Gives the seconds inside the function, the processor seconds (of the process and of its session
    on the database server), the peak resident memory in MB (2**20 bytes) of the whole process, and
    what it returned. The database and the data map are those of this process, so rows
    that must be seen there have to be committed. Raises RuntimeError with the other's traceback.
    """
    proces = subprocess.run(
        [sys.executable, "-m", "bench.eigen_proces", doel, json.dumps(argumenten)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ.copy(),
    )
    if proces.returncode:
        raise RuntimeError(f"{doel} mislukte:\n{proces.stderr}")
    return EigenProces(**json.loads(proces.stdout.splitlines()[-1]))


def cpu_s() -> float:
    """Give the processor seconds used so far by this process and by its PostgreSQL session.

    What else the machine does adds to the time on the clock, hardly to this one. The session of a
    server on this machine is read from /proc; elsewhere it isn't counted.
    """
    return time.process_time() + sessie_s()


def sessie_s() -> float:
    """Give the processor seconds of our PostgreSQL session so far, in steps of a hundredth."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    nummer = connection.connection.info.backend_pid
    try:
        velden = Path(f"/proc/{nummer}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(velden[11]) + int(velden[12])) / os.sysconf("SC_CLK_TCK")


def houd_sessie() -> None:
    """Keep one session with the database from here on: a new one counts its seconds from zero."""
    from django.db import connection

    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = None
    connection.ensure_connection()


@dataclass(frozen=True)
class Beurt:
    """Processor seconds of one call: of this process, and of its session with the database."""

    eigen_s: float
    sessie_s: float

    @property
    def cpu_s(self) -> float:
        return self.eigen_s + self.sessie_s


def in_beurten(
    doen: Mapping[str, Callable[[], object]], *, rondes: int, per_ronde: int
) -> dict[str, Beurt]:
    """Measure calls in turns, so that a machine that slows down half-way slows all of them.

    Of this process the median of the rounds counts, of the session the mean over all of them: its
    clock ticks a hundred times a second, too coarse for one round. Raises when the session was
    replaced in between (see `houd_sessie`).
    """
    from django.db import connection, reset_queries

    houd_sessie()
    sessie = connection.connection
    eigen: dict[str, list[float]] = {naam: [] for naam in doen}
    server = dict.fromkeys(doen, 0.0)
    for doe in doen.values():
        doe()
    for _ in range(rondes):
        for naam, doe in doen.items():
            van_sessie, begin = sessie_s(), time.process_time()
            for _ in range(per_ronde):
                doe()
            eigen[naam].append((time.process_time() - begin) / per_ronde)
            server[naam] += sessie_s() - van_sessie
            reset_queries()
    if connection.connection is not sessie:
        raise RuntimeError("De sessie met de databank werd tijdens de meting vervangen.")
    aantal = rondes * per_ronde
    return {n: Beurt(statistics.median(eigen[n]), server[n] / aantal) for n in doen}


def piek_mb() -> float:
    """Give the peak resident memory of this process in MB (2**20 bytes).

    From /proc where it exists: `ru_maxrss` of a child also counts the parent it was forked from.
    """
    try:
        with open("/proc/self/status") as status:
            regel = next(r for r in status if r.startswith("VmHWM:"))
        return int(regel.split()[1]) / 1024
    except OSError:
        import resource

        deler = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / deler
