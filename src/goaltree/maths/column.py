"""Numbers and columns of numbers, each known or missing with its reason, and one way to compute on both.

A formula is written once, as a plain expression. `compute` applies it to single numbers exactly, and to
arrays of float64 all at once; it sees to what is missing, to what the formula refuses, and to what comes
out neither finite nor a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.missing import NA, REASONS

REASON_CODES: Final = ("", *REASONS)
"""The reasons of a column by code; 0 is a known value. The order is fixed."""
CODE_OF: Final = {reason: code for code, reason in enumerate(REASON_CODES)}
TIE: Final = 0.5e-9
"""How near to a limit a float counts as the limit, as a share of it."""


@frozen(kw_only=True, eq=False)
class Column:
    """An array of numbers, each known or missing with its reason. It cannot be written to.

    Attributes:
        values: The numbers; not-a-number exactly where a reason stands, never infinite.
        reasons: Codes of the reasons in `REASON_CODES`; 0 where the number is known.
    """

    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]

    def __attrs_post_init__(self) -> None:
        if self.values.dtype != np.float64 or self.reasons.dtype != np.uint8:
            raise UsageError("A column has float64 values and uint8 reasons.")
        if self.values.shape != self.reasons.shape:
            raise UsageError(f"Values {self.values.shape} and reasons {self.reasons.shape} differ in shape.")
        if not np.array_equal(np.isfinite(self.values), self.reasons == 0) or np.isinf(self.values).any():
            raise UsageError("A value is missing exactly where it has a reason, and never infinite.")
        self.values.setflags(write=False)
        self.reasons.setflags(write=False)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: Any) -> Column:
        return Column(values=np.asarray(self.values[index]), reasons=np.asarray(self.reasons[index]))

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape that values and reasons share."""
        return self.values.shape

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the value is known."""
        return np.equal(self.reasons, 0)

    def at(self, *index: int) -> float | NA:
        """One number, or why it is missing."""
        code = int(self.reasons[index])
        return NA(REASON_CODES[code]) if code else float(self.values[index])


Exact = int | Fraction | Decimal | NA
"""A single number without rounding, or a missing one."""
Scalar = Exact | float
"""A single number, or a missing one."""
Array = Column | NDArray[Any] | Sequence[Any]
"""Many numbers: a column, a numpy array, or a list (of lists) of single numbers."""
Given = Scalar | Array
"""What a formula takes; arrays and single numbers together broadcast as numpy has it."""
Refusal = tuple[str, Callable[..., Any]]
"""A reason, and the condition on the formula's arguments under which it applies."""


def column(values: Given, reasons: Any = None, *, absent: str = "NO_ACTUAL") -> Column:
    """A column of numbers.

    Args:
        values: Numbers, `NA` and `None` among them where they are in a list.
        reasons: Codes of `REASON_CODES`, 0 where the value is known; broadcast. A value with a code is
            taken for missing, whatever it is.
        absent: The reason of a not-a-number or `None` that has no code; an infinite value is
            `OUT_OF_DOMAIN`.

    Raises:
        UsageError: Something is no number (a truth, a text, a complex number), or a code is unknown.

    >>> made = column([1.5, float("nan"), NA("STALE")])
    >>> made.at(0), made.at(1), made.at(2)
    (1.5, NA(reason='NO_ACTUAL', detail=''), NA(reason='STALE', detail=''))
    """
    if isinstance(values, Column) and reasons is None:
        return values
    numbers, codes = _raw(values)
    if reasons is not None:
        stated = np.asarray(reasons)
        if stated.size and not (
            stated.dtype.kind in "iu" and 0 <= stated.min() and stated.max() < len(CODE_OF)
        ):
            raise UsageError(f"A reason is a code from 0 to {len(CODE_OF) - 1}.")
        numbers, stated, codes = np.broadcast_arrays(numbers, stated, codes)
        codes = np.where(stated != 0, stated, codes)
    return _column(numbers, codes, CODE_OF[absent])


def _column(values: NDArray[Any], codes: NDArray[Any], absent: int) -> Column:
    """A column of its own memory; what is not finite gets a reason, and what has one no value."""
    finite = np.isfinite(values)
    codes = codes.astype(np.uint8)
    if not finite.all():
        lost = ~finite & (codes == 0)
        codes[lost] = np.where(np.isnan(values[lost]), absent, CODE_OF["OUT_OF_DOMAIN"])
    numbers = np.array(values, dtype=np.float64)
    numbers[codes != 0] = np.nan
    return Column(values=numbers, reasons=codes)


def _raw(values: Given) -> tuple[NDArray[Any], NDArray[Any]]:
    """Values as float64 and their codes, 0 where there is none yet."""
    if isinstance(values, Column):
        return values.values, values.reasons
    if isinstance(values, (list, tuple)):
        try:
            values = np.array(values, dtype=object)
        except ValueError as error:
            raise UsageError("An array has rows of one length.") from error
    array = np.asarray(values, dtype=object if isinstance(values, NA) else None)
    if array.dtype.kind in "fiu":
        return array.astype(np.float64, copy=False), np.zeros(array.shape, np.uint8)
    if array.dtype.kind != "O":
        raise UsageError(f"Numbers are wanted, not {array.dtype}.")
    numbers, codes = np.full(array.shape, np.nan), np.zeros(array.shape, np.uint8)
    for index, item in np.ndenumerate(array):
        if item is None or (isinstance(item, float) and isnan(item)):
            continue
        one = float(item) if isinstance(item, (float, np.floating)) else number(item)
        if isinstance(one, NA):
            codes[index] = CODE_OF[one.reason]
        else:
            numbers[index] = _float(one)
    return numbers, codes


def _float(one: Fraction | float) -> float:
    try:
        return float(one)
    except OverflowError:
        return np.inf


def number(value: Any) -> Fraction | NA:
    """A single number as a fraction (a float as the binary number that it is), or `NA` as it came.

    Raises:
        UsageError: It is a truth, no real number, or not finite.
    """
    if isinstance(value, (NA, Fraction)):
        return value
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, (float, np.floating)) and isfinite(value):
        return Fraction(float(value))
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    raise UsageError(f"A finite number or NA is wanted, not {value!r}.")


def is_array(value: object) -> bool:
    """Whether a value counts as many numbers."""
    return isinstance(value, (Column, list, tuple)) or (
        hasattr(value, "__array__") and not isinstance(value, np.generic)
    )


def compute(
    formula: Callable[..., Any],
    given: Sequence[Any],
    *refusals: Refusal,
    absent: Sequence[str] = (),
    is_exact: bool = True,
) -> Any:
    """A formula of numbers that may be missing, and that it may refuse.

    Single numbers are computed with exactly: the result is a `Fraction`, or, where a float was among
    them, the float next to the exact result. Where an array is among them, all is float64 and the
    result is a `Column`.

    Args:
        formula: An expression of its arguments that holds for fractions and for arrays; `choose` stands
            for a condition in it.
        given: The arguments. The first one missing decides the reason.
        refusals: Reasons for which a value is missing though all arguments are known; the first holds.
            What the formula gives there is ignored, but it must not divide fractions by zero.
        absent: The reason for a not-a-number in each argument; `NO_ACTUAL` beyond the last.
        is_exact: Whether the formula works on fractions; if not, single numbers give a float.
    """
    if not any(is_array(value) for value in given):
        return _single(formula, given, refusals, is_exact=is_exact)
    columns = [
        column(
            value if is_array(value) else number(value),
            absent=absent[place] if place < len(absent) else "NO_ACTUAL",
        )
        for place, value in enumerate(given)
    ]
    return _many(formula, columns, refusals)


def _single(
    formula: Callable[..., Any], given: Sequence[Any], refusals: Sequence[Refusal], *, is_exact: bool
) -> Fraction | float | NA:
    numbers = [number(value) for value in given]
    for one in numbers:
        if isinstance(one, NA):
            return one
    for reason, holds in refusals:
        if holds(*numbers):
            return NA(reason)
    if not is_exact:
        return _many(formula, [column(one) for one in numbers], ()).at()
    result = Fraction(formula(*numbers))
    if not any(isinstance(value, (float, np.floating)) for value in given):
        return result
    rounded = _float(result)
    return rounded if isfinite(rounded) else NA("OUT_OF_DOMAIN")


def _many(formula: Callable[..., Any], columns: Sequence[Column], refusals: Sequence[Refusal]) -> Column:
    shape = np.broadcast_shapes(*(one.shape for one in columns))
    codes = np.zeros(shape, np.uint8)
    values = [one.values for one in columns]
    with np.errstate(all="ignore"):
        for one in columns:
            if one.reasons.any():
                np.copyto(codes, one.reasons, where=codes == 0)
        for reason, holds in refusals:
            np.copyto(codes, np.uint8(CODE_OF[reason]), where=(codes == 0) & holds(*values))
        result = np.broadcast_to(np.asarray(formula(*values), dtype=np.float64), shape)
    return _column(result, codes, CODE_OF["OUT_OF_DOMAIN"])


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """One or the other, for a single truth or for each of an array of truths."""
    if isinstance(condition, bool):
        return yes if condition else no
    return np.where(condition, yes, no)


def above(value: Any, limit: Any, *, inclusive: bool = True) -> Any:
    """Whether a value is above a limit, or the limit itself where that counts.

    A float of an array is the limit where it is within `TIE` of it, as what was computed in floats may miss by
    a hair what it is exactly.
    """
    if isinstance(value, Fraction) and isinstance(limit, Fraction):
        return value >= limit if inclusive else value > limit
    is_limit = abs(value - limit) <= TIE * abs(limit)
    return (value > limit) | is_limit if inclusive else (value > limit) & ~is_limit


def nonzero(divisor: Any) -> Any:
    """The divisor, 1 where it is zero: for quotients that a refusal or a `choose` discards."""
    return choose(divisor == 0, 1, divisor)
