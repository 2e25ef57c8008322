"""The signed difference of two values, and whether it is favourable (planning suites: @VAR)."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from ..model.missing import NA


@frozen(kw_only=True)
class Variance:
    """How far an actual is from what it is compared with.

    Attributes:
        delta: Actual less reference, in their unit.
        favourable: The same, signed so that more is better; the change in distance has no other sign.
        percent: `favourable` as a share of the reference's size; `NA("NEG_BASE")` where the reference
            is not above 0 and the values are not declared to be kept as negatives.
    """

    delta: Fraction
    favourable: Fraction
    percent: Fraction | NA


def variance(
    actual: Fraction, reference: Fraction, *, direction: Literal["up", "down"], nonpositive: bool = False
) -> Variance:
    """The variance of an actual against a reference, exactly.

    Args:
        actual: What was reached.
        reference: Plan, budget or the period before, in the same unit.
        direction: Which way is better.
        nonpositive: Whether the values are kept as negatives (costs below zero), so that a negative
            reference has a share.
    """
    delta = actual - reference
    favourable = delta if direction == "up" else -delta
    has_share = reference > 0 or (nonpositive and reference < 0)
    return Variance(
        delta=delta,
        favourable=favourable,
        percent=favourable / abs(reference) if has_share else NA("NEG_BASE"),
    )
