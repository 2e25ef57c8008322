"""Surroundings: what a process has only one of, and other people's code is to leave as it found it.

The decimal context and the error states of numpy belong to a thread, and each call has a thread of its own: what
it does to them ends with it. The state of `random` is not looked at, as using it changes it, too.
"""

from __future__ import annotations

import locale
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from operator import eq
from typing import Any, Final, Self

from attrs import field, frozen

from ..finding import Words


def _folder() -> str | None:
    with suppress(OSError):  # a folder that is gone has no name
        return os.getcwd()  # noqa: PTH109 - a text, as `chdir` takes it back
    return None


def _go_back(folder: str | None) -> None:
    if folder is not None:
        os.chdir(folder)


def _is_sweeping(one: Any) -> bool:
    """Whether a filter is for everybody's warnings; libraries add others for their own when they load."""
    _, text, category, module, _ = one
    return text is None and module is None and category.__module__ == "builtins"


def _sweep_alike(one: Any, other: Any) -> bool:
    return list(filter(_is_sweeping, one)) == list(filter(_is_sweeping, other))


def _set_filters(filters: tuple[Any, ...]) -> None:
    added = [one for one in warnings.filters if one not in filters and not _is_sweeping(one)]
    warnings.resetwarnings()  # which also lets go of what was remembered of the changed ones
    warnings.filters[:] = [*added, *filters]  # type: ignore[index]


@frozen(kw_only=True)
class _Thing:
    """One thing: what it is called, how it is asked and put back, and when it is as it was."""

    words: Words
    ask: Callable[[], Any]
    put: Callable[[Any], Any]
    is_same: Callable[[Any, Any], bool] = eq


_THINGS: Final = (
    _Thing(words=Words("the working folder", "工作目录"), ask=_folder, put=_go_back),
    _Thing(
        words=Words("the locale", "区域设置"),
        ask=lambda: locale.setlocale(locale.LC_ALL),
        put=lambda value: locale.setlocale(locale.LC_ALL, value),
    ),
    _Thing(
        words=Words("the filters of warnings", "警告过滤设置"),
        ask=lambda: tuple(warnings.filters),
        put=_set_filters,
        is_same=_sweep_alike,
    ),
)


@frozen(kw_only=True)
class Surroundings:
    """The surroundings at one moment.

    Attributes:
        values: The working folder, the locale and the filters of warnings.
    """

    values: tuple[Any, ...] = field(repr=False)

    @classmethod
    def now(cls) -> Self:
        """As they are."""
        return cls(values=tuple(thing.ask() for thing in _THINGS))

    def restored(self) -> tuple[Words, ...]:
        """Put back what is not as it was; what that was."""
        changed = []
        for thing, value in zip(_THINGS, self.values, strict=True):
            if not thing.is_same(thing.ask(), value):
                thing.put(value)
                changed.append(thing.words)
        return tuple(changed)
