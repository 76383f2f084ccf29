"""Read boundaries that somebody else made, and check them before anything is stored.

Reads GeoJSON, TopoJSON, GeoPackage and zipped shapefiles, also gzip-ed, and an address that gives
one of those or pages of an OGC API Features or WFS service. Every refusal is a `Grensfout` in Dutch
that says what is wrong and what to do.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from gemeenten.dekking import naar_lambert
from gereedschap.kaartlagen import KaartlaagFout, laagnamen, lees_laag
from gereedschap.stroom import Bestandsfout, begin, blokken

VLAANDEREN = (2.50, 50.65, 5.95, 51.55)
GROOTSTE = 1 << 30
# The region is 13,626 km² with dry borders; some sets count a strip of sea with the coast.
KM2 = (13_000.0, 15_500.0)
_NISVELDEN = (
    "niscode",
    "nis",
    "nis_code",
    "nis5",
    "refnis",
    "refnis_code",
    "cd_munty_refnis",
    "mun_code",
    "muncode",
    "codsec",
    "cd_sector",
    "code",
    "id",
)
_OVERLAP = 0.01
# GDAL opens much more, some of it with references to other files: only these go in.
_HERKEND = (b"{", b"SQLite format 3")
_ONBEKEND = (
    "{naam} is niet te lezen als kaart. Mogelijk: GeoJSON, TopoJSON, GeoPackage of een zip met een "
    "shapefile."
)


class Grensfout(Exception):
    """These boundaries can't be used; the message says why and what to do, in Dutch."""


@dataclass(frozen=True)
class Verwacht:
    """What a file must hold: the valid codes with their centre (lon, lat), and the ended ones."""

    centra: Mapping[str, tuple[float, float]]
    vervallen: frozenset[str]


@dataclass(frozen=True)
class Ingelezen:
    """Checked boundaries by NIS code in WGS84, with what was repaired or assumed on the way."""

    vormen: dict[str, BaseGeometry]
    sha256: str
    opmerkingen: list[str] = field(default_factory=list)


@dataclass
class _Laag:
    naam: str
    crs: str | None
    velden: dict[str, np.ndarray]
    vormen: np.ndarray


def _uitpakken(pad: Path, map: Path) -> Path:
    """Give `pad` itself, or its gzip content in `map`."""
    with pad.open("rb") as bestand:
        if bestand.read(2) != b"\x1f\x8b":
            return pad
    doel = map / pad.name.removesuffix(".gz")
    with doel.open("wb") as uit:
        for blok in blokken(pad):
            if uit.tell() > GROOTSTE:
                raise Grensfout(f"{pad.name} pakt uit tot meer dan 1 GB. Dat is geen grensbestand.")
            uit.write(blok)
    return doel


def _uit_zip(pad: Path, map: Path) -> Path:
    """Unpack a zip and give the one shapefile, GeoPackage or GeoJSON in it."""
    try:
        with zipfile.ZipFile(pad) as zip_:
            if sum(deel.file_size for deel in zip_.infolist()) > GROOTSTE:
                raise Grensfout(f"{pad.name} pakt uit tot meer dan 1 GB. Dat is geen grensbestand.")
            doel = map / "uitgepakt"
            doel.mkdir()
            for deel in zip_.infolist():
                # Only plain names: a path in a zip may point anywhere.
                naam = Path(deel.filename).name
                if not deel.is_dir() and naam and not naam.startswith("."):
                    with zip_.open(deel) as bron, (doel / naam).open("wb") as uit:
                        shutil.copyfileobj(bron, uit)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as fout:
        raise Grensfout(f"{pad.name} is geen leesbaar zip-bestand.") from fout
    kandidaten = sorted(
        p for p in doel.iterdir() if p.suffix.lower() in (".shp", ".gpkg", ".geojson", ".json")
    )
    if len(kandidaten) != 1:
        raise Grensfout(
            f"{pad.name} bevat {len(kandidaten)} kaartbestanden; verwacht wordt er precies één "
            "(shapefile, GeoPackage of GeoJSON)."
        )
    return kandidaten[0]


def _lagen(pad: Path) -> list[_Laag]:
    try:
        uit = []
        for naam in laagnamen(pad):
            laag = lees_laag(pad, naam)
            vormen = shapely.from_wkb(laag.vormen, on_invalid="fix")
            uit.append(_Laag(naam=naam, crs=laag.crs, velden=laag.kolommen, vormen=vormen))
    except (KaartlaagFout, shapely.errors.GEOSException) as fout:
        raise Grensfout(_ONBEKEND.format(naam=pad.name)) from fout
    return uit


def _code(waarde: Any) -> str:
    """Give the NIS code in a cell: 11002, "11002", "['11002']" and a sector "11002A00-"."""
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    treffer = re.match(r"\D*(\d{5})(?!\d)", str(waarde))
    return treffer[1] if treffer else ""


def _nisveld(lagen: Sequence[_Laag], verwacht: Verwacht) -> tuple[_Laag, str, list[str]]:
    """Find the layer and field whose values are NIS codes; the known names first."""
    bekend = verwacht.centra.keys() | verwacht.vervallen
    beste: tuple[int, int, _Laag, str, list[str]] | None = None
    for laag in lagen:
        for naam, waarden in laag.velden.items():
            codes = [_code(w) for w in waarden]
            aantal = len(bekend & set(codes))
            sleutel = naam.lower()
            rang = len(_NISVELDEN) - _NISVELDEN.index(sleutel) if sleutel in _NISVELDEN else 0
            # The name decides between fields that hold about the same codes.
            if aantal and (beste is None or (aantal // 20, rang) > beste[:2]):
                beste = (aantal // 20, rang, laag, naam, codes)
    if beste is None:
        velden = sorted({naam for laag in lagen for naam in laag.velden})
        raise Grensfout(
            "Geen enkel veld bevat NIS-codes van Vlaamse gemeenten. Velden in dit bestand: "
            f"{', '.join(velden) or 'geen'}. Verwacht wordt bijvoorbeeld NISCODE."
        )
    return beste[2], beste[3], beste[4]


def _stelsel(laag: _Laag, opmerkingen: list[str]) -> CRS:
    """Give the coordinate system; what coordinates can't be in what the file says is corrected."""
    minx, miny, maxx, maxy = shapely.total_bounds(laag.vormen)
    graden = minx >= -180 and maxx <= 180 and miny >= -90 and maxy <= 90
    try:
        genoemd = CRS.from_user_input(laag.crs) if laag.crs else None
    except CRSError:
        genoemd = None
    if graden:
        if genoemd is None or not genoemd.is_geographic:
            opmerkingen.append("Geen coördinatenstelsel genoemd: gelezen als WGS84.")
            return CRS.from_epsg(4326)
        return genoemd
    if genoemd is not None and genoemd.is_projected:
        return genoemd
    for epsg, naam, kader in (
        (31370, "Lambert 72", (0, 130_000, 320_000, 260_000)),
        (3812, "Lambert 2008", (500_000, 630_000, 820_000, 760_000)),
    ):
        if kader[0] <= minx and kader[1] <= miny and maxx <= kader[2] and maxy <= kader[3]:
            opmerkingen.append(f"Coördinaten in meters zonder stelsel: gelezen als {naam}.")
            return CRS.from_epsg(epsg)
    raise Grensfout(
        "Het coördinatenstelsel is niet te bepalen. Lever WGS84 (EPSG:4326), Lambert 72 "
        "(EPSG:31370) of Lambert 2008 (EPSG:3812), en vermeld het in het bestand."
    )


def _naar_wgs84(laag: _Laag, opmerkingen: list[str]) -> np.ndarray:
    stelsel = _stelsel(laag, opmerkingen)
    vormen = shapely.force_2d(laag.vormen)
    minx, miny, maxx, maxy = shapely.total_bounds(vormen)
    if stelsel.is_geographic and minx > 49 and maxx < 52 and miny > 2 and maxy < 7:
        opmerkingen.append("Breedte- en lengtegraad stonden verwisseld en zijn omgedraaid.")
        vormen = shapely.transform(vormen, lambda xy: xy[:, ::-1])
    if stelsel.to_epsg() == 4326:
        return np.asarray(vormen, dtype=object)
    omzetter = Transformer.from_crs(stelsel, 4326, always_xy=True)
    if not stelsel.is_geographic:
        opmerkingen.append(f"Omgerekend naar WGS84 uit {stelsel.name}.")
    return np.asarray(
        shapely.transform(
            vormen, lambda xy: np.column_stack(omzetter.transform(xy[:, 0], xy[:, 1]))
        ),
        dtype=object,
    )


def _controleer_codes(codes: set[str], verwacht: Verwacht, opmerkingen: list[str]) -> None:
    nodig = set(verwacht.centra)
    if ontbreekt := sorted(nodig - codes):
        oud = sorted(codes & verwacht.vervallen)
        uitleg = (
            f" Er staan wel {len(oud)} vervallen codes in (zoals {', '.join(oud[:3])}): dit zijn "
            "grenzen van vóór een fusie. Lever de indeling van 2025 of later."
            if oud
            else ""
        )
        meer = "" if len(ontbreekt) <= 8 else f" en {len(ontbreekt) - 8} andere"
        raise Grensfout(
            f"{len(ontbreekt)} van de {len(nodig)} gemeenten ontbreken: "
            f"{', '.join(ontbreekt[:8])}{meer}.{uitleg}"
        )
    if vervallen := sorted(codes & verwacht.vervallen):
        raise Grensfout(
            f"Vervallen NIS-codes staan naast de geldige: {', '.join(vervallen[:8])}. "
            "Lever één indeling."
        )
    if vreemd := codes - nodig - {""}:
        opmerkingen.append(f"{len(vreemd)} gebieden buiten het Vlaamse Gewest overgeslagen.")


def _heel(nis: str, delen: Sequence[Any], opmerkingen: list[str]) -> BaseGeometry:
    """Give one valid area per gemeente; refuse what isn't an area or lies twice over itself."""
    if any(deel is None or deel.is_empty or shapely.get_dimensions(deel) != 2 for deel in delen):
        raise Grensfout(f"Gemeente {nis} heeft geen vlak (leeg, een lijn of een punt).")
    geldig = []
    for deel in delen:
        if not deel.is_valid:
            reden = shapely.is_valid_reason(deel).partition("[")[0]
            deel = shapely.make_valid(deel, method="structure", keep_collapsed=False)
            opmerkingen.append(f"Gemeente {nis}: ongeldige grens hersteld ({reden}).")
        geldig.append(deel)
    som = sum(deel.area for deel in geldig)
    vorm = shapely.union_all(geldig) if len(geldig) > 1 else geldig[0]
    if vorm.area < 0.99 * som:
        raise Grensfout(f"Gemeente {nis} staat twee keer in het bestand, over elkaar heen.")
    vlakken = [deel for deel in shapely.get_parts(vorm) if shapely.get_dimensions(deel) == 2]
    return vlakken[0] if len(vlakken) == 1 else shapely.MultiPolygon(vlakken)


def _controleer_ligging(vormen: Mapping[str, Any], verwacht: Verwacht) -> None:
    minx, miny, maxx, maxy = VLAANDEREN
    for nis, vorm in vormen.items():
        x0, y0, x1, y1 = vorm.bounds
        if x0 < minx or y0 < miny or x1 > maxx or y1 > maxy:
            raise Grensfout(
                f"Gemeente {nis} ligt buiten Vlaanderen ({x0:.3f} {y0:.3f} tot {x1:.3f} {y1:.3f}). "
                "Controleer het coördinatenstelsel."
            )
    vlakken = naar_lambert(np.array(list(vormen.values()), dtype=object))
    centra = naar_lambert(shapely.points([verwacht.centra[nis] for nis in vormen]))
    ver = shapely.distance(vlakken, centra) > 3_000
    if ver.any():
        fout = [nis for nis, is_ver in zip(vormen, ver, strict=True) if is_ver]
        raise Grensfout(
            f"{len(fout)} gemeenten liggen meer dan 3 km van hun bekende plaats (zoals "
            f"{', '.join(fout[:5])}): de NIS-codes horen niet bij deze vlakken."
        )
    km2 = float(shapely.area(vlakken).sum()) / 1e6
    if not KM2[0] <= km2 <= KM2[1]:
        raise Grensfout(
            f"De gemeenten zijn samen {km2:.0f} km²; verwacht wordt ongeveer 13.626 km². "
            "Ze overlappen elkaar of er ontbreken stukken."
        )
    samen = float(shapely.union_all(vlakken, grid_size=0.1).area) / 1e6
    if km2 - samen > _OVERLAP * km2:
        raise Grensfout(f"De gemeenten overlappen elkaar over {km2 - samen:.0f} km².")


def lees_bestand(pad: Path, *, verwacht: Verwacht, map: Path) -> Ingelezen:
    """Read and check one file; `map` is an empty folder for what must be unpacked.

    Raises Grensfout, in Dutch, when anything is wrong; then nothing of it may be used.
    """
    if not pad.is_file():
        raise Grensfout(f"Het bestand {pad} bestaat niet.")
    if pad.stat().st_size > GROOTSTE:
        raise Grensfout(f"{pad.name} is groter dan 1 GB. Dat is geen bestand met gemeentegrenzen.")
    sha256 = hashlib.sha256(pad.read_bytes()).hexdigest()
    opmerkingen: list[str] = []
    try:
        kop = begin(pad, 512).lstrip()
        if not kop:
            raise Grensfout(f"{pad.name} is leeg.")
        if kop[:1] == b"<" and b"html" in kop.lower():
            raise Grensfout(f"{pad.name} is een webpagina, geen kaart. Controleer het adres.")
        leesbaar = _uitpakken(pad, map)
    except Bestandsfout as fout:
        raise Grensfout(str(fout)) from fout
    if zipfile.is_zipfile(leesbaar):
        leesbaar = _uit_zip(leesbaar, map)
    elif not begin(leesbaar, 512).lstrip().startswith(_HERKEND):
        raise Grensfout(_ONBEKEND.format(naam=pad.name))
    lagen = [laag for laag in _lagen(leesbaar) if len(laag.vormen)]
    if not lagen:
        raise Grensfout(f"{pad.name} bevat geen enkele vorm.")
    laag, veld, codes = _nisveld(lagen, verwacht)
    _controleer_codes(set(codes), verwacht, opmerkingen)
    laag.vormen = np.asarray(laag.vormen, dtype=object)
    vormen = _naar_wgs84(laag, opmerkingen)
    delen: dict[str, list[Any]] = {}
    for code, vorm in zip(codes, vormen, strict=True):
        if code in verwacht.centra:
            delen.setdefault(code, []).append(vorm)
    opmerkingen.append(f"NIS-code uit veld {veld} van laag {laag.naam}.")
    if meer := sum(len(lijst) > 1 for lijst in delen.values()):
        opmerkingen.append(f"{meer} gemeenten samengevoegd uit meer dan één vlak.")
    heel = {nis: _heel(nis, delen[nis], opmerkingen) for nis in sorted(delen)}
    _controleer_ligging(heel, verwacht)
    return Ingelezen(vormen=heel, sha256=sha256, opmerkingen=opmerkingen)
