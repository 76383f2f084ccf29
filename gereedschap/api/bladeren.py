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
    "Waar de bladzijde begint; neem de waarde uit “volgende” of uit de kop Link over.",
    lengte=400,
    patroon=r"[A-Za-z0-9_-]+",
)
TERUG = "<"
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

    @property
    def andersom(self) -> Volgorde:
        """The same order read from its end."""
        return Volgorde(self.naam, self.velden, not self.omgekeerd)


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


def maak_cursor(rij: Any, volgorde: Volgorde, *, terug: bool = False) -> str:
    """Name the place after `rij`; with `terug` the place before it, without a row then the end."""
    waarden = [] if rij is None else [_pak(rij, veld) for veld in volgorde.velden]
    inhoud = orjson.dumps([f"{TERUG if terug else ''}{volgorde.naam}", *waarden])
    return base64.urlsafe_b64encode(inhoud).decode().rstrip("=")


def _lees_cursor(cursor: str, volgorde: Volgorde, model: Any) -> tuple[list[Any], bool]:
    """Give the values to start at (none: at the end), and whether to read back from there."""
    fout = Ongeldig(
        {"cursor": ["Deze cursor hoort niet bij deze aanvraag. Begin opnieuw zonder cursor."]}
    )
    try:
        inhoud = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as oorzaak:
        raise fout from oorzaak
    if not isinstance(inhoud, list) or not inhoud:
        raise fout
    naam, *ruw = inhoud
    terug = naam == TERUG + volgorde.naam
    passend = (
        (terug or naam == volgorde.naam)
        and (len(ruw) == len(volgorde.velden) or (terug and not ruw))
        and all(isinstance(w, str | int) and not isinstance(w, bool) for w in ruw)
    )
    if not passend:
        raise fout
    waarden = []
    for veld, waarde in zip(volgorde.velden, ruw, strict=False):
        if isinstance(waarde, int) and abs(waarde) >= 2**63:
            raise fout
        if isinstance(waarde, str) and "\x00" in waarde:
            raise fout
        try:
            kolom = model._meta.pk if veld == "pk" else model._meta.get_field(veld)
            waarden.append(kolom.to_python(waarde))
        except (ValidationError, ValueError, TypeError) as oorzaak:
            raise fout from oorzaak
    return waarden, terug


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
    """Give a page of a large collection; its cost does not grow with where it lies.

    The page before is read from the first row back, the last one from the end.
    """
    limit, offset, cursor = keuze["limit"], keuze["offset"], keuze["cursor"]
    waarden, terug = _lees_cursor(cursor, volgorde, rijen.model) if cursor else ([], False)
    richting = volgorde.andersom if terug else volgorde
    rijen = rijen.order_by(*richting.order_by)
    if waarden:
        rijen = _na(rijen, richting, waarden)
    geladen = list(rijen[offset : offset + limit + 1])
    meer, begonnen = len(geladen) > limit, bool(waarden or offset)
    ervoor, erna = (meer, begonnen) if terug else (begonnen, meer)
    deel = geladen[:limit]
    if terug:
        deel.reverse()
    eind = {"limit": limit, "cursor": maak_cursor(None, volgorde, terug=True)}
    vorige = volgende = None
    if ervoor:
        # Past the end there is no row to go back from.
        cursor = maak_cursor(deel[0], volgorde, terug=True) if deel else eind["cursor"]
        vorige = {"limit": limit, "cursor": cursor}
    if erna:
        volgende = {"limit": limit}
        if deel:
            volgende["cursor"] = maak_cursor(deel[-1], volgorde)
    return Blad(deel, volgende, vorige, eind if ervoor or erna else None)


def gesorteerd(rijen: Rijen, volgorde: Volgorde) -> Rijen:
    if not volgorde.velden:
        return rijen
    if isinstance(rijen, QuerySet):
        return rijen.order_by(*volgorde.order_by)
    sleutel = attrgetter(*(veld.replace("__", ".") for veld in volgorde.velden))
    return sorted(rijen, key=sleutel, reverse=volgorde.omgekeerd)


def tel(rijen: Rijen) -> int:
    return rijen.order_by().count() if isinstance(rijen, QuerySet) else len(rijen)


def blad_met_offset(
    rijen: Rijen, keuze: dict[str, Any], volgorde: Volgorde, hoeveel: Callable[[], int]
) -> Blad:
    """Give a page of a small collection, with the address of the last page too."""
    limit, offset = keuze["limit"], keuze["offset"]
    rijen = gesorteerd(rijen, volgorde)
    geladen = list(rijen[offset : offset + limit + 1])
    meer = len(geladen) > limit
    vorige = {"limit": limit, "offset": max(0, offset - limit)} if offset else None
    laatste = None
    if meer or offset:
        laatste = {"limit": limit, "offset": max(0, (hoeveel() - 1) // limit * limit)}
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
