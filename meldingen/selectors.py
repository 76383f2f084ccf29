"""What a gemeente said about its figures, as a page or report of one edition shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from gemeenten.models import Fusie, Gemeente
from gereedschap.velden import HoeveelheidField
from meldingen.models import Foutmelding, Nagekeken, Toelichting

_NAGEKEKEN, _FOUT, _TOELICHTING = 1, 2, 3
# A gemeente, what it went up in, what that went up in, …: fusies one after the other.
_OPVOLGERS = [f"gemeente__{'fusie_naar__nieuw__' * n}fusie_naar__nieuw_id" for n in range(4)]


@dataclass(frozen=True, slots=True)
class ToelichtingRegel:
    """The latest public toelichting of one goal; `van`: the gemeente, where it went up in this one."""

    soort: str
    tekst: str
    meer_info: str
    op: dt.datetime
    publicatie: int
    van: str = ""

    @property
    def soortwoord(self) -> str:
        return Toelichting.Soort(self.soort).name.capitalize()


@dataclass(frozen=True, slots=True)
class NagekekenRegel:
    waarde: Decimal | None
    op: dt.datetime


@dataclass(frozen=True)
class Bijschriften:
    """Of one gemeente: toelichtingen by goal id; reports and checks by indicator id.

    Toelichtingen are the own one, or that of each gemeente that went up in this one, by name.
    """

    toelichtingen: dict[int, tuple[ToelichtingRegel, ...]] = field(default_factory=dict)
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
        .filter(
            reduce(
                or_,
                (Q(**{f"{pad}__in": gemeenten}) for pad in _OPVOLGERS),
                Q(gemeente__in=gemeenten),
            )
        )
        .order_by()
        .annotate(
            wat=Value(soort, output_field=IntegerField()),
            sleutel=F(sleutel),
            **{f"opvolger{n}": F(pad) for n, pad in enumerate(_OPVOLGERS)},
            naam=F("gemeente__naam"),
            **velden,
        )
        .values_list(
            "gemeente_id", "naam", "wat", "sleutel", "w", "s", "t", "u", "moment", "publicatie_id",
            *(f"opvolger{n}" for n in range(len(_OPVOLGERS))),
        )
    )  # fmt: skip


def _samen(
    regels: tuple[ToelichtingRegel, ...], regel: ToelichtingRegel
) -> tuple[ToelichtingRegel, ...]:
    """Add a toelichting: the own one stands alone, else each participant of the fusie by name."""
    if not regel.van:
        return (regel,)
    if regels and not regels[0].van:
        return regels
    return tuple(sorted((*regels, regel), key=lambda r: r.van))


def afkomst_van(gemeente: Gemeente) -> list[int]:
    """Give the ids of a gemeente and of those that went up in it, at every level."""
    uit, laag = [gemeente.pk], [gemeente.pk]
    while laag:
        laag = list(Fusie.objects.filter(nieuw__in=laag).values_list("oud_id", flat=True))
        uit += laag
    return uit


def bijschriften_van(gemeenten: Collection[int], *, publicatie: int) -> dict[int, Bijschriften]:
    """Give what these gemeenten said, as known at `publicatie`, by gemeente id: one query.

    A gemeente after a fusie also says what each of its participants said, and theirs, until it says
    something itself; what they checked was another figure.
    """
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
    opvolgers: list[int | None]
    for pk, naam, wat, sleutel, w, s, t, u, op, editie, *opvolgers in nagekeken.union(
        fouten, toelichtingen, all=True
    ):
        for plek, van in ((pk, ""), *((opvolger, naam) for opvolger in opvolgers)):
            if plek not in uit or (van and wat == _NAGEKEKEN):
                continue
            blad = uit[plek]
            if wat == _NAGEKEKEN:
                blad.nagekeken[sleutel] = NagekekenRegel(w, op)
            elif wat == _FOUT:
                blad.fouten[sleutel] = min(op, blad.fouten.get(sleutel, op))
            else:
                regel = ToelichtingRegel(s, t, u, op, editie, van)
                blad.toelichtingen[sleutel] = _samen(blad.toelichtingen.get(sleutel, ()), regel)
    return uit


def bijschriften(gemeente: Gemeente, *, publicatie: int) -> Bijschriften:
    """Give the same for one gemeente."""
    return bijschriften_van([gemeente.pk], publicatie=publicatie)[gemeente.pk]
