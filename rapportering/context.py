"""What the frame of every page needs: which part of the site, and whether its figures are demo."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from doelstellingen.publicaties import stempel_van
from doelstellingen.selectors import toont_demo
from gereedschap.bewaren import bewaarsleutel


def _toont_demogegevens(request: HttpRequest) -> bool:
    """Whether some publicatie of demo data is still in force; remembered per publicatie."""
    sleutel = bewaarsleutel("demogegevens", stempel_van(request))
    gekend = cache.get(sleutel)
    if gekend is None:
        gekend = toont_demo()
        cache.set(sleutel, gekend, 24 * 3600)
    return bool(gekend)


def pagina(request: HttpRequest) -> dict[str, Any]:
    """`afdeling`: first part of the path; `demogegevens`: show the line about demo data (lazy)."""
    return {
        "afdeling": request.path.split("/", 2)[1],
        "demogegevens": SimpleLazyObject(lambda: _toont_demogegevens(request)),
    }
