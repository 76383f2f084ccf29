"""Template filters over `gereedschap.opmaak`; a missing value gives nothing, its state is text.

Use: `{% load opmaak %}`, then `{{ cijfer|getal:2 }}`, `{{ lengte|hoeveelheid:"m" }}`,
`{{ deel|percentage }}` and `{{ dag|datum }}`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone

from gereedschap import opmaak

register = template.Library()


@register.filter
def getal(waarde: Decimal | int | None, decimalen: int = 0) -> str:
    """`{{ waarde|getal:2 }}`: at most two decimals, cut."""
    return "" if waarde is None else opmaak.toon_getal(waarde, decimalen)


@register.filter
def hoeveelheid(waarde: Decimal | int | None, eenheid: str) -> str:
    """`{{ waarde|hoeveelheid:"m²" }}`: at most two decimals, cut, with the unit."""
    return "" if waarde is None else opmaak.toon_hoeveelheid(waarde, eenheid, 2)


@register.filter
def percentage(deel: Decimal | None) -> str:
    """`{{ deel|percentage }}`: a share (0,5 is 50 %)."""
    return "" if deel is None else opmaak.toon_percentage(deel)


@register.filter
def datum(waarde: dt.date | None) -> str:
    """`{{ waarde|datum }}`: 22-11-2026; a moment gives its day in Brussels."""
    if waarde is None:
        return ""
    if isinstance(waarde, dt.datetime):
        waarde = timezone.localdate(waarde)
    return opmaak.toon_datum(waarde)
