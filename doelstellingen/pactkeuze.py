"""Pure: which pact counts for a gemeente, from its own signatures or those of its predecessors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from doelstellingen.doelberekening import PACTEN

ONDERTEKEND, NIET, ONBEKEND = "ondertekend", "niet", "onbekend"


class Pactstatus(StrEnum):
    """Whether a gemeente signed; "gemengd" when only a part of a fusie did."""

    ONDERTEKEND = "ondertekend"
    GEMENGD = "gemengd"
    NIET = "niet"
    ONBEKEND = "onbekend"


@dataclass(frozen=True)
class Handtekening:
    """One recorded signature; a date says since when the status holds."""

    status: str
    datum: dt.date | None = None
    aangenomen: bool = False

    def op(self, peildatum: dt.date) -> str:
        """Give the status on `peildatum`: before its date a signature, or a withdrawal, isn't there."""
        if self.datum is None or self.datum <= peildatum or self.status == ONBEKEND:
            return self.status
        return NIET if self.status == ONDERTEKEND else ONDERTEKEND


@dataclass(frozen=True)
class Pactkeuze:
    """Per pact the status of a gemeente, and the pact that counts by default."""

    statussen: Mapping[str, Pactstatus]
    aangenomen: frozenset[str] = frozenset()

    @property
    def standaard(self) -> str | None:
        """The highest pact that all of the gemeente signed; None when it signed none."""
        getekend = [p for p in PACTEN if self.statussen[p] == Pactstatus.ONDERTEKEND]
        return getekend[-1] if getekend else None

    @property
    def gemengd(self) -> list[str]:
        """The pacts that only a part of the fusie signed."""
        return [p for p in PACTEN if self.statussen[p] == Pactstatus.GEMENGD]


def _samen(delen: list[str]) -> Pactstatus:
    uniek = set(delen)
    if uniek == {ONDERTEKEND}:
        return Pactstatus.ONDERTEKEND
    if ONDERTEKEND in uniek:
        return Pactstatus.GEMENGD
    return Pactstatus.NIET if uniek == {NIET} else Pactstatus.ONBEKEND


def kies(delen: Iterable[Mapping[str, Handtekening]], *, op: dt.date) -> Pactkeuze:
    """Give the choice from the signatures of each part: one for a gemeente, more after a fusie.

    Who signed a pact signed the ones below it too: 2.0 requires 1.0, and 2.1 requires 2.0.
    """
    per_pact: dict[str, list[str]] = {pact: [] for pact in PACTEN}
    aangenomen: set[str] = set()
    for handtekeningen in delen:
        hoger = False
        for pact in reversed(PACTEN):
            handtekening = handtekeningen.get(pact)
            status = handtekening.op(op) if handtekening else ONBEKEND
            hoger = hoger or status == ONDERTEKEND
            per_pact[pact].append(ONDERTEKEND if hoger else status)
            if handtekening and handtekening.aangenomen:
                aangenomen.add(pact)
    return Pactkeuze(
        {pact: _samen(statussen) for pact, statussen in per_pact.items()}, frozenset(aangenomen)
    )
