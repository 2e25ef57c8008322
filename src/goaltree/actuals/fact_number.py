"""Columns as numbers that plain sums add up exactly on every engine.

An engine adds 64-bit integers without looking whether they fit, and floats in whatever order it likes. So a
number is split, row by row, into whole parts of at most 32 bits whose sums always fit, and the sums are put
together again as exact fractions. Of a float that leaves a rest below 2**-31, which is added as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from attrs import field, frozen

from ..finding import Words
from .fact_column import BASE, FactColumn
from .measure import Figure, plain_figure
from .odd_cell import NUMBERS
from .unanswered import Source

_GIVE: Final = Words(
    "Give the column a type of numbers, or count another one",
    "请把该列转换为数字类型，或改用其他列",
)
_BITS: Final = {"Int64": 64, "UInt64": 64, "Int128": 128, "UInt128": 128}
_LARGE: Final = 2.0**62
"""Floats from here on are added as they are: they have no digits behind the point, and may be infinite."""
_REST: Final = 2**31
_LIMB: Final = 2**16
"""The parts of factors: products of two are added four at a time, and stay far below 64 bits."""


@frozen(kw_only=True)
class Number:
    """A number of each row.

    Attributes:
        column: The column that it is in.
        valid: Whether a row has one; an expression.
        plain: It, or null: to compare, not to add.
        parts: Expressions without nulls that add up to it, by the name of their sums, each with its weight.
        is_float: Whether it is a binary floating-point number.
        scale: Digits behind the point, where the engine adds decimals; `None` elsewhere.
    """

    column: FactColumn
    valid: Any = field(repr=False)
    plain: Any = field(repr=False)
    parts: Mapping[str, tuple[Any, Fraction]] = field(repr=False)
    is_float: bool = False
    scale: int | None = None

    def total(self, sums: Mapping[str, Any]) -> Figure:
        """The sum, of the sums of its parts by name; infinite where one of the numbers is."""
        return total_of({name: weight for name, (_, weight) in self.parts.items()}, sums, self.is_float)

    def meant(self, cell: Any) -> Figure:
        """What a cell of `plain` stands for."""
        if self.column.ranked:
            return plain_figure(self.column.ranked[int(cell)])
        return figure(cell)


def total_of(weights: Mapping[str, Fraction], sums: Mapping[str, Any], is_float: bool) -> Figure:
    """Sums of parts put together."""
    given = [(0 if sums[name] is None else figure(sums[name]), weight) for name, weight in weights.items()]
    if not all(isfinite(part) for part, _ in given):
        return float(sum(float(part) for part, _ in given))
    found = sum((Fraction(part) * weight for part, weight in given), Fraction(0))
    if not is_float:
        return plain_figure(found)
    try:
        return float(found)
    except OverflowError:
        return float("inf") if found > 0 else float("-inf")


def figure(cell: Any) -> Figure:
    """A number that an engine gives, as Python's own."""
    own: Any = cell.item() if type(cell).__module__ == "numpy" else cell
    return own  # type: ignore[no-any-return]


def number_of(column: FactColumn, prefix: str, source: Source) -> Number:
    """A column as numbers.

    Args:
        column: The column.
        prefix: What the names of its sums begin with.
        source: The table in findings.

    Raises:
        Unanswered: It holds something else.
    """
    import narwhals.stable.v2 as nw

    cell, kind = nw.col(column.name), column.dtype
    valid = ~cell.is_null()
    if column.parts:
        parts = {f"{prefix}{at}": (nw.col(name), weight) for at, (name, weight) in enumerate(column.parts)}
        return Number(column=column, valid=valid, plain=cell, parts=parts)
    if kind.is_integer():
        whole = nw.when(valid).then(cell).otherwise(nw.lit(0, kind))
        bits = _BITS.get(type(kind).__name__, 32)
        return Number(column=column, valid=valid, plain=cell, parts=_split(whole, kind, bits, prefix))
    if kind.is_float():
        wide = cell.cast(nw.Float64)
        valid = valid & ~wide.is_nan().fill_null(True)
        plain = nw.when(valid).then(wide).otherwise(None)
        zero = nw.when(valid).then(wide).otherwise(0.0)
        return Number(column=column, valid=valid, plain=plain, parts=_pieces(zero, prefix), is_float=True)
    if kind.is_decimal():
        zero = nw.when(valid).then(cell).otherwise(None)
        parts = {f"{prefix}0": (zero, Fraction(1))}
        return Number(column=column, valid=valid, plain=cell, parts=parts, scale=kind.scale)
    raise source.unfit(column.called, str(kind), NUMBERS, _GIVE)


def product_of(left: Number, right: Number, prefix: str) -> Number:
    """The products of two numbers of each row; exact for whole numbers, else floats."""
    import narwhals.stable.v2 as nw

    valid = left.valid & right.valid
    if not any(one.is_float or one.scale is not None for one in (left, right)):
        parts: dict[str, tuple[Any, Fraction]] = {}
        added: dict[Fraction, list[Any]] = {}
        for first, by in _limbs(left):
            for second, times in _limbs(right):
                added.setdefault(by * times, []).append(first * second)
        for weight, products in sorted(added.items()):
            every = products[0]
            for product in products[1:]:
                every = every + product
            masked = nw.when(valid).then(every).otherwise(nw.lit(0, nw.Int64))
            parts[f"{prefix}{len(parts)}"] = (masked, weight)
        return Number(column=left.column, valid=valid, plain=left.plain, parts=parts)
    zero = nw.when(valid).then(_as_float(left) * _as_float(right)).otherwise(0.0)
    return Number(
        column=left.column, valid=valid, plain=left.plain, parts=_pieces(zero, prefix), is_float=True
    )


def _as_float(number: Number) -> Any:
    import narwhals.stable.v2 as nw

    if not number.column.parts:
        return number.plain.cast(nw.Float64)
    summed = nw.lit(0.0)
    for expression, weight in number.parts.values():
        summed = summed + expression.cast(nw.Float64) * float(weight)
    return summed


def _split(whole: Any, kind: Any, bits: int, prefix: str) -> dict[str, tuple[Any, Fraction]]:
    """A whole number without nulls as parts of 32 bits, the last of which has its sign."""
    import narwhals.stable.v2 as nw

    parts: dict[str, tuple[Any, Fraction]] = {}
    base, weight = nw.lit(BASE, kind if bits > 32 else nw.Int64), 1
    while bits > 32:
        low = whole % base
        parts[f"{prefix}{len(parts)}"] = (low.cast(nw.Int64), Fraction(weight))
        # What is left is a multiple, so that a division by way of floats is exact too.
        whole, weight, bits = (whole - low) // base, weight * BASE, bits - 32
    parts[f"{prefix}{len(parts)}"] = (whole.cast(nw.Int64), Fraction(weight))
    return parts


def _limbs(number: Number) -> list[tuple[Any, Fraction]]:
    """A whole number without nulls as parts of 16 bits with their weights; the last has its sign."""
    import narwhals.stable.v2 as nw

    limbs: list[tuple[Any, Fraction]] = []
    for part, weight in number.parts.values():
        low = part % nw.lit(_LIMB, nw.Int64)
        limbs += [(low, weight), ((part - low) // nw.lit(_LIMB, nw.Int64), weight * _LIMB)]
    return limbs


def _pieces(number: Any, prefix: str) -> dict[str, tuple[Any, Fraction]]:
    """A float without nulls as its whole part, 31 bits behind the point, the rest, and what is too large."""
    import narwhals.stable.v2 as nw

    is_small = (number < _LARGE) & (number > -_LARGE)
    small = nw.when(is_small).then(number).otherwise(0.0)
    large = nw.when(is_small).then(0.0).otherwise(number)
    whole = _towards_zero(small)
    behind = (small - whole) * float(_REST)
    fine = _towards_zero(behind)
    found = _split(whole.cast(nw.Int64), nw.Int64(), 64, prefix)
    at = len(found)
    found[f"{prefix}{at}"] = (fine.cast(nw.Int64), Fraction(1, _REST))
    found[f"{prefix}{at + 1}"] = (behind - fine, Fraction(1, _REST))
    found[f"{prefix}{at + 2}"] = (large, Fraction(1))
    return found


def _towards_zero(number: Any) -> Any:
    """The whole part of floats; what is taken away with it leaves the rest exact, also below zero."""
    import narwhals.stable.v2 as nw

    up = 0.0 - (0.0 - number).floor().cast(nw.Float64)
    return nw.when(number < 0).then(up).otherwise(number.floor().cast(nw.Float64))
