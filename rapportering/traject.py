"""The trajectory of one indicator: path, figures, plans, forecast, and what all of it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from doelstellingen.selectors import (
    IndicatorOverzicht,
    Punt,
    Vooruitblik,
    kijk_vooruit,
    nodig_per_jaar,
)
from gereedschap.opmaak import toon_datum
from rapportering.grafieken import lijn
from rapportering.tegels import Verloop, breuken_van, toon_waarde, verloop_van

EINDE = dt.date(2030, 12, 31)


@dataclass(frozen=True)
class Traject:
    """`zinnen` say in words all that the drawing shows; the table has the same numbers."""

    verloop: Verloop | None
    tekening: lijn.Lijngrafiek | None
    alt: str
    zinnen: tuple[str, ...]
    rijen: tuple[tuple[str, str], ...]
    blik: Vooruitblik | None
    gepland: Decimal
    heeft_band: bool


def _zinnen(o: IndicatorOverzicht, blik: Vooruitblik | None, gepland: Decimal) -> list[str]:
    def toon(bedrag: Decimal) -> str:
        return toon_waarde(o.indicator, bedrag)

    uit: list[str] = []
    doel = o.doel.exact if o.doel else None
    waarde, dag = o.cijfer.waarde, o.cijfer.peildatum
    if doel is not None and waarde is not None and dag is not None and o.cijfer.volledig:
        nodig = nodig_per_jaar(waarde=waarde, op=dag, doel=doel)
        if nodig == 0:
            uit.append(f"Het doel van {toon(doel)} is gehaald.")
        elif nodig is not None:
            uit.append(f"Nodig om het doel te halen: {toon(nodig)} per jaar tot eind 2030.")
    if gepland:
        uit.append(f"Geregistreerd als gepland, nog niet uitgevoerd: {toon(gepland)}.")
    if blik is None:
        uit.append(
            "Er zijn te weinig cijfers voor een vooruitblik: die vraagt er drie, over minstens een jaar."
        )
        return uit
    uit.append(f"Het tempo van de laatste drie jaar is {toon(blik.tempo)} per jaar.")
    if doel is not None and not blik.gehaald:
        uit.append(
            f"Met het huidige tempo wordt het doel gehaald in {blik.jaar_gehaald}."
            if blik.jaar_gehaald
            else "Met het huidige tempo wordt het doel niet gehaald."
        )
    return uit


def _rijen(
    o: IndicatorOverzicht, blik: Vooruitblik | None, gepland: Decimal
) -> tuple[tuple[str, str], ...]:
    def toon(bedrag: Decimal) -> str:
        return toon_waarde(o.indicator, bedrag)

    rijen: list[tuple[str, str]] = []
    if o.cijfer.waarde is not None and o.cijfer.peildatum is not None:
        rijen.append((f"Cijfer op {toon_datum(o.cijfer.peildatum)}", toon(o.cijfer.waarde)))
        if o.tussendoel is not None:
            rijen.append((f"Pad op {toon_datum(o.cijfer.peildatum)}", toon(o.tussendoel)))
        if gepland:
            rijen.append(("Cijfer met wat gepland is", toon(o.cijfer.waarde + gepland)))
    if o.doel and o.doel.exact is not None:
        rijen.append(("Doel op 31-12-2030", toon(o.doel.exact)))
    if blik is not None:
        rijen += [
            ("Vooruitblik op 31-12-2030", toon(blik.waarde)),
            ("Onderkant van de band", toon(blik.laag)),
            ("Bovenkant van de band", toon(blik.hoog)),
        ]
    return tuple(rijen)


def traject_van(o: IndicatorOverzicht, punten: Sequence[Punt], *, gepland: Decimal) -> Traject:
    """Make the trajectory of one indicator of one gemeente."""
    breuken = breuken_van(punten, o.breuken)
    # A pace across a break in the method would measure the method.
    sinds = max((dag for dag, _ in breuken), default=dt.date.min)
    volledig = [
        (p.datum, p.waarde)
        for p in punten
        if p.waarde is not None and p.n == p.van_n and p.datum >= sinds
    ]
    blik = kijk_vooruit(volledig, doel=o.doel.exact if o.doel else None)
    if blik is not None and blik.van >= EINDE:
        blik = None
    zinnen = [zin for _, zin in breuken] + _zinnen(o, blik, gepland)
    if breuken:
        zinnen.append("De vooruitblik rekent enkel met cijfers van na de laatste breuk.")
    verloop = verloop_van(o, list(punten))
    tekening = None
    if verloop is not None:
        tekening = lijn.lijngrafiek(
            punten=[lijn.Punt(p.datum, p.waarde, onzeker=p.kwaliteit != "gemeten") for p in punten],
            pad=o.lijn,
            merken=frozenset(r.datum for r in verloop.rijen),
            breuken=[dag for dag, _ in breuken],
            toon=lambda bedrag: toon_waarde(o.indicator, bedrag).split(" ")[0],
            vooruit=None
            if blik is None
            else lijn.Vooruit(
                van=(blik.van, volledig[-1][1]), tot=(EINDE, blik.waarde, blik.laag, blik.hoog)
            ),
        )
    alt = f"{verloop.omschrijving if verloop else ''} {' '.join(zinnen)}".strip()
    return Traject(
        verloop,
        tekening,
        alt,
        tuple(zinnen),
        _rijen(o, blik, gepland),
        blik,
        gepland,
        blik is not None,
    )
