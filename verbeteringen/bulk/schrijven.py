"""Registering a whole upload set-based under one publicatie."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from django.utils import timezone

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.models import Gemeente
from gemeenten.namen import zoeksleutel
from gereedschap.massaschrijver import Massaschrijver, reserveer_nummers
from gereedschap.velden import naar_duizendsten
from toegang.models import Organisatie
from toegang.wie import Toegang
from verbeteringen import geometrie, tellingen
from verbeteringen.bulk.diensten import BLOK, in_blokken
from verbeteringen.levensloop import GOEDGEKEURD
from verbeteringen.models import Gebeurtenis, Maatregel, Upload, Uploadrij, Verbetering
from verbeteringen.parameters import UITSLUITINGEN
from verbeteringen.registratie import bron_van, eerste_goedkeuring
from verbeteringen.toename import schrijf_toename


def registreer(pk: int, toegang: Toegang) -> None:
    """Publish the good rows set-based under one publicatie; the work of the second task."""
    upload = Upload.objects.select_related("organisatie").get(pk=pk)
    if upload.status != Upload.Status.BEZIG:
        return
    standen = {
        g.pk: eerste_goedkeuring(toegang, g)
        for g in Gemeente.objects.filter(
            pk__in=Uploadrij.objects.filter(upload=upload, fouten=[]).values("gemeente").distinct()
        )
    }
    with publiceer(
        soort=Publicatie.Soort.REGISTRATIE,
        door=upload.account,
        organisatie=upload.organisatie,
        omschrijving=f"Upload van {upload.naam}"[:300],
    ) as publicatie:
        maanden = _schrijf(upload, publicatie, bron_van(toegang), standen)
        schrijf_toename(publicatie=publicatie, maanden=maanden)
        tellingen.herbereken()
        Upload.objects.filter(pk=pk).update(
            status=Upload.Status.KLAAR, publicatie=publicatie, hartslag=timezone.now()
        )


_KOLOMMEN = (
    "id", "bron_id", "externe_sleutel", "versie", "projectnaam", "zoeknaam", "aanvrager",
    "indiener_id", "organisatie_id", "opmerking", "gemeente_id", "gemeente_uit", "geometrie",
    "minx", "miny", "maxx", "maxy", "cel", "groot", "oppervlakte_m2", "lengte_m", "goedkeuring",
    "uitvoering", "uitgevoerd_op", "gepland_op", "gewijzigd_op", "hash", "links", "mail",
    "publicatie_id",
)  # fmt: skip
_MATEN = ("oppervlakte_m2", "lengte_m")


def _rijen(upload: Upload) -> Iterator[list[Uploadrij]]:
    goede = Uploadrij.objects.filter(upload=upload, fouten=[]).order_by("nr")
    yield from in_blokken(goede.iterator(chunk_size=BLOK), BLOK)


def _schrijf(
    upload: Upload, publicatie: Publicatie, bron: Organisatie, standen: dict[int, str]
) -> set[tuple[int, int, dt.date]]:
    """Write verbeteringen, maatregelen and history of all good rows; give the touched months."""
    eerste = reserveer_nummers(Verbetering, upload.goed)
    nu = timezone.now()
    maanden: set[tuple[int, int, dt.date]] = set()
    vast = (upload.account_id, upload.organisatie_id)
    rijschrijver = Massaschrijver(Verbetering, _KOLOMMEN, ruw=(*_MATEN, "geometrie"))
    maatregelschrijver = Massaschrijver(
        Maatregel,
        (
            "verbetering_id",
            "parameter",
            "richting",
            "hoeveelheid",
            "oppervlakte_m2",
            "telt_mee",
            "reden",
        ),
        ruw=("hoeveelheid", "oppervlakte_m2"),
    )
    gebeurtenissen = Massaschrijver(
        Gebeurtenis,
        ("verbetering_id", "op", "door_id", "organisatie_id", "wat", "reden", "versie"),
    )
    nummer = eerste
    for blok in _rijen(upload):
        vormen = _vormen(blok)
        rijen, maatregelen, stappen = [], [], []
        for i, r in enumerate(blok):
            gemeente_id = r.gemeente_id or 0
            goedkeuring = standen[gemeente_id]
            rijen.append(
                _verbeteringrij(nummer, r, vormen, i, bron.pk, vast, goedkeuring, nu, publicatie.pk)
            )
            maatregelen += [_maatregelrij(nummer, m) for m in r.inhoud["maatregelen"]]
            wat = "geregistreerd" if goedkeuring == GOEDGEKEURD else "ingediend"
            stappen.append((nummer, nu, *vast, wat, f"upload {upload.pk}, rij {r.nr}", 1))
            if goedkeuring == GOEDGEKEURD and r.inhoud["uitgevoerd_op"]:
                dag = dt.date.fromisoformat(r.inhoud["uitgevoerd_op"])
                maanden.add((gemeente_id, bron.pk, dag.replace(day=1)))
            nummer += 1
        rijschrijver.schrijf(rijen)
        maatregelschrijver.schrijf(maatregelen)
        gebeurtenissen.schrijf(stappen)
    return maanden


def _vormen(blok: list[Uploadrij]) -> geometrie.Vormen:
    wkb = np.empty(len(blok), dtype=object)
    wkb[:] = [r.inhoud["wkb"] for r in blok]
    return geometrie.controleer(np.atleast_1d(shapely.from_wkb(wkb)))


def _verbeteringrij(
    nummer: int,
    r: Uploadrij,
    vormen: geometrie.Vormen,
    i: int,
    bron: int,
    vast: tuple[Any, Any],
    goedkeuring: str,
    nu: dt.datetime,
    publicatie: int,
) -> tuple[Any, ...]:
    inhoud = r.inhoud
    if inhoud["wkb"] is None:
        vorm: tuple[Any, ...] = (None, None, None, None, None, None, False, None, None)
    else:
        maten = (vormen.oppervlakte_m2[i], vormen.lengte_m[i])
        vorm = (
            bytes.fromhex(inhoud["wkb"]),
            *(float(g) for g in vormen.grenzen[i]),
            int(vormen.cellen[i]),
            bool(vormen.groot[i]),
            *(round(float(m) * 100) * 10 or None for m in maten),
        )
    datums = [
        dt.date.fromisoformat(inhoud[k]) if inhoud[k] else None
        for k in ("uitgevoerd_op", "gepland_op")
    ]
    kenmerk = hashlib.blake2b(f"{r.upload_id}/{r.nr}".encode(), digest_size=16).digest()
    return (
        nummer, bron, f"upload-{r.upload_id}-{r.nr}", 1, inhoud["projectnaam"],
        zoeksleutel(inhoud["projectnaam"])[:200], inhoud["aanvrager"], *vast, inhoud["opmerking"],
        r.gemeente_id, inhoud["uit"], *vorm, goedkeuring,
        "uitgevoerd" if inhoud["uitgevoerd"] else "gepland", *datums, nu, kenmerk, [], "", publicatie,
    )  # fmt: skip


def _maatregelrij(nummer: int, m: dict[str, Any]) -> tuple[Any, ...]:
    reden = ", ".join(UITSLUITINGEN[u].reden for u in m["uitsluitingen"]) or m["reden"]
    vlak = None if m["oppervlakte_m2"] is None else naar_duizendsten(m["oppervlakte_m2"])
    return (
        nummer,
        m["parameter"],
        m["richting"],
        naar_duizendsten(m["hoeveelheid"]),
        vlak,
        not m["uitsluitingen"],
        reden[:200],
    )
