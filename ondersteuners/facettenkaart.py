"""The tags of the whole catalogue as rows of bits: choosing and counting without the database.

Ten thousand items make some eighty numbers of ten thousand bits. A choice is an `|`, two facets are an
`&`, a count is `int.bit_count`; PostgreSQL needed 40 to 100 ms for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from gereedschap.bewaren import bewaarsleutel
from ondersteuners.models import Aanbod, Facetregel, Ondersteuner
from ondersteuners.voltekst import in_volgorde

BEWAARTIJD_S = 3600


@dataclass(frozen=True)
class Facettenkaart:
    """`volgorde`: the ids in the order of the catalogue; bit i of every number is the i-th of them."""

    volgorde: list[int]
    tags: dict[tuple[str, str], int]

    @property
    def alle(self) -> int:
        return (1 << len(self.volgorde)) - 1

    def met_een_van(self, tags: Iterable[tuple[str, str]]) -> int:
        """Give the bits of what carries at least one of `tags`; a tag that nobody has adds nothing."""
        uit = 0
        for tag in tags:
            uit |= self.tags.get(tag, 0)
        return uit

    def bits(self, ids: Iterable[int]) -> int:
        """Give the bits of `ids`; ids outside the catalogue fall away."""
        plaats = {pk: nummer for nummer, pk in enumerate(self.volgorde)}
        return _als_getal((plaats[pk] for pk in ids if pk in plaats), len(plaats))

    def ids(self, bits: int) -> list[int]:
        """Give the ids of `bits`, in the order of the catalogue."""
        return list(compress(self.volgorde, map(int, f"{bits:b}"[::-1])))


def _als_getal(plaatsen: Iterable[int], lengte: int) -> int:
    rij = bytearray(lengte // 8 + 1)
    for plaats in plaatsen:
        rij[plaats >> 3] |= 1 << (plaats & 7)
    return int.from_bytes(rij, "little")


def _lees(*, organisaties: bool) -> Facettenkaart:
    """Read the public items or organisations with their tags, in two queries.

    An organisation carries its own tags and those of its public items.
    """
    regels = Facetregel.objects.order_by()
    openbaar = Aanbod.objects.openbaar().order_by()
    rijen: QuerySet[Any] = openbaar
    sleutel = "aanbod"
    if organisaties:
        sleutel, rijen = "ondersteuner", Ondersteuner.objects.openbaar()
        regels = regels.filter(Q(aanbod=None) | Q(aanbod__in=openbaar.values("pk")))
    else:
        regels = regels.filter(aanbod__isnull=False)
    volgorde = list(in_volgorde(rijen).values_list("pk", flat=True))
    plaats = {pk: nummer for nummer, pk in enumerate(volgorde)}
    plaatsen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for facet, waarde, pk in regels.values_list("facet", "waarde", sleutel).iterator(
        chunk_size=5000
    ):
        if pk in plaats:
            plaatsen[facet, waarde].append(plaats[pk])
    return Facettenkaart(
        volgorde, {tag: _als_getal(rij, len(volgorde)) for tag, rij in plaatsen.items()}
    )


def facettenkaart(*, organisaties: bool, publicatie: int) -> Facettenkaart:
    """Give the map of the items, or of the organisations; read once per publicatie and day.

    Every write of the catalogue is a publicatie, so that what is kept is never behind.
    """
    sleutel = bewaarsleutel("facettenkaart", publicatie, organisaties)
    uit: Facettenkaart | None = cache.get(sleutel)
    if uit is None:
        uit = _lees(organisaties=organisaties)
        cache.set(sleutel, uit, BEWAARTIJD_S)
    return uit
