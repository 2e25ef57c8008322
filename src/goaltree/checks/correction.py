"""The smallest corrections: which single numbers, changed to what, would restore agreement.

After mathematics.md section 4, for one number at a time: each number of a broken identity is solved
for, exactly; a change counts as good when every other identity that holds the number still holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from ..finding import Words
from ..model.likeness import written_like
from ..model.quantity import Quantity
from .identity import Identity, Term, at_value, exactly

SHOWN: Final = 5
"""So many corrections are printed."""
PERIODS_SHOWN: Final = 12
"""So many periods are written anew."""


@frozen(kw_only=True)
class Correction:
    """One number that would restore agreement, and what it would have to be.

    Attributes:
        path: Key path of the number.
        old: As written.
        new: What it would have to be.
        mends: How many broken identities the change mends.
        breaks: How many holding identities it breaks.
    """

    path: str
    old: Quantity
    new: Quantity
    mends: int
    breaks: int


def corrections(broken: Identity, by_path: Mapping[str, Sequence[Identity]]) -> tuple[Correction, ...]:
    """Single changes that make an identity hold, the best first: those that break nothing else.

    Args:
        broken: The identity that does not hold.
        by_path: Every identity of the plan, by the paths of its numbers.
    """
    found: list[Correction] = []
    for one in (broken.stated, *broken.terms):
        value = _wanted(broken, one)
        if value is None:
            continue
        new = _written(broken, one, value)
        if new is None or new.value == one.quantity.value or _turned(new, one.quantity):
            continue
        others = [other for other in by_path.get(one.path, ()) if other is not broken]
        after = [(other.holds(), other.with_number(one.path, new).holds()) for other in others]
        found.append(
            Correction(
                path=one.path,
                old=one.quantity,
                new=new,
                mends=1 + sum(1 for before, now in after if now and not before),
                breaks=sum(1 for before, now in after if before and not now),
            )
        )
    order = {one.path: i for i, one in enumerate((broken.stated, *broken.terms))}
    return tuple(sorted(found, key=lambda c: (c.breaks, -c.mends, order[c.path])))


def _turned(new: Quantity, old: Quantity) -> bool:
    """Whether a number would change its sign, or vanish: no typing error does that."""
    return bool(old.value) and not old.signed and new.value / old.value <= 0


def told(found: Sequence[Correction]) -> Words:
    """The corrections as a sentence: where, from what, to what."""
    if not found:
        return Words("No single number mends it: look at several of them", "改任何一个数都不够，需要看多个数")
    good = [c for c in found if not c.breaks] or list(found)
    en = "; or ".join(_change(c) + (f" (then {_others(c.breaks)})" if c.breaks else "") for c in good[:SHOWN])
    zh = "；或 ".join(
        _change(c) + (f"（但会使另外 {c.breaks} 处不再成立）" if c.breaks else "") for c in good[:SHOWN]
    )
    return Words(en, zh)


def periods_own(broken: Identity) -> Words | None:
    """What to write for dated targets of a total that look cumulative; `None` where they do not.

    They do where none is less than the one before and the last is the whole, within rounding: each period
    then holds what came before it, and its own part is the difference.
    """
    terms, stated = broken.terms, broken.stated
    if broken.kind != "phasing" or len(terms) < 2 or terms[0].value <= 0:
        return None
    values = [one.value for one in terms]
    if values != sorted(values) or abs(values[-1] - stated.value) > terms[-1].half + stated.half:
        return None
    parts, mended = [], broken
    for one, before in zip(terms, (Fraction(0), *values), strict=False):
        new = exactly(one, one.value - before)
        mended = mended.with_number(one.path, evolve(new, half=one.quantity.half))
        name = re.split(r"\.phasing\.(?:dated\.)?", one.path)[-1]
        parts.append(f"{name}: {written_like(one.quantity, Fraction(new.value), digits=12)}")
    agreement = mended.compare()
    if agreement is None or agreement.verdict == "differs":
        return None
    text = ", ".join(parts[:PERIODS_SHOWN]) + (", …" if len(parts) > PERIODS_SHOWN else "")
    return Words(
        f"They look cumulative, each with what came before it; write each period's own part: `{{{text}}}`.",
        f"这些数像是累计值；请写各期自己的部分：`{{{text}}}`。",
    )


def _others(count: int) -> str:
    return "another statement of it breaks" if count == 1 else f"{count} other statements of it break"


def _change(correction: Correction) -> str:
    return f"`{correction.path}`: {correction.old} → {correction.new}"


def _wanted(broken: Identity, one: Term) -> Fraction | None:
    """The value of one number, all others at face value, for which the identity holds exactly."""
    if one.path == broken.stated.path:
        return broken.derived
    position = next(i for i, term in enumerate(broken.terms) if term.path == one.path)
    values = [term.value for term in broken.terms]
    goal = broken.stated.value

    def at(x: Fraction) -> Fraction | None:
        return broken.derive(tuple(x if i == position else v for i, v in enumerate(values)))

    return _solved(at, one.value, goal)


def _solved(at: Callable[[Fraction], Fraction | None], start: Fraction, goal: Fraction) -> Fraction | None:
    """The x with f(x) = goal for an f that is linear, or one over linear, in x."""
    step = abs(start) / 2 or Fraction(1)
    first, second = at(start), at(start + step)
    if first is None or second is None or first == second:
        return None
    x = start + (goal - first) * step / (second - first)
    if at(x) == goal:
        return x
    if not (first and second and goal):
        return None
    a, b = 1 / first, 1 / second
    x = start + (1 / goal - a) * step / (b - a)
    return x if at(x) == goal else None


def _written(broken: Identity, one: Term, value: Fraction) -> Quantity | None:
    """The new number: exact where two more digits than written hold it, else rounded as written."""
    rounded, exact = at_value(one, value), exactly(one, value)
    fine = Fraction(one.quantity.half) / 50
    number = value / one.factor / one.quantity.unit.factor
    fits = bool(fine) and number % fine == 0
    for new in (exact, rounded) if fits and rounded.value != exact.value else (rounded, exact):
        if broken.with_number(one.path, new).holds():
            sign = "+" if one.quantity.signed and new.value > 0 else ""
            return evolve(new, text=sign + written_like(one.quantity, Fraction(new.value), digits=12))
    return None
