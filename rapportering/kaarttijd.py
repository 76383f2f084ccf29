"""The map over the years: per 31 December what each gemeente of today had, small enough to send."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from doelstellingen.doelberekening import aandeel
from doelstellingen.models import Indicator
from doelstellingen.selectors import Cijfer, Figuur, GemeenteRegel, Gewestblad, Status
from doelstellingen.tempo import is_gehaald
from gereedschap.opmaak import toon_datum, toon_getal, toon_ja_nee, toon_percentage
from rapportering.grafieken import klassen
from rapportering.regels import klasse_van
from rapportering.tegels import ONZEKER, eenheid_van


@dataclass(frozen=True)
class Jaar:
    """One choice of the slider."""

    datum: dt.date
    tekst: str


def jaren_van(blad: Gewestblad) -> list[Jaar]:
    return [Jaar(datum, toon_datum(datum)) for datum in blad.jaarfiguren]


def regels_op(blad: Gewestblad, datum: dt.date) -> list[GemeenteRegel]:
    """The gemeenten with their figure of `datum`, held against the target of the peildatum."""
    figuren = blad.jaarfiguren[datum]
    return [_op(regel, blad.hoofd, figuren.get(regel.gemeente_id)) for regel in blad.regels]


def _cijfer(oud: Cijfer, indicator: Indicator, figuur: Figuur | None) -> Cijfer:
    if figuur is None:
        return replace(oud, waarde=None, toon="ontbreekt", toestand="ontbreekt", peildatum=None)
    exact = figuur.exact
    if exact is None:
        toon = figuur.kwaliteit.replace("_", " ")
    elif indicator.soort == Indicator.Soort.JA_NEE:
        toon = toon_ja_nee(exact)
    else:
        toon = toon_getal(exact, indicator.decimalen)
    return replace(
        oud,
        waarde=exact,
        toon=toon,
        toestand=figuur.kwaliteit,
        peildatum=figuur.peildatum,
        n=figuur.n,
        van_n=figuur.van_n,
    )


def _op(regel: GemeenteRegel, indicator: Indicator, figuur: Figuur | None) -> GemeenteRegel:
    """Whether a pact asked anything is that of the peildatum; a path of then is not drawn."""
    cijfer = _cijfer(regel.cijfer, indicator, figuur)
    doel = regel.doel.exact if regel.doel else None
    deel: Decimal | None = None
    status = Status.ONTBREEKT if cijfer.waarde is None else Status.NOG_NIET
    if doel is None and cijfer.waarde is not None:
        status = Status.NIET_VAN_TOEPASSING
    if cijfer.waarde is not None and doel is not None and cijfer.volledig:
        if indicator.soort != Indicator.Soort.JA_NEE and doel:
            deel = aandeel(cijfer.waarde, doel)
        if is_gehaald(cijfer.waarde, doel):
            status = Status.GEHAALD
    return replace(regel, cijfer=cijfer, percentage=deel, status=status, tussendoel=None)


def kaartgegevens(blad: Gewestblad) -> dict[str, Any]:
    """What the slider needs: per day the class, figure and share of each gemeente, and the counts.

    Numbers of classes point into `klassen`; a row is [class, figure, share] and, where it
    is no plain measurement, its state.
    """
    ja_nee = blad.hoofd.soort == Indicator.Soort.JA_NEE
    namen = [k.naam for k in (klassen.LEGENDE_JA_NEE if ja_nee else klassen.LEGENDE_AANDEEL)]
    per_dag = []
    for datum in blad.jaarfiguren:
        regels = regels_op(blad, datum)
        rijen = [_rij(regel, blad.hoofd, namen) for regel in regels]
        per_dag.append(
            {
                "datum": toon_datum(datum),
                "zin": _zin(regels, datum, ja_nee=ja_nee),
                "rijen": rijen,
                "aantallen": _tel(rijen, len(namen)),
            }
        )
    eenheid = eenheid_van(blad.hoofd)
    return {
        "klassen": namen,
        "eenheid": eenheid,
        "nis": [regel.nis for regel in blad.regels],
        "dagen": per_dag,
    }


def _rij(regel: GemeenteRegel, indicator: Indicator, namen: Sequence[str]) -> list[Any]:
    deel = "" if regel.percentage is None else toon_percentage(regel.percentage)
    klasse = namen.index(klasse_van(regel, indicator).naam)
    toestand = regel.cijfer.toestand
    rij = [klasse, regel.cijfer.toon, deel]
    return [*rij, toestand] if toestand in ONZEKER else rij


def _tel(rijen: Sequence[Sequence[Any]], hoeveel: int) -> list[int]:
    tellingen = Counter(rij[0] for rij in rijen)
    return [tellingen[plaats] for plaats in range(hoeveel)]


def _zin(regels: Sequence[GemeenteRegel], datum: dt.date, *, ja_nee: bool) -> str:
    met = sum(regel.cijfer.waarde is not None for regel in regels)
    klaar = sum(regel.status == Status.GEHAALD for regel in regels)
    zin = f"Stand op {toon_datum(datum)}: {met} van {len(regels)} gemeenten hebben een cijfer"
    return f"{zin}, {klaar} {'antwoordden ja' if ja_nee else 'bereikten hun doel van 2030'}."
