"""Where the rows of a feed go: metingen or verbeteringen. Each takes chunks, then publishes once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from django.utils import timezone

from dataleveranciers.feeds.basis import (
    Rauw,
    RijFout,
    Verbeteringfeed,
)
from doelstellingen.models import Publicatie
from toegang.models import Organisatie
from verbeteringen.levering import ONGEWIJZIGD, Aangeleverd, Afwijzing, Levering

Herlees = Callable[[], Iterator[Sequence[Rauw]]]


class Bestemming(Protocol):
    """What the engine asks of it."""

    @property
    def tellers(self) -> Counter[str]: ...

    def neem(self, rijen: Sequence[Rauw]) -> list[Afwijzing]:
        """Take a chunk; give the rows that were refused."""

    def rond_af(self, herlees: Herlees) -> list[Afwijzing]:
        """Judge what needs the whole delivery; `herlees` reads the file a second time."""

    @property
    def verandert(self) -> bool:
        """Whether publishing would change anything."""

    def meldingen(self) -> list[str]:
        """Give what the delivery made worth saying, in sentences."""

    def publiceer(self, publicatie: Publicatie) -> None:
        """Write, inside the transaction of `publicatie`."""

    def sluit(self) -> None: ...


def afwijzing(nr: int, fout: RijFout) -> Afwijzing:
    return Afwijzing(nr, fout.veld, fout.waarde, fout.reden)


class Verbeteringbestemming:
    """Rows of a Verbeteringfeed; most of a repeated delivery stops at its hash."""

    def __init__(self, definitie: Verbeteringfeed, *, bron: Organisatie, map: Path) -> None:
        self._definitie = definitie
        self._levering = Levering(bron=bron, map=map)
        self._vandaag: dt.date = timezone.localdate()

    @property
    def tellers(self) -> Counter[str]:
        return self._levering.tellers

    def neem(self, rijen: Sequence[Rauw]) -> list[Afwijzing]:
        kenmerk = self._definitie.kenmerk
        kenmerken = [None if rij.fout else kenmerk(rij.inhoud) for rij in rijen]
        leeg = bytes(16)
        bekend = self._levering.kent([k[1] if k else leeg for k in kenmerken]).tolist()
        gelijk = [i for i, is_bekend in enumerate(bekend) if is_bekend and kenmerken[i]]
        self._levering.noteer(
            [rijen[i].nr for i in gelijk],
            [k[0] for i in gelijk if (k := kenmerken[i])],
            ONGEWIJZIGD,
        )
        if len(gelijk) == len(rijen):
            return []
        afgewezen: list[Afwijzing] = []
        goed: list[Aangeleverd] = []
        for rij, kenm, is_bekend in zip(rijen, kenmerken, bekend, strict=True):
            if is_bekend and kenm:
                continue
            try:
                if rij.fout:
                    raise rij.fout
                goed.append(
                    self._definitie.vertaal(
                        rij.nr, kenm[1] if kenm else b"", rij.inhoud, self._vandaag
                    )
                )
            except RijFout as fout:
                afgewezen.append(afwijzing(rij.nr, fout))
        return afgewezen + self._levering.neem(goed)

    def rond_af(self, herlees: Herlees) -> list[Afwijzing]:
        nummers = self._levering.dubbele_nummers()
        if not nummers:
            return []
        versie = self._definitie.versie
        return self._levering.los_dubbels_op(
            (rij.nr, *versie(rij.inhoud)) for blok in herlees() for rij in blok if rij.nr in nummers
        )

    @property
    def verandert(self) -> bool:
        return self._levering.verandert

    def meldingen(self) -> list[str]:
        return [f"{aantal} keer: {zin}." for zin, aantal in self._levering.meldingen.items()]

    def publiceer(self, publicatie: Publicatie) -> None:
        self._levering.publiceer(publicatie)

    def sluit(self) -> None:
        self._levering.sluit()
