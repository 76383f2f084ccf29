"""From a JSON body to an `Invoer`: strict about names and types, every mistake at once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gereedschap.api.problemen import Ongeldig
from verbeteringen.geometrie import lees_geojson
from verbeteringen.grensdelen import deel_van
from verbeteringen.invoer import Fout, Invoer, Maatregelinvoer
from verbeteringen.models import Aanvrager, Maatregel
from verbeteringen.parameters import UITSLUITINGEN

SLEUTEL = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
SLEUTELPATROON = "^[A-Za-z0-9._:-]{1,64}$"
NIS = re.compile(r"[0-9]{5}", re.ASCII)
GETAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)

MEESTE_DELEN = 20

_BEDRAG: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,12})?$"},
    ]
}
_DATUM: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
_MAATREGEL: dict[str, Any] = {
    "type": "object",
    "required": ["parameter", "hoeveelheid"],
    "additionalProperties": False,
    "properties": {
        "parameter": {
            "type": "string",
            "enum": list(Maatregel.Parameter.values),
            "description": "Wat gemeten wordt; de eenheid ligt per parameter vast.",
        },
        "richting": {
            "type": "string",
            "enum": ["plus", "min"],
            "default": "plus",
            "description": "min: wat wegviel, bijvoorbeeld gevelde bomen.",
        },
        "hoeveelheid": _BEDRAG | {"description": "Groter dan 0; bomen en perken zijn geheel."},
        "oppervlakteM2": {
            "anyOf": [*_BEDRAG["anyOf"], {"type": "null"}],
            "description": "Bij natuurgroenperken: de oppervlakte samen, in m².",
        },
        "uitsluitingen": {
            "type": "array",
            "items": {"type": "string", "enum": sorted(UITSLUITINGEN)},
            "description": "Waarom dit niet meetelt.",
        },
        "reden": {"type": "string", "maxLength": 200, "description": "Verplicht bij min."},
    },
}
_DEELMAATREGEL: dict[str, Any] = _MAATREGEL | {
    "properties": {
        naam: _MAATREGEL["properties"][naam]
        for naam in ("parameter", "richting", "hoeveelheid", "uitsluitingen")
    }
}
_DEEL: dict[str, Any] = {
    "type": "object",
    "required": ["nis", "maatregelen"],
    "additionalProperties": False,
    "properties": {
        "nis": {"type": "string", "pattern": "^[0-9]{5}$", "description": "De gemeente van nu."},
        "maatregelen": {
            "type": "array",
            "minItems": 1,
            "maxItems": 16,
            "items": _DEELMAATREGEL,
            "description": "Wat daarvan in deze gemeente telt.",
        },
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["projectnaam", "aanvrager", "maatregelen"],
    "additionalProperties": False,
    "properties": {
        "externeSleutel": {
            "type": "string",
            "pattern": SLEUTELPATROON,
            "description": "Uw eigen nummer, uniek binnen uw organisatie; 1 tot 64 tekens.",
        },
        "projectnaam": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "Waar het om gaat, zonder naam van een persoon.",
        },
        "aanvrager": {
            "type": "string",
            "enum": list(Aanvrager.values),
            "description": "Wie het uitvoert. Van een burger tonen we geen naam of exacte plaats.",
        },
        "nis": {
            "type": ["string", "null"],
            "pattern": "^[0-9]{5}$",
            "description": "Zonder nis bepaalt de geometrie de gemeente.",
        },
        "uitgevoerdOp": _DATUM | {"description": "Uitgevoerd op; anders geldt geplandOp."},
        "geplandOp": _DATUM | {"description": "Wanneer het gepland is; telt nog niet mee."},
        "geometrie": {
            "type": ["object", "null"],
            "description": "GeoJSON in WGS84; null: de hele gemeente.",
        },
        "maatregelen": {
            "type": "array",
            "minItems": 1,
            "maxItems": 16,
            "items": _MAATREGEL,
            "description": "Wat er kwam of wegviel, 1 tot 16.",
        },
        "delen": {
            "type": "array",
            "minItems": 1,
            "maxItems": MEESTE_DELEN,
            "items": _DEEL,
            "description": "Over een gemeentegrens: wat van de maatregelen in welke gemeente telt; "
            "samen precies alle maatregelen. Een deel in een andere gemeente is een voorstel.",
        },
        "opmerking": {
            "type": "string",
            "maxLength": 2000,
            "description": "Openbaar, behalve bij een burger.",
        },
        "links": {
            "type": "array",
            "maxItems": 10,
            "items": {"type": "string"},
            "description": "Webadressen met meer uitleg.",
        },
        "vervanging": {"type": "boolean", "description": "De bomen vervangen gevelde bomen."},
    },
}
VOORBEELD: dict[str, Any] = {
    "externeSleutel": "GIS-2025-0042",
    "projectnaam": "Bomen, Veldstraat",
    "aanvrager": "gemeente",
    "nis": "44021",
    "uitgevoerdOp": "2025-11-15",
    "geometrie": {"type": "Point", "coordinates": [3.7252, 51.0536]},
    "maatregelen": [{"parameter": "bomen", "hoeveelheid": 12}],
}
# Where the address says which one it is, the body doesn't.
ZONDER_SLEUTEL: dict[str, Any] = SCHEMA | {
    "properties": {n: w for n, w in SCHEMA["properties"].items() if n != "externeSleutel"}
}
VOORBEELD_ZONDER_SLEUTEL = {n: w for n, w in VOORBEELD.items() if n != "externeSleutel"}


@dataclass(frozen=True)
class Gelezen:
    """A body; `delen` gives per NIS code of a gemeente its part of the amounts."""

    invoer: Invoer
    nis: str | None
    sleutel: str
    delen: dict[str, tuple[Maatregelinvoer, ...]] = field(default_factory=dict)


class _Lezer:
    def __init__(self) -> None:
        self.fouten: dict[str, list[str]] = {}

    def meld(self, veld: str, tekst: str) -> None:
        self.fouten.setdefault(veld[:100], []).append(tekst)

    def namen(self, ding: dict[str, Any], schema: dict[str, Any], pad: str) -> None:
        for naam in ding:
            if naam not in schema["properties"]:
                bekend = ", ".join(schema["properties"])
                self.meld(f"{pad}{naam}", f"Dit veld bestaat niet. Wel: {bekend}.")
        for naam in schema["required"]:
            if naam not in ding:
                self.meld(f"{pad}{naam}", "Dit veld is verplicht.")

    def tekst(self, ding: dict[str, Any], veld: str, pad: str = "", lengte: int = 200) -> str:
        waarde = ding.get(veld, "")
        if not isinstance(waarde, str):
            self.meld(pad + veld, "Geef een tekst.")
            return ""
        if len(waarde) > lengte:
            self.meld(pad + veld, f"Geef hoogstens {lengte} tekens.")
        return waarde

    def keuze(
        self, ding: dict[str, Any], veld: str, keuzes: Any, standaard: str, pad: str = ""
    ) -> str:
        waarde = ding.get(veld, standaard)
        if not isinstance(waarde, str) or waarde not in keuzes:
            if veld in ding:
                self.meld(pad + veld, f"Kies uit: {', '.join(keuzes)}.")
            return standaard
        return waarde

    def bedrag(self, ding: dict[str, Any], veld: str, pad: str) -> Decimal | None:
        waarde = ding.get(veld)
        if waarde is None:
            if veld in ding and veld != "oppervlakteM2":
                self.meld(pad + veld, "Geef een getal.")
            return None
        try:
            if isinstance(waarde, bool) or not isinstance(waarde, int | float | str):
                raise ValueError(waarde)
            if isinstance(waarde, str) and not GETAL.fullmatch(waarde):
                raise ValueError(waarde)
            uit = Decimal(str(waarde))
            if not uit.is_finite() or abs(uit) > Decimal(10) ** 12:
                raise ValueError(waarde)
        except (ValueError, InvalidOperation):
            self.meld(pad + veld, "Geef een getal met een punt, bijvoorbeeld 12.5.")
            return None
        return uit

    def datum(self, ding: dict[str, Any], veld: str) -> dt.date | None:
        waarde = ding.get(veld)
        if waarde is None:
            return None
        try:
            if not isinstance(waarde, str) or len(waarde) != 10:
                raise ValueError(waarde)
            return dt.date.fromisoformat(waarde)
        except ValueError:
            self.meld(veld, "Geef een datum als jjjj-mm-dd.")
            return None

    def teksten(self, ding: dict[str, Any], veld: str, pad: str = "") -> tuple[str, ...]:
        waarde = ding.get(veld, [])
        if not isinstance(waarde, list) or not all(isinstance(deel, str) for deel in waarde):
            self.meld(pad + veld, "Geef een lijst van teksten.")
            return ()
        return tuple(waarde)

    def maatregelen(
        self, ding: dict[str, Any], schema: dict[str, Any] = _MAATREGEL, begin: str = ""
    ) -> tuple[Maatregelinvoer, ...]:
        lijst, waar = ding.get("maatregelen", []), f"{begin}maatregelen"
        if not isinstance(lijst, list) or (not lijst and "maatregelen" in ding):
            self.meld(waar, "Geef een lijst met minstens één maatregel.")
            return ()
        uit, gezien = [], set()
        for i, deel in enumerate(lijst[:16]):
            pad = f"{waar}[{i}]."
            if not isinstance(deel, dict):
                self.meld(pad[:-1], "Geef een object.")
                continue
            self.namen(deel, schema, pad)
            parameter = self.keuze(deel, "parameter", Maatregel.Parameter.values, "", pad)
            richting = self.keuze(deel, "richting", ("plus", "min"), "plus", pad)
            hoeveelheid = self.bedrag(deel, "hoeveelheid", pad)
            redenen = self.teksten(deel, "uitsluitingen", pad)
            if onbekend := set(redenen) - set(UITSLUITINGEN):
                self.meld(f"{pad}uitsluitingen", f"“{min(onbekend)[:40]}” bestaat niet.")
            # Once what counts, and once per reason what doesn't.
            eigen = (parameter, richting, frozenset(redenen))
            if eigen in gezien:
                self.meld(pad[:-1], "Deze parameter staat er tweemaal in dezelfde richting.")
            gezien.add(eigen)
            if parameter and hoeveelheid is not None:
                uit.append(
                    Maatregelinvoer(
                        parameter=parameter,
                        richting=richting,
                        hoeveelheid=hoeveelheid,
                        oppervlakte_m2=self.bedrag(deel, "oppervlakteM2", pad),
                        uitsluitingen=redenen,
                        reden=self.tekst(deel, "reden", pad),
                    )
                )
        if len(lijst) > 16:
            self.meld(waar, "Geef hoogstens 16 maatregelen.")
        return tuple(uit)

    def delen(
        self, ding: dict[str, Any], geheel: tuple[Maatregelinvoer, ...]
    ) -> dict[str, tuple[Maatregelinvoer, ...]]:
        """Read the parts; each amount takes its surface and reason from the whole one."""
        lijst = ding.get("delen", [])
        if not isinstance(lijst, list) or ("delen" in ding and not 1 <= len(lijst) <= MEESTE_DELEN):
            self.meld("delen", f"Geef een lijst van 1 tot {MEESTE_DELEN} delen.")
            return {}
        van = {m.sleutel: m for m in geheel if m.hoeveelheid > 0}
        uit: dict[str, tuple[Maatregelinvoer, ...]] = {}
        for i, deel in enumerate(lijst):
            pad = f"delen[{i}]."
            if not isinstance(deel, dict):
                self.meld(pad[:-1], "Geef een object.")
                continue
            self.namen(deel, _DEEL, pad)
            nis = deel.get("nis")
            if not isinstance(nis, str) or not NIS.fullmatch(nis) or nis in uit:
                self.meld(f"{pad}nis", "Geef een tekst van vijf cijfers, elke gemeente één keer.")
                continue
            maatregelen = self.maatregelen(deel, _DEELMAATREGEL, pad)
            if any(m.hoeveelheid <= 0 for m in maatregelen):
                self.meld(f"{pad}maatregelen", "Geef een hoeveelheid groter dan 0.")
            elif any(m.sleutel not in van for m in maatregelen):
                self.meld(f"{pad}maatregelen", "Deze maatregel staat niet in `maatregelen`.")
            elif any(m.hoeveelheid > van[m.sleutel].hoeveelheid for m in maatregelen):
                self.meld(f"{pad}maatregelen", "Een deel is groter dan het geheel.")
            else:
                uit[nis] = tuple(deel_van(van[m.sleutel], m.hoeveelheid) for m in maatregelen)
        return uit

    def geometrie(self, ding: dict[str, Any]) -> BaseGeometry | None:
        ruw = ding.get("geometrie")
        if ruw is None:
            return None
        if not isinstance(ruw, dict):
            self.meld("geometrie", "Geef een GeoJSON-geometrie, bijvoorbeeld een Point.")
            return None
        vormen, fouten = lees_geojson([ruw])
        if fouten or vormen[0] is None:
            reden = fouten.get(0, "dit is geen GeoJSON-geometrie")
            self.meld("geometrie", f"{reden[0].upper()}{reden[1:]}.")
            return None
        vorm: BaseGeometry = vormen[0]
        if vorm.is_empty or not np.isfinite(shapely.get_coordinates(vorm)).all():
            self.meld("geometrie", "De geometrie is leeg of bevat geen geldige getallen.")
            return None
        if (np.abs(shapely.get_coordinates(vorm)) > (180, 180)).any():
            self.meld("geometrie", "Geef lengte en breedte in graden (WGS84), geen Lambert.")
            return None
        return vorm


def lees(ding: Any) -> Gelezen:
    """Read one body; raises Ongeldig with every mistake by field."""
    if not isinstance(ding, dict):
        raise Ongeldig({"": ["Stuur één JSON-object."]})
    lezer = _Lezer()
    lezer.namen(ding, SCHEMA, "")
    sleutel = lezer.tekst(ding, "externeSleutel", lengte=64)
    if "externeSleutel" in ding and not SLEUTEL.fullmatch(sleutel):
        lezer.meld("externeSleutel", "Gebruik 1 tot 64 letters, cijfers en . _ : -")
    nis = ding.get("nis")
    if nis is not None and not (isinstance(nis, str) and NIS.fullmatch(nis)):
        lezer.meld("nis", "Geef een tekst van vijf cijfers.")
    vervanging = ding.get("vervanging", False)
    if not isinstance(vervanging, bool):
        lezer.meld("vervanging", "Geef true of false.")
    uitgevoerd_op = lezer.datum(ding, "uitgevoerdOp")
    invoer = Invoer(
        projectnaam=lezer.tekst(ding, "projectnaam"),
        aanvrager=lezer.keuze(ding, "aanvrager", Aanvrager.values, "gemeente"),
        maatregelen=lezer.maatregelen(ding),
        uitgevoerd=uitgevoerd_op is not None,
        uitgevoerd_op=uitgevoerd_op,
        gepland_op=lezer.datum(ding, "geplandOp"),
        opmerking=lezer.tekst(ding, "opmerking", lengte=2000),
        links=lezer.teksten(ding, "links"),
        geometrie=lezer.geometrie(ding),
        vervanging=bool(vervanging),
    )
    delen = lezer.delen(ding, invoer.maatregelen)
    if nis is None and invoer.geometrie is None and "geometrie" not in lezer.fouten:
        lezer.meld("nis", "Geef nis of geometrie, anders is de gemeente niet bekend.")
    if lezer.fouten:
        raise Ongeldig(lezer.fouten)
    return Gelezen(invoer, nis, sleutel, delen)


_VELDEN = {
    "uitgevoerd_op": "uitgevoerdOp",
    "gepland_op": "geplandOp",
    "gemeente": "nis",
    "voorganger": "nis",
}


def als_fouten(fouten: tuple[Fout, ...]) -> dict[str, list[str]]:
    """Name the fields of the form as the body does."""
    uit: dict[str, list[str]] = {}
    for fout in fouten:
        veld = _VELDEN.get(fout.veld, fout.veld)
        if veld.split("_")[0] in Maatregel.Parameter.values:
            veld = veld.replace("_m2", ".oppervlakteM2").replace("_reden", ".reden")
            veld = f"maatregelen.{veld.replace('_', '.', 1)}"
        uit.setdefault(veld, []).append(fout.tekst)
    return uit
