"""Verbs of the domain for verbeteringen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from toegang.rechten import Handeling, bereik

if TYPE_CHECKING:
    from toegang.wie import Toegang

OPENBAAR = ("goedgekeurd", "leverancier")


class VerbeteringQuerySet(models.QuerySet[Any]):
    def levend(self) -> VerbeteringQuerySet:
        """Not withdrawn by the supplier, an undo or the gemeente."""
        return self.filter(vervallen_in__isnull=True)

    def openbaar(self) -> VerbeteringQuerySet:
        """What everybody may know exists: approved, or of a supplier."""
        return self.levend().filter(goedkeuring__in=OPENBAAR)

    def zichtbaar_voor(self, toegang: Toegang) -> VerbeteringQuerySet:
        """What `toegang` may know exists: the public ones, its own, and all of its gemeente."""
        filter_ = Q(vervallen_in__isnull=True, goedkeuring__in=OPENBAAR)
        if toegang.account:
            filter_ |= Q(indiener=toegang.account)
        if toegang.organisatie:
            filter_ |= Q(organisatie=toegang.organisatie)
        if toegang.aangemeld:
            filter_ |= bereik(toegang, Handeling.INTERN_LEZEN).q("gemeente")
        return self.filter(filter_)

    def telt(self) -> VerbeteringQuerySet:
        """Approved or a supplier's, and executed since 1-1-2021 (maatregel.telt_mee comes on top)."""
        return self.openbaar().filter(uitvoering="uitgevoerd", uitgevoerd_op__gte="2021-01-01")
