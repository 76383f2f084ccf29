"""All reports as PDF, and the sheet of all goals × gemeenten × years; on made-up figures."""

from __future__ import annotations

import datetime as dt
import os

from django.db import transaction

from bench.kader import Uitkomst, cpu_s, duur, in_eigen_proces
from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import tijdtabel
from gemeenten.models import Gemeente
from rapportering.rapport.bundel import alle_pdfs
from rapportering.tabel import als_xlsx, gebieden_van, regels
from tests.rapportering.voorbeeld import vul_cijfers

BEURTEN = 5
PEILDATUM = dt.date(2026, 9, 30)
DATUMS = [*(dt.date(jaar, 12, 31) for jaar in range(2020, 2026)), PEILDATUM]


def alle_samen() -> dict[str, float]:
    """Make every report on one core; gives how many, and the processor seconds."""
    if hasattr(os, "sched_setaffinity"):
        # Two threads of typst on two cores that share a cache count each other's waiting.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with transaction.atomic():
        vul_cijfers(nis=None)
        begin = cpu_s()
        aantal = sum(1 for _, inhoud in alle_pdfs(PEILDATUM, nieuwste()) if inhoud)
        uit = {"aantal": float(aantal), "cpu_s": cpu_s() - begin}
        transaction.set_rollback(True)
    return uit


def _blad() -> None:
    tabel = tijdtabel(datums=DATUMS, publicatie=nieuwste())
    rijen = {g.pk: g for g in Gemeente.objects.select_related("provincie", "arrondissement")}
    gebieden = gebieden_van(tabel, rijen, per="gemeente", toen=True)
    for _ in als_xlsx(regels(tabel, tabel.indicatoren, gebieden)):
        pass


def main() -> list[Uitkomst]:
    # The shortest of a few: what else the machine does can only add to it, also to processor time.
    beurten = [in_eigen_proces("bench.bench_rapport:alle_samen") for _ in range(BEURTEN)]
    tijden = sorted(beurt.resultaat["cpu_s"] for beurt in beurten)
    with transaction.atomic():
        vul_cijfers(nis=None)
        blad = duur(_blad)
        transaction.set_rollback(True)
    return [
        Uitkomst(
            "alle rapporten als PDF", tijden[0], 20, "hoogstens", "s",
            f"{beurten[0].resultaat['aantal']:.0f} rapporten, tijd van de processor; "
            f"traagste beurt {tijden[-1]:.1f} s",
        ),
        Uitkomst(
            "geheugen van alle rapporten", max(beurt.piek_mb for beurt in beurten),
            500, "hoogstens", "MB",
        ),
        Uitkomst(
            "tabel van alle doelen, gemeenten en jaren als Excel", blad.cpu_s, 5, "hoogstens", "s",
            f"tijd van de processor; {blad.klok_s:.1f} s op de klok",
        ),
    ]  # fmt: skip
