"""Arguments that the commands of this room share: a gemeente, a goal, a date, with Dutch errors."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable

from django.core.management.base import CommandError

from gemeenten import selectors as gemeenten
from gemeenten.models import Gemeente

VERKEERD_GEBRUIK = 2


def datum(tekst: str) -> dt.date:
    """Read 2026-11-22 or 22/11/2026; anything else is wrong use."""
    for vorm in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return dt.datetime.strptime(tekst, vorm).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise fout(f"“{tekst}” is geen datum. Schrijf jjjj-mm-dd, bijvoorbeeld 2026-11-22.")


def lijkend(gezocht: str, keuzes: Iterable[str]) -> str:
    """Give " Bedoelde u …?" with the nearest names, or nothing."""
    per_klein = {keuze.lower(): keuze for keuze in keuzes}
    dichtbij = difflib.get_close_matches(gezocht.lower(), per_klein, n=3, cutoff=0.5)
    if not dichtbij:
        return ""
    return f" Bedoelde u {' of '.join(per_klein[naam] for naam in dichtbij)}?"


def fout(boodschap: str) -> CommandError:
    """Wrong use: exit status 2."""
    return CommandError(boodschap, returncode=VERKEERD_GEBRUIK)


def vind_gemeente(nis: str, *, op: dt.date) -> Gemeente:
    """Give the gemeente that bore `nis` on `op`; raises a Dutch error with the nearest names."""
    gevonden = gemeenten.gemeente_op(nis, op)
    if gevonden is not None:
        return gevonden
    ander = gemeenten.gemeente_met_nis(nis)
    if ander is not None:
        raise fout(_andere_tijd(ander, op))
    rijen = list(Gemeente.objects.op_datum(op).order_by("sorteernaam"))
    namen = [f"{rij.nis} ({rij.naam})" for rij in rijen]
    op_code = lijkend(nis, (rij.nis for rij in rijen))
    if not op_code:
        op_naam = difflib.get_close_matches(
            nis.lower(), [r.naam.lower() for r in rijen], n=3, cutoff=0.5
        )
        treffers = [n for n, r in zip(namen, rijen, strict=True) if r.naam.lower() in op_naam]
    else:
        codes = difflib.get_close_matches(nis, [r.nis for r in rijen], n=3, cutoff=0.5)
        treffers = [n for n, r in zip(namen, rijen, strict=True) if r.nis in codes]
    hint = f" Bedoelde u {' of '.join(treffers)}?" if treffers else ""
    raise fout(f"Geen Vlaamse gemeente heeft NIS-code “{nis}” op {op:%d-%m-%Y}.{hint}")


def _andere_tijd(gemeente: Gemeente, op: dt.date) -> str:
    if gemeente.tot is not None and gemeente.tot <= op:
        opvolger = gemeenten.opvolger(gemeente)
        verder = f" Ze ging op in {opvolger.naam} ({opvolger.nis})." if opvolger else ""
        return (
            f"{gemeente.naam} ({gemeente.nis}) bestaat niet meer sinds {gemeente.tot:%d-%m-%Y}."
            f"{verder} Met --peildatum van daarvoor ziet u haar cijfers van toen."
        )
    return f"{gemeente.naam} ({gemeente.nis}) bestaat pas sinds {gemeente.van:%d-%m-%Y}."
