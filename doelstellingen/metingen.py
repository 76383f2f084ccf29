"""Write metingen in bulk; used through `services`.

The rows go to a temporary table in a stream, then a handful of statements compare it with the
living metingen: equal stays, changed closes the old row and adds the new one, unknown is added.
The same statements run on SQLite and PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from doelstellingen.models import ZONDER_WAARDE, Kwaliteit, Meting, Publicatie
from gereedschap.massaschrijver import Massaschrijver

SLEUTEL = ("gemeente_id", "indicator_id", "bron_id", "vorm", "van", "tot")
INHOUD = ("waarde", "teller", "noemer", "kwaliteit", "basisjaar", "opmerking")
KOLOMMEN = (*SLEUTEL, *INHOUD, "rij", "publicatie_id")
TIJDELIJK = "tijdelijk_meting"
# From here on a loop per row costs more than reading the whole table once.
VEEL = 1_000


@dataclass(frozen=True, slots=True)
class MetingRij:
    """One figure to write; amounts in the unit of the indicator, `[van, tot)` half-open.

    A niveau has van = peildatum and tot = the day after. `waarde` is None exactly when `kwaliteit`
    is geheim or niet_van_toepassing.
    """

    gemeente_id: int
    indicator_id: int
    bron_id: int
    vorm: str
    van: dt.date
    tot: dt.date
    waarde: Decimal | None
    teller: Decimal | None = None
    noemer: Decimal | None = None
    kwaliteit: str = Kwaliteit.GEMETEN
    basisjaar: int | None = None
    opmerking: str = ""
    rij: int | None = None


@dataclass(frozen=True)
class Telling:
    """What a write did; the three add up to the rows given."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0

    @property
    def iets(self) -> bool:
        """Whether any figure changed."""
        return bool(self.nieuw or self.gewijzigd)


def niveau(*, peildatum: dt.date) -> dict[str, object]:
    """Give `vorm`, `van` and `tot` of a level on `peildatum`, to unpack into a MetingRij."""
    return {"vorm": Meting.Vorm.NIVEAU, "van": peildatum, "tot": peildatum + dt.timedelta(days=1)}


def _controleer(rij: MetingRij) -> None:
    """Refuse what the constraints would refuse, with a sentence that says which row."""
    waar = f"gemeente {rij.gemeente_id}, indicator {rij.indicator_id}, {rij.van}"
    if rij.rij is not None:
        waar = f"rij {rij.rij} ({waar})"
    if (rij.waarde is None) != (rij.kwaliteit in ZONDER_WAARDE):
        raise ValueError(
            f"{waar}: zonder waarde is een cijfer geheim of niet van toepassing, en omgekeerd."
        )
    if rij.noemer is not None and rij.noemer <= 0:
        raise ValueError(f"{waar}: de noemer is groter dan nul, niet {rij.noemer}.")
    if rij.tot <= rij.van:
        raise ValueError(f"{waar}: de periode eindigt na haar begin, niet op {rij.tot}.")


def _stroom(metingen: Iterable[MetingRij], publicatie: int) -> Iterator[tuple[object, ...]]:
    for m in metingen:
        _controleer(m)
        yield (
            m.gemeente_id,
            m.indicator_id,
            m.bron_id,
            str(m.vorm),
            m.van,
            m.tot,
            m.waarde,
            m.teller,
            m.noemer,
            str(m.kwaliteit),
            m.basisjaar,
            m.opmerking,
            m.rij,
            publicatie,
        )


def _schrijf_stroom(
    schrijver: Massaschrijver, metingen: Iterable[MetingRij], publicatie: int
) -> int:
    """Write the stream; a rule that breaks half-way comes out as itself.

    PostgreSQL's driver wraps whatever happens while it reads the stream of a COPY.
    """
    regelfouten: list[ValueError] = []

    def stroom() -> Iterator[tuple[object, ...]]:
        try:
            yield from _stroom(metingen, publicatie)
        except ValueError as fout:
            regelfouten.append(fout)
            raise

    try:
        return schrijver.schrijf(stroom())
    except connection.Database.Error:  # type: ignore[attr-defined]
        # The driver's own error: Django doesn't translate what comes out of a COPY.
        if regelfouten:
            raise regelfouten[0] from None
        raise


def gelijk() -> str:
    """Give the comparison that treats two nulls as equal."""
    return "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"


def maak_tijdelijk(naam: str, *, bron: str, kolommen: Iterable[str]) -> None:
    """Make an empty temporary table with `kolommen` of the table `bron`."""
    lijst = ", ".join(kolommen)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {naam}")
        cursor.execute(f"CREATE TEMPORARY TABLE {naam} AS SELECT {lijst} FROM {bron} WHERE 1 = 0")


@contextmanager
def groot_verbonden(aantal: int) -> Iterator[None]:
    """Join tables of many rows by hash or merge, never row by row, inside a transaction.

    Autovacuum may have counted a table while the rows of this transaction were invisible; the
    planner of PostgreSQL then takes 100,000 rows for a single one, and a nested loop never ends.
    """
    if connection.vendor != "postgresql" or aantal < VEEL:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def schrijf(*, publicatie: Publicatie, metingen: Iterable[MetingRij]) -> Telling:
    """Write `metingen` under `publicatie`, inside its transaction; memory stays flat.

    Raises ValueError for a row that breaks a rule, or two rows with the same key.
    """
    tabel = Meting._meta.db_table
    maak_tijdelijk(TIJDELIJK, bron=tabel, kolommen=KOLOMMEN)
    schrijver = Massaschrijver(Meting, KOLOMMEN, tabel=TIJDELIJK)
    gelezen = _schrijf_stroom(schrijver, metingen, publicatie.pk)
    sleutel = " AND ".join(f"m.{k} = n.{k}" for k in SLEUTEL)
    zelfde = " AND ".join(f"m.{k} {gelijk()} n.{k}" for k in INHOUD)
    kolommen = ", ".join(KOLOMMEN)
    with groot_verbonden(gelezen), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(SLEUTEL)} FROM {TIJDELIJK} GROUP BY {', '.join(SLEUTEL)}"
            " HAVING count(*) > 1 LIMIT 1"
        )
        if dubbel := cursor.fetchone():
            raise ValueError(
                f"Twee cijfers voor hetzelfde: gemeente {dubbel[0]}, indicator {dubbel[1]}, "
                f"{dubbel[4]}. Houd er één over."
            )
        cursor.execute(
            f"UPDATE {tabel} SET vervallen_in_id = %s WHERE id IN (SELECT m.id FROM {TIJDELIJK} n"
            f" JOIN {tabel} m ON {sleutel} AND m.vervallen_in_id IS NULL WHERE NOT ({zelfde}))",
            [publicatie.pk],
        )
        gewijzigd = cursor.rowcount
        cursor.execute(
            f"INSERT INTO {tabel} ({kolommen}) SELECT {kolommen} FROM {TIJDELIJK} n WHERE NOT EXISTS"
            f" (SELECT 1 FROM {tabel} m WHERE {sleutel} AND m.vervallen_in_id IS NULL)"
        )
        toegevoegd = cursor.rowcount
        cursor.execute(f"DROP TABLE {TIJDELIJK}")
    return Telling(toegevoegd - gewijzigd, gewijzigd, gelezen - toegevoegd)


def levende(*, bronnen: Iterable[int], indicatoren: Iterable[int]) -> Iterator[MetingRij]:
    """Give the living metingen of these bronnen and indicatoren, in a stream."""
    rijen = (
        Meting.objects.levend()
        .filter(bron__in=set(bronnen), indicator__in=set(indicatoren))
        .values_list(*SLEUTEL, *INHOUD, "rij")
    )
    for rij in rijen.iterator():
        yield MetingRij(*rij)


def sluit(*, publicatie: Publicatie, metingen: Iterable[MetingRij]) -> int:
    """Close living metingen without a successor: the figure is then "ontbreekt"."""
    gesloten = 0
    for m in metingen:
        gesloten += (
            Meting.objects.levend()
            .filter(**{naam: getattr(m, naam) for naam in SLEUTEL})
            .update(vervallen_in=publicatie)
        )
    return gesloten


def geraakt(publicatie: int) -> dict[int, set[int]]:
    """Give per indicator the gemeenten of which `publicatie` added or closed metingen."""
    uit: dict[int, set[int]] = {}
    for veld in ("publicatie", "vervallen_in"):
        paren = (
            Meting.objects.filter(**{veld: publicatie})
            .order_by()
            .values_list("indicator_id", "gemeente_id")
            .distinct()
        )
        for indicator, gemeente in paren:
            uit.setdefault(indicator, set()).add(gemeente)
    return uit
