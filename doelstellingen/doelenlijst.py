"""All targets as flat rows, for the command `doelen`, exports and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from doelstellingen.basis import Basis, lees_basis
from doelstellingen.doelberekening import Doel, Grondtal, Normgegevens, als_tekst
from doelstellingen.models import Indicator
from doelstellingen.territorium import Gebied
from doelstellingen.vormen import ONTBREEKT
from gereedschap.bewaren import per_editie


@dataclass(frozen=True, slots=True)
class Doelrij:
    """The target of one gemeente for one indicator, with its derivation on demand."""

    gebied: Gebied
    indicator: Indicator
    pact: str
    norm: Normgegevens
    inwoners: Grondtal | None
    wooneenheden: Grondtal | None
    berekend: Doel | None

    @property
    def doel(self) -> str:
        """The target as a page shows it."""
        return self.berekend.toon if self.berekend else ONTBREEKT

    @property
    def doel_exact(self) -> str | None:
        return als_tekst(self.berekend.exact) if self.berekend else None

    @property
    def berekening(self) -> dict[str, Any]:
        """The derivation as data, `zin` being the sum in words."""
        if self.berekend is not None:
            return self.berekend.als_gegevens()
        return {
            "norm": {"pact": self.norm.pact, "per": self.norm.per, "bron": self.norm.bron},
            "grondslag": None,
            "zin": "Het aantal waarmee de norm vermenigvuldigd wordt, ontbreekt.",
        }

    def als_gegevens(self) -> dict[str, Any]:
        """One object of the JSON list."""
        return {
            "nis": self.gebied.nis,
            "gemeente": self.gebied.naam,
            "doelstelling": self.indicator.doelstelling.slug,
            "indicator": self.indicator.slug,
            "pact": self.pact,
            "inwoners": self.inwoners.aantal if self.inwoners else None,
            "inwoners_jaar": self.inwoners.jaar if self.inwoners else None,
            "wooneenheden": self.wooneenheden.aantal if self.wooneenheden else None,
            "doel_exact": self.doel_exact,
            "doel": self.doel,
            "eenheid": self.indicator.eenheid,
            "berekening": self.berekening,
        }


class Doelenlijst(Sequence[Doelrij]):
    """Targets by gemeente, then by goal with the main indicator first; worked out as asked for.

    A page of a hundred out of six thousand costs a hundred sums. Places count from the beginning.
    """

    def __init__(
        self, basis: Basis, gebieden: list[Gebied], indicatoren: list[Indicator], pact: str | None
    ) -> None:
        self._basis, self._gebieden, self._pact = basis, gebieden, pact
        self._indicatoren = indicatoren
        self._per_pact: dict[str, list[tuple[Indicator, Normgegevens]]] = {}

    def _van_pact(self, pact: str) -> list[tuple[Indicator, Normgegevens]]:
        """Give the indicatoren with a norm in `pact`."""
        if pact not in self._per_pact:
            infos = ((i, self._basis.norm(i.pk, pact=pact)) for i in self._indicatoren)
            self._per_pact[pact] = [(i, info.norm) for i, info in infos if info is not None]
        return self._per_pact[pact]

    def _delen(self) -> Iterator[tuple[Gebied, str, list[tuple[Indicator, Normgegevens]]]]:
        for gebied in self._gebieden:
            pact = self._pact or self._basis.keuze(gebied.pk).standaard
            if pact is not None:
                yield gebied, pact, self._van_pact(pact)

    def _rij(self, gebied: Gebied, pact: str, indicator: Indicator, norm: Normgegevens) -> Doelrij:
        return Doelrij(
            gebied,
            indicator,
            pact,
            norm,
            self._basis.inwonersgrondtal(gebied.pk),
            self._basis.wooneenhedengrondtal(gebied.pk),
            self._basis.doel(indicator, gebied.pk, norm),
        )

    def __len__(self) -> int:
        return sum(len(eigen) for _, _, eigen in self._delen())

    def __iter__(self) -> Iterator[Doelrij]:
        for gebied, pact, eigen in self._delen():
            for indicator, norm in eigen:
                yield self._rij(gebied, pact, indicator, norm)

    @overload
    def __getitem__(self, plek: int) -> Doelrij: ...
    @overload
    def __getitem__(self, plek: slice) -> list[Doelrij]: ...
    def __getitem__(self, plek: int | slice) -> Doelrij | list[Doelrij]:
        plekken = (
            (gebied, pact, indicator, norm)
            for gebied, pact, eigen in self._delen()
            for indicator, norm in eigen
        )
        if isinstance(plek, slice):
            # A page at the beginning need not know of the gemeenten after it.
            return [self._rij(*delen) for delen in islice(plekken, plek.start, plek.stop)]
        return self._rij(*next(islice(plekken, plek, None)))


@per_editie(hoogstens=4)
def _basis(stempel: str, peildatum: dt.date, publicatie: int, inwonersjaar: int | None) -> Basis:
    """Read what all targets stand on: half of what a page of them costs."""
    return lees_basis(
        peildatum=peildatum,
        publicatie=publicatie,
        inwonersjaar=inwonersjaar,
        alleen_doelen=True,
    )


def doelenlijst(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeente: int | None = None,
    doelstelling: str | None = None,
    pact: str | None = None,
    inwonersjaar: int | None = None,
    stempel: str | None = None,
) -> Doelenlijst:
    """Give the targets of all gemeenten, or of one.

    `pact` None: of each gemeente the pact that counts; one that signed none has no rows. Indicatoren
    without a norm in that pact are left out. With `stempel`, which names the newest publicatie, what
    the targets of all gemeenten stand on is kept for the next question.
    """
    if stempel is not None and gemeente is None:
        basis = _basis(stempel, peildatum, publicatie, inwonersjaar)
    else:
        basis = lees_basis(
            peildatum=peildatum,
            publicatie=publicatie,
            gemeente=gemeente,
            inwonersjaar=inwonersjaar,
            alleen_doelen=True,
        )
    indicatoren = [
        i for i in basis.indicatoren if doelstelling is None or i.doelstelling.slug == doelstelling
    ]
    gebieden = basis.gemeenten if gemeente is None else [basis.territorium.gebieden[gemeente]]
    return Doelenlijst(basis, gebieden, indicatoren, pact)
