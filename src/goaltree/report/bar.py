"""Small pictures made of characters: how far a share has come, and how a series went."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isnan
from typing import Final

from ..model.missing import NA
from ..scorecard.score import Figure

WIDE: Final = 6
LATEST: Final = 12
"""So many of the latest values of a series are drawn."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"
_REST: Final = "·"
_STEPS: Final = "▁▂▃▄▅▆▇█"
_GAP: Final = "·"


def bar(share: Figure, wide: int = WIDE) -> str:
    """A share from 0 to 1 as a bar, rounded down to eighths of a column: full only where it is reached.

    What lies outside is drawn as empty or full: the number beside it says how far. Empty where it is `NA`.
    """
    if isinstance(share, NA):
        return ""
    eighths = int(min(max(Fraction(share), Fraction(0)), Fraction(1)) * wide * 8)
    whole, part = divmod(eighths, 8)
    drawn = _FULL * whole + (_EIGHTHS[part] if part else "")
    return drawn + _REST * (wide - len(drawn))


def sparkline(values: Sequence[float]) -> str:
    """The latest twelve values from the smallest to the largest in eight steps; a dot where one is not known."""
    values = values[-LATEST:]
    known = [value for value in values if not isnan(value)]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    middle = _STEPS[len(_STEPS) // 2 - 1]

    def step(value: float) -> str:
        if isnan(value):
            return _GAP
        return middle if high == low else _STEPS[min(7, int((value - low) / (high - low) * 8))]

    return "".join(map(step, values))
