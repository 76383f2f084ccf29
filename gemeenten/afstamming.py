"""Which gemeente of a date carries on which other; use through `selectors`."""

from __future__ import annotations

import datetime as dt

from gemeenten.models import Fusie, Gemeente


def afstamming(op: dt.date) -> dict[int, int]:
    """Map any gemeente id to the id of the gemeente valid on `op` that carries it on.

    A gemeente that only starts after `op` is left out: nothing of `op` carries it on. Two queries.
    """
    geldig = set(Gemeente.objects.op_datum(op).values_list("pk", flat=True))
    verder = dict(Fusie.objects.filter(datum__lte=op).values_list("oud_id", "nieuw_id"))
    uit = {pk: pk for pk in geldig}
    for oud in verder:
        doel = oud
        while doel in verder:
            doel = verder[doel]
        if doel in geldig:
            uit[oud] = doel
    return uit
