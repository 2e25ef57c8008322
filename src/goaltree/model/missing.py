"""What stands where a number cannot: `NA` with its reason."""

from __future__ import annotations

from typing import Final

from attrs import frozen

REASONS: Final = (
    "NO_ACTUAL",
    "NO_TARGET",
    "NO_BASELINE",
    "DEGENERATE",
    "ZERO_DENOM",
    "SIGN_MISMATCH",
    "DIRECTION_CONFLICT",
    "NEG_BASE",
    "PARTIAL",
    "STALE",
    "RESTATED",
    "OUT_OF_DOMAIN",
    "LOW_COVERAGE",
    "NON_ADDITIVE",
    "CROSS_CUT",
    "UNIT_MISMATCH",
)
"""Why a value is not known. The order is fixed: arrays hold a reason by its number."""


@frozen
class NA:
    """A value that is not known, and why: never 0, never infinite.

    It has no truth value, so that `if value:` cannot take it for a zero.

    Attributes:
        reason: One of `REASONS`.
        detail: What was missing, for a reader: a name, a function, a period.
    """

    reason: str
    detail: str = ""

    def __bool__(self) -> bool:
        raise TypeError("NA has no truth value: ask `isinstance(value, NA)`.")

    def __str__(self) -> str:
        return f"NA ({self.reason}: {self.detail})" if self.detail else f"NA ({self.reason})"
