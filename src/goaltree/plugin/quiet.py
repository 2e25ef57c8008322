"""Quiet: what other people's code prints goes into an ear, not on the output; other threads print as ever."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_MOST: Final = 2000


class Ear:
    """What was printed: the first characters of it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = _MOST

    def write(self, text: str) -> int:
        """Take in as much as there is room for; the rest is dropped."""
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return len(text)

    def text(self) -> str:
        """What was taken in."""
        return "".join(self._parts)


class _Divided:
    """A stream that gives each listened-to thread its ear, and everybody else what was there before."""

    def __init__(self, before: Any) -> None:
        self.before = before
        self.ears: dict[int, Ear] = {}

    def write(self, text: str) -> int:
        ear = self.ears.get(threading.get_ident())
        return int(self.before.write(text)) if ear is None else ear.write(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if threading.get_ident() not in self.ears:
            self.before.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.before, name)


_LOCK: Final = threading.Lock()


@contextmanager
def listening(ear: Ear) -> Iterator[None]:
    """Let this thread's prints, on output and error stream, go into an ear."""
    me = threading.get_ident()
    streams = []
    with _LOCK:
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if not isinstance(stream, _Divided):
                stream = _Divided(stream)
                setattr(sys, name, stream)
            stream.ears[me] = ear
            streams.append((name, stream))
    try:
        yield
    finally:
        with _LOCK:
            for name, stream in streams:
                del stream.ears[me]
                if not stream.ears and getattr(sys, name) is stream:
                    setattr(sys, name, stream.before)
