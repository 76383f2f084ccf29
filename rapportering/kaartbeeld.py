"""The map of Flanders as a template takes it: shapes with a class and a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gemeenten.kaart import svg_paden
from rapportering.grafieken.klassen import Klasse


@dataclass(frozen=True)
class Vorm:
    nis: str
    pad: str
    klasse: str
    tekst: str


@dataclass(frozen=True)
class Kaartbeeld:
    viewbox: str
    vormen: tuple[Vorm, ...]
    provincies: tuple[str, ...]
    omschrijving: str
    zin: str


@dataclass(frozen=True)
class LegendeRegel:
    klasse: str
    tekst: str
    aantal: int


def kaartbeeld(teksten: Mapping[str, tuple[Klasse, str]], *, omschrijving: str) -> Kaartbeeld:
    """Draw today's gemeenten; `teksten` gives per NIS code its class and what it says there."""
    kaart = svg_paden()
    return Kaartbeeld(
        viewbox=kaart.viewbox,
        vormen=tuple(
            Vorm(nis=nis, pad=kaart.paden[nis], klasse=klasse.naam, tekst=tekst)
            for nis, (klasse, tekst) in teksten.items()
            if nis in kaart.paden
        ),
        provincies=tuple(kaart.provinciegrenzen),
        omschrijving=omschrijving,
        zin=kaart.zin,
    )


def is_van_nu(nis: Iterable[str]) -> bool:
    """Whether each of these gemeenten has a shape: there are none of before the fusies."""
    paden = svg_paden().paden
    return all(code in paden for code in nis)


def legende(klassen: Iterable[Klasse], gebruikt: Iterable[Klasse]) -> list[LegendeRegel]:
    """The classes that can occur, each with the number of gemeenten in it; unused states drop out."""
    tellingen: dict[str, int] = {}
    for klasse in gebruikt:
        tellingen[klasse.naam] = tellingen.get(klasse.naam, 0) + 1
    return [
        LegendeRegel(klasse.naam, klasse.tekst, tellingen.get(klasse.naam, 0))
        for klasse in klassen
        if klasse.naam in tellingen or klasse.altijd
    ]
