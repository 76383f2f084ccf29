"""Pages of a collection: by offset, and by cursor where the collection is large."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from gereedschap.api import parameters as p
from gereedschap.api.problemen import Ongeldig

LIMIET, HOOGSTE_LIMIET, HOOGSTE_OFFSET = 100, 500, 1_000_000
LIMIT = p.geheel(
    "limit",
    f"Hoeveel items hoogstens (standaard {LIMIET}); meer dan {HOOGSTE_LIMIET} wordt {HOOGSTE_LIMIET}.",
    minimum=1,
    standaard=LIMIET,
    kap=HOOGSTE_LIMIET,
    voorbeeld=10,
)
OFFSET = p.geheel(
    "offset",
    "Hoeveel items eerst overgeslagen worden.",
    maximum=HOOGSTE_OFFSET,
    standaard=0,
    voorbeeld=0,
)
CURSOR = p.tekst(
    "cursor",
    "Waar de volgende bladzijde begint; neem de waarde uit “volgende” over.",
    lengte=400,
    patroon=r"[A-Za-z0-9_-]+",
)
# Rows in memory at a time while a collection streams: objects with what was fetched beside them.
BLOK = 500

Rijen = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class Volgorde:
    """How a collection is ordered: `velden` are ORM paths or attributes, the last one unique."""

    naam: str
    velden: tuple[str, ...]
    omgekeerd: bool = False

    @property
    def order_by(self) -> list[str]:
        return [f"-{veld}" if self.omgekeerd else veld for veld in self.velden]


@dataclass(frozen=True)
class Blad:
    """One page; `volgende` and the rest are the query parameters of that page, None without one."""

    rijen: list[Any]
    volgende: dict[str, Any] | None
    vorige: dict[str, Any] | None = None
    laatste: dict[str, Any] | None = None


def kies_volgorde(
    sort: str | None, sorteringen: dict[str, tuple[str, ...]], standaard: str
) -> Volgorde:
    naam = sort or standaard
    kaal = naam.removeprefix("-")
    return Volgorde(naam, sorteringen[kaal], naam.startswith("-"))


def _pak(rij: Any, veld: str) -> Any:
    waarde = attrgetter(veld.replace("__", "."))(rij)
    return waarde.isoformat() if isinstance(waarde, dt.date) else waarde


def maak_cursor(rij: Any, volgorde: Volgorde) -> str:
    inhoud = orjson.dumps([volgorde.naam, *(_pak(rij, veld) for veld in volgorde.velden)])
    return base64.urlsafe_b64encode(inhoud).decode().rstrip("=")


def _lees_cursor(cursor: str, volgorde: Volgorde, model: Any) -> list[Any]:
    fout = Ongeldig(
        {"cursor": ["Deze cursor hoort niet bij deze aanvraag. Begin opnieuw zonder cursor."]}
    )
    try:
        inhoud = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as oorzaak:
        raise fout from oorzaak
    passend = (
        isinstance(inhoud, list)
        and len(inhoud) == len(volgorde.velden) + 1
        and inhoud[0] == volgorde.naam
        and all(isinstance(w, str | int) and not isinstance(w, bool) for w in inhoud)
    )
    if not passend:
        raise fout
    waarden = []
    for veld, waarde in zip(volgorde.velden, inhoud[1:], strict=True):
        if isinstance(waarde, int) and abs(waarde) >= 2**63:
            raise fout
        if isinstance(waarde, str) and "\x00" in waarde:
            raise fout
        try:
            kolom = model._meta.pk if veld == "pk" else model._meta.get_field(veld)
            waarden.append(kolom.to_python(waarde))
        except (ValidationError, ValueError, TypeError) as oorzaak:
            raise fout from oorzaak
    return waarden


def _na(rijen: QuerySet[Any], volgorde: Volgorde, waarden: list[Any]) -> QuerySet[Any]:
    """The rows after these values, so that an index finds them at once."""
    dan = "lt" if volgorde.omgekeerd else "gt"
    eerste, *rest = volgorde.velden
    if not rest:
        return rijen.filter(**{f"{eerste}__{dan}": waarden[0]})
    [tweede] = rest
    return rijen.filter(**{f"{eerste}__{dan}e": waarden[0]}).filter(
        Q(**{f"{eerste}__{dan}": waarden[0]}) | Q(**{f"{tweede}__{dan}": waarden[1]})
    )


def blad_met_cursor(rijen: QuerySet[Any], keuze: dict[str, Any], volgorde: Volgorde) -> Blad:
    """Give a page of a large collection; its cost does not grow with where it lies."""
    limit, offset, cursor = keuze["limit"], keuze["offset"], keuze["cursor"]
    rijen = rijen.order_by(*volgorde.order_by)
    if cursor:
        rijen = _na(rijen, volgorde, _lees_cursor(cursor, volgorde, rijen.model))
    geladen = list(rijen[offset : offset + limit + 1])
    deel = geladen[:limit]
    volgende = None
    if len(geladen) > limit:
        volgende = {"limit": limit, "cursor": maak_cursor(deel[-1], volgorde)}
    return Blad(deel, volgende)


def gesorteerd(rijen: Rijen, volgorde: Volgorde) -> Rijen:
    if not volgorde.velden:
        return rijen
    if isinstance(rijen, QuerySet):
        return rijen.order_by(*volgorde.order_by)
    sleutel = attrgetter(*(veld.replace("__", ".") for veld in volgorde.velden))
    return sorted(rijen, key=sleutel, reverse=volgorde.omgekeerd)


def blad_met_offset(rijen: Rijen, keuze: dict[str, Any], volgorde: Volgorde) -> Blad:
    """Give a page of a small collection, with the address of the last page too."""
    limit, offset = keuze["limit"], keuze["offset"]
    rijen = gesorteerd(rijen, volgorde)
    geladen = list(rijen[offset : offset + limit + 1])
    meer = len(geladen) > limit
    vorige = {"limit": limit, "offset": max(0, offset - limit)} if offset else None
    laatste = None
    if meer or offset:
        aantal = rijen.count() if isinstance(rijen, QuerySet) else len(rijen)
        laatste = {"limit": limit, "offset": max(0, (aantal - 1) // limit * limit)}
    volgende = {"limit": limit, "offset": offset + limit} if meer else None
    return Blad(geladen[:limit], volgende, vorige, laatste)


def alle_rijen(
    rijen: Rijen, volgorde: Volgorde, laad: Callable[[list[Any]], None] | None = None
) -> Iterator[Any]:
    """Stream a whole collection in blocks, in constant memory, prefetches included.

    `laad` is called with each block of a query before its rows are given.
    """
    if not isinstance(rijen, QuerySet):
        yield from gesorteerd(rijen, volgorde)
        return
    op_sleutel = Volgorde("id", ("pk",))
    rijen = rijen.order_by("pk")
    vanaf: list[Any] | None = None
    while True:
        deel = list((_na(rijen, op_sleutel, vanaf) if vanaf else rijen)[:BLOK])
        if laad is not None:
            laad(deel)
        yield from deel
        if len(deel) < BLOK:
            return
        vanaf = [deel[-1].pk]


def adres(basis: str, vraag: dict[str, str], anders: dict[str, Any]) -> str:
    """Give the address of another page of the same question."""
    rest = {n: w for n, w in vraag.items() if n not in ("limit", "offset", "cursor")}
    return f"{basis}?{urlencode(rest | anders)}"
