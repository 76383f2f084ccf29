"""Verbs of the territory: as of a date, as known at a publicatie."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce


class GemeenteQuerySet(models.QuerySet):
    def op_datum(self, datum: dt.date) -> Self:
        """The gemeenten that existed on `datum`: 300 on 31-12-2024, 285 since 1-1-2025."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gt=datum), van__lte=datum)

    def geldig(self) -> Self:
        """The gemeenten of today's indeling."""
        return self.filter(tot__isnull=True)


class LevendQuerySet(models.QuerySet):
    """Rows that carry `publicatie` and `vervallen_in` (numbers or foreign keys)."""

    def levend(self) -> Self:
        return self.filter(vervallen_in__isnull=True)

    def gekend_op(self, publicatie: int | None) -> Self:
        """The rows as they stood after publicatie number `publicatie`; None is now."""
        if publicatie is None:
            return self.levend()
        return self.filter(
            Q(vervallen_in__isnull=True) | Q(vervallen_in__gt=publicatie),
            publicatie__lte=publicatie,
        )


class JaarcijferQuerySet(LevendQuerySet):
    """Counts on 1 January of a `jaar`."""

    def van_jaar(self, jaar: int | None, *, op: dt.date) -> Self:
        """The rows of `jaar`, else of the latest known 1 January ≤ `op`, else of the earliest."""
        if jaar is not None:
            return self.filter(jaar=jaar)
        jaren = self.order_by("jaar").values("jaar")
        laatste = jaren.filter(jaar__lte=op.year).reverse()[:1]
        return self.filter(jaar=Coalesce(Subquery(laatste), Subquery(jaren[:1])))
