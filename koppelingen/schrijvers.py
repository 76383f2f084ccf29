"""Writers of a snapshot: CSV, GeoJSON, GPKG and Parquet, each fed with the same blocks of lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import shapely

from gereedschap.api.formaten import csv_regels, naar_json, pak
from koppelingen.datasets import Dataset, Kolom

Blok = Sequence[tuple[dict[str, Any], Any]]
# Rows in a group of a Parquet file: a reader fetches and unpacks a group at a time, small ones slowly.
RIJGROEP = 50_000
GEO_KENMERK = {
    "version": "1.1.0",
    "primary_column": "geometrie",
    "columns": {"geometrie": {"encoding": "WKB", "geometry_types": []}},
}


class Schrijver(Protocol):
    formaat: str
    pad: Path

    def schrijf(self, blok: Blok) -> None: ...

    def sluit(self) -> None: ...

    def laat_los(self) -> None:
        """Let go of the file, also of one that could not be finished."""


def _tekst(waarde: Any) -> str | None:
    if waarde is None:
        return None
    if isinstance(waarde, list | tuple):
        return " | ".join(map(str, waarde))
    return str(waarde)


def _exact(waarde: Any) -> Decimal | None:
    return None if waarde in (None, "") else Decimal(waarde)


def _dag(waarde: Any) -> dt.date | None:
    return dt.date.fromisoformat(waarde) if isinstance(waarde, str) else waarde


class Csv:
    """Plain CSV, the same as the API gives."""

    formaat = "csv"

    def __init__(self, dataset: Dataset, pad: Path) -> None:
        self.pad = pad
        self._velden = [kolom.pad for kolom in dataset.kolommen]
        self._uit = pad.open("wb")
        self._uit.writelines(csv_regels([], self._velden, excel=False))

    def schrijf(self, blok: Blok) -> None:
        stuk = b"".join(csv_regels((regel for regel, _ in blok), self._velden, excel=False))
        self._uit.write(stuk.partition(b"\r\n")[2])

    def sluit(self) -> None:
        self._uit.close()

    def laat_los(self) -> None:
        self._uit.close()


class GeoJson:
    """One FeatureCollection (RFC 7946); amounts are numbers, for a GIS."""

    formaat = "geojson"

    def __init__(self, dataset: Dataset, pad: Path) -> None:
        self.pad = pad
        self._kolommen = dataset.kolommen
        self._uit = pad.open("wb")
        self._uit.write(b'{"type":"FeatureCollection","features":[')
        self._eerste = True

    def schrijf(self, blok: Blok) -> None:
        vormen = [vorm for _, vorm in blok]
        for (regel, _), vorm in zip(blok, shapely.to_geojson(vormen), strict=True):
            eigen = {k.naam: _eigenschap(pak(regel, k.pad), k) for k in self._kolommen}
            kop = b"" if self._eerste else b",\n"
            meetkunde = vorm.encode() if vorm else b"null"
            self._uit.write(
                kop
                + b'{"type":"Feature","geometry":'
                + meetkunde
                + b',"properties":'
                + naar_json(eigen)
                + b"}"
            )
            self._eerste = False

    def sluit(self) -> None:
        self._uit.write(b"]}")
        self._uit.close()

    def laat_los(self) -> None:
        self._uit.close()


def _eigenschap(waarde: Any, kolom: Kolom) -> Any:
    if kolom.soort == "exact":
        return None if waarde in (None, "") else float(waarde)
    return _tekst(waarde) if kolom.soort == "tekst" else waarde


class Gpkg:
    """GeoPackage with one layer; appended block by block."""

    formaat = "gpkg"

    def __init__(self, dataset: Dataset, pad: Path) -> None:
        self.pad = pad
        self._laag = dataset.slug
        self._kolommen = dataset.kolommen
        self._bestaat = False

    def schrijf(self, blok: Blok) -> None:
        if not blok and self._bestaat:
            return
        from pyogrio import raw

        velden, maskers = zip(*(self._kolom(blok, k) for k in self._kolommen), strict=True)
        vormen = np.array([vorm for _, vorm in blok], dtype=object)
        raw.write(
            self.pad,
            geometry=shapely.to_wkb(vormen),
            field_data=list(velden),
            field_mask=list(maskers),
            fields=[k.naam for k in self._kolommen],
            layer=self._laag,
            driver="GPKG",
            geometry_type="Unknown",
            crs="EPSG:4326",
            append=self._bestaat,
        )
        self._bestaat = True

    def _kolom(self, blok: Blok, kolom: Kolom) -> tuple[Any, Any]:
        waarden = [pak(regel, kolom.pad) for regel, _ in blok]
        leeg = np.array([w in (None, "") for w in waarden], dtype=bool)
        match kolom.soort:
            case "geheel":
                return np.array([w or 0 for w in waarden], dtype=np.int64), leeg
            case "exact":
                return np.array([float(w or 0) for w in waarden], dtype=np.float64), leeg
            case "janee":
                return np.array([bool(w) for w in waarden], dtype=bool), leeg
            case "datum":
                return np.array([_dag(w) for w in waarden], dtype="datetime64[D]"), leeg
        return np.array([_tekst(w) or "" for w in waarden], dtype=object), leeg

    def sluit(self) -> None:
        """Nothing stays open between blocks."""

    laat_los = sluit


class Parquet:
    """Parquet with exact decimals; a shape is WKB in `geometrie`, described as GeoParquet does."""

    formaat = "parquet"

    def __init__(self, dataset: Dataset, pad: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        soorten = {
            "tekst": pa.string(),
            "geheel": pa.int64(),
            "exact": pa.decimal128(24, 9),
            "janee": pa.bool_(),
            "datum": pa.date32(),
        }
        self._pa = pa
        self.pad = pad
        self._kolommen = dataset.kolommen
        velden = [
            pa.field(k.naam, soorten[k.soort], metadata={"uitleg": k.uitleg})
            for k in self._kolommen
        ]
        self._geo = dataset.vorm is not None
        kenmerk = None
        if self._geo:
            velden.append(pa.field("geometrie", pa.binary()))
            kenmerk = {"geo": naar_json(GEO_KENMERK)}
        self._schema = pa.schema(velden, metadata=kenmerk)
        self._bron = pad.open("wb")
        self._uit = pq.ParquetWriter(self._bron, self._schema, compression="zstd")
        self._wacht: list[Any] = []

    def schrijf(self, blok: Blok) -> None:
        if not blok:
            return
        vertaal = {"tekst": _tekst, "exact": _exact, "datum": _dag}
        kolommen: list[Any] = []
        for veld, kolom in zip(self._schema, self._kolommen, strict=False):
            zet = vertaal.get(kolom.soort)
            waarden = [pak(regel, kolom.pad) for regel, _ in blok]
            kolommen.append(
                self._pa.array(map(zet, waarden) if zet else waarden, veld.type, size=len(blok))
            )
        if self._geo:
            wkb = shapely.to_wkb(np.array([vorm for _, vorm in blok], dtype=object))
            kolommen.append(self._pa.array(list(wkb), self._pa.binary()))
        self._wacht.append(self._pa.Table.from_arrays(kolommen, schema=self._schema))
        if sum(tabel.num_rows for tabel in self._wacht) >= RIJGROEP:
            self._schrijf_groep()

    def _schrijf_groep(self) -> None:
        if self._wacht:
            tabel = self._pa.concat_tables(self._wacht)
            self._uit.write_table(tabel, row_group_size=tabel.num_rows)
            self._wacht = []

    def sluit(self) -> None:
        self._schrijf_groep()
        self._uit.close()
        self._bron.close()

    def laat_los(self) -> None:
        if not self._bron.closed:
            with self._bron:
                self._uit.close()


def met_parquet() -> bool:
    """Whether pyarrow is here; it is an optional part of the portal."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        return False
    return True


def schrijvers_voor(dataset: Dataset, map_: Path) -> list[Schrijver]:
    """Give a writer for each format that fits this dataset."""
    soorten: list[Any] = [Csv]
    if met_parquet():
        soorten.append(Parquet)
    if dataset.vorm is not None:
        soorten += [GeoJson, Gpkg]
    return [soort(dataset, map_ / f"{dataset.slug}.{soort.formaat}") for soort in soorten]
