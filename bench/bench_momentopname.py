"""The nightly snapshot: memory and time of all formats together, at 1,000,000 verbeteringen.

A hundred registrations of the demonstration, points and surfaces, are copied in the database with
their maatregelen. Writing happens in a process of its own, as the worker does it.
"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.kader import Uitkomst, in_eigen_proces
from verbeteringen.models import Maatregel, Verbetering

VOORBEELDEN = 100
KLEIN, GROOT = 10_000, 1_000_000
GEHEUGEN_MB = 400
# Each further row costs the same: the time grows no faster than the rows.
PER_RIJ = 1.3


def vul(aantal: int) -> None:
    """Add `aantal` verbeteringen: each example as often, under ids above all there are."""
    eerste = list(Verbetering.objects.order_by("pk").values_list("pk", flat=True)[:VOORBEELDEN])
    keer = aantal // len(eerste)
    basis = Verbetering.objects.order_by("-pk").values_list("pk", flat=True)[0]
    nummer = f"{basis} + ({{}} - {eerste[0]}) * {keer} + n.i"
    bereik = f"BETWEEN {eerste[0]} AND {eerste[-1]}"
    assert eerste[-1] - eerste[0] < VOORBEELDEN, "de voorbeelden sluiten niet op elkaar aan"
    for model, anders, waar in (
        (
            Verbetering,
            {
                "id": nummer.format("r.id"),
                "externe_sleutel": f"r.externe_sleutel || '-{aantal}-' || n.i",
            },
            f"r.id {bereik}",
        ),
        (
            Maatregel,
            {"verbetering_id": nummer.format("r.verbetering_id")},
            f"r.verbetering_id {bereik}",
        ),
    ):
        tabel = model._meta.db_table
        kolommen = [
            str(v.column)
            for v in model._meta.concrete_fields
            if not v.primary_key or "id" in anders
        ]
        namen = ", ".join(f'"{k}"' for k in kolommen)
        waarden = ", ".join(anders.get(k, f'r."{k}"') for k in kolommen)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {keer}) "
                f'INSERT INTO "{tabel}" ({namen}) SELECT {waarden} FROM "{tabel}" r, n WHERE {waar}'
            )


def schrijf() -> dict[str, Any]:
    """Write the snapshot of the verbeteringen; give rows and sizes."""
    from koppelingen.datasets import DATASETS
    from koppelingen.momentopnames import maak_momentopname

    opname = maak_momentopname(datasets=tuple(d for d in DATASETS if d.slug == "verbeteringen"))
    return {
        "rijen": opname.bestanden[0].rijen,
        "mb": {b.formaat: round(b.grootte / 2**20) for b in opname.bestanden},
    }


def main() -> list[Uitkomst]:
    call_command("laad_demo", verbosity=0)
    vul(KLEIN)
    klein = in_eigen_proces("bench.bench_momentopname:schrijf")
    vul(GROOT)
    groot = in_eigen_proces("bench.bench_momentopname:schrijf")
    maten = ", ".join(f"{soort} {mb} MB" for soort, mb in groot.resultaat["mb"].items())
    per_rij = [p.cpu_s / p.resultaat["rijen"] for p in (klein, groot)]
    return [
        Uitkomst(
            "momentopname van 1.000.000 verbeteringen: geheugen",
            groot.piek_mb,
            GEHEUGEN_MB,
            eenheid="MB",
            toelichting=f"bij {klein.resultaat['rijen']} rijen {klein.piek_mb:.0f} MB; {maten}",
        ),
        Uitkomst(
            "momentopname: tijd per rij, veel tegenover weinig",
            per_rij[1] / per_rij[0],
            PER_RIJ,
            toelichting=f"{groot.cpu_s:.0f} s processor, {groot.seconden:.0f} s op de klok",
        ),
    ]
