"""Take new boundaries into use: one publicatie, with the verbeteringen that move because of it."""

from __future__ import annotations

from dataclasses import dataclass

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.grenzen import GrenzenOntbreken, huidige_grenzen
from gemeenten.models import Grensbestand
from gemeenten.services import lees_grenzen, neem_grenzen_in_gebruik
from verbeteringen.herverdeling import Verhuizing, herverdeel_geschatte


@dataclass(frozen=True)
class Uitslag:
    """What an import of boundaries did; `publicatie` is None when these were in use already."""

    publicatie: int | None
    opmerkingen: list[str]
    verhuizingen: list[Verhuizing]


def importeer_grenzen(
    bron: str, *, soort: Grensbestand.Soort = Grensbestand.Soort.INGEVOERD, naam: str = ""
) -> Uitslag:
    """Read, check and use the boundaries of a path or web address; `naam` is how pages name them.

    Raises `gemeenten.grensimport.Grensfout`, in Dutch; then nothing has changed.
    """
    ingelezen = lees_grenzen(bron)
    try:
        huidig = huidige_grenzen().bestand
    except GrenzenOntbreken:
        huidig = None
    if huidig is not None and (huidig.sha256, huidig.soort) == (ingelezen.sha256, soort):
        return Uitslag(None, ingelezen.opmerkingen, [])
    with publiceer(soort=Publicatie.Soort.GRENZEN, omschrijving=f"Grenzen: {bron}"[:300]) as p:
        neem_grenzen_in_gebruik(ingelezen, soort=soort, bron=naam or bron, publicatie=p.pk)
        verhuizingen = herverdeel_geschatte(publicatie=p)
    return Uitslag(p.pk, ingelezen.opmerkingen, verhuizingen)
