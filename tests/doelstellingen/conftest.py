"""Helpers of this room: publish figures in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from doelstellingen import services
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import publiceer
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente
from toegang.models import Organisatie


def indicator(sleutel: str) -> Indicator:
    """Give an indicator by "doelstelling" (its main one) or "doelstelling/indicator"."""
    doel, _, slug = sleutel.partition("/")
    rijen = Indicator.objects.filter(doelstelling__slug=doel)
    return rijen.get(slug=slug) if slug else rijen.get(hoofd=True)


def gemeente(naam: str, op: str = "2026-11-22") -> Gemeente:
    return Gemeente.objects.op_datum(dt.date.fromisoformat(op)).get(naam=naam)


def niveau(
    naam: str,
    sleutel: str,
    datum: str,
    waarde: str | None,
    *,
    teller: str | None = None,
    noemer: str | None = None,
    kwaliteit: str = "gemeten",
    bron: str | None = None,
    basisjaar: int | None = None,
) -> MetingRij:
    """One level of the gemeente that bore `naam` on `datum`."""
    peildatum = dt.date.fromisoformat(datum)
    ind = indicator(sleutel)
    assert ind.bron_id is not None
    return MetingRij(
        gemeente_id=gemeente(naam, datum).pk,
        indicator_id=ind.pk,
        bron_id=Organisatie.objects.get(slug=bron).pk if bron else ind.bron_id,
        vorm="niveau",
        van=peildatum,
        tot=peildatum + dt.timedelta(days=1),
        waarde=None if waarde is None else Decimal(waarde),
        teller=None if teller is None else Decimal(teller),
        noemer=None if noemer is None else Decimal(noemer),
        kwaliteit=kwaliteit,
        basisjaar=basisjaar,
    )


def toename(
    naam: str, sleutel: str, maand: str, waarde: str, *, bron: str | None = None
) -> MetingRij:
    """The increase of one month ("2026-11")."""
    van = dt.date.fromisoformat(f"{maand}-01")
    tot = (van + dt.timedelta(days=32)).replace(day=1)
    ind = indicator(sleutel)
    assert ind.bron_id is not None
    return MetingRij(
        gemeente_id=gemeente(naam, f"{maand}-01").pk,
        indicator_id=ind.pk,
        bron_id=Organisatie.objects.get(slug=bron).pk if bron else ind.bron_id,
        vorm="toename",
        van=van,
        tot=tot,
        waarde=Decimal(waarde),
    )


def lever(*rijen: MetingRij, bron: str | None = None, demo: bool = False) -> Publicatie:
    """Publish metingen the way an import does."""
    organisatie = Organisatie.objects.get(slug=bron) if bron else None
    with publiceer(
        soort=Publicatie.Soort.IMPORT, organisatie=organisatie, omschrijving="proef", demo=demo
    ) as publicatie:
        services.schrijf_metingen(publicatie=publicatie, metingen=rijen)
        services.werk_standen_bij(publicatie=publicatie)
    return publicatie


@pytest.fixture
def vandaag(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the moment at which publicaties are made."""
    from doelstellingen import publicaties

    def zet(tekst: str) -> None:
        moment = dt.datetime.fromisoformat(f"{tekst}T12:00:00+00:00")
        monkeypatch.setattr(publicaties.timezone, "now", lambda: moment)

    return zet
