"""`{% if toegang|mag:"verbetering_registreren" %}`, and with a gemeente `{% magdit … as ja %}`."""

from __future__ import annotations

from typing import Any

from django import template

from toegang import selectors
from toegang.rechten import Handeling
from toegang.rechten import mag as _mag
from toegang.wie import Toegang

register = template.Library()


@register.filter
def mag(toegang: Toegang, handeling: str) -> bool:
    """Tell whether this act is theirs anywhere; an unknown act is a mistake in the template."""
    return _mag(toegang, Handeling(handeling))


@register.simple_tag
def magdit(
    toegang: Toegang, handeling: str, *, gemeente: Any = None, organisatie: Any = None
) -> bool:
    """Tell whether this act is theirs on this gemeente or organisatie."""
    return _mag(toegang, Handeling(handeling), gemeente, organisatie=organisatie)


@register.filter
def opgegaan(toegang: Toegang) -> selectors.Opgegaan | None:
    """Give the fusie that left the acting bestuur without a gemeente, if one did."""
    return selectors.opgegaan_van(toegang)
