"""All targets as flat rows, for the command `doelen`, exports and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from doelstellingen.basis import Basis, Gebied, lees_basis
from doelstellingen.doelberekening import Doel, Grondtal, Normgegevens, als_tekst
from doelstellingen.models import Indicator
from doelstellingen.vormen import ONTBREEKT


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


def doelenlijst(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeente: int | None = None,
    doelstelling: str | None = None,
    pact: str | None = None,
    inwonersjaar: int | None = None,
) -> Iterator[Doelrij]:
    """Give targets by gemeente, then by goal with the main indicator first.

    `pact` None: of each gemeente the pact that counts; one that signed none has no rows. Indicatoren
    without a norm in that pact are left out.
    """
    basis = lees_basis(
        peildatum=peildatum, publicatie=publicatie, gemeente=gemeente, inwonersjaar=inwonersjaar
    )
    indicatoren = [
        i for i in basis.indicatoren if doelstelling is None or i.doelstelling.slug == doelstelling
    ]
    gebieden = basis.gemeenten if gemeente is None else [basis.territorium.gebieden[gemeente]]
    for gebied in gebieden:
        gekozen = pact or basis.keuze(gebied.pk).standaard
        if gekozen is None:
            continue
        for indicator in indicatoren:
            rij = _rij(basis, indicator, gebied, gekozen)
            if rij is not None:
                yield rij


def _rij(basis: Basis, indicator: Indicator, gebied: Gebied, pact: str) -> Doelrij | None:
    info = basis.norm(indicator.pk, pact=pact)
    if info is None:
        return None
    return Doelrij(
        gebied,
        indicator,
        pact,
        info.norm,
        basis.inwonersgrondtal(gebied.pk),
        basis.wooneenhedengrondtal(gebied.pk),
        basis.doel(indicator, gebied.pk, info.norm),
    )
