"""Who is acting now, for history and log: set by the middleware, by a task or by a command.

A context variable holds a function that finds out, so that a request that writes nothing asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toegang.wie import Toegang

_zoek: ContextVar[Callable[[], Toegang] | None] = ContextVar("handelende", default=None)


@contextmanager
def handelt(zoek: Callable[[], Toegang]) -> Iterator[None]:
    """Let everything written inside the block be on record as done by `zoek()`."""
    merk = _zoek.set(zoek)
    try:
        yield
    finally:
        _zoek.reset(merk)


def huidige() -> Toegang | None:
    """Give who is acting, or None where nobody does (a migration, a command by the system)."""
    zoek = _zoek.get()
    return zoek() if zoek else None


def huidige_organisatie_id() -> int | None:
    """Default of `history_organisatie`."""
    nu = huidige()
    return nu.organisatie.pk if nu and nu.organisatie else None


def huidig_account(**_: Any) -> Any:
    """The `get_user` of simple-history: the account that acts, or None."""
    nu = huidige()
    return nu.account if nu else None
