"""One bulk writer: `COPY … FROM STDIN` on PostgreSQL, `executemany` on SQLite.

Rows are plain sequences in the order of the named fields. Each column has an adaptor that follows
from its model field, so that a bulk row and a row saved by the ORM are the same in the database.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import orjson
import shapely
from django.db import DatabaseError, connections, models
from shapely.geometry.base import BaseGeometry

from gereedschap.velden import GeometrieField, HoeveelheidField, naar_duizendsten

_T = TypeVar("_T")
Rij = Sequence[Any]
Adaptor = Callable[[Any], Any]
RIJEN_PER_BLOK = 2_000
RUIME_CACHE_KB = 64 * 1024


def _gelijk(waarde: Any) -> Any:
    return waarde


def _hoeveelheid(waarde: Any) -> int:
    return naar_duizendsten(waarde)


def _bytes(waarde: Any) -> bytes:
    if isinstance(waarde, BaseGeometry):
        return bytes(shapely.to_wkb(waarde, output_dimension=2))
    return bytes(waarde)


def _moment_sqlite(waarde: dt.datetime) -> str:
    if waarde.tzinfo is None:
        raise ValueError(f"Tijdstip zonder tijdzone: {waarde}")
    return str(waarde.astimezone(dt.UTC).replace(tzinfo=None))


def _json(waarde: Any) -> str:
    return orjson.dumps(waarde).decode()


_SPECIAAL = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _kopieertekst(waarde: str) -> str:
    """Text as COPY reads it; most text holds nothing to escape."""
    if waarde.isascii() and waarde.isprintable() and "\\" not in waarde:
        return waarde
    return waarde.translate(_SPECIAAL)


def _kopieerbytes(waarde: Any) -> str:
    return r"\\x" + _bytes(waarde).hex()


def _kopieerbool(waarde: Any) -> str:
    return "t" if waarde else "f"


def _sqlite_adaptor(veld: models.Field) -> Adaptor:
    match veld:
        case models.DateTimeField():
            return _moment_sqlite
        case models.DateField():
            return dt.date.isoformat
        case models.JSONField():
            return _json
        case models.BooleanField():
            return int
        case HoeveelheidField():
            return _hoeveelheid
        case GeometrieField() | models.BinaryField():
            return _bytes
        case models.DecimalField():
            return str
    return _gelijk


def _copy_adaptor(veld: models.Field) -> Adaptor:
    match veld:
        case models.DateTimeField():  # before DateField, of which it is a kind
            return dt.datetime.isoformat
        case models.DateField():
            return dt.date.isoformat
        case models.JSONField():
            return lambda waarde: _kopieertekst(_json(waarde))
        case models.BooleanField():
            return _kopieerbool
        case HoeveelheidField():
            return lambda waarde: str(_hoeveelheid(waarde))
        case GeometrieField() | models.BinaryField():
            return _kopieerbytes
        case models.CharField() | models.TextField():
            return _kopieertekst
        case models.FloatField():
            return repr
    return str


class _Kopieerstroom:
    """What psycopg2 reads from during COPY: lines made while the server takes them."""

    def __init__(self, blokken: Iterator[bytes]) -> None:
        self._blokken = blokken
        self._rest = b""
        self.fout: Exception | None = None

    def _volgend(self) -> bytes | None:
        try:
            return next(self._blokken, None)
        except Exception as fout:
            # The driver hides what a source raised behind an error of its own.
            self.fout = fout
            raise

    def read(self, aantal: int = -1) -> bytes:
        delen = [self._rest]
        lengte = len(self._rest)
        while aantal < 0 or lengte < aantal:
            blok = self._volgend()
            if blok is None:
                break
            delen.append(blok)
            lengte += len(blok)
        alles = b"".join(delen)
        if aantal < 0:
            self._rest = b""
            return alles
        self._rest = alles[aantal:]
        return alles[:aantal]


class Massaschrijver:
    """Writes rows of one model, or of a table with the same columns, inside the caller's transaction.

    `velden` are field names of `model` (foreign keys by `attname`, such as "gemeente_id"). Fields in
    `ruw` come in stored form already: thousandths for a HoeveelheidField, WKB for a GeometrieField.
    """

    def __init__(
        self,
        model: type[models.Model],
        velden: Sequence[str],
        *,
        ruw: Iterable[str] = (),
        tabel: str | None = None,
        using: str = "default",
    ) -> None:
        self._verbinding = connections[using]
        self._postgres = self._verbinding.vendor == "postgresql"
        self.tabel = tabel or model._meta.db_table
        per_naam = {veld.attname: veld for veld in model._meta.concrete_fields}
        self._velden = [per_naam[naam] for naam in velden]
        self._adaptors = [self._adaptor(veld, set(ruw)) for veld in self._velden]

    def _adaptor(self, veld: models.Field, ruw: set[str]) -> Adaptor:
        doel: Any = veld
        while isinstance(doel, models.ForeignKey):
            doel = doel.target_field
        if veld.attname in ruw and isinstance(doel, HoeveelheidField):
            return str if self._postgres else _gelijk
        return _copy_adaptor(doel) if self._postgres else _sqlite_adaptor(doel)

    def schrijf(self, rijen: Iterable[Rij]) -> int:
        """Write all `rijen` and give their number; a broken promise raises IntegrityError or DataError."""
        return self._kopieer(rijen) if self._postgres else self._voeg_toe(rijen)

    def _kolommen(self) -> str:
        quote = self._verbinding.ops.quote_name
        return ", ".join(quote(str(veld.column)) for veld in self._velden)

    def _voeg_toe(self, rijen: Iterable[Rij]) -> int:
        plaatsen = ", ".join(["%s"] * len(self._velden))
        tabel = self._verbinding.ops.quote_name(self.tabel)
        sql = f"INSERT INTO {tabel} ({self._kolommen()}) VALUES ({plaatsen})"
        teller = 0
        with self._verbinding.cursor() as cursor:
            for blok in blokken(rijen, RIJEN_PER_BLOK):
                cursor.executemany(sql, list(zip(*self._pas_aan(blok), strict=True)))
                teller += len(blok)
        return teller

    def _pas_aan(self, blok: list[Rij], leeg: str | None = None) -> list[Sequence[Any]]:
        """Give the columns of `blok` in stored form, `leeg` for what is missing.

        By column, not by row: a row of 25 columns has few that need a change on SQLite.
        """
        kolommen: list[Sequence[Any]] = list(zip(*blok, strict=True))
        for plaats, (kolom, adaptor) in enumerate(zip(kolommen, self._adaptors, strict=True)):
            if adaptor is not _gelijk:
                kolommen[plaats] = [leeg if w is None else adaptor(w) for w in kolom]
        return kolommen

    def _kopieer(self, rijen: Iterable[Rij]) -> int:
        tabel = self._verbinding.ops.quote_name(self.tabel)
        sql = f"COPY {tabel} ({self._kolommen()}) FROM STDIN"
        teller = 0

        def regels() -> Iterator[bytes]:
            nonlocal teller
            for blok in blokken(rijen, RIJEN_PER_BLOK):
                teller += len(blok)
                kolommen = self._pas_aan(blok, r"\N")
                yield ("\n".join(map("\t".join, zip(*kolommen, strict=True))) + "\n").encode()

        # Django wraps the errors of execute only; a broken promise must look the same on both.
        stroom = _Kopieerstroom(regels())
        try:
            with self._verbinding.cursor() as cursor, self._verbinding.wrap_database_errors:
                cursor.copy_expert(sql, stroom)
        except DatabaseError:
            if stroom.fout is not None:
                raise stroom.fout from None
            raise
        return teller


def blokken(rijen: Iterable[_T], grootte: int) -> Iterator[list[_T]]:
    """Cut `rijen` into lists of at most `grootte`."""
    bron = iter(rijen)
    while blok := list(itertools.islice(bron, grootte)):
        yield blok


@contextmanager
def ruime_cache(*, using: str = "default") -> Iterator[None]:
    """Give SQLite a page cache that holds the indexes of a large delivery, while the block runs.

    With its own 2 MB it writes half-filled index pages away and reads them again, over and over.
    PostgreSQL has its shared buffers; there this does nothing.
    """
    verbinding = connections[using]
    if verbinding.vendor != "sqlite":
        yield
        return
    with verbinding.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (gewoon,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {-RUIME_CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {gewoon}")


def reserveer_nummers(model: type[models.Model], aantal: int, *, using: str = "default") -> int:
    """Give the first of `aantal` consecutive primary keys that nobody else will get.

    Call it inside the writing transaction. SQLite has one writer, so the next key is known; on
    PostgreSQL the sequence is asked, again when another session took a number in between.
    """
    verbinding = connections[using]
    tabel = model._meta.db_table
    sleutel = str(model._meta.pk.column)
    with verbinding.cursor() as cursor:
        if verbinding.vendor != "postgresql":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [tabel])
            rij = cursor.fetchone()
            return (rij[0] if rij else 0) + 1
        while True:
            cursor.execute(
                "SELECT min(n), max(n) FROM (SELECT nextval(pg_get_serial_sequence(%s, %s)) AS n"
                " FROM generate_series(1, %s)) AS nummers",
                [verbinding.ops.quote_name(tabel), sleutel, max(aantal, 1)],
            )
            eerste, laatste = cursor.fetchone()
            if laatste - eerste + 1 == max(aantal, 1):
                return int(eerste)
