"""How a view says that its answer is the same for every anonymous visitor.

Only a mark on the response: keeping and serving it is the work of the middleware
(`pactportaal/paginacache.py`), which knows the newest publicatie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

BEWAARBAAR = "_bewaarbaar"

View = Callable[..., HttpResponseBase]


def bewaarbaar(*, parameters: Iterable[str] = ()) -> Callable[[View], View]:
    """Mark the answers of a view as fit to keep for anonymous visitors.

    `parameters`: the query parameters that the view reads. An address with any other parameter, or
    with one given twice, is answered but never kept, so that nobody can fill the cache with
    invented addresses. The page must not depend on anything but the path, these parameters, today's
    date and the newest publicatie.
    """
    toegelaten = frozenset(parameters)

    def versier(view: View) -> View:
        @wraps(view)
        def met_merk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            antwoord = view(request, *args, **kwargs)
            if all(naam in toegelaten and len(lijst) == 1 for naam, lijst in request.GET.lists()):
                setattr(antwoord, BEWAARBAAR, True)
            return antwoord

        return met_merk

    return versier
