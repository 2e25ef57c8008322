"""A value in another currency than its metric's, at the rate of its own kind and month."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from ..finding import Fault, Words
from ..model.dimension import CURRENCY, Unit
from ..model.period import Period
from ..model.rates import Rates, convert
from .observation import AppliedRate, RateKind
from .value_faults import DATA_RATE_MISSING

_KINDS: Final = {"average": Words("average", "平均"), "closing": Words("closing", "期末")}
_LEVELS: Final = frozenset({"stock", "distinct"})


def converted(
    value: Fraction, unit: Unit, wanted: Unit, metric: str, kind: str | None, period: Period, rates: Rates
) -> tuple[Fraction, AppliedRate] | Fault:
    """A value in base units, in base units of another currency.

    A level (stock, distinct count) is translated at the closing rate, everything else at the average of its
    own month (IAS 21.39). A period of several months has no month of its own, but for a level its last one.

    Returns:
        The value and the rate that was applied; a fault that names the pair and the month without one.
    """
    rate_kind: RateKind = "closing" if kind in _LEVELS else "average"
    month = _month(period, is_level=kind in _LEVELS)
    found = convert(value / unit.factor, unit, wanted, rates, rate_kind, month)
    foreign = next(code for code in (*_codes(unit), *_codes(wanted)) if code != rates.currency)
    if isinstance(found, Fault):
        pair = f"{'/'.join(_codes(unit))} → {'/'.join(_codes(wanted))}"
        params = {
            "metric": metric,
            "kind": _KINDS[rate_kind],
            "pair": pair,
            "month": f" ({month or period.label})",
        }
        return Fault(rule=DATA_RATE_MISSING, params=params)
    rate = rates.find(foreign, rate_kind, month)
    assert isinstance(rate, Decimal)  # it was just converted with
    return found * wanted.factor, AppliedRate(currency=foreign, kind=rate_kind, month=month, rate=rate)


def _month(period: Period, *, is_level: bool) -> str | None:
    first, last = period.first, period.last
    if is_level or (first.year, first.month) == (last.year, last.month):
        return f"{last.year:04}-{last.month:02}"
    return None


def _codes(unit: Unit) -> tuple[str, ...]:
    return tuple(name[len(CURRENCY) :] for name, _ in unit.dims if name.startswith(CURRENCY))
