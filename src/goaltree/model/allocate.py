"""Allocation: one total over several parts by weight, exactly, within bounds.

A part's share is `clip(level * weight, low, high)` for the one level at which all shares sum to the
total. It is found by sharing, clipping and sharing the rest again: the side with the larger total
violation is fixed first, which ends after at most as many rounds as there are parts. What cannot be
shared is refused, with the amount that is missing as the proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from ..errors import UsageError
from ..finding import Lang, Words
from .mapping import Frozen

Number = int | Decimal | Fraction
Why = Literal["lock", "share", "bound", "remainder"]
Reason = Literal[
    "negative-weight",
    "zero-weights",
    "bounds-reversed",
    "lock-out-of-bounds",
    "no-free-part",
    "below-low",
    "above-high",
    "off-quantum",
]

_MESSAGES: Final[Mapping[Reason, Words]] = {
    "negative-weight": Words("The weight of {keys} is below zero.", "{keys} 的权重为负。"),
    "zero-weights": Words("Every weight of {keys} is zero.", "{keys} 的权重全为零。"),
    "bounds-reversed": Words("The lower bound of {keys} is above the upper one.", "{keys} 的下限高于上限。"),
    "lock-out-of-bounds": Words(
        "The locked value of {keys} is {shortfall} outside its bounds.",
        "{keys} 的锁定值超出上下限 {shortfall}。",
    ),
    "no-free-part": Words(
        "No part is free to take the {shortfall} that is left.", "剩余的 {shortfall} 没有可分配的部分。"
    ),
    "below-low": Words(
        "The lower bounds of {keys} ask for {shortfall} more than there is.",
        "{keys} 的下限之和比可分配的多 {shortfall}。",
    ),
    "above-high": Words(
        "The upper bounds of {keys} leave {shortfall} over.", "{keys} 的上限之和比需要分配的少 {shortfall}。"
    ),
    "off-quantum": Words(
        "{keys} is no multiple of the smallest step: {shortfall} is left over.",
        "{keys} 不是最小单位的整数倍：余 {shortfall}。",
    ),
}
TOTAL: Final = "total"
"""What `Refusal.keys` holds where the amount to be shared itself is meant."""


@frozen(kw_only=True)
class Allocation:
    """A total, shared.

    Attributes:
        shares: Every part's share, in the order of the weights; they sum to the total exactly.
        why: What decided each share: a `lock`, its weight (`share`), a `bound`, or its weight and one
            more step of the quantum (`remainder`).
    """

    shares: Mapping[str, Fraction]
    why: Mapping[str, Why]


@frozen(kw_only=True)
class Refusal:
    """Why a total cannot be shared.

    Attributes:
        reason: Which condition does not hold.
        keys: The parts that it is about; `total` where it is about the amount itself.
        shortfall: By how much, never negative; 0 where no amount is at stake.
    """

    reason: Reason
    keys: tuple[str, ...] = ()
    shortfall: Fraction = field(default=Fraction(0))

    def message(self, lang: Lang = "en") -> str:
        """The reason as one sentence, with the amount."""
        return _MESSAGES[self.reason].render(lang, {"keys": self.keys, "shortfall": _shown(self.shortfall)})


def allocate(
    total: Number,
    weights: Mapping[str, Number],
    *,
    lock: Mapping[str, Number] | None = None,
    low: Mapping[str, Number] | None = None,
    high: Mapping[str, Number] | None = None,
    quantum: Number | None = None,
    when_zero: Literal["refuse", "even"] = "refuse",
) -> Allocation | Refusal:
    """Share a total over parts in proportion to their weights.

    All numbers are in one unit, the weights in any one unit of their own. Nothing is approximate.

    Args:
        total: What is shared; it may be negative.
        weights: Part to weight, at least 0. Their order decides between equal remainders.
        lock: Parts that keep the value given; their weights do not count.
        low: Least shares; a part without one has none.
        high: Largest shares; a part without one has none.
        quantum: The smallest step of a free share. What is shared of the total, and every bound of a free
            part, must be a multiple of it; steps that are left go to the largest remainders.
        when_zero: Whether weights that are all zero are refused or count as equal.

    Returns:
        The shares, or why there are none.

    Raises:
        UsageError: A number is not finite or a float, the quantum is not above zero, or a lock or bound
            names a part that has no weight.

    >>> allocate(100, {"a": 10, "b": 20, "c": 30}, lock={"b": 20}).shares
    {'a': Fraction(20, 1), 'b': Fraction(20, 1), 'c': Fraction(60, 1)}
    >>> allocate(100, {"a": 1, "b": 1}, high={"a": 30, "b": 40}).message()
    'The upper bounds of a, b leave 30 over.'
    """
    locks, lows, highs = (_exact(part, weights) for part in (lock or {}, low or {}, high or {}))
    step = None if quantum is None else _number(quantum)
    if step is not None and step <= 0:
        raise UsageError(f"A quantum is above zero, not {quantum}.")
    wanted = _exact(weights, weights)
    free = {key: weight for key, weight in wanted.items() if key not in locks}
    rest = _number(total) - sum(locks.values(), Fraction(0))
    refused = _bounds_refused(wanted, locks, lows, highs) or _weights_refused(free)
    if refused is not None:
        return refused
    if free and not any(free.values()):
        if when_zero != "even":
            return Refusal(reason="zero-weights", keys=tuple(free), shortfall=abs(rest))
        free = dict.fromkeys(free, Fraction(1))
    refused = _reach_refused(rest, free, lows, highs) or _step_refused(rest, free, lows, highs, step)
    if refused is not None:
        return refused
    shares, clipped = _shared(rest, free, lows, highs)
    raised: frozenset[str] = frozenset()
    if step is not None:
        shares, raised = _rounded(rest, shares, step)
    return Allocation(
        shares=Frozen({key: locks[key] if key in locks else shares[key] for key in wanted}),
        why=Frozen({key: _why(key, locks, clipped, raised) for key in wanted}),
    )


def _why(key: str, locks: Mapping[str, Fraction], clipped: frozenset[str], raised: frozenset[str]) -> Why:
    if key in locks:
        return "lock"
    return "bound" if key in clipped else "remainder" if key in raised else "share"


def _number(value: Number) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, Fraction)):
        raise UsageError(f"An exact number is wanted (int, Decimal or Fraction), not {value!r}.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise UsageError(f"A finite number is wanted, not {value}.")
    return Fraction(value)


def _exact(numbers: Mapping[str, Number], weights: Mapping[str, Number]) -> dict[str, Fraction]:
    for key in numbers:
        if key not in weights:
            raise UsageError(f"{key!r} has no weight.")
    return {key: _number(value) for key, value in numbers.items()}


Numbers = Mapping[str, Fraction]


def _bounds_refused(keys: Numbers, locks: Numbers, lows: Numbers, highs: Numbers) -> Refusal | None:
    for key in keys:
        least, most, locked = lows.get(key), highs.get(key), locks.get(key)
        if least is not None and most is not None and least > most:
            return Refusal(reason="bounds-reversed", keys=(key,), shortfall=least - most)
        if locked is not None and locked != _clipped(locked, least, most):
            outside = abs(locked - _clipped(locked, least, most))
            return Refusal(reason="lock-out-of-bounds", keys=(key,), shortfall=outside)
    return None


def _weights_refused(free: Numbers) -> Refusal | None:
    negative = tuple(key for key, weight in free.items() if weight < 0)
    if not negative:
        return None
    return Refusal(
        reason="negative-weight", keys=negative, shortfall=-sum((free[key] for key in negative), Fraction(0))
    )


def _reach_refused(rest: Fraction, free: Numbers, lows: Numbers, highs: Numbers) -> Refusal | None:
    """The bounds ask for more than there is, or leave some of it over."""
    if not free:
        return Refusal(reason="no-free-part", shortfall=abs(rest)) if rest else None
    least = _reach(free, lows, lows, highs)
    if least is not None and rest < least:
        bounding = tuple(key for key in free if key in lows)
        return Refusal(reason="below-low", keys=bounding or tuple(free), shortfall=least - rest)
    most = _reach(free, highs, lows, highs)
    if most is not None and rest > most:
        bounding = tuple(key for key in free if key in highs)
        return Refusal(reason="above-high", keys=bounding or tuple(free), shortfall=rest - most)
    return None


def _reach(free: Numbers, ends: Numbers, lows: Numbers, highs: Numbers) -> Fraction | None:
    """The sum of the shares when every weighted part is at its end; `None` where one has no end."""
    total = Fraction(0)
    for key, weight in free.items():
        end = ends.get(key) if weight else _clipped(Fraction(0), lows.get(key), highs.get(key))
        if end is None:
            return None
        total += end
    return total


def _step_refused(
    rest: Fraction, free: Numbers, lows: Numbers, highs: Numbers, step: Fraction | None
) -> Refusal | None:
    if step is None:
        return None
    if free and rest % step:
        return Refusal(reason="off-quantum", keys=(TOTAL,), shortfall=rest % step)
    for bounds in (lows, highs):
        for key, bound in bounds.items():
            if key in free and bound % step:
                return Refusal(reason="off-quantum", keys=(key,), shortfall=bound % step)
    return None


def _clipped(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value


def _shared(
    rest: Fraction, free: Numbers, lows: Numbers, highs: Numbers
) -> tuple[dict[str, Fraction], frozenset[str]]:
    """Shares that sum to the rest, and the parts whose bound decided them."""
    zero = Fraction(0)
    shares = {
        key: _clipped(zero, lows.get(key), highs.get(key)) for key, weight in free.items() if not weight
    }
    bound = {key for key, share in shares.items() if share}
    open_ = [key for key, weight in free.items() if weight]
    left = rest - sum(shares.values(), zero)
    while open_:
        level = left / sum((free[key] for key in open_), zero)
        moved = {
            key: _clipped(level * free[key], lows.get(key), highs.get(key)) - level * free[key]
            for key in open_
        }
        violation = sum(moved.values(), zero)
        fixed = [
            key for key in open_ if moved[key] and (not violation or (moved[key] > 0) == (violation > 0))
        ]
        if not fixed:
            shares.update((key, level * free[key]) for key in open_)
            break
        for key in fixed:
            shares[key] = level * free[key] + moved[key]
            left -= shares[key]
        bound.update(fixed)
        open_ = [key for key in open_ if key not in shares]
    return shares, frozenset(bound)


def _rounded(rest: Fraction, shares: Numbers, step: Fraction) -> tuple[dict[str, Fraction], frozenset[str]]:
    """The shares as multiples of the step by largest remainder, and the parts that got one step more."""
    floors = {key: share // step * step for key, share in shares.items()}
    steps = int((rest - sum(floors.values(), Fraction(0))) / step)
    order = sorted(shares, key=lambda key: floors[key] - shares[key])
    raised = frozenset(order[:steps])
    return {key: floor + step if key in raised else floor for key, floor in floors.items()}, raised


def _shown(amount: Fraction) -> str:
    """An amount as people write it: as a decimal where it ends, else as a fraction."""
    twos = fives = 0
    rest = amount.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > 12:
        return str(amount)
    digits = str(amount.numerator * 10**places // amount.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
