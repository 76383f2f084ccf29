"""Memory while much goes by."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stil_geheugen() -> Iterator[None]:
    """Keep the garbage collector from walking over what goes by in chunks and makes no cycles."""
    aan = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if aan:
            gc.enable()
