"""Pure: the standen of one indicator, computed from its metingen (ADR and docs/doelen.md).

A stand exists for every date on which the figure of a gemeente changes:

- a niveau counts from its own date;
- a toename counts from the last day of its period, or, while that period still runs, from the day
  on which it was published.

Per bron the newest niveau counts, plus every toename whose period started after it. A cumulative
indicator adds its bronnen up; the other kinds know one bron. A gemeente that came out of a fusie
carries its predecessors on, per bron, until it has a niveau of its own from that bron.

Amounts are whole thousandths here: integers, exact and fast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

NIVEAU, TOENAME = "niveau", "toename"
GEHEIM, NIET_VAN_TOEPASSING = "geheim", "niet_van_toepassing"
# From best to worst; a sum shows the worst quality of its parts.
KWALITEITEN = ("gemeten", "voorlopig", "geschat", GEHEIM, NIET_VAN_TOEPASSING)
_RANG = {kwaliteit: rang for rang, kwaliteit in enumerate(KWALITEITEN)}
DAG = dt.timedelta(days=1)


class Waarneming(NamedTuple):
    """One living meting; `telt_vanaf` as `telt_vanaf()` gives it."""

    bron: int
    vorm: str
    van: dt.date
    telt_vanaf: dt.date
    waarde: int | None
    teller: int | None
    noemer: int | None
    kwaliteit: str
    basisjaar: int | None


class Standrij(NamedTuple):
    """One stand, ready to be written; `delen` of `van_delen` parts of a fusie have a figure."""

    gemeente: int
    peildatum: dt.date
    waarde: int | None
    teller: int | None
    noemer: int | None
    kwaliteit: str
    basisjaar: int | None
    delen: int
    van_delen: int


def telt_vanaf(*, vorm: str, van: dt.date, tot: dt.date, gepubliceerd: dt.date) -> dt.date:
    """Give the first date whose stand holds this meting."""
    if vorm == NIVEAU:
        return van
    return max(van, min(tot - DAG, gepubliceerd))


def slechtste(kwaliteiten: Iterable[str]) -> str:
    """Give the worst of the qualities; "niet van toepassing" only when all are."""
    uniek = set(kwaliteiten)
    if len(uniek) == 1:
        return uniek.pop()
    return max(uniek - {NIET_VAN_TOEPASSING} or uniek, key=_RANG.__getitem__)


@dataclass(slots=True)
class _Bron:
    """What one bron says so far about one gemeente."""

    niveau_op: dt.date | None = None
    waarde: int | None = 0
    teller: int | None = None
    noemer: int | None = None
    kwaliteit: str = "gemeten"
    basisjaar: int | None = None

    def verwerk(self, w: Waarneming) -> None:
        if w.vorm == NIVEAU:
            self.niveau_op = w.van
            self.waarde, self.teller, self.noemer = w.waarde, w.teller, w.noemer
            self.kwaliteit, self.basisjaar = w.kwaliteit, w.basisjaar
            return
        if self.niveau_op is not None and w.van <= self.niveau_op:
            return  # the level already holds (part of) this period
        if w.kwaliteit != self.kwaliteit:
            self.kwaliteit = slechtste((self.kwaliteit, w.kwaliteit))
        if self.waarde is not None and w.waarde is not None:
            self.waarde += w.waarde

    def plus(self, ander: _Bron) -> _Bron:
        """The two together, for the parts of a fusie."""
        paar = (self, ander)
        waarden = [b.waarde for b in paar if b.waarde is not None]
        geheim = any(b.waarde is None and b.kwaliteit != NIET_VAN_TOEPASSING for b in paar)
        return _Bron(
            None,
            None if geheim or not waarden else sum(waarden),
            _som(self.teller, ander.teller),
            _som(self.noemer, ander.noemer),
            slechtste((self.kwaliteit, ander.kwaliteit)),
            self.basisjaar if self.basisjaar == ander.basisjaar else None,
        )


def _som(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


@dataclass
class _Gemeente:
    """The running figure of one gemeente."""

    pk: int
    bronnen: dict[int, _Bron] = field(default_factory=dict)
    geerfd: dict[int, _Bron] = field(default_factory=dict)
    delen: int = 1
    van_delen: int = 1

    def verwerk(self, w: Waarneming) -> None:
        bron = self.bronnen.get(w.bron)
        if bron is None:
            bron = self.bronnen[w.bron] = _Bron()
            if w.vorm == TOENAME and w.bron in self.geerfd:
                erfenis = self.geerfd[w.bron]
                bron.waarde, bron.teller, bron.noemer = (
                    erfenis.waarde,
                    erfenis.teller,
                    erfenis.noemer,
                )
                bron.kwaliteit, bron.basisjaar = erfenis.kwaliteit, erfenis.basisjaar
        bron.verwerk(w)

    def geldend(self) -> dict[int, _Bron]:
        """Per bron its own figure, else the inherited one."""
        return {**self.geerfd, **self.bronnen}

    def stand(self, peildatum: dt.date) -> Standrij:
        bronnen = list((self.geldend() if self.geerfd else self.bronnen).values())
        heel = any(bron.niveau_op is not None for bron in self.bronnen.values())
        delen, van = (1, 1) if heel else (self.delen, self.van_delen)
        kwaliteit = slechtste(bron.kwaliteit for bron in bronnen)
        if kwaliteit in (GEHEIM, NIET_VAN_TOEPASSING):
            return Standrij(self.pk, peildatum, None, None, None, kwaliteit, None, delen, van)
        telbaar = [bron for bron in bronnen if bron.waarde is not None]
        teller = noemer = basisjaar = None
        if len(telbaar) == 1:
            [enige] = telbaar
            teller, noemer, basisjaar = enige.teller, enige.noemer, enige.basisjaar
        waarde = sum(bron.waarde or 0 for bron in telbaar)
        return Standrij(
            self.pk, peildatum, waarde, teller, noemer, kwaliteit, basisjaar, delen, van
        )


def _loop(gemeente: _Gemeente, waarnemingen: Sequence[Waarneming]) -> Iterator[Standrij]:
    """Walk through the metingen in order and give the stand after each date."""
    orde = sorted(waarnemingen, key=lambda w: (w.telt_vanaf, w.vorm != NIVEAU, w.van, w.bron))
    for nummer, waarneming in enumerate(orde):
        gemeente.verwerk(waarneming)
        volgende = orde[nummer + 1].telt_vanaf if nummer + 1 < len(orde) else None
        if volgende != waarneming.telt_vanaf:
            yield gemeente.stand(waarneming.telt_vanaf)


def bereken_standen(
    waarnemingen: Mapping[int, Sequence[Waarneming]],
    *,
    voorgangers: Mapping[int, Sequence[int]],
    nul_zonder_rijen: bool = False,
) -> Iterator[Standrij]:
    """Give the standen of one indicator, for every gemeente with metingen of its own.

    `voorgangers` maps a gemeente to those that ended in it (one level); their metingen must be in
    `waarnemingen` too. `nul_zonder_rijen`: a predecessor without rows has 0, it isn't missing.
    """
    klaar: dict[int, _Gemeente] = {}
    rijen: list[Standrij] = []

    def bereken(pk: int) -> _Gemeente:
        if pk in klaar:
            return klaar[pk]
        gemeente = _Gemeente(pk)
        delen = [bereken(deel) for deel in voorgangers.get(pk, ())]
        for deel in delen:
            for bron, stand in deel.geldend().items():
                erfenis = gemeente.geerfd.get(bron)
                gemeente.geerfd[bron] = stand if erfenis is None else erfenis.plus(stand)
        if delen and not nul_zonder_rijen:
            gemeente.delen = sum(deel.delen for deel in delen if deel.geldend())
            gemeente.van_delen = sum(deel.van_delen for deel in delen)
        rijen.extend(_loop(gemeente, waarnemingen.get(pk, ())))
        klaar[pk] = gemeente
        return gemeente

    for pk in waarnemingen:
        bereken(pk)
        yield from rijen
        rijen.clear()
