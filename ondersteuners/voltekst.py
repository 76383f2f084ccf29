"""Full text search on both databases, over the column `zoektekst`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Case, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from ondersteuners.zoekwoorden import MIN_BEGIN


class NederlandsGevonden(Func):
    """PostgreSQL's Dutch full text match, on the column that the database keeps beside `zoektekst`.

    `zoekvector` (migration 0004) is generated from `zoektekst` when a row is written: stemming ten
    thousand texts anew for each question took seconds.
    """

    output_field = BooleanField()

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        kolom, vraag = self.get_source_expressions()
        kolom_sql, kolom_par = compiler.compile(kolom)
        vraag_sql, vraag_par = compiler.compile(vraag)
        vector_sql = kolom_sql.replace('"zoektekst"', '"zoekvector"')
        sql = f"{vector_sql} @@ to_tsquery('dutch', {vraag_sql})"
        return sql, [*kolom_par, *vraag_par]


def tsquery(stammen: Sequence[tuple[str, str]]) -> str:
    """Write the words for PostgreSQL: each by itself or by our stem, long ones also as a beginning.

    The words hold only a-z and 0-9 (`zoekwoorden.woorden`), so that nothing needs escaping.
    """
    uit = []
    for woord, stam in stammen:
        vormen = [
            f"{vorm}:*" if len(vorm) >= MIN_BEGIN else vorm for vorm in dict.fromkeys((woord, stam))
        ]
        uit.append(f"({' | '.join(vormen)})")
    return " & ".join(uit)


def zoek(rijen: QuerySet[Any], stammen: Sequence[tuple[str, str]]) -> QuerySet[Any]:
    """Keep the rows in which every word occurs, in any form."""
    if not stammen:
        return rijen
    if connections[rijen.db].vendor == "postgresql":
        return rijen.filter(NederlandsGevonden("zoektekst", Value(tsquery(stammen))))
    for nummer, (_, stam) in enumerate(stammen):
        # The stored text has a space before each word; a long stem may be the start of a longer one.
        naald = f" {stam}" if len(stam) >= MIN_BEGIN else f" {stam} "
        plaats = f"_plaats_{nummer}"
        rijen = rijen.alias(**{plaats: StrIndex("zoektekst", Value(naald))}).filter(
            **{f"{plaats}__gt": 0}
        )
    return rijen


def treffers(
    rijen: QuerySet[Any], stammen: Sequence[tuple[str, str]]
) -> tuple[list[int], list[int]]:
    """Give the ids of the rows in which every word occurs, and of those that have all in the title.

    The texts are read once for a whole page; its list and all its counts stay within these ids.
    """
    in_titel = Q()
    for _, stam in stammen:
        in_titel &= Q(sorteernaam__contains=stam)
    titel = Case(When(in_titel, then=Value(1)), default=Value(0), output_field=IntegerField())
    gevonden = list(zoek(rijen, stammen).order_by().values_list("pk", titel))
    return [pk for pk, _ in gevonden], [pk for pk, vooraan in gevonden if vooraan]


def binnen(rijen: QuerySet[Any], ids: list[int] | None, *, veld: str = "pk") -> QuerySet[Any]:
    """Keep the rows whose `veld` is one of these ids, however many: they travel as one parameter."""
    if ids is None:
        return rijen
    if connections[rijen.db].vendor == "postgresql":
        lijst = RawSQL("SELECT unnest(%s::bigint[])", [ids])
    else:
        lijst = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])
    return rijen.filter(**{f"{veld}__in": lijst})


def in_volgorde(rijen: QuerySet[Any]) -> QuerySet[Any]:
    """The order of the catalogue: highlighted, then by name."""
    return rijen.order_by("-uitgelicht", "sorteernaam", "pk")
