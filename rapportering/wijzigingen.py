"""What changed for a gemeente, one edition at a time: for the Atom feed and the monthly mail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from doelstellingen.models import Indicator, Publicatie
from doelstellingen.selectors import Gewijzigd, recente_wijzigingen
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_datum
from rapportering.tegels import toon_waarde


@dataclass(frozen=True)
class Wijzigingsbericht:
    """One edition in words; `regels` one figure each."""

    editie: int
    op: dt.datetime
    titel: str
    regels: tuple[str, ...]


def berichten_van(
    gemeente: Gemeente, *, publicatie: int, hoogstens: int = 30, na: int = 0
) -> list[Wijzigingsbericht]:
    """Give the newest first; four queries."""
    gevonden = recente_wijzigingen(gemeente, publicatie=publicatie, hoogstens=hoogstens, na=na)
    indicatoren = list(Indicator.objects.select_related("doelstelling")) if gevonden else []
    return [_bericht(g, gemeente, indicatoren) for g in gevonden]


def _bericht(g: Gewijzigd, gemeente: Gemeente, indicatoren: list[Indicator]) -> Wijzigingsbericht:
    geraakt = [i for i in indicatoren if i.pk in g.cijfers]
    namen = list(dict.fromkeys(i.doelstelling.naam for i in geraakt))
    wat = ", ".join(namen[:3]) + (f" en {len(namen) - 3} andere" if len(namen) > 3 else "")
    return Wijzigingsbericht(
        editie=g.publicatie.pk,
        op=g.publicatie.op,
        titel=f"{_werkwoord(g.publicatie)} voor {gemeente.naam}: {wat}",
        regels=tuple(_regel(g, i) for i in geraakt),
    )


def _werkwoord(publicatie: Publicatie) -> str:
    if publicatie.herroept_id:
        return "Herstelde cijfers"
    if publicatie.soort == Publicatie.Soort.REGISTRATIE:
        return "Nieuwe registratie"
    wie = publicatie.organisatie.naam if publicatie.organisatie else ""
    return f"Cijfers van {wie}" if wie else "Nieuwe cijfers"


def _regel(g: Gewijzigd, indicator: Indicator) -> str:
    figuur = g.cijfers[indicator.pk]
    exact = figuur.exact
    woord = figuur.kwaliteit.replace("_", " ") if exact is None else toon_waarde(indicator, exact)
    if exact is not None and figuur.kwaliteit != "gemeten":
        woord += f" ({figuur.kwaliteit})"
    return f"{indicator.naam}: {woord} op {toon_datum(figuur.peildatum)}"
