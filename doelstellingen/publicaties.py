"""The door through which every change of a page goes: one publicatie, one number, one transaction.

`publiceer` takes the next number under one row lock and holds it until commit, so that numbers grow
in commit order. Who wants to hear of new figures registers in `AppConfig.ready` with `abonneer`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from doelstellingen.models import Publicatie, Volgnummer
from toegang.models import Account, Organisatie

logger = logging.getLogger(__name__)
_NIEUWSTE = f'SELECT id, op FROM "{Publicatie._meta.db_table}" ORDER BY id DESC LIMIT 1'

Abonnee = Callable[[Publicatie], None]
Herroeper = Callable[[Publicatie, Publicatie], None]
_abonnees: list[Abonnee] = []
_herroepers: list[Herroeper] = []


def abonneer(functie: Abonnee) -> Abonnee:
    """Have `functie` called after commit with every new publicatie; usable as a decorator."""
    if functie not in _abonnees:
        _abonnees.append(functie)
    return functie


def _oproep(functie: Abonnee, publicatie: Publicatie) -> Callable[[], None]:
    def roep_op() -> None:
        functie(publicatie)

    return roep_op


def bij_herroeping(functie: Herroeper) -> Herroeper:
    """Have `functie(oud, nieuw)` undo a room's own rows, inside the undoing transaction.

    For rooms above that keep rows with `publicatie` and `vervallen_in`; usable as a decorator.
    """
    if functie not in _herroepers:
        _herroepers.append(functie)
    return functie


def herroepers() -> tuple[Herroeper, ...]:
    """Give who joins in an undo."""
    return tuple(_herroepers)


def _meld(publicatie: Publicatie) -> None:
    for functie in tuple(_abonnees):
        # robust: one subscriber that fails may not keep the others from hearing; whoever missed a
        # call catches up from the last publicatie it saw.
        transaction.on_commit(_oproep(functie, publicatie), robust=True)


@contextmanager
def publiceer(
    *,
    soort: Publicatie.Soort,
    door: Account | None = None,
    organisatie: Organisatie | None = None,
    omschrijving: str = "",
    demo: bool = False,
    herroept: Publicatie | None = None,
) -> Iterator[Publicatie]:
    """Open a publishing transaction and give its publicatie; everything inside commits together.

    Keep the block short: nobody else publishes meanwhile. An exception rolls all of it back and the
    number is used again.
    """
    with transaction.atomic():
        Volgnummer.objects.get_or_create(pk=1)
        teller = Volgnummer.objects.select_for_update().get(pk=1)
        teller.laatste += 1
        teller.save(update_fields=["laatste"])
        publicatie = Publicatie.objects.create(
            pk=teller.laatste,
            soort=soort,
            op=timezone.now(),
            door=door,
            organisatie=organisatie,
            omschrijving=omschrijving,
            demo=demo,
            herroept=herroept,
        )
        yield publicatie
        _meld(publicatie)


@dataclass(frozen=True)
class Stempel:
    """The newest publicatie; `op` tells two databases apart whose numbers are equal."""

    publicatie: int
    op: str

    def __str__(self) -> str:
        return f"{self.publicatie}@{self.op}"


def nieuwste_stempel() -> Stempel:
    """Read the newest publicatie (number 0: none) in one bare query."""
    with connection.cursor() as cursor:
        # Plain SQL: this runs on every request and the ORM would double its cost.
        cursor.execute(_NIEUWSTE)
        rij = cursor.fetchone()
    return Stempel(int(rij[0]), str(rij[1])) if rij else Stempel(0, "")


def stempel_van(request: HttpRequest) -> Stempel:
    """The newest publicatie as first read in this request, by the middleware or here: one edition."""
    gelezen: Stempel | None = getattr(request, "stempel", None)
    if gelezen is None:
        gelezen = nieuwste_stempel()
        request.stempel = gelezen  # type: ignore[attr-defined]
    return gelezen


def nieuwste() -> int:
    """Give the number of the newest publicatie, the edition a page fixes first; 0 without any."""
    return Publicatie.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def nieuwste_op(dag: dt.date) -> int | None:
    """Give the newest publicatie at the end of `dag` in Flanders; None before the first."""
    einde = timezone.make_aware(dt.datetime.combine(dag + dt.timedelta(days=1), dt.time()))
    return (
        Publicatie.objects.filter(op__lt=einde).order_by("-pk").values_list("pk", flat=True).first()
    )
