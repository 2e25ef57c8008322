"""A formula on arrays: its operations over numbered slots, for many goals and periods at once.

NaN is the only mark for what is not known; why it is not known, an exact replay finds
(`goaltree.model.formula_eval`). NaN goes in and comes out as `NA` does there: `if` takes only its
branch's, `and` and `or` are decided by one side where they can be, `coalesce` takes the first number.
A division by 0, `log` and `sqrt` outside their domain, `exp` beyond 700 and every overflow give NaN.
Truth is 1.0, falsehood 0.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.formula import Apply, Formula, Number, Reference
from ..model.formula_eval import MAX_EXPONENT
from ..model.formula_function import COMPARISONS
from .compensation import Floats, add_halves

Step = int | float | Apply
"""A slot, a constant, or an operation on what stands before it."""


@frozen(kw_only=True)
class Program:
    """Steps in postfix order.

    Attributes:
        steps: Slots as `int`, constants as `float`, operations as `Apply`.
        arity: How many slots there are; a goal has as many children.
    """

    steps: tuple[Step, ...]
    arity: int

    def run(self, slots: Sequence[Floats]) -> Floats:
        """The value for arrays of one shape, one a slot.

        Every operation rounds its exact result once (`mean` twice; `log` and `exp` to the nearest number
        or its neighbour; `sum` of three and more carries its errors along).

        Raises:
            UsageError: There are not `arity` slots.
        """
        if len(slots) != self.arity:
            raise UsageError(f"The program has {self.arity} slots, not {len(slots)}.")
        stack: list[Floats] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if isinstance(step, Apply):
                    taken = stack[len(stack) - step.arity :]
                    del stack[len(stack) - step.arity :]
                    stack.append(_apply(step.operator, taken))
                else:
                    stack.append(slots[step] if isinstance(step, int) else np.array(step))
        shape = np.broadcast_shapes(*(slot.shape for slot in slots)) if slots else ()
        result = stack[-1] + 0.0
        return result if result.shape == shape else np.broadcast_to(result, shape).copy()


def program(formula: Formula, slots: Mapping[Reference | str, int]) -> Program:
    """The program of a formula.

    Args:
        formula: What to compute.
        slots: The slot of every reading, numbered from 0 without gaps: by `Reference`, by its text
            (`prev(orders)`), or by plain name for what is read now. What is read at another period
            (`prev`, `lag`, `ytd`...) has a slot of its own, which the caller fills.

    Raises:
        UsageError: A reading has no slot, or the slots are not 0, 1, 2...
    """
    numbers = set(slots.values())
    if numbers != set(range(len(numbers))):
        raise UsageError(f"Slots are numbered from 0 without gaps, not {sorted(numbers)}.")
    steps = tuple(_step(node, slots) for node in formula.nodes)
    return Program(steps=steps, arity=len(numbers))


def _step(node: Number | Reference | Apply, slots: Mapping[Reference | str, int]) -> Step:
    if isinstance(node, Apply):
        return node
    if isinstance(node, Number):
        return float(node.value)
    plain = (node.name,) if node.reading in ("now", "value") else ()
    for key in (node, str(node), *plain):
        if key in slots:
            return slots[key]
    raise UsageError(f"{node} has no slot.")


def _settled(block: Floats) -> Floats:
    """Without infinities: each operation is settled, since one over an infinity would be a plain 0."""
    return block + (block - block)


def _apply(operator: str, taken: list[Floats]) -> Floats:
    if operator in COMPARISONS:
        left, right = taken
        return _COMPARE[operator](left, right) + ((left - left) + (right - right))
    return _settled(_OPERATIONS[operator](taken))


def _sum(taken: list[Floats]) -> Floats:
    if len(taken) == 2:
        return taken[0] + taken[1]
    stacked = np.stack(np.broadcast_arrays(*taken))
    return add_halves(stacked.reshape(1, len(taken), -1)).reshape(stacked.shape[1:])


def _exp(taken: list[Floats]) -> Floats:
    power = taken[0]
    return np.where(np.abs(power) > MAX_EXPONENT, np.nan, np.exp(power))


def _if(taken: list[Floats]) -> Floats:
    condition, yes, no = taken
    return np.where(condition != 0, yes, no) + (condition - condition)


def _and(taken: list[Floats]) -> Floats:
    return reduce(lambda a, b: np.where((a == 0) | (b == 0), 0.0, a * b), taken)


def _or(taken: list[Floats]) -> Floats:
    return reduce(lambda a, b: np.where((a == 1) | (b == 1), 1.0, a + b), taken)


def _coalesce(taken: list[Floats]) -> Floats:
    return reduce(lambda a, b: np.where(np.isnan(a), b, a), taken)


_COMPARE: Final[Mapping[str, Callable[[Floats, Floats], NDArray[np.bool_]]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_OPERATIONS: Final[Mapping[str, Callable[[list[Floats]], Floats]]] = {
    "+": _sum,
    "sum": _sum,
    "mean": lambda taken: _sum(taken) / len(taken),
    "-": lambda taken: taken[0] - taken[1],
    "*": lambda taken: taken[0] * taken[1],
    "/": lambda taken: taken[0] / taken[1],
    "neg": lambda taken: -taken[0],
    "abs": lambda taken: np.abs(taken[0]),
    "min": lambda taken: reduce(np.minimum, taken),
    "max": lambda taken: reduce(np.maximum, taken),
    "log": lambda taken: np.log(taken[0]),
    "exp": _exp,
    "sqrt": lambda taken: np.sqrt(taken[0]),
    "not": lambda taken: 1.0 - taken[0],
    "and": _and,
    "or": _or,
    "if": _if,
    "coalesce": _coalesce,
}
