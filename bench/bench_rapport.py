"""All reports as PDF, and the sheet of all goals × gemeenten × years; on made-up figures."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from bench.kader import Uitkomst, cpu_s, duur, in_eigen_proces
from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import tijdtabel
from gemeenten.models import Gemeente
from rapportering.rapport.maken import alle_rapporten
from rapportering.rapport.pdf import als_pdf
from rapportering.tabel import als_xlsx, gebieden_van, regels
from tests.rapportering.voorbeeld import vul_cijfers

PEILDATUM = dt.date(2026, 9, 30)
DATUMS = [*(dt.date(jaar, 12, 31) for jaar in range(2020, 2026)), PEILDATUM]


def alle_pdfs() -> dict[str, float]:
    """Make every report; gives how many, and the processor seconds of one core."""
    with transaction.atomic():
        vul_cijfers(nis=None)
        begin = cpu_s()
        aantal = sum(
            1 for r in alle_rapporten(peildatum=PEILDATUM, editie=nieuwste()) if als_pdf(r)
        )
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
    eigen = in_eigen_proces("bench.bench_rapport:alle_pdfs")
    pdfs = eigen.resultaat
    with transaction.atomic():
        vul_cijfers(nis=None)
        blad = duur(_blad)
        transaction.set_rollback(True)
    return [
        Uitkomst(
            "alle rapporten als PDF", pdfs["cpu_s"], 20, "hoogstens", "s",
            f"{pdfs['aantal']:.0f} rapporten, tijd van de processor",
        ),
        Uitkomst("geheugen van alle rapporten", eigen.piek_mb, 500, "hoogstens", "MB", ""),
        Uitkomst(
            "tabel van alle doelen, gemeenten en jaren als Excel", blad.cpu_s, 5, "hoogstens", "s",
            f"tijd van de processor; {blad.klok_s:.1f} s op de klok",
        ),
    ]  # fmt: skip
