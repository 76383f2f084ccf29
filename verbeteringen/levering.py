"""A supplier's delivery of verbeteringen: taken in chunks, published set-based.

`Levering.neem` checks and places a chunk and keeps what is new or changed on a spool; nothing is
written to the tables yet. `Levering.publiceer` then copies the spool inside one short transaction.
Equal key and equal content is ongewijzigd, told from a 16-byte hash that includes the key.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from django.db import connection

from doelstellingen.models import Publicatie
from gemeenten.namen import zoeksleutel
from gereedschap.spoel import Spoel
from toegang.models import Organisatie
from verbeteringen import geometrie
from verbeteringen.models import Uitvoering, Verbetering
from verbeteringen.overname import Overname
from verbeteringen.toewijzing import Plaats, Toewijzer

DUBBEL = "dubbele id in dit bestand"
NIEUW, GEWIJZIGD, ONGEWIJZIGD, VERWIJDERD = range(4)
KLASSEN = ("nieuw", "gewijzigd", "ongewijzigd", "verwijderd")
# (parameter, richting, amount in thousandths, area in thousandths of m² or None)
Maatregelrij = tuple[str, str, int, int | None]


class Aangeleverd(NamedTuple):
    """One row of a supplier, its members checked one by one; the shape is not read yet."""

    nr: int
    sleutel: str
    kenmerk: bytes
    gewijzigd_op: dt.datetime
    verwijderd: bool
    projectnaam: str
    aanvrager: str
    nis: str | None
    uitgevoerd_op: dt.date | None
    gepland_op: dt.date | None
    geometrie: dict[str, Any] | str | None
    maatregelen: tuple[Maatregelrij, ...]


class Afwijzing(NamedTuple):
    """Why one row can't be used."""

    nr: int
    veld: str
    waarde: str
    reden: str


class _Bestaand(NamedTuple):
    pk: int
    hash: bytes
    gewijzigd_op: dt.datetime
    vervallen: bool


class Kenmerken:
    """The hashes that are stored for a bron, 16 bytes each, to ask about many at once."""

    def __init__(self, bron_id: int) -> None:
        delen: list[bytes] = []
        tabel = Verbetering._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT hash FROM {tabel} WHERE bron_id = %s", [bron_id])
            while rijen := cursor.fetchmany(10_000):
                delen.append(b"".join(h for (r,) in rijen if len(h := bytes(r)) == 16))
        tabel_ = np.frombuffer(b"".join(delen), dtype="<u8").reshape(-1, 2)
        self._tabel = tabel_[np.argsort(tabel_[:, 0], kind="stable")]

    def __len__(self) -> int:
        return len(self._tabel)

    def kent(self, kenmerken: Sequence[bytes]) -> np.ndarray:
        """Give per hash whether it is stored. A miss is only slower, never wrong."""
        if not len(self._tabel) or not kenmerken:
            return np.zeros(len(kenmerken), dtype=bool)
        gevraagd = np.frombuffer(b"".join(kenmerken), dtype="<u8").reshape(-1, 2)
        plaats = np.searchsorted(self._tabel[:, 0], gevraagd[:, 0])
        plaats[plaats == len(self._tabel)] = 0
        gelijk: np.ndarray = (self._tabel[plaats] == gevraagd).all(axis=1)
        return gelijk


class Levering:
    """One delivery of one bron. `tellers` counts what the rows turned out to be."""

    def __init__(self, *, bron: Organisatie, map: Path) -> None:
        self._bron = bron
        self._kenmerken = Kenmerken(bron.pk)
        self._toewijzer = Toewijzer()
        self._nieuw = Spoel(map / "nieuw.spoel")
        self._nieuwe_maatregelen = Spoel(map / "maatregelen.spoel")
        self._anders = Spoel(map / "anders.spoel")
        self._maanden: set[tuple[int, int]] = set()
        self._sleutels: list[np.ndarray] = []
        self._nummers: list[np.ndarray] = []
        self._klassen: list[np.ndarray] = []
        self._overslaan: set[int] = set()
        self.tellers: Counter[str] = Counter(dict.fromkeys(KLASSEN, 0))
        self.meldingen: Counter[str] = Counter()

    def kent(self, kenmerken: Sequence[bytes]) -> np.ndarray:
        """Give per content hash whether exactly this row is stored already."""
        return self._kenmerken.kent(kenmerken)

    def noteer(self, nummers: Sequence[int], sleutels: Sequence[str], klasse: int) -> None:
        """Remember rows with their key, to find the ones that occur twice in the file."""
        if not nummers:
            return
        self._nummers.append(np.array(nummers, dtype=np.int64))
        self._sleutels.append(np.fromiter(map(hash, sleutels), np.int64, len(sleutels)))
        self._klassen.append(np.full(len(nummers), klasse, dtype=np.uint8))
        self.tellers[KLASSEN[klasse]] += len(nummers)

    def _bestaande(self, sleutels: Iterable[str]) -> dict[str, _Bestaand]:
        if not len(self._kenmerken) and not self._ooit():
            return {}
        return {
            sleutel: _Bestaand(pk, bytes(hash_), gewijzigd_op, vervallen is not None)
            for pk, sleutel, hash_, gewijzigd_op, vervallen in Verbetering.objects.filter(
                bron=self._bron, externe_sleutel__in=list(sleutels)
            ).values_list("pk", "externe_sleutel", "hash", "gewijzigd_op", "vervallen_in")
        }

    def _ooit(self) -> bool:
        return Verbetering.objects.filter(bron=self._bron).exists()

    def neem(self, rijen: Sequence[Aangeleverd]) -> list[Afwijzing]:
        """Take a chunk (at most 2,000 rows): sort out, check, place and spool it."""
        bestaande = self._bestaande(rij.sleutel for rij in rijen)
        te_plaatsen: list[Aangeleverd] = []
        gelijk: list[Aangeleverd] = []
        weg: list[tuple[Any, ...]] = []
        for rij in rijen:
            oud = bestaande.get(rij.sleutel)
            if oud and (oud.gewijzigd_op > rij.gewijzigd_op or oud.hash == rij.kenmerk):
                gelijk.append(rij)
            elif rij.verwijderd:
                if oud is None or oud.vervallen:
                    gelijk.append(rij)
                else:
                    weg.append((rij.nr, rij.sleutel, oud.pk, True, rij.kenmerk, rij.gewijzigd_op))
            else:
                te_plaatsen.append(rij)
        self.noteer([r.nr for r in gelijk], [r.sleutel for r in gelijk], ONGEWIJZIGD)
        self.noteer([w[0] for w in weg], [w[1] for w in weg], VERWIJDERD)
        self._anders.schrijf(weg)
        return self._plaats(te_plaatsen, bestaande) if te_plaatsen else []

    def _plaats(self, rijen: list[Aangeleverd], bestaande: dict[str, _Bestaand]) -> list[Afwijzing]:
        vormen = _lees_vormen([rij.geometrie for rij in rijen])
        plaatsen = self._toewijzer.wijs_toe(
            vormen.geometrieen,
            [None if i in vormen.fouten else rij.nis for i, rij in enumerate(rijen)],
            [rij.uitgevoerd_op or rij.gepland_op or dt.date.max for rij in rijen],
        )
        wkb = shapely.to_wkb(vormen.geometrieen, output_dimension=2)
        vlakten = np.round(vormen.oppervlakte_m2 * 100).astype(np.int64) * 10
        lengten = np.round(vormen.lengte_m * 100).astype(np.int64) * 10
        grenzen = vormen.grenzen.tolist()
        afgewezen: list[Afwijzing] = []
        nieuw: list[tuple[Any, ...]] = []
        maatregelen: list[tuple[Any, ...]] = []
        anders: list[tuple[Any, ...]] = []
        begin = self._nieuw.aantal
        for i, rij in enumerate(rijen):
            fout = _fout(rij, plaatsen[i], vormen.fouten.get(i))
            if fout:
                afgewezen.append(fout)
                continue
            for melding in vormen.meldingen.get(i, ()):
                self.meldingen[melding] += 1
            if plaatsen[i].melding:
                self.meldingen[plaatsen[i].melding] += 1
            vorm = (wkb[i], *grenzen[i], int(vormen.cellen[i]), bool(vormen.groot[i]))
            if wkb[i] is None:
                vorm = (None, None, None, None, None, None, False)
            maten = (int(vlakten[i]) or None, int(lengten[i]) or None)
            inhoud = self._inhoud(rij, plaatsen[i], vorm, maten)
            if rij.uitgevoerd_op:
                maand = rij.uitgevoerd_op.year * 12 + rij.uitgevoerd_op.month - 1
                self._maanden.add((plaatsen[i].gemeente_id, maand))
            oud = bestaande.get(rij.sleutel)
            if oud is None:
                volgnummer = begin + len(nieuw)
                nieuw.append((rij.nr, inhoud))
                maatregelen += [(rij.nr, volgnummer, *m) for m in rij.maatregelen]
            else:
                anders.append(
                    (rij.nr, rij.sleutel, oud.pk, False, rij.kenmerk, rij.gewijzigd_op)
                    + (inhoud, rij.maatregelen)
                )
        slecht = {fout.nr for fout in afgewezen}
        goed = [rij for rij in rijen if rij.nr not in slecht]
        for klasse, kiest_oud in ((NIEUW, False), (GEWIJZIGD, True)):
            deel = [rij for rij in goed if (rij.sleutel in bestaande) is kiest_oud]
            self.noteer([r.nr for r in deel], [r.sleutel for r in deel], klasse)
        self._nieuw.schrijf(nieuw)
        self._nieuwe_maatregelen.schrijf(maatregelen)
        self._anders.schrijf(anders)
        return afgewezen

    @staticmethod
    def _inhoud(
        rij: Aangeleverd, plaats: Plaats, vorm: tuple[Any, ...], maten: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """Give the columns of `overname.INHOUD`."""
        uitvoering = Uitvoering.UITGEVOERD if rij.uitgevoerd_op else Uitvoering.GEPLAND
        return (
            rij.sleutel,
            rij.projectnaam,
            rij.aanvrager,
            plaats.gemeente_id,
            str(plaats.uit),
            *vorm,
            str(uitvoering.value),
            rij.uitgevoerd_op,
            rij.gepland_op,
            rij.gewijzigd_op,
            zoeksleutel(rij.projectnaam)[:200],
            *maten,
            rij.kenmerk,
        )

    def dubbele_nummers(self) -> set[int]:
        """Give the row numbers whose key occurs more than once among the usable rows."""
        if not self._sleutels:
            return set()
        sleutels = np.concatenate(self._sleutels)
        uniek, omgekeerd, aantal = np.unique(sleutels, return_inverse=True, return_counts=True)
        if len(uniek) == len(sleutels):
            return set()
        nummers = np.concatenate(self._nummers)
        return set(nummers[aantal[omgekeerd] > 1].tolist())

    def los_dubbels_op(self, rijen: Iterable[tuple[int, str, dt.datetime]]) -> list[Afwijzing]:
        """Keep of each key the row with the newest `gewijzigd_op`; give the others as refused.

        `rijen` are (number, key, gewijzigd_op) of the numbers that `dubbele_nummers` gave.
        """
        klasse_van = {
            int(nr): int(klasse)
            for nummers, klassen in zip(self._nummers, self._klassen, strict=True)
            for nr, klasse in zip(nummers, klassen, strict=True)
        }
        beste: dict[str, tuple[dt.datetime, int]] = {}
        verliezers: list[Afwijzing] = []
        for nr, sleutel, op in rijen:
            vorige = beste.get(sleutel)
            if vorige is None or op > vorige[0]:
                beste[sleutel] = (op, nr)
                verliezer = vorige[1] if vorige else None
            else:
                verliezer = nr
            if verliezer is not None:
                self.tellers[KLASSEN[klasse_van[verliezer]]] -= 1
                self._overslaan.add(verliezer)
                verliezers.append(Afwijzing(verliezer, "id", sleutel, DUBBEL))
        return verliezers

    @property
    def verandert(self) -> bool:
        """Whether publishing would change anything."""
        return any(self.tellers[k] for k in ("nieuw", "gewijzigd", "verwijderd"))

    def publiceer(self, publicatie: Publicatie) -> None:
        """Write the spool under `publicatie`, then the monthly figures it touches."""
        Overname(
            bron=self._bron,
            publicatie=publicatie,
            nieuw=self._nieuw,
            nieuwe_maatregelen=self._nieuwe_maatregelen,
            anders=self._anders,
            overslaan=self._overslaan,
            maanden=self._maanden,
        ).voer_uit()

    def sluit(self) -> None:
        for spoel in (self._nieuw, self._nieuwe_maatregelen, self._anders):
            spoel.sluit()


def _fout(rij: Aangeleverd, plaats: Plaats, vormfout: str | None) -> Afwijzing | None:
    if vormfout:
        tekst = rij.geometrie if isinstance(rij.geometrie, str) else ""
        return Afwijzing(rij.nr, "geometry", tekst[:200], vormfout)
    if rij.geometrie is None and not rij.nis:
        reden = "zonder vorm is een NIS-code nodig (het hele grondgebied van de gemeente)"
        return Afwijzing(rij.nr, "geometry", "", reden)
    if plaats.reden:
        return Afwijzing(rij.nr, plaats.veld, rij.nis or "", plaats.reden)
    return None


def _lees_vormen(ruwe: Sequence[Any]) -> geometrie.Vormen:
    """Read GeoJSON members and WKT texts, in one array each, and check them."""
    vormen, fouten = geometrie.lees_geojson([None if isinstance(r, str) else r for r in ruwe])
    if any(isinstance(r, str) for r in ruwe):
        uit_wkt, wktfouten = geometrie.lees_wkt([r if isinstance(r, str) else None for r in ruwe])
        vormen = np.where(shapely.is_missing(vormen), uit_wkt, vormen)
        fouten |= wktfouten
    return geometrie.controleer(vormen, fouten)
