"""On which day and edition a page stands, another day, and its permanent link: `{% tijdkeuze %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from rapportering.editie import Editie

register = template.Library()


@register.inclusion_tag("onderdelen/tijdkeuze.html", takes_context=True)
def tijdkeuze(context: dict[str, Any]) -> dict[str, Any]:
    """Needs `request` and `editie` in the context; the other parameters of the address stay."""
    request: HttpRequest = context["request"]
    editie: Editie = context["editie"]
    vraag = request.GET.copy()
    for naam in ("op", "gekend_op", "erbij", "weg"):
        vraag.pop(naam, None)
    behoud = [(naam, waarde) for naam, waarden in vraag.lists() for waarde in waarden]
    for naam, waarde in editie.vast.items():
        vraag[naam] = waarde
    return {
        "editie": editie,
        "behoud": behoud,
        "pad": request.path,
        "vast": f"{request.path}?{vraag.urlencode(safe=':')}",
        "nu": request.path,
    }
