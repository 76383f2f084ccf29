"""Verbs of toegang: what one may see is a query."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from toegang.rechten import Handeling, bereik

if TYPE_CHECKING:
    from toegang.wie import Toegang


class OrganisatieQuerySet(models.QuerySet):
    def zichtbaar_voor(self, toegang: Toegang) -> Self:
        """The organisaties whose members and log `toegang` may read."""
        return self.filter(bereik(toegang, Handeling.LEDEN_ZIEN).q(organisatie="pk"))

    def met_code(self, code: str) -> Self:
        """The organisatie with this KBO number or OVO code; ACM/IDM sends either."""
        return self.filter(Q(kbo=code) | Q(ovo=code))


class _VanOrganisatie(models.QuerySet):
    def zichtbaar_voor(self, toegang: Toegang) -> Self:
        """The rows of organisaties whose members `toegang` may read."""
        return self.filter(bereik(toegang, Handeling.LEDEN_ZIEN).q(organisatie="organisatie"))


class LidmaatschapQuerySet(_VanOrganisatie):
    def via(self, herkomst: str) -> Self:
        """The memberships that a session opened by this door may act for."""
        return self.filter(herkomst=herkomst)


class UitnodigingQuerySet(_VanOrganisatie):
    def open(self, *, op: dt.datetime | None = None) -> Self:
        """Not used, not withdrawn, not expired."""
        return self.filter(
            gebruikt_op__isnull=True,
            ingetrokken_op__isnull=True,
            verloopt_op__gt=op or timezone.now(),
        )


class ApiSleutelQuerySet(models.QuerySet):
    def zichtbaar_voor(self, toegang: Toegang) -> Self:
        return self.filter(bereik(toegang, Handeling.SLEUTELS_BEHEREN).q(organisatie="organisatie"))

    def actief(self, *, op: dt.datetime | None = None) -> Self:
        return self.filter(ingetrokken_op__isnull=True, verloopt_op__gt=op or timezone.now())


class LogboekQuerySet(_VanOrganisatie):
    """The log is append only: what changes or removes rows refuses."""

    def _weiger(self) -> None:
        from toegang.models.sporen import AlleenToevoegen

        raise AlleenToevoegen("Het logboek wordt alleen aangevuld.")

    def update(self, **kwargs: Any) -> int:
        self._weiger()
        return 0

    def delete(self) -> tuple[int, dict[str, int]]:
        self._weiger()
        return 0, {}
