"""On which edition and which day a page stands: fixed once, at the start of a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from doelstellingen.publicaties import Stempel, nieuwste_op, stempel_van
from gereedschap.opmaak import toon_datum

EERSTE_DAG = dt.date(2019, 1, 1)


@dataclass(frozen=True)
class Editie:
    """`publicatie`: everything is read as known at this number; `peildatum`: figures up to here.

    `gekozen_datum` and `gekozen_editie` say whether the visitor asked for the past.
    """

    publicatie: int
    stempel: Stempel
    peildatum: dt.date
    gekozen_datum: bool

    @property
    def gekozen_editie(self) -> bool:
        return self.publicatie != self.stempel.publicatie

    @property
    def vroeger(self) -> bool:
        return self.gekozen_datum or self.gekozen_editie

    @property
    def vast(self) -> dict[str, str]:
        """The parameters that make an address permanent."""
        return {"op": self.peildatum.isoformat(), "gekend_op": str(self.publicatie)}

    @property
    def vaste_vraag(self) -> str:
        """The end of a permanent link."""
        return f"?{urlencode(self.vast)}"

    @property
    def vraag(self) -> str:
        """The end of a link that stays in the past that was chosen; empty for now."""
        return self.vaste_vraag if self.vroeger else ""


def datum_van(tekst: str) -> dt.date:
    """Read a date that figures can have; refuses what cannot be (400)."""
    try:
        datum = dt.date.fromisoformat(tekst)
    except ValueError as fout:
        raise BadRequest(
            f"“{tekst[:40]}” is geen datum. Schrijf jaar, maand en dag, bijvoorbeeld ?op=2024-12-31."
        ) from fout
    vandaag = timezone.localdate()
    if not EERSTE_DAG <= datum <= vandaag:
        raise BadRequest(
            f"Kies een datum van {toon_datum(EERSTE_DAG)} tot vandaag, {toon_datum(vandaag)}."
        )
    return datum


def _nummer(tekst: str, *, hoogste: int) -> int:
    leesbaar = tekst.isascii() and tekst.isdigit() and len(tekst) <= 12
    if not leesbaar or str(int(tekst)) != tekst or int(tekst) > hoogste:
        raise BadRequest(f"Editie “{tekst[:40]}” bestaat niet. De nieuwste editie is {hoogste}.")
    return int(tekst)


def _gekend_op(tekst: str, stempel: Stempel) -> int:
    """Read an edition by its number, or by the day at whose end it was the newest."""
    if "-" not in tekst[1:]:
        return _nummer(tekst, hoogste=stempel.publicatie)
    dag = datum_van(tekst)
    gevonden = nieuwste_op(dag)
    if gevonden is None:
        raise BadRequest(f"Op {toon_datum(dag)} kende het portaal nog geen cijfers.")
    return min(gevonden, stempel.publicatie)


def editie_van(request: HttpRequest) -> Editie:
    """Read `?op=` (a date) and `?gekend_op=` (a publicatie or a date); refuses what cannot be (400)."""
    stempel = stempel_van(request)
    op, gekend_op = request.GET.get("op", ""), request.GET.get("gekend_op", "")
    return Editie(
        publicatie=_gekend_op(gekend_op, stempel) if gekend_op else stempel.publicatie,
        stempel=stempel,
        peildatum=datum_van(op) if op else timezone.localdate(),
        gekozen_datum=bool(op),
    )
