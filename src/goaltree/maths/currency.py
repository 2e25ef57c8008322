"""Currency in comparisons: what exchange rates did, apart from what the business did. Exact.

All rates are in home currency for one unit of the local one. Effects are in home currency, and those of
one comparison sum to its total exactly.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, overload

from attrs import frozen

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, number
from .growth import growth


@frozen(kw_only=True)
class FxSplit:
    """A variance in home currency, split.

    Attributes:
        operations: What changed in local currency, at the reference rate.
        fx: What the change of the rate made of the actual: A (r - r').
        total: Actual less reference, each at its own rate; the sum of the two.
    """

    operations: Fraction
    fx: Fraction
    total: Fraction


def fx_split(actual: Exact, reference: Exact, actual_rate: Exact, reference_rate: Exact) -> FxSplit | NA:
    """The variance of a local amount, with the effect of the exchange rate taken out first.

    Args:
        actual: In local currency.
        reference: Plan, budget or the period before, in local currency.
        actual_rate: The rate at which the actual is translated.
        reference_rate: The rate of the reference: the budget rate.

    Returns:
        `NA` of the first argument that is missing.

    >>> made = fx_split(110, 100, Fraction("6.9"), Fraction("7.2"))
    >>> [str(effect) for effect in (made.operations, made.fx, made.total)]
    ['72', '-33', '39']
    """
    values = _known(actual, reference)
    rates = _known(actual_rate, reference_rate)
    if isinstance(values, NA):
        return values
    if isinstance(rates, NA):
        return rates
    (now, then), (rate, budget) = values, _rates(rates)
    return FxSplit(
        operations=(now - then) * budget, fx=now * (rate - budget), total=now * rate - then * budget
    )


@frozen(kw_only=True)
class PriceVolumeFx:
    """A variance in home currency, split by the exchange rate, then the price, then the volume.

    Attributes:
        fx: What the change of the rate made of the actual amount.
        price: What the change of the price made of the actual volume, at the reference rate.
        volume: What the change of the volume made at the reference price and rate.
        total: Their sum: actual less reference, each at its own rate.
    """

    fx: Fraction
    price: Fraction
    volume: Fraction
    total: Fraction


def price_volume_fx(
    actual: Exact,
    actual_volume: Exact,
    price: Exact,
    volume: Exact,
    actual_rate: Exact,
    reference_rate: Exact,
) -> PriceVolumeFx | NA:
    """The variance of sales in a foreign currency: rate first, then price, then volume.

    The order is the one that budget tools use: the rate on the actual amount, the price on the actual
    volume, the volume at reference price and rate. Nothing is left over.

    Args:
        actual: The actual amount in local currency.
        actual_volume: The actual number of units.
        price: The reference price in local currency.
        volume: The reference number of units.
        actual_rate: The rate at which the actual is translated.
        reference_rate: The rate of the reference.

    Returns:
        `NA` of the first argument that is missing.
    """
    values = _known(actual, actual_volume, price, volume)
    rates = _known(actual_rate, reference_rate)
    if isinstance(values, NA):
        return values
    if isinstance(rates, NA):
        return rates
    (amount, sold, each, planned), (rate, budget) = values, _rates(rates)
    return PriceVolumeFx(
        fx=amount * (rate - budget),
        price=(amount - sold * each) * budget,
        volume=(sold - planned) * each * budget,
        total=amount * rate - planned * each * budget,
    )


@overload
def constant_currency_growth(actual: Exact, baseline: Exact) -> Fraction | NA: ...
@overload
def constant_currency_growth(actual: Scalar, baseline: Scalar) -> Fraction | float | NA: ...
@overload
def constant_currency_growth(actual: Array, baseline: Given) -> Column: ...
def constant_currency_growth(actual: Any, baseline: Any) -> Any:
    """Growth with both sides at one rate: that of the amounts in local currency.

    Returns:
        As `goaltree.maths.growth`.

    >>> constant_currency_growth(110, 100)
    Fraction(1, 10)
    """
    return growth(actual, baseline)


def _known(*values: Exact) -> tuple[Fraction, ...] | NA:
    known: list[Fraction] = []
    for value in map(number, values):
        if isinstance(value, NA):
            return value
        known.append(value)
    return tuple(known)


def _rates(rates: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    if min(rates) <= 0:
        raise UsageError("An exchange rate is above zero.")
    return rates
