"""An exact number that carries how far a float computation of it may be off."""

from __future__ import annotations

from fractions import Fraction

from attrs import define

from goaltree.model.missing import NA

UNIT = 2.0**-53
"""Half a unit in the last place of 1: the error of one rounding, relative."""


@define(slots=True, eq=False)
class Num:
    """An exact value, and a first-order bound of the absolute error that one rounding a step may make."""

    v: Fraction
    e: float = 0.0


Value = Num | NA


def given(value: Fraction | int) -> Num:
    """A number as written: its float64 is the nearest."""
    exact = Fraction(value)
    return Num(exact, abs(float(exact)) * UNIT)


def _round(value: Fraction, error: float) -> Num:
    return Num(value, error + abs(float(value)) * UNIT)


def missing_of(*values: Value) -> NA | None:
    """The first of some values that is missing."""
    for value in values:
        if isinstance(value, NA):
            return value
    return None


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if isinstance(a, NA) or isinstance(b, NA):
        return missing_of(a, b)
    return _round(a.v + b.v, a.e + b.e)


def sub(a: Value, b: Value) -> Value:
    """a - b."""
    if isinstance(a, NA) or isinstance(b, NA):
        return missing_of(a, b)
    return _round(a.v - b.v, a.e + b.e)


def mul(a: Value, b: Value) -> Value:
    """a x b."""
    if isinstance(a, NA) or isinstance(b, NA):
        return missing_of(a, b)
    return _round(a.v * b.v, abs(float(a.v)) * b.e + abs(float(b.v)) * a.e)


def div(a: Value, b: Value) -> Value:
    """a / b; `ZERO_DENOM` by zero."""
    if isinstance(a, NA) or isinstance(b, NA):
        return missing_of(a, b)
    if not b.v:
        return NA("ZERO_DENOM")
    value, size = a.v / b.v, abs(float(b.v))
    return _round(value, (a.e + abs(float(value)) * b.e) / size)


def total(values: list[Value]) -> Value:
    """The sum: within one unit in the last place of the exact sum of its inputs."""
    missing = missing_of(*values)
    if missing is not None:
        return missing
    whole = sum((one.v for one in values), Fraction(0))
    return Num(whole, sum(one.e for one in values) + abs(float(whole)) * 2 * UNIT)


def ratio_of(values: list[Value], weights: list[Value]) -> Value:
    """Σ value x weight / Σ weight."""
    return div(total([mul(v, w) for v, w in zip(values, weights, strict=True)]), total(weights))
