"""Reference tables: read a compact CSV of our own, and bring a database table in step with it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Verloop:
    """How many rows a synchronisation made, changed and left alone."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0

    def __add__(self, ander: Verloop) -> Verloop:
        return Verloop(
            self.nieuw + ander.nieuw,
            self.gewijzigd + ander.gewijzigd,
            self.ongewijzigd + ander.ongewijzigd,
        )

    @property
    def iets(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.nieuw or self.gewijzigd)


def lees_tabel(pad: Path) -> list[dict[str, str]]:
    """Give the rows of a `;` separated UTF-8 file as texts per column name.

    Raises ValueError when a row has more or fewer cells than the header.
    """
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        lezer = csv.reader(bestand, delimiter=";")
        kop = next(lezer)
        rijen = []
        for nummer, cellen in enumerate(lezer, start=2):
            if len(cellen) != len(kop):
                raise ValueError(
                    f"{pad.name}, rij {nummer}: {len(cellen)} cellen waar er {len(kop)} horen."
                )
            rijen.append(dict(zip(kop, cellen, strict=True)))
    return rijen


def synchroniseer(
    *,
    model: type[models.Model],
    rijen: Iterable[Mapping[str, Any]],
    sleutel: Sequence[str],
) -> Verloop:
    """Create or update rows of `model` so that they equal `rijen`, set-based and idempotent.

    `rijen` map attribute names (`provincie_id`, not `provincie`) to values; `sleutel` names the
    natural key among them. Rows that the table has and `rijen` lack stay: other records may point
    to them. Two rows with the same key raise ValueError.
    """
    bestaand = {
        tuple(getattr(rij, veld) for veld in sleutel): rij for rij in model._default_manager.all()
    }
    nieuw: list[models.Model] = []
    anders: list[models.Model] = []
    velden: set[str] = set()
    gezien: set[tuple[Any, ...]] = set()
    for rij in rijen:
        sleutelwaarde = tuple(rij[veld] for veld in sleutel)
        if sleutelwaarde in gezien:
            raise ValueError(f"{model.__name__}: dubbele sleutel {sleutelwaarde}.")
        gezien.add(sleutelwaarde)
        huidig = bestaand.get(sleutelwaarde)
        if huidig is None:
            nieuw.append(model(**rij))
            continue
        verschil = {v: w for v, w in rij.items() if getattr(huidig, v) != w}
        if verschil:
            for veld, waarde in verschil.items():
                setattr(huidig, veld, waarde)
            velden |= verschil.keys()
            anders.append(huidig)
    model._default_manager.bulk_create(nieuw, batch_size=500)
    if anders:
        namen = sorted(model._meta.get_field(v).name for v in velden)
        model._default_manager.bulk_update(anders, namen, batch_size=200)
    return Verloop(len(nieuw), len(anders), len(gezien) - len(nieuw) - len(anders))
