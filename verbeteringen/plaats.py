"""In which gemeente a shape lies for a registration, with the rules of the approximate borders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from gemeenten.grenzen import (
    Toewijzing,
    afwijking_m,
    gemeente_van,
    huidige_grenzen,
    voorganger_van,
)
from gemeenten.models import Gemeente
from gemeenten.selectors import voorgangers
from gereedschap.opmaak import toon_datum
from verbeteringen.geometrie import GeometrieFout, Vorm, maak_vorm
from verbeteringen.invoer import Fout, OngeldigeInvoer
from verbeteringen.models import GemeenteUit
from verbeteringen.vormlezen import is_zonder_oppervlakte

# A smaller share is noise of the border, not a second gemeente.
KLEINSTE_AANDEEL = 0.01


@dataclass(frozen=True)
class Plaats:
    """A checked shape with where it lies; `aandelen` per gemeente id, the largest first."""

    vorm: Vorm
    toewijzing: Toewijzing
    waarschuwingen: tuple[str, ...] = ()
    aandelen: dict[int, float] = field(default_factory=dict)

    @property
    def over_grens(self) -> bool:
        return len(self.aandelen) > 1


def bepaal_plaats(geometrie: BaseGeometry) -> Plaats:
    """Check a shape and say where it lies; raises OngeldigeInvoer outside Flanders or without size."""
    if is_zonder_oppervlakte(geometrie):
        raise OngeldigeInvoer(
            [Fout("geometrie", "Dit vlak heeft geen oppervlakte: de punten liggen op één lijn.")]
        )
    try:
        vorm = maak_vorm(geometrie)
    except GeometrieFout as fout:
        tekst = str(fout)
        raise OngeldigeInvoer([Fout("geometrie", f"{tekst[0].upper()}{tekst[1:]}.")]) from fout
    toewijzing = gemeente_van(vorm.geometrie)
    if toewijzing.gemeente_id is None:
        raise OngeldigeInvoer([Fout("geometrie", toewijzing.waarschuwing)])
    meldingen = [f"{m[0].upper()}{m[1:]}." for m in vorm.meldingen]
    if toewijzing.waarschuwing:
        meldingen.append(toewijzing.waarschuwing)
    aandelen = {pk: deel for pk, deel in toewijzing.aandelen.items() if deel >= KLEINSTE_AANDEEL}
    return Plaats(vorm, toewijzing, tuple(meldingen), aandelen)


def gemeente_uit(plaats: Plaats | None, gemeente: Gemeente) -> str:
    """Say how the gemeente of a registration is known; refuse one where the shape cannot lie.

    With approximate borders the chosen gemeente wins up to 5 km (ontwerp §4.9).
    """
    if plaats is None:
        return GemeenteUit.KEUZE
    grenzen = huidige_grenzen()
    buiten = afwijking_m(plaats.vorm.geometrie, gemeente)
    if buiten > grenzen.speling_m:
        raise OngeldigeInvoer(
            [
                Fout(
                    "gemeente",
                    f"De vorm ligt {buiten / 1000:.1f} km".replace(".", ",")
                    + f" buiten {gemeente.naam}. Verplaats de vorm of kies een andere gemeente.",
                )
            ]
        )
    if plaats.toewijzing.gemeente_id != gemeente.pk:
        return GemeenteUit.KEUZE
    return GemeenteUit.VORM_GESCHAT if plaats.toewijzing.geschat else GemeenteUit.VORM


def gemeente_toen(gemeente: Gemeente, op: dt.date | None, voorganger: Gemeente | None) -> Gemeente:
    """Give the row of the gemeente on the date of execution; asks for the predecessor where needed."""
    if op is None or gemeente.van <= op:
        return gemeente
    kandidaten = voorgangers_op(gemeente, op)
    if voorganger in kandidaten:
        return voorganger
    if len(kandidaten) == 1:
        return kandidaten[0]
    namen = " of ".join(g.naam for g in kandidaten)
    raise OngeldigeInvoer(
        [
            Fout(
                "voorganger",
                f"Op {toon_datum(op)} bestond {gemeente.naam} nog niet. "
                f"Kies waar dit lag: {namen}.",
            )
        ]
    )


def deel_toen(
    waar: Gemeente,
    gekozen: Gemeente,
    op: dt.date | None,
    plaats: Plaats | None,
    voorganger: Gemeente | None,
) -> Gemeente:
    """Give the row of `waar` on the date of execution, for a part of what lies over a border.

    `voorganger` answers for the gemeente that was chosen. Of a neighbour nobody here can say it: the
    shape decides, and the neighbour's publicator, who gets the part as a proposal, may put it right.
    """
    if waar.pk == gekozen.pk or plaats is None or op is None or waar.van <= op:
        return gemeente_toen(waar, op, voorganger)
    return voorganger_van(plaats.vorm.geometrie, waar, op)


def voorgangers_op(gemeente: Gemeente, op: dt.date) -> list[Gemeente]:
    """Give the gemeenten of `op` that went on in `gemeente`, by name."""
    return sorted(
        (g for g in voorgangers(gemeente) if g.van <= op and (g.tot is None or op < g.tot)),
        key=lambda g: g.sorteernaam,
    )
