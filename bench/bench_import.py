"""Imports: 100,000 and 1,000,000 Groenblauwpeil features against what any import must do at least.

The least is: parse the JSON, make the shapes, write the same rows (COPY or executemany); for an
unchanged delivery: parse the JSON and read the stored keys and hashes. Everything runs in a process
of its own on a database that is emptied of verbeteringen first. Compared is processor time, the
session on the database server included, so that other work on the machine doesn't decide; the time
on the clock stands beside it.
"""

from __future__ import annotations

import gc
import io
import math
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from bench.kader import EigenProces, Uitkomst, in_eigen_proces

AANTAL = 100_000
GROOT = 1_000_000
_VLAANDEREN = (3.0, 5.2, 50.87, 51.15)


def schrijf(pad: str, aantal: int, vorm: str) -> None:
    """Write `aantal` features of about 500 bytes as ndjson or as one FeatureCollection."""
    d = random.Random(aantal)
    collectie = vorm == "collectie"
    with Path(pad).open("wb") as uit:
        uit.write(b'{"type":"FeatureCollection","features":[' if collectie else b"")
        for i in range(aantal):
            scheiding = (b"," if i else b"") if collectie else b""
            uit.write(scheiding + orjson.dumps(_feature(d, i)) + (b"" if collectie else b"\n"))
        uit.write(b'],"links":[]}' if collectie else b"")


def _feature(d: random.Random, i: int) -> dict[str, Any]:
    lon, lat = d.uniform(*_VLAANDEREN[:2]), d.uniform(*_VLAANDEREN[2:])
    ring = [
        [
            round(lon + 0.0003 * math.cos(math.pi * k / 5.5), 6),
            round(lat + 0.0002 * math.sin(math.pi * k / 5.5), 6),
        ]
        for k in range(11)
    ]
    datum = f"{d.randint(2021, 2025)}-{d.randint(1, 12):02d}-{d.randint(1, 28):02d}"
    leden: dict[str, Any] = {
        "projectnaam": f"Vergroening van straat en plein {i}",
        "aanvrager": d.choice(("burger", "gemeente", "vereniging")),
        "uitgevoerd_op": datum,
        "gewijzigd_op": f"{datum}T10:00:00Z",
        "bomen": d.randint(1, 50),
    }
    if i % 3 == 0:
        leden["ontharding_m2"] = d.randint(1, 5000) / 10
    return {
        "type": "Feature",
        "id": f"bench-{i}",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": leden,
    }


def leeg() -> None:
    """Take every verbetering and figure of an earlier run away."""
    from dataleveranciers.models import Importrij, Importrun
    from doelstellingen.models import Meting, Publicatie, Stand
    from verbeteringen.models import Maatregel, Verbetering, VerbeteringOud

    import_ = Publicatie.objects.filter(soort=Publicatie.Soort.IMPORT)
    for rijen in (
        Maatregel.objects.all(),
        VerbeteringOud.objects.all(),
        Verbetering.objects.all(),
        Importrij.objects.all(),
        Importrun.objects.all(),
        Stand.objects.filter(publicatie__in=import_),
        Meting.objects.filter(publicatie__in=import_),
        import_,
    ):
        rijen._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "ANALYZE")


def invoeren(pad: str) -> dict[str, Any]:
    from dataleveranciers.services import importeer

    run = importeer(feed="groenblauwpeil", bestand=Path(pad))
    return {"status": str(run.status), "gelezen": run.gelezen, "afgewezen": run.afgewezen}


def _kaal(model: type[Model]) -> tuple[str, list[tuple[Any, ...]]]:
    """Take the stored rows of a table out of it, and give the columns that they have."""
    namen = ", ".join(connection.ops.quote_name(str(v.column)) for v in model._meta.concrete_fields)
    tabel = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {namen} FROM {tabel} ORDER BY id")
        rijen = cursor.fetchall()
    model._default_manager.all()._raw_delete("default")
    return f"{tabel} ({namen})", rijen


def _schrijf_kaal(doel: str, rijen: list[tuple[Any, ...]]) -> None:
    """The plainest bulk write of ready values: executemany, or COPY of tab-separated text."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            plaatsen = ", ".join(["%s"] * len(rijen[0]))
            cursor.executemany(f"INSERT INTO {doel} VALUES ({plaatsen})", rijen)
            return
        tekst = "\n".join("\t".join(map(_als_tekst, rij)) for rij in rijen)
        cursor.copy_expert(f"COPY {doel} FROM STDIN", io.BytesIO(tekst.encode()))


def _als_tekst(waarde: Any) -> str:
    if waarde is None:
        return r"\N"
    return r"\\x" + waarde.hex() if isinstance(waarde, bytes | memoryview) else str(waarde)


def minste_invoer(pad: str, vorm: str) -> dict[str, float]:
    """JSON parse + shapely parse + the same rows, ready made, into both tables with their indexes."""
    import shapely
    from django.db import transaction

    from bench.kader import cpu_s
    from gereedschap.massaschrijver import ruime_cache
    from verbeteringen.models import Maatregel, Verbetering

    delen = _kaal(Maatregel)
    rijen = _kaal(Verbetering)
    # The engine keeps the collector quiet as well; with it the least would look slower than it is.
    gc.disable()
    begin, cpu = perf_counter(), cpu_s()
    for blok in _ontleed(pad, vorm):
        shapely.from_geojson([orjson.dumps(f["geometry"]) for f in blok])
    with transaction.atomic(), ruime_cache():
        _schrijf_kaal(*rijen)
        _schrijf_kaal(*delen)
    return {"cpu_s": cpu_s() - cpu, "seconden": perf_counter() - begin}


def _ontleed(pad: str, vorm: str) -> Iterator[list[Any]]:
    with Path(pad).open("rb") as bron:
        if vorm == "collectie":
            yield orjson.loads(bron.read())["features"]
            return
        while regels := bron.readlines(1 << 20):
            yield [orjson.loads(regel) for regel in regels]


def minste_ongewijzigd(pad: str, vorm: str) -> int:
    """JSON parse + reading the stored keys and hashes."""
    from verbeteringen.models import Verbetering

    gc.disable()
    aantal = sum(len(blok) for blok in _ontleed(pad, vorm))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT externe_sleutel, hash FROM {Verbetering._meta.db_table}")
        bekend = dict(cursor.fetchall())
    return aantal - len(bekend)


def _draai(naam: str, **argumenten: Any) -> EigenProces:
    uit = in_eigen_proces(f"bench.bench_import:{naam}", **argumenten)
    print(
        f"    {naam} {Path(argumenten['pad']).name}: {uit.cpu_s:.1f} s processor, "
        f"{uit.seconden:.1f} s op de klok, {uit.piek_mb:.0f} MB, {uit.resultaat}",
        file=sys.stderr,
        flush=True,
    )
    return uit


def _meet(naam: str, pad: str, vorm: str) -> tuple[EigenProces, list[Uitkomst]]:
    """Import a new and then the same delivery, and compare both with the least."""
    leeg()
    nieuw = _draai("invoeren", pad=pad)
    gelijk = _draai("invoeren", pad=pad)
    assert nieuw.resultaat == {"status": "gepubliceerd", "gelezen": AANTAL, "afgewezen": 0}
    assert gelijk.resultaat["status"] == "ongewijzigd"
    lezen = _draai("minste_ongewijzigd", pad=pad, vorm=vorm)
    minste = _draai("minste_invoer", pad=pad, vorm=vorm).resultaat
    return nieuw, [
        Uitkomst(
            f"invoer 100.000 features ({naam})",
            nieuw.cpu_s / minste["cpu_s"],
            4,
            toelichting=_tijden(nieuw.cpu_s, minste["cpu_s"], nieuw.seconden, minste["seconden"]),
        ),
        Uitkomst(
            f"ongewijzigde invoer ({naam})",
            gelijk.cpu_s / lezen.cpu_s,
            3,
            toelichting=_tijden(gelijk.cpu_s, lezen.cpu_s, gelijk.seconden, lezen.seconden),
        ),
        Uitkomst(
            f"geheugen bij 100.000 ({naam})",
            max(nieuw.piek_mb, gelijk.piek_mb),
            400,
            eenheid="MB",
        ),
    ]


def _tijden(cpu: float, cpu_minste: float, klok: float, klok_minste: float) -> str:
    return (
        f"{cpu:.2f} s tegen {cpu_minste:.2f} s processor; op de klok {klok:.1f} s tegen "
        f"{klok_minste:.1f} s ({klok / klok_minste:.2f} ×)"
    )


def main() -> list[Uitkomst]:
    call_command("laad_referentie", verbosity=0)
    uitkomsten: list[Uitkomst] = []
    with tempfile.TemporaryDirectory(dir=settings.DATA_MAP) as map_:
        for vorm in ("collectie", "regels"):
            pad = str(Path(map_) / f"{vorm}.json")
            schrijf(pad, AANTAL, vorm)
            klein, deel = _meet(vorm, pad, vorm)
            uitkomsten += deel
        pad = str(Path(map_) / "groot.json")
        schrijf(pad, GROOT, "regels")
        leeg()
        groot = _draai("invoeren", pad=pad)
        weer = _draai("invoeren", pad=pad)
        assert groot.resultaat == {"status": "gepubliceerd", "gelezen": GROOT, "afgewezen": 0}
        assert weer.resultaat["status"] == "ongewijzigd"
        leeg()
    return [
        *uitkomsten,
        Uitkomst(
            "invoer 1.000.000 tegenover 100.000",
            groot.cpu_s / klein.cpu_s,
            13,
            toelichting=_tijden(groot.cpu_s, klein.cpu_s, groot.seconden, klein.seconden),
        ),
        Uitkomst("geheugen bij 1.000.000", max(groot.piek_mb, weer.piek_mb), 400, eenheid="MB"),
    ]
