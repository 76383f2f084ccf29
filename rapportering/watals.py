"""The what-if of a trajectory: a slider with a pace, and in words what that pace gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.core.exceptions import BadRequest

from doelstellingen.models import Indicator
from doelstellingen.selectors import IndicatorOverzicht, Vooruitblik, nodig_per_jaar, wat_als
from gereedschap.opmaak import ENKELVOUD, toon_percentage
from rapportering.grafieken.lijn import Lijngrafiek
from rapportering.tegels import toon_waarde

EINDE = dt.date(2030, 12, 31)


@dataclass(frozen=True)
class Schuif:
    """All that the form and its module need; numbers as plain text."""

    waarde: str
    doel: str
    op: str
    tempo: str
    laagste: str
    hoogste: str
    stap: str
    eenheid: str
    enkelvoud: str
    decimalen: int
    zin: str
    gekozen: bool
    x0: str = ""
    y0: str = ""
    x1: str = ""
    y1: str = ""
    nul: str = ""
    ydoel: str = ""


def _rond(bedrag: Decimal) -> Decimal:
    """The next of 1, 2 or 5 times a power of ten."""
    macht = Decimal(1).scaleb(bedrag.adjusted())
    return next(s * macht for s in (1, 2, 5, 10) if s * macht >= bedrag)


def lees_tempo(tekst: str) -> Decimal | None:
    """Read `?tempo=`: a Dutch or plain number; refuses what is no pace (400)."""
    if not tekst:
        return None
    try:
        gelezen = (
            Decimal(tekst)
            if "," not in tekst
            else Decimal(tekst.replace(".", "").replace(",", "."))
        )
    except ArithmeticError as fout:
        raise BadRequest(
            f"“{tekst[:40]}” is geen tempo. Schrijf een getal, bijvoorbeeld ?tempo=1500."
        ) from fout
    if not gelezen.is_finite() or abs(gelezen) > Decimal(10) ** 9:
        raise BadRequest("Kies een tempo tussen −1 miljard en 1 miljard per jaar.")
    return gelezen.quantize(Decimal("0.001"))


def zin_van(
    indicator: Indicator, *, waarde: Decimal, op: dt.date, doel: Decimal, tempo: Decimal
) -> str:
    """What the pace gives, as the module in the browser says it too."""
    uit = wat_als(waarde=waarde, op=op, doel=doel, tempo=tempo)
    deel = toon_percentage(uit.waarde / doel)
    zin = (
        f"Met {toon_waarde(indicator, tempo)} per jaar: {toon_waarde(indicator, uit.waarde)} op "
        f"31-12-2030, {deel} van het doel."
    )
    if uit.jaar_gehaald is None:
        return f"{zin} Het doel wordt zo niet gehaald."
    return f"{zin} Het doel wordt gehaald in {uit.jaar_gehaald}."


def _tekst(bedrag: Decimal) -> str:
    return f"{bedrag.normalize():f}"


def schuif_van(
    o: IndicatorOverzicht,
    *,
    blik: Vooruitblik | None,
    tekening: Lijngrafiek | None,
    gekozen: Decimal | None,
) -> Schuif | None:
    """The slider of an indicator; None where there is no figure, target or time left."""
    doel, waarde, op = (o.doel.exact if o.doel else None), o.cijfer.waarde, o.cijfer.peildatum
    ja_nee = o.indicator.soort == Indicator.Soort.JA_NEE
    if ja_nee or not doel or waarde is None or op is None or not o.cijfer.volledig or op >= EINDE:
        return None
    nodig = nodig_per_jaar(waarde=waarde, op=op, doel=doel) or Decimal(0)
    nu = blik.tempo if blik else Decimal(0)
    teken = -1 if doel < 0 else 1
    top = _rond(max(2 * abs(nodig), 2 * abs(nu), abs(doel) / 10))
    stap = max(_rond(top / 200), Decimal(1).scaleb(-o.indicator.decimalen))
    begin = gekozen
    if begin is None:
        begin = (nu / stap).to_integral_value(ROUND_CEILING) * stap if blik else nodig
        begin = (begin / stap).to_integral_value() * stap
    eenheid = o.indicator.eenheid
    plek: dict[str, str] = {}
    if tekening is not None and tekening.bollen and tekening.pad:
        # The end of the path is the target: it fixes the scale of the drawing.
        einde = tekening.pad.split(" ")[-1].split(",")
        bol = tekening.bollen[-1]
        plek = {
            "x0": bol.x, "y0": bol.y, "x1": tekening.rechts, "y1": bol.y,
            "nul": tekening.nul, "ydoel": einde[1],
        }  # fmt: skip
    return Schuif(
        waarde=_tekst(waarde),
        doel=_tekst(doel),
        op=op.isoformat(),
        tempo=_tekst(begin),
        laagste=_tekst(-top if teken < 0 else Decimal(0)),
        hoogste=_tekst(Decimal(0) if teken < 0 else top),
        stap=_tekst(stap),
        eenheid=eenheid,
        enkelvoud=ENKELVOUD.get(eenheid, eenheid),
        decimalen=o.indicator.decimalen,
        zin=zin_van(o.indicator, waarde=waarde, op=op, doel=doel, tempo=begin),
        gekozen=gekozen is not None,
        **plek,
    )
