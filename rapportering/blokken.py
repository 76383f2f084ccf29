"""The body of a page, kept per edition: what is the same for whoever is signed in.

Anonymous visitors get whole pages from the middleware; this serves the others. A block holds no
name, token or right: only figures that everyone may see, or that look the same for whoever passed
the check that its caller makes first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gereedschap.bewaren import bewaarsleutel
from rapportering.editie import Editie

BEWAARTIJD_S = 24 * 3600


def blok(
    sjabloon: str,
    *,
    editie: Editie,
    sleutel: tuple[object, ...],
    context: Callable[[], Mapping[str, Any]],
) -> SafeString:
    """Render `sjabloon`, or take it from the cache; `context` is only called when it must be made.

    `sleutel` names everything beside the edition and today that the block depends on. A view of the
    past is never kept: there are too many of them.
    """
    if editie.vroeger:
        return render_to_string(sjabloon, dict(context()))
    plaats = bewaarsleutel("blok", editie.stempel, sjabloon, *sleutel)
    gevonden: SafeString | None = cache.get(plaats)
    if gevonden is None:
        gevonden = render_to_string(sjabloon, dict(context()))
        cache.set(plaats, gevonden, BEWAARTIJD_S)
    return gevonden
