"""Exchange rates by kind and month. A rate is always an argument, and a missing one is a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from ..finding import Fault, Words
from .dimension import CURRENCY, Unit
from .quantity import Quantity, parse_quantity
from .unit import Units, find_currency
from .unit_faults import BAD_RATE, MISSING_RATE, UNIT_CONFLICT, UNKNOWN_RATE_KIND

KINDS: Final = ("budget", "average", "closing", "default")
_KIND_NAMES: Final = {
    "budget": Words("budget", "预算"),
    "average": Words("average", "平均"),
    "closing": Words("closing", "期末"),
    "default": Words("default", "默认"),
}
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_MAX_RATE: Final = Decimal("1e12")

Entry = tuple[str, str, str | None]
"""Currency code, kind, and month as `2025-01` or `None` for every month."""


@frozen(kw_only=True)
class Rates:
    """How much of the plan's currency one unit of each foreign currency costs.

    Attributes:
        currency: The plan's currency.
        entries: The rate of each currency, kind and month; every one above zero.
    """

    currency: str | None = None
    entries: Mapping[Entry, Decimal] = field(factory=dict)

    @staticmethod
    def of(currency: str | None, table: Mapping[str, object]) -> Rates | Fault:
        """The rates that a plan declares: `{USD: 7.2}` or `{USD: {budget: 7.2, average: {2025-01: 7.1}}}`.

        Rates may be texts, integers or decimals. The first value that is no rate is answered as a
        fault, whose parameter `at` names its place (`USD.average.2025-01`).
        """
        entries: dict[Entry, Decimal] = {}
        for name, kinds in table.items():
            code = find_currency(str(name))
            if isinstance(code, Fault):
                return _at(code, (str(name),))
            for kind, months in (kinds if isinstance(kinds, Mapping) else {"default": kinds}).items():
                if kind not in KINDS:
                    return Fault(rule=UNKNOWN_RATE_KIND, params={"kind": kind, "at": f"{name}.{kind}"})
                for month, value in (months if isinstance(months, Mapping) else {None: months}).items():
                    rate = _rate(value)
                    if month is not None and not _MONTH.fullmatch(str(month)):
                        rate = Fault(rule=BAD_RATE, params={"text": str(month)})
                    if isinstance(rate, Fault):
                        return _at(rate, (str(name), kind, month))
                    entries[code, kind, None if month is None else str(month)] = rate
        return Rates(currency=currency, entries=entries)

    def find(self, currency: str, kind: str, month: str | None = None) -> Decimal | Fault:
        """The rate of a currency, of one kind and month, into the plan's currency.

        A rate declared without month holds for every month. A `default` rate answers for the kinds
        that the currency does not list. Nothing else stands in: a kind that lists months has no rate
        for another month.
        """
        if currency == self.currency:
            return Decimal(1)
        for wanted in (kind, "default"):
            for when in (month, None):
                rate = self.entries.get((currency, wanted, when))
                if rate is not None:
                    return rate
            if any(entry[0] == currency and entry[1] == wanted for entry in self.entries):
                break
        params = {
            "currency": currency,
            "kind": _KIND_NAMES.get(kind, kind),
            "month": f" ({month})" if month else "",
        }
        return Fault(rule=MISSING_RATE, params=params)


def parse_rate(text: str) -> Decimal | Fault:
    """An exchange rate: one exact, finite number above zero, without unit or scale."""
    quantity = parse_quantity(text, _NO_UNITS)
    if isinstance(quantity, Fault):
        return quantity
    return _checked(quantity.value, text) if _is_bare(quantity) else _bad(text)


_NO_UNITS: Final = Units()
_NO_RATIO: Final = Words("; months and days have no fixed ratio", "；月和天之间没有固定的换算")


def _times(unit: Unit) -> tuple[str, ...]:
    """The kinds of time that a unit counts or is counted per."""
    return tuple(name for name, _ in unit.dims if name in ("second", "month"))


def convert(
    value: Fraction, from_unit: Unit, to_unit: Unit, rates: Rates, kind: str, month: str | None = None
) -> Fraction | Fault:
    """A value in one unit, in another one; currencies at the rates of one kind and month.

    Args:
        value: In `from_unit` itself, not in base units.
        from_unit: What it is counted in, such as `USD/单`.
        to_unit: What is wanted, such as `元/单`.
        rates: The plan's rates.
        kind: `budget`, `average`, `closing` or `default`.
        month: As `2025-01`, for dated rates.

    Returns:
        A `missing-rate` fault without a rate; a `unit-conflict` where the rest differs.
    """
    if from_unit.dims == to_unit.dims:
        return value * from_unit.factor / to_unit.factor
    if not from_unit.differs_in_currency(to_unit):
        times = _times(from_unit), _times(to_unit)
        time = _NO_RATIO if all(times) and times[0] != times[1] else Words("", "")
        params = {"from_unit": str(from_unit), "to_unit": str(to_unit), "time": time}
        return Fault(rule=UNIT_CONFLICT, params=params)
    factor = from_unit.factor / to_unit.factor
    for unit, sign in ((from_unit, 1), (to_unit, -1)):
        for name, exponent in unit.dims:
            if not name.startswith(CURRENCY):
                continue
            rate = rates.find(name[len(CURRENCY) :], kind, month)
            if isinstance(rate, Fault):
                return rate
            factor *= Fraction(rate) ** (sign * exponent)
    return value * factor


def _rate(value: object) -> Decimal | Fault:
    if isinstance(value, str):
        return parse_rate(value)
    if isinstance(value, Quantity):
        return _checked(value.value, str(value)) if _is_bare(value) else _bad(str(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return _bad(str(value)[:80])
    return _checked(Decimal(str(value)) if isinstance(value, float) else Decimal(value), str(value)[:80])


def _is_bare(quantity: Quantity) -> bool:
    return quantity.is_exact and not quantity.unit.dims and quantity.unit.kind == "plain"


def _checked(rate: Decimal, text: str) -> Decimal | Fault:
    return rate if rate.is_finite() and 0 < rate < _MAX_RATE else _bad(text)


def _bad(text: str) -> Fault:
    return Fault(rule=BAD_RATE, length=max(1, len(text)), params={"text": text})


def _at(fault: Fault, path: tuple[object, ...]) -> Fault:
    place = ".".join(str(part) for part in path if part is not None)
    return Fault(
        rule=fault.rule, column=fault.column, length=fault.length, params={**fault.params, "at": place}
    )
