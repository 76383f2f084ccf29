"""Imports: 100,000 and 1,000,000 Groenblauwpeil features against what any import must do at least.

The least is: parse the JSON, make the shapes, write the same rows (COPY or executemany); for an
unchanged delivery: parse the JSON and read the stored keys and hashes. Everything runs in a process
of its own on a database that is emptied of verbeteringen first.
"""

from __future__ import annotations

import math
import random
import tempfile
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.db import connection

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


def minste_invoer(pad: str, vorm: str) -> int:
    """JSON parse + shapely parse + the same rows in a copy of the two tables, with their indexes."""
    import shapely

    from gereedschap.massaschrijver import Massaschrijver
    from verbeteringen.models import Maatregel, Verbetering
    from verbeteringen.overname import INHOUD

    features = _ontleed(pad, vorm)
    shapely.from_geojson([orjson.dumps(f["geometry"]) for f in features])
    verbetering = [v.attname for v in Verbetering._meta.concrete_fields]
    maatregel = [v.attname for v in Maatregel._meta.concrete_fields]
    rijen = list(Verbetering.objects.order_by("pk").values_list(*verbetering))
    delen = list(Maatregel.objects.order_by("pk").values_list(*maatregel))
    assert INHOUD
    Maatregel.objects.all()._raw_delete("default")
    Verbetering.objects.all()._raw_delete("default")
    from time import perf_counter

    from django.db import transaction

    begin = perf_counter()
    _ontleed(pad, vorm)
    shapely.from_geojson([orjson.dumps(f["geometry"]) for f in features])
    with transaction.atomic():
        Massaschrijver(Verbetering, verbetering).schrijf(rijen)
        Massaschrijver(Maatregel, maatregel).schrijf(delen)
    return int((perf_counter() - begin) * 1e6)


def _ontleed(pad: str, vorm: str) -> list[Any]:
    with Path(pad).open("rb") as bron:
        if vorm == "collectie":
            return list(orjson.loads(bron.read())["features"])
        return [orjson.loads(regel) for regel in bron]


def minste_ongewijzigd(pad: str, vorm: str) -> int:
    """JSON parse + reading the stored keys and hashes."""
    from time import perf_counter

    from verbeteringen.models import Verbetering

    begin = perf_counter()
    _ontleed(pad, vorm)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT externe_sleutel, hash FROM {Verbetering._meta.db_table}")
        dict(cursor.fetchall())
    return int((perf_counter() - begin) * 1e6)


def _draai(naam: str, **argumenten: Any) -> EigenProces:
    return in_eigen_proces(f"bench.bench_import:{naam}", **argumenten)


def main() -> list[Uitkomst]:
    call_command("laad_referentie", verbosity=0)
    uitkomsten: list[Uitkomst] = []
    with tempfile.TemporaryDirectory(dir=settings.DATA_MAP) as map_:
        pad = {v: str(Path(map_) / f"{v}.json") for v in ("regels", "collectie", "groot")}
        tijd_100k = 0.0
        for vorm in ("collectie", "regels"):
            schrijf(pad[vorm], AANTAL, vorm)
            leeg()
            nieuw = _draai("invoeren", pad=pad[vorm])
            gelijk = _draai("invoeren", pad=pad[vorm])
            assert nieuw.resultaat == {"status": "gepubliceerd", "gelezen": AANTAL, "afgewezen": 0}
            assert gelijk.resultaat["status"] == "ongewijzigd"
            lezen = _draai("minste_ongewijzigd", pad=pad[vorm], vorm=vorm).resultaat / 1e6
            minste = _draai("minste_invoer", pad=pad[vorm], vorm=vorm).resultaat / 1e6
            tijd_100k = nieuw.seconden
            uitkomsten += [
                Uitkomst(
                    f"invoer 100.000 features ({vorm})",
                    nieuw.seconden / minste,
                    4,
                    toelichting=f"{nieuw.seconden:.1f} s tegen {minste:.1f} s",
                ),
                Uitkomst(
                    f"ongewijzigde invoer ({vorm})",
                    gelijk.seconden / lezen,
                    3,
                    toelichting=f"{gelijk.seconden:.2f} s tegen {lezen:.2f} s",
                ),
                Uitkomst(
                    f"geheugen bij 100.000 ({vorm})",
                    max(nieuw.piek_mb, gelijk.piek_mb),
                    400,
                    eenheid="MB",
                ),
            ]
        schrijf(pad["groot"], GROOT, "regels")
        leeg()
        groot = _draai("invoeren", pad=pad["groot"])
        weer = _draai("invoeren", pad=pad["groot"])
        leeg()
    return [
        *uitkomsten,
        Uitkomst(
            "invoer 1.000.000 tegenover 100.000",
            groot.seconden / tijd_100k,
            13,
            toelichting=f"{groot.seconden:.0f} s tegen {tijd_100k:.1f} s",
        ),
        Uitkomst("geheugen bij 1.000.000", max(groot.piek_mb, weer.piek_mb), 400, eenheid="MB"),
    ]
