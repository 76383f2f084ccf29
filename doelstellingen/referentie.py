"""Bring goals, norms and signatures in step with the fixtures; called through `services`.

A comparison first: nothing changed means no publicatie. What changed is written under one.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from doelstellingen.models import (
    Doelstelling,
    Indicator,
    Norm,
    Ondertekening,
    Pad,
    Publicatie,
    Werf,
)
from gemeenten.models import Gemeente
from gereedschap.referentietabel import Verloop, lees_tabel, synchroniseer
from toegang.models import Organisatie

WERVEN = ("werf1", "werf2", "werf3", "werf4", "algemeen")
EINDE_PACT = dt.date(2031, 1, 1)
PEILDAG_FUSIES = dt.date(2024, 12, 31)
Breekpunt = tuple[dt.date, Decimal, Decimal]


@dataclass(frozen=True)
class NormRij:
    """One norm of the fixture, with its path."""

    indicator_id: int
    pact: str
    per: str
    teller: Decimal
    noemer: Decimal
    gewestdoel: Decimal | None
    gewestdoel_tekst: str
    basisjaar: int | None
    bronvermelding: str
    van: dt.date
    tot: dt.date
    pad: tuple[Breekpunt, ...]

    @property
    def sleutel(self) -> tuple[int, str, int | None, dt.date]:
        return (self.indicator_id, self.pact, self.basisjaar, self.van)

    def velden(self) -> dict[str, Any]:
        """The columns of `Norm`, without the path."""
        return {naam: getattr(self, naam) for naam in _NORMVELDEN}


_NORMVELDEN = (
    "indicator_id",
    "pact",
    "per",
    "teller",
    "noemer",
    "gewestdoel",
    "gewestdoel_tekst",
    "basisjaar",
    "bronvermelding",
    "van",
    "tot",
)


@dataclass(frozen=True)
class OndertekeningRij:
    """One signature of the fixture, on the gemeente of its time."""

    gemeente_id: int
    pact: str
    status: str
    aangenomen: bool
    datum: dt.date | None
    bronvermelding: str

    @property
    def sleutel(self) -> tuple[int, str]:
        return (self.gemeente_id, self.pact)


def _lees(folder: Path, naam: str) -> dict[str, Any]:
    with (folder / "doelstellingen" / f"{naam}.toml").open("rb") as bestand:
        return tomllib.load(bestand)


def laad_doelstellingen(folder: Path) -> dict[str, Verloop]:
    """Write werven, doelstellingen and indicatoren; inside a transaction, organisaties first."""
    bladen = [_lees(folder, naam) for naam in WERVEN]
    werven = synchroniseer(
        model=Werf,
        rijen=[{"nummer": None, **blad["werf"]} for blad in bladen],
        sleutel=["slug"],
    )
    werf_ids = dict(Werf.objects.values_list("slug", "pk"))
    doelen = synchroniseer(
        model=Doelstelling,
        rijen=[
            {k: v for k, v in doel.items() if k != "indicatoren"}
            | {"werf_id": werf_ids[blad["werf"]["slug"]]}
            for blad in bladen
            for doel in blad["doelstellingen"]
        ],
        sleutel=["slug"],
    )
    indicatoren = synchroniseer(
        model=Indicator, rijen=_indicatorrijen(bladen), sleutel=["doelstelling_id", "slug"]
    )
    return {"werven": werven, "doelstellingen": doelen, "indicatoren": indicatoren}


def _indicatorrijen(bladen: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    doel_ids = dict(Doelstelling.objects.values_list("slug", "pk"))
    bronnen = dict(Organisatie.objects.values_list("slug", "pk"))
    return [
        {k: v for k, v in indicator.items() if k != "bron"}
        | {
            "doelstelling_id": doel_ids[doel["slug"]],
            "bron_id": bronnen[indicator["bron"]],
            "hoofd": nummer == 0,
            "volgorde": nummer,
        }
        for blad in bladen
        for doel in blad["doelstellingen"]
        for nummer, indicator in enumerate(doel["indicatoren"])
    ]


def _indicator_ids() -> dict[str, int]:
    """Give the id per "doelstelling" (its main indicator) and per "doelstelling/indicator"."""
    ids: dict[str, int] = {}
    for doel, slug, pk, hoofd in Indicator.objects.values_list(
        "doelstelling__slug", "slug", "pk", "hoofd"
    ):
        ids[f"{doel}/{slug}"] = pk
        if hoofd:
            ids[doel] = pk
    return ids


def lees_normen(folder: Path) -> list[NormRij]:
    """Give the norms of the fixture; the indicatoren must be loaded."""
    blad = _lees(folder, "normen")
    ids, pacten, paden = _indicator_ids(), blad["pacten"], blad["paden"]
    return [
        NormRij(
            indicator_id=ids[norm["indicator"]],
            pact=norm["pact"],
            per=norm["per"],
            teller=Decimal(norm["teller"]),
            noemer=Decimal(norm.get("noemer", "1")),
            gewestdoel=Decimal(norm["gewest"]) if "gewest" in norm else None,
            gewestdoel_tekst=norm.get("gewest_tekst", ""),
            basisjaar=norm.get("basisjaar"),
            bronvermelding=norm.get("bron", pacten[norm["pact"]]["bron"]),
            van=pacten[norm["pact"]]["van"],
            tot=norm.get("tot", EINDE_PACT),
            pad=tuple((d, Decimal(t), Decimal(n)) for d, t, n in paden.get(norm.get("pad"), ())),
        )
        for norm in blad["normen"]
    ]


def levende_normen() -> dict[tuple[Any, ...], tuple[int, NormRij]]:
    """Give the living norms with their id, by key."""
    paden: dict[int, list[Breekpunt]] = {}
    for norm_id, datum, teller, noemer in Pad.objects.filter(
        norm__vervallen_in__isnull=True
    ).values_list("norm_id", "datum", "teller", "noemer"):
        paden.setdefault(norm_id, []).append((datum, teller, noemer))
    uit = {}
    for waarden in Norm.objects.levend().values("pk", *_NORMVELDEN):
        pk = waarden.pop("pk")
        rij = NormRij(**waarden, pad=tuple(sorted(paden.get(pk, []))))
        uit[rij.sleutel] = (pk, rij)
    return uit


def schrijf_normen(
    rijen: Iterable[NormRij], *, vervallen: Iterable[int], publicatie: Publicatie
) -> None:
    """Close the norms with the ids `vervallen` and add `rijen`, all in `publicatie`."""
    Norm.objects.filter(pk__in=list(vervallen)).update(vervallen_in=publicatie)
    for rij in rijen:
        norm = Norm.objects.create(publicatie=publicatie, **rij.velden())
        Pad.objects.bulk_create(
            [Pad(norm=norm, datum=d, teller=t, noemer=n) for d, t, n in rij.pad]
        )


def lees_ondertekeningen(folder: Path) -> list[OndertekeningRij]:
    """Give the signatures of the fixture; its NIS codes are those of before the fusies of 2025."""
    bronnen = _bronnen(folder)
    gemeenten = dict(Gemeente.objects.op_datum(PEILDAG_FUSIES).values_list("nis", "pk"))
    return [
        OndertekeningRij(
            gemeente_id=gemeenten[rij["nis"]],
            pact=rij["pact"],
            status=rij["status"],
            aangenomen=rij["aangenomen"] == "1",
            datum=dt.date.fromisoformat(rij["datum"]) if rij["datum"] else None,
            bronvermelding=bronnen[rij["bron"]],
        )
        for rij in lees_tabel(folder / "ondertekeningen.csv")
    ]


def _bronnen(folder: Path) -> dict[str, str]:
    return {r["sleutel"]: r["tekst"] for r in lees_tabel(folder / "bronnen_ondertekeningen.csv")}


def verschil_ondertekeningen(folder: Path) -> tuple[list[OndertekeningRij], list[int]]:
    """Give the signatures to write and the ids of the rows that they replace.

    What an official recorded with a source of its own is never replaced by the fixture.
    """
    bronnen = set(_bronnen(folder).values())
    levend = {(o.gemeente_id, o.pact): o for o in Ondertekening.objects.levend()}
    rijen, vervallen = [], []
    for rij in lees_ondertekeningen(folder):
        oud = levend.get(rij.sleutel)
        if oud is not None:
            gelijk = (oud.status, oud.aangenomen, oud.datum, oud.bronvermelding) == (
                rij.status,
                rij.aangenomen,
                rij.datum,
                rij.bronvermelding,
            )
            if gelijk or oud.bronvermelding not in bronnen:
                continue
            vervallen.append(oud.pk)
        rijen.append(rij)
    return rijen, vervallen


def schrijf_ondertekeningen(
    rijen: Iterable[OndertekeningRij], *, vervallen: Iterable[int], publicatie: Publicatie
) -> None:
    """Close the rows `vervallen` and add `rijen`, all in `publicatie`."""
    Ondertekening.objects.filter(pk__in=list(vervallen)).update(vervallen_in=publicatie)
    Ondertekening.objects.bulk_create(
        [
            Ondertekening(
                gemeente_id=r.gemeente_id,
                pact=r.pact,
                status=r.status,
                aangenomen=r.aangenomen,
                datum=r.datum,
                bronvermelding=r.bronvermelding,
                publicatie=publicatie,
            )
            for r in rijen
        ],
        batch_size=500,
    )
