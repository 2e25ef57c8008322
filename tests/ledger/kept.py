"""What the tests of the ledger share: observations, a clock that is set, plans."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import goaltree as gt
from goaltree.actuals.observation import BLANK
from goaltree.model.calendar import Calendar

CALENDAR = Calendar()
DAY = timedelta(days=1)


def day(number, month=1):
    """Noon of a day of 2025, UTC."""
    return datetime(2025, month, number, 12, tzinfo=UTC)


def of(value, period="2025-01", metric="sales", **more):
    """An observation; a value of `None` is a blank."""
    value = BLANK if value is None else value if isinstance(value, gt.NA) else Fraction(value)
    return gt.Observation(metric=metric, period=CALENDAR.parse(period), value=value, **more)


class Clock:
    """A clock that stands until it is set; each look at it takes a while."""

    def __init__(self, at=None, step=timedelta(0)):
        self.at = at or day(1)
        self.step = step

    def __call__(self):
        """The time."""
        now = self.at
        self.at += self.step
        return now


def plan(target="12亿", title="销售额", key="shop"):
    """A plan with one goal."""
    return gt.loads(
        f"goaltree: 1\nplan: {key}\nperiod: 2025\ncurrency: CNY\ngoals:\n"
        f"  sales: {{title: {title}, kind: flow, unit: 元, direction: up, target: {target}}}\n"
    )


def known(ledger, at=None, **more):
    """The value in force of `sales` in January at an instant; `None` where nothing is known."""
    series = ledger.actuals(at, **more).series("sales")
    return None if series is None else series.values[0]


def files(path: Path):
    """The names beside a ledger, its own not among them."""
    return sorted({one.name for one in path.parent.iterdir()} - {path.name})
