"""Progress: sources and measures are told one after the other, and whoever listens may end the work."""

from __future__ import annotations

import threading
from typing import ClassVar

import polars as pl
import pytest
from attrs import frozen

import goaltree as gt
from goaltree.finding import excerpt
from goaltree.testing import PlanBuilder

PLAN = PlanBuilder().metric("sales").goal("sales", target="12亿").plan()
ROW = {"metric": "sales", "period": "2025-01", "value": 3}


def test_each_source_is_told_before_it_is_asked(tmp_path):
    """A listener hears of every source in turn, with how many are over, in both languages."""
    path = tmp_path / "一月.csv"
    path.write_text("metric,period,value\nsales,2025-01,3\n", encoding="utf-8")
    heard = []
    gt.observe(PLAN, path, [ROW], progress=heard.append)
    assert [(one.done, one.of) for one in heard] == [(0, 2), (1, 2)]
    assert heard[0].task.en == f"asking {excerpt(str(path))}"
    assert heard[0].task.zh.startswith("读取 ")
    assert "<source 2>" in heard[1].task.en


def test_measures_are_told_within_their_source():
    """Facts tell each measure that is counted."""
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "p",
            "period": 2025,
            "currency": "CNY",
            "sources": {"shop": {"tables": {"orders": {"metric": "sales", "sum": "amount", "time": "day"}}}},
            "goals": {
                "sales": {"kind": "flow", "unit": "CNY", "direction": "up", "target": 100, "source": "shop"}
            },
        }
    )
    facts = gt.Facts({"orders": pl.DataFrame({"day": ["2025-01-02"], "amount": [3]})})
    heard = []
    found = gt.observe(plan, connectors={"shop": facts}, progress=heard.append)
    assert len(found) == 1
    assert [one.task.en for one in heard] == ["asking shop", "counting shop: orders"]


def test_a_listener_ends_the_work():
    """What the listener raises passes through, and later sources are not asked."""
    asked = []

    def rows():
        asked.append(1)
        yield ROW

    def listen(progress):
        if progress.done == 1:
            raise gt.Cancelled("enough")

    with pytest.raises(gt.Cancelled, match="enough"):
        gt.observe(PLAN, [ROW], rows(), progress=listen)
    assert asked == []


NEVER = threading.Event()


@frozen(kw_only=True)
class Hanging:
    """A connector that never answers."""

    name: ClassVar[str] = "hanging"
    path: str = ""

    def frame(self, request):
        """Wait."""
        NEVER.wait(60)
        return []


class Plugin:
    """Its plugin."""

    goaltree_api = 1

    @staticmethod
    @gt.hookimpl
    def goaltree_register_connectors():
        """The connector."""
        return [Hanging]


def test_a_source_that_hangs_can_be_ended():
    """While a plugin is waited for, the listener is asked again and again, and ends it when it likes."""
    heard = []

    def listen(progress):
        heard.append(progress)
        if len(heard) == 4:
            raise gt.Cancelled

    source = gt.Host([Plugin]).connect("hanging://x", name="till")
    try:
        with pytest.raises(gt.Cancelled):
            gt.observe(PLAN, source, progress=listen)
    finally:
        NEVER.set()
    assert {one.task.en for one in heard} == {"asking till"}


def test_a_request_is_the_same_whoever_listens():
    """The meter takes no part in what a request is."""
    assert gt.Request.of(PLAN) == gt.Request.of(PLAN, meter=None)
    assert "meter" not in repr(gt.Request.of(PLAN))
