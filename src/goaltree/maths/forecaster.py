"""Forecasters: what says how a series goes on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

from attrs import frozen

from ..model.missing import NA
from ..model.period import Period


@frozen(kw_only=True)
class Prospect:
    """What is expected of one period, with the interval that it comes to lie in.

    Attributes:
        period: The period.
        value: The middle of what is expected, in the unit of the series.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """

    period: Period
    value: float
    low: float
    high: float


@runtime_checkable
class Forecaster(Protocol):
    """A method of forecasting; a frozen attrs class whose fields are its options."""

    @property
    def name(self) -> str:
        """What it is called; a class variable."""

    def forecast(
        self,
        periods: Sequence[Period],
        values: Sequence[Fraction | NA],
        ahead: Sequence[Period],
        *,
        level: float = 0.8,
    ) -> Sequence[Prospect] | NA:
        """How a series goes on.

        Args:
            periods: The periods that are known, in order.
            values: Their values; `NA` where one is missing.
            ahead: The periods that are asked for, in order, after the known ones.
            level: The probability that a value comes to lie in its interval.

        Returns:
            One `Prospect` for each period ahead; `NA` with the reason where the method does not know
            (too short a series, a value missing that it needs). Never infinite, never nan.
        """
