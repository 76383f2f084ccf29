"""What tests of verbeteringen share: a Toegang of an account, a shape in a gemeente, an Invoer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import shapely

from gemeenten.models import Gemeente
from toegang.models import Account
from toegang.wie import Toegang
from verbeteringen.invoer import Invoer, Maatregelinvoer

GENT = (3.7250, 51.0530)


def toegang_van(account: Account | None) -> Toegang:
    if account is None:
        return Toegang()
    lid = account.lidmaatschappen.select_related("organisatie").first()
    return Toegang(account, lid)


def gemeente(nis: str) -> Gemeente:
    return Gemeente.objects.get(nis=nis, tot=None)


def vak(lon: float, lat: float, graad: float = 0.0004) -> shapely.Polygon:
    """A rectangle of about 28 by 44 m."""
    return shapely.box(lon, lat, lon + graad, lat + graad)


def bomen(aantal: int, *, eraf: int = 0, **kwargs: Any) -> tuple[Maatregelinvoer, ...]:
    uit = [Maatregelinvoer("bomen", "plus", Decimal(aantal), **kwargs)]
    if eraf:
        uit.append(Maatregelinvoer("bomen", "min", Decimal(eraf), reden="heraanleg van de straat"))
    return tuple(uit)


def invoer(**kwargs: Any) -> Invoer:
    return Invoer(
        **{
            "projectnaam": "Bomen, Veldstraat",
            "aanvrager": "gemeente",
            "maatregelen": bomen(12),
            "uitgevoerd": True,
            "uitgevoerd_op": dt.date(2025, 11, 15),
            "geometrie": vak(*GENT),
        }
        | kwargs
    )
