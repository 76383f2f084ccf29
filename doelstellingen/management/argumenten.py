"""Arguments that the commands of this room share: a gemeente, a goal, a date, with Dutch errors."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable

from django.core.management.base import CommandError

from gemeenten import selectors as gemeenten
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_datum

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
    """Give " Bedoelde u …?" with the nearest names, or all there are where none is near."""
    per_klein = {keuze.lower(): keuze for keuze in keuzes}
    dichtbij = difflib.get_close_matches(gezocht.lower(), per_klein, n=3, cutoff=0.5)
    if not dichtbij:
        return f" Kies uit {', '.join(per_klein.values())}." if per_klein else ""
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
    namen = [f"{rij.nis} ({rij.naam})" for rij in _dichtstbij(nis, rijen)]
    hint = f" Bedoelde u {' of '.join(namen)}?" if namen else ""
    raise fout(f"Geen Vlaamse gemeente heeft NIS-code “{nis}” op {toon_datum(op)}.{hint}")


def _dichtstbij(gezocht: str, rijen: list[Gemeente], *, aantal: int = 3) -> list[Gemeente]:
    """Give the gemeenten nearest to a code or a name, the nearest first."""
    op_code = gezocht.isascii() and gezocht.isdigit()
    per_tekst = {(rij.nis if op_code else rij.naam.lower()): rij for rij in rijen}
    lijkt = difflib.get_close_matches(
        gezocht.lower(), per_tekst, n=aantal, cutoff=0.6 if op_code else 0.0
    )
    if not lijkt and op_code:
        lijkt = sorted(per_tekst, key=lambda nis: abs(int(nis) - int(gezocht[:9])))[:aantal]
    return [per_tekst[tekst] for tekst in lijkt]


def _andere_tijd(gemeente: Gemeente, op: dt.date) -> str:
    if gemeente.tot is not None and gemeente.tot <= op:
        opvolger = gemeenten.opvolger(gemeente)
        verder = f" Ze ging op in {opvolger.naam} ({opvolger.nis})." if opvolger else ""
        return (
            f"{gemeente.naam} ({gemeente.nis}) bestaat niet meer sinds {toon_datum(gemeente.tot)}."
            f"{verder} Met --peildatum van daarvoor ziet u haar cijfers van toen."
        )
    return f"{gemeente.naam} ({gemeente.nis}) bestaat pas sinds {toon_datum(gemeente.van)}."
