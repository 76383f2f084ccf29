"""The columns an upload can have, and the guess which header is which. No Django."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from gereedschap.csvlezer import sleutel
from verbeteringen.parameters import PARAMETERS, UITSLUITINGEN


@dataclass(frozen=True)
class Doelkolom:
    """One thing an upload can tell: its name, what it means, and headers people use for it."""

    naam: str
    uitleg: str
    ook: tuple[str, ...] = ()


_AMOUNT = {
    "regenwateropvang": ("regenwater", "regenput", "regenton"),
    "buffervoorziening": ("buffer", "buffering"),
    "infiltratievoorziening": ("infiltratie", "wadi"),
    "ontharding": ("onthard", "onthardingm2", "oppervlakteontharding"),
    "bomen": ("aantalbomen", "boom", "nieuwebomen"),
    "natuurgroenperken": ("perken", "natuurgroen", "aantalperken"),
    "haag": ("haagm", "hagen", "meterhaag", "lengtehaag"),
    "geveltuin": ("geveltuinen", "meter geveltuin", "gevelgroen"),
}

DOELKOLOMMEN: tuple[Doelkolom, ...] = (
    Doelkolom("projectnaam", "naam van het project", ("naam", "project", "titel", "omschrijving")),
    Doelkolom("aanvrager", "burger, gemeente, bedrijf, vereniging of ondersteuner", ("type",)),
    Doelkolom(
        "uitgevoerd_op",
        "datum van uitvoering",
        ("datum", "uitvoeringsdatum", "plantdatum", "datumuitvoering"),
    ),
    Doelkolom("gepland_op", "geplande datum", ("geplandedatum", "planning")),
    Doelkolom("gemeente", "naam of NIS-code van de gemeente", ("nis", "niscode", "stad")),
    Doelkolom("postcode", "postcode", ("postnummer", "zipcode")),
    Doelkolom(
        "adres",
        "straat en nummer; bepaalt de plaats als er geen vorm is, en blijft als opmerking",
        ("straat", "locatie", "address"),
    ),
    Doelkolom("lat", "breedtegraad, of Lambert y", ("latitude", "breedtegraad", "y")),
    Doelkolom("lon", "lengtegraad, of Lambert x", ("longitude", "lng", "lengtegraad", "x")),
    Doelkolom("geometrie", "vorm als WKT", ("wkt", "geometry", "geom", "vorm")),
    *(
        Doelkolom(
            p.sleutel,
            f"{p.vraag.lower()}, in {p.eenheid.split()[0]}; negatief is een min",
            (
                *_AMOUNT[p.sleutel],
                f"{p.sleutel}{p.eenheid.split()[0].replace('²', '2').replace('³', '3')}",
            ),
        )
        for p in PARAMETERS
    ),
    Doelkolom(
        "natuurgroenperk_m2",
        "totale oppervlakte van de perken in m²",
        ("oppervlakteperken", "perkm2", "natuurgroenperkenm2"),
    ),
    Doelkolom(
        "telt_niet_mee",
        "bosverband, compensatie of verplicht, voor heel de rij; leeg als het meetelt",
        ("reden", "uitsluiting"),
    ),
    *(
        Doelkolom(
            f"{u.sleutel}_deel",
            f"hoeveel van de rij niet meetelt: {u.reden}",
            (f"waarvan{u.sleutel}", f"aantal{u.sleutel}", f"deel{u.sleutel}"),
        )
        for u in UITSLUITINGEN.values()
    ),
    Doelkolom("opmerking", "vrije tekst", ("opmerkingen", "toelichting", "commentaar")),
)
PER_NAAM = {d.naam: d for d in DOELKOLOMMEN}


def raad_koppeling(koppen: Sequence[str]) -> dict[str, str]:
    """Give header → our column for the headers that are clear; each of ours at most once."""
    bekend: dict[str, str] = {}
    for doel in DOELKOLOMMEN:
        for naam in (doel.naam, *doel.ook):
            bekend.setdefault(sleutel(naam), doel.naam)
    uit: dict[str, str] = {}
    for kop in koppen:
        gekend = bekend.get(sleutel(kop))
        if gekend and gekend not in uit.values():
            uit[kop] = gekend
    return uit


def vingerafdruk(koppen: Sequence[str]) -> str:
    """Give a hash by which files with the same headers know each other."""
    return hashlib.sha256("\x00".join(sleutel(k) for k in koppen).encode()).hexdigest()
