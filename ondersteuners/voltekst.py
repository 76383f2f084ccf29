"""Full text search on both databases, over the column `zoektekst`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Case, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex

from ondersteuners.zoekwoorden import MIN_BEGIN


class NederlandsGevonden(Func):
    """PostgreSQL's Dutch full text match; written as the expression of the index of migration 0002."""

    output_field = BooleanField()

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        kolom, vraag = self.get_source_expressions()
        kolom_sql, kolom_par = compiler.compile(kolom)
        vraag_sql, vraag_par = compiler.compile(vraag)
        sql = f"to_tsvector('dutch', {kolom_sql}) @@ to_tsquery('dutch', {vraag_sql})"
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


def titel_eerst(rijen: QuerySet[Any], stammen: Sequence[tuple[str, str]]) -> QuerySet[Any]:
    """Order: every word in the title, then highlighted, then by name."""
    if not stammen:
        return rijen.order_by("-uitgelicht", "sorteernaam", "pk")
    in_titel = Q()
    for _, stam in stammen:
        in_titel &= Q(sorteernaam__contains=stam)
    rang = Case(When(in_titel, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rijen.alias(_rang=rang).order_by("_rang", "-uitgelicht", "sorteernaam", "pk")
