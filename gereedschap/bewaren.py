"""What may be kept of a page, and under which key.

`bewaarbaar` only marks a response; keeping and serving whole pages is the work of the middleware
(`pactportaal/paginacache.py`), which knows the newest publicatie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache as eenmalig
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

BEWAARBAAR = "_bewaarbaar"

View = Callable[..., HttpResponseBase]
P = ParamSpec("P")
R = TypeVar("R")
_ONTHOUDEN: list[Any] = []


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


@eenmalig
def vingerafdruk() -> str:
    """Changes when a template or a static file changes; computed once per process.

    Redis outlives a deployment, so a key needs more than the newest publicatie.
    """
    som = hashlib.blake2b(digest_size=8)
    sjablonen = Path(settings.BASE_DIR) / "templates"
    for pad in sorted(sjablonen.rglob("*.html")):
        som.update(pad.read_bytes())
    for naam in sorted(getattr(staticfiles_storage, "hashed_files", {}).values()):
        som.update(naam.encode())
    return som.hexdigest()


def bewaarsleutel(soort: str, stempel: object, *delen: object) -> str:
    """Give the key of what is kept: the data version, today and all that the content depends on.

    `stempel` names the newest publicatie; pages also look at "today", so a new day is a new key.
    """
    rest = "\x1f".join(map(str, (stempel, timezone.localdate(), vingerafdruk(), *delen)))
    return f"{soort}:{hashlib.blake2b(rest.encode(), digest_size=16).hexdigest()}"


def per_editie(*, hoogstens: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep in this process what a function reads, for the last `hoogstens` different arguments.

    The first argument is the stamp of the newest publicatie, read before the function reads: what is
    kept is never older than its stamp, and a new publicatie is a new key. What the function gives
    may depend on nothing but its arguments and what changes by a publicatie only (a day is an
    argument too), and nobody may change it afterwards.
    """

    def versier(functie: Callable[P, R]) -> Callable[P, R]:
        onthouden = lru_cache(maxsize=hoogstens)(functie)
        _ONTHOUDEN.append(onthouden)
        return cast("Callable[P, R]", onthouden)

    return versier


def vergeet() -> None:
    """Forget all that `per_editie` keeps: for tests, which roll publicaties back."""
    for onthouden in _ONTHOUDEN:
        onthouden.cache_clear()
