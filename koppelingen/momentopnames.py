"""Snapshots of the open datasets: written beside the old ones, then shown in one rename.

A snapshot is a map `DATA_MAP/opendata/<JJJJMMDDTUUMMSS>/` with every dataset in every format and
`momentopname.json`, which names each file with its size, its checksum and its number of rows. A map
without that file doesn't exist for a reader. Rows are written in blocks: memory doesn't grow with
the number of rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from doelstellingen.publicaties import nieuwste
from koppelingen.datasets import DATASETS, Dataset, Lezing
from koppelingen.schrijvers import Schrijver, schrijvers_voor

logger = logging.getLogger(__name__)
NAAM = re.compile(r"\d{8}T\d{6}", re.ASCII)
INHOUD = "momentopname.json"
BLOK = 2_000
DAGEN_BEWAARD = 14
MAANDEN_BEWAARD = 24
_LEES = 1 << 20


@dataclass(frozen=True)
class Bestand:
    """One file of a snapshot."""

    dataset: str
    formaat: str
    naam: str
    grootte: int
    sha256: str
    rijen: int


@dataclass(frozen=True)
class Momentopname:
    """A complete snapshot; `editie` is the newest publicatie that it holds."""

    map: Path
    gemaakt_op: dt.datetime
    editie: int
    bestanden: tuple[Bestand, ...]

    @property
    def dag(self) -> dt.date:
        return timezone.localtime(self.gemaakt_op).date()

    def bestand(self, dataset: str, formaat: str) -> Bestand | None:
        return next(
            (b for b in self.bestanden if (b.dataset, b.formaat) == (dataset, formaat)), None
        )

    def pad(self, bestand: Bestand) -> Path:
        return self.map / bestand.naam


def hoofdmap() -> Path:
    return Path(settings.DATA_MAP) / "opendata"


@lru_cache(maxsize=64)
def _lees(inhoud: Path) -> Momentopname:
    ruw = orjson.loads(inhoud.read_bytes())
    return Momentopname(
        map=inhoud.parent,
        gemaakt_op=dt.datetime.fromisoformat(ruw["gemaaktOp"]),
        editie=ruw["editie"],
        bestanden=tuple(Bestand(**b) for b in ruw["bestanden"]),
    )


def momentopnames() -> list[Momentopname]:
    """Give the complete snapshots, the newest first."""
    hoofd = hoofdmap()
    if not hoofd.is_dir():
        return []
    mappen = sorted((m for m in hoofd.iterdir() if NAAM.fullmatch(m.name)), reverse=True)
    return [_lees(m / INHOUD) for m in mappen if (m / INHOUD).is_file()]


def nieuwste_momentopname() -> Momentopname | None:
    return next(iter(momentopnames()), None)


def van_dag(dag: dt.date) -> Momentopname | None:
    """Give the last snapshot of this day."""
    return next((m for m in momentopnames() if m.dag == dag), None)


@contextmanager
def _een_stand() -> Iterator[None]:
    """Let all datasets be read from one state of the database.

    On PostgreSQL by one read-only transaction. SQLite's would keep every writer waiting; there a
    publicatie that comes during the night can be in one file and not yet in another.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _som(pad: Path) -> str:
    som = hashlib.sha256()
    with pad.open("rb") as bron:
        while stuk := bron.read(_LEES):
            som.update(stuk)
    return som.hexdigest()


def _schrijf_rijen(dataset: Dataset, schrijvers: list[Schrijver]) -> int:
    rijen = 0
    blok: list[tuple[dict[str, Any], Any]] = []
    for paar in Lezing(dataset).regels():
        blok.append(paar)
        if len(blok) == BLOK:
            rijen += len(blok)
            for schrijver in schrijvers:
                schrijver.schrijf(blok)
            blok = []
    for schrijver in schrijvers:
        schrijver.schrijf(blok)
        schrijver.sluit()
    return rijen + len(blok)


def _schrijf_dataset(dataset: Dataset, map_: Path) -> list[Bestand]:
    schrijvers = schrijvers_voor(dataset, map_)
    try:
        rijen = _schrijf_rijen(dataset, schrijvers)
    finally:
        for schrijver in schrijvers:
            schrijver.laat_los()
    return [
        Bestand(dataset.slug, x.formaat, x.pad.name, x.pad.stat().st_size, _som(x.pad), rijen)
        for x in schrijvers
    ]


def _vrije_naam(nu: dt.datetime) -> str:
    naam = f"{timezone.localtime(nu):%Y%m%dT%H%M%S}"
    while (hoofdmap() / naam).exists():
        nu += dt.timedelta(seconds=1)
        naam = f"{timezone.localtime(nu):%Y%m%dT%H%M%S}"
    return naam


def maak_momentopname(*, datasets: tuple[Dataset, ...] = DATASETS) -> Momentopname:
    """Write a snapshot of every dataset and show it when all is there; then take old ones away.

    What fails leaves nothing behind and the previous snapshot in place.
    """
    hoofdmap().mkdir(parents=True, exist_ok=True)
    bezig = hoofdmap() / f".bezig-{uuid.uuid4().hex}"
    bezig.mkdir()
    try:
        with _een_stand():
            nu, editie = timezone.now(), nieuwste()
            bestanden = [b for dataset in datasets for b in _schrijf_dataset(dataset, bezig)]
        inhoud = {
            "gemaaktOp": nu.isoformat(),
            "editie": editie,
            "bestanden": [vars(b) for b in bestanden],
        }
        (bezig / INHOUD).write_bytes(orjson.dumps(inhoud, option=orjson.OPT_INDENT_2))
        klaar = hoofdmap() / _vrije_naam(nu)
        bezig.rename(klaar)
    except BaseException:
        shutil.rmtree(bezig, ignore_errors=True)
        raise
    ruim_op()
    return _lees(klaar / INHOUD)


def _te_bewaren(opnames: list[Momentopname], vandaag: dt.date) -> set[Path]:
    """The newest always; of each recent day the last; of each month the first."""
    blijft = {opnames[0].map} if opnames else set()
    per_dag: dict[dt.date, Path] = {}
    per_maand: dict[tuple[int, int], Path] = {}
    for opname in opnames:  # newest first
        per_dag.setdefault(opname.dag, opname.map)
        per_maand[(opname.dag.year, opname.dag.month)] = opname.map
    for dag, map_ in per_dag.items():
        if (vandaag - dag).days < DAGEN_BEWAARD:
            blijft.add(map_)
    nu = vandaag.year * 12 + vandaag.month
    for (jaar, maand), map_ in per_maand.items():
        if nu - (jaar * 12 + maand) < MAANDEN_BEWAARD:
            blijft.add(map_)
    return blijft


def ruim_op(*, vandaag: dt.date | None = None) -> int:
    """Take away what need not be kept, and what a stopped run left; give how many maps."""
    blijft = _te_bewaren(momentopnames(), vandaag or timezone.localdate())
    gisteren = timezone.now().timestamp() - 24 * 3600
    weg = 0
    for map_ in hoofdmap().iterdir():
        half = map_.name.startswith(".bezig-") and map_.stat().st_mtime < gisteren
        oud = NAAM.fullmatch(map_.name) is not None and map_ not in blijft
        if half or oud:
            # Gone for readers at once; who is downloading keeps the open file.
            (map_ / INHOUD).unlink(missing_ok=True)
            shutil.rmtree(map_, ignore_errors=True)
            weg += 1
    if weg:
        logger.info("%s oude momentopnames verwijderd", weg)
    return weg
