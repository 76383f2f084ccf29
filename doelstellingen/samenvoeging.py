"""Pure: several figures become one, for a fusie, a provincie or the Gewest.

Counts add up, shares come from the sum of tellers on the sum of noemers, yes/no by its own rule. A
part that is missing or geheim leaves a partial sum with "n van N"; the worst quality shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from doelstellingen.standberekening import GEHEIM, NIET_VAN_TOEPASSING, slechtste

SOM, AANDEEL, ALLE, MINSTENS_EEN = "som", "aandeel", "alle", "minstens_een"
_RUIM = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Figuur:
    """One figure with its quality; `n` of `van_n` parts have one."""

    waarde: Decimal | None
    kwaliteit: str
    peildatum: dt.date
    teller: Decimal | None = None
    noemer: Decimal | None = None
    basisjaar: int | None = None
    n: int = 1
    van_n: int = 1

    @property
    def exact(self) -> Decimal | None:
        """The value; a share with teller and noemer is computed from them, uncut."""
        if self.waarde is None or self.teller is None or self.noemer is None:
            return self.waarde
        return procent(self.teller, self.noemer)


def procent(teller: Decimal, noemer: Decimal) -> Decimal:
    """Give 100 × teller / noemer, uncut."""
    return _RUIM.divide(_RUIM.multiply(teller, Decimal(100)), noemer)


def combineer(
    delen: Sequence[Figuur | None], *, samenvoeging: str, deelaandeel: bool = False
) -> Figuur | None:
    """Give the figure of the parts together; None is a missing part, or nothing at all known.

    A share needs all its tellers and noemers: with one missing there is no share, unless
    `deelaandeel` asks for the share of the parts that are known (a group of gemeenten, marked with
    "n van N"). Shares against different base years don't combine.
    """
    if len(delen) == 1:
        return delen[0]
    bekend = [d for d in delen if d is not None]
    if not bekend:
        return None
    if all(d.waarde is None for d in bekend):
        return _zonder_waarde(bekend, len(delen))
    if samenvoeging == AANDEEL:
        return _aandeel(bekend, van_n=len(delen), deels=deelaandeel)
    return _optelling(bekend, samenvoeging=samenvoeging, ontbrekend=len(delen) - len(bekend))


def _zonder_waarde(bekend: list[Figuur], aantal: int) -> Figuur:
    kwaliteit = slechtste(d.kwaliteit for d in bekend)
    n = len(bekend) if kwaliteit == NIET_VAN_TOEPASSING else 0
    return Figuur(None, kwaliteit, max(d.peildatum for d in bekend), n=n, van_n=aantal)


def _aandeel(bekend: list[Figuur], *, van_n: int, deels: bool) -> Figuur | None:
    telbaar = [d for d in bekend if d.teller is not None and d.noemer is not None]
    niet_nodig = sum(1 for d in bekend if d.kwaliteit == NIET_VAN_TOEPASSING)
    if not telbaar or len({d.basisjaar for d in telbaar}) > 1:
        return None
    volledig = len(telbaar) + niet_nodig == van_n
    if not volledig and not deels:
        return None
    teller = sum((d.teller for d in telbaar if d.teller is not None), Decimal(0))
    noemer = sum((d.noemer for d in telbaar if d.noemer is not None), Decimal(0))
    return Figuur(
        procent(teller, noemer),
        slechtste(d.kwaliteit for d in telbaar),
        max(d.peildatum for d in telbaar),
        teller,
        noemer,
        telbaar[0].basisjaar,
        n=len(telbaar) + niet_nodig,
        van_n=van_n,
    )


def _optelling(bekend: list[Figuur], *, samenvoeging: str, ontbrekend: int) -> Figuur:
    waarden = [d.waarde for d in bekend if d.waarde is not None]
    if samenvoeging == ALLE:
        waarde = min(waarden)
    elif samenvoeging == MINSTENS_EEN:
        waarde = max(waarden)
    else:
        waarde = sum(waarden, Decimal(0))
    met_waarde = [d for d in bekend if d.kwaliteit != GEHEIM]
    return Figuur(
        waarde,
        slechtste(d.kwaliteit for d in met_waarde),
        max(d.peildatum for d in bekend),
        n=sum(d.n for d in met_waarde),
        van_n=sum(d.van_n for d in bekend) + ontbrekend,
    )
