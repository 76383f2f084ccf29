"""Demonstration verbeteringen on the map, as Groenblauwpeil would deliver them."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import orjson
import shapely

from gemeenten.grenzen import grenzenindex

# (member, share of the registrations, amount per inhabitant on the path, whole, names)
SOORTEN: tuple[tuple[str, float, float, bool, tuple[str, ...]], ...] = (
    (
        "bomen",
        0.30,
        1.0,
        True,
        ("Straatbomen {straat}", "Bomen langs de {straat}", "Boomgaard {plek}"),
    ),
    ("haag_m", 0.14, 0.4, False, ("Gemengde haag {plek}", "Haagplantactie {straat}")),
    ("geveltuin_m", 0.08, 0.1, False, ("Geveltuinen {straat}", "Groene gevels {plek}")),
    (
        "ontharding_m2",
        0.20,
        1.0,
        False,
        ("Ontharding {plek}", "Tegels eruit in de {straat}", "Groene {plek}"),
    ),
    ("regenwateropvang_m3", 0.10, 0.4, False, ("Regenwaterputten {plek}", "Regentonnen {straat}")),
    ("infiltratievoorziening_m3", 0.08, 0.3, False, ("Wadi {plek}", "Infiltratiestrook {straat}")),
    ("buffervoorziening_m3", 0.05, 0.3, False, ("Bufferbekken {plek}", "Waterbuffer {straat}")),
    ("natuurgroenperken", 0.05, 0.001, True, ("Bloemenweide {plek}", "Natuurgroen {plek}")),
)
STRATEN = (
    "Kerkstraat", "Dorpsstraat", "Stationsstraat", "Molenstraat", "Schoolstraat", "Veldstraat",
    "Beekstraat", "Lindelaan", "Kasteelstraat", "Sportlaan", "Nieuwstraat", "Bosstraat",
)  # fmt: skip
PLEKKEN = (
    "speelplaats basisschool", "gemeentehuis", "sportpark", "dorpsplein", "begraafplaats",
    "bibliotheek", "woonzorgcentrum", "jeugdhuis", "parking station", "wijkpark", "kerkplein",
    "bedrijvenpark",
)  # fmt: skip
AANVRAGERS = ("gemeente", "burger", "burger", "vereniging", "bedrijf", "ondersteuner")
INWONERS_PER_RIJ = 750
# Months in which people plant.
PLANTMAANDEN = (1, 2, 3, 10, 11, 11, 12, 12)


class Wereld(Protocol):
    """What this module needs of `demo.Demo`."""

    @property
    def plaatsen(self) -> list[Any]: ...
    @property
    def opvolgers(self) -> dict[int, tuple[str, str]]: ...
    def dobbel(self, *waarvoor: object) -> random.Random: ...
    def tempo(self, plaats: Any, doel: str) -> float: ...


def _punten(plaats: Any, aantal: int, zaad: int) -> list[tuple[float, float]]:
    """Give places in the gemeente, most of them near its centre."""
    dobbel = np.random.default_rng(zaad)
    grens = grenzenindex().vorm(plaats.opvolger)
    straal = math.sqrt(shapely.area(grens)) / 3
    worp = dobbel.normal(0, straal, (aantal * 6, 2)) * (1, 0.65) + (plaats.lon, plaats.lat)
    goed = worp[shapely.contains_xy(grens, worp[:, 0], worp[:, 1])][:aantal]
    if len(goed) < aantal:
        binnen = shapely.point_on_surface(grens)
        rest = dobbel.normal(0, 0.001, (aantal - len(goed), 2)) + (binnen.x, binnen.y)
        goed = np.vstack((goed, rest))
    return [(float(x), float(y)) for x, y in goed]


def _rond(*xy: float) -> list[float]:
    return [round(v, 6) for v in xy]


def _vorm(lid: str, waarde: float, plek: tuple[float, float], d: random.Random) -> dict[str, Any]:
    """Give a shape that fits the amount: trees are points, hedges lines, the rest areas."""
    x, y = plek
    if lid == "bomen":
        rij = [
            _rond(x + i * 0.00012, y + d.uniform(-2e-5, 2e-5))
            for i in range(min(int(abs(waarde)), 8) or 1)
        ]
        if len(rij) == 1:
            return {"type": "Point", "coordinates": rij[0]}
        return {"type": "MultiPoint", "coordinates": rij}
    if lid in ("haag_m", "geveltuin_m"):
        lengte = min(max(abs(waarde), 5), 400) / 71_000
        hoek = d.uniform(0, math.pi)
        einde = _rond(x + lengte * math.cos(hoek), y + 0.63 * lengte * math.sin(hoek))
        return {"type": "LineString", "coordinates": [_rond(x, y), einde]}
    zijde = min(max(math.sqrt(abs(waarde)), 5), 150) / 71_000
    hoek = d.uniform(0, math.pi)
    ring = [
        _rond(
            x + zijde * math.cos(hoek + k * math.pi / 2) * 0.7,
            y + 0.63 * zijde * math.sin(hoek + k * math.pi / 2) * 0.7,
        )
        for k in range(4)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _datum(d: random.Random, lid: str, eind: dt.date) -> dt.date:
    """More and more each year; plants in their season."""
    jaren = list(range(2021, eind.year + 1))
    jaar = d.choices(jaren, weights=[1 + 0.5 * (j - 2021) for j in jaren])[0]
    groen = lid in ("bomen", "haag_m", "geveltuin_m", "natuurgroenperken")
    maand = d.choice(PLANTMAANDEN) if groen else d.randint(1, 12)
    datum = dt.date(jaar, maand, d.randint(1, 28))
    return datum if datum <= eind else eind - dt.timedelta(days=d.randint(1, 200))


def _rijen_van(wereld: Wereld, plaats: Any, eind: dt.date) -> Iterator[dict[str, Any]]:
    d = wereld.dobbel("kaart", plaats.nis)
    if d.random() < 0.03:
        return
    aantal = max(5, plaats.inwoners // INWONERS_PER_RIJ)
    plekken = _punten(plaats, aantal, d.randrange(2**32))
    deel_tot_nu = (eind - dt.date(2020, 12, 31)).days / 3652
    for i, plek in enumerate(plekken):
        lid, kans, norm, geheel, namen = d.choices(SOORTEN, weights=[s[1] for s in SOORTEN])[0]
        gemiddeld = (
            plaats.inwoners * norm * deel_tot_nu * wereld.tempo(plaats, lid) / (aantal * kans)
        )
        waarde = round(gemiddeld * d.lognormvariate(-0.3, 0.8), 1)
        waarde = max(1, round(waarde)) if geheel else max(0.5, waarde)
        datum = _datum(d, lid, eind)
        soort = d.random()
        leden: dict[str, Any] = {
            "projectnaam": d.choice(namen).format(straat=d.choice(STRATEN), plek=d.choice(PLEKKEN)),
            "aanvrager": d.choice(AANVRAGERS),
            "gewijzigd_op": f"{datum}T{d.randint(8, 17):02d}:{d.randint(0, 59):02d}:00+01:00",
        }
        if soort < 0.08:
            leden["geplande_datum"] = str(eind + dt.timedelta(days=d.randint(30, 900)))
        else:
            leden["uitgevoerd_op"] = str(datum)
        if lid == "natuurgroenperken":
            leden["natuurgroenperk_m2"] = round(waarde * d.uniform(12, 180), 1)
        elif 0.08 <= soort < 0.11:
            waarde = -max(1, round(waarde / 10)) if geheel else -round(waarde / 10, 1) or -1.0
            leden["projectnaam"] = f"Min-registratie: {leden['projectnaam']}"
        leden[lid] = waarde
        heel = soort > 0.96
        leden["nis"] = _nis(wereld, plaats, leden, eind)
        if soort < 0.2 and not heel:
            del leden["nis"]
        yield {
            "type": "Feature",
            "id": f"demo-{plaats.nis}-{i:04d}",
            "geometry": None if heel else _vorm(lid, waarde, plek, d),
            "properties": leden,
        }


def _nis(wereld: Wereld, plaats: Any, leden: dict[str, Any], eind: dt.date) -> str:
    datum = leden.get("uitgevoerd_op") or leden["geplande_datum"]
    return str(plaats.nis if datum < "2025-01-01" else wereld.opvolgers[plaats.opvolger][0])


def _foute_rijen() -> Iterator[dict[str, Any]]:
    """A few rows that a real delivery would hold too, and that must be refused."""
    goed = {
        "projectnaam": "Oude lindes",
        "aanvrager": "burger",
        "gewijzigd_op": "2022-01-10T10:00:00+01:00",
    }
    punt = {"type": "Point", "coordinates": [3.72, 51.05]}
    for sleutel, vorm, leden in (
        ("te-oud", punt, {"uitgevoerd_op": "2019-11-25", "bomen": 4}),
        (
            "perk",
            punt,
            {"uitgevoerd_op": "2023-05-02", "natuurgroenperken": 3, "natuurgroenperk_m2": 12},
        ),
        (
            "parijs",
            {"type": "Point", "coordinates": [2.35, 48.86]},
            {"uitgevoerd_op": "2023-05-02", "bomen": 2},
        ),
        ("leeg", punt, {"uitgevoerd_op": "2023-05-02"}),
    ):
        yield {
            "type": "Feature",
            "id": f"demo-fout-{sleutel}",
            "geometry": vorm,
            "properties": goed | leden,
        }


def schrijf_groenblauwpeil(pad: Path, *, demo: Wereld, eind: dt.date) -> None:
    """Write the delivery as newline-delimited GeoJSON."""
    tijdelijk = pad.with_suffix(".bezig")
    with tijdelijk.open("wb") as uit:
        for plaats in demo.plaatsen:
            for rij in _rijen_van(demo, plaats, eind):
                uit.write(orjson.dumps(rij) + b"\n")
        for rij in _foute_rijen():
            uit.write(orjson.dumps(rij) + b"\n")
    tijdelijk.rename(pad)
