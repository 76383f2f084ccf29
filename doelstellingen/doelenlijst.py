"""All targets as flat rows, for the command `doelen`, exports and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from doelstellingen.basis import Basis, lees_basis
from doelstellingen.doelberekening import als_tekst
from doelstellingen.models import Indicator
from doelstellingen.vormen import ONTBREEKT


@dataclass(frozen=True)
class Doelrij:
    """The target of one gemeente for one indicator; field names as the JSON has them."""

    nis: str
    gemeente: str
    doelstelling: str
    indicator: str
    pact: str
    inwoners: int | None
    inwoners_jaar: int | None
    wooneenheden: int | None
    doel_exact: str | None
    doel: str
    eenheid: str
    berekening: dict[str, Any]

    def als_gegevens(self) -> dict[str, Any]:
        return asdict(self)


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
            rij = _rij(basis, indicator, gebied.pk, gekozen)
            if rij is not None:
                yield rij


def _rij(basis: Basis, indicator: Indicator, gemeente: int, pact: str) -> Doelrij | None:
    info = basis.norm(indicator.pk, pact=pact)
    if info is None:
        return None
    doel = basis.doel(indicator, gemeente, info.norm)
    inwoners = basis.inwonersgrondtal(gemeente)
    wooneenheden = basis.wooneenhedengrondtal(gemeente)
    gebied = basis.territorium.gebieden[gemeente]
    if doel is None:
        berekening: dict[str, Any] = {
            "norm": {"pact": info.norm.pact, "per": info.norm.per, "bron": info.norm.bron},
            "grondslag": None,
            "zin": "Het aantal waarmee de norm vermenigvuldigd wordt, ontbreekt.",
        }
    else:
        berekening = doel.als_gegevens()
    return Doelrij(
        nis=gebied.nis,
        gemeente=gebied.naam,
        doelstelling=indicator.doelstelling.slug,
        indicator=indicator.slug,
        pact=pact,
        inwoners=inwoners.aantal if inwoners else None,
        inwoners_jaar=inwoners.jaar if inwoners else None,
        wooneenheden=wooneenheden.aantal if wooneenheden else None,
        doel_exact=als_tekst(doel.exact) if doel else None,
        doel=doel.toon if doel else ONTBREEKT,
        eenheid=indicator.eenheid,
        berekening=berekening,
    )
