"""Pure: a yes/no that follows from others, as "warmteplan en sloopbeleidsplan" from each plan.

All parts yes is yes; one part no is no, whatever the others; else nothing is known. A part that does
not apply asks nothing. Nothing follows where a supplier gave the figure itself: that one counts from
its own date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from doelstellingen.standberekening import (
    GEHEIM,
    NIET_VAN_TOEPASSING,
    NIVEAU,
    Waarneming,
    slechtste,
)

Waarnemingen = Mapping[int, Sequence[Waarneming]]
# A part says (amount in thousandths or None, quality); None: nothing is known of it.
Deel = tuple[int | None, str]
Uitkomst = tuple[int | None, str]


def volgt(delen: Sequence[Deel | None]) -> Uitkomst | None:
    """Give what follows from the parts together; None where nothing does."""
    bekend = [deel for deel in delen if deel is not None]
    telbaar = [(waarde, kwaliteit) for waarde, kwaliteit in bekend if waarde is not None]
    nee = [deel for deel in telbaar if deel[0] == 0]
    if nee:
        return 0, slechtste(kwaliteit for _, kwaliteit in nee)
    if len(bekend) < len(delen):
        return None
    if any(kwaliteit == GEHEIM for _, kwaliteit in bekend):
        return None, GEHEIM
    if not telbaar:
        return None, NIET_VAN_TOEPASSING
    return min(waarde for waarde, _ in telbaar), slechtste(kwaliteit for _, kwaliteit in telbaar)


def leid_af(
    delen: Sequence[Waarnemingen],
    *,
    eigen: Waarnemingen,
    voorgangers: Mapping[int, Sequence[int]],
    bron: int,
) -> dict[int, list[Waarneming]]:
    """Give `eigen` with, before its first date, what follows from `delen` (one mapping a part).

    A gemeente out of a fusie starts from what its predecessors said last, each part yes only where
    all of them have it.
    """
    laatst: dict[int, list[Deel | None]] = {}
    uit: dict[int, list[Waarneming]] = {pk: list(rijen) for pk, rijen in eigen.items()}

    def loop(pk: int) -> list[Deel | None]:
        if pk in laatst:
            return laatst[pk]
        ouden = [loop(oud) for oud in voorgangers.get(pk, ())]
        stand = [volgt([oud[i] for oud in ouden]) if ouden else None for i in range(len(delen))]
        eerste_eigen = min((w.telt_vanaf for w in eigen.get(pk, ())), default=None)
        for datum, volgende in _stappen(stand, [deel.get(pk, ()) for deel in delen]):
            stand = volgende
            uitkomst = volgt(stand)
            if uitkomst is not None and (eerste_eigen is None or datum < eerste_eigen):
                uit.setdefault(pk, []).append(_waarneming(bron, datum, uitkomst))
        laatst[pk] = stand
        return stand

    for pk in {pk for deel in delen for pk in deel}:
        loop(pk)
    return uit


def _stappen(
    stand: Sequence[Deel | None], per_deel: Sequence[Sequence[Waarneming]]
) -> Iterator[tuple[dt.date, list[Deel | None]]]:
    """Walk through the dates on which a part changes, with the parts after each date."""
    huidig = list(stand)
    op_datum: dict[dt.date, list[tuple[int, Waarneming]]] = {}
    for nummer, waarnemingen in enumerate(per_deel):
        for w in waarnemingen:
            if w.vorm == NIVEAU:
                op_datum.setdefault(w.telt_vanaf, []).append((nummer, w))
    for datum in sorted(op_datum):
        for nummer, w in op_datum[datum]:
            huidig[nummer] = (w.waarde, w.kwaliteit)
        yield datum, list(huidig)


def _waarneming(bron: int, datum: dt.date, uitkomst: Uitkomst) -> Waarneming:
    waarde, kwaliteit = uitkomst
    return Waarneming(bron, NIVEAU, datum, datum, waarde, None, None, kwaliteit, None)
