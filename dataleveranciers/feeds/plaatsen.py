"""Find the gemeente of a row by NIS code or name and date, as suppliers write them."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any, NamedTuple

from dataleveranciers.feeds.basis import Context, RijFout
from gemeenten.namen import zoeksleutel
from gemeenten.selectors import afstamming
from gereedschap.opmaak import toon_datum

# Spellings that no rule explains.
ANDERE_NAMEN = {"voerstreek": "Voeren", "fourons": "Voeren"}


class Gevonden(NamedTuple):
    """A gemeente of the date; `deel`: named by a predecessor, so only a part of it."""

    gemeente_id: int
    deel: bool = False


def _tekst(waarde: Any) -> str:
    return "" if waarde is None else str(waarde).strip()


def zoek_gemeente(
    *,
    nis: Any,
    naam: Any,
    datum: dt.date,
    context: Context,
    naamveld: str = "gemeente",
    voorganger_mag: bool = False,
) -> Gevonden:
    """Give the gemeente that NIS or name meant on `datum`; the NIS wins. Raises RijFout.

    With `voorganger_mag` an ended gemeente stands for a part of its successor.
    """
    nis, naam = _tekst(nis), _tekst(naam)
    op_naam = context.register.met_naam(ANDERE_NAMEN.get(zoeksleutel(naam), naam), datum)
    if nis:
        gevonden = _op_nis(nis, datum, context, voorganger_mag=voorganger_mag)
        if naam and op_naam and op_naam.pk != gevonden.gemeente_id and not gevonden.deel:
            raise RijFout("nis", nis, f"spreekt de gemeentenaam {naam} tegen")
        return gevonden
    if not naam:
        raise RijFout("nis", "", f"geef een NIS-code of een naam in {naamveld}")
    if op_naam:
        return Gevonden(op_naam.pk)
    return _oude_naam(naam, datum, context, naamveld=naamveld, voorganger_mag=voorganger_mag)


def _op_nis(nis: str, datum: dt.date, context: Context, *, voorganger_mag: bool) -> Gevonden:
    rij = context.register.met_nis(nis, datum)
    if rij:
        return Gevonden(rij.pk)
    if not context.register.kent_nis(nis):
        raise RijFout("nis", nis, "is geen NIS-code van een Vlaamse gemeente")
    ouden = [
        r for r in context.register.rijen.values() if r.nis == nis and r.tot and r.tot <= datum
    ]
    return _voorganger("nis", nis, ouden, datum, voorganger_mag=voorganger_mag)


def _oude_naam(
    naam: str, datum: dt.date, context: Context, *, naamveld: str, voorganger_mag: bool
) -> Gevonden:
    sleutel = zoeksleutel(ANDERE_NAMEN.get(zoeksleutel(naam), naam))
    rijen = [r for r in context.register.rijen.values() if zoeksleutel(r.naam) == sleutel]
    if not rijen:
        lijkt = difflib.get_close_matches(naam.title(), context.register.namen(), n=2, cutoff=0.7)
        meer = f"; bedoeld: {' of '.join(lijkt)}?" if lijkt else ""
        raise RijFout(naamveld, naam, f"onbekende gemeente{meer}")
    ouden = [r for r in rijen if r.tot and r.tot <= datum]
    return _voorganger(naamveld, naam, ouden, datum, voorganger_mag=voorganger_mag)


def _voorganger(
    veld: str, waarde: str, ouden: list[Any], datum: dt.date, *, voorganger_mag: bool
) -> Gevonden:
    if not ouden:
        raise RijFout(
            veld, waarde, f"bestond nog niet op {toon_datum(datum)}; lever de gemeenten van toen"
        )
    if not voorganger_mag:
        raise RijFout(
            veld,
            waarde,
            f"bestond niet meer op {toon_datum(datum)} (gemeentefusie); lever de nieuwe gemeente",
        )
    laatste = max(ouden, key=lambda r: r.van)
    return Gevonden(afstamming(datum)[laatste.pk], deel=True)
