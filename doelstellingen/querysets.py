"""Verbs of the figures: on a peildatum, as known at a publicatie."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import OuterRef, Subquery

from gemeenten.querysets import LevendQuerySet


class StandQuerySet(LevendQuerySet):
    def op_datum(self, datum: dt.date, *, publicatie: int | None = None) -> Self:
        """Per gemeente and indicator the newest stand on or before `datum`, known at `publicatie`."""
        gekend = self.gekend_op(publicatie).filter(peildatum__lte=datum)
        nieuwste = (
            gekend.filter(gemeente=OuterRef("gemeente"), indicator=OuterRef("indicator"))
            .order_by("-peildatum")
            .values("peildatum")[:1]
        )
        return gekend.filter(peildatum=Subquery(nieuwste))
