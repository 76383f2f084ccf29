"""The life of a verbetering: two axes, each one table of allowed steps.

Approval says whether the gemeente stands behind it, execution whether it was done; they are
independent. The service looks a step up here and nowhere else. No Django in here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

START = dt.date(2021, 1, 1)

CONCEPT = "concept"
INGEDIEND = "ingediend"
GOEDGEKEURD = "goedgekeurd"
TERUGGESTUURD = "teruggestuurd"
VERVALLEN = "vervallen"
LEVERANCIER = "leverancier"
GEPLAND = "gepland"
UITGEVOERD = "uitgevoerd"

INDIENER = "indiener"
GEMEENTE = "gemeente"


@dataclass(frozen=True)
class Stap:
    """One allowed step: the word of the button and who may take it (indiener, gemeente)."""

    wat: str
    wie: frozenset[str]


class StapNietToegestaan(Exception):
    """The step is not in the table; the message says so in Dutch."""


def _stap(wat: str, *wie: str) -> Stap:
    return Stap(wat, frozenset(wie))


GOEDKEURING: dict[tuple[str, str], Stap] = {
    (CONCEPT, INGEDIEND): _stap("indienen", INDIENER, GEMEENTE),
    (CONCEPT, GOEDGEKEURD): _stap("registreren", GEMEENTE),
    (INGEDIEND, GOEDGEKEURD): _stap("goedkeuren", GEMEENTE),
    (INGEDIEND, TERUGGESTUURD): _stap("terugsturen", GEMEENTE),
    (INGEDIEND, VERVALLEN): _stap("intrekken", INDIENER, GEMEENTE),
    (TERUGGESTUURD, INGEDIEND): _stap("opnieuw indienen", INDIENER, GEMEENTE),
    (TERUGGESTUURD, GOEDGEKEURD): _stap("goedkeuren", GEMEENTE),
    (TERUGGESTUURD, VERVALLEN): _stap("laten vervallen", INDIENER, GEMEENTE),
    (GOEDGEKEURD, TERUGGESTUURD): _stap("terugsturen", GEMEENTE),
    (GOEDGEKEURD, VERVALLEN): _stap("laten vervallen", GEMEENTE),
}

UITVOERING: dict[tuple[str, str], Stap] = {
    (GEPLAND, UITGEVOERD): _stap("als uitgevoerd aanduiden", INDIENER, GEMEENTE),
    (UITGEVOERD, GEPLAND): _stap("terug op gepland zetten", INDIENER, GEMEENTE),
}


def stap(tabel: dict[tuple[str, str], Stap], van: str, naar: str) -> Stap:
    """Give the step from `van` to `naar`; raise StapNietToegestaan where the table has none."""
    try:
        return tabel[van, naar]
    except KeyError:
        raise StapNietToegestaan(
            f"Dat kan niet: deze verbetering is “{van}” en kan zo niet “{naar}” worden."
        ) from None


def stappen_vanaf(tabel: dict[tuple[str, str], Stap], van: str, wie: str) -> dict[str, Stap]:
    """Give what `wie` may do from state `van`: target state → step."""
    return {naar: s for (begin, naar), s in tabel.items() if begin == van and wie in s.wie}


def telt(
    *, goedkeuring: str, uitvoering: str, uitgevoerd_op: dt.date | None, telt_mee: bool = True
) -> bool:
    """Tell whether an amount counts: approved or a supplier's, executed since 1-1-2021, not excluded."""
    return (
        goedkeuring in (GOEDGEKEURD, LEVERANCIER)
        and uitvoering == UITGEVOERD
        and uitgevoerd_op is not None
        and uitgevoerd_op >= START
        and telt_mee
    )
