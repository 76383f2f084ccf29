"""Template files to download, in the formats people work with."""

from __future__ import annotations

import io

import orjson
import xlsxwriter

from verbeteringen.bulk.kolommen import DOELKOLOMMEN

_VOORBEELD = {
    "projectnaam": "Bomen Stationsstraat",
    "aanvrager": "gemeente",
    "uitgevoerd_op": "2025-11-15",
    "gemeente": "Gent",
    "lat": "51,0543",
    "lon": "3,7174",
    "bomen": "12",
    "opmerking": "Voorbeeld: verwijder deze rij",
}


def csv_sjabloon() -> bytes:
    koppen = [d.naam for d in DOELKOLOMMEN]
    regels = [";".join(koppen), ";".join(_VOORBEELD.get(k, "") for k in koppen)]
    return ("\ufeff" + "\r\n".join(regels) + "\r\n").encode()


def xlsx_sjabloon() -> bytes:
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"in_memory": True}) as boek:
        blad = boek.add_worksheet("verbeteringen")
        vet = boek.add_format({"bold": True})
        for kolom, doel in enumerate(DOELKOLOMMEN):
            blad.write_string(0, kolom, doel.naam, vet)
            blad.write_string(1, kolom, _VOORBEELD.get(doel.naam, ""))
        blad.autofit()
        uitleg = boek.add_worksheet("uitleg")
        for rij, doel in enumerate(DOELKOLOMMEN):
            uitleg.write_string(rij, 0, doel.naam, vet)
            uitleg.write_string(rij, 1, doel.uitleg)
        uitleg.autofit()
    return uit.getvalue()


def geojson_sjabloon() -> bytes:
    eigenschappen = {k: v for k, v in _VOORBEELD.items() if k not in ("lat", "lon", "gemeente")}
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": eigenschappen,
                    "geometry": {"type": "Point", "coordinates": [3.7174, 51.0543]},
                }
            ],
        },
        option=orjson.OPT_INDENT_2,
    )


SJABLONEN = {
    "csv": (csv_sjabloon, "text/csv; charset=utf-8"),
    "xlsx": (
        xlsx_sjabloon,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "geojson": (geojson_sjabloon, "application/geo+json"),
}
