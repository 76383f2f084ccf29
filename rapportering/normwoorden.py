"""What a norm asks, in words that an official uses."""

from __future__ import annotations

from decimal import Decimal

from doelstellingen.models import Indicator, Norm
from doelstellingen.selectors import Normgegevens
from gereedschap.opmaak import ENKELVOUD as EENHEID_ENKELVOUD
from gereedschap.opmaak import toon_getal

ENKELVOUD = {Norm.Per.INWONER: "inwoner", Norm.Per.WOONEENHEID: "wooneenheid"}
MEERVOUD = {Norm.Per.INWONER: "inwoners", Norm.Per.WOONEENHEID: "wooneenheden"}


def norm_in_woorden(norm: Norm | Normgegevens, indicator: Indicator) -> str:
    """Give "1 boom per inwoner"-like words: amount, unit and what it is counted against."""
    if indicator.soort == Indicator.Soort.JA_NEE:
        return "ja"
    eenheid = indicator.eenheid
    if norm.per == Norm.Per.VAST:
        zin = f"{toon_getal(Decimal(norm.teller) / norm.noemer, indicator.decimalen)} {eenheid}"
        return f"{zin} tegenover {norm.basisjaar}" if norm.basisjaar else zin
    per = Norm.Per(norm.per)
    noemer = ENKELVOUD[per] if norm.noemer == 1 else f"{toon_getal(norm.noemer)} {MEERVOUD[per]}"
    if norm.teller == 1:
        eenheid = EENHEID_ENKELVOUD.get(eenheid, eenheid)
    return f"{toon_getal(norm.teller, 3)} {eenheid} per {noemer}"
