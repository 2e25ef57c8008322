"""The clock of the contracts: what a call of a plugin's object gives, within a time limit, in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..plugin.guard import Guard


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
