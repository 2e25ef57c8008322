"""The deadline: all questions together take so long at most, whatever the other side does."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

_GRACE: Final = 0.5
"""How much later than it should a server may say itself that the time is over."""


class Deadline:
    """Some seconds from now on; a line to a server is cut when they are over.

    Args:
        seconds: How many.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._done = threading.Event()
        self._line: Any = None
        self._watcher = threading.Thread(target=self._watch, name="goaltree-sql", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._watcher.join()

    @property
    def is_over(self) -> bool:
        """Whether they are over."""
        return time.monotonic() >= self._end

    @property
    def left(self) -> float:
        """How many seconds are left; never less than 0."""
        return max(0.0, self._end - time.monotonic())

    def cuts(self, line: Any) -> None:
        """Cut this connection of a driver when the time is over, where it has a socket."""
        self._line = line

    def _watch(self) -> None:
        while not self._done.wait(max(self._end + _GRACE - time.monotonic(), 0.05)):
            if time.monotonic() >= self._end + _GRACE and self._line is not None:
                _cut(self._line)


def _cut(line: Any) -> None:
    """Shut the socket of a connection down; whoever waits for it hears that it is gone."""
    # A connection that is closed, or has no socket, needs no cutting.
    with suppress(Exception), socket.socket(fileno=os.dup(line.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)
