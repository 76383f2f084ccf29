"""The engine: one run of one feed, from file or address to a publicatie.

fetch → read in chunks → destination (accepted rows wait outside the tables, refused ones are kept)
→ brake → one short publishing transaction. Whatever stops it half-way, the old figures stay.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dataleveranciers import rem, slot
from dataleveranciers.bestemmingen import Bestemming, Verbeteringbestemming
from dataleveranciers.cijferbestemming import Cijferbestemming
from dataleveranciers.feeds.basis import Cijferfeed, Feeddefinitie, Leesverslag, Rauw, Sinds
from dataleveranciers.models import Importrij, Importrun
from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gereedschap.geheugen import stil_geheugen
from gereedschap.http import Ophaler
from gereedschap.massaschrijver import Massaschrijver
from gereedschap.stroom import Bestandsfout, vingerafdruk
from verbeteringen.levering import KLASSEN, Afwijzing

BLOK = 2_000
Voortgang = Callable[[int, str], None]


@dataclass
class Opdracht:
    """What to run: a file, an address, or the kept files of a run that waited."""

    definitie: Feeddefinitie
    run: Importrun
    bestanden: list[Path] = field(default_factory=list)
    url: str = ""
    sinds: Sinds = None
    met_rem: bool = True
    voortgang: Voortgang | None = None


def werkmap(run: Importrun) -> Path:
    """Where a run keeps its files while it is busy, or waits."""
    return Path(settings.DATA_MAP) / "importruns" / str(run.pk)


class Motor:
    """Carries out one Opdracht; after `draai` the run says how it ended."""

    def __init__(self, opdracht: Opdracht) -> None:
        self._op = opdracht
        self._run = opdracht.run
        self._map = werkmap(opdracht.run)
        self._verslag = Leesverslag()
        self._paden: list[Path] = list(opdracht.bestanden)
        self._bestemming: Bestemming | None = None
        self._gelezen = 0
        self._afgewezen = 0

    def draai(self) -> Importrun:
        """Run to the end. A delivery that can't be used ends as afgekeurd, with the reason."""
        self._map.mkdir(parents=True, exist_ok=True)
        try:
            with stil_geheugen():
                self._verwerk()
        except Bestandsfout as fout:
            self._keur_af(str(fout))
        finally:
            if self._run.status == Importrun.Status.BEZIG:
                self._sluit_af(
                    Importrun.Status.MISLUKT,
                    "De invoer is onverwacht gestopt. Er is niets overgenomen.",
                )
            if self._bestemming:
                self._bestemming.sluit()
            if self._run.status != Importrun.Status.IN_QUARANTAINE:
                shutil.rmtree(self._map, ignore_errors=True)
        return self._run

    def _verwerk(self) -> None:
        self._run.rijen.all().delete()
        self._bestemming = self._maak_bestemming()
        for blok in self._lees_alles():
            self._bewaar_afgewezen(self._bestemming.neem(blok))
            self._gelezen += len(blok)
            self._meld("gelezen")
        self._bewaar_afgewezen(self._bestemming.rond_af(self._herlees))
        self._run.sha256 = vingerafdruk(self._paden[0]) if len(self._paden) == 1 else ""
        self._neem_tellers_over()
        oordeel = rem.beoordeel(self._run) if self._op.met_rem else None
        if oordeel and oordeel.afgekeurd:
            self._keur_af(oordeel.reden)
        elif oordeel:
            self._bewaar_bron()
            self._sluit_af(Importrun.Status.IN_QUARANTAINE, oordeel.reden)
        elif not self._bestemming.verandert:
            self._sluit_af(Importrun.Status.ONGEWIJZIGD)
        else:
            self._publiceer(self._bestemming)

    def _maak_bestemming(self) -> Bestemming:
        definitie = self._op.definitie
        if isinstance(definitie, Cijferfeed):
            return Cijferbestemming(definitie, verslag=self._verslag)
        return Verbeteringbestemming(
            definitie,  # type: ignore[arg-type]
            bron=self._run.feed.organisatie,
            map=self._map,
        )

    def _lees_alles(self) -> Iterator[list[Rauw]]:
        """Read the files, or fetch and read page after page."""
        if self._op.url:
            with Ophaler(self._map, tussenpoos_s=self._op.definitie.tussenpoos_s) as ophaler:
                for pad in self._op.definitie.haal(
                    ophaler, self._op.url, self._op.sinds, self._verslag
                ):
                    self._paden.append(pad)
                    yield from self._blokken(pad, self._gelezen if len(self._paden) > 1 else 0)
        else:
            yield from self._herlees()

    def _herlees(self) -> Iterator[list[Rauw]]:
        basis = 0
        for pad in self._paden:
            laatste = basis
            for blok in self._blokken(pad, basis):
                laatste = blok[-1].nr
                yield blok
            basis = laatste

    def _blokken(self, pad: Path, basis: int) -> Iterator[list[Rauw]]:
        """Give chunks of at most 2,000 rows; numbers go on after `basis` on a next page."""
        rest: list[Rauw] = []
        for gelezen in self._op.definitie.lees(pad, self._verslag):
            if basis:
                gelezen = [rij._replace(nr=rij.nr + basis) for rij in gelezen]
            rest += gelezen
            while len(rest) >= BLOK:
                yield rest[:BLOK]
                rest = rest[BLOK:]
        if rest:
            yield rest

    def _bewaar_afgewezen(self, afgewezen: Sequence[Afwijzing]) -> None:
        if not afgewezen:
            return
        self._afgewezen += len(afgewezen)
        Massaschrijver(Importrij, ("run_id", "nr", "veld", "waarde", "reden")).schrijf(
            (self._run.pk, a.nr, a.veld, _schoon(a.waarde)[:200], a.reden[:300]) for a in afgewezen
        )

    def _meld(self, wat: str) -> None:
        self._run.gelezen = self._gelezen
        slot.klop(self._run)
        if self._op.voortgang:
            self._op.voortgang(self._gelezen, wat)

    def _neem_tellers_over(self) -> None:
        run = self._run
        run.gelezen, run.afgewezen = self._gelezen, self._afgewezen
        if self._bestemming:
            for klasse in KLASSEN:
                setattr(run, klasse, self._bestemming.tellers[klasse])
            run.meldingen = [*self._verslag.meldingen, *self._bestemming.meldingen()]

    def _publiceer(self, bestemming: Bestemming) -> None:
        self._meld("publiceren")
        feed = self._run.feed
        with publiceer(
            soort=Publicatie.Soort.IMPORT,
            organisatie=feed.organisatie,
            omschrijving=f"{feed.naam}: {self._run.herkomst}"[:300],
            demo=self._run.demo,
        ) as publicatie:
            bestemming.publiceer(publicatie)
            self._run.publicatie = publicatie
            self._sluit_af(Importrun.Status.GEPUBLICEERD)

    def _keur_af(self, reden: str) -> None:
        """Refuse the delivery as a whole: every row that was read counts as refused."""
        run = self._run
        run.gelezen = run.afgewezen = self._gelezen
        run.nieuw = run.gewijzigd = run.ongewijzigd = run.verwijderd = 0
        run.meldingen = list(self._verslag.meldingen)
        self._sluit_af(Importrun.Status.AFGEKEURD, reden)

    def _bewaar_bron(self) -> None:
        """Keep what was delivered until somebody decides about it."""
        for pad in self._op.bestanden:
            if pad.parent != self._map:
                shutil.copy2(pad, self._map / pad.name)

    def _sluit_af(self, status: str, reden: str = "") -> None:
        self._run.status = status
        self._run.reden = reden
        self._run.beeindigd_op = timezone.now()
        self._run.save()


def _schoon(tekst: str) -> str:
    """PostgreSQL stores no NUL, and a refused value may hold anything."""
    return tekst.replace("\x00", "").encode("utf-8", "replace").decode()


def met_tijd(opdracht: Opdracht) -> tuple[Importrun, float]:
    """Run and give the seconds it took."""
    begin = time.perf_counter()
    run = Motor(opdracht).draai()
    return run, time.perf_counter() - begin
