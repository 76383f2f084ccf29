"""Verbs of the catalogue: what is public, what somebody may edit, which questions are theirs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from toegang.rechten import Handeling, bereik

if TYPE_CHECKING:
    from toegang.wie import Toegang


class OndersteunerQuerySet(models.QuerySet):
    def openbaar(self) -> Self:
        """The ondersteuners that show in the catalogue."""
        return self.filter(staat="actief")

    def bewerkbaar_door(self, toegang: Toegang) -> Self:
        """The ondersteuners whose page and items `toegang` may edit."""
        if bereik(toegang, Handeling.AANBOD_BEHEREN).alle:
            return self
        return self.filter(bereik(toegang, Handeling.AANBOD_BEWERKEN).q(organisatie="organisatie"))


class AanbodQuerySet(models.QuerySet):
    def openbaar(self, *, op: dt.date | None = None) -> Self:
        """Published, not expired on `op` (today), of an ondersteuner that still exists."""
        dag = op or timezone.localdate()
        return self.filter(
            Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=dag),
            staat="gepubliceerd",
            ondersteuner__staat="actief",
        )

    def bewerkbaar_door(self, toegang: Toegang) -> Self:
        if bereik(toegang, Handeling.AANBOD_BEHEREN).alle:
            return self
        return self.filter(
            bereik(toegang, Handeling.AANBOD_BEWERKEN).q(organisatie="ondersteuner__organisatie")
        )


class VraagQuerySet(models.QuerySet):
    def zichtbaar_voor(self, toegang: Toegang) -> Self:
        """The questions of own gemeenten, to the own organisation, and those of the own provincie."""
        return self.filter(
            bereik(toegang, Handeling.VRAGEN_ZIEN).q(
                "gemeente", organisatie="ondersteuner__organisatie"
            )
        )

    def open(self) -> Self:
        return self.filter(staat__in=["nieuw", "in_behandeling", "loopt"])
