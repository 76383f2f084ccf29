"""Shapes from outside: files, coordinates as text, any CRS; WGS84 (lon, lat) comes out. No Django.

A CRS that the file names is followed; without one the numbers tell (Lambert 72, Lambert 2008, Web
Mercator or degrees) and the reader is told what was taken.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from gereedschap.kaartlagen import KaartlaagFout, laagnamen, lees_laag
from gereedschap.uploadwacht import UploadGeweigerd, pak_uit
from verbeteringen import geojsonlezen
from verbeteringen.geometrie import MAXX, MAXY, MINX, MINY, omgewisseld, oppervlakten

WGS84 = CRS.from_epsg(4326)
LAMBERT_72, LAMBERT_2008, WEB = 31370, 3812, 3857
_NAMEN = {LAMBERT_72: "Lambert 72", LAMBERT_2008: "Lambert 2008", WEB: "Web Mercator"}
_SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
MAX_LAAGRIJEN = 200_000


@dataclass
class Laag:
    """Features of one file: shapes in WGS84 (None where absent) and columns as Python lists."""

    geometrieen: np.ndarray
    kolommen: dict[str, list[Any]] = field(default_factory=dict)
    crs: str = "WGS84"
    meldingen: list[str] = field(default_factory=list)


def raad_crs(minx: float, miny: float, maxx: float, maxy: float) -> int | None:
    """Give the EPSG code whose numbers for Flanders fit these bounds; None when no one does."""
    if minx >= MINX and maxx <= MAXX and miny >= MINY and maxy <= MAXY:
        return 4326
    if minx >= 15_000 and maxx <= 300_000 and miny >= 140_000 and maxy <= 260_000:
        return LAMBERT_72
    if minx >= 515_000 and maxx <= 800_000 and miny >= 640_000 and maxy <= 760_000:
        return LAMBERT_2008
    if minx >= 272_000 and maxx <= 668_000 and miny >= 6_550_000 and maxy <= 6_760_000:
        return WEB
    return None


def _wissel(punten: np.ndarray) -> np.ndarray:
    return punten[:, ::-1]


def wissel_omgekeerde(vormen: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Turn round the shapes whose latitude stands where the longitude should; give which."""
    uit = np.array(vormen, dtype=object)
    welke = np.flatnonzero(omgewisseld(shapely.bounds(uit)))
    if len(welke):
        uit[welke] = shapely.transform(uit[welke], _wissel)
    return uit, welke.tolist()


def gewisseld(vorm: BaseGeometry) -> BaseGeometry | None:
    """Give the shape with longitude and latitude exchanged when that brings it to Flanders."""
    kolom = np.empty(1, dtype=object)
    kolom[0] = shapely.force_2d(vorm)
    uit, welke = wissel_omgekeerde(kolom)
    return uit[0] if welke else None


def _omzetter(van: CRS) -> Callable[[np.ndarray], np.ndarray]:
    # always_xy: files hold x before y whatever the authority's axis order says.
    transformer = Transformer.from_crs(van, WGS84, always_xy=True)

    def zet_om(punten: np.ndarray) -> np.ndarray:
        x, y = transformer.transform(punten[:, 0], punten[:, 1])
        return np.column_stack((x, y))

    return zet_om


def naar_wgs84(vormen: np.ndarray, crs: str | None, meldingen: list[str]) -> tuple[np.ndarray, str]:
    """Bring shapes to WGS84 by the named CRS, else by what the numbers say."""
    vormen = shapely.force_2d(vormen)
    grenzen = tuple(float(g) for g in shapely.total_bounds(vormen))
    if not np.isfinite(grenzen).all():
        return vormen, "WGS84"
    genoemd = _lees_crs(crs)
    if omgewisseld(np.array([grenzen]))[0] and (genoemd is None or genoemd.is_geographic):
        meldingen.append(
            "Lengte- en breedtegraad stonden omgekeerd in het bestand; we hebben ze gewisseld."
        )
        return shapely.transform(vormen, _wissel), "WGS84"
    geraden = raad_crs(*grenzen)
    if genoemd is not None and genoemd.is_geographic and geraden not in (None, 4326):
        meldingen.append(
            f"Het bestand zegt graden, maar de getallen zijn {_NAMEN[geraden]}; zo zijn ze gelezen."
        )
        genoemd = None
    if genoemd is None:
        if geraden is None:
            raise UploadGeweigerd(
                "De plaats van deze vormen is niet te bepalen: het coördinatenstelsel ontbreekt en "
                "de getallen passen niet in Vlaanderen. Bewaar het bestand in WGS84 of Lambert 72."
            )
        if geraden != 4326:
            meldingen.append(f"Gelezen als {_NAMEN[geraden]}.")
        genoemd = CRS.from_epsg(geraden)
    if genoemd.equals(WGS84, ignore_axis_order=True):
        return vormen, "WGS84"
    try:
        return shapely.transform(vormen, _omzetter(genoemd)), genoemd.name
    except ProjError as fout:
        raise UploadGeweigerd("De coördinaten zijn niet om te rekenen naar WGS84.") from fout


def _lees_crs(tekst: str | None) -> CRS | None:
    if not tekst:
        return None
    try:
        return CRS.from_user_input(tekst)
    except CRSError:
        return None


def lees_bestand(bestand: IO[bytes], naam: str, soort: str, *, pad: Path | None = None) -> Laag:
    """Read a GeoJSON, GPKG, KML or zipped shapefile; raises UploadGeweigerd in Dutch.

    `pad` says where the same file is on disk, when it is: a large one is then read in a stream.
    """
    if soort == "geojson":
        return _lees_geojson(bestand, naam, pad)
    with tempfile.TemporaryDirectory() as map_:
        doel = Path(map_)
        if soort == "zip":
            pak_uit(bestand, doel, naam, extensies=_SHAPEFILE)
            gevonden = sorted(doel.glob("*.[sS][hH][pP]"))
            if len(gevonden) != 1:
                raise UploadGeweigerd(
                    f"“{naam}” moet precies één shapefile bevatten (.shp met .shx, .dbf en .prj)."
                )
            pad = gevonden[0]
            with pad.open("rb") as kop:
                if kop.read(4) != b"\x00\x00\x27\x0a":
                    raise UploadGeweigerd(f"Het .shp-bestand in “{naam}” is stuk.")
        else:
            pad = doel / f"upload.{soort}"
            pad.write_bytes(bestand.read())
        return _lees_gdal(pad, naam)


def _lees_gdal(pad: Path, naam: str) -> Laag:
    try:
        lagen = laagnamen(pad)
        if not lagen:
            raise UploadGeweigerd(f"“{naam}” bevat geen laag met vormen.")
        laag = lees_laag(pad, lagen[0], hoogstens=MAX_LAAGRIJEN)
    except KaartlaagFout as fout:
        raise UploadGeweigerd(f"“{naam}” is niet te lezen. Bewaar het bestand opnieuw.") from fout
    meldingen = [f"Alleen de laag “{lagen[0]}” is gelezen."] if len(lagen) > 1 else []
    vormen = np.atleast_1d(shapely.from_wkb(laag.vormen, on_invalid="ignore"))
    vormen, crs = naar_wgs84(vormen, laag.crs, meldingen)
    kolommen = {
        kop: [None if w is None or w != w else w for w in kolom.tolist()]
        for kop, kolom in laag.kolommen.items()
    }
    return Laag(vormen, kolommen, crs, meldingen)


def _lees_geojson(bestand: IO[bytes], naam: str, pad: Path | None) -> Laag:
    if pad is not None and pad.stat().st_size > geojsonlezen.GROOT:
        vormen, kenmerken = geojsonlezen.uit_bestand(pad, naam)
    else:
        vormen, kenmerken = geojsonlezen.uit_bytes(bestand.read(), naam)
    meldingen: list[str] = []
    vormen, crs = naar_wgs84(vormen, kenmerken.crs, meldingen)
    return Laag(vormen, kenmerken.kolommen, crs, meldingen)


def een_vorm(laag: Laag, naam: str) -> tuple[BaseGeometry, list[str]]:
    """Make one shape of a whole layer for the form: the kind with the most extent wins."""
    vormen = laag.geometrieen[~shapely.is_missing(laag.geometrieen)]
    delen = shapely.get_parts(shapely.get_parts(vormen))
    if not len(delen):
        raise UploadGeweigerd(f"“{naam}” bevat geen vorm.")
    dimensies = shapely.get_dimensions(delen)
    hoogste = int(dimensies.max())
    meldingen = list(laag.meldingen)
    gekozen = delen[dimensies == hoogste]
    if len(gekozen) < len(delen):
        wat = ("punten", "lijnen", "vlakken")[hoogste]
        meldingen.append(f"Het bestand bevat verschillende soorten; alleen de {wat} zijn genomen.")
    if len(gekozen) == 1:
        return gekozen[0], meldingen
    maak = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[hoogste]
    return maak(gekozen), meldingen


_GETAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def _lees_regel(regel: str) -> tuple[float, float]:
    delen = _GETAL.findall(regel)
    if len(delen) != 2:
        raise UploadGeweigerd(
            f"“{regel.strip()[:60]}” is geen coördinaat. Schrijf per lijn breedte en lengte, "
            "bijvoorbeeld 51.0543, 3.7174, of Lambert 72 als 104500, 194200."
        )
    a, b = (float(d.replace(",", ".")) for d in delen)
    # Degrees are said as latitude, longitude; a plane as x, y.
    x, y = (b, a) if MINY <= a <= MAXY and MINX <= b <= MAXX else (a, b)
    epsg = raad_crs(x, y, x, y)
    if epsg is None:
        raise UploadGeweigerd(f"“{regel.strip()[:60]}” ligt niet in Vlaanderen.")
    if epsg != 4326:
        (x, y), *_ = _omzetter(CRS.from_epsg(epsg))(np.array([[x, y]])).tolist()
    return x, y


def uit_coordinaten(
    tekst: str, *, soort: str, straal_m: float | None = None, breedte_m: float | None = None
) -> BaseGeometry:
    """Make a shape of lines of coordinates: points, a line or a polygon, or these with a width around.

    `straal_m` is the radius of a circle around each point, `breedte_m` the full width of a strip
    along the line. Raises UploadGeweigerd in Dutch.
    """
    punten = [_lees_regel(regel) for regel in tekst.splitlines() if regel.strip()]
    if not punten:
        raise UploadGeweigerd("Geef minstens één coördinaat in.")
    if straal_m:
        return _rond(shapely.multipoints(punten), straal_m)
    if breedte_m:
        if len(punten) < 2:
            raise UploadGeweigerd("Een strook met een breedte vraagt minstens twee punten.")
        return _rond(shapely.linestrings(punten), breedte_m / 2)
    nodig = {"punt": 1, "lijn": 2, "vlak": 3}[soort]
    if len(punten) < nodig:
        raise UploadGeweigerd(
            f"Een {soort} vraagt minstens {nodig} punten; dit zijn er {len(punten)}."
        )
    if soort == "vlak":
        return shapely.polygons(punten)
    if soort == "lijn":
        return shapely.linestrings(punten)
    return shapely.points(punten[0]) if len(punten) == 1 else shapely.multipoints(punten)


def _rond(vorm: BaseGeometry, afstand_m: float) -> BaseGeometry:
    if not 0 < afstand_m <= 5_000:
        raise UploadGeweigerd("Geef een straal of breedte tussen 0 en 5.000 meter.")
    naar = Transformer.from_crs(WGS84, CRS.from_epsg(LAMBERT_2008), always_xy=True)
    vlak = shapely.transform(vorm, lambda p: np.column_stack(naar.transform(p[:, 0], p[:, 1])))
    band = shapely.buffer(vlak, afstand_m, quad_segs=12, cap_style="round")
    terug = _omzetter(CRS.from_epsg(LAMBERT_2008))
    return shapely.transform(band, terug)


def is_zonder_oppervlakte(vorm: BaseGeometry) -> bool:
    """Tell whether a surface is a surface in name only (all points on one line)."""
    if shapely.get_dimensions(vorm) != 2:
        return False
    kolom = np.empty(1, dtype=object)
    # The two halves of a shape that cuts itself have opposite signs: together they may be nothing.
    kolom[0] = vorm if shapely.is_valid(vorm) else shapely.make_valid(vorm)
    return float(oppervlakten(kolom)[0]) < 0.01
