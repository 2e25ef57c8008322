"""Half a year of actuals for the plan, made up: SYNTHETIC 合成数据, not Xiaohongshu's.

`python -m goaltree_xiaohongshu.synthetic` writes `data/synthetic-2025H1.csv` again, byte for byte. The
sizes follow the plan's baselines and targets; what a reader should find in them stands in README.md.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Final

from attrs import frozen

from . import MARK, actuals_path
from .invention import FLOWS, LEVELS, Flow, Level

COLUMNS: Final = ("note", "metric", "segment", "period", "value", "count")
MONTHS: Final = 6
_SEED: Final = 2025


@frozen(kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business as `dimension=member`; empty for the whole.
        period: The month as `2025-06`.
        value: The value with its unit.
        count: How many facts stand behind it; empty where they are not needed.
    """

    metric: str
    segment: str
    period: str
    value: str
    count: str = ""


def rows() -> Iterator[Row]:
    """Every row of the table, drawn anew from the one seed."""
    random = Random(_SEED)  # noqa: S311 - repeatable, not secret
    for flow in FLOWS:
        yield from _flow(flow, random)
    for level in LEVELS:
        yield from _level(level, random)


def table() -> str:
    """The table as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((MARK, row.metric, row.segment, row.period, row.value, row.count) for row in rows())
    return out.getvalue()


def _flow(flow: Flow, random: Random) -> Iterator[Row]:
    """Each month its share of the year, by its season, as well as the year goes, a little by chance."""
    for year, total in flow.before:
        shown = _rounded([total * share * _chance(random) for share in flow.season], flow.digits, total)
        for month, value in enumerate(shown, start=1):
            yield Row(
                metric=flow.metric,
                segment=flow.segment,
                period=f"{year}-{month:02}",
                value=f"{value}{flow.unit}",
            )
    first, last = flow.pace
    for at in range(flow.months):
        pace = first + (last - first) * at / (MONTHS - 1)
        value = _said(flow.target * flow.season[at] * pace * _chance(random), flow.digits)
        yield Row(
            metric=flow.metric,
            segment=flow.segment,
            period=f"2025-{at + 1:02}",
            value=f"{value}{flow.unit}",
        )


def _level(level: Level, random: Random) -> Iterator[Row]:
    """From where it was in January to where it is in June; the way between a little by chance."""
    for at in range(level.months):
        way = at / (MONTHS - 1)
        if 0 < at < MONTHS - 1:
            way += random.uniform(-0.05, 0.05)
        value = _said(level.january + (level.june - level.january) * way, level.digits)
        count = "" if not level.count else str(int(level.count * _chance(random)))
        yield Row(
            metric=level.metric,
            segment=level.segment,
            period=f"2025-{at + 1:02}",
            value=f"{value}{level.unit}",
            count=count,
        )


def _chance(random: Random) -> float:
    return 1 + random.uniform(-0.015, 0.015)


def _said(value: float, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits))


def _rounded(values: Sequence[float], digits: int, total: float) -> list[Decimal]:
    """The values with so many decimals; December takes what is left of the total."""
    said = [_said(value, digits) for value in values[:-1]]
    return [*said, _said(total, digits) - sum(said)]


def main() -> int:
    """Write the table where it belongs."""
    path = actuals_path()
    path.parent.mkdir(exist_ok=True)
    path.write_text(table(), encoding="utf-8", newline="")
    sys.stdout.write(f"{path}: {MARK}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
