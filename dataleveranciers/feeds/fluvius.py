"""Fluvius: openbare verlichting and collectieve renovaties, as Explore v2.1 answers or exports.

Source of the rules: AANLEVERING §2, FEEDS §0 and §1. Names come in CAPITALS and old names linger: a
row of a gemeente that went on in a fusie is added to its successor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dataleveranciers.feeds.basis import (
    Cijferfeed,
    Context,
    Leesverslag,
    Rauw,
    RijFout,
    Sinds,
    Vertaling,
)
from dataleveranciers.feeds.plaatsen import zoek_gemeente
from doelstellingen.services import MetingRij
from gereedschap.csvlezer import Kolom, Tabel, opsomming
from gereedschap.datums import GeenDatum, lees_datum
from gereedschap.getallen import GeenGetal, lees_geheel
from gereedschap.http import Ophaalfout, Ophaler
from gereedschap.jsonlezer import Lijstlezer
from gereedschap.stroom import Bestandsfout, soort_van

PAGINA = 100
# Explore refuses offset + limit beyond this; ask for the export instead.
GROOTSTE_OFFSET = 10_000
DUIZENDSTE = Decimal("0.001")
LED = (
    Kolom("peildatum", verplicht=True),
    Kolom("hoofdgemeente", een_van="plaats"),
    Kolom("nis", een_van="plaats"),
    Kolom("lichtpunten", verplicht=True, getal=True),
    Kolom("led", verplicht=True, getal=True),
)
RENOVATIES = (
    Kolom("jaar", verplicht=True),
    Kolom("hoofdgemeente", een_van="plaats"),
    Kolom("nis", een_van="plaats"),
    Kolom("wooneenheden", verplicht=True, getal=True),
    Kolom("fossielvrij", verplicht=True, getal=True),
)


def haal(ophaler: Ophaler, url: str, sinds: Sinds, verslag: Leesverslag) -> Iterator[Path]:
    """Fetch an export whole, or `/records` page by page (limit and offset)."""
    delen = urlsplit(url)
    if not delen.path.rstrip("/").endswith("/records"):
        yield ophaler.haal(url)
        return
    vraag = dict(parse_qsl(delen.query))
    vraag["limit"] = str(PAGINA)
    gelezen = 0
    while True:
        vraag["offset"] = str(gelezen)
        verslag.overig, verslag.rijen_in_pagina = {}, 0
        yield ophaler.haal(urlunsplit((*delen[:3], urlencode(vraag), "")))
        totaal = verslag.overig.get("total_count")
        gelezen += verslag.rijen_in_pagina
        if isinstance(totaal, int) and gelezen >= totaal:
            return
        if not verslag.rijen_in_pagina:
            if isinstance(totaal, int):
                raise Ophaalfout(
                    f"{url} belooft {totaal} rijen maar geeft er {gelezen}. Er is niets overgenomen."
                )
            return
        if gelezen + PAGINA > GROOTSTE_OFFSET:
            raise Ophaalfout(f"{url} heeft te veel rijen voor bladzijden; gebruik /exports/csv.")


def lees(pad: Path, verslag: Leesverslag, *, kolommen: Sequence[Kolom]) -> Iterator[list[Rauw]]:
    """Give rows of an Explore answer or of its CSV export."""
    if soort_van(pad) != "json":
        tabel = Tabel(pad, kolommen)
        verslag.meldingen += tabel.meldingen
        verslag.notatie = tabel.notatie
        yield [Rauw(r.nr, r.cellen, RijFout("", "", r.fout) if r.fout else None) for r in tabel]
        return
    lezer = Lijstlezer(pad, "results")
    for blok in lezer:
        if not verslag.rijen_in_pagina:
            _controleer_schema(pad, blok[0][1], kolommen)
        verslag.rijen_in_pagina += len(blok)
        yield [
            Rauw(nr, waarde, RijFout("", "", fout) if fout else None) for nr, waarde, fout in blok
        ]
    verslag.overig = lezer.overig


def _controleer_schema(pad: Path, rij: Any, kolommen: Sequence[Kolom]) -> None:
    leden = set(rij) if isinstance(rij, dict) else set()
    weg = [k.naam for k in kolommen if k.verplicht and k.naam not in leden]
    if weg:
        raise Bestandsfout(
            f"{pad.name}: {opsomming(weg)} ontbreekt. Gevonden: {opsomming(sorted(leden))}. "
            "Er is niets overgenomen: het formaat is veranderd."
        )


def _aantal(rij: Mapping[str, Any], veld: str, context: Context) -> int:
    waarde = rij.get(veld)
    try:
        if isinstance(waarde, str):
            aantal = lees_geheel(waarde, context.notatie)
        elif isinstance(waarde, bool) or not isinstance(waarde, int | float | Decimal):
            raise GeenGetal("ontbreekt" if waarde is None else "is geen getal")
        elif waarde != int(waarde):
            raise GeenGetal("moet een geheel getal zijn")
        else:
            aantal = int(waarde)
    except (GeenGetal, ValueError, OverflowError) as fout:
        raise RijFout(veld, waarde, str(fout)) from fout
    if aantal < 0:
        raise RijFout(veld, waarde, "mag niet negatief zijn")
    if aantal > 10_000_000:
        raise RijFout(veld, waarde, "is onwaarschijnlijk groot")
    return aantal


def vertaal_led(nr: int, rij: Mapping[str, Any], context: Context) -> Vertaling:
    """One row: the share of LED on a peildatum, with teller and noemer."""
    try:
        peildatum = lees_datum(rij.get("peildatum") or "")
    except GeenDatum as fout:
        raise RijFout("peildatum", rij.get("peildatum"), str(fout)) from fout
    if peildatum > context.vandaag:
        raise RijFout("peildatum", peildatum, "ligt in de toekomst")
    gevonden = zoek_gemeente(
        nis=rij.get("nis"),
        naam=rij.get("hoofdgemeente"),
        datum=peildatum,
        context=context,
        naamveld="hoofdgemeente",
        voorganger_mag=True,
    )
    lichtpunten, led = (_aantal(rij, veld, context) for veld in ("lichtpunten", "led"))
    if led > lichtpunten:
        raise RijFout("led", led, f"meer dan het aantal lichtpunten ({lichtpunten})")
    indicator = context.indicator("verledding", "verledding")
    meting = MetingRij(
        gemeente_id=gevonden.gemeente_id,
        indicator_id=indicator.pk,
        bron_id=indicator.bron_id or 0,
        vorm="niveau",
        van=peildatum,
        tot=peildatum + dt.timedelta(days=1),
        waarde=aandeel(led, lichtpunten) if lichtpunten else None,
        teller=Decimal(led) if lichtpunten else None,
        noemer=Decimal(lichtpunten) if lichtpunten else None,
        kwaliteit="gemeten" if lichtpunten else "niet_van_toepassing",
        rij=nr,
    )
    return Vertaling([meting], deel=gevonden.deel)


def aandeel(teller: int | Decimal, noemer: int | Decimal) -> Decimal:
    """Give the percentage, to the thousandth that is stored; teller and noemer stay beside it."""
    return (Decimal(teller) * 100 / Decimal(noemer)).quantize(DUIZENDSTE)


def vertaal_renovaties(nr: int, rij: Mapping[str, Any], context: Context) -> Vertaling:
    """One row: the wooneenheden renovated in one year, and how many of them fossielvrij."""
    try:
        jaar = int(str(rij.get("jaar") or "").strip()[:4])
    except ValueError as fout:
        raise RijFout("jaar", rij.get("jaar"), "is geen jaartal") from fout
    if jaar < 2021:
        raise RijFout("jaar", jaar, "vóór 2021; alleen wat sindsdien nieuw is, telt mee")
    if jaar > context.vandaag.year:
        raise RijFout("jaar", jaar, "ligt in de toekomst")
    gevonden = zoek_gemeente(
        nis=rij.get("nis"),
        naam=rij.get("hoofdgemeente"),
        datum=dt.date(jaar, 12, 31),
        context=context,
        naamveld="hoofdgemeente",
        voorganger_mag=True,
    )
    totaal, fossielvrij = (_aantal(rij, veld, context) for veld in ("wooneenheden", "fossielvrij"))
    if fossielvrij > totaal:
        raise RijFout("fossielvrij", fossielvrij, f"meer dan het aantal wooneenheden ({totaal})")
    metingen = []
    for slug, aantal in (("totaal", totaal), ("fossielvrij", fossielvrij)):
        indicator = context.indicator("collectieve_renovaties", slug)
        metingen.append(
            MetingRij(
                gemeente_id=gevonden.gemeente_id,
                indicator_id=indicator.pk,
                bron_id=indicator.bron_id or 0,
                vorm="toename",
                van=dt.date(jaar, 1, 1),
                tot=dt.date(jaar + 1, 1, 1),
                waarde=Decimal(aantal),
                rij=nr,
            )
        )
    return Vertaling(metingen, deel=gevonden.deel)


def _feed(
    slug: str,
    naam: str,
    kolommen: Sequence[Kolom],
    vertaal: Callable[[int, Mapping[str, Any], Context], Vertaling],
) -> Cijferfeed:
    return Cijferfeed(
        slug=slug,
        naam=naam,
        organisatie="fluvius",
        momentopname=True,
        ophaling_is_geheel=True,
        haal=haal,
        lees=partial(lees, kolommen=kolommen),
        vertaal=vertaal,
    )


FEED_LED = _feed("fluvius-led", "Fluvius: openbare verlichting met LED", LED, vertaal_led)
FEED_RENOVATIES = _feed(
    "fluvius-renovaties", "Fluvius: collectieve renovaties", RENOVATIES, vertaal_renovaties
)
