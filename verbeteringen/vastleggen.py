"""How a registration becomes rows: the one place that builds, replaces and counts them.

Everything here runs inside a publishing transaction opened by a service (`registratie`,
`beoordeling`, `dubbels`, bulk); nothing here asks for rights.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import orjson
from django.utils import timezone

from doelstellingen.models import Publicatie
from gemeenten.models import Gemeente
from gemeenten.namen import zoeksleutel
from toegang.models import Account, Organisatie
from verbeteringen.geometrie import Vorm
from verbeteringen.invoer import Invoer, Maatregelinvoer, naar_json
from verbeteringen.levensloop import GEPLAND, UITGEVOERD, telt
from verbeteringen.models import (
    Gebeurtenis,
    Maatregel,
    Verbetering,
    VerbeteringBasis,
    VerbeteringOud,
)
from verbeteringen.parameters import PER_SLEUTEL
from verbeteringen.tellingen import Telverschil

CENT = Decimal("0.01")
# The reason that a decision about doubles puts on an amount; an edit keeps it.
DUBBEL = "dubbel met een andere registratie"


@dataclass(frozen=True)
class Wie:
    """Who acts: kept on the row and in the history."""

    account: Account | None
    organisatie: Organisatie | None
    mail: str = ""


@dataclass
class Boeking:
    """What one publication touched: rows for the counts, months for the figures."""

    publicatie: Publicatie
    wie: Wie
    nu: dt.datetime = field(default_factory=timezone.now)
    tel: Telverschil = field(default_factory=Telverschil)
    maanden: set[tuple[int, int, dt.date]] = field(default_factory=set)
    # (gemeente id, slug of the goal) → how much the figure changes
    verschil: defaultdict[tuple[int, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )

    def raak(self, v: Verbetering, teken: int) -> None:
        """Take `v`, as it stands in the database now, out of (−1) or into (+1) what is touched."""
        if teken < 0:
            self.tel.weg(v)
        else:
            self.tel.erbij(v)
        if v.uitgevoerd_op is None or not telt(
            goedkeuring=v.goedkeuring, uitvoering=v.uitvoering, uitgevoerd_op=v.uitgevoerd_op
        ):
            return
        self.maanden.add((v.gemeente_id, v.bron_id, v.uitgevoerd_op.replace(day=1)))
        for m in v.maatregelen.filter(telt_mee=True):
            doel = PER_SLEUTEL[m.parameter].doelstelling
            bedrag = m.hoeveelheid if m.richting == "plus" else -m.hoeveelheid
            self.verschil[v.gemeente_id, doel] += teken * bedrag


def vingerafdruk(invoer: Invoer) -> bytes:
    """Give a short hash of the content; equal content gives an equal hash."""
    return hashlib.blake2b(
        orjson.dumps(naar_json(invoer), option=orjson.OPT_SORT_KEYS), digest_size=16
    ).digest()


def zet_inhoud(v: Verbetering, invoer: Invoer, vorm: Vorm | None) -> None:
    """Put the content of `invoer` on the row; measures to the centimetre."""
    v.projectnaam = invoer.projectnaam.strip()
    v.zoeknaam = zoeksleutel(v.projectnaam)[:200]
    v.aanvrager = invoer.aanvrager
    v.opmerking = invoer.opmerking.strip()
    v.links = list(invoer.links)
    v.uitvoering = UITGEVOERD if invoer.uitgevoerd else GEPLAND
    v.uitgevoerd_op = invoer.uitgevoerd_op if invoer.uitgevoerd else None
    v.gepland_op = invoer.gepland_op
    v.hash = vingerafdruk(invoer)
    v.geometrie = vorm.geometrie if vorm else None
    v.minx, v.miny, v.maxx, v.maxy = (
        (vorm.minx, vorm.miny, vorm.maxx, vorm.maxy) if vorm else (None, None, None, None)
    )
    v.cel = vorm.cel if vorm else None
    v.groot = bool(vorm and vorm.groot)
    v.oppervlakte_m2 = _maat(vorm.oppervlakte_m2) if vorm else None
    v.lengte_m = _maat(vorm.lengte_m) if vorm else None


def _maat(meter: float) -> Decimal | None:
    return Decimal(meter).quantize(CENT) if meter > 0 else None


def zet_maatregelen(
    v: Verbetering, maatregelen: Iterable[Maatregelinvoer], *, dubbel: Container[str] = ()
) -> None:
    """Write the amounts; of the parameters in `dubbel` the plus counts elsewhere already."""

    def rij(m: Maatregelinvoer) -> Maatregel:
        is_dubbel = m.plus_telt and m.parameter in dubbel
        return Maatregel(
            verbetering=v,
            parameter=m.parameter,
            richting=m.richting,
            hoeveelheid=m.hoeveelheid,
            oppervlakte_m2=m.oppervlakte_m2,
            telt_mee=m.telt_mee and not is_dubbel,
            reden=DUBBEL if is_dubbel else m.redentekst[:200],
        )

    Maatregel.objects.bulk_create(rij(m) for m in maatregelen)


def maak(
    boeking: Boeking,
    *,
    invoer: Invoer,
    vorm: Vorm | None,
    gemeente: Gemeente,
    gemeente_uit: str,
    goedkeuring: str,
    bron: Organisatie,
    sleutel: str = "",
    deel_van: Verbetering | None = None,
    namens: Wie | None = None,
    wat: str = "geregistreerd",
) -> Verbetering:
    """Write a new verbetering with its maatregelen, history, counts and touched months.

    It belongs to who acts, or to `namens` when somebody acts on what another handed in.
    """
    wie = namens or boeking.wie
    v = Verbetering(
        bron=bron,
        externe_sleutel=sleutel or uuid.uuid4().hex,
        gemeente=gemeente,
        gemeente_uit=gemeente_uit,
        goedkeuring=goedkeuring,
        indiener=wie.account,
        organisatie=wie.organisatie,
        mail=wie.mail,
        gewijzigd_op=boeking.nu,
        publicatie=boeking.publicatie,
        deel_van=deel_van,
    )
    zet_inhoud(v, invoer, vorm)
    v.save(force_insert=True)
    zet_maatregelen(v, invoer.maatregelen)
    boeking.raak(v, 1)
    noteer(boeking, v, wat)
    return v


def noteer(boeking: Boeking, v: Verbetering, wat: str, reden: str = "") -> None:
    Gebeurtenis.objects.create(
        verbetering=v,
        op=boeking.nu,
        door=boeking.wie.account,
        organisatie=boeking.wie.organisatie,
        wat=wat,
        reden=reden[:500],
        versie=v.versie,
    )


def maatregelen_als_json(v: Verbetering) -> list[dict[str, object]]:
    return [
        {
            "parameter": m.parameter,
            "richting": m.richting,
            "hoeveelheid": str(m.hoeveelheid),
            "oppervlakte_m2": None if m.oppervlakte_m2 is None else str(m.oppervlakte_m2),
            "telt_mee": m.telt_mee,
            "reden": m.reden,
        }
        for m in v.maatregelen.all()
    ]


_BASISVELDEN = [veld.attname for veld in VerbeteringBasis._meta.concrete_fields]


def bewaar_oud(boeking: Boeking, v: Verbetering) -> None:
    """Keep the version that is about to be replaced, closed by this publication."""
    waarden = {naam: getattr(v, naam) for naam in _BASISVELDEN}
    waarden["vervallen_in_id"] = boeking.publicatie.pk
    VerbeteringOud.objects.create(
        verbetering=v.pk,
        deel_van=v.deel_van_id,
        maatregelen=maatregelen_als_json(v),
        **waarden,
    )
    boeking.raak(v, -1)


def vervang(boeking: Boeking, v: Verbetering, *, wat: str, reden: str = "") -> None:
    """Save a changed row as the next version; `bewaar_oud` went before."""
    v.versie += 1
    v.publicatie = boeking.publicatie
    v.gewijzigd_op = boeking.nu
    v.save()
    boeking.raak(v, 1)
    noteer(boeking, v, wat, reden)
