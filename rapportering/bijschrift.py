"""What a gemeente said about the figures of one goal, as it stands beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from doelstellingen.selectors import DoelstellingOverzicht
from meldingen.selectors import Bijschriften, ToelichtingRegel

NAGEKEKEN = "nagekeken door de gemeente"
NOG_NIET = "nog niet nagekeken door de gemeente"


@dataclass(frozen=True)
class Bijschrift:
    """`fouten`: name of an indicator and when its figure was first reported wrong."""

    nis: str
    toelichtingen: tuple[ToelichtingRegel, ...]
    fouten: tuple[tuple[str, dt.datetime], ...]
    nagekeken: str


def bijschrift_van(doel: DoelstellingOverzicht, gezegd: Bijschriften, *, nis: str) -> Bijschrift:
    """Give what stands beside one goal; `nagekeken` is empty where there is no figure to check."""
    hoofd = doel.hoofd
    nagekeken = ""
    if hoofd.cijfer.peildatum is not None:
        zelfde = gezegd.is_nagekeken(hoofd.indicator.pk, hoofd.cijfer.waarde)
        nagekeken = NAGEKEKEN if zelfde else NOG_NIET
    return Bijschrift(
        nis=nis,
        toelichtingen=gezegd.toelichtingen.get(doel.doelstelling.pk, ()),
        fouten=tuple(
            (o.indicator.naam, gezegd.fouten[o.indicator.pk])
            for o in doel.indicatoren
            if o.indicator.pk in gezegd.fouten
        ),
        nagekeken=nagekeken,
    )
