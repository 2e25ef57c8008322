"""How a number came about: a small tree of steps, exact, that can be computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Literal

from attrs import field, frozen

from ..finding import Lang
from ..maths.attainment import (
    band,
    inverse_ratio,
    okr,
    progress,
    ratio,
    signed_gap,
    threshold,
    tiers,
    two_minus,
    worst_target,
)
from ..maths.deviation import increment, level, pp, settled, sigma
from ..maths.pace import LEAST_SHARE, expected
from ..maths.pace import gap as gap_between
from ..maths.pace import pace as pace_index
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.formula import Apply, Formula, Number, Reference
from ..model.formula_eval import apply
from ..model.missing import NA

Value = Fraction | NA
Step = Literal[
    "goal",
    "stated",
    "observed",
    "missing",
    "sum",
    "mean",
    "pooled",
    "weighted",
    "min",
    "max",
    "same",
    "formula",
    "translated",
    "line",
    "attainment",
    "pace",
    "gap",
    "deviation",
    "curve",
    "every",
]
Compute = Callable[[Sequence[Value]], Value]


@frozen(kw_only=True)
class Derivation:
    """One number, the step that gave it, and the numbers that the step took.

    Attributes:
        step: What was done.
        value: The result, in base units; `NA` with its reason where it is not known.
        what: Key of the goal or metric that it is a number of, or the name of the number.
        unit: Its unit.
        text: The step in words of formulas: `A / T`, `orders * basket`.
        inputs: The numbers that were taken, in their order.
        time: The days or the period that it is for.
        at: Where it stands: a key path of the plan, or source and row.
        note: What was assumed.
    """

    step: Step
    value: Value
    what: str = ""
    unit: Unit = DIMENSIONLESS
    text: str = ""
    inputs: tuple[Derivation, ...] = ()
    time: str = ""
    at: str = ""
    note: str = ""
    compute: Compute | None = field(default=None, eq=False, repr=False)

    def replay(self) -> Value:
        """The number computed again from the leaves of its tree, in exact arithmetic."""
        done: dict[int, Value] = {}
        for one in self.steps():
            if one.compute is None:
                done[id(one)] = one.value
            else:
                done[id(one)] = one.compute([done[id(part)] for part in one.inputs])
        return done[id(self)]

    def steps(self) -> Iterator[Derivation]:
        """Every step of the tree once, each behind those it takes from; nothing recurses."""
        seen: set[int] = set()
        work: list[tuple[Derivation, bool]] = [(self, False)]
        while work:
            one, is_ready = work.pop()
            if is_ready:
                yield one
                continue
            if id(one) in seen:
                continue
            seen.add(id(one))
            work.append((one, True))
            work += [(part, False) for part in reversed(one.inputs)]

    def part(self, what: str) -> Derivation:
        """The input of that name: `value`, `expected`, `attainment`, `pace`, `gap` or `deviation` of a goal.

        Raises:
            KeyError: There is none.
        """
        for one in self.inputs:
            if one.what == what:
                return one
        raise KeyError(what)

    def to_text(self, lang: Lang = "en") -> str:
        """The tree as text, in `en` or `zh`: each number, how it was made, of what, and where it stands."""
        from .derivation_text import derivation_text

        return derivation_text(self, lang)

    def to_mermaid(self, lang: Lang = "en") -> str:
        """The tree as a Mermaid flowchart."""
        from .derivation_mermaid import derivation_mermaid

        return derivation_mermaid(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """The steps as plain values for JSON; numbers are exact texts."""
        from .derivation_plain import plain_derivation

        return plain_derivation(self)

    def __str__(self) -> str:
        return self.to_text().rstrip("\n")


# The steps.


def made(
    step: Step,
    compute: Compute,
    inputs: Sequence[Derivation],
    **about: object,
) -> Derivation:
    """A step with its result."""
    value = compute([one.value for one in inputs])
    return Derivation(step=step, value=value, inputs=tuple(inputs), compute=compute, **about)  # type: ignore[arg-type]


def first_missing(values: Sequence[Value]) -> NA | None:
    """The first of some values that is missing."""
    return next((value for value in values if isinstance(value, NA)), None)


def total(values: Sequence[Value]) -> Value:
    """The sum; missing where one of them is."""
    missing = first_missing(values)
    return missing if missing is not None else sum(_known(values), Fraction(0))


def mean(values: Sequence[Value]) -> Value:
    """The plain mean."""
    summed = total(values)
    return summed if isinstance(summed, NA) else summed / len(values)


def pooled(values: Sequence[Value]) -> Value:
    """Σ value x count / Σ count of values and counts by turns."""
    missing = first_missing(values)
    if missing is not None:
        return missing
    known = _known(values)
    counts = sum(known[1::2], Fraction(0))
    if not counts:
        return NA("ZERO_DENOM")
    return sum((v * n for v, n in zip(known[::2], known[1::2], strict=True)), Fraction(0)) / counts


def least(values: Sequence[Value]) -> Value:
    """The smallest."""
    missing = first_missing(values)
    return missing if missing is not None else min(_known(values))


def greatest(values: Sequence[Value]) -> Value:
    """The largest."""
    missing = first_missing(values)
    return missing if missing is not None else max(_known(values))


def only(values: Sequence[Value]) -> Value:
    """The one value, or the last of several."""
    return values[-1]


def product(values: Sequence[Value]) -> Value:
    """The product of two."""
    missing = first_missing(values)
    if missing is not None:
        return missing
    known = _known(values)
    return known[0] * known[1]


def _known(values: Sequence[Value]) -> list[Fraction]:
    return [value for value in values if not isinstance(value, NA)]


def by_formula(formula: Formula, references: Sequence[Reference]) -> Compute:
    """What computes a formula from the values of its readings, in their order."""

    def compute(values: Sequence[Value]) -> Value:
        read: Mapping[Reference, Value] = dict(zip(references, values, strict=True))
        stack: list[Fraction | bool | NA] = []
        for node in formula.nodes:
            if isinstance(node, Apply):
                taken = stack[len(stack) - node.arity :]
                del stack[len(stack) - node.arity :]
                stack.append(apply(node.operator, taken))
            elif isinstance(node, Number):
                stack.append(node.value)
            else:
                stack.append(read[node])
        last = stack[-1]
        return Fraction(last) if isinstance(last, bool) else last

    return compute


def line(values: Sequence[Value]) -> Value:
    """What is due by now: start + (target - start) x share."""
    start, target, share = values
    return expected(start, target, share, semantics="end")


def gap(values: Sequence[Value]) -> Value:
    """Actual less expected."""
    return gap_between(values[0], values[1])


def attainment(method: str, sign: int, knots: Sequence[tuple[Fraction, Fraction]] = ()) -> Compute:
    """What computes the attainment by a method from actual, baseline, target and what else it takes."""
    way: Literal["up", "down"] = "up" if sign > 0 else "down"

    def compute(values: Sequence[Value]) -> Value:
        match method:
            case "progress":
                return progress(*values)
            case "okr":
                return okr(*values)
            case "ratio":
                return ratio(*values)
            case "inverse_ratio":
                return inverse_ratio(*values)
            case "two_minus":
                return two_minus(*values)
            case "signed_gap":
                return signed_gap(values[0], values[1], way)
            case "worst_target":
                return worst_target(*values)
            case "band":
                return band(*values)
            case "tiers":
                return tiers(values[0], knots)
            case _:
                return threshold(values[0], values[1], way)

    return compute


def pace_of_line(values: Sequence[Value]) -> Value:
    """Value / expected; not told while less than a twentieth of a total is due, which the third value says."""
    share = values[2] if len(values) > 2 else Fraction(1)
    if not isinstance(share, NA) and share < LEAST_SHARE:
        missing = first_missing(values[:2])
        return missing if missing is not None else NA("PARTIAL")
    return (
        share
        if isinstance(share, NA)
        else pace_index(values[0], NA("NO_BASELINE"), values[1], 1, semantics="average")
    )


def pace_of_way(values: Sequence[Value]) -> Value:
    """Progress / share of the way, from value, baseline, target and share."""
    actual, baseline, target, share = values
    return pace_index(actual, baseline, target, share, semantics="end")


def deviation(basis: str, sign: int) -> Compute:
    """What computes the deviation from actual, expected and what else its basis takes."""
    way: Literal["up", "down"] = "up" if sign > 0 else "down"

    def compute(values: Sequence[Value]) -> Value:
        match basis:
            case "increment":
                found = increment(values[0], values[2], values[1], way)
            case "pp":
                found = pp(values[0], values[1], way)
            case "sigma":
                found = sigma(values[0], values[1], values[2], way)
            case _:
                found = level(values[0], values[1], way)
        return settled(found)

    return compute


SAID: Final[Mapping[str, str]] = {
    "progress": "(A - B) / (T - B)",
    "okr": "(A - B) / (T - B), 0 to 1",
    "ratio": "A / T",
    "inverse_ratio": "T / A",
    "two_minus": "2 - A / T",
    "signed_gap": "1 + d (A - T) / |T|",
    "allowance": "1 + d (A - E) / |E|",
    "worst_target": "(A - worst) / (T - worst)",
    "threshold": "1 if A keeps T, else 0",
    "band": "1 inside the band, 0 at its outer limits",
    "tiers": "between the tiers",
    "level": "d (A - E) / |E|",
    "increment": "d (A - E) / |E - B|",
    "pp": "d (A - E)",
    "sigma": "d (A - E) / s",
    "line": "S + (T - S) x W",
    "pace": "A / E",
    "pace_end": "(A - B) / (T - B) / W",
    "gap": "A - E",
    "sum": "sum",
    "pooled": "sum of value x count / sum of counts",
    "weighted": "sum of weight x value / sum of weights",
}
"""Methods, bases and steps as formulas: A actual, B baseline, T target, E expected, S start, W share, d direction."""
