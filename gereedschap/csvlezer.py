"""Read a delivered table, CSV or the first sheet of an XLSX, row by row with named cells.

The delimiter is detected, header names are matched without case, accents and spaces, a missing
header refuses the whole file and an unknown one is reported. A CSV is read twice: first for its
encoding and for what its sure numbers tell about the decimal mark (see `getallen`).
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from gereedschap.getallen import Notatie, bewijs
from gereedschap.stroom import LANGSTE_REGEL, Bestandsfout, controleer_zip, regels, soort_van

SCHEIDINGSTEKENS = ";,\t|"
# Excel on Windows writes cp1252, a superset of what is commonly called Latin-1.
TEKENSETS = (("utf-8", "UTF-8"), ("cp1252", "Latin-1"), ("latin-1", "Latin-1"))
Cel = str | Decimal | dt.date


@dataclass(frozen=True)
class Kolom:
    """A column we know. Of the columns that share an `een_van`, at least one must be there."""

    naam: str
    verplicht: bool = False
    een_van: str = ""
    getal: bool = False


@dataclass(frozen=True)
class Tabelrij:
    """One row by its number in the file (the header is 1); `fout` says why it can't be used."""

    nr: int
    cellen: dict[str, Cel]
    fout: str = ""


def sleutel(kop: str) -> str:
    """Give a header as it is compared: no case, accents, spaces, hyphens or underscores."""
    ontbonden = unicodedata.normalize("NFKD", kop)
    return "".join(
        teken
        for teken in ontbonden.casefold()
        if not unicodedata.combining(teken) and not teken.isspace() and teken not in "_-\ufeff"
    )


def opsomming(namen: Iterable[str]) -> str:
    """Join names as a sentence shows them: “a”, “b” en “c”."""
    geciteerd = [f"“{naam}”" for naam in namen]
    if len(geciteerd) < 2:
        return "".join(geciteerd)
    return f"{', '.join(geciteerd[:-1])} en {geciteerd[-1]}"


class Tabel:
    """A delivered table; iterate for its rows. Raises Bestandsfout when the file can't be used."""

    def __init__(self, pad: Path, kolommen: Sequence[Kolom]) -> None:
        self._pad = pad
        self._kolommen = kolommen
        self.meldingen: list[str] = []
        self.notatie = Notatie.ONBEKEND
        self._tekenset = "utf-8"
        self._scheiding = ";"
        self._xlsx: list[list[Any]] | None = None
        if soort_van(pad) == "xlsx":
            self._xlsx = self._lees_blad()
            kop = [str(cel) for cel in (self._xlsx[0] if self._xlsx else [])]
            self._namen = self._pas_kop(kop)
            self._verzamel_bewijs()
        else:
            self._open_csv()

    def _open_csv(self) -> None:
        for tekenset, naam in TEKENSETS:
            self._tekenset = tekenset
            try:
                self._scheiding, kop = self._zoek_scheiding()
                self.meldingen.clear()
                self._namen = self._pas_kop(kop)
                self._verzamel_bewijs()
            except UnicodeDecodeError:
                continue
            if naam != "UTF-8":
                self.meldingen.append(
                    f"Het bestand is niet in UTF-8 maar in {naam} gelezen; controleer accenten."
                )
            return

    def _regels(self) -> Iterator[tuple[str, bool]]:
        """Give decoded lines, and whether each ended with a line end."""
        nummer = 0
        for blok, compleet in regels(self._pad):
            for regel in blok:
                nummer += 1
                if regel is None:
                    raise Bestandsfout(
                        f"{self._pad.name}: regel {nummer} is langer dan {LANGSTE_REGEL >> 20} MB. "
                        "Er is niets overgenomen."
                    )
                yield regel.decode(self._tekenset).removeprefix("\ufeff") + "\n", compleet

    def _zoek_scheiding(self) -> tuple[str, list[str]]:
        eerste = next(self._regels())[0]
        bekend = {sleutel(kolom.naam) for kolom in self._kolommen}

        def punten(teken: str) -> tuple[int, int]:
            velden = next(csv.reader([eerste], delimiter=teken), [])
            return sum(sleutel(veld) in bekend for veld in velden), len(velden)

        beste = max(SCHEIDINGSTEKENS, key=punten)
        return beste, next(csv.reader([eerste], delimiter=beste), [])

    def _pas_kop(self, kop: list[str]) -> list[str | None]:
        """Give for each column of the file its known name, or None."""
        bekend = {sleutel(kolom.naam): kolom.naam for kolom in self._kolommen}
        namen = [bekend.get(sleutel(veld)) for veld in kop]
        onbekend = [veld.strip() for veld, naam in zip(kop, namen, strict=True) if naam is None]
        gevonden = [naam for naam in namen if naam]
        for dubbel in sorted({naam for naam in gevonden if gevonden.count(naam) > 1}):
            raise Bestandsfout(
                f"{self._pad.name}: kolom “{dubbel}” komt meer dan eens voor. Er is niets "
                "overgenomen."
            )
        weg = [k.naam for k in self._kolommen if k.verplicht and k.naam not in gevonden]
        groepen: dict[str, list[str]] = {}
        for kolom in self._kolommen:
            if kolom.een_van:
                groepen.setdefault(kolom.een_van, []).append(kolom.naam)
        weg += [
            " of ".join(groep)
            for groep in groepen.values()
            if not any(naam in gevonden for naam in groep)
        ]
        if weg:
            raise Bestandsfout(self._ontbreekt(weg, kop))
        if any(onbekend):
            self.meldingen.append(
                f"Onbekende kolommen, niet gelezen: {opsomming(filter(None, onbekend))}."
            )
        return namen

    def _ontbreekt(self, weg: list[str], kop: list[str]) -> str:
        lijkt = [
            f"“{treffer[0]}” lijkt op “{naam}”"
            for naam in weg
            if (treffer := difflib.get_close_matches(naam, [k.strip() for k in kop], n=1))
        ]
        return (
            f"{self._pad.name}: kolom {opsomming(weg)} ontbreekt. "
            f"Gevonden: {opsomming(k.strip()[:40] for k in kop[:25]) or 'geen kolommen'}. "
            + (f"Hernoemd? {'; '.join(lijkt)}. " if lijkt else "")
            + "Er is niets overgenomen. Scheid kolommen met ; , tab of |."
        )

    def _verzamel_bewijs(self) -> None:
        getallen = {kolom.naam for kolom in self._kolommen if kolom.getal}
        plaatsen = [i for i, naam in enumerate(self._namen) if naam in getallen]

        def teksten() -> Iterator[str]:
            for _, velden in self._rijen():
                for plaats in plaatsen:
                    if plaats < len(velden) and isinstance(velden[plaats], str):
                        yield velden[plaats].strip()

        self.notatie = bewijs(teksten())

    def _rijen(self) -> Iterator[tuple[int, list[Any]]]:
        """Give number and fields of each row after the header that is not empty."""
        rijen = self._xlsx if self._xlsx is not None else self._csv_rijen()
        for nr, velden in enumerate(rijen, 1):
            if nr > 1 and any(veld != "" for veld in velden):
                yield nr, velden

    def _csv_rijen(self) -> Iterator[list[str]]:
        csv.field_size_limit(LANGSTE_REGEL)
        compleet = True

        def bron() -> Iterator[str]:
            nonlocal compleet
            for regel, compleet in self._regels():  # noqa: B007
                yield regel

        lezer = csv.reader(bron(), delimiter=self._scheiding, strict=True)
        try:
            for velden in lezer:
                if not compleet and 0 < len(velden) < len(self._namen):
                    raise self._afgebroken()
                yield velden
        except csv.Error as fout:
            if "unexpected end" in str(fout):
                raise self._afgebroken() from fout
            raise Bestandsfout(
                f"{self._pad.name}: regel {lezer.line_num} is geen geldige CSV "
                "(aanhalingstekens kloppen niet). Er is niets overgenomen."
            ) from fout

    def _afgebroken(self) -> Bestandsfout:
        return Bestandsfout(
            f"{self._pad.name} is afgebroken: de laatste rij is niet volledig. Er is niets "
            "overgenomen; lever het volledige bestand opnieuw."
        )

    def _lees_blad(self) -> list[list[Any]]:
        controleer_zip(self._pad)
        try:
            boek = CalamineWorkbook.from_path(str(self._pad))
            blad = boek.get_sheet_by_index(0).to_python(skip_empty_area=False)
        except CalamineError as fout:
            raise Bestandsfout(
                f"{self._pad.name} is geen leesbaar XLSX-bestand. Bewaar het opnieuw."
            ) from fout
        return [[_cel(waarde) for waarde in rij] for rij in blad]

    def __iter__(self) -> Iterator[Tabelrij]:
        for nr, velden in self._rijen():
            if len(velden) != len(self._namen) and any(
                veld != "" for veld in velden[len(self._namen) :]
            ):
                yield Tabelrij(nr, {}, self._verkeerd_aantal(velden))
                continue
            if len(velden) < len(self._namen):
                yield Tabelrij(nr, {}, self._verkeerd_aantal(velden))
                continue
            yield Tabelrij(
                nr,
                {
                    naam: veld.strip() if isinstance(veld, str) else veld
                    for naam, veld in zip(self._namen, velden, strict=False)
                    if naam
                },
            )

    def _verkeerd_aantal(self, velden: list[Any]) -> str:
        return f"de rij heeft {len(velden)} velden, de kop {len(self._namen)}"


def _cel(waarde: Any) -> Cel:
    """Give a spreadsheet cell as text, exact number or date."""
    match waarde:
        case bool():
            return Decimal(int(waarde))
        case int() | float():
            return Decimal(repr(waarde)) if waarde == waarde else "NaN"
        case dt.datetime():
            return waarde.date()
        case dt.date():
            return waarde
    return str(waarde)
