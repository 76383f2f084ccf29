"""`Toegang`: for whom this request (or this key) acts, and which gemeenten are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from gemeenten.models import Gemeente
from gemeenten.selectors import afstamming
from toegang.models import Account, ApiSleutel, Lidmaatschap, Organisatie
from toegang.rechten import SCOPES, Bereik, Handeling, Hoedanigheid
from toegang.rollen import Wie


@dataclass
class Toegang:
    """One actor. Holds at most one lidmaatschap: a session acts for one organisatie in one role.

    Without account it is an anonymous visitor, with an account and no lidmaatschap a citizen. What
    needs the database is found on first use and kept for the rest of the request.
    """

    account: Account | None = None
    lidmaatschap: Lidmaatschap | None = None
    sleutel: ApiSleutel | None = None
    bereiken: dict[Handeling, Bereik] = field(default_factory=dict, repr=False)

    @property
    def aangemeld(self) -> bool:
        return self.account is not None or self.sleutel is not None

    @property
    def organisatie(self) -> Organisatie | None:
        if self.sleutel:
            return self.sleutel.organisatie
        return self.lidmaatschap.organisatie if self.lidmaatschap else None

    @property
    def wie(self) -> Wie:
        if self.sleutel:
            # A beheerder made the key; its scopes, not a rank, say what it may do.
            return Wie.BEHEERDER
        if self.lidmaatschap:
            return Wie(self.lidmaatschap.rol)
        return Wie.BURGER if self.account else Wie.ANONIEM

    @property
    def kring(self) -> str:
        """Part of a cache key: who has the same kring sees the same content of a page.

        Names and forms of the person in front of the screen are not part of cached content.
        """
        if self.organisatie:
            return f"{self.wie.value}-{self.organisatie.pk}"
        return f"burger-{self.account.pk}" if self.account else "anoniem"

    @cached_property
    def hoedanigheden(self) -> frozenset[Hoedanigheid]:
        if not (organisatie := self.organisatie):
            return frozenset()
        soorten = {
            Hoedanigheid.GEMEENTE: organisatie.soort == Organisatie.Soort.GEMEENTE,
            Hoedanigheid.PROVINCIE: organisatie.soort == Organisatie.Soort.PROVINCIE,
            Hoedanigheid.ONDERSTEUNER: organisatie.is_ondersteuner,
            Hoedanigheid.DATALEVERANCIER: organisatie.is_dataleverancier,
        }
        return frozenset(soort for soort, is_het in soorten.items() if is_het)

    @cached_property
    def sleutelhandelingen(self) -> frozenset[Handeling]:
        scopes = self.sleutel.scopes if self.sleutel else []
        return frozenset(
            handeling for scope in scopes for handeling in SCOPES.get(scope.split(":")[0], ())
        )

    @cached_property
    def _afstamming(self) -> dict[int, int]:
        return afstamming(timezone.localdate())

    @cached_property
    def _bestuurd(self) -> frozenset[int]:
        """Gemeenten that the organisatie governs, or that let this key in."""
        if not self.organisatie:
            return frozenset()
        eigen: set[int] = set()
        if self.organisatie.soort == Organisatie.Soort.GEMEENTE:
            eigen |= set(self.organisatie.besturen.values_list("gemeente", flat=True))
        if self.sleutel:
            eigen |= set(
                self.sleutel.toestemmingen.filter(ingetrokken_op__isnull=True).values_list(
                    "gemeente", flat=True
                )
            )
        return frozenset(eigen)

    def _met_voorgangers(self, huidige: Iterable[int]) -> frozenset[int]:
        nu = set(huidige)
        return frozenset(
            gemeente for gemeente, erfgenaam in self._afstamming.items() if erfgenaam in nu
        )

    @cached_property
    def gemeenten(self) -> frozenset[int]:
        """Ids of the gemeenten on which this toegang acts: of today, and all that went on in them.

        A gemeente that ended and went on under another bestuur is no longer acted on by its old
        organisatie (see `gemeenten_lezen`).
        """
        vandaag = set(self._afstamming.values()) if self._bestuurd else set()
        return self._met_voorgangers(self._bestuurd & vandaag)

    @cached_property
    def gemeenten_lezen(self) -> frozenset[int]:
        """`gemeenten`, and the rows of its own past that now belong to a successor: only to read."""
        return self.gemeenten | self._bestuurd

    @cached_property
    def opgegaan(self) -> tuple[int, int] | None:
        """(gemeente that ended, its successor) when a fusie left this bestuur without a gemeente."""
        if self.gemeenten or not self._bestuurd:
            return None
        oud = min(self._bestuurd)
        nieuw = self._afstamming.get(oud)
        return (oud, nieuw) if nieuw else None

    @cached_property
    def gemeenten_provincie(self) -> frozenset[int]:
        """Ids of the gemeenten of the provincie that this organisatie governs, with their past."""
        if not self.organisatie or not self.organisatie.provincie_id:
            return frozenset()
        return self._met_voorgangers(
            Gemeente.objects.filter(provincie=self.organisatie.provincie_id, tot=None).values_list(
                "pk", flat=True
            )
        )
