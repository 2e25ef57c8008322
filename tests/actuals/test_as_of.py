"""The business date is one thing wherever a caller says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import goaltree as gt
from goaltree.actuals.connector import Request

PLAN = gt.loads(
    "goaltree: 1\nplan: x\nperiod: 2025\ngoals: {m: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"
)
CALLS: dict[str, Callable[[Any], object]] = {
    "requirements": lambda day: gt.requirements(PLAN, as_of=day),
    "request": lambda day: Request.of(PLAN, as_of=day),
    "observe": lambda day: gt.observe(PLAN, [], as_of=day),
    "evaluate": lambda day: gt.evaluate(PLAN, [], as_of=day).as_of,
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_day_is_a_day_in_each_of_its_forms(call):
    """A date, its text, and the midnight that a data frame holds mean the same."""
    days = (
        dt.date(2025, 6, 30),
        "2025-06-30",
        "2025年6月30日",
        dt.datetime.fromisoformat("2025-06-30"),
        pd.Timestamp("2025-06-30"),
    )
    first, *others = [call(day) for day in days]
    assert all(other == first for other in others)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(
    "day",
    [
        "soon",
        "2025-02-30",
        5,
        dt.datetime.fromisoformat("2025-06-30T09:00"),
        dt.datetime(2025, 6, 30, tzinfo=dt.UTC),
        dt.time(9),
    ],
    ids=str,
)
def test_what_is_no_day_is_the_programs_mistake(call, day):
    """An instant, a number and a text that is no date are refused alike."""
    with pytest.raises(gt.UsageError, match="as_of"):
        call(day)
