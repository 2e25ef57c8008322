"""The numbers of one goal as cells: the number itself, and the format that shows it as it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from .number_format import number_format
from .port import Score, Told

NUMBERS: Final = frozenset({"value", "expected", "target", "attainment", "pace", "deviation"})
_TOLD: Final[dict[str, Callable[[Told, Score], str]]] = {
    "value": Told.value,
    "expected": Told.expected,
    "target": Told.target,
    "attainment": Told.attainment,
    "pace": Told.pace,
    "deviation": Told.deviation,
}
_BRACKETS: Final = ("()", "（）")


def number_cell(told: Told, score: Score, name: str) -> tuple[float | str, dict[str, Any]]:
    """What stands in the cell of a number, with the options of its format.

    Returns:
        The number; the text where it is not known, or is a range.
    """
    text = _TOLD[name](told, score)
    number = getattr(score, name)
    options: dict[str, Any] = {}
    brackets = ""
    if name == "value" and text[:1] + text[-1:] in _BRACKETS:
        brackets, text, number = text[0] + text[-1], text[1:-1], score.partial
        options["font_color"] = "#6B7280"
    against = (score.value, score.partial, score.expected, score.target, score.baseline)
    form = number_format(text, bracketed=brackets, is_safe=lambda step: _is_safe(number, step, against))
    if not isinstance(number, (int, float)) or form == "General":
        return f"{brackets[:1]}{text}{brackets[1:]}", {**options, "num_format": "@"}
    if text.endswith("pp"):
        number = float(number) * 100
    return float(number), {**options, "num_format": form}


def _is_safe(number: object, step: Fraction, against: Sequence[object]) -> bool:
    """Whether rounding a number to whole steps keeps it on its side of the numbers beside it."""
    if not isinstance(number, (int, float)):
        return False
    exact = Fraction(number)
    rounded = round(exact / step) * step
    limits = [Fraction(one) for one in (0, *against) if isinstance(one, (int, float)) and one != number]
    return all((rounded > limit) - (rounded < limit) == (exact > limit) - (exact < limit) for limit in limits)
