"""Groenblauwpeil: LEKP-verbeteringen as GeoJSON, newline-delimited GeoJSON or CSV with WKT.

Source of the rules: AANLEVERING §1. Over HTTP the next page is the link with `rel: next`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from dataleveranciers.feeds.basis import (
    Leesverslag,
    Rauw,
    RijFout,
    Sinds,
    Verbeteringfeed,
    volgende_adres,
)
from gereedschap.csvlezer import Kolom, Tabel, opsomming
from gereedschap.datums import GeenDatum, lees_datum, lees_tijdstip
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from gereedschap.http import Ophaler
from gereedschap.jsonlezer import Lijstlezer, lees_regels
from gereedschap.stroom import Bestandsfout, begin, soort_van
from verbeteringen.levering import Aangeleverd, Maatregelrij
from verbeteringen.models import Aanvrager

PAD = "lekp-verbeteringen"
PAGINA = 1_000
SINDS_2021 = dt.date(2021, 1, 1)
GROOTSTE = 1_000_000_000
PERK_MINIMUM_M2 = 10
# member → (parameter, whole number, may be negative)
HOEVEELHEDEN = {
    "regenwateropvang_m3": ("regenwateropvang", False, True),
    "buffervoorziening_m3": ("buffervoorziening", False, True),
    "infiltratievoorziening_m3": ("infiltratievoorziening", False, True),
    "ontharding_m2": ("ontharding", False, True),
    "bomen": ("bomen", True, True),
    "natuurgroenperken": ("natuurgroenperken", True, False),
    "haag_m": ("haag", False, True),
    "geveltuin_m": ("geveltuin", False, True),
}
PERK_M2 = "natuurgroenperk_m2"
LEDEN = (
    "projectnaam",
    "nis",
    "aanvrager",
    "geplande_datum",
    "uitgevoerd_op",
    "gewijzigd_op",
    "verwijderd",
    *HOEVEELHEDEN,
    PERK_M2,
)
GETALLEN = (*HOEVEELHEDEN, PERK_M2)
VERPLICHT = ("projectnaam", "aanvrager", "gewijzigd_op")
KOLOMMEN = (
    Kolom("id", verplicht=True),
    Kolom("geometrie", verplicht=True),
    *(Kolom(lid, verplicht=lid in VERPLICHT, getal=lid in GETALLEN) for lid in LEDEN),
)
_AANVRAGERS = frozenset(Aanvrager.values)
_NIS = re.compile(r"\d{5}", re.ASCII)
_COLLECTIE = re.compile(rb'"FeatureCollection"|^\s*\{\s*"features"\s*:')
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature"')
_JA = {"true": True, "1": True, "ja": True, "waar": True}
_NEE = {"": None, "false": False, "0": False, "nee": False, "onwaar": False}


def haal(ophaler: Ophaler, url: str, sinds: Sinds, verslag: Leesverslag) -> Iterator[Path]:
    """Fetch page after page; each is read before the next is asked for."""
    delen = urlsplit(url)
    pad = delen.path
    laatste = pad.rstrip("/").rpartition("/")[2]
    if laatste != PAD and "." not in laatste:
        pad = f"{pad.rstrip('/')}/{PAD}"
    vraag = dict(parse_qsl(delen.query))
    if pad.endswith(PAD):
        vraag.setdefault("limit", str(PAGINA))
    if sinds:
        vraag["gewijzigd_sinds"] = sinds.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    adres = urlunsplit((delen.scheme, delen.netloc, pad, urlencode(vraag), ""))
    gezien = {adres}
    while True:
        verslag.overig = {}
        yield ophaler.haal(adres)
        links = verslag.overig.get("links") or []
        doel = next(
            (k.get("href") for k in links if isinstance(k, dict) and k.get("rel") == "next"), None
        )
        if not doel:
            return
        adres = volgende_adres(adres, str(doel), gezien)


def lees(pad: Path, verslag: Leesverslag) -> Iterator[list[Rauw]]:
    """Give features in lists, whatever of the three formats the file has."""
    soort = soort_van(pad)
    if soort == "json":
        yield from _lees_json(pad, verslag)
        return
    tabel = Tabel(pad, KOLOMMEN)
    verslag.meldingen += tabel.meldingen
    blok: list[Rauw] = []
    for rij in tabel:
        if rij.fout:
            blok.append(Rauw(rij.nr, None, RijFout("", "", rij.fout)))
        else:
            blok.append(_uit_tabel(rij.nr, rij.cellen, tabel.notatie))
        if len(blok) == 1_000:
            yield blok
            blok = []
    yield blok


def _lees_json(pad: Path, verslag: Leesverslag) -> Iterator[list[Rauw]]:
    kop = begin(pad)
    collectie = bool(_COLLECTIE.search(kop)) or not _FEATURE.search(kop)
    lezer = Lijstlezer(pad, "features") if collectie else None
    eerste = True
    for blok in lezer or lees_regels(pad):
        if eerste:
            _controleer_schema(pad, [waarde for _, waarde, fout in blok if not fout])
            eerste = False
        yield [
            Rauw(nr, waarde, RijFout("", "", fout) if fout else None) for nr, waarde, fout in blok
        ]
    if lezer:
        verslag.overig = lezer.overig


def _controleer_schema(pad: Path, features: list[Any]) -> None:
    """Refuse a delivery in which a required member is nowhere: it was renamed or dropped."""
    gelezen = [f.get("properties") for f in features if isinstance(f, dict)]
    leden = [p for p in gelezen if isinstance(p, dict) and not p.get("verwijderd")]
    if len(leden) < 10:
        return
    weg = [naam for naam in VERPLICHT if not any(naam in p for p in leden)]
    if weg:
        gevonden = sorted({str(naam)[:40] for p in leden[:50] for naam in p})
        raise Bestandsfout(
            f"{pad.name}: {opsomming(weg)} ontbreekt in alle features. Gevonden: "
            f"{opsomming(gevonden[:25])}. Er is niets overgenomen: het formaat is veranderd."
        )


def _uit_tabel(nr: int, cellen: dict[str, Any], notatie: Notatie) -> Rauw:
    """Make the same feature of a CSV row as GeoJSON would have given."""
    eigenschappen: dict[str, Any] = {}
    for naam, cel in cellen.items():
        if naam in ("id", "geometrie") or cel == "":
            continue
        if naam in GETALLEN:
            try:
                getal = cel if isinstance(cel, Decimal) else lees_getal(str(cel), notatie)
            except GeenGetal as fout:
                return Rauw(nr, None, RijFout(naam, cel, str(fout)))
            eigenschappen[naam] = int(getal) if getal == getal.to_integral_value() else float(getal)
        elif naam == "verwijderd":
            ja = str(cel).strip().lower()
            if ja not in _JA and ja not in _NEE:
                return Rauw(nr, None, RijFout(naam, cel, "schrijf true of false"))
            eigenschappen[naam] = _JA.get(ja, _NEE.get(ja))
        else:
            eigenschappen[naam] = cel if isinstance(cel, str) else str(cel)
    return Rauw(
        nr,
        {
            "type": "Feature",
            "id": str(cellen["id"]),
            "geometry": cellen["geometrie"] or None,
            "properties": eigenschappen,
        },
    )


def kenmerk(feature: Any) -> tuple[str, bytes] | None:
    """Give the key and a hash of key and content; None for what is no feature with an id."""
    try:
        leden, vorm, sleutel = feature["properties"], feature.get("geometry"), feature["id"]
        inhoud = [sleutel, *map(leden.get, LEDEN)]
        if type(vorm) is dict:
            inhoud += (vorm["type"], vorm["coordinates"])
        else:
            inhoud.append(vorm)
    except (AttributeError, KeyError, TypeError):
        return None
    return str(sleutel).strip(), hashlib.blake2b(orjson.dumps(inhoud), digest_size=16).digest()


def versie(feature: Any) -> tuple[str, dt.datetime]:
    """Give key and moment of a feature that was found good before."""
    return str(feature["id"]).strip(), lees_tijdstip(feature["properties"]["gewijzigd_op"])


def vertaal(nr: int, kenmerk_: bytes, feature: Any, vandaag: dt.date) -> Aangeleverd:
    """Check the members of one feature and give the row; raises RijFout."""
    if not isinstance(feature, dict) or feature.get("type", "Feature") != "Feature":
        raise RijFout("type", "", "dit is geen GeoJSON-Feature")
    leden = feature.get("properties")
    if not isinstance(leden, dict):
        raise RijFout("properties", "", "de eigenschappen van de feature ontbreken")
    sleutel = _sleutel(feature.get("id"))
    gewijzigd_op = _gewijzigd_op(leden.get("gewijzigd_op"), vandaag)
    weg = leden.get("verwijderd")
    if weg is not None and not isinstance(weg, bool):
        raise RijFout("verwijderd", weg, "moet true of false zijn")
    if weg:
        return Aangeleverd(
            nr, sleutel, kenmerk_, gewijzigd_op, True, "", "", None, None, None, None, ()
        )
    uitgevoerd_op, gepland_op = _datums(leden, vandaag)
    vorm = feature.get("geometry")
    if not isinstance(vorm, dict | str | None):
        raise RijFout("geometry", vorm, "geen geldige geometrie")
    return Aangeleverd(
        nr,
        sleutel,
        kenmerk_,
        gewijzigd_op,
        False,
        _projectnaam(leden.get("projectnaam")),
        _aanvrager(leden.get("aanvrager")),
        _nis(leden.get("nis")),
        uitgevoerd_op,
        gepland_op,
        vorm,
        _maatregelen(leden),
    )


def _sleutel(waarde: Any) -> str:
    if isinstance(waarde, bool) or not isinstance(waarde, str | int):
        raise RijFout("id", waarde, "elke rij heeft een id (tekst van hoogstens 64 tekens)")
    sleutel = str(waarde).strip()
    if not 0 < len(sleutel) <= 64 or not sleutel.isprintable():
        raise RijFout("id", sleutel, "elke rij heeft een id (tekst van hoogstens 64 tekens)")
    return sleutel


def _gewijzigd_op(waarde: Any, vandaag: dt.date) -> dt.datetime:
    if waarde in (None, ""):
        raise RijFout("gewijzigd_op", "", "ontbreekt")
    try:
        moment = lees_tijdstip(waarde)
    except GeenDatum as fout:
        raise RijFout("gewijzigd_op", waarde, str(fout)) from fout
    # A moment far ahead would make every later correction look old.
    if moment.date() > vandaag + dt.timedelta(days=1):
        raise RijFout("gewijzigd_op", waarde, "ligt in de toekomst")
    return moment


def _projectnaam(waarde: Any) -> str:
    if not isinstance(waarde, str) or not waarde.strip():
        raise RijFout("projectnaam", waarde, "ontbreekt")
    naam = waarde.strip()
    if len(naam) > 200:
        raise RijFout("projectnaam", waarde, "langer dan 200 tekens")
    if naam.isprintable():
        return naam
    return "".join(teken if teken.isprintable() else " " for teken in naam)


def _aanvrager(waarde: Any) -> str:
    wie = waarde.strip().lower() if isinstance(waarde, str) else ""
    if wie not in _AANVRAGERS:
        reden = "ontbreekt" if not waarde else f"kies uit {', '.join(Aanvrager.values)}"
        raise RijFout("aanvrager", waarde, reden)
    return wie


def _nis(waarde: Any) -> str | None:
    if waarde is None or waarde == "":
        return None
    if not isinstance(waarde, str) or not _NIS.fullmatch(waarde.strip()):
        raise RijFout("nis", waarde, "een NIS-code is tekst van vijf cijfers")
    return waarde.strip()


def _datum(leden: dict[str, Any], lid: str) -> dt.date | None:
    waarde = leden.get(lid)
    if waarde is None or waarde == "":
        return None
    try:
        return lees_datum(waarde)
    except GeenDatum as fout:
        raise RijFout(lid, waarde, str(fout)) from fout


def _datums(leden: dict[str, Any], vandaag: dt.date) -> tuple[dt.date | None, dt.date | None]:
    uitgevoerd = _datum(leden, "uitgevoerd_op")
    gepland = _datum(leden, "geplande_datum")
    if uitgevoerd is None and gepland is None:
        raise RijFout("uitgevoerd_op", "", "geef uitgevoerd_op of geplande_datum")
    if uitgevoerd and uitgevoerd < SINDS_2021:
        raise RijFout(
            "uitgevoerd_op", uitgevoerd, "vóór 1-1-2021; alleen wat sindsdien nieuw is, telt mee"
        )
    if uitgevoerd and uitgevoerd > vandaag:
        raise RijFout("uitgevoerd_op", uitgevoerd, "ligt in de toekomst; gebruik geplande_datum")
    if gepland and not 2015 <= gepland.year <= 2100:
        raise RijFout("geplande_datum", gepland, "ligt buiten de jaren 2015 tot 2100")
    return uitgevoerd, gepland


def _getal(lid: str, waarde: Any, *, geheel: bool, negatief: bool) -> int:
    """Give an amount in whole thousandths; more decimals are rounded, here and only here."""
    if isinstance(waarde, bool) or not isinstance(waarde, int | float):
        raise RijFout(lid, waarde, "is geen getal")
    if not math.isfinite(waarde):
        raise RijFout(lid, waarde, "is geen eindig getal")
    if geheel and waarde != int(waarde):
        raise RijFout(lid, waarde, "moet een geheel getal zijn")
    if waarde < 0 and not negatief:
        raise RijFout(lid, waarde, "mag niet negatief zijn")
    if abs(waarde) > GROOTSTE:
        raise RijFout(lid, waarde, "is onwaarschijnlijk groot; controleer de eenheid")
    return round(waarde * 1000)


def _maatregelen(leden: dict[str, Any]) -> tuple[Maatregelrij, ...]:
    uit: list[Maatregelrij] = []
    for lid, (parameter, geheel, negatief) in HOEVEELHEDEN.items():
        if lid not in leden:
            continue
        waarde = leden[lid]
        if waarde is None or (waarde == 0 and not isinstance(waarde, bool)):
            continue
        duizendsten = _getal(lid, waarde, geheel=geheel, negatief=negatief)
        if not duizendsten:
            continue
        vlak = _perkvlak(leden, duizendsten) if parameter == "natuurgroenperken" else None
        uit.append((parameter, "plus" if duizendsten > 0 else "min", abs(duizendsten), vlak))
    if leden.get(PERK_M2) and not leden.get("natuurgroenperken"):
        raise RijFout("natuurgroenperken", "", "het aantal perken ontbreekt bij natuurgroenperk_m2")
    if not uit:
        raise RijFout("", "", "geen enkele van de acht maatregelen heeft een hoeveelheid")
    return tuple(uit)


def _perkvlak(leden: dict[str, Any], duizend_perken: int) -> int:
    waarde = leden.get(PERK_M2)
    if waarde is None:
        raise RijFout(PERK_M2, "", "de totale oppervlakte van de natuurgroenperken ontbreekt")
    vlak = _getal(PERK_M2, waarde, geheel=False, negatief=False)
    if vlak < PERK_MINIMUM_M2 * duizend_perken:
        raise RijFout(PERK_M2, waarde, "een natuurgroenperk is minstens 10 m² groot")
    return vlak


FEED = Verbeteringfeed(
    slug="groenblauwpeil",
    naam="Groenblauwpeil: LEKP-verbeteringen",
    organisatie="groenblauwpeil",
    momentopname=False,
    ophaling_is_geheel=True,
    haal=haal,
    lees=lees,
    kenmerk=kenmerk,
    vertaal=vertaal,
    versie=versie,
)
