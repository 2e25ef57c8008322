"""A line of progress on the error stream, where that is a terminal and the work takes its time."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from ..finding import Lang
from ..rendering.terminal import tame
from ..view.line import shorten

if TYPE_CHECKING:
    from ..progress import Listener, Progress

_PATIENCE: Final = 0.5
"""Seconds after which one wonders what takes so long."""
_PAUSE: Final = 0.1
"""Seconds between two lines at least."""
_BACK: Final = "\r\x1b[K"


@contextmanager
def progress_line(lang: Lang) -> Iterator[Listener | None]:
    """What shows progress while long work goes on, and wipes it away at the end; nothing where nobody sees it.

    Args:
        lang: The language of the line.
    """
    if not sys.stderr.isatty():
        yield None
        return
    shown = _Line(lang)
    try:
        yield shown.show
    finally:
        shown.wipe()


def _columns() -> int:
    return shutil.get_terminal_size((80, 24)).columns


class _Line:
    """One line, written over and over."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._next = monotonic() + _PATIENCE
        self._is_shown = False
        self._lock = threading.Lock()

    def show(self, progress: Progress) -> None:
        now = monotonic()
        with self._lock:
            if now < self._next:
                return
            self._next, self._is_shown = now + _PAUSE, True
            count = f" {progress.done}/{progress.of}" if progress.of else ""
            text = tame(progress.task.plain(self._lang))
            sys.stderr.write(f"{_BACK}{shorten(text, _columns() - len(count) - 1)}{count}")
            sys.stderr.flush()

    def wipe(self) -> None:
        with self._lock:
            if self._is_shown:
                sys.stderr.write(_BACK)
                sys.stderr.flush()
