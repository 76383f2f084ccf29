"""Template filters over `gereedschap.opmaak`; a missing value gives nothing, its state is text.

Use: `{% load opmaak %}`, then `{{ cijfer|getal:2 }}`, `{{ lengte|hoeveelheid:"m" }}`,
`{{ deel|percentage }}`, `{{ dag|datum }}` and, in running text, `{{ zin|heel }}`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from gereedschap import opmaak

register = template.Library()
_DATUM = re.compile(r"\b\d{1,2}-\d{1,2}-\d{4}\b")


@register.filter
def getal(waarde: Decimal | int | None, decimalen: int = 0) -> str:
    """`{{ waarde|getal:2 }}`: at most two decimals, cut."""
    return "" if waarde is None else opmaak.toon_getal(waarde, decimalen)


@register.filter
def hoeveelheid(waarde: Decimal | int | None, eenheid: str) -> str:
    """`{{ waarde|hoeveelheid:"m²" }}`: at most two decimals, cut, with the unit."""
    return "" if waarde is None else opmaak.toon_hoeveelheid(waarde, eenheid, 2)


@register.filter
def bij(eenheid: str, getal: str) -> str:
    """`{{ eenheid|bij:cijfer.toon }}`: the unit, singular behind "1"."""
    return opmaak.eenheid_bij(getal, eenheid)


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


@register.filter
def heel(tekst: str) -> SafeString:
    """`{{ zin|heel }}`: keeps each date of a sentence on one line; browsers break at its hyphens.

    The characters stay plain hyphens, so that a date can be searched, copied and read aloud.
    """
    veilig = conditional_escape(tekst)
    # Safe: escaped on the line above, and only digits and hyphens go into the element.
    return mark_safe(_DATUM.sub(r'<span class="heel">\g<0></span>', veilig))
