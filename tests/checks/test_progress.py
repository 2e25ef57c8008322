"""The rules on what actions report."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import progress

HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\ngoals: {sales: {target: 1}}\n"


def own(action: str) -> list[str]:
    """What the rules of this family find in one action, by code."""
    plan = gt.loads(f"{HEAD}actions: {{a: {{{action}}}}}\n")
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in progress.CHECKS for finding in one.run(plan))


def test_plans_without_reports_stay_as_they_are():
    """An action that reports nothing, or only what it always could, breaks no new rule."""
    assert own("time: Q2 灰度，Q3 全量, delivers: {主播: 100 名}") == []
    assert own("time: Q2, progress: {done: 40%, earned_by: percent, spent: 3万}") == []


@pytest.mark.parametrize(
    ("delivered", "codes_found"),
    [
        ("主播: 42 名", []),
        ("主播: 142 名", []),
        ("主播: 42", []),
        ("主 播: 42 名", ["GT618"]),
        ("主播: 42 家", ["GT619"]),
        ("主播: 42%", ["GT619"]),
    ],
)
def test_what_is_delivered_is_what_was_promised(delivered, codes_found):
    """More than promised is welcome; another thing, or another unit, cannot be held against the promise."""
    assert own(f"delivers: {{主播: 100 名}}, progress: {{delivered: {{{delivered}}}}}") == codes_found


@pytest.mark.parametrize(
    ("time", "reached", "codes_found"),
    [
        ("Q2 灰度，Q3 全量", "灰度", []),
        ("Q2 灰度，Q3 全量", "Q3", []),
        ("Q2 灰度，Q3 全量", "2025Q3", []),
        ("Q2 灰度，Q3 全量", "灰度测试", ["GT620"]),
        ("Q2 试点，Q3 试点", "试点", ["GT620"]),
        ("Q2 试点，Q3 试点", "Q2", []),
        ("全年常态化", "灰度", ["GT620"]),
    ],
)
def test_what_is_reached_is_a_milestone(time, reached, codes_found):
    """A milestone goes by its word or its period, and must be one of the action's time."""
    assert own(f"time: {time}, progress: {{reached: [{reached}]}}") == codes_found


def test_an_ambiguous_milestone_is_told_by_its_periods():
    """Where two milestones have one word, the hint names their periods."""
    plan = gt.loads(f"{HEAD}actions: {{a: {{time: Q2 试点，Q3 试点, progress: {{reached: [试点]}}}}}}\n")
    finding = next(iter(progress.reached_and_no_milestone(plan)))
    assert finding.hint("zh") == "请写其中一个：`2025Q2` / `2025Q3`。"


def test_a_done_share_says_how_it_counts():
    """A share without a way to earn is a gap; one in words that could not be read has its own finding."""
    assert own("time: Q2, progress: {done: 40%}") == ["GT621"]
    assert own("time: Q2, progress: {spent: 3万}") == []


@pytest.mark.parametrize(
    ("done", "codes_found"),
    [("done: 40%,", ["GT622"]), ("done: 100%,", []), ("", []), ("done: 大半,", [])],
)
def test_a_done_share_beside_milestones_earns_nothing(done, codes_found):
    """A share that no earned value reads is told; the whole is read, as it says that the action is done."""
    plan = gt.loads(
        f"{HEAD}actions: {{a: {{time: Q2 灰度，Q3 全量, progress: {{{done} earned_by: milestones}}}}}}\n"
    )
    assert [finding.code for finding in progress.done_share_that_earns_nothing(plan)] == codes_found
