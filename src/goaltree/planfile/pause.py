"""A pause of Python's cycle collector while many long-lived values are built.

The collector walks everything that is alive again and again as the heap grows: it doubles the time
that reading a large plan takes, and finds no cycle. Reference counting goes on; nested and concurrent
pauses end in the state that the first one found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switches the collector off inside the block, and on again where it was on."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
