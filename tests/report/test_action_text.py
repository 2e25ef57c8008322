"""Actions at work as people read them, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from goaltree.report.action import actions
from goaltree.report.told import Told
from steering.work_sample import at_work

GATE = {"gate": {"zh": "试点达标", "en": "pilot passed"}, "amount": "1500万", "due": "Q2"}
BUDGET = {"approved": "3000万", "tranches": [{"gate": "签约", "amount": "1500万", "passed": "true"}, GATE]}


def facts(lang: str, as_of: str = "2025-07-31", **action: Any) -> tuple[str, ...]:
    """What is told of one action."""
    stores = {"title": {"zh": "开新店", "en": "New shops"}, "team": "shop", "serves": ["sales"], **action}
    told = actions(Told(at_work({"stores": stores}, as_of), lang))
    return told[0].facts if told else ()


@pytest.mark.parametrize(
    ("action", "en", "zh"),
    [
        (
            {
                "time": "Q2 灰度，Q3 全量",
                "progress": {"done": "40%", "earned_by": "percent", "reached": ["Q3"]},
            },
            ["“灰度” was due by 2025-06-30 and is 31 days late"],
            ["“灰度”应于 2025-06-30 前达成，已逾期 31 天"],
        ),
        (
            {
                "time": "Q2 启动，Q3 完成",
                "progress": {"done": "40%", "earned_by": "percent", "reached": ["启动"]},
            },
            [
                "40.0% done by 2025-07-31, 66.7% were due; at this pace it is done by 2026-01-30, not by 2025-09-30"
            ],
            ["到 2025-07-31 完成 40.0%，应完成 66.7%；照此到 2026-01-30 才完成，原定 2025-09-30"],
        ),
        (
            {
                "time": "Q2 启动，Q3 完成",
                "budget": "1000万",
                "progress": {"done": "80%", "earned_by": "percent", "spent": "1200万", "reached": ["启动"]},
            },
            [
                "12M CNY spent on work worth 8M CNY; it will end at 15M CNY of 10M CNY",
                "80.0% done by 2025-07-31, 66.7% were due",
            ],
            [
                "已花 1,200万元，完成的工作值 800万元；预计最终花 1,500万元，预算 1,000万元",
                "到 2025-07-31 完成 80.0%，应完成 66.7%",
            ],
        ),
        (
            {"time": "Q2 启动，Q3 完成", "budget": BUDGET},
            [
                "the gate “pilot passed” was due by 2025-06-30 and is not passed: 15M CNY waits",
                "nobody says whether it is reached: “启动” (2025-06-30)",
            ],
            [
                "关口“试点达标”应于 2025-06-30 前通过，尚未通过：1,500万元 待释放",
                "是否已达成，无人报告：“启动”（2025-06-30）",
            ],
        ),
        (
            {
                "time": "Q3 启动，Q4 完成",
                "delivers": {"新店": "20 家"},
                "progress": {"done": "10%", "delivered": {"新店": "5 家"}},
            },
            ["nothing says how done work counts, so no value is earned", "新店: 5 家 of 20 家 (25.0%)"],
            ["没有说明完成的工作如何计算，无法得出挣值", "新店 5家，目标 20家（25.0%）"],
        ),
        (
            {"time": "全年常态化"},
            ["nobody reports how far it is"],
            ["进展无人报告"],
        ),
        ({"time": "Q4 启动，Q4 完成"}, [], []),
        (
            {
                "time": "Q1 启动，Q2 完成",
                "progress": {"done": "100%", "earned_by": "percent", "reached": {"完成": "2025-07-10"}},
            },
            ["done on 2025-07-10, 10 days late"],
            ["已于 2025-07-10 完成，晚了 10 天"],
        ),
        (
            {
                "time": "Q1 启动，Q2 完成",
                "progress": {"done": "100%", "earned_by": "percent", "reached": {"完成": "2025-06-10"}},
            },
            [],
            [],
        ),
    ],
)
def test_what_is_told_of_an_action(action, en, zh):
    """The gravest facts come first, in words a department head can act on; what has not begun is left out."""
    assert list(facts("en", **action)) == en
    assert list(facts("zh", **action)) == zh


def test_a_gate_against_its_condition_is_told_first():
    """Money that was released against the plan's own condition stands before what is merely behind."""
    gate = {"gate": "试点", "amount": "100万", "when": "pace(sales) > 5", "passed": "true"}
    action = {
        "time": "Q1 启动，Q4 完成",
        "budget": {"approved": "100万", "spent": "120万", "committed": "0", "tranches": [gate]},
    }
    assert facts("zh", **action) == (
        "关口“试点”在条件 [pace(sales) > 5] 未成立时已通过，释放了 100万元",
        "已承诺和支出比已释放的 100万元 多出 20万元",
    )
    assert "was passed though its condition [pace(sales) > 5] did not hold" in facts("en", **action)[0]


def test_actions_with_which_something_is_off_come_first():
    """What is off stands before what is only not reported."""
    silent = {"title": "静默", "serves": ["sales"], "time": "Q1 启动，Q4 完成"}
    late = {**silent, "title": "逾期", "progress": {"done": "10%", "earned_by": "percent"}}
    told = actions(Told(at_work({"a": silent, "b": late}), "zh"))
    assert [(one.key, one.is_off) for one in told] == [("b", True), ("a", False)]
