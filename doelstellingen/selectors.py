"""Reads of goals, targets and figures; every one a fixed number of queries.

Fix the publicatie first (`publicaties.nieuwste()`) and pass it to every call of one page, so that the
whole page shows one edition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from doelstellingen.basis import Breuk, lees_basis
from doelstellingen.bladen import (
    Gemeenteblad,
    Gewestblad,
    Rapportgegevens,
    alle_doelstellingen,
    doelstelling_met_slug,
    gemeenteblad,
    gewestblad,
    rapportgegevens,
    toont_demo,
)
from doelstellingen.cijfers import Bron, lees_cijfers
from doelstellingen.doelberekening import Normgegevens
from doelstellingen.gewest import gewest_overzicht
from doelstellingen.groep import groep_overzicht
from doelstellingen.groepsherkomst import groepsherkomst
from doelstellingen.herkomst import (
    Bouwsteen,
    Doeljaar,
    Gewijzigd,
    Herkomst,
    cijferherkomst,
    recente_wijzigingen,
)
from doelstellingen.models import Indicator
from doelstellingen.overzichten import gemeente_regel, indicator_overzicht
from doelstellingen.pactkeuze import Pactkeuze
from doelstellingen.reeksen import Punt, reeks
from doelstellingen.samenvoeging import Figuur
from doelstellingen.standen import telt_nul_zonder_rijen as elke_registratie_komt_binnen
from doelstellingen.standverleden import Deelwijziging, Wijziging
from doelstellingen.tempo import Status
from doelstellingen.territorium import Gebied
from doelstellingen.tijdtabel import Tijdtabel, tijdtabel
from doelstellingen.vooruitblik import (
    METHODE,
    Vooruitblik,
    WatAls,
    kijk_vooruit,
    nodig_per_jaar,
    wat_als,
)
from doelstellingen.vormen import (
    Cijfer,
    DoelInfo,
    DoelstellingOverzicht,
    GemeenteRegel,
    IndicatorOverzicht,
    per_doelstelling,
)
from gemeenten.models import Gemeente

__all__ = [
    "METHODE",
    "Bouwsteen",
    "Breuk",
    "Bron",
    "Cijfer",
    "Deelwijziging",
    "DoelInfo",
    "Doeljaar",
    "DoelstellingOverzicht",
    "Figuur",
    "Gebied",
    "GemeenteRegel",
    "Gemeenteblad",
    "Gewestblad",
    "Gewijzigd",
    "Herkomst",
    "IndicatorOverzicht",
    "Normgegevens",
    "Pactkeuze",
    "Punt",
    "Rapportgegevens",
    "Status",
    "Tijdtabel",
    "Vooruitblik",
    "WatAls",
    "Wijziging",
    "alle_doelstellingen",
    "cijferherkomst",
    "doelstelling_met_slug",
    "elke_registratie_komt_binnen",
    "gemeenteblad",
    "gewestblad",
    "groepsherkomst",
    "hoofdregels",
    "kijk_vooruit",
    "nodig_per_jaar",
    "overzicht",
    "overzicht_gewest",
    "overzicht_groep",
    "pactkeuze",
    "pactkeuzes",
    "per_gemeente",
    "rapportgegevens",
    "recente_wijzigingen",
    "reeks",
    "tijdtabel",
    "toont_demo",
    "wat_als",
]


def overzicht(
    gemeente: Gemeente,
    *,
    peildatum: dt.date,
    publicatie: int,
    inwonersjaar: int | None = None,
) -> list[DoelstellingOverzicht]:
    """Give every goal of one gemeente with figure, targets, pace and notices: six queries.

    `gemeente` must be the row that existed on `peildatum`. Goals that don't apply are there too,
    with the status that says so.
    """
    basis = lees_basis(
        peildatum=peildatum,
        publicatie=publicatie,
        gemeente=gemeente.pk,
        inwonersjaar=inwonersjaar,
    )
    cijfers = lees_cijfers(basis, gemeente=gemeente.pk)
    return per_doelstelling(
        [indicator_overzicht(basis, cijfers, i, gemeente.pk) for i in basis.indicatoren]
    )


def overzicht_gewest(*, peildatum: dt.date, publicatie: int) -> list[DoelstellingOverzicht]:
    """Give every goal of the Vlaams Gewest: official target, sum of gemeenten, n van N."""
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    cijfers = lees_cijfers(basis)
    return per_doelstelling([gewest_overzicht(basis, cijfers, i) for i in basis.indicatoren])


def overzicht_groep(
    gemeenten: Collection[int], *, peildatum: dt.date, publicatie: int
) -> list[DoelstellingOverzicht]:
    """Give every goal of a group of gemeenten (a provincie, a regio): six queries.

    `gemeenten`: ids of gemeenten of the peildatum; others are left out. The target is norm ×
    inhabitants of those that it counts for, per pact, cut once; notices say who isn't in it.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    cijfers = lees_cijfers(basis)
    leden = [gebied for gebied in basis.gemeenten if gebied.pk in set(gemeenten)]
    return per_doelstelling([groep_overzicht(basis, cijfers, i, leden) for i in basis.indicatoren])


def per_gemeente(
    indicator: Indicator, *, peildatum: dt.date, publicatie: int
) -> list[GemeenteRegel]:
    """Give all gemeenten of the peildatum by name, for map, table and spread of one indicator."""
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    [gekozen] = [i for i in basis.indicatoren if i.pk == indicator.pk]
    cijfers = lees_cijfers(basis, indicator=gekozen.pk)
    return [gemeente_regel(basis, cijfers, gekozen, gebied) for gebied in basis.gemeenten]


def hoofdregels(
    *, peildatum: dt.date, publicatie: int
) -> list[tuple[Indicator, list[GemeenteRegel]]]:
    """Give `per_gemeente` for the main indicator of every goal at once, in the queries of one.

    Some 5,700 lines: keep what you make of it, per publicatie and day.
    """
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    cijfers = lees_cijfers(basis)
    return [
        (indicator, [gemeente_regel(basis, cijfers, indicator, g) for g in basis.gemeenten])
        for indicator in basis.indicatoren
        if indicator.hoofd
    ]


def pactkeuze(gemeente: Gemeente, *, peildatum: dt.date, publicatie: int) -> Pactkeuze:
    """Give which pacts a gemeente signed (itself or its predecessors) and which one counts."""
    return lees_basis(peildatum=peildatum, publicatie=publicatie, gemeente=gemeente.pk).keuze(
        gemeente.pk
    )


def pactkeuzes(*, peildatum: dt.date, publicatie: int) -> dict[int, Pactkeuze]:
    """Give the same for every gemeente of the peildatum, by id."""
    basis = lees_basis(peildatum=peildatum, publicatie=publicatie)
    return {gebied.pk: basis.keuze(gebied.pk) for gebied in basis.gemeenten}
