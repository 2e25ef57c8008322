"""Aggregation: what a number has to carry with it so that it can be combined, kind by kind.

`Carried` is that state. Parts are combined in any grouping with the same result, and the value is read off
last: a ratio from its summed numerator and denominator, never from ratios. What no state can save
(quantiles without a sketch, distinct counts that may share members) is `NA("NON_ADDITIVE")`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any, Final, Literal

from attrs import frozen

from ..errors import UsageError
from ..model.missing import NA
from .column import Exact, Scalar, compute, number

Carrier = Literal["sum", "pair", "growth", "score", "min", "max", "distinct"]
CARRIERS: Final[Mapping[Carrier, tuple[str, ...]]] = {
    "sum": ("value",),
    "pair": ("numerator", "denominator"),
    "growth": ("current", "base"),
    "score": ("promoters", "detractors", "answers"),
    "min": ("value",),
    "max": ("value",),
    "distinct": ("at least", "at most"),
}
"""What is carried: `sum` for flows and stocks over segments, `pair` for ratios, weighted means
(sum of products, sum of weights), conversions (converted, base) and milestones (done weight, weight),
`growth` for growth rates and indices, `score` for a net promoter score, `distinct` for counts of which
only bounds are known."""


@frozen(kw_only=True)
class Carried:
    """The state of one number that can be combined with others of its kind.

    Attributes:
        carrier: What is carried.
        parts: The numbers that `CARRIERS` names.
    """

    carrier: Carrier
    parts: tuple[Fraction, ...]

    def value(self) -> Fraction | NA:
        """The number itself, or why there is none.

        `ZERO_DENOM` where a denominator is zero, `NEG_BASE` where a base is not above it, `NON_ADDITIVE`
        for a distinct count of which only bounds are known.
        """
        first, *rest = self.parts
        match self.carrier:
            case "pair":
                return first / rest[0] if rest[0] else NA("ZERO_DENOM")
            case "growth":
                return first / rest[0] - 1 if rest[0] > 0 else NA("NEG_BASE")
            case "score":
                return (first - rest[0]) / rest[1] if rest[1] else NA("ZERO_DENOM")
            case "distinct":
                bounds = f"{first} to {rest[0]}"
                return first if first == rest[0] else NA("NON_ADDITIVE", bounds)
            case _:
                return first


def carried(carrier: Carrier, *parts: Exact) -> Carried | NA:
    """The state of a number by what is known of it, or the first part's `NA`.

    >>> carried("pair", 120, 300).value()
    Fraction(2, 5)
    """
    if carrier not in CARRIERS:
        raise UsageError(f"What is carried is {', '.join(CARRIERS)}, not {carrier!r}.")
    if len(parts) != len(CARRIERS[carrier]):
        raise UsageError(f"{carrier} carries {', '.join(CARRIERS[carrier])}.")
    known: list[Fraction] = []
    for part in map(number, parts):
        if isinstance(part, NA):
            return part
        known.append(part)
    return Carried(carrier=carrier, parts=tuple(known))


def combined(states: Sequence[Carried]) -> Carried:
    """The state of a whole by those of its parts, in any grouping.

    Bounds of distinct counts go from the largest part (all others within it) to the sum (none shared).

    Raises:
        UsageError: There is no state, or they are of several kinds.

    >>> both = combined([Carried(carrier="pair", parts=(Fraction(120), Fraction(300))),
    ...     Carried(carrier="pair", parts=(Fraction(10), Fraction(100)))])
    >>> both.value()
    Fraction(13, 40)
    """
    if len({state.carrier for state in states}) != 1:
        raise UsageError("States of one kind are combined, one at least.")
    carrier, columns = states[0].carrier, list(zip(*(state.parts for state in states), strict=True))
    match carrier:
        case "min":
            parts = [min(columns[0])]
        case "max":
            parts = [max(columns[0])]
        case "distinct":
            parts = [max(columns[0]), sum(columns[1], Fraction(0))]
        case _:
            parts = [sum(column, Fraction(0)) for column in columns]
    return Carried(carrier=carrier, parts=tuple(parts))


def distinct(counts: Sequence[Exact], *, disjoint: bool) -> Carried | NA:
    """A distinct count over parts: their sum where nobody is in two, else only bounds.

    >>> distinct([3, 2], disjoint=False).value()
    NA(reason='NON_ADDITIVE', detail='3 to 5')
    """
    states: list[Carried] = []
    for count in counts:
        state = carried("distinct", count, count)
        if isinstance(state, NA):
            return state
        states.append(state)
    both = combined(states)
    return carried("distinct", both.parts[1], both.parts[1]) if disjoint else both


def total(values: Sequence[Any]) -> Any:
    """The sum of values: of a flow over time or segments, of a stock over segments only.

    Single numbers give an exact sum, rounded once where a float is among them, whatever their order;
    arrays are added one by one. The first missing value decides.
    """
    return compute(lambda *known: sum(known, 0 * known[0]), _some(values))


def average(values: Sequence[Any], weights: Sequence[Any] | None = None) -> Any:
    """The mean, by weights where given: days for a level over months, members for a mean over segments.

    Returns:
        `NA` of the first missing value or weight; `ZERO_DENOM` where the weights are all zero,
        `OUT_OF_DOMAIN` where one is below zero.

    >>> round(average([100.0, 130.0], [31, 28]), 4)
    114.2373
    """
    count = len(_some(values))
    shares = [1] * count if weights is None else list(weights)
    if len(shares) != count:
        raise UsageError(f"{len(shares)} weights do not fit {count} values.")

    def formula(*given: Any) -> Any:
        weighed = sum(value * weight for value, weight in zip(given[:count], given[count:], strict=True))
        whole = sum(given[count:])
        return weighed / (whole + (whole == 0))

    return compute(
        formula,
        [*values, *shares],
        ("OUT_OF_DOMAIN", lambda *given: _any(weight < 0 for weight in given[count:])),
        ("ZERO_DENOM", lambda *given: sum(given[count:]) == 0),
    )


def _any(conditions: Any) -> Any:
    found: Any = False
    for condition in conditions:
        found |= condition
    return found


def _some(values: Sequence[Any]) -> Sequence[Any]:
    if not len(values):
        raise UsageError("There is nothing to aggregate.")
    return values


Over = Literal["total", "end", "average"]
_ADDED_OVER_TIME: Final = ("flow", "milestone")


def compared(values: Sequence[Scalar], semantics: Over, *, kind: str) -> Fraction | float | NA:
    """What a target is compared with: the total, the end or the average of a series.

    Args:
        values: One value a period, in order.
        semantics: What the target says.
        kind: The metric's kind.

    Returns:
        `NON_ADDITIVE` where a total is asked of what is not counted up over time; `NA` of the first
        missing value in use.

    >>> compared([38, 40, 42, 44], "average", kind="score")
    Fraction(41, 1)
    """
    if semantics not in ("total", "end", "average"):
        raise UsageError(f"A series is compared by total, end or average, not {semantics!r}.")
    if semantics == "total" and kind not in _ADDED_OVER_TIME:
        return NA("NON_ADDITIVE", f"{kind} over time")
    used = _some(values)[-1:] if semantics == "end" else values
    result: Fraction | float | NA = total(used) if semantics == "total" else average(used)
    return result


def chained(rates: Sequence[Scalar]) -> Fraction | float | NA:
    """Growth over several periods from that of each: the product of (1 + g), less 1; never their mean.

    >>> chained([Fraction(1, 10), Fraction(1, 10)])
    Fraction(21, 100)
    """
    result: Fraction | float | NA = compute(lambda *known: prod(1 + rate for rate in known) - 1, _some(rates))
    return result


def differences(cumulative: Sequence[Exact]) -> tuple[Fraction | NA, ...]:
    """The flow of each period from its year-to-date values: each less the one before.

    A period after a missing one is missing too.

    >>> [int(flow) for flow in differences([100, 250, 430])]
    [100, 150, 180]
    """
    known = [Fraction(0), *map(number, cumulative)]
    flows: list[Fraction | NA] = []
    for before, now in pairwise(known):
        if isinstance(now, NA):
            flows.append(now)
        else:
            flows.append(before if isinstance(before, NA) else now - before)
    return tuple(flows)


def across(parts: Mapping[str, Exact], cut_of: Mapping[str, str]) -> Fraction | NA:
    """The sum of the parts of one cut; `CROSS_CUT` where they are of several, as that counts twice.

    Args:
        parts: Values by part.
        cut_of: The cut that each part is of.

    >>> across({"站内": 1500, "直播": 660}, {"站内": "channel", "直播": "format"})
    NA(reason='CROSS_CUT', detail='channel, format')
    """
    cuts = sorted({cut_of[part] for part in parts})
    if len(cuts) > 1:
        return NA("CROSS_CUT", ", ".join(cuts))
    result: Fraction | NA = total(list(parts.values()))
    return result
