"""Show what ondersteuners wrote."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from ondersteuners import tekst

register = template.Library()


@register.filter
def markdown(bron: str) -> SafeString:
    """`{{ aanbod.omschrijving|markdown }}`: safe HTML."""
    # nh3 cleaned it: only a short list of elements is left (tekst.naar_html).
    return mark_safe(tekst.naar_html(bron))


@register.filter
def kort(bron: str, lengte: int = 220) -> str:
    """`{{ aanbod.omschrijving|kort:180 }}`: plain words, cut at a word."""
    return tekst.naar_platte_tekst(bron, lengte=lengte)


@register.filter
def domein(adres: str) -> str:
    """`{{ site|domein }}`: the host of an address, to read."""
    kaal = adres.partition("//")[2].partition("/")[0]
    return kaal.removeprefix("www.")
