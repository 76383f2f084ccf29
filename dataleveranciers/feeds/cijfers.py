"""One figure per gemeente, as CSV or XLSX (Autodelen.net, VEKA, VVSG, MOW, ABB).

Source of the rules: AANLEVERING §3. The bron of a figure is the one its indicator names.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from dataleveranciers.feeds import eenheden
from dataleveranciers.feeds.basis import (
    Cijferfeed,
    Context,
    Indicatorinfo,
    Leesverslag,
    Rauw,
    RijFout,
    Vertaling,
    haal_een,
)
from dataleveranciers.feeds.plaatsen import zoek_gemeente
from doelstellingen.models import ZONDER_WAARDE, Kwaliteit
from doelstellingen.services import MetingRij
from gereedschap.csvlezer import Kolom, Tabel, opsomming
from gereedschap.datums import GeenDatum, lees_datum
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from gereedschap.jsonlezer import Lijstlezer
from gereedschap.massaschrijver import blokken
from gereedschap.opmaak import toon_getal
from gereedschap.stroom import soort_van

KOLOMMEN = (
    Kolom("nis", een_van="plaats"),
    Kolom("gemeente", een_van="plaats"),
    Kolom("doelstelling", verplicht=True),
    Kolom("indicator"),
    Kolom("peildatum", verplicht=True),
    Kolom("waarde", verplicht=True, getal=True),
    Kolom("teller", getal=True),
    Kolom("noemer", getal=True),
    Kolom("eenheid"),
    Kolom("kwaliteit"),
    Kolom("basisjaar"),
    Kolom("opmerking"),
)
DUIZENDSTE = Decimal("0.001")
GROOTSTE = Decimal(10) ** 12
# A percentage may be delivered in whole points.
HALF_PUNT = Decimal("0.5")
BEGIN = dt.date(2020, 12, 31)
# A change against a base year; a saving is below zero.
VERANDERING = frozenset({"energiebesparing_patrimonium", "co2_patrimonium"})
# Net counts: what was felled or sealed is taken off.
NETTO = frozenset({"bomen", "hagen_geveltuinen", "ontharding", "hemelwateropvang"})
_JANEE = {"ja": Decimal(1), "nee": Decimal(0), "neen": Decimal(0)}
AFGEROND = "waarden met meer dan drie decimalen zijn op drie decimalen afgerond"


def lees(pad: Path, verslag: Leesverslag) -> Iterator[list[Rauw]]:
    """Give the rows of the table, or of the member “cijfers” of a JSON object."""
    if soort_van(pad) == "json":
        yield from _lees_json(pad, verslag)
        return
    tabel = Tabel(pad, KOLOMMEN)
    verslag.meldingen += tabel.meldingen
    verslag.notatie = tabel.notatie
    for blok in blokken(tabel, 1_000):
        yield [Rauw(r.nr, r.cellen, RijFout("", "", r.fout) if r.fout else None) for r in blok]


def _lees_json(pad: Path, verslag: Leesverslag) -> Iterator[list[Rauw]]:
    bekend = {kolom.naam for kolom in KOLOMMEN}
    onbekend: set[str] = set()
    # In JSON the point is the point: "1.234" is one and a bit.
    verslag.notatie = Notatie.PUNT
    for blok in Lijstlezer(pad, "cijfers"):
        uit = []
        for nr, rij, fout in blok:
            if fout or not isinstance(rij, dict):
                reden = fout or "de rij is geen object met velden"
                uit.append(Rauw(nr, {}, RijFout("", "", reden)))
                continue
            onbekend |= rij.keys() - bekend
            uit.append(_json_rij(nr, {veld: w for veld, w in rij.items() if veld in bekend}))
        yield uit
    if onbekend:
        namen = opsomming(sorted(onbekend)[:10])
        verslag.meldingen.append(f"Onbekende velden zijn niet gelezen: {namen}.")


def _json_rij(nr: int, rij: dict[str, Any]) -> Rauw:
    for veld, waarde in rij.items():
        if isinstance(waarde, bool) or not isinstance(waarde, str | int | float | None):
            return Rauw(nr, {}, RijFout(veld, str(waarde)[:200], "is geen tekst of getal"))
        if waarde is not None and not isinstance(waarde, str):
            rij[veld] = Decimal(str(waarde))
    return Rauw(nr, rij, None)


def vertaal(nr: int, rij: Mapping[str, Any], context: Context) -> Vertaling:
    """One row: one niveau of one indicator on a peildatum."""
    indicatoren = _doelstelling(rij, context)
    indicator, maal = _indicator(rij, indicatoren)
    peildatum = _peildatum(rij, indicator, context)
    gemeente = zoek_gemeente(
        nis=rij.get("nis"), naam=rij.get("gemeente"), datum=peildatum, context=context
    )
    kwaliteit = _kwaliteit(rij)
    waarde, melding = _waarde(rij, indicator, maal, kwaliteit, context)
    teller, noemer = _deling(rij, waarde, context)
    if indicator.soort == "percentage":
        _controleer_aandeel(rij, waarde, teller, noemer)
    opmerking = str(rij.get("opmerking") or "")
    if len(opmerking) > 300:
        raise RijFout("opmerking", opmerking, "langer dan 300 tekens")
    return Vertaling(
        [
            MetingRij(
                gemeente_id=gemeente.gemeente_id,
                indicator_id=indicator.pk,
                bron_id=indicator.bron_id or 0,
                vorm="niveau",
                van=peildatum,
                tot=peildatum + dt.timedelta(days=1),
                waarde=waarde,
                teller=teller,
                noemer=noemer,
                kwaliteit=kwaliteit,
                basisjaar=_basisjaar(rij, context),
                opmerking=opmerking.replace("\x00", ""),
                rij=nr,
            )
        ],
        melding=melding,
    )


def _tekst(rij: Mapping[str, Any], veld: str) -> str:
    waarde = rij.get(veld)
    return "" if waarde is None else str(waarde).strip()


def _doelstelling(rij: Mapping[str, Any], context: Context) -> list[Indicatorinfo]:
    slug = _tekst(rij, "doelstelling").lower().replace("-", "_").replace(" ", "_")
    gevonden = context.indicatoren.get(slug)
    if gevonden:
        return gevonden
    lijkt = difflib.get_close_matches(slug, context.indicatoren, n=2)
    meer = f"; bedoeld: {' of '.join(lijkt)}?" if lijkt else ""
    raise RijFout("doelstelling", rij.get("doelstelling"), f"onbekende doelstelling{meer}")


def _indicator(
    rij: Mapping[str, Any], indicatoren: list[Indicatorinfo]
) -> tuple[Indicatorinfo, Decimal]:
    """Give the indicator that is named, or meant by the unit, and the factor of the unit."""
    slug, eenheid = _tekst(rij, "indicator").lower(), _tekst(rij, "eenheid")
    kandidaten = indicatoren
    if slug:
        kandidaten = [i for i in indicatoren if i.slug == slug]
        if not kandidaten:
            raise RijFout(
                "indicator", slug, f"onbekend; kies uit {', '.join(i.slug for i in indicatoren)}"
            )
    elif not eenheid:
        return next(i for i in indicatoren if i.hoofd), Decimal(1)
    keuze = eenheden.kies(eenheid, kandidaten)
    if keuze is None:
        eigen = " of ".join(dict.fromkeys(i.eenheid for i in kandidaten))
        raise RijFout("eenheid", eenheid, f"past niet bij deze doelstelling; verwacht {eigen}")
    return kandidaten[keuze[0]], keuze[1]


def _peildatum(rij: Mapping[str, Any], indicator: Indicatorinfo, context: Context) -> dt.date:
    try:
        peildatum = lees_datum(rij.get("peildatum", ""))
    except GeenDatum as fout:
        raise RijFout("peildatum", rij.get("peildatum"), str(fout)) from fout
    if peildatum > context.vandaag:
        raise RijFout("peildatum", peildatum, "ligt in de toekomst")
    if peildatum < BEGIN and indicator.soort == "cumulatief":
        raise RijFout("peildatum", peildatum, "dit cijfer telt pas vanaf 1-1-2021")
    if peildatum.year < 2010:
        raise RijFout("peildatum", peildatum, "ligt vóór 2010")
    return peildatum


def _kwaliteit(rij: Mapping[str, Any]) -> str:
    tekst = _tekst(rij, "kwaliteit").lower().replace(" ", "_")
    if tekst and tekst not in Kwaliteit.values:
        raise RijFout("kwaliteit", tekst, f"onbekend; kies uit {', '.join(Kwaliteit.values)}")
    return tekst or str(Kwaliteit.GEMETEN)


def _getal(rij: Mapping[str, Any], veld: str, context: Context) -> Decimal | None:
    cel = rij.get(veld)
    if cel is None or cel == "":
        return None
    if isinstance(cel, Decimal):
        return cel
    if isinstance(cel, dt.date):
        raise RijFout(veld, cel, "is een datum, geen getal")
    try:
        return lees_getal(cel, context.notatie)
    except GeenGetal as fout:
        raise RijFout(veld, cel, str(fout)) from fout


def _waarde(
    rij: Mapping[str, Any],
    indicator: Indicatorinfo,
    maal: Decimal,
    kwaliteit: str,
    context: Context,
) -> tuple[Decimal | None, str]:
    leeg = _tekst(rij, "waarde") == ""
    if kwaliteit in ZONDER_WAARDE:
        if not leeg:
            raise RijFout("waarde", rij.get("waarde"), f"moet leeg zijn bij kwaliteit {kwaliteit}")
        return None, ""
    if leeg:
        raise RijFout(
            "waarde", "", "is leeg; dat mag alleen bij kwaliteit geheim of niet_van_toepassing"
        )
    tekst = _tekst(rij, "waarde").lower()
    if indicator.soort == "ja_nee" and tekst in _JANEE:
        return _JANEE[tekst], ""
    waarde = _getal(rij, "waarde", context)
    if waarde is None:
        raise RijFout("waarde", rij.get("waarde"), "is geen getal")
    waarde *= maal
    _controleer_bereik(rij.get("waarde"), waarde, indicator)
    afgerond = waarde.quantize(DUIZENDSTE) if waarde.as_tuple().exponent < -3 else waarde  # type: ignore[operator]
    return afgerond, AFGEROND if afgerond != waarde else ""


def _controleer_bereik(cel: Any, waarde: Decimal, indicator: Indicatorinfo) -> None:
    if abs(waarde) >= GROOTSTE:
        raise RijFout("waarde", cel, "is onwaarschijnlijk groot; controleer de eenheid")
    if indicator.soort == "ja_nee" and waarde not in (0, 1):
        raise RijFout("waarde", cel, "is ja (1) of nee (0)")
    if indicator.soort == "percentage":
        if indicator.doelstelling in VERANDERING:
            if not -100 <= waarde <= 1000:
                raise RijFout("waarde", cel, "een verandering in procent ligt tussen -100 en 1000")
        elif not 0 <= waarde <= 100:
            raise RijFout("waarde", cel, "een percentage ligt tussen 0 en 100")
    elif waarde < 0 and indicator.doelstelling not in NETTO:
        raise RijFout("waarde", cel, "mag niet negatief zijn")


def _deling(
    rij: Mapping[str, Any], waarde: Decimal | None, context: Context
) -> tuple[Decimal | None, Decimal | None]:
    teller, noemer = (_getal(rij, veld, context) for veld in ("teller", "noemer"))
    if teller is None and noemer is None:
        return None, None
    if waarde is None:
        raise RijFout("teller", rij.get("teller"), "moet leeg zijn als de waarde leeg is")
    if teller is None or noemer is None:
        raise RijFout("noemer", rij.get("noemer"), "teller en noemer horen samen")
    if max(abs(teller), abs(noemer)) >= GROOTSTE:
        raise RijFout("noemer", noemer, "is onwaarschijnlijk groot")
    teller, noemer = teller.quantize(DUIZENDSTE), noemer.quantize(DUIZENDSTE)
    if noemer <= 0:
        raise RijFout("noemer", rij.get("noemer"), "moet groter zijn dan nul")
    return teller, noemer


def _controleer_aandeel(
    rij: Mapping[str, Any], waarde: Decimal | None, teller: Decimal | None, noemer: Decimal | None
) -> None:
    """Refuse a share that its own teller and noemer contradict, a forgotten minus above all."""
    if waarde is None or teller is None or noemer is None:
        return
    volgens = teller * 100 / noemer
    if abs(volgens - waarde) > HALF_PUNT:
        raise RijFout(
            "waarde",
            rij.get("waarde"),
            f"past niet bij teller en noemer: die geven {toon_getal(volgens, 2)} %",
        )


def _basisjaar(rij: Mapping[str, Any], context: Context) -> int | None:
    tekst = _tekst(rij, "basisjaar")
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit() and 1990 <= int(tekst) <= context.vandaag.year):
        raise RijFout("basisjaar", tekst, f"is een jaar van 1990 tot {context.vandaag.year}")
    return int(tekst)


FEED = Cijferfeed(
    slug="cijfers",
    naam="Cijfers per gemeente",
    organisatie="abb",
    momentopname=False,
    haal=haal_een,
    lees=lees,
    vertaal=vertaal,
)
