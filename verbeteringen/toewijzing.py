"""Which gemeente, of the time of execution, each delivered verbetering belongs to.

A given NIS wins where it was valid on the date and doesn't contradict the shape; without one it is
the gemeente with the largest share. Borders that are approximate contradict only further than 5 km.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from django.utils import timezone

from gemeenten.grenzen import (
    GEEN,
    afstand_m,
    gemeenten_van,
    grenzenindex,
    huidige_grenzen,
    voorgangers_van,
)
from gemeenten.selectors import Register, afstamming, register
from gereedschap.opmaak import toon_datum
from verbeteringen.models import GemeenteUit

_KRIMP = (math.cos(math.radians(51)), 1.0)
_GRAAD_M = 111_250.0
# The day before the fusies of 2025: today's borders don't answer for it.
VOOR_FUSIES = dt.date(2024, 12, 31)
NAAST_DE_GRENS = (
    "de vorm ligt naast de benaderde grens van de opgegeven gemeente; de NIS-code geldt"
)


class Plaats(NamedTuple):
    """The gemeente of one row, or why there is none (`veld` and `reden`); `melding` warns."""

    gemeente_id: int
    uit: str
    veld: str = ""
    reden: str = ""
    melding: str = ""


def _km(meters: float) -> str:
    return f"{meters / 1000:.1f}".replace(".", ",")


class Toewijzer:
    """Assigns many rows at once; keeps borders, register and fusies for the whole delivery."""

    def __init__(self) -> None:
        self._register: Register = register()
        self._nu = afstamming(timezone.localdate())

    @cached_property
    def _grenzen(self):
        return huidige_grenzen()

    @cached_property
    def _index(self):
        index = grenzenindex(self._grenzen)
        shapely.prepare(index.gekrompen)
        return index

    @cached_property
    def _plaats(self) -> dict[int, int]:
        return {int(pk): i for i, pk in enumerate(self._index.ids)}

    def wijs_toe(
        self,
        geometrieen: np.ndarray,
        nissen: Sequence[str | None],
        datums: Sequence[dt.date],
    ) -> list[Plaats]:
        """Give a Plaats per row; the three sequences run in step, a shape may be None with a NIS."""
        uit: list[Plaats | None] = [None] * len(nissen)
        vormen = np.flatnonzero(~shapely.is_missing(geometrieen))
        vandaag = np.full(len(nissen), GEEN, dtype=np.int64)
        toen = vandaag
        if len(vormen):
            ids, meters = gemeenten_van(geometrieen[vormen])
            vandaag[vormen] = ids
            for i, id_, meter in zip(vormen.tolist(), ids.tolist(), meters.tolist(), strict=True):
                if id_ == GEEN:
                    uit[i] = Plaats(
                        GEEN,
                        "",
                        "geometry",
                        f"de vorm ligt {_km(meter)} km buiten het Vlaamse Gewest",
                    )
            toen = self._toen(geometrieen, vandaag, datums)
        verdacht: list[int] = []
        for i, (nis, datum) in enumerate(zip(nissen, datums, strict=True)):
            if uit[i] is not None:
                continue
            uit[i] = (
                self._uit_nis(nis, datum) if nis else self._uit_vorm(int(vandaag[i]), int(toen[i]))
            )
            if nis and vandaag[i] != GEEN and self._elders(uit[i], int(vandaag[i])):
                verdacht.append(i)
        if verdacht:
            self._toets(geometrieen, verdacht, uit)
        return [plaats for plaats in uit if plaats is not None]

    def _toen(
        self, geometrieen: np.ndarray, vandaag: np.ndarray, datums: Sequence[dt.date]
    ) -> np.ndarray:
        """Give the gemeenten of the time: of a fusie the predecessor with the nearest centre."""
        oud = np.flatnonzero(
            np.fromiter((datum <= VOOR_FUSIES for datum in datums), bool, len(datums))
            & (vandaag != GEEN)
        )
        uit = vandaag.copy()
        if len(oud):
            uit[oud] = voorgangers_van(geometrieen[oud], vandaag[oud], op=VOOR_FUSIES)
        return uit

    def _uit_nis(self, nis: str, datum: dt.date) -> Plaats:
        rij = self._register.met_nis(nis, datum)
        if rij is not None:
            return Plaats(rij.pk, GemeenteUit.NIS)
        if self._register.kent_nis(nis):
            reden = f"deze NIS-code gold niet op {toon_datum(datum)} (gemeentefusie); gebruik de code van toen"
        else:
            reden = "onbekende NIS-code"
        return Plaats(GEEN, "", "nis", reden)

    def _uit_vorm(self, vandaag: int, toen: int) -> Plaats:
        geschat = self._grenzen.benaderend or toen != vandaag
        return Plaats(toen, GemeenteUit.VORM_GESCHAT if geschat else GemeenteUit.VORM)

    def _elders(self, plaats: Plaats | None, vandaag: int) -> bool:
        return bool(plaats and not plaats.reden and self._nu.get(plaats.gemeente_id) != vandaag)

    def _toets(
        self, geometrieen: np.ndarray, verdacht: list[int], uit: list[Plaats | None]
    ) -> None:
        """Judge the rows whose shape lies mostly in another gemeente than their NIS."""
        doelen = [self._plaats[self._nu[uit[i].gemeente_id]] for i in verdacht]  # type: ignore[union-attr]
        vormen = shapely.transform(geometrieen[verdacht], lambda xy: xy * _KRIMP)
        graden = self._grenzen.speling_m / _GRAAD_M
        dichtbij = shapely.dwithin(self._index.gekrompen[doelen], vormen, graden)
        for i, doel, goed in zip(verdacht, doelen, dichtbij.tolist(), strict=True):
            plaats = uit[i]
            if plaats is None:
                continue
            if goed:
                uit[i] = plaats._replace(melding=NAAST_DE_GRENS)
                continue
            meters = afstand_m(geometrieen[i], self._index.vormen[doel])
            uit[i] = Plaats(
                GEEN,
                "",
                "nis",
                f"de vorm ligt {_km(meters)} km buiten de gemeente met deze NIS-code",
            )
