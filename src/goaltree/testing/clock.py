"""The clock of the contracts: what a call of a plugin's object gives, within a time limit, in silence; elsewhere, later."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

from ..plugin.guard import Guard

T = TypeVar("T")


def elsewhere_later(make: Callable[[], T]) -> T:
    """What something makes in another time zone, and in another second, than now and here."""
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = "Pacific/Auckland"
        time.tzset()
        time.sleep(1.1)  # a file that holds the second it was made in is another one now
        return make()
    finally:
        os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
        time.tzset()


def within(seconds: float, function: Callable[..., Any], *args: Any) -> Any:
    """What a function gives.

    Raises:
        AssertionError: It raises, takes longer, or prints.
    """
    outcome = Guard(seconds=seconds).call(function, *args)
    if outcome.failure is not None:
        raise AssertionError(f"the call fails: {outcome.failure.en}")
    if outcome.printed:
        raise AssertionError(f"the call prints {outcome.printed!r}: the output is for data")
    return outcome.value
