"""From a stored file to numbered rows of text and shapes; no domain yet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine
from shapely.geometry.base import BaseGeometry

from gereedschap.uploadwacht import UploadGeweigerd, open_zip
from verbeteringen.vormlezen import lees_bestand

MAX_RIJEN = 200_000
MAX_KOLOMMEN = 200
LANGSTE_CEL = 100_000


@dataclass(frozen=True)
class Bronrij:
    """One row: its number in the file, its cells as text by header, a shape of a map format."""

    nr: int
    cellen: dict[str, str]
    vorm: BaseGeometry | None = None


@dataclass
class Bronbestand:
    """What a file holds: headers, a walk over its rows (as often as asked) and remarks."""

    koppen: list[str]
    rijen: Callable[[], Iterator[Bronrij]]
    crs: str
    meldingen: list[str]
    kaart: bool


def _als_tekst(waarde: Any) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, dt.datetime):
        return waarde.date().isoformat()
    if isinstance(waarde, dt.date):
        return waarde.isoformat()
    if isinstance(waarde, float) and waarde.is_integer():
        return str(int(waarde))
    if isinstance(waarde, float):
        # A decimal comma: 12.345 of a sheet is no 12 345.
        return repr(waarde).replace(".", ",")
    return str(waarde).strip()


def lees(pad: Path, naam: str, soort: str) -> Bronbestand:
    """Open an upload; raises UploadGeweigerd when the file as a whole can't be used."""
    if soort == "csv":
        return _lees_csv(pad, naam)
    if soort == "xlsx":
        return _lees_xlsx(pad, naam)
    with pad.open("rb") as bestand:
        laag = lees_bestand(bestand, naam, soort, pad=pad)
    koppen = [str(k) for k in laag.kolommen]

    def rijen() -> Iterator[Bronrij]:
        for i, vorm in enumerate(laag.geometrieen):
            cellen = {kop: _als_tekst(kolom[i]) for kop, kolom in laag.kolommen.items()}
            yield Bronrij(i + 1, cellen, vorm)

    return Bronbestand(koppen, rijen, laag.crs, laag.meldingen, kaart=True)


def _koppen(rij: list[str], naam: str) -> list[str]:
    koppen = [k.strip() for k in rij]
    if not any(koppen):
        raise UploadGeweigerd(f"“{naam}” heeft geen kolomkoppen op de eerste rij.")
    if len(koppen) > MAX_KOLOMMEN:
        raise UploadGeweigerd(f"“{naam}” heeft meer dan {MAX_KOLOMMEN} kolommen.")
    gezien: set[str] = set()
    for kop in koppen:
        if kop and kop in gezien:
            raise UploadGeweigerd(f"“{naam}” heeft tweemaal de kolom “{kop}”.")
        gezien.add(kop)
    return koppen


def _genummerd(koppen: list[str], rijen: Iterator[list[str]]) -> Iterator[Bronrij]:
    for nr, velden in enumerate(rijen, start=2):
        if nr > MAX_RIJEN + 1:
            raise UploadGeweigerd(f"Meer dan {MAX_RIJEN} rijen. Splits het bestand.")
        if any(velden):
            yield Bronrij(nr, {k: v for k, v in zip(koppen, velden, strict=False) if k})


def _lees_csv(pad: Path, naam: str) -> Bronbestand:
    ruw = pad.read_bytes()
    meldingen = []
    try:
        tekst = ruw.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = ruw.decode("latin-1")
        meldingen.append("Het bestand is geen UTF-8 en is als Latin-1 gelezen.")
    del ruw
    eerste = tekst.partition("\n")[0]
    scheiding = max(";,\t|", key=eerste.count)
    csv.field_size_limit(LANGSTE_CEL)

    def lezer() -> Any:
        return csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding)

    try:
        koppen = _koppen(next(lezer()), naam)
    except (StopIteration, csv.Error) as fout:
        raise UploadGeweigerd(f"“{naam}” is geen leesbare CSV.") from fout
    return Bronbestand(
        koppen, lambda: _genummerd(koppen, _regels(lezer(), naam)), "", meldingen, kaart=False
    )


def _regels(lezer: Any, naam: str) -> Iterator[list[str]]:
    """Give the rows after the headers; raises UploadGeweigerd where the text breaks off."""
    next(lezer)
    try:
        for rij in lezer:
            yield [veld.strip() for veld in rij]
    except csv.Error as fout:
        raise UploadGeweigerd(
            f"“{naam}” is niet te lezen vanaf rij {lezer.line_num}: {fout}."
        ) from fout


def _lees_xlsx(pad: Path, naam: str) -> Bronbestand:
    # A workbook is a zip: the same bombs fit in it.
    open_zip(pad, naam).close()
    try:
        werkboek = python_calamine.CalamineWorkbook.from_path(str(pad))
        blad = werkboek.get_sheet_by_index(0)
        kop = next(iter(blad.iter_rows()), None)
    except (python_calamine.CalamineError, OSError) as fout:
        raise UploadGeweigerd(
            f"“{naam}” is geen leesbaar Excelbestand, of het heeft een wachtwoord."
        ) from fout
    if kop is None:
        raise UploadGeweigerd(f"“{naam}” is leeg.")
    koppen = _koppen([_als_tekst(c) for c in kop], naam)
    meldingen = []
    if len(werkboek.sheet_names) > 1:
        meldingen.append(f"Alleen het eerste blad (“{werkboek.sheet_names[0]}”) is gelezen.")

    def rijen() -> Iterator[Bronrij]:
        cellen = ([_als_tekst(c) for c in rij] for rij in islice(blad.iter_rows(), 1, None))
        return _genummerd(koppen, cellen)

    return Bronbestand(koppen, rijen, "", meldingen, kaart=False)
