"""Five numbers of the example's scorecard, derived on paper and compared with the scorecard.

Everything is computed here with fractions from the rows of the CSV file and the targets of the plan,
by no function of goaltree. Where a scorecard says otherwise the page is not made, and the build fails.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

from goaltree_xiaohongshu import AS_OF, MARK, actuals_path, load, scorecard

from .markdown import fence, page, table

MONTHS: Final = tuple(f"2025-{month:02}" for month in range(1, 7))
CHANNELS: Final = ("channel=站内", "channel=站外", "channel=跨境")
YI, WAN = Fraction(10**8), Fraction(10**4)
DAYS, GONE = 365, 31 + 28 + 31 + 30 + 31 + 30
"""The days of 2025, and those up to the end of June."""
_VALUE: Final = re.compile(r"([\d.]+) ?(亿|万)?")
_CLOSE: Final = Fraction(1, 10**12)


class DifferentNumberError(ValueError):
    """The scorecard says another number than the arithmetic on the page."""


@cache
def rows() -> dict[tuple[str, str, str], Fraction]:
    """The values of the CSV file by metric, segment and month, in yuan, users and the like."""
    with actuals_path().open(encoding="utf-8", newline="") as file:
        return {
            (row["metric"], row["segment"], row["period"]): number(row["value"])
            for row in csv.DictReader(file)
        }


def number(text: str) -> Fraction:
    """A value of the file: `44.05亿` is 4,405,000,000."""
    found = _VALUE.match(text)
    if found is None:
        raise ValueError(text)
    return Fraction(found[1]) * {"亿": YI, "万": WAN}.get(found[2], Fraction(1))


def stated(key: str, what: str) -> Fraction:
    """A goal's `target` or `baseline` as the plan states it."""
    quantity: Any = getattr(load(accepted=True).goal(key), what)
    return number(str(quantity).lstrip("≥≤")) / (100 if str(quantity).endswith("%") else 1)


def same(key: str, what: str, exact: Fraction) -> Fraction:
    """The number that was derived, once the scorecard is seen to say the same.

    Raises:
        DifferentNumberError: It says something else.
    """
    said = getattr(_card()[key], what)
    wanted = round(exact, 9) if what == "deviation" else exact
    if not isinstance(said, float) or abs(Fraction(said) - wanted) > abs(wanted) * _CLOSE:
        raise DifferentNumberError(
            f"{key}.{what}: the scorecard says {said}, on paper it is {float(exact)} = {exact}"
        )
    return exact


@cache
def _card() -> Any:
    return scorecard()


def said(value: Fraction, digits: int = 2) -> str:
    """A number with so many decimals, halves to even."""
    return str(Decimal(round(value * 10**digits)).scaleb(-digits))


def equal(value: Fraction, digits: int = 2, unit: str = "") -> str:
    """The end of a line of arithmetic: `= 917.89 亿`, or `≈` where decimals were cut."""
    sign = "=" if (value * 10**digits).denominator == 1 else "≈"
    return f"{sign} {said(value, digits)}{unit}"


def in_yi(value: Fraction, digits: int = 2) -> str:
    """An amount in 亿, as the file writes it."""
    return said(value / YI, digits)


def hand_check_page() -> str:
    """The page."""
    return page(
        "Five numbers by hand · 手工验算",
        f"**{MARK}.** The plan and the data are those of [the example](../example.md); the day is {AS_OF}.",
        "Each number of the scorecard below is derived on paper from the plan and from the rows of "
        "`synthetic-2025H1.csv`. The page is made with fractions and no function of goaltree; where the scorecard "
        "says anything else, up to a relative difference of 1e-12 (a deviation is settled to nine decimals), the "
        "documentation is not built. "
        "亿 is a hundred million, 万 ten thousand.",
        *_total(),
        *_expected(),
        *_share(),
        *_season(),
        *_rate(),
    )


def _total() -> Iterable[str]:
    """A total of parts, and how much of the target it is."""
    months = {month: [rows()["gmv", part, month] for part in CHANNELS] for month in MONTHS}
    sums = [sum(column, Fraction(0)) for column in zip(*months.values(), strict=True)]
    total, target = same("gmv", "value", sum(sums, Fraction(0))), stated("gmv", "target")
    for part, value in zip(CHANNELS, sums, strict=True):
        same(f"gmv.{part.partition('=')[2]}", "value", value)
    reached = same("gmv", "attainment", total / target)
    yield "## 1. GMV and its attainment · 电商 GMV 与完成率"
    yield (
        "GMV is a flow that `rolls_up` by channel: no row gives the whole, which is the sum of the three channels "
        "over the months of the year so far (亿):"
    )
    yield table(
        ("month", *(part.partition("=")[2] for part in CHANNELS), "all"),
        [
            *(
                (month, *map(in_yi, values), in_yi(sum(values, Fraction(0))))
                for month, values in months.items()
            ),
            ("**H1**", *(f"**{in_yi(value)}**" for value in sums), f"**{in_yi(total)}**"),
        ],
    )
    yield _steps(
        f"value       {' + '.join(map(in_yi, sums))} {equal(total / YI, 2, ' 亿')}",
        f"attainment  {in_yi(total)} / {in_yi(target, 0)} {equal(reached * 100, 2, '%')}      (method: ratio)",
    )


def _expected() -> Iterable[str]:
    """What is due of a level that grows from a baseline, and how far off it is."""
    parts = [rows()["mau", f"region={region}", MONTHS[-1]] for region in ("国内", "海外")]
    baseline, target = stated("mau", "baseline"), stated("mau", "target")
    value = same("mau", "value", sum(parts, Fraction(0)))
    due = same("mau", "expected", baseline + (target - baseline) * Fraction(GONE, DAYS))
    off = same("mau", "deviation", (value - due) / (due - baseline))
    shown = [in_yi(one, 4) for one in (value, due, baseline)]
    yield "## 2. Monthly active users: expected, and the deviation by increment · 月活跃用户：应达值与增量偏差"
    yield (
        "Users are a level: the latest month counts, and the two regions may be added because the metric declares them "
        f"`disjoint`. Of the way from the baseline to the target, {GONE} of {DAYS} days are gone:"
    )
    yield _steps(
        f"value       {in_yi(parts[0], 4)} + {in_yi(parts[1], 4)} {equal(value / YI, 4, ' 亿')}",
        f"expected    {in_yi(baseline)} + ({in_yi(target)} - {in_yi(baseline)}) x {GONE}/{DAYS} {equal(due / YI, 4, ' 亿')}",
        f"deviation   ({shown[0]} - {shown[1]}) / ({shown[1]} - {shown[2]}) {equal(off * 100, 2, '%')}",
    )
    yield (
        "By increment the growth is compared with the growth that was due. By level the same users are "
        f"{said((value - due) / due * 100)}% off: the basis decides whether the alarm at 10% rings."
    )


def _share() -> Iterable[str]:
    """A ratio of totals, which is not the mean of monthly ratios."""
    abroad = [rows()["gmv", "channel=跨境", month] for month in MONTHS]
    all_ = [sum((rows()["gmv", part, month] for part in CHANNELS), Fraction(0)) for month in MONTHS]
    part, whole = sum(abroad, Fraction(0)), sum(all_, Fraction(0))
    share = same("cross_border_share", "value", part / whole)
    baseline, target = (stated("cross_border_share", what) for what in ("baseline", "target"))
    due = same("cross_border_share", "expected", baseline + (target - baseline) * Fraction(GONE, DAYS))
    off = same("cross_border_share", "deviation", share - due)
    mean = sum((one / of for one, of in zip(abroad, all_, strict=True)), Fraction(0)) / len(MONTHS)
    yield "## 3. The cross-border share is a ratio of totals · 跨境占比是总额之比"
    yield "Its formula is `gmv.跨境 / gmv`, of the totals so far:"
    yield _steps(
        f"value       {in_yi(part)} / {in_yi(whole)} {equal(share * 100, 3, '%')}",
        f"expected    {said(baseline * 100, 0)}% + ({said(target * 100, 0)}% - {said(baseline * 100, 0)}%) x {GONE}/{DAYS} "
        f"{equal(due * 100, 3, '%')}",
        f"deviation   {said(share * 100, 3)}% - {said(due * 100, 3)}% {equal(off * 100, 2, ' pp')}",
    )
    yield (
        f"The mean of the six monthly shares would be {said(mean * 100, 3)}%: it gives a small month as much weight as "
        "June, when most is sold."
    )


def _season() -> Iterable[str]:
    """What is due by the season of two years."""
    years = {
        year: [rows()["live_gmv", "", f"{year}-{month:02}"] for month in range(1, 13)]
        for year in (2023, 2024)
    }
    halves = {year: sum(months[:6], Fraction(0)) for year, months in years.items()}
    totals = {year: sum(months, Fraction(0)) for year, months in years.items()}
    shares = {year: halves[year] / totals[year] for year in years}
    gone = sum(shares.values(), Fraction(0)) / len(shares)
    target = stated("live_gmv", "target")
    value = same("live_gmv", "value", sum((rows()["live_gmv", "", month] for month in MONTHS), Fraction(0)))
    due = same("live_gmv", "expected", target * gone)
    off = same("live_gmv", "deviation", (value - due) / due)
    even = target * Fraction(GONE, DAYS)
    yield "## 4. What is due of live GMV by its season · 直播 GMV 的季节应达值"
    yield (
        "Two whole years are known before 2025, so that the pace of this flow is `seasonal`: the mean of the shares that "
        "each year had brought by the end of June."
    )
    yield _steps(
        *(
            f"{year}        {in_yi(halves[year])} / {in_yi(totals[year])} {equal(shares[year] * 100, 3, '%')}"
            for year in years
        ),
        f"share       ({' + '.join(said(one * 100, 3) + '%' for one in shares.values())}) / 2 {equal(gone * 100, 3, '%')}",
        f"expected    {in_yi(target, 0)} x {said(gone * 100, 3)}% {equal(due / YI, 2, ' 亿')}",
        f"deviation   ({in_yi(value)} - {in_yi(due)}) / {in_yi(due)} {equal(off * 100, 2, '%')}",
    )
    yield (
        f"An even pace would want {in_yi(target, 0)} x {GONE}/{DAYS}, which is {in_yi(even)} 亿, and call the same value "
        f"{said((value - even) / even * 100)}% off."
    )


def _rate() -> Iterable[str]:
    """What each remaining month has to bring."""
    total = sum((rows()["gmv", part, month] for part in CHANNELS for month in MONTHS), Fraction(0))
    target, left = stated("gmv", "target"), 12 - len(MONTHS)
    rate = same("gmv", "required_rate", (target - total) / left)
    uplift = same("gmv", "required_uplift", rate / (total / len(MONTHS)))
    yield "## 5. What each remaining month of GMV has to bring · 电商 GMV 余下每月所需"
    yield _steps(
        f"required    ({in_yi(target, 0)} - {in_yi(total)}) / {left} {equal(rate / YI, 2, ' 亿')} a month",
        f"so far      {in_yi(total)} / {len(MONTHS)} {equal(total / len(MONTHS) / YI, 2, ' 亿')} a month",
        f"uplift      {in_yi(rate)} / {in_yi(total / len(MONTHS))} {equal(uplift, 3)} times",
    )


def _steps(*lines: str) -> str:
    steps: Sequence[str] = lines
    return fence("\n".join(steps))
