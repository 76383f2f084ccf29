"""Which gemeente of a date carries on which other; use through `selectors`."""

from __future__ import annotations

import datetime as dt

from gemeenten.models import Gemeente


def afstamming(op: dt.date) -> dict[int, int]:
    """Map any gemeente id to the id of the gemeente valid on `op` that carries it on.

    A gemeente that only starts after `op` is left out: nothing of `op` carries it on. One query.
    """
    geldig, verder = set(), {}
    for pk, van, tot, nieuw, datum in Gemeente.objects.order_by().values_list(
        "pk", "van", "tot", "fusie_naar__nieuw_id", "fusie_naar__datum"
    ):
        if van <= op and (tot is None or op < tot):
            geldig.add(pk)
        if nieuw is not None and datum <= op:
            verder[pk] = nieuw
    uit = {pk: pk for pk in geldig}
    for oud in verder:
        doel = oud
        while doel in verder:
            doel = verder[doel]
        if doel in geldig:
            uit[oud] = doel
    return uit
