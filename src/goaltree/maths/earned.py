"""Earned value: what is done, what it cost, and what was planned by now, in one unit of money.

PV is what was planned by now, EV what is earned, AC what it cost, BAC the whole budget. Arguments stand in
one order everywhere: earned, cost, planned, budget. Nothing is clipped. A task that is done late has an SPI of
1 again; how late it was, `earned_time` says.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, Literal, overload

from attrs import frozen

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, choose, compute, nonzero, number

Method = Literal["all_or_nothing", "half_half", "percent", "milestones"]
"""How done work earns value."""
METHODS: Final[tuple[Method, ...]] = ("all_or_nothing", "half_half", "percent", "milestones")
Estimate = Literal["cpi", "remaining", "composite", "bottom_up"]
"""How the cost at completion is estimated."""
ESTIMATES: Final[tuple[Estimate, ...]] = ("cpi", "remaining", "composite", "bottom_up")
SETTLED_SHARE: Final = Fraction(1, 5)
"""From this earned share on the cost index is steady enough to estimate with."""
Result = Fraction | float | NA

_EARNED: Final = "NO_ACTUAL"
_PLANNED: Final = "NO_TARGET"


@overload
def earned_share(done: Exact, method: Method) -> Fraction | NA: ...
@overload
def earned_share(done: Scalar, method: Method) -> Fraction | float | NA: ...
@overload
def earned_share(done: Array, method: Method) -> Column: ...
def earned_share(done: Given, method: Method) -> Any:
    """The share of the budget that done work has earned, by the method that was declared for it.

    Args:
        done: The share of the work that is done, 0 to 1; for `milestones` the share of them that is reached.
        method: `all_or_nothing` (0 until all is done), `half_half` (half when it is begun, half when it is
            done), `percent` and `milestones` (the share itself).

    Returns:
        `NA` where `done` is missing; `OUT_OF_DOMAIN` below 0 or above 1.

    Raises:
        UsageError: There is no such method.

    >>> earned_share(Fraction(2, 5), "half_half")
    Fraction(1, 2)
    """
    if method not in METHODS:
        raise UsageError(f"Value is earned by {', '.join(METHODS)}, not {method!r}.")
    outside = ("OUT_OF_DOMAIN", lambda d: (d < 0) | (d > 1))
    half = Fraction(1, 2)
    formulas = {
        "all_or_nothing": lambda d: choose(d >= 1, Fraction(1), Fraction(0)),
        "half_half": lambda d: choose(d > 0, half, Fraction(0)) + choose(d >= 1, half, Fraction(0)),
    }
    return compute(formulas.get(method, lambda d: d), (done,), outside)


@overload
def cost_variance(earned: Exact, cost: Exact) -> Fraction | NA: ...
@overload
def cost_variance(earned: Scalar, cost: Scalar) -> Fraction | float | NA: ...
@overload
def cost_variance(earned: Array, cost: Given) -> Column: ...
def cost_variance(earned: Given, cost: Given) -> Any:
    """CV = EV - AC: below zero, the work cost more than it earned.

    >>> cost_variance(2500, 2800)
    Fraction(-300, 1)
    """
    return compute(lambda e, c: e - c, (earned, cost))


@overload
def schedule_variance(earned: Exact, planned: Exact) -> Fraction | NA: ...
@overload
def schedule_variance(earned: Scalar, planned: Scalar) -> Fraction | float | NA: ...
@overload
def schedule_variance(earned: Array, planned: Given) -> Column: ...
def schedule_variance(earned: Given, planned: Given) -> Any:
    """SV = EV - PV: below zero, less was done than was planned by now.

    >>> schedule_variance(2500, 3000)
    Fraction(-500, 1)
    """
    return compute(lambda e, p: e - p, (earned, planned), absent=(_EARNED, _PLANNED))


@overload
def cpi(earned: Exact, cost: Exact) -> Fraction | NA: ...
@overload
def cpi(earned: Scalar, cost: Scalar) -> Fraction | float | NA: ...
@overload
def cpi(earned: Array, cost: Given) -> Column: ...
def cpi(earned: Given, cost: Given) -> Any:
    """The cost index CPI = EV / AC: what one unit of money has earned.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where it cost nothing, `SIGN_MISMATCH` below.

    >>> cpi(2500, 2800)
    Fraction(25, 28)
    """
    return compute(
        lambda e, c: e / nonzero(c),
        (earned, cost),
        ("ZERO_DENOM", lambda _e, c: c == 0),
        ("SIGN_MISMATCH", lambda _e, c: c < 0),
    )


@overload
def spi(earned: Exact, planned: Exact) -> Fraction | NA: ...
@overload
def spi(earned: Scalar, planned: Scalar) -> Fraction | float | NA: ...
@overload
def spi(earned: Array, planned: Given) -> Column: ...
def spi(earned: Given, planned: Given) -> Any:
    """The schedule index SPI = EV / PV: 1 is on plan, and any finished task is at 1 again, however late.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where nothing was planned by now,
        `SIGN_MISMATCH` below zero.

    >>> spi(2500, 3000)
    Fraction(5, 6)
    """
    return compute(
        lambda e, p: e / nonzero(p),
        (earned, planned),
        ("ZERO_DENOM", lambda _e, p: p == 0),
        ("SIGN_MISMATCH", lambda _e, p: p < 0),
        absent=(_EARNED, _PLANNED),
    )


def default_estimate(share: Scalar) -> Estimate:
    """The estimate where nobody chose one: `cpi` once a fifth of the budget is earned, else `remaining`.

    Args:
        share: The earned share of the budget, 0 to 1; missing counts as less than a fifth.

    >>> default_estimate(Fraction(1, 5)), default_estimate(0)
    ('cpi', 'remaining')
    """
    found = number(share)
    return "cpi" if not isinstance(found, NA) and found >= SETTLED_SHARE else "remaining"


def eac(
    earned: Given,
    cost: Given,
    budget: Given,
    *,
    method: Estimate = "cpi",
    planned: Given | None = None,
    to_go: Given | None = None,
) -> Any:
    """The estimate at completion EAC: what it will have cost.

    Args:
        earned: EV.
        cost: AC.
        budget: BAC.
        method: `cpi` BAC / CPI (it goes on as it went); `remaining` AC + BAC - EV (what went wrong was a
            single event); `composite` AC + (BAC - EV) / (CPI SPI) (the date is held at a cost); `bottom_up`
            AC + `to_go` (the rest was estimated anew).
        planned: PV, for `composite`.
        to_go: What the rest is estimated to cost, for `bottom_up`.

    Returns:
        A `Fraction`, a float where one was among the arguments, a `Column` for arrays; `NA` of the first
        argument in use that is missing; `ZERO_DENOM` and `SIGN_MISMATCH` where CPI or SPI is zero, below
        zero or has none.

    Raises:
        UsageError: There is no such method, or its own argument is not given.

    >>> eac(2500, 2800, 4000), eac(2500, 2800, 4000, method="composite", planned=3000)
    (Fraction(4480, 1), Fraction(4816, 1))
    """
    if method == "remaining":
        return compute(lambda e, c, b: c + b - e, (earned, cost, budget), absent=(_EARNED, _EARNED, _PLANNED))
    if method == "cpi":
        return compute(
            lambda e, c, b: b * c / nonzero(e),
            (earned, cost, budget),
            ("ZERO_DENOM", lambda e, c, _b: (e == 0) | (c == 0)),
            ("SIGN_MISMATCH", lambda e, c, _b: (e < 0) | (c < 0)),
            absent=(_EARNED, _EARNED, _PLANNED),
        )
    if method == "composite" and planned is not None:
        return compute(
            lambda e, c, p, b: c + (b - e) * c * p / nonzero(e * e),
            (earned, cost, planned, budget),
            ("ZERO_DENOM", lambda e, c, p, _b: (e == 0) | (c == 0) | (p == 0)),
            ("SIGN_MISMATCH", lambda e, c, p, _b: (e < 0) | (c < 0) | (p < 0)),
            absent=(_EARNED, _EARNED, _PLANNED, _PLANNED),
        )
    if method == "bottom_up" and to_go is not None:
        return compute(lambda c, t: c + t, (cost, to_go), absent=(_EARNED, _PLANNED))
    if method in ESTIMATES:
        wanted = "planned" if method == "composite" else "to_go"
        raise UsageError(f"The estimate {method!r} needs `{wanted}`.")
    raise UsageError(f"Estimates are {', '.join(ESTIMATES)}, not {method!r}.")


@overload
def etc(estimate: Exact, cost: Exact) -> Fraction | NA: ...
@overload
def etc(estimate: Scalar, cost: Scalar) -> Fraction | float | NA: ...
@overload
def etc(estimate: Array, cost: Given) -> Column: ...
def etc(estimate: Given, cost: Given) -> Any:
    """The estimate to complete ETC = EAC - AC: what is still to be spent.

    >>> etc(4480, 2800)
    Fraction(1680, 1)
    """
    return compute(lambda e, c: e - c, (estimate, cost), absent=(_PLANNED, _EARNED))


@overload
def vac(estimate: Exact, budget: Exact) -> Fraction | NA: ...
@overload
def vac(estimate: Scalar, budget: Scalar) -> Fraction | float | NA: ...
@overload
def vac(estimate: Array, budget: Given) -> Column: ...
def vac(estimate: Given, budget: Given) -> Any:
    """The variance at completion VAC = BAC - EAC: below zero, the budget will not do.

    >>> vac(4480, 4000)
    Fraction(-480, 1)
    """
    return compute(lambda e, b: b - e, (estimate, budget), absent=(_PLANNED, _PLANNED))


@overload
def tcpi(earned: Exact, cost: Exact, budget: Exact) -> Fraction | NA: ...
@overload
def tcpi(earned: Scalar, cost: Scalar, budget: Scalar) -> Fraction | float | NA: ...
@overload
def tcpi(earned: Array, cost: Given, budget: Given) -> Column: ...
def tcpi(earned: Given, cost: Given, budget: Given) -> Any:
    """The cost index that the rest needs to stay in the budget: TCPI = (BAC - EV) / (BAC - AC).

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where the budget is used up to the last,
        `OUT_OF_DOMAIN` where more is spent.

    >>> tcpi(2500, 2800, 4000)
    Fraction(5, 4)
    """
    return compute(
        lambda e, c, b: (b - e) / nonzero(b - c),
        (earned, cost, budget),
        ("ZERO_DENOM", lambda _e, c, b: b == c),
        ("OUT_OF_DOMAIN", lambda _e, c, b: b < c),
        absent=(_EARNED, _EARNED, _PLANNED),
    )


# All of it together.


@frozen(kw_only=True)
class EarnedValue:
    """What one task is worth, what it cost, and what follows, in one unit of money.

    Attributes:
        planned: PV, planned by now.
        earned: EV, earned by now.
        cost: AC, what it cost so far.
        budget: BAC, the whole budget.
        cost_variance: EV - AC; below zero is adverse.
        schedule_variance: EV - PV; below zero is adverse.
        cpi: EV / AC.
        spi: EV / PV; 1 for whatever is finished.
        eac: The estimate at completion.
        estimate: How it was estimated.
        etc: What is still to be spent.
        vac: BAC - EAC; below zero is adverse.
        tcpi: The cost index that the rest needs to stay in the budget.
    """

    planned: Result
    earned: Result
    cost: Result
    budget: Result
    cost_variance: Result
    schedule_variance: Result
    cpi: Result
    spi: Result
    eac: Result
    estimate: Estimate
    etc: Result
    vac: Result
    tcpi: Result


def earned_value(
    earned: Scalar,
    cost: Scalar,
    planned: Scalar,
    budget: Scalar,
    *,
    estimate: Estimate | None = None,
    to_go: Scalar | None = None,
) -> EarnedValue:
    """Every figure of earned value of one task, each `NA` by itself where it cannot be had.

    Args:
        earned: EV.
        cost: AC.
        planned: PV.
        budget: BAC.
        estimate: How EAC is estimated; `default_estimate` of the earned share where it is `None`.
        to_go: What the rest is estimated to cost, for `bottom_up`.

    >>> found = earned_value(2500, 2800, 3000, 4000)
    >>> found.cost_variance, found.estimate, found.eac, found.tcpi
    (Fraction(-300, 1), 'cpi', Fraction(4480, 1), Fraction(5, 4))
    """
    share = compute(lambda e, b: e / nonzero(b), (earned, budget), ("ZERO_DENOM", lambda _e, b: b == 0))
    how = estimate or default_estimate(share)
    final = eac(earned, cost, budget, method=how, planned=planned, to_go=to_go)
    return EarnedValue(
        planned=result(planned),
        earned=result(earned),
        cost=result(cost),
        budget=result(budget),
        cost_variance=cost_variance(earned, cost),
        schedule_variance=schedule_variance(earned, planned),
        cpi=cpi(earned, cost),
        spi=spi(earned, planned),
        eac=final,
        estimate=how,
        etc=etc(final, cost),
        vac=vac(final, budget),
        tcpi=tcpi(earned, cost, budget),
    )


def result(value: Scalar) -> Result:
    """One figure as results hold it: exactly, or the float or `NA` that it is."""
    return value if isinstance(value, (float, NA)) else number(value)
