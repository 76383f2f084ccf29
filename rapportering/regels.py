"""The gemeenten of one indicator: rows of a table, classes of the map, the spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from doelstellingen.models import Indicator
from doelstellingen.selectors import GemeenteRegel, Status
from gereedschap.opmaak import eenheid_bij, toon_getal
from rapportering.grafieken import klassen
from rapportering.grafieken.klassen import Klasse
from rapportering.grafieken.spreiding import Spreiding, spreiding
from rapportering.kaartbeeld import Kaartbeeld, LegendeRegel, kaartbeeld, legende
from rapportering.tegels import StatusLabel, eenheid_van, statuslabel

KOLOMMEN = {
    "naam": "gemeente",
    "cijfer": "cijfer",
    "aandeel": "aandeel van het doel",
}


@dataclass(frozen=True)
class TabelRegel:
    """One gemeente in the table; `sorteer_…` are numbers as text, "" where there is none."""

    regel: GemeenteRegel
    klasse: Klasse
    status: StatusLabel
    sorteer_cijfer: str
    sorteer_aandeel: str


@dataclass(frozen=True)
class Sortering:
    """The order of the table: column and direction, as the address asks."""

    kolom: str
    aflopend: bool


def klasse_van(regel: GemeenteRegel, indicator: Indicator) -> Klasse:
    """The class of the map for one gemeente."""
    if regel.cijfer.toestand == "geheim":
        return klassen.GEHEIM
    if regel.cijfer.waarde is None:
        return klassen.ONTBREEKT
    if indicator.soort == Indicator.Soort.JA_NEE:
        return klassen.JA if regel.cijfer.waarde >= 1 else klassen.NEE
    if regel.status == Status.GEHAALD:
        return klassen.VOL
    if regel.percentage is None:
        return klassen.ZONDER_DOEL
    return klassen.klasse_van_aandeel(regel.percentage * 100)


def tabelregels(
    regels: Sequence[GemeenteRegel], indicator: Indicator, sortering: Sortering
) -> list[TabelRegel]:
    """Make the rows in the order asked; who has no figure comes last, whatever the direction."""
    rijen = [
        TabelRegel(
            regel=regel,
            klasse=klasse_van(regel, indicator),
            status=statuslabel(regel.status),
            sorteer_cijfer=_als_getal(regel.cijfer.waarde),
            sorteer_aandeel=_als_getal(regel.percentage),
        )
        for regel in regels
    ]
    if sortering.kolom == "naam":
        return rijen[::-1] if sortering.aflopend else rijen

    def waarde(rij: TabelRegel) -> Decimal | None:
        return rij.regel.cijfer.waarde if sortering.kolom == "cijfer" else rij.regel.percentage

    vol = [rij for rij in rijen if waarde(rij) is not None]
    vol.sort(key=lambda rij: waarde(rij) or Decimal(0), reverse=sortering.aflopend)
    return vol + [rij for rij in rijen if waarde(rij) is None]


def _als_getal(waarde: Decimal | None) -> str:
    return "" if waarde is None else f"{waarde:.6f}"


def _kaarttekst(rij: TabelRegel, indicator: Indicator) -> str:
    cijfer = rij.regel.cijfer
    tekst = f"{rij.regel.naam}: {cijfer.toon}"
    if cijfer.waarde is not None and eenheid_van(indicator):
        tekst += f" {eenheid_bij(cijfer.toon, indicator.eenheid)}"
    if rij.regel.percentage is not None:
        tekst += f", {rij.regel.toon_percentage} van het doel"
    return tekst


def kaart_van(rijen: Sequence[TabelRegel], indicator: Indicator) -> Kaartbeeld:
    """The map of today's gemeenten for one indicator."""
    return kaartbeeld(
        {rij.regel.nis: (rij.klasse, _kaarttekst(rij, indicator)) for rij in rijen},
        omschrijving=(
            f"Kaart van de gemeenten voor {indicator.doelstelling.naam}, gekleurd naar het aandeel "
            "van hun eigen doel. De tabel ernaast bevat dezelfde cijfers."
        ),
    )


def legende_van(rijen: Sequence[TabelRegel], indicator: Indicator) -> list[LegendeRegel]:
    ja_nee = indicator.soort == Indicator.Soort.JA_NEE
    mogelijk = klassen.LEGENDE_JA_NEE if ja_nee else klassen.LEGENDE_AANDEEL
    return legende(mogelijk, (rij.klasse for rij in rijen))


@dataclass(frozen=True)
class Spreidingsblad:
    """The spread of the gemeenten in a drawing, in a sentence and as a table."""

    tekening: Spreiding
    zin: str
    rijen: list[tuple[str, int]]


def _procent(waarde: Decimal) -> str:
    return f"{toon_getal(waarde, 1)} %"


def spreiding_van(regels: Sequence[GemeenteRegel]) -> Spreidingsblad | None:
    """The spread of the shares of the own target; None when fewer than two gemeenten have one."""
    aandelen = [regel.percentage * 100 for regel in regels if regel.percentage is not None]
    if len(aandelen) < 2:
        return None
    tekening = spreiding(aandelen)
    vier = tekening.kwartielen
    zin = (
        f"Van de {toon_getal(vier.aantal)} gemeenten met een cijfer en een doel staat een kwart op "
        f"hoogstens {_procent(vier.q1)} van het eigen doel, de helft op hoogstens "
        f"{_procent(vier.mediaan)} en een kwart op {_procent(vier.q3)} of meer."
    )
    rijen = []
    for staaf in tekening.staven:
        laatste = staaf is tekening.staven[-1]
        tekst = (
            f"{_procent(staaf.van)} of meer"
            if laatste
            else f"{_procent(staaf.van)} tot {_procent(staaf.tot)}"
        )
        rijen.append((tekst, staaf.aantal))
    return Spreidingsblad(tekening, zin, rijen)
