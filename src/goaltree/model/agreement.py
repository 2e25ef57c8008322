"""Agreement: whether a derived number is the one that was stated."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from .quantity import Quantity

Verdict = Literal["agrees", "rounding", "differs"]

_ZERO = Fraction(0)


@frozen(kw_only=True)
class Agreement:
    """How a derived number stands to a stated one, exactly, in base units.

    Attributes:
        verdict: `agrees` within half a unit of the stated figure's last digit, `rounding` where the
            rounding of the other figures can explain the rest, otherwise `differs`.
        derived: What was calculated.
        stated: The stated number that it was compared with (of a range, the nearer end).
        residual: Derived less stated; 0 where a bound is kept.
        half: What the stated figure's own rounding explains.
        slack: What the other figures' rounding explains beyond that.
    """

    verdict: Verdict
    derived: Fraction
    stated: Fraction
    residual: Fraction
    half: Fraction
    slack: Fraction

    @property
    def explained(self) -> Fraction:
        """The largest residual that rounding, all of it, can explain."""
        return self.half + self.slack


def agree(derived: Fraction, stated: Quantity, slack: Fraction = _ZERO) -> Agreement:
    """Compare a derived number with a stated one.

    Args:
        derived: Calculated from the other figures at face value, in base units.
        stated: As written. A floor or ceiling (`≥45%`, `2亿+`) is kept by every number on its side;
            a range by every number in it; `~60%` is compared like `60%`.
        slack: How far the other figures' rounding can move the derived number, in base units, >= 0.
    """
    nearest = _nearest(derived, stated)
    residual = derived - nearest
    distance, half = abs(residual), stated.half_base
    verdict: Verdict = "agrees" if distance <= half else "rounding" if distance <= half + slack else "differs"
    return Agreement(
        verdict=verdict, derived=derived, stated=nearest, residual=residual, half=half, slack=slack
    )


def _nearest(derived: Fraction, stated: Quantity) -> Fraction:
    """The number nearest to the derived one that the stated quantity allows."""
    low, high = stated.base, stated.high_base
    if stated.bound in (">=", ">", "+"):
        return max(low, derived)
    if stated.bound in ("<=", "<"):
        return min(low, derived)
    if high is not None:
        return min(max(low, derived), high)
    return low
