"""How the tests look at findings, and the rows that they share."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import goaltree as gt

ROW = {"metric": "sales", "period": "2025-01", "value": 1}
FACTS = {"sum": "v", "time": "day"}
GRACE = 3.0
"""Seconds beyond its deadline in which an answer has come, on a machine that does other work too."""


def said(found):
    """A finding as a text, after a look at its other language."""
    assert isinstance(found, gt.Finding), found
    assert found.message("zh") != found.message()
    return f"{found.name}: {found.message()} {found.hint()}"


@contextmanager
def within(seconds):
    """What must be over in some seconds, and leaves no thread behind."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds + GRACE
    assert not any(thread.name == "goaltree-sql" for thread in threading.enumerate())
