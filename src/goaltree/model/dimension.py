"""Units as exact algebra: base dimensions with integer exponents and a fraction as factor."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, Literal

from attrs import evolve, field, frozen

from ..errors import UsageError

Kind = Literal["plain", "percent", "pp", "ratio"]
Powers = tuple[tuple[str, int], ...]

CURRENCY: Final = "currency:"
_ONE: Final = Fraction(1)
_KIND_FACTOR: Final[dict[Kind, Fraction]] = {
    "plain": _ONE,
    "percent": Fraction(1, 100),
    "pp": Fraction(1, 100),
    "ratio": _ONE,
}
_MAX_POWER: Final = 64


@frozen(kw_only=True, cache_hash=True)
class Unit:
    """What a number counts. Equality is on dimensions, factor and kind; spelling does not matter.

    Values in formulas are in base units, so percent, percentage point and ratio vanish in products:
    `% * 元` is `元`. Month, quarter and year have one dimension, seconds to weeks another; the two
    never convert. A product that mixes calendar periods (a yearly rate times months) is exact, but
    `mixes_periods` tells a checker that it has to be refused or asked about.

    Attributes:
        dims: Base dimensions with their exponents, sorted, none of them 0; a currency is `currency:CNY`.
        factor: One of this unit in base units (`%`: 1/100, `小时`: 3600, `年`: 12 months, `亿元`: 10**8 元).
        kind: `percent`, `pp` (percentage point) and `ratio` (n:1) are dimensionless, and kept apart.
        symbol: As written, for people; the empty text for a plain number.
        shows: For a unit with a display scale, the unit without it (`元` for `亿元`); `None` for others.
        parts: The symbols that the unit is made of, with their exponents.
        periods: The calendar periods (`month`, `quarter`, `half`, `year`) that went into it.
    """

    dims: Powers = ()
    factor: Fraction = _ONE
    kind: Kind = "plain"
    symbol: str = field(default="", eq=False)
    shows: Unit | None = field(default=None, eq=False, repr=False)
    parts: Powers = field(default=(), eq=False)
    periods: frozenset[str] = field(default=frozenset(), eq=False)

    def __mul__(self, other: Unit) -> Unit:
        return _product(self, other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return _product(self, other, -1)

    def __pow__(self, power: int) -> Unit:
        if not -_MAX_POWER <= power <= _MAX_POWER:
            raise UsageError(f"A unit's exponent must be within ±{_MAX_POWER}, not {power}.")
        return _made(
            [(name, exponent * power) for name, exponent in self.dims],
            _plain_factor(self) ** power,
            [(symbol, exponent * power) for symbol, exponent in self.parts],
            self.periods,
        )

    def __str__(self) -> str:
        return self.symbol or "1"

    @property
    def is_dimensionless(self) -> bool:
        """Whether it is a plain number, a percentage, a percentage point or a ratio."""
        return not self.dims

    @property
    def currency(self) -> str | None:
        """The code where the unit is money (`元`, `亿元`); `None` for anything else, also for `元/单`."""
        if len(self.dims) == 1 and self.dims[0][1] == 1 and self.dims[0][0].startswith(CURRENCY):
            return self.dims[0][0][len(CURRENCY) :]
        return None

    @property
    def currencies(self) -> tuple[str, ...]:
        """The codes of all currencies in the unit (`元/单`: CNY)."""
        return tuple(name[len(CURRENCY) :] for name, _ in self.dims if name.startswith(CURRENCY))

    @property
    def mixes_periods(self) -> bool:
        """Whether months, quarters or years met in one product: a yearly and a monthly rate, say."""
        return len(self.periods) > 1

    @property
    def unscaled(self) -> Unit:
        """The unit without its display scale: `元` for `亿元`."""
        return self if self.shows is None else self.shows

    def same_dimension(self, other: Unit) -> bool:
        """Whether one converts into the other by a factor alone; two currencies do not."""
        return self.dims == other.dims

    def differs_in_currency(self, other: Unit) -> bool:
        """Whether the two would be of one dimension if there were only one currency."""
        return self.dims != other.dims and _without_codes(self) == _without_codes(other)

    def factor_to(self, other: Unit) -> Fraction:
        """What a value in this unit is multiplied by to get it in the other.

        Raises:
            UsageError: The two have different dimensions (currencies convert through `convert`).
        """
        if self.dims != other.dims:
            raise UsageError(f"A unit {self} cannot be converted into {other} by a factor.")
        return self.factor / other.factor


DIMENSIONLESS: Final = Unit()
PERCENT: Final = Unit(factor=_KIND_FACTOR["percent"], kind="percent", symbol="%")
POINT: Final = Unit(factor=_KIND_FACTOR["pp"], kind="pp", symbol="pp")
RATIO: Final = Unit(kind="ratio", symbol=":1")


def base_unit(dimension: str, symbol: str, factor: Fraction = _ONE, period: str | None = None) -> Unit:
    """A unit of one dimension, such as `小时` of `second` with factor 3600."""
    return Unit(
        dims=((dimension, 1),),
        factor=factor,
        symbol=symbol,
        parts=((symbol, 1),),
        periods=frozenset((period,)) if period else frozenset(),
    )


def per(unit: Unit, other: Unit) -> Unit:
    """The unit divided by another, with a percentage kept: `%` per `月` is `%/月`, not `1/月`."""
    if unit.kind not in ("percent", "pp") or not other.dims:
        return unit / other
    quotient = unit / other
    return evolve(
        quotient,
        factor=quotient.factor * _KIND_FACTOR[unit.kind],
        kind=unit.kind,
        symbol=_render(quotient.parts, unit.kind),
    )


def _product(left: Unit, right: Unit, sign: int) -> Unit:
    factor = _plain_factor(right)
    return _made(
        [*left.dims, *((name, sign * exponent) for name, exponent in right.dims)],
        _plain_factor(left) * factor if sign > 0 else _plain_factor(left) / factor,
        [*left.parts, *((symbol, sign * exponent) for symbol, exponent in right.parts)],
        left.periods | right.periods,
    )


def _plain_factor(unit: Unit) -> Fraction:
    return unit.factor if unit.kind == "plain" else unit.factor / _KIND_FACTOR[unit.kind]


def _made(
    dims: list[tuple[str, int]], factor: Fraction, parts: list[tuple[str, int]], periods: frozenset[str]
) -> Unit:
    powers = tuple(sorted(_merged(dims)))
    symbols = tuple(_merged(parts)) if powers or factor != 1 else ()
    return Unit(
        dims=powers,
        factor=factor,
        parts=symbols,
        periods=periods,
        symbol=_render(symbols, "plain") if symbols else "",
    )


def _merged(powers: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    total: dict[str, int] = {}
    for name, exponent in powers:
        total[name] = total.get(name, 0) + exponent
    return [(name, exponent) for name, exponent in total.items() if exponent]


def _render(parts: Powers, kind: Kind) -> str:
    head = {"plain": [], "percent": ["%"], "pp": ["pp"], "ratio": [":1"]}[kind]
    above = [*head, *(_power(symbol, exponent) for symbol, exponent in parts if exponent > 0)]
    below = "".join("/" + _power(symbol, -exponent) for symbol, exponent in parts if exponent < 0)
    return ("·".join(above) or "1") + below


def _power(symbol: str, exponent: int) -> str:
    return symbol if exponent == 1 else f"{symbol}^{exponent}"


def _without_codes(unit: Unit) -> Powers:
    merged = _merged((CURRENCY if n.startswith(CURRENCY) else n, e) for n, e in unit.dims)
    return tuple(sorted(merged))
