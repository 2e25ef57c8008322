"""The default host: loaded once, when something first needs it."""

from __future__ import annotations

import threading
from typing import Final

from .host import Host

_LOCK: Final = threading.Lock()
_MADE: Final[list[Host]] = []


def default_host() -> Host:
    """The host of a program that made none: the plugins that the environment asks for."""
    with _LOCK:
        if not _MADE:
            _MADE.append(Host())
        return _MADE[0]


def forget() -> None:
    """Let the default host be loaded anew: for tests, and after an installation."""
    with _LOCK:
        _MADE.clear()
