"""What a gemeente said about its figures, as a page or report of one edition shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, Value
from django.db.models.functions import Cast

from gemeenten.models import Gemeente
from gereedschap.velden import HoeveelheidField
from meldingen.models import Foutmelding, Nagekeken, Toelichting

_NAGEKEKEN, _FOUT, _TOELICHTING = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ToelichtingRegel:
    """The latest public toelichting of one goal."""

    soort: str
    tekst: str
    meer_info: str
    op: dt.datetime
    publicatie: int

    @property
    def soortwoord(self) -> str:
        return Toelichting.Soort(self.soort).name.capitalize()


@dataclass(frozen=True, slots=True)
class NagekekenRegel:
    waarde: Decimal | None
    op: dt.datetime


@dataclass(frozen=True)
class Bijschriften:
    """Of one gemeente: toelichtingen by goal id; reports and checks by indicator id."""

    toelichtingen: dict[int, ToelichtingRegel] = field(default_factory=dict)
    fouten: dict[int, dt.datetime] = field(default_factory=dict)
    nagekeken: dict[int, NagekekenRegel] = field(default_factory=dict)

    def is_nagekeken(self, indicator: int, waarde: Decimal | None) -> bool:
        """Whether the gemeente looked at this very value."""
        regel = self.nagekeken.get(indicator)
        return regel is not None and regel.waarde == waarde


def _rijen(
    model: Any,
    soort: int,
    sleutel: str,
    *,
    gemeenten: Collection[int],
    publicatie: int,
    **rest: Any,
) -> Any:
    """The rows of one table in the columns that all three share; nagekeken first sets the types."""
    leeg = Value("", output_field=CharField())
    velden = {
        "w": Cast(Value(None), HoeveelheidField()),
        "s": leeg,
        "t": leeg,
        "u": leeg,
        **rest,
    }
    return (
        model.objects.gekend_op(publicatie)
        .filter(gemeente__in=gemeenten)
        .order_by()
        .annotate(wat=Value(soort, output_field=IntegerField()), sleutel=F(sleutel), **velden)
        .values_list("gemeente_id", "wat", "sleutel", "w", "s", "t", "u", "moment", "publicatie_id")
    )


def bijschriften_van(gemeenten: Collection[int], *, publicatie: int) -> dict[int, Bijschriften]:
    """Give what these gemeenten said, as known at `publicatie`, by gemeente id: one query."""
    eigen: dict[str, Any] = {"gemeenten": gemeenten, "publicatie": publicatie}
    nagekeken = _rijen(
        Nagekeken, _NAGEKEKEN, "indicator_id", w=F("waarde"), moment=F("op"), **eigen
    )
    fouten = _rijen(Foutmelding, _FOUT, "indicator_id", moment=F("gemeld_op"), **eigen)
    toelichtingen = _rijen(
        Toelichting,
        _TOELICHTING,
        "doelstelling_id",
        s=F("soort"),
        t=F("tekst"),
        u=F("meer_info"),
        moment=Cast(F("publicatie__op"), DateTimeField()),
        **eigen,
    )
    uit: dict[int, Bijschriften] = {pk: Bijschriften() for pk in gemeenten}
    for pk, wat, sleutel, w, s, t, u, op, editie in nagekeken.union(
        fouten, toelichtingen, all=True
    ):
        blad = uit[pk]
        if wat == _NAGEKEKEN:
            blad.nagekeken[sleutel] = NagekekenRegel(w, op)
        elif wat == _FOUT:
            blad.fouten[sleutel] = min(op, blad.fouten.get(sleutel, op))
        else:
            blad.toelichtingen[sleutel] = ToelichtingRegel(s, t, u, op, editie)
    return uit


def bijschriften(gemeente: Gemeente, *, publicatie: int) -> Bijschriften:
    """Give the same for one gemeente."""
    return bijschriften_van([gemeente.pk], publicatie=publicatie)[gemeente.pk]
